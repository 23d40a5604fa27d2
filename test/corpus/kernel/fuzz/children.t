// A child of the fuzzer: it gives up root's rights (three of four do), opens the descriptors that its calls begin with,
// and makes calls. Besides calls it does what else enters the kernel: loads segment registers, returns from handlers
// through changed frames, and touches the kernel's memory.

asm setGs 0x8e 0xe8; // mov gs, eax
asm setFs 0x8e 0xe0; // mov fs, eax
asm setEs 0x8e 0xc0; // mov es, eax
asm setDs 0x8e 0xd8; // mov ds, eax
asm setSs 0x8e 0xd0; // mov ss, eax
// returnAt(number, stack): pop ecx; xchg eax, esp; xchg eax, ecx; int 80h
asm returnAt 0x59 0x94 0x91 0xcd 0x80;
// The address of: push eax; mov eax, 173; int 80h (rt_sigreturn, after a handler in T has taken its argument off)
asm restorer173 0xe8 0x08 0x00 0x00 0x00 0x50 0xb8 0xad 0x00 0x00 0x00 0xcd 0x80 0x58;

const SYS_SIGRETURN = 119, SYS_RT_SIGRETURN = 173, SYS_KILL = 37, SYS_SIGACTION = 174;
const USER_DATA = 0x23;
const FRAME_BYTES = 800;

function loadSegment(which: number, selector: number): void {
  switch (which) {
    case 0: setFs(selector); break;
    case 1: setEs(selector); break;
    case 2: setDs(selector); break;
    case 3: setSs(selector); break;
    default: setGs(selector);
  }
}

/** A flat thread area of the process's own, its selector in a register; then the area goes, or changes, or stays. */
function useSegments(): void {
  const area = room(16);
  store32(area, -1);
  store32(area + 4, 0);
  store32(area + 8, 0xfffff);
  store32(area + 12, 0x51);
  let selector = 7;
  const isLocal = oneIn(4);
  if (isLocal) {
    store32(area, 0);
    call(123, 1, area, 16);
  } else {
    call(243, area, 0, 0);
    selector = load32(area) << 3 | 3;
  }
  if (oneIn(4)) selector = pick([0, 3, 7, 8, 0x10, 0x1b, 0x23, 0x2b, 0x33, 0x3b, 0x43, 0x4b, 0xf, 0x53, 0xffff]);
  const which = next(8);
  loadSegment(which, selector);
  if (oneIn(2)) {
    store32(area + 8, oneIn(2) ? 0 : anyNumber());
    store32(area + 12, oneIn(2) ? 0x28 : anyNumber());
    call(isLocal ? 123 : 243, isLocal ? 1 : area, isLocal ? area : 0, 16);
  }
  for (let i = next(4); i > 0; i--) {
    switch (next(4)) {
      case 0: call(158, 0, 0, 0); break;
      case 1:
        if (call(SYS_FORK, 0, 0, 0) === 0) exit(0);
        break;
      case 2: loadSegment(which, selector); break;
      default:
        // with another data segment the program would not find its own memory
        if (which !== 1 && which !== 2 && which !== 3) makeCall(choices[next(choiceCount)]);
    }
  }
  setDs(USER_DATA);
  setEs(USER_DATA);
  checkPrivileges(243);
}

/** The handler changes some ranges of the frame below which it runs, and returns through it. */
function changeFrame(_signal: number): void {
  const base = frameAddress(0) - 8;
  for (let i = next(5); i > 0; i--) {
    const from = next(FRAME_BYTES);
    const n = 1 + next(48);
    const all = oneIn(4) ? 255 : oneIn(4) ? 0 : -1;
    for (let j = from; j < from + n && j < FRAME_BYTES; j++) store8(base + j, all < 0 ? next(256) : all);
  }
}

function returnFromHandlers(number: number): void {
  if (oneIn(4)) returnAt(number, oneIn(2) ? badAddress(FRAME_BYTES) : room(FRAME_BYTES));
  const own = [changeFrame as unknown as number, 0x4000000,
    number === SYS_SIGRETURN ? restorer(0) : restorer173(0), 0, 0];
  syscall6(SYS_SIGACTION, 10, addr(own), 0, 8, 0, 0);
  loadPi(0);
  call(SYS_KILL, call(20, 0, 0, 0), 10, 0);
  checkPrivileges(number);
  dropPi(0);
}

/** For good: no longer root. (Random calls may have made it another user than USER before.) */
function becomeOrdinary(): void {
  call(214, USER, 0, 0);
  call(213, USER, 0, 0);
  isOrdinary = true;
  ownUser = call(199, 0, 0, 0);
  if (ownUser === 0) violate(1, 213, 0);
}

/** Does one of these in a process of its own, because it may not live on; nor may it be root, wherever it goes. */
function actAside(): void {
  const what = next(3);
  const number = oneIn(2) ? SYS_SIGRETURN : SYS_RT_SIGRETURN;
  const child = call(SYS_FORK, 0, 0, 0);
  if (child === 0) {
    depth = 2;
    becomeOrdinary();
    if (what === 0) {
      useSegments();
    } else {
      returnFromHandlers(number);
    }
    checkUser(number);
    exit(0);
  }
  if (child < 0) return;
  let status = statusOf(child);
  while (status === -4) status = statusOf(child);
  if (what !== 0) count(status === 0 ? SUCCEEDED : FAILED, number);
}

/** The kernel's memory, from a program: must end it. */
function touchKernel(): void {
  const address = KERNEL + (next(32) << 22) + next(1024) * PAGE;
  if (oneIn(2)) {
    load8(address);
  } else {
    store8(address, 0);
  }
  violate(4, 0, address);
}

function openOwn(path: Uint8Array, flags: number): void { call(5, addr(path), flags, 0); }

/** Descriptors 0 to 9: one of each kind, of which an ordinary user may not write all. */
function openFirst(): void {
  const pair = [0, 0];
  call(12, addr(isOrdinary ? b("/fuzz/work\0") : b("/fuzz/own\0")), 0, 0);
  for (let i = 0; i < 16; i++) close(i);
  openOwn(b("a\0"), 2);
  call(331, addr(pair), oneIn(2) ? 0x800 : 0, 0);
  openOwn(isOrdinary ? b("/fuzz/readable\0") : b("a\0"), 0);
  openOwn(b(".\0"), 0);
  openOwn(b("zero\0"), 2);
  openOwn(b("pipe\0"), 0x802);
  openOwn(oneIn(3) ? b("tty\0") : b("null\0"), 0);
  openOwn(b("b\0"), 0x401);
  openOwn(b("a\0"), 0x200000);
  for (let i = 0; i < RECENT; i++) {
    descriptors[i] = i % 10;
    processes[i] = ownId;
    mappings[i] = PLAYGROUND;
  }
  syscall6(192, FILE_SHARED, 2 * PAGE, 3, 0x11, 0, 0);
}

/** isTight: nobody is root, whom nothing keeps from taking the last memory. */
function runChild(seed: number, calls: number, isTight: boolean): void {
  seedRandom(seed);
  ownId = call(20, 0, 0, 0);
  if (oneIn(4) && !isTight) {
    // alone in its group, so that it signals nobody else's processes
    call(66, 0, 0, 0);
  } else {
    becomeOrdinary();
  }
  if (oneIn(16)) touchKernel();
  startTicks();
  openFirst();
  for (let i = 0; i < calls; i++) {
    if (oneIn(40)) {
      actAside();
    } else {
      makeCall(choices[next(choiceCount)]);
    }
    if ((i & 15) === 0) startTicks();
  }
  checkPrivileges(0);
  exit(0);
}
