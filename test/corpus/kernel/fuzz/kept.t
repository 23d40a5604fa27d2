// What no call of a child may change: files and folders of root's, memory of the first process, and how it looks to
// itself. The bait is a file whose every word looks like one of a page table and names some frame of the memory: a
// kernel that takes it for a table writes into it, or elsewhere, instead of where it should.
const PATTERN = 0x12000000, PATTERN_PAGES = 64;
const BAIT_PAGES = 8192;

const bait = new Int32Array(1024);
let baitFile = 0;
let wrong = 0;

function complain(what: Uint8Array, why: Uint8Array, detail: number): void {
  put(b("violation: "));
  put(what);
  put(b(", "));
  say(why, detail);
  wrong++;
}

const secret = new Uint8Array(6000);
const buffer = new Uint8Array(8192);

/** Files with the bytes of `secret` first, then others. */
const kept = [b("/fuzz/secret"), b("/fuzz/readable"), b("/fuzz/folder/kept"), b("/fuzz/sticky/mine"),
  b("/fuzz/hidden/kept"), b("/fuzz/true"), b("/fuzz"), b("/fuzz/folder"), b("/fuzz/sticky"), b("/fuzz/hidden")];
const SECRET_FILES = 5;
/** struct stat64: 96 bytes. */
const keptStats = new Int32Array(kept.length * 24);
const statNow = new Int32Array(24);

function makeKept(path: Uint8Array, mode: number): void {
  const file = open(path, 0x241, mode);
  writeOnce(file, secret, secret.length);
  close(file);
}

/** Mode, links, owner, group, and a file's size; not the times, which calls that are allowed may change. */
function isSameStat(one: number, other: number): boolean {
  for (const at of [16, 20, 24, 28]) {
    if (load32(one + at) !== load32(other + at)) return false;
  }
  return (load32(one + 16) & 0xf000) === 0x4000 || load32(one + 44) === load32(other + 44);
}
function makeFolders(): void {
  mkdir(b("/fuzz"), 0x1ed);
  mkdir(b("/fuzz/folder"), 0x1ed);
  mkdir(b("/fuzz/sticky"), 0x3ff);
  chmod(b("/fuzz/sticky"), 0x3ff);
  mkdir(b("/fuzz/hidden"), 0x1c0);
  for (let i = 0; i < secret.length; i++) secret[i] = i * 7 & 255;
  makeKept(b("/fuzz/secret"), 0x180);
  makeKept(b("/fuzz/readable"), 0x1a4);
  makeKept(b("/fuzz/folder/kept"), 0x1a4);
  makeKept(b("/fuzz/sticky/mine"), 0x1a4);
  makeKept(b("/fuzz/hidden/kept"), 0x1b6);
  makeElf(false);
  const file = open(b("/fuzz/true"), 0x241, 0x1ed);
  writeOnce(file, elf, elfBytes);
  close(file);
  mkdir(b("/fuzz/work"), 0x1ff);
  mkdir(b("/fuzz/own"), 0x1c0);
  mkdir(b("/fuzz/programs"), 0x1ed);
}
function rememberKept(): void {
  for (let i = 0; i < kept.length; i++) call(195, toZ(kept[i]), addr(keptStats) + i * 96, 0);
}

function checkNames(folder: Uint8Array, expected: number): void {
  const count = listDirectory(folder).length;
  if (count !== expected) complain(folder, b("names:"), count);
}
function checkContent(path: Uint8Array): void {
  const file = open(path, 0, 0);
  const n = read(file, buffer, buffer.length);
  close(file);
  let same = n === secret.length;
  for (let i = 0; same && i < n; i++) same = buffer[i] === secret[i];
  if (!same) complain(path, b("another content, bytes:"), n);
}
function checkKept(): void {
  for (let i = 0; i < kept.length; i++) {
    fillMemory(addr(statNow), 0, 96);
    call(195, toZ(kept[i]), addr(statNow), 0);
    const isSame = isSameStat(addr(statNow), addr(keptStats) + i * 96);
    if (!isSame) complain(kept[i], b("other attributes, mode:"), statNow[4]);
    if (i < SECRET_FILES) checkContent(kept[i]);
  }
  checkNames(b("/fuzz"), 10);
  checkNames(b("/fuzz/folder"), 1);
  checkNames(b("/fuzz/hidden"), 1);
}

// sameWords(address, other, n): xchg eax, ecx; pop esi; pop edi; cmp eax, eax; repe cmpsd; sete al; movzx eax, al
asm sameWords 0x91 0x5e 0x5f 0x39 0xc0 0xf3 0xa7 0x0f 0x94 0xc0 0x0f 0xb6 0xc0;

function mapAt(address: number, bytes: number, protection: number, flags: number, file: number): void {
  const result = syscall6(192, address, bytes, protection, flags | 0x10, file, 0);
  if (result !== address) complain(b("memory"), b("not mapped:"), address);
}
function makeMemory(): void {
  mapAt(COUNTS, COUNTS_BYTES, 3, 0x21, -1);
  // its pages must be there before memory is used up
  fillMemory(COUNTS, 0, COUNTS_BYTES);
  mapAt(ROOM, ROOM_BYTES, 3, 0x22, -1);
  mapAt(READ_ONLY, 2 * PAGE, 1, 0x22, -1);
  mapAt(NO_ACCESS, PAGE, 0, 0x22, -1);
  mapAt(PLAYGROUND, PLAYGROUND_BYTES, 3, 0x22, -1);
  const readable = open(b("/fuzz/readable"), 0, 0);
  mapAt(FILE_READ_ONLY, 2 * PAGE, 1, 1, readable);
  close(readable);
  mapAt(PATTERN, PATTERN_PAGES * PAGE, 3, 0x22, -1);
  for (let i = 0; i < bait.length; i++) bait[i] = i * 32 << 12 | 7;
  for (let i = 0; i < PATTERN_PAGES; i++) copyMemory(PATTERN + i * PAGE, addr(bait), PAGE);
  baitFile = open(b("/fuzz/bait"), 0x242, 0x180);
  for (let i = 0; i < BAIT_PAGES; i++) syscall6(4, baitFile, addr(bait), PAGE, 0, 0, 0);
}
function checkPattern(): boolean {
  for (let i = 0; i < PATTERN_PAGES; i++) {
    if (!sameWords(PATTERN + i * PAGE, addr(bait), 1024)) return false;
  }
  return true;
}
function checkBait(): void {
  lseek(baitFile, 0, 0);
  for (let i = 0; i < BAIT_PAGES; i++) {
    read(baitFile, buffer, PAGE);
    if (!sameWords(addr(buffer), addr(bait), 1024)) complain(b("/fuzz/bait"), b("another content, page:"), i);
  }
}
function checkSelf(): void {
  if (call(199, 0, 0, 0) !== 0) complain(b("the first process"), b("another user:"), call(199, 0, 0, 0));
  if (call(20, 0, 0, 0) !== 1) complain(b("the first process"), b("another id:"), call(20, 0, 0, 0));
  if (!checkPattern()) complain(b("the first process"), b("another content of its memory"), 0);
}
