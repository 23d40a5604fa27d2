// What Linux answers where it is easily got wrong: arguments that do not exist, calls that fail and must leave things
// as they were, and small things of many calls. Lines that begin with "varies:" tell what not every Linux answers.
const buffer = new Uint8Array(8192);
const words = new Int32Array(32);
const PAGE = 4096;
let alarms = 0;

function fork(): number { return call(2, 0, 0, 0); }
/** Like call, with a path: a text that ends with a NUL. */
function path(n: number, name: Uint8Array, a: number, c: number): number { return call(n, addr(name), a, c); }
function callAt(n: number, name: Uint8Array, a: number, c: number): number {
  return syscall6(n, -100, addr(name), a, c, 0, 0);
}
function make(name: Uint8Array, text: Uint8Array): number {
  const fd = path(5, name, 0x242, 0x1a4);
  writeOnce(fd, text, text.length);
  return fd;
}
function onAlarm(_signal: number): void { alarms++; }
function ring(microseconds: number): void {
  for (let i = 0; i < 4; i++) words[i] = 0;
  words[3] = microseconds;
  call(104, 0, addr(words), 0);
}

function opening(): void {
  close(make(b("file\0"), b("data")));
  path(14, b("fifo\0"), 0x11b6, 0);
  const quick = fork();
  if (quick === 0) {
    call(27, 3, 0, 0);
    say(b("FIFO to write without a reader, not to wait"), path(5, b("fifo\0"), 0x801, 0));
    say(b("varies: FIFO with mode 3"), path(5, b("fifo\0"), 0x803, 0));
    say(b("FIFO as a path"), path(5, b("fifo\0"), 0x200000, 0) < 0 ? 1 : 0);
    exit(0);
  }
  say(b("did not wait"), statusOf(quick));
  path(14, b("socket\0"), 0xc1b6, 0);
  say(b("a socket"), path(5, b("socket\0"), 2, 0));
  const full = fork();
  if (full === 0) {
    words[0] = 20;
    words[1] = 20;
    call(75, 7, addr(words), 0);
    let last = 0;
    while (last >= 0) last = path(5, b("/dev/null\0"), 0, 0);
    say(b("no descriptor is free"), path(5, b("file\0"), 0x201, 0));
    say(b("to create"), path(5, b("new\0"), 0x41, 0x1a4));
    say(b("duplicate"), call(41, 0, 0, 0));
    say(b("pipe"), call(42, addr(words), 0, 0));
    exit(0);
  }
  statusOf(full);
  say(b("the file is not cut"), fileSize(b("file")));
  say(b("nothing was made"), path(33, b("new\0"), 0, 0));
  say(b("varies: access mode 3 neither reads"), call(3, path(5, b("file\0"), 3, 0), addr(buffer), 1));
  say(b("a path is not created"), path(5, b("new\0"), 0x200041, 0x1a4));
}
function paths(): void {
  say(b("access of null"), call(33, 0, 0, 0));
  say(b("stat of null"), call(195, 0, addr(buffer), 0));
  say(b("chmod of null"), call(15, 0, 0x1c0, 0));
  say(b("varies: fchmodat2 of null"), syscall6(452, -100, 0, 0x1c0, 0, 0, 0));
  say(b("access mode 8"), path(33, b("file\0"), 8, 0));
  say(b("faccessat mode 8"), callAt(307, b("file\0"), 8, 0));
  close(make(b("other\0"), b("")));
  say(b("unlinkat flag"), callAt(301, b("other\0"), 0x80, 0));
  say(b("fstatat flag"), callAt(300, b("file\0"), addr(buffer), 0x80));
  say(b("linkat flag"), syscall6(303, -100, addr(b("file\0")), -100, addr(b("link\0")), 0x80, 0));
  say(b("fchownat flag"), syscall6(298, -100, addr(b("file\0")), -1, -1, 0x80, 0));
  say(b("dup3 flag"), call(330, 0, 50, 1));
  say(b("pipe2 flag"), call(331, addr(words), 1, 0));
  for (let i = 0; i < 4; i++) words[i] = 1;
  say(b("times"), callAt(320, b("file\0"), addr(words), 0));
  words[1] = 1000000000;
  say(b("a second of nanoseconds"), callAt(320, b("file\0"), addr(words), 0));
  words[1] = -1;
  say(b("less than none"), callAt(320, b("file\0"), addr(words), 0));
  words[1] = 0x3ffffffe;
  say(b("left as it is"), callAt(320, b("file\0"), addr(words), 0));
  say(b("times flag"), callAt(320, b("file\0"), addr(words), 0x80));
  const fd = path(5, b("file\0"), 2, 0);
  say(b("times of a descriptor"), syscall6(320, fd, 0, addr(words), 0, 0, 0));
  say(b("of a closed one"), syscall6(320, 99, 0, addr(words), 0, 0, 0));
  say(b("of no path"), syscall6(320, -100, 0, addr(words), 0, 0, 0));
  close(fd);
  say(b("rmdir of /"), path(40, b("/\0"), 0, 0));
  say(b("of ."), path(40, b("./.\0"), 0, 0));
  say(b("of .."), path(40, b("./..\0"), 0, 0));
  say(b("unlink of /"), path(10, b("/\0"), 0, 0));
}
function renameFlags(from: Uint8Array, to: Uint8Array, flags: number): number {
  return syscall6(353, -100, addr(from), -100, addr(to), flags, 0);
}
function names(): void {
  say(b("exchange"), renameFlags(b("file\0"), b("other\0"), 2));
  say(b("size"), fileSize(b("other")));
  mkdir(b("d"), 0x1ed);
  mkdir(b("d/below"), 0x1ed);
  say(b("a directory and a file"), renameFlags(b("d/below\0"), b("other\0"), 2));
  say(b("size"), fileSize(b("d/below")));
  say(b("up from there"), path(33, b("other/../d\0"), 0, 0));
  say(b("back"), renameFlags(b("other\0"), b("d/below\0"), 2));
  say(b("with one below"), renameFlags(b("d\0"), b("d/below\0"), 2));
  say(b("with one above"), renameFlags(b("d/below\0"), b("d\0"), 2));
  say(b("with none"), renameFlags(b("d\0"), b("none\0"), 2));
  say(b("and not to replace"), renameFlags(b("d\0"), b("file\0"), 3));
  say(b("not to replace"), renameFlags(b("d\0"), b("file\0"), 1));
  say(b("rename flag"), renameFlags(b("d\0"), b("e\0"), 0x80));
  renameFlags(b("file\0"), b("other\0"), 2);
  say(b("links of d"), linksOf(b("d\0")));
  chdir(b("d/below"));
  rmdir(b("../../d/below"));
  say(b("rename into a removed directory"), path(38, b("../../file\0"), addr(b("file\0")), 0));
  say(b("make in it"), path(5, b("file\0"), 0x41, 0x1a4));
  say(b("back to the other"), call(133, home, 0, 0));
  say(b("the file is there"), path(33, b("file\0"), 0, 0));
  say(b("links of d"), linksOf(b("d\0")));
}
function linksOf(name: Uint8Array): number {
  path(195, name, addr(buffer), 0);
  return load32(addr(buffer) + 20);
}
function descriptors(): void {
  const fd = make(b("parts\0"), b("data"));
  say(b("data"), lseek(fd, 0, 3));
  say(b("hole"), lseek(fd, 0, 4));
  say(b("data at the end"), lseek(fd, 4, 3));
  say(b("hole before the start"), lseek(fd, -1, 4));
  say(b("seek of another kind"), lseek(fd, 0, 9));
  syscall6(181, fd, addr(b("x")), 1, 0x100000, 0, 0);
  say(b("varies: data behind a hole"), lseek(fd, 0x10000, 3));
  say(b("varies: hole"), lseek(fd, 0, 4));
  say(b("link of a closed descriptor"), syscall6(303, 99, addr(b("\0")), -100, addr(b("link\0")), 0x1000, 0));
  say(b("fsync"), call(118, fd, 0, 0));
  say(b("fdatasync"), call(148, fd, 0, 0));
  say(b("flock"), call(143, fd, 2, 0));
  say(b("no such lock"), call(143, fd, 7, 0));
  say(b("fsync of a closed descriptor"), call(118, 99, 0, 0));
  say(b("fdatasync"), call(148, 99, 0, 0));
  say(b("flock"), call(143, 99, 2, 0));
  call(42, addr(words), 0, 0);
  say(b("fsync of a pipe"), call(118, words[0], 0, 0));
  say(b("advice on it"), syscall6(272, words[0], 0, 0, 10, 0, 0));
  say(b("on a closed descriptor"), syscall6(272, 99, 0, 0, 10, 0, 0));
  say(b("on a file"), syscall6(250, fd, 0, 0, 10, 0, 0));
  words[0] = addr(buffer);
  words[1] = 1;
  words[2] = addr(buffer);
  words[3] = -1;
  say(b("a length below 0"), call(145, fd, addr(words), 2));
  say(b("nothing was read"), lseek(fd, 0, 1));
  say(b("too long"), syscall6(194, fd, -1, -1, 0, 0, 0));
  close(fd);
}

function map(address: number, bytes: number, protection: number, flags: number, fd: number): number {
  return syscall6(192, address, bytes, protection, flags, fd, 0);
}
function isError(result: number): number { return ult(0xfffff000 | 0, result) ? result : 0; }
function memory(): void {
  const fd = make(b("mapped\0"), b("abcd"));
  const shared = map(0, PAGE, 3, 3, fd);
  say(b("varies: shared and validated"), isError(shared));
  if (isError(shared) === 0) store8(shared, 90);
  syscall6(180, fd, addr(buffer), 1, 0, 0, 0);
  say(b("varies: stored"), buffer[0]);
  say(b("varies: an unknown flag of it"), isError(map(0, PAGE, 3, 0x80003, fd)));
  say(b("neither shared nor private"), isError(map(0, PAGE, 1, 0x20, -1)));
  say(b("a directory"), isError(map(0, PAGE, 1, 2, home)));
  const zero = path(5, b("/dev/zero\0"), 2, 0);
  const own = map(0, PAGE, 3, 2, zero);
  say(b("/dev/zero"), isError(own));
  store32(own, 5);
  const common = map(0, PAGE, 3, 1, zero);
  const child = fork();
  if (child === 0) {
    store32(own, 6);
    store32(common, 7);
    exit(0);
  }
  statusOf(child);
  say(b("private"), load32(own));
  say(b("shared"), load32(common));
  say(b("/dev/null"), isError(map(0, PAGE, 3, 2, path(5, b("/dev/null\0"), 2, 0))));
  const reading = path(5, b("mapped\0"), 0, 0);
  const part = map(0, 2 * PAGE, 1, 1, reading);
  say(b("not to write"), call(125, part, PAGE, 3));
  say(b("part of it"), call(125, part + PAGE, PAGE, 3));
  say(b("a private one"), call(125, map(0, PAGE, 1, 2, reading), PAGE, 3));
  say(b("no such protection"), call(125, own, PAGE, 0x100));
  say(b("to be moved to a place"), isError(syscall6(163, own, PAGE, PAGE, 2, 0, 0)));
  say(b("not needed"), call(219, own, PAGE, 4));
  say(b("zero again"), load32(own));
  say(b("varies: advice that is none"), call(219, own, PAGE, 77));
  say(b("on an odd address"), call(219, own + 1, PAGE, 4));
  say(b("msync"), call(144, common, PAGE, 4));
  call(91, own, PAGE, 0);
  say(b("varies: msync of nothing"), call(144, own, PAGE, 4));
  say(b("varies: madvise"), call(219, own, PAGE, 4));
  say(b("varies: mlock"), call(150, own, PAGE, 0));
  say(b("varies: munlock"), call(151, own, PAGE, 0));
}

function signals(): void {
  handle(14, onAlarm, 0);
  words[10] = 1 << 16;
  words[11] = 0;
  syscall6(175, 0, addr(words) + 40, 0, 8, 0, 0);
  const child = fork();
  if (child === 0) exit(0);
  // the child has ended, and the signal of it has come, when this returns
  for (let i = 0; i < 32; i++) buffer[i] = 0;
  syscall6(284, 1, child, addr(buffer), 0x1000004, 0, 0);
  ring(100000);
  words[10] = 0;
  say(b("sigsuspend"), call(179, addr(words) + 40, 8, 0));
  say(b("waited for the alarm"), alarms);
  ring(0);
  words[10] = 1 << 16;
  syscall6(175, 1, addr(words) + 40, 0, 8, 0, 0);
  say(b("set of another size"), call(179, addr(words) + 40, 4, 0));
  statusOf(child);
  const self = call(20, 0, 0, 0);
  say(b("tgkill"), call(270, self, self, 0));
  say(b("of another group"), call(270, 1, self, 0));
  say(b("of no group"), call(270, 0, self, 0));
}
function processes(): void {
  say(b("wait for -2147483648"), syscall6(114, 0x80000000 | 0, 0, 0, 0, 0, 0));
  say(b("wait flag"), syscall6(114, -1, 0, 0x40, 0, 0, 0));
  const child = fork();
  if (child === 0) exit(0);
  say(b("status to nowhere"), syscall6(114, child, 16, 0, 0, 0, 0));
  say(b("the child is gone"), call(7, child, 0, 0));
  say(b("group of no child"), call(57, 1, 5, 0));
  say(b("getpriority"), call(96, 0, 0, 0));
  say(b("of another kind"), call(96, 9, 0, 0));
  say(b("of nobody"), call(96, 0, 0x7ffffff0, 0));
  say(b("setpriority of nobody"), call(97, 0, 0x7ffffff0, 0));
  words[0] = addr(buffer);
  words[1] = 4;
  words[2] = 8192;
  say(b("another stack, with a flag"), call(186, addr(words), 0, 0));
  words[1] = 0;
  words[2] = 100;
  say(b("a small one"), call(186, addr(words), 0, 0));
  words[0] = -1;
  words[1] = 0;
  say(b("to sleep less than no time"), call(162, addr(words), 0, 0));
  say(b("on a clock"), syscall6(267, 1, 0, addr(words), 0, 0, 0));
  say(b("to poll"), syscall6(309, 0, 0, addr(words), 0, 8, 0));
  say(b("to select"), syscall6(142, 0, 0, 0, 0, addr(words), 0));
  words[0] = 0;
  words[1] = 1000000000;
  say(b("to sleep a second of nanoseconds"), call(162, addr(words), 0, 0));
  say(b("until that"), syscall6(267, 1, 1, addr(words), 0, 0, 0));
  say(b("to poll"), syscall6(309, 0, 0, addr(words), 0, 8, 0));
  words[1] = 10000;
  say(b("select"), syscall6(142, 0, 0, 0, 0, addr(words), 0));
  words[0] = 0;
  words[1] = 0;
  call(42, addr(words) + 24, 0, 0);
  say(b("two ends of a pipe"), syscall6(142, words[7] + 1, 0, addr(words) + 40, 0, addr(words), 0));
  words[10] = 1 << words[6] | 1 << words[7] | 0x40000000;
  words[11] = words[10];
  say(b("to read or to write"), syscall6(142, words[7] + 1, addr(words) + 44, addr(words) + 40, 0, addr(words), 0));
  say(b("the writing end"), words[10] === 1 << words[7] ? 1 : 0);
  say(b("no other"), words[11]);
  words[10] = 0x40000000;
  say(b("a closed one"), syscall6(142, 31, 0, 0, addr(words) + 40, addr(words), 0));
  say(b("no such clock"), syscall6(267, 99, 0, addr(words), 0, 0, 0));
  say(b("between others"), call(265, 10, addr(words), 0));
  say(b("poll with a set of another size"), syscall6(309, 0, 0, addr(words), addr(words), 4, 0));
  for (let i = 0; i < 4; i++) words[i] = 0;
  words[3] = 2000000;
  say(b("two million microseconds"), call(104, 0, addr(words), 0));
  words[3] = 0;
  words[2] = -1;
  say(b("less than no time"), call(104, 0, addr(words), 0));
  say(b("no timer"), call(104, 9, addr(words), 0));
  words[2] = 100;
  call(104, 0, addr(words), 0);
  say(b("no time"), call(104, 0, 0, addr(words)));
  say(b("there was one"), words[2] > 90 ? 1 : 0);
  say(b("random"), call(355, addr(buffer), 10, 1));
  say(b("random flag"), call(355, addr(buffer), 10, 0x100));
  say(b("limit"), syscall6(340, 0, 3, 0, addr(buffer), 0, 0));
  say(b("no such limit"), syscall6(340, 0, 99, 0, addr(buffer), 0, 0));
  say(b("of nobody"), syscall6(340, 0x7ffffff0, 3, 0, addr(buffer), 0, 0));
  say(b("getrlimit"), call(191, 99, addr(buffer), 0));
  say(b("setrlimit"), call(75, 99, addr(buffer), 0));
  say(b("from nowhere"), call(75, 3, 16, 0));
  say(b("usage of nobody"), call(77, 9, addr(buffer), 0));
}
const home = open(b("."), 0, 0);
opening();
paths();
names();
descriptors();
memory();
signals();
processes();
exit(0);
