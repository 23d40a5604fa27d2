// Mappings, protection, the heap, and shared memory.
const PAGE = 4096;
const pattern = new Uint8Array(8192);

function map(address: number, bytes: number, protection: number, flags: number, fd: number, page: number): number {
  return syscall6(192, address, bytes, protection, flags, fd, page);
}
function isError(result: number): number { return ult(0xfffff000 | 0, result) ? result : 0; }
function fork(): number { return call(2, 0, 0, 0); }

function anonymous(): void {
  const at = map(0, 10 * PAGE, 3, 0x22, -1, 0);
  say(b("map"), isError(at));
  say(b("zero"), load32(at + 5 * PAGE));
  store32(at + 5 * PAGE, 77);
  say(b("stored"), load32(at + 5 * PAGE));
  const child = fork();
  if (child === 0) {
    store32(at + 5 * PAGE, 88);
    exit(load32(at + 5 * PAGE));
  }
  say(b("child's"), statusOf(child));
  say(b("own"), load32(at + 5 * PAGE));
  say(b("unmap the middle"), call(91, at + 4 * PAGE, 3 * PAGE, 0));
  say(b("first part"), load32(at));
  const reader = fork();
  if (reader === 0) exit(load32(at + 5 * PAGE));
  say(b("the gap"), statusOf(reader));
  say(b("map fixed"), map(at + 4 * PAGE, 3 * PAGE, 3, 0x32, -1, 0) === at + 4 * PAGE ? 1 : 0);
  say(b("fresh"), load32(at + 5 * PAGE));
  say(b("read-only"), call(125, at, PAGE, 1));
  const writer = fork();
  if (writer === 0) store32(at, 1);
  say(b("written"), statusOf(writer));
  say(b("writable again"), call(125, at, PAGE, 3));
  store32(at, 5);
  say(b("nothing allowed"), call(125, at, PAGE, 0));
  const looker = fork();
  if (looker === 0) exit(load32(at));
  say(b("looked at"), statusOf(looker));
  say(b("read into it"), call(3, open(b("/dev/zero"), 0, 0), at, 10));
  call(125, at, PAGE, 3);
  say(b("kept"), load32(at));
  say(b("varies: not mapped"), call(125, 0x30000000, PAGE, 1));
  say(b("odd address"), call(91, at + 1, PAGE, 0));
  say(b("no length"), map(0, 0, 3, 0x22, -1, 0));
  say(b("all memory"), isError(map(0, 0x7ffff000, 3, 0x22, -1, 0)) <= 0 ? 1 : 0);
}
function files(): void {
  for (let i = 0; i < 8192; i++) pattern[i] = i >> 5 & 255;
  const fd = open(b("mapped"), 0x42, 0x1a4);
  writeOnce(fd, pattern, 6000);
  const shared = map(0, 2 * PAGE, 3, 1, fd, 0);
  const own = map(0, 2 * PAGE, 3, 2, fd, 0);
  say(b("shared"), load8(shared + 5000));
  say(b("behind the end"), load8(shared + 7000));
  store8(shared + 100, 200);
  say(b("seen in the file"), syscall6(180, fd, addr(pattern), 1, 100, 0, 0) + pattern[0]);
  say(b("seen in the other"), load8(own + 100));
  store8(own + 100, 201);
  say(b("not in the file"), syscall6(180, fd, addr(pattern), 1, 100, 0, 0) + pattern[0]);
  syscall6(181, fd, addr(b("z")), 1, 4500, 0, 0);
  say(b("written, seen"), load8(shared + 4500));
  const child = fork();
  if (child === 0) {
    store8(shared, 99);
    exit(0);
  }
  statusOf(child);
  say(b("from the child"), load8(shared));
  const beyond = fork();
  if (beyond === 0) exit(load8(map(0, 4 * PAGE, 1, 1, fd, 0) + 3 * PAGE));
  say(b("no such page"), statusOf(beyond));
  say(b("second page"), load8(map(0, PAGE, 1, 2, fd, 1) + 10));
  close(fd);
  unlink(b("mapped"));
  say(b("unlinked"), load8(shared + 5000));
  say(b("bad descriptor"), map(0, PAGE, 1, 1, 99, 0));
  const readOnly = open(b("/dev/null"), 0, 0);
  say(b("write to read-only"), isError(map(0, PAGE, 3, 1, open(b("ro"), 0x40, 0x1a4), 0)));
  close(readOnly);
}
function common(): void {
  const at = map(0, PAGE, 3, 0x21, -1, 0);
  const child = fork();
  if (child === 0) {
    store32(at + 8, 1234);
    exit(0);
  }
  statusOf(child);
  say(b("shared memory"), load32(at + 8));
}
function heap(): void {
  const start = call(45, 0, 0, 0);
  say(b("grow"), call(45, start + 100000, 0, 0) - start);
  store32(start + 99996, 5);
  say(b("shrink"), call(45, start, 0, 0) - start);
  call(45, start + 100000, 0, 0);
  say(b("zero again"), load32(start + 99996));
  say(b("too much"), call(45, 0xf0000000 | 0, 0, 0) - start);
  call(45, start, 0, 0);
}
function deep(n: number): number {
  const a = n;
  const c = n + 1;
  return n === 0 ? 0 : deep(n - 1) + a - c + 1;
}
anonymous();
files();
common();
heap();
say(b("deep stack"), deep(100000));
exit(0);
