// One call: its arguments, each of the kind that the table (calls.table) says, what came of it, and what is done with
// that. The counts lie in memory that all processes share.
const COUNTS = 0x1a500000, SUCCEEDED = 0x1a500000, FAILED = 0x1a501000, VIOLATION = 0x1a502000, COUNTS_BYTES = 0x3000;
const TABLE_CALLS = 256, ARGUMENTS = 6, MARKS = 8;
const SYS_FORK = 2, SYS_WRITE = 4, SYS_OPEN = 5, SYS_EXECVE = 11, SYS_PIPE = 42, SYS_CLONE = 120, SYS_MPROTECT = 125, SYS_MMAP = 192,
  SYS_VFORK = 190, SYS_OPENAT = 295, SYS_PIPE2 = 331;
const TRUE_STATUS = 77, OTHER_STATUS = 78;
const USER = 1000;

// mov eax, cs; pushfd, pop eax
asm codeSegment 0x8c 0xc8;
asm processorFlags 0x9c 0x58;

const numbers = new Int32Array(TABLE_CALLS);
let entryCount = 0;
const kinds = new Uint8Array(2048);
const marks = new Uint8Array(2048);
/** Entries of the table, each as often as it is to be made. */
const choices = new Int32Array(4096);
let choiceCount = 0;
const values = new Int32Array(ARGUMENTS);
/** The bytes that the address before has room for. */
let bytesThere = 0;
let depth = 0;
let ownUser = 0;

function count(where: number, number: number): void { store32(where + number * 4, load32(where + number * 4) + 1); }

/** What must never be: kept for the first process to print, and the child ends. */
function violate(what: number, number: number, detail: number): void {
  if (load32(VIOLATION) === 0) {
    store32(VIOLATION, what);
    store32(VIOLATION + 4, number);
    store32(VIOLATION + 8, detail);
  }
  exit(99);
}

/** A mark is there, in a text of up to 8 that ends with a blank. */
function hasMark(entry: number, mark: number): boolean {
  for (let i = 0; i < MARKS; i++) {
    if (marks[entry * MARKS + i] === mark) return true;
  }
  return false;
}

/** Reads the table: lines of number, kinds and marks, with a blank behind each. */
function readTable(text: Uint8Array): void {
  let at = 0;
  while (at < text.length) {
    let number = 0;
    while (text[at] !== 32) {
      number = number * 10 + text[at] - ch('0');
      at++;
    }
    at++;
    numbers[entryCount] = number;
    for (let i = 0; text[at] !== 32; i++) {
      kinds[entryCount * MARKS + i] = text[at];
      at++;
    }
    at++;
    for (let i = 0; text[at] !== 32; i++) {
      marks[entryCount * MARKS + i] = text[at];
      at++;
    }
    at += 2;
    const often = hasMark(entryCount, ch('*')) ? 12 : hasMark(entryCount, ch('~')) ? 1 : 4;
    for (let i = 0; i < often; i++) {
      choices[choiceCount] = entryCount;
      choiceCount++;
    }
    entryCount++;
  }
}

/** A structure of some words in ROOM; now and then one of its words is another, or it lies where it cannot be. */
function structure(words: number[]): number {
  if (oneIn(10)) return badAddress(words.length * 4);
  const at = room(words.length * 4);
  for (let i = 0; i < words.length; i++) store32(at + i * 4, words[i]);
  if (oneIn(6)) store32(at + next(words.length) * 4, anyNumber());
  return at;
}
function fraction(unit: number): number {
  return oneIn(8) ? pick([-1, 999999, 1000000, 999999999, 1000000000]) : next(3) * unit;
}
function times(longWords: boolean, unit: number): number {
  if (oneIn(6)) return 0;
  const seconds = oneIn(12) ? pick(edges) : 0;
  if (longWords) return structure([seconds, 0, fraction(unit), 0, seconds, 0, fraction(unit), 0]);
  return structure([seconds, fraction(unit), seconds, fraction(unit)]);
}
function pieces(): number {
  return structure([room(64), 64, room(16), 16, readAddress(100), 100, room(5000), oneIn(4) ? anyNumber() : 5000]);
}
function pollList(): number {
  return structure([descriptor(), 5, descriptor(), 1, next(10), 4, -1, 7]);
}
function descriptorSet(): number { return oneIn(2) ? 0 : structure([next(1024), 0, 0, oneIn(8) ? anyNumber() : 0]); }
function signalSet(): number { return structure([oneIn(2) ? 0 : anyNumber() & ~0x2000, 0]); }
function threadArea(): number {
  return structure([pick([-1, 6, 7, 8, 0]), oneIn(2) ? 0 : anyNumber(), oneIn(2) ? 0xfffff : anyNumber(),
    pick([0x51, 0x51, 0x28, 0x40, 0, 0x7f])]);
}
function onTick(_signal: number): void {}
function action(): number {
  const handler = onTick as unknown as number;
  const flags = oneIn(3) ? anyNumber() | 0x4000000 : 0x4000000;
  return structure([pick([0, 1, handler, handler, badAddress(4)]), flags, oneIn(8) ? anyNumber() : restorer(0),
    oneIn(2) ? 0 : anyNumber(), 0]);
}
function textList(): number {
  switch (next(8)) {
    case 0: return 0;
    case 1: return badAddress(4);
    case 2: {
      // no end before the edge, or very many
      const n = pick([1, 100, 1023, 1024]);
      const at = ROOM + ROOM_BYTES - n * 4;
      for (let i = 0; i < n; i++) store32(at + i * 4, path(false));
      if (oneIn(2)) store32(at + (n - 1) * 4, 0);
      return at;
    }
    default: return structure([addr(ownNames[0]), addr(ownNames[3]), 0]);
  }
}
const types = [0, 0, 0, 0x1000, 0x1000, 0x2000, 0x8000, 0xc000, 0x4000, 0x400, 0xe00, 0x6000];
function mode(): number { return next(512) | pick(types); }
function openFlags(): number {
  let flags = pick([0, 1, 2, 2, 2, 3]) | pick([0, 0, 0x40, 0x42, 0x240, 0xc0]);
  if (oneIn(2)) flags |= 0x800;
  if (oneIn(8)) flags |= pick([0x400, 0x10000, 0x20000, 0x80000, 0x200000]);
  return oneIn(24) ? anyNumber() : flags;
}
function cloneFlags(): number {
  let flags = oneIn(8) ? pick([0, 0x100, 0x10900, 0x200, 0x400]) : oneIn(3) ? 0x4111 : 0x11;
  for (const flag of [0x1000000, 0x1000000, 0x100000, 0x80000, 0x200000]) {
    if (oneIn(3)) flags |= flag;
  }
  return oneIn(24) ? anyNumber() : flags;
}
const pageEdges = [0xf000, 0x10000, 0x3ffff000, 0xbfffe000 | 0, 0xbffff000 | 0, 0xc0000000 | 0, 0xfffff000 | 0];
function mappedAddress(): number {
  switch (next(8)) {
    case 0: return 0;
    case 1: return mappings[next(RECENT)];
    case 2: return pick([FILE_READ_ONLY, FILE_READ_ONLY, FILE_SHARED]);
    case 3: return pick(pageEdges);
    case 4: return oneIn(2) ? badAddress(PAGE) : mappings[RECENT - 1];
    default: return PLAYGROUND + next(PLAYGROUND_BYTES / PAGE | 0) * PAGE;
  }
}
function mappedBytes(): number {
  if (oneIn(12)) return anyNumber();
  return oneIn(8) ? 0 : oneIn(24) ? pick([0x100000, 0x4000000, 0x40000000]) : next(4 * PAGE) + 1;
}
const sizes = [0, 1, 100, 4095, 4096, 4097, 8192, 65536, 0x7fffffff, 0x7ffff000, -1, 0x80000000 | 0];
const devices = [0x103, 0x105, 0x107, 0x500, 0xaf1, 0xf001, 0xf101, 0xf203, 0xf2ff, 0xffff, 0];
const mapFlags = [0x22, 0x22, 0x21, 0x32, 0x31, 1, 1, 2, 0x11, 0x12, 3, 0x100022, 0];
function bytes(): number {
  if (oneIn(5)) return oneIn(2) ? bytesThere + 1 : anyNumber();
  return bytesThere;
}
function someBytes(): number {
  bytesThere = pick([1, 4, 8, 64, 96, 256, 390, 512, 1000, 4096, 4097, 8192]);
  return bytesThere;
}
const requests = [0x5401, 0x5402, 0x5403, 0x5404, 0x540b, 0x540e, 0x540f, 0x5410, 0x5413, 0x5414, 0x541b, 0x5429,
  0x5421, 0x5452];

/** An argument of a kind: the letters of calls.table. */
function argument(kind: number): number {
  switch (kind) {
    case ch('d'): return descriptor();
    case ch('D'): return oneIn(6) ? descriptor() : oneIn(4) ? 4 : AT_CURRENT;
    case ch('p'): return path(false);
    case ch('P'): return path(true);
    case ch('r'): return readAddress(someBytes());
    case ch('w'): return writeAddress(someBytes());
    case ch('n'): return bytes();
    case ch('o'): return pick(sizes);
    case ch('h'): return oneIn(5) ? anyNumber() : 0;
    case ch('F'): return openFlags();
    case ch('m'): return oneIn(12) ? anyNumber() : mode();
    case ch('v'): return pick(devices);
    case ch('W'): return next(6) - 1;
    case ch('c'): return oneIn(6) ? pick([1030, 1032, 99, -1, 0x7fffffff]) : next(15);
    case ch('I'): return oneIn(8) ? anyNumber() : pick(requests);
    case ch('q'): return oneIn(3) ? next(1100) : writeAddress(64);
    case ch('V'): return pieces();
    case ch('N'): return oneIn(6) ? pick([0, -1, 1024, 1025, 0x7fffffff, 0x80000000 | 0]) : 1 + next(4);
    case ch('O'): return oneIn(3) ? pick([0x100, 0x200, 0x400, 0x1000, 0x1100, anyNumber()]) : 0;
    case ch('L'): return pollList();
    case ch('Y'): return descriptorSet();
    case ch('G'): return oneIn(2) ? 0 : structure([signalSet(), 8]);
    case ch('t'): return times(false, 5000000);
    case ch('T'): return times(true, 5000000);
    case ch('y'): return times(false, 5000);
    case ch('s'): return oneIn(6) ? pick([9, 11, 15, -1, 64, 65, 1000]) : pick([0, 10, 14, 17, 18, 19, 20, 21, 23, 28]);
    case ch('S'): return signalSet();
    case ch('B'): return oneIn(8) ? anyNumber() : 8;
    case ch('A'): return oneIn(4) ? 0 : action();
    case ch('H'): return next(5) - 1;
    case ch('K'): return oneIn(4) ? 0 : structure([room(4096), pick([0, 0, 2, 1]), pick([4096, 2048, 0, -1])]);
    case ch('i'): return processOrGroup();
    case ch('g'): return oneIn(2) ? 0 : processOrGroup();
    case ch('u'): return pick([0, USER, USER, -1, -1, 1001, 65534, anyNumber() & 0x7fffffff]);
    case ch('C'): return cloneFlags();
    case ch('X'): return oneIn(8) ? writeAddress(64) : 0;
    case ch('U'): return threadArea();
    case ch('j'): return textList();
    case ch('Q'): return oneIn(4) ? anyNumber() : pick([0, 1, 128, 129, 9]);
    case ch('a'): return mappedAddress();
    case ch('l'): return mappedBytes();
    case ch('x'): return oneIn(8) ? anyNumber() : pick([0, 1, 1, 3, 3, 3, 5, 7, 2]);
    case ch('M'): return oneIn(12) ? anyNumber() : pick(mapFlags);
    case ch('f'): return oneIn(4) ? pick(edges) : next(3);
    case ch('k'): return oneIn(2) ? 0 : badAddress(PAGE);
    case ch('b'): return oneIn(6) ? anyNumber() : next(12);
    case ch('R'): return pick([84, 84, 84, 64, 0, -1]);
    case ch('e'): return structure([pick([0x19980330, 0x20071026, 0x20080522, 0]), oneIn(2) ? 0 : processOrGroup()]);
    case ch('E'): return oneIn(8) ? anyNumber() : pick([1, 5, 5, 4, 0, 0x1000005, 3]);
    case ch('1'): return oneIn(2) ? addr(program) : path(false);
    case ch('2'): return oneIn(8) ? anyNumber() : pick([0, 1, 1, 1, 2]);
    case ch('3'): return oneIn(2) ? processOrGroup() : oneIn(2) ? -1 : processes[RECENT - 1 - next(2)];
    case ch('4'): return oneIn(8) ? anyNumber() : pick([0, 1, 1]);
    case ch('5'): return oneIn(2) ? structure([-1, -1]) : signalSet();
    case ch('6'): return oneIn(8) ? anyNumber() : pick([0, 0x80000, 0x800]);
    case ch('7'): return oneIn(8) ? anyNumber() : pick([0, 1, 1, 2, 3]);
    case ch('8'): return oneIn(4) ? inMemory() : writeAddress(4);
    case ch('9'): return oneIn(8) ? anyNumber() : pick([0, -1, 1, 2]);
    case ch('z'): return oneIn(8) ? anyNumber() : oneIn(2) ? 0 : next(24);
    default: return anyNumber();
  }
}

/** A timer that interrupts whatever sleeps, every 10 ms; random calls may have taken its parts away. */
const tickTimer = [0, 10000, 0, 10000];
const noSignals = [0, 0];
function startTicks(): void {
  handle(14, onTick, 0);
  syscall6(175, 2, addr(noSignals), 0, 8, 0, 0);
  syscall6(104, 0, addr(tickTimer), 0, 0, 0, 0);
}

function checkPrivileges(number: number): void {
  if ((codeSegment(0) & 3) !== 3) violate(2, number, codeSegment(0));
  if ((processorFlags(0) & 0x3200) !== 0x200) violate(3, number, processorFlags(0));
}
function checkUser(number: number): void {
  if (!isOrdinary) return;
  const user = call(199, 0, 0, 0);
  const effective = call(201, 0, 0, 0);
  if (user !== ownUser || effective !== ownUser) violate(1, number, user !== ownUser ? user : effective);
}

/** What a new process does: some calls of its own, not too deep; then it may become another program. */
function liveOn(): void {
  ownId = call(20, 0, 0, 0);
  depth++;
  if (depth > 2) exit(0);
  startTicks();
  for (let i = next(8); i > 0; i--) makeCall(choices[next(choiceCount)]);
  if (oneIn(4)) call(SYS_EXECVE, oneIn(2) ? addr(program) : path(false), textList(), textList());
  exit(0);
}

/** Uses what a call has given. */
function use(entry: number, number: number, result: number): void {
  if (hasMark(entry, ch('+'))) remember(descriptors, result);
  if ((number === SYS_OPEN || number === SYS_OPENAT) && oneIn(2)) call(SYS_WRITE, result, room(8), 8);
  if (number === SYS_FORK || number === SYS_VFORK || number === SYS_CLONE) remember(processes, result);
  if ((number === SYS_PIPE || number === SYS_PIPE2) && ult(values[0] - ROOM, ROOM_BYTES - 7)) {
    remember(descriptors, load32(values[0]));
    remember(descriptors, load32(values[0] + 4));
  }
  if (number === SYS_MMAP) {
    remember(mappings, result);
    if (values[2] === 3) store32(result, randomState);
    if (values[2] === 1) load32(result);
  }
  if (number === SYS_MPROTECT && values[2] === 3 && values[1] > 0) store32(values[0], randomState);
}

/** The calls that do not return are made by another process. */
function makeLast(entry: number, number: number): void {
  const child = call(SYS_FORK, 0, 0, 0);
  if (child === 0) {
    syscall6(number, values[0], values[1], values[2], 0, 0, 0);
    exit(OTHER_STATUS);
  }
  if (child < 0) return;
  let status = statusOf(child);
  while (status === -4) status = statusOf(child);
  if (status === OTHER_STATUS || status > 1000) {
    if (!hasMark(entry, ch('S'))) count(FAILED, number);
  } else if (status >= 0) {
    count(SUCCEEDED, number);
  }
}

function makeCall(entry: number): void {
  const number = numbers[entry];
  for (let i = 0; i < ARGUMENTS; i++) {
    const kind = kinds[entry * MARKS + i];
    values[i] = kind === 0 ? anyNumber() : argument(kind);
  }
  if (hasMark(entry, ch('!'))) {
    if (number !== 119 && number !== 173) makeLast(entry, number);
    return;
  }
  if (hasMark(entry, ch('~'))) startTicks();
  // a child in the same memory (vfork) changes what follows
  const ownDepth = depth;
  const id = ownId;
  const result = syscall6(number, values[0], values[1], values[2], values[3], values[4], values[5]);
  if (result === 0 && (number === SYS_FORK || number === SYS_VFORK || number === SYS_CLONE)) liveOn();
  depth = ownDepth;
  ownId = id;
  // addresses are results, too, and so are counts of bytes: only the last page of numbers are errors
  const isFailure = ult(0xfffff000 | 0, result);
  count(isFailure ? FAILED : SUCCEEDED, number);
  if (!isFailure) use(entry, number, result);
  checkUser(number);
}
