// What the chain's kernel does when something runs out or is not there. Not compared with Linux.
const block = new Uint8Array(65536);

function fork(): number { return call(2, 0, 0, 0); }

function unknownCalls(): void {
  say(b("unknown call"), call(300 + 150, 0, 0, 0));
  say(b("again"), call(300 + 150, 0, 0, 0));
  say(b("beyond the table"), call(100000, 0, 0, 0));
}
function muchMemory(): void {
  const hog = fork();
  if (hog === 0) {
    const pages = 0x10000;
    const at = syscall6(192, 0, pages * 4096, 3, 0x22, -1, 0);
    if (ult(0xfffff000 | 0, at)) exit(12);
    for (let i = 0; i < pages; i++) store8(at + i * 4096, 1);
    exit(1);
  }
  say(b("more than there is"), statusOf(hog));
  const slow = fork();
  if (slow === 0) {
    while (true) {
      const at = syscall6(192, 0, 0x100000, 3, 0x22, -1, 0);
      if (ult(0xfffff000 | 0, at)) exit(12);
      for (let i = 0; i < 256; i++) store8(at + i * 4096, 1);
    }
  }
  const status = statusOf(slow);
  say(b("bit by bit"), status === 12 || status === 1009 ? 1 : 0);
}
/** Writes until nothing more can be written; what the last call said. */
function fill(fd: number): number {
  let n = writeOnce(fd, block, block.length);
  while (n === block.length) n = writeOnce(fd, block, block.length);
  return n < 0 ? n : -28;
}
function bigFile(): void {
  const fd = open(b("big"), 0x42, 0x1a4);
  say(b("full"), fill(fd));
  close(fd);
  unlink(b("big"));
  const again = open(b("big"), 0x42, 0x1a4);
  say(b("free again"), writeOnce(again, block, block.length));
  close(again);
  unlink(b("big"));
}
/** How many of 300 processes, one after the other, end well. */
function run300(): number {
  let ended = 0;
  for (let i = 0; i < 300; i++) {
    const child = fork();
    if (child === 0) exit(0);
    if (statusOf(child) === 0) ended++;
  }
  return ended;
}
function manyProcesses(): void { say(b("processes"), run300()); }
/** How many bytes of the record there are, up to a block. */
function endRecord(): number {
  const fd = open(b("/dev/record"), 0, 0);
  const n = syscall3(3, fd, addr(block), block.length);
  close(fd);
  return n;
}
/** The record of 300 processes, and the same while a file that is being written fills the memory. */
function recordWithoutRoom(): void {
  close(open(b("/dev/record"), 1, 0));
  run300();
  say(b("record"), endRecord() > 300 * 10 ? 1 : 0);
  close(open(b("/dev/record"), 0x201, 0));
  const fd = open(b("big"), 0x41, 0x1a4);
  fill(fd);
  say(b("processes without room"), run300());
  say(b("record without room"), endRecord());
  close(fd);
  unlink(b("big"));
}
function manyFiles(): void {
  let last = 0;
  while (last >= 0) last = open(b("/dev/null"), 0, 0);
  say(b("descriptors"), last);
  for (let fd = 3; fd < 2000; fd++) close(fd);
}
function toTheHost(): void {
  const fd = open(b("/dev/host"), 1, 0);
  for (let i = 0; i < 65536; i++) block[i] = i * 7 >> 3 & 255;
  say(b("to the host"), writeOnce(fd, block, 1000));
  close(fd);
}
unknownCalls();
manyProcesses();
manyFiles();
bigFile();
recordWithoutRoom();
muchMemory();
toTheHost();
store32(16, 1);
