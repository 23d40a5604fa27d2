// The fuzzer of executable files: a right ELF file (two segments, one with zeros behind its file part, and two headers
// that load nothing) or a script, of which some fields, or its length, become something else; then it is executed. It
// ends with status 77 when what is left of it still runs; otherwise execve says why not, or it dies by a signal.
const ELF_BYTES = 0x2234, ELF_ROOM = 16384, HEADERS_AT = 52, HEADER_BYTES = 32;
const BASE = 0x08048000;
const REFUSED = 200;
/** What came of the files. */
const RAN = 0x1a502040, WAS_REFUSED = 0x1a502044, DIED = 0x1a502048;

const elf = new Uint8Array(ELF_ROOM);
let elfBytes = 0;

function putWord(at: number, value: number): void { store32(addr(elf) + at, value); }
function putHalf(at: number, value: number): void { store16(addr(elf) + at, value); }

function putHeader(
  n: number, type: number, offset: number, address: number, fileBytes: number, memory: number, flags: number,
): void {
  const at = HEADERS_AT + n * HEADER_BYTES;
  putWord(at, type);
  putWord(at + 4, offset);
  putWord(at + 8, address);
  putWord(at + 12, address);
  putWord(at + 16, fileBytes);
  putWord(at + 20, memory);
  putWord(at + 24, flags);
  putWord(at + 28, PAGE);
}

/** A right file. Its code: mov eax, 252; mov ebx, 77; int 80h. */
function makeElf(isMovable: boolean): void {
  const base = isMovable ? 0 : BASE;
  fillBytes(elf, 0, 0, ELF_ROOM);
  putWord(0, 0x464c457f);
  putWord(4, 0x10101);
  putHalf(16, isMovable ? 3 : 2);
  putHalf(18, 3);
  putWord(20, 1);
  putWord(24, base + 0x100);
  putWord(28, HEADERS_AT);
  putHalf(40, 52);
  putHalf(42, HEADER_BYTES);
  putHalf(44, 4);
  putHeader(0, 1, 0, base, 0x1000, 0x1000, 5);
  putHeader(1, 1, 0x1000, base + 0x1000, ELF_BYTES - 0x1000, 0x4000, 6);
  putHeader(2, 0x6474e551, 0, 0, 0, 0, 6);
  putHeader(3, 4, 0x100, base + 0x100, 12, 12, 4);
  putWord(0x100, 0xfcb8);
  putWord(0x104, 0x4dbb00);
  putWord(0x108, 0x80cd0000 | 0);
  elfBytes = ELF_BYTES;
}

const elfNumbers = [0, 1, 2, 3, 31, 32, 33, 51, 52, 84, 124, 125, 127, 128, 129, 180, 0xfff, 0x1000, 0x1001, 0x1234,
  0x2000, 0x2233, 0x2234, 0x2235, 0xf000, 0xf800, 0xffff, 0x10000, BASE, BASE + 0x1000, BASE + 0xfff, 0x40000000,
  0x7fffffff, 0x7ffff000, 0x80000000 | 0, 0xbf7ff000 | 0, 0xbf800000 | 0, 0xbffff000 | 0, 0xbfffffff | 0,
  0xc0000000 | 0, 0xc2000000 | 0, 0xfffff000 | 0, 0xffffffe0 | 0, -1];
const segmentPages = [0, 0xf000, 0x10000, BASE, 0x0804a000, 0x10000000, 0x40000000, 0xbf7fc000 | 0, 0xbf7ff000 | 0,
  0xbf800000 | 0, 0xbfffe000 | 0, 0xbffff000 | 0, 0xc0000000 | 0, 0xc2000000 | 0, 0xfffff000 | 0];
const headerPlaces = [52, 64, PAGE - 128, PAGE - 127, PAGE - 96, PAGE - 64, PAGE - 32, PAGE - 1, PAGE, PAGE + 32,
  0x2000];
const cuts = [0, 1, 3, 4, 51, 52, 83, 84, 179, 180, 0x100, 0x10b, 0x10c, 0xfff, 0x1000, 0x1001, 0x2233];

function elfNumber(old: number): number {
  switch (next(6)) {
    case 0: return old + pick([1, -1, 4, -4, 32, -32, PAGE, -PAGE, 0x400000]) | 0;
    case 1: return old ^ 1 << next(32);
    case 2: return anyNumber();
    default: return pick(elfNumbers);
  }
}

/** One field of the file's header or of a program header; half of the values keep to what most loaders ask for. */
function changeField(): void {
  if (oneIn(3)) {
    const half = pick([16, 18, 40, 42, 42, 44, 44, 46]);
    putHalf(half, elfNumber(load16(addr(elf) + half)));
    return;
  }
  if (oneIn(6)) {
    const word = pick([0, 4, 20, 24, 24, 28, 28, 32]);
    putWord(word, elfNumber(load32(addr(elf) + word)));
    return;
  }
  const at = HEADERS_AT + next(4) * HEADER_BYTES + next(7) * 4;
  putWord(at, elfNumber(load32(addr(elf) + at)));
}

/** The headers at another place: before or behind the first page's end, as many as there may or may not be room for. */
function moveHeaders(): void {
  const to = pick(headerPlaces);
  for (let i = 127; i >= 0; i--) elf[to + i] = elf[HEADERS_AT + i];
  putWord(28, to);
  if (oneIn(2)) putHalf(44, pick([0, 1, 2, 3, 5, 126, 127, 128, 129, 2048, 0xffff]));
  if (oneIn(2)) putWord(28, elfNumber(to));
}

/** A segment whose address still fits its offset in the file, at an edge of what may be mapped. */
function moveSegment(): void {
  const at = HEADERS_AT + next(2) * HEADER_BYTES;
  const address = pick(segmentPages);
  putWord(at + 8, address + (load32(addr(elf) + at + 4) & 4095) | 0);
  const toTheEnd = 0 - address | 0;
  if (oneIn(2)) putWord(at + 20, pick([0x1000, 0x1234, 0x4000, toTheEnd - 1, toTheEnd, 0x3ffff000, 0x7ffff000, -1]));
  if (oneIn(4)) putWord(at + 16, pick([0, 1, 0x1000, 0x1234, 0x2000]));
}

/** As many segments as the page holds, of all sizes, over each other. */
function makeManySegments(): void {
  const n = 1 + next(124);
  for (let i = 0; i < n; i++) {
    const address = BASE + next(4096) * PAGE;
    const fileBytes = oneIn(2) ? 0 : next(0x1200);
    putHeader(i, 1, oneIn(2) ? 0 : 0x1000, address, fileBytes, 0x1200 + next(0x10000), next(8));
  }
  putHalf(44, n);
}

const scripts = [b("#!/fuzz/true\n"), b("#!/fuzz/true"), b("#! \t /fuzz/true  one two \n"), b("#!\n"), b("#!"),
  b("#!\0"), b("#!x\n"), b("#!/fuzz/programs/x\n"), b("#!/fuzz/work\n"), b("#!/dev/null\n"), b("#!/proc/self/exe\n"),
  b("#! \n")];
function makeScript(): void {
  const text = scripts[next(scripts.length)];
  copyBytes(elf, 0, text, 0, text.length);
  elfBytes = text.length;
  if (oneIn(4)) {
    elfBytes = pick([254, 255, 256, 257, 4095, 4096, 4097]);
    fillBytes(elf, 2, oneIn(2) ? ch('/') : 32, elfBytes - 2);
    if (oneIn(2)) copyBytes(elf, 2 + next(2) * 240, b("/fuzz/true"), 0, 10);
  }
}

function makeFile(): void {
  makeElf(oneIn(3));
  const what = next(12);
  if (what === 0) return;
  if (what === 1) makeScript();
  if (what === 2) makeManySegments();
  if (what === 3 || what === 4) moveHeaders();
  if (what === 5 || what === 6) moveSegment();
  if (what > 4 && what < 11) {
    for (let i = 1 + next(3); i > 0; i--) changeField();
  }
  if (what === 11) elfBytes = pick(cuts);
}

function writeElf(path: Uint8Array): void {
  const file = open(path, 0x241, 0x1ed);
  writeOnce(file, elf, elfBytes);
  // a file with a hole, as large as files become
  if (oneIn(16)) syscall6(194, file, pick([0x7ffff000, 0x3000, 0x400000]), 0, 0, 0, 0);
  close(file);
}

/** Executes the file in an ordinary process that has a tenth of a second. */
function execute(path: Uint8Array): void {
  const child = call(SYS_FORK, 0, 0, 0);
  if (child === 0) {
    becomeOrdinary();
    const end = [0, 0, 0, 100000];
    call(104, 0, addr(end), 0);
    const list = oneIn(4) ? textList() : structure([addr(path), 0]);
    const error = call(11, addr(path), list, oneIn(4) ? textList() : 0);
    exit(error < 0 && error > -50 ? REFUSED - error : 0);
  }
  const status = waitForOne(child);
  const code = (status & 127) === 0 ? status >> 8 & 255 : 0;
  const where = code === TRUE_STATUS ? RAN : code > REFUSED ? WAS_REFUSED : DIED;
  store32(where, load32(where) + 1);
}

function tryExecutable(seed: number): void {
  seedRandom(seed);
  makeFile();
  const path = b("/fuzz/programs/x\0");
  writeElf(b("/fuzz/programs/x"));
  execute(path);
}
