// Calls that programs ask for now and then: each one succeeding, and failing. Lines that begin with "varies:" tell what
// not every Linux, or not every file system of it, answers.
const buffer = new Uint8Array(200);
const words = new Int32Array(40);
const NOBODY = 0x7ffffff0;
let handled = 0;

function fork(): number { return call(2, 0, 0, 0); }
function path(n: number, name: Uint8Array, a: number, c: number): number { return call(n, addr(name), a, c); }
function onSignal(signal: number): void { handled = signal; }
function fillWords(): void { for (let i = 0; i < 40; i++) words[i] = 0x77777777; }

function sizes(): void {
  say(b("creat"), writeOnce(path(8, b("file\0"), 0x1a4, 0), b("data"), 4));
  say(b("size"), fileSize(b("file")));
  say(b("below a file"), path(8, b("file/x\0"), 0x1a4, 0));
  say(b("truncate"), path(92, b("file\0"), 3, 0));
  say(b("size"), fileSize(b("file")));
  say(b("less than nothing"), path(92, b("file\0"), -1, 0));
  say(b("of none"), path(92, b("none\0"), 3, 0));
  say(b("of a directory"), path(92, b(".\0"), 3, 0));
  const fd = path(5, b("file\0"), 2, 0);
  say(b("ftruncate"), call(93, fd, 5, 0));
  say(b("size"), fileSize(b("file")));
  say(b("less than nothing"), call(93, fd, -1, 0));
  say(b("of a closed descriptor"), call(93, 99, 1, 0));
  say(b("of one to read"), call(93, path(5, b("file\0"), 0, 0), 1, 0));
  say(b("varies: fallocate"), syscall6(324, fd, 0, 10, 0, 20000, 0));
  say(b("varies: size"), fileSize(b("file")));
  say(b("varies: without growing"), syscall6(324, fd, 1, 50000, 0, 10, 0));
  say(b("varies: size"), fileSize(b("file")));
  say(b("varies: no hole"), lseek(fd, 0, 4));
  say(b("no such mode"), syscall6(324, fd, 0x8000, 0, 0, 10, 0));
  say(b("no length"), syscall6(324, fd, 0, 0, 0, 0, 0));
  say(b("before the start"), syscall6(324, fd, 0, -1, -1, 10, 0));
  say(b("of a closed descriptor"), syscall6(324, 99, 0, 0, 0, 10, 0));
  call(42, addr(words), 0, 0);
  say(b("of a pipe"), syscall6(324, words[1], 0, 0, 0, 10, 0));
  close(fd);
}
function fileSystems(): void {
  const fd = path(5, b("file\0"), 0, 0);
  fillWords();
  say(b("statfs"), path(99, b("file\0"), addr(words), 0));
  say(b("length of names"), words[9]);
  say(b("varies: size of blocks"), words[1]);
  say(b("room"), words[3] <= words[2] ? 1 : 0);
  say(b("nothing behind it"), words[16] === 0x77777777 ? 1 : 0);
  say(b("of none"), path(99, b("none\0"), addr(words), 0));
  say(b("to nowhere"), path(99, b("file\0"), 16, 0));
  say(b("fstatfs"), call(100, fd, addr(words), 0));
  say(b("of a closed descriptor"), call(100, 99, addr(words), 0));
  fillWords();
  say(b("statfs64"), path(268, b("file\0"), 84, addr(words)));
  say(b("length of names"), words[14]);
  say(b("nothing behind it"), words[21] === 0x77777777 ? 1 : 0);
  say(b("varies: of another size"), path(268, b("file\0"), 64, addr(words)));
  say(b("fstatfs64"), call(269, fd, 84, addr(words)));
  say(b("varies: of another size"), call(269, fd, 88, addr(words)));
  say(b("of a closed descriptor"), call(269, 99, 84, addr(words)));
  close(fd);
}
function attributes(): void {
  const name = addr(b("user.x\0"));
  for (let n = 226; n <= 237; n++) {
    const isDescriptor = n % 3 === 0;
    const missing = isDescriptor ? 99 : addr(b("none\0"));
    const there = n % 3 === 0 ? open(b("."), 0, 0) : addr(b("file\0"));
    put(b("call "));
    putNumber(n);
    const isList = n >= 232 && n <= 234;
    const second = isList ? addr(buffer) : name;
    say(b(": none"), syscall6(n, missing, second, isList ? 100 : addr(buffer), 1, 0, 0));
    say(b("varies: one"), syscall6(n, there, second, isList ? 100 : addr(buffer), 1, 0, 0));
  }
}
function ids(): void {
  say(b("getresuid"), call(209, addr(words), addr(words) + 4, addr(words) + 8));
  const owner = call(199, 0, 0, 0);
  say(b("are one"), words[0] === owner && words[1] === owner && words[2] === owner ? 1 : 0);
  say(b("to nowhere"), call(209, addr(words), addr(words), 16));
  say(b("getresgid"), call(211, addr(words), addr(words) + 4, addr(words) + 8));
  const group = call(200, 0, 0, 0);
  say(b("are one"), words[0] === group && words[1] === group && words[2] === group ? 1 : 0);
  say(b("to nowhere"), call(211, 16, addr(words), addr(words)));
  words[0] = 0x20080522;
  words[1] = 0;
  say(b("capget"), call(184, addr(words), addr(buffer), 0));
  words[1] = NOBODY;
  say(b("of nobody"), call(184, addr(words), addr(buffer), 0));
  words[0] = 1;
  say(b("of no version"), call(184, addr(words), addr(buffer), 0));
  say(b("which there is"), words[0]);
  words[0] = 1;
  say(b("asked for"), call(184, addr(words), 0, 0));
  words[0] = 7;
  say(b("sched_getparam"), call(155, 0, addr(words), 0));
  say(b("priority"), words[0]);
  say(b("of nobody"), call(155, NOBODY, addr(words), 0));
  say(b("to no place"), call(155, 0, 0, 0));
  say(b("sched_setscheduler"), call(156, 0, 0, addr(words)));
  say(b("of nobody"), call(156, NOBODY, 0, addr(words)));
  words[0] = 5;
  say(b("priority 5"), call(156, 0, 0, addr(words)));
  say(b("no such policy"), call(156, 0, 99, addr(words)));
}
function clocks(): void {
  fillWords();
  say(b("clock_getres"), call(266, 0, addr(words), 0));
  say(b("seconds"), words[0]);
  say(b("less than one"), words[1] > 0 && words[1] < 1000000000 ? 1 : 0);
  say(b("no place"), call(266, 1, 0, 0));
  say(b("no clock"), call(266, 99, addr(words), 0));
  say(b("varies: to nowhere"), call(266, 1, 16, 0));
  fillWords();
  say(b("in 64 bits"), call(406, 1, addr(words), 0));
  say(b("seconds"), words[0] | words[1]);
  say(b("no clock"), call(406, 99, addr(words), 0));
  for (let i = 0; i < 4; i++) words[i] = 0;
  words[0] = 3;
  words[2] = 1000;
  call(104, 0, addr(words), 0);
  fillWords();
  say(b("getitimer"), call(105, 0, addr(words), 0));
  say(b("interval"), words[0]);
  say(b("and microseconds"), words[1]);
  say(b("left"), words[2] > 990 && words[2] <= 1000 ? 1 : 0);
  call(104, 0, 0, 0);
  say(b("no timer"), call(105, 9, addr(words), 0));
  say(b("to nowhere"), call(105, 0, 16, 0));
}
function waitId(type: number, id: number, options: number): number {
  fillWords();
  return syscall6(284, type, id, addr(words), options, 0, 0);
}
function waiting(): void {
  const child = fork();
  if (child === 0) exit(5);
  say(b("waitid, to look"), waitId(1, child, 0x1000004));
  say(b("signal"), words[0]);
  say(b("code"), words[2]);
  say(b("child"), words[3] === child ? 1 : 0);
  say(b("status"), words[5]);
  say(b("and to take"), waitId(0, 0, 4));
  say(b("status"), words[5]);
  say(b("gone"), waitId(1, child, 4));
  const sleeper = fork();
  if (sleeper === 0) while (true) call(29, 0, 0, 0);
  say(b("not yet"), waitId(1, sleeper, 5));
  say(b("child"), words[3]);
  call(37, sleeper, 9, 0);
  say(b("killed"), syscall6(284, 1, sleeper, addr(words), 4, addr(buffer), 0));
  say(b("code"), words[2]);
  say(b("by"), words[5]);
  say(b("nothing to wait for"), waitId(1, sleeper, 1));
  say(b("no such type"), waitId(9, sleeper, 4));
  say(b("no such flag"), waitId(0, 0, 0x44));
  const last = fork();
  if (last === 0) exit(1);
  say(b("to nowhere"), syscall6(284, 1, last, 16, 4, 0, 0));
  say(b("and gone"), waitId(1, last, 4));
}
function block(how: number, signal: number): void {
  words[20] = 1 << signal - 1;
  words[21] = 0;
  syscall6(175, how, addr(words) + 80, 0, 8, 0, 0);
}
/** Waits for a signal, for so many nanoseconds. */
function timedWait(signal: number, nanoseconds: number): number {
  words[20] = 1 << signal - 1;
  words[21] = 0;
  words[22] = 0;
  words[23] = nanoseconds;
  return syscall6(177, addr(words) + 80, addr(buffer), addr(words) + 88, 8, 0, 0);
}
function signals(): void {
  const self = call(20, 0, 0, 0);
  block(0, 10);
  call(37, self, 10, 0);
  fillWords();
  say(b("rt_sigpending"), call(176, addr(words), 8, 0));
  say(b("set"), words[0]);
  say(b("more of it"), words[1]);
  say(b("of another size"), call(176, addr(words), 9, 0));
  say(b("to nowhere"), call(176, 16, 8, 0));
  say(b("rt_sigtimedwait"), timedWait(10, 0));
  say(b("signal"), load32(addr(buffer)));
  say(b("no more"), timedWait(10, 0));
  say(b("for a time"), timedWait(10, 30000000));
  say(b("that is none"), timedWait(10, -1));
  say(b("of another size"), syscall6(177, addr(words) + 80, 0, 0, 4, 0, 0));
  call(176, addr(words), 8, 0);
  say(b("pending"), words[0]);
  call(37, self, 10, 0);
  for (let i = 22; i < 26; i++) words[i] = 0;
  say(b("with 64 bits of time"), syscall6(421, addr(words) + 80, 0, addr(words) + 88, 8, 0, 0));
  say(b("no more"), syscall6(421, addr(words) + 80, 0, addr(words) + 88, 8, 0, 0));
  const child = fork();
  if (child === 0) {
    call(37, call(64, 0, 0, 0), 10, 0);
    exit(0);
  }
  say(b("by a child"), timedWait(10, 900000000));
  statusOf(child);
  // ignored by default, but waited for
  block(0, 17);
  const other = fork();
  if (other === 0) exit(0);
  say(b("of a child"), timedWait(17, 900000000));
  statusOf(other);
  handle(12, onSignal, 0);
  const third = fork();
  if (third === 0) {
    words[0] = 0;
    words[1] = 50000000;
    call(162, addr(words), 0, 0);
    call(37, call(64, 0, 0, 0), 12, 0);
    exit(0);
  }
  say(b("another comes"), timedWait(10, 900000000));
  say(b("handled"), handled);
  statusOf(third);
  call(37, self, 10, 0);
  handle(10, 1 as unknown as (signal: number) => void, 0);
  call(176, addr(words), 8, 0);
  say(b("ignored, it is not pending"), words[0]);
  block(1, 17);
}
function presence(): void {
  const fd = path(5, b("file\0"), 0x242, 0x1a4);
  writeOnce(fd, b("data"), 4);
  const file = syscall6(192, 0, 4096, 1, 2, fd, 0);
  const at = syscall6(192, 0, 3 * 4096, 3, 0x22, -1, 0);
  store8(at + 4096, 1);
  for (let i = 0; i < 4; i++) buffer[i] = 7;
  say(b("mincore"), call(218, at, 8193, addr(buffer)));
  say(b("varies: pages"), buffer[0] * 100 + buffer[1] * 10 + buffer[2]);
  say(b("nothing behind them"), buffer[3]);
  say(b("a file"), call(218, file, 4096, addr(buffer)));
  say(b("varies: its page"), buffer[0]);
  say(b("an odd address"), call(218, at + 1, 4096, addr(buffer)));
  say(b("to nowhere"), call(218, at, 4096, 16));
  call(91, at, 3 * 4096, 0);
  say(b("varies: nothing"), call(218, at, 4096, addr(buffer)));
}
sizes();
presence();
fileSystems();
attributes();
ids();
clocks();
waiting();
signals();
exit(0);
