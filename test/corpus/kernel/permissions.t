// What an ordinary user is refused. It begins as root and goes on as user 1000, in a directory that everybody may use.
const buffer = new Uint8Array(200);
const words = new Int32Array(10);

function fork(): number { return call(2, 0, 0, 0); }
function path(n: number, name: Uint8Array, a: number, c: number): number { return call(n, addr(name), a, c); }
function make(name: Uint8Array, mode: number): void {
  const fd = path(5, name, 0x241, mode);
  writeOnce(fd, b("root's"), 6);
  close(fd);
}
function renameFlags(from: Uint8Array, to: Uint8Array, flags: number): number {
  return syscall6(353, -100, addr(from), -100, addr(to), flags, 0);
}
function asUser(): void {
  say(b("setuid"), call(213, 1000, 0, 0));
  call(209, addr(words), addr(words) + 4, addr(words) + 8);
  say(b("real"), words[0]);
  say(b("effective"), words[1]);
  say(b("saved"), words[2]);
  say(b("open to write"), path(5, b("file\0"), 1, 0));
  say(b("varies: open with mode 3"), path(5, b("file\0"), 3, 0));
  say(b("open to cut"), path(5, b("file\0"), 0x200, 0));
  const fd = path(5, b("file\0"), 0, 0);
  say(b("open to read"), fd < 0 ? fd : 0);
  const at = syscall6(192, 0, 4096, 1, 1, fd, 0);
  say(b("a mapping of it to write"), call(125, at, 4096, 3));
  say(b("varies: a link of it"), syscall6(303, fd, addr(b("\0")), -100, addr(b("linked\0")), 0x1000, 0));
  say(b("allocate"), syscall6(324, fd, 0, 0, 0, 100, 0));
  say(b("truncate"), path(92, b("file\0"), 1, 0));
  say(b("creat"), path(8, b("file\0"), 0, 0));
  say(b("times"), syscall6(320, -100, addr(b("file\0")), addr(words), 0, 0, 0));
  say(b("sticky: unlink"), path(10, b("file\0"), 0, 0));
  say(b("rmdir"), path(40, b("d\0"), 0, 0));
  say(b("rename"), path(38, b("file\0"), addr(b("taken\0")), 0));
  make(b("own\0"), 0x1b6);
  say(b("onto another's"), path(38, b("own\0"), addr(b("file\0")), 0));
  say(b("exchange"), renameFlags(b("own\0"), b("file\0"), 2));
  say(b("one's own"), path(38, b("own\0"), addr(b("other\0")), 0));
  say(b("unlink"), path(10, b("other\0"), 0, 0));
  say(b("in one's own directory"), path(10, b("given/root\0"), 0, 0));
  say(b("a directory that may not be written"), path(38, b("given/d\0"), addr(b("mine/d\0")), 0));
  say(b("in its place"), path(38, b("given/d\0"), addr(b("given/e\0")), 0));
  words[0] = 0x20080522;
  words[1] = 0;
  say(b("capabilities"), call(184, addr(words), addr(buffer), 0));
  say(b("of a user"), load32(addr(buffer)));
  say(b("sethostname"), call(74, addr(buffer), 1, 0));
  say(b("setgroups"), call(206, 0, 0, 0));
}
path(15, b(".\0"), 0x3ff, 0);
make(b("file\0"), 0x1a4);
mkdir(b("d"), 0x1ed);
mkdir(b("given"), 0x1ed);
make(b("given/root\0"), 0x1a4);
mkdir(b("given/d"), 0x16d);
path(212, b("given/\0"), 1000, 1000);
path(212, b("given/root\0"), 1000, 1000);
path(15, b("given\0"), 0x3ff, 0);
path(212, b("given/d\0"), 1000, 1000);
mkdir(b("mine"), 0x1ff);
path(212, b("mine/\0"), 1000, 1000);
call(209, addr(words), addr(words) + 4, addr(words) + 8);
say(b("root's ids"), words[0] + words[1] + words[2]);
words[0] = 0x20080522;
words[1] = 0;
say(b("capabilities"), call(184, addr(words), addr(buffer), 0));
const child = fork();
if (child === 0) {
  asUser();
  exit(0);
}
say(b("the user"), statusOf(child));
exit(0);
