// Random values near what is valid: numbers, addresses and their edges, names, descriptors, processes. All of them
// follow from the seed and from what the kernel has answered so far. Memory for calls lies at fixed places, which the
// first process maps once and its children inherit:
//   ROOM        memory that holds what calls read and write, a hole behind it; no call is asked to change the mapping
//   PLAYGROUND  memory, and mappings of files, that calls do change
// Only ROOM is used from the program itself, so that a child lives on after most of what it has done.
const PAGE = 4096;
const ROOM = 0x20000000, ROOM_BYTES = 0x8000, READ_ONLY = 0x20010000, NO_ACCESS = 0x20020000;
const PLAYGROUND = 0x30000000, PLAYGROUND_BYTES = 0x10000, FILE_READ_ONLY = 0x30100000, FILE_SHARED = 0x30200000;
const KERNEL = 0xc0000000 | 0;
const AT_CURRENT = -100;

let randomState = 1;

function next(below: number): number {
  randomState = randomState ^ randomState << 13;
  randomState = randomState ^ randomState >>> 17;
  randomState = randomState ^ randomState << 5;
  return umod(randomState, below);
}
function seedRandom(seed: number): void {
  randomState = imul(seed ^ 0x2545f491, 0x9e3779b1 | 0) | 1;
  for (let i = 0; i < 8; i++) next(2);
}
function oneIn(n: number): boolean { return next(n) === 0; }
function pick(list: number[]): number { return list[next(list.length)]; }

const edges = [0, 1, 2, 3, 4, 7, 8, 9, 16, 20, 31, 32, 63, 64, 65, 255, 256, 1023, 1024, 1025, 4095, 4096, 4097, 8191,
  8192, 65535, 65536, 0x7ffff000, 0x7ffffffe, 0x7fffffff, 0x80000000 | 0, 0x80000001 | 0, 0xbffff000 | 0,
  0xc0000000 | 0,
  0xfffff000 | 0, 0xfffffffe | 0, -1, -2, -100];

function anyNumber(): number {
  switch (next(4)) {
    case 0: return pick(edges);
    case 1: return pick(edges) + next(5) - 2 | 0;
    case 2: return 1 << next(32);
    default:
      next(2);
      return randomState;
  }
}

/** n bytes in ROOM, often at one of its edges or across two pages. */
function room(n: number): number {
  const size = n < 0 ? 0 : n > ROOM_BYTES ? ROOM_BYTES : n;
  switch (next(6)) {
    case 0: return ROOM + ROOM_BYTES - size;
    case 1: return ROOM;
    case 2: return size > PAGE ? ROOM : ROOM + PAGE * (1 + next(4)) - (size >> 1);
    default: return ROOM + next(ROOM_BYTES - size + 1);
  }
}

/** In the kernel's view of all memory, of which there are 128 MiB. */
function inMemory(): number { return KERNEL + (next(oneIn(8) ? 224 : 32) << 22) + next(1024) * PAGE + next(1024) * 4; }

/** Where n bytes may not be used, at least not all of them: beside memory, in the kernel, at the end of everything. */
function badAddress(n: number): number {
  switch (next(14)) {
    case 0: return 0;
    case 1: return n <= 0 ? -1 : ROOM + ROOM_BYTES - n + 1 + next(n);
    case 2: return ROOM + ROOM_BYTES + next(PAGE);
    case 3: return NO_ACCESS + next(PAGE);
    case 4: return KERNEL - 1 - next(n < 0 || n > PAGE ? PAGE : n + 1);
    case 5: return KERNEL + next(64) * 4;
    case 6:
    case 7: return inMemory();
    case 8: return 0xc2000000 + next(0x20000) | 0;
    case 9: return 0xc2200000 + next(0x300000) | 0;
    case 10: return 0xff800000 + next(0x200000) | 0;
    case 11: return -1 - next(16);
    case 12: return 0xbffff000 - next(64) | 0;
    default: return anyNumber();
  }
}
function readAddress(n: number): number {
  switch (next(16)) {
    case 0:
    case 1: return badAddress(n);
    case 2: return READ_ONLY + next(PAGE);
    case 3: return oneIn(2) ? FILE_READ_ONLY : PLAYGROUND + next(PLAYGROUND_BYTES);
    default: return room(n);
  }
}
function writeAddress(n: number): number {
  switch (next(16)) {
    case 0:
    case 1: return badAddress(n);
    case 2: return oneIn(2) ? READ_ONLY + next(PAGE) : FILE_READ_ONLY;
    case 3: return oneIn(2) ? FILE_SHARED + next(PAGE) : PLAYGROUND + next(PLAYGROUND_BYTES);
    default: return room(n);
  }
}

// Names, with their NULs. A child of root's changes only those of its own folder, and looks only at those and at what
// is common to all: the others are root's, and must stay as they are.
const ownNames = [
  b("a\0"), b("b\0"), b("dir\0"), b("dir/x\0"), b("empty\0"), b("pipe\0"), b("link\0"), b("loop\0"), b("null\0"),
  b("zero\0"), b("new\0"), b("newer\0"), b("dir/new\0"), b("dir/..\0"), b(".\0"), b("tty\0"), b("x/y\0"), b("a/\0")
];
const commonNames = [
  b("/proc/meminfo\0"), b("/proc/self/exe\0"), b("/proc/self/cwd\0"), b("/proc/self/fd/1\0"), b("/dev/fd/1\0")
];
const othersNames = [
  b("/\0"), b("..\0"), b("../secret\0"), b("/fuzz/secret\0"), b("/fuzz/readable\0"), b("/fuzz/folder\0"),
  b("/fuzz/folder/kept\0"), b("/fuzz/folder/new\0"), b("/fuzz/sticky/mine\0"), b("/fuzz/sticky/new\0"), b("/tmp/t\0"),
  b("/dev/linux\0"), b("/proc/self/fd/3\0"), b("/dev/null\0"), b("/dev/full\0"), b("/proc/self/root/fuzz/readable\0"),
  b("/fuzz/hidden/kept\0")
];
const program = b("/fuzz/true\0");
const noName = b("\0");
let isOrdinary = false;

/** A path of n bytes, all alike or "./././", with its NUL, which may be missing at the end of ROOM. */
function longPath(): number {
  const n = pick([255, 256, 4094, 4095, 4096, 4097]);
  const at = oneIn(2) ? ROOM : ROOM + ROOM_BYTES - n - next(2);
  const dots = oneIn(2);
  for (let i = 0; i < n; i++) store8(at + i, !dots ? ch('x') : (i & 1) === 0 ? ch('.') : ch('/'));
  if (at + n < ROOM + ROOM_BYTES) store8(at + n, 0);
  return at;
}
function pickName(list: Uint8Array[]): number { return addr(list[next(list.length)]); }
function path(changes: boolean): number {
  if (oneIn(24)) return longPath();
  if (oneIn(16)) return badAddress(1);
  if (oneIn(24)) return addr(noName);
  if (oneIn(2) || !isOrdinary && changes) return pickName(ownNames);
  return isOrdinary && !oneIn(4) ? pickName(othersNames) : pickName(commonNames);
}

// Descriptors that were open at some time, the newest ones last; processes and mappings likewise.
const RECENT = 16;
const descriptors = new Int32Array(RECENT);
const processes = new Int32Array(RECENT);
const mappings = new Int32Array(RECENT);
let ownId = 0;

function remember(list: Int32Array, value: number): void {
  for (let i = 0; i < RECENT - 1; i++) list[i] = list[i + 1];
  list[RECENT - 1] = value;
}
function descriptor(): number {
  switch (next(8)) {
    case 0: return oneIn(2) ? pick([-1, 10, 63, 1023, 1024, AT_CURRENT, 0x7fffffff]) : anyNumber();
    case 1:
    case 2: return descriptors[RECENT - 1 - next(3)];
    case 3: return descriptors[next(RECENT)];
    default: return next(10);
  }
}

/** Processes: of those of others, root's children name none, which they could harm. */
function processOrGroup(): number {
  switch (next(isOrdinary ? 10 : 7)) {
    case 0: return 0;
    case 1: return ownId;
    case 2: return 0 - ownId;
    case 3: return 32000 + next(1000);
    case 4: return pick([0x7fffffff, 0x80000000 | 0, -2]);
    case 5:
    case 6: return processes[RECENT - 1 - next(4)];
    case 7: return -1;
    case 8: return 1;
    default: return anyNumber();
  }
}
