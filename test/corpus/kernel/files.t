// Files, directories, links, descriptors: results and errors.
const buffer = new Uint8Array(8192);

function writeText(path: Uint8Array, flags: number, text: Uint8Array): number {
  const fd = open(path, flags, 0x1a4);
  if (fd < 0) return fd;
  const n = writeOnce(fd, text, text.length);
  close(fd);
  return n;
}
function readText(path: Uint8Array): Uint8Array {
  const fd = open(path, 0, 0);
  if (fd < 0) return b("(none)");
  const n = read(fd, buffer, buffer.length);
  close(fd);
  const text = new Uint8Array(n < 0 ? 0 : n);
  copyBytes(text, 0, buffer, 0, text.length);
  return text;
}
function list(path: Uint8Array): void {
  put(path);
  for (const name of listDirectory(path)) {
    put(b(" "));
    put(name);
  }
  endLine();
}
function opening(): void {
  say(b("create"), writeText(b("a"), 0x41, b("hello")));
  say(b("exclusive"), writeText(b("a"), 0xc1, b("no")));
  say(b("append"), writeText(b("a"), 0x401, b(" world")));
  sayText(b("a is"), readText(b("a")));
  say(b("truncate"), writeText(b("a"), 0x201, b("short")));
  sayText(b("a is"), readText(b("a")));
  say(b("missing"), open(b("missing"), 0, 0));
  say(b("below a file"), open(b("a/b"), 0, 0));
  say(b("empty path"), open(b(""), 0, 0));
  say(b("file as directory"), open(b("a"), 0x10000, 0));
  say(b("directory to write"), open(b("."), 1, 0));
  say(b("trailing slash"), open(b("a/"), 0, 0));
  say(b("new with slash"), open(b("n/"), 0x41, 0x1a4));
  const long = new Uint8Array(300);
  fillBytes(long, 0, ch('x'), 300);
  say(b("long name"), open(long, 0x41, 0x1a4));
  say(b("read of a closed one"), read(99, buffer, 1));
  say(b("write to null"), writeText(b("/dev/null"), 1, b("gone")));
  say(b("bad address"), call(5, 16, 0, 0));
}
function positions(): void {
  const fd = open(b("p"), 0x42, 0x1a4);
  writeOnce(fd, b("0123456789"), 10);
  say(b("seek"), lseek(fd, 4, 0));
  say(b("read"), read(fd, buffer, 3));
  say(b("byte"), buffer[0]);
  say(b("seek on"), lseek(fd, 1, 1));
  say(b("from the end"), lseek(fd, -1, 2));
  say(b("before the start"), lseek(fd, -100, 1));
  say(b("far"), lseek(fd, 100000, 0));
  writeOnce(fd, b("x"), 1);
  say(b("size"), fileSize(b("p")));
  lseek(fd, 50000, 0);
  say(b("hole"), read(fd, buffer, 10));
  say(b("zero"), buffer[3]);
  say(b("pread"), syscall6(180, fd, addr(buffer), 5, 3, 0, 0));
  say(b("byte"), buffer[0]);
  say(b("pwrite"), syscall6(181, fd, addr(b("ab")), 2, 8, 0, 0));
  say(b("ftruncate"), syscall6(194, fd, 9, 0, 0, 0, 0));
  sayText(b("p is"), readText(b("p")));
  say(b("longer"), syscall6(194, fd, 12, 0, 0, 0, 0));
  say(b("cut off byte"), readText(b("p"))[9]);
  const place = new Int32Array(2);
  say(b("beyond 4 GiB"), syscall6(140, fd, 1, -2, addr(place), 0, 0));
  say(b("high"), place[1]);
  say(b("nothing there"), read(fd, buffer, 5));
  say(b("and on, over a carry"), syscall6(140, fd, 0, 5, addr(place), 1, 0));
  say(b("low"), place[0]);
  say(b("high"), place[1]);
  say(b("back below 0"), syscall6(140, fd, -3, 0, addr(place), 1, 0));
  say(b("back"), syscall6(140, fd, -2, 0, addr(place), 1, 0));
  say(b("low"), place[0]);
  say(b("high"), place[1]);
  const limit = new Int32Array(2);
  call(191, 7, addr(limit), 0);
  say(b("duplicate beyond the limit"), call(55, fd, 0, limit[0]));
  say(b("below 0"), call(55, fd, 0, -1));
  const other = call(41, fd, 0, 0);
  lseek(fd, 2, 0);
  say(b("shared position"), lseek(other, 0, 1));
  say(b("dup2"), call(63, fd, 20, 0));
  say(b("dup2 of itself"), call(63, 20, 20, 0));
  say(b("dup2 of none"), call(63, 77, 20, 0));
  say(b("flags"), call(55, fd, 3, 0) & 3);
  say(b("close on exec"), call(55, fd, 2, 1));
  say(b("is set"), call(55, fd, 1, 0));
  say(b("not of the other"), call(55, other, 1, 0));
  say(b("write to read-only"), writeOnce(open(b("p"), 0, 0), b("x"), 1));
  close(fd);
  say(b("closed twice"), close(fd));
}
function directories(): void {
  say(b("mkdir"), mkdir(b("d"), 0x1ed));
  say(b("again"), mkdir(b("d"), 0x1ed));
  say(b("without parent"), mkdir(b("e/f"), 0x1ed));
  say(b("mkdir"), mkdir(b("d/e/"), 0x1ed));
  writeText(b("d/z"), 0x41, b("z"));
  writeText(b("d/b"), 0x41, b("b"));
  list(b("d"));
  say(b("rmdir of a full one"), rmdir(b("d")));
  say(b("rmdir of a file"), rmdir(b("d/z")));
  say(b("unlink of a directory"), unlink(b("d/e")));
  say(b("chdir"), chdir(b("d/e")));
  writeText(b("../up"), 0x41, b("up"));
  say(b("chdir to a file"), chdir(b("../z")));
  say(b("chdir"), chdir(b("../..")));
  list(b("d"));
  say(b("rename"), rename(b("d/z"), b("d/e/y")));
  say(b("onto another"), rename(b("d/up"), b("d/b")));
  sayText(b("d/b is"), readText(b("d/b")));
  say(b("into itself"), rename(b("d"), b("d/e/d")));
  say(b("of none"), rename(b("none"), b("d")));
  say(b("file onto directory"), rename(b("d/b"), b("d/e")));
  say(b("directory onto file"), rename(b("d/e"), b("d/b")));
  say(b("directory"), rename(b("d/e"), b("moved")));
  list(b("d"));
  list(b("moved"));
  say(b("rmdir of dots"), rmdir(b("d/.")));
}
function links(): void {
  say(b("link"), link(b("a"), b("hard")));
  say(b("link onto a name"), link(b("a"), b("p")));
  say(b("link of a directory"), link(b("d"), b("dd")) < 0 ? 1 : 0);
  say(b("unlink"), unlink(b("a")));
  sayText(b("hard is"), readText(b("hard")));
  say(b("symlink"), symlink(b("hard"), b("soft")));
  sayText(b("soft is"), readText(b("soft")));
  say(b("readlink"), call(85, addr(b("soft\0")), addr(buffer), 3));
  say(b("readlink of a file"), call(85, addr(b("hard\0")), addr(buffer), 3));
  say(b("kind"), fileMode(b("soft")) & 0xf000);
  say(b("dangling"), symlink(b("nowhere"), b("dangling")));
  say(b("open"), open(b("dangling"), 0, 0));
  say(b("create through it"), writeText(b("dangling"), 0x41, b("made")));
  sayText(b("nowhere is"), readText(b("nowhere")));
  symlink(b("loop"), b("loop"));
  say(b("loop"), open(b("loop"), 0, 0));
  say(b("no follow"), open(b("soft"), 0x20000, 0));
  symlink(b("d/../moved"), b("way"));
  sayText(b("through a link"), readText(b("way/y")));
  say(b("link as directory"), fileMode(b("way/")) & 0xf000);
  say(b("exclusive on a link"), open(b("dangling"), 0xc1, 0x1a4));
  const fd = open(b("hard"), 0, 0);
  unlink(b("hard"));
  say(b("read of an unlinked one"), read(fd, buffer, 100));
  say(b("its links"), call(197, fd, addr(buffer), 0) + buffer[20]);
  close(fd);
}
function modes(): void {
  call(60, 0x12, 0, 0);
  writeText(b("m"), 0x41, b("m"));
  say(b("mode"), fileMode(b("m")));
  say(b("chmod"), chmod(b("m"), 0x9c0));
  say(b("mode"), fileMode(b("m")));
  say(b("umask"), call(60, 0x3f, 0, 0));
  mkdir(b("private"), 0x1ff);
  say(b("mode"), fileMode(b("private")));
  say(b("access"), call(33, addr(b("m\0")), 0, 0));
  say(b("access of none"), call(33, addr(b("mm\0")), 0, 0));
  const times = new Int32Array(4);
  times[0] = 1000000;
  times[2] = 2000000;
  say(b("utimensat"), syscall6(320, -100, addr(b("m\0")), addr(times), 0, 0, 0));
  call(195, addr(b("m\0")), addr(buffer), 0);
  say(b("modified"), load32(addr(buffer) + 72));
  say(b("fifo"), call(14, addr(b("fifo\0")), 0x11a4, 0));
  say(b("kind"), fileMode(b("fifo")) & 0xf000);
}
function many(): void {
  mkdir(b("many"), 0x1ed);
  const name = b("many/000");
  for (let i = 0; i < 300; i++) {
    name[5] = ch('0') + ((i / 100) | 0);
    name[6] = ch('0') + ((i / 10) | 0) % 10;
    name[7] = ch('0') + i % 10;
    writeText(name, 0x41, name);
  }
  say(b("names"), listDirectory(b("many")).length);
  for (let i = 0; i < 300; i += 2) {
    name[5] = ch('0') + ((i / 100) | 0);
    name[6] = ch('0') + ((i / 10) | 0) % 10;
    name[7] = ch('0') + i % 10;
    unlink(name);
  }
  say(b("names"), listDirectory(b("many")).length);
  sayText(b("one is"), readText(b("many/123")));
  const big = open(b("big"), 0x42, 0x1a4);
  for (let i = 0; i < 100; i++) writeOnce(big, buffer, 8192);
  say(b("size"), fileSize(b("big")));
  close(big);
}
opening();
positions();
directories();
links();
modes();
many();
exit(0);
