// The first process of the fuzzer: lays out what children may and may not change, starts them round by round, ends
// those that sleep for ever, and looks afterwards whether anything is not as it was. It prints the seed of each round,
// what is wrong, and in the end the counts. The test puts SEED, FIRST_ROUND, ROUNDS, CHILDREN, CALLS, EXECUTABLES and
// callTable before this text. For the chain's kernel only: on another one this would do harm.
/** So many times everything is killed before a round is given up. */
const PATIENCE = 5;

let isLate = 0;
let late = 0;

/** What violate() has been told, by number. */
const violations = [b(""), b("now of user"), b("in code segment"), b("with flags"), b("sees the kernel's memory at")];

/** Removes what is in a folder, but for one name. */
function emptyFolder(folder: Uint8Array, keep: Uint8Array): void {
  if (chdir(folder) < 0) return;
  for (const name of listDirectory(b("."))) {
    const isKept = name.length === keep.length && name[0] === keep[0];
    if (!isKept && unlink(name) < 0) {
      chmod(name, 0x1ff);
      emptyFolder(name, b(""));
      rmdir(name);
    }
  }
  chdir(b(".."));
}
function emptyAll(): void {
  for (const folder of [b("/fuzz/work"), b("/fuzz/own"), b("/fuzz/programs"), b("/tmp")]) emptyFolder(folder, b(""));
  emptyFolder(b("/fuzz/sticky"), b("mine"));
}
function makeWork(folder: Uint8Array, mode: number): void {
  chmod(folder, mode);
  call(198, addr(folder), 0, 0);
  chdir(folder);
  call(60, 0, 0, 0);
  for (const name of [b("a"), b("b")]) {
    const file = open(name, 0x42, 0x1b6);
    writeOnce(file, secret, 5000);
    close(file);
  }
  mkdir(b("dir"), 0x1ff);
  mkdir(b("empty"), 0x1ff);
  close(open(b("dir/x"), 0x42, 0x1b6));
  symlink(b("a"), b("link"));
  symlink(b("loop"), b("loop"));
  call(14, addr(b("pipe\0")), 0x11b6, 0);
  call(14, addr(b("null\0")), 0x21b6, 0x103);
  call(14, addr(b("zero\0")), 0x21b6, 0x105);
  call(14, addr(b("tty\0")), 0x2124, 0x500);
  call(60, 0x12, 0, 0);
  chdir(b("/"));
}

function onLate(_signal: number): void { isLate++; }
function setLimit(seconds: number): void {
  const timer = [seconds, 0, seconds, 0];
  call(104, 0, addr(timer), 0);
}

/** A process of root's that only waits, with the first process's memory; closing the pipe makes it look and end. */
function startWitness(pair: number[]): number {
  call(42, addr(pair), 0, 0);
  const child = call(SYS_FORK, 0, 0, 0);
  if (child !== 0) {
    close(pair[0]);
    return child;
  }
  close(pair[1]);
  const id = call(20, 0, 0, 0);
  read(pair[0], buffer, 1);
  if (!checkPattern()) exit(56);
  if (call(199, 0, 0, 0) !== 0) exit(57);
  if (call(20, 0, 0, 0) !== id || call(64, 0, 0, 0) !== 1) exit(58);
  exit(55);
  return 0;
}

/** Waits for one child; after too long, everything is killed. */
function waitForOne(id: number): number {
  if (id < 0) return id;
  const status = new Int32Array(1);
  while (true) {
    const ended = call(7, id, addr(status), 0);
    if (ended === id) return status[0];
    if (ended !== -4) return ended;
    killAll();
  }
}
function killAll(): void {
  call(37, -1, 9, 0);
  if (isLate > PATIENCE) {
    complain(b("processes"), b("that cannot be killed:"), processCount());
    exit(4);
  }
}
function processCount(): number {
  call(116, addr(statNow), 0, 0);
  return statNow[10] & 0xffff;
}
/** Kills all others, and waits until they are gone. */
function endAll(): void {
  setLimit(2);
  const pause = [0, 10000000];
  killAll();
  while (processCount() > 1) {
    call(7, -1, 0, 1);
    call(162, addr(pause), 0, 0);
    killAll();
  }
  setLimit(0);
  late += isLate;
  isLate = 0;
}

/** An ordinary process takes nearly all memory that it may have, and keeps it while the others make their calls. */
function takeMemory(seed: number, pair: number[]): void {
  const ready = [0, 0];
  call(42, addr(ready), 0, 0);
  if (call(SYS_FORK, 0, 0, 0) !== 0) {
    close(ready[1]);
    read(ready[0], buffer, 1);
    close(ready[0]);
    return;
  }
  close(pair[1]);
  seedRandom(seed);
  becomeOrdinary();
  const left = 1400 + next(1024);
  while (freeNow() > left) {
    const at = syscall6(SYS_MMAP, 0, 32 * PAGE, 3, 0x22, -1, 0);
    for (let i = 0; i < 32; i++) store32(at + i * PAGE, 1);
  }
  close(ready[1]);
  while (true) call(29, 0, 0, 0);
}

function runRound(round: number): void {
  say(b("round"), round);
  const seed = imul(SEED, 0x01000193) + round | 0;
  makeWork(b("/fuzz/work\0"), 0x1ff);
  makeWork(b("/fuzz/own\0"), 0x1c0);
  const pair = [0, 0];
  const witness = startWitness(pair);
  const started = new Int32Array(CHILDREN);
  const isTight = round % 5 === 4;
  setLimit(2);
  if (isTight) takeMemory(imul(seed, 1000) + 999, pair);
  for (let i = 0; i < CHILDREN; i++) {
    started[i] = call(SYS_FORK, 0, 0, 0);
    if (started[i] === 0) {
      close(pair[1]);
      runChild(imul(seed, 1000) + i, CALLS, isTight);
    }
    if ((i & 1) !== 0) {
      waitForOne(started[i - 1]);
      waitForOne(started[i]);
    }
  }
  close(pair[1]);
  const status = waitForOne(witness);
  if (status !== 55 << 8 && isLate === 0) complain(b("the witness"), b("status"), status);
  endAll();
  setLimit(2);
  for (let i = 0; i < EXECUTABLES; i++) tryExecutable(imul(seed, 1000) + 500 + i);
  endAll();
  emptyAll();
  checkSelf();
  checkKept();
  if (load32(VIOLATION) !== 0) {
    complain(b("a program"), violations[load32(VIOLATION)], load32(VIOLATION + 8));
    say(b("after call number"), load32(VIOLATION + 4));
  }
}

/** The kernel must know no call that is not in the table. It names those that it does not know. */
function askForOthers(): void {
  for (let number = 0; number < 512; number++) {
    let isThere = false;
    for (let i = 0; i < entryCount; i++) {
      if (numbers[i] === number) isThere = true;
    }
    if (!isThere && call(number, 0, 0, 0) !== -38) complain(b("a call"), b("that calls.table does not have:"), number);
  }
}

/** Processes until there may be no more: of both kinds, in an ordinary user's name. */
function exhaustProcesses(): void {
  setLimit(30);
  const child = call(SYS_FORK, 0, 0, 0);
  if (child === 0) {
    becomeOrdinary();
    while (true) {
      const one = call(SYS_FORK, 0, 0, 0);
      if (one === 0) {
        while (true) call(29, 0, 0, 0);
      }
      if (one < 0) {
        count(FAILED, SYS_FORK);
        const other = call(SYS_VFORK, 0, 0, 0);
        if (other < 0) count(FAILED, SYS_VFORK);
        exit(other < 0 ? 0 : 1);
      }
    }
  }
  const status = waitForOne(child);
  if (status !== 0) complain(b("the number of processes"), b("has no end, status"), status);
  endAll();
}

function freeNow(): number {
  call(116, addr(statNow), 0, 0);
  return statNow[5];
}
/** Free pages, and those that the first process itself has come to use: its own memory only grows. */
function freePages(): number { return freeNow() + (heapNext >>> 12); }

function main(): void {
  // a child has executed /proc/self/exe
  if (call(20, 0, 0, 0) !== 1) exit(TRUE_STATUS);
  readTable(callTable);
  handle(14, onLate, 0);
  makeFolders();
  makeMemory();
  rememberKept();
  askForOthers();
  exhaustProcesses();
  let before = 0;
  for (let round = FIRST_ROUND; round < FIRST_ROUND + ROUNDS && wrong === 0; round++) {
    runRound(round);
    if (round === FIRST_ROUND + (ROUNDS >> 1)) before = freePages();
  }
  checkBait();
  const after = freePages();
  endLine();
  for (let i = 0; i < 512; i++) {
    if (load32(SUCCEEDED + i * 4) + load32(FAILED + i * 4) > 0) {
      put(b("call "));
      putNumber(i);
      put(b(" "));
      putNumber(load32(SUCCEEDED + i * 4));
      put(b(" "));
      putNumber(load32(FAILED + i * 4));
      endLine();
    }
  }
  say(b("executables run"), load32(RAN));
  say(b("executables refused"), load32(WAS_REFUSED));
  say(b("executables died"), load32(DIED));
  say(b("late"), late);
  say(b("free pages before"), before);
  say(b("free pages after"), after);
  say(b("violations"), wrong);
  exit(wrong === 0 ? 0 : 3);
}
main();
