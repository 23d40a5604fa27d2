// What an ordinary program does to end, stop or fill the chain's kernel. Every part must end as its line says, and the
// next one must still run. For the chain's kernel only, not as its first program.
asm getEs 0x8c 0xc0;                       // mov eax, es
asm setEs 0x8e 0xc0;                       // mov es, eax
asm setGs 0x8e 0xe8;                       // mov gs, eax
// setAreaOnStack(area, stack selector): xchg eax, edx; pop ebx; mov eax, 243; mov ecx, ss; mov ss, edx; int 80h; mov ss, ecx
asm setAreaOnStack 0x92 0x5b 0xb8 0xf3 0x00 0x00 0x00 0x8c 0xd1 0x8e 0xd2 0xcd 0x80 0x8e 0xd1;

const KERNEL = 0xc0000000 | 0;
const CHILD_SETTID = 0x1000000, PARENT_SETTID = 0x100000;
const PAGE = 4096;
const names = new Uint8Array(9);
const pair = new Int32Array(2);
const words = new Int32Array(16);
let handled = 0;

function fork(): number { return call(2, 0, 0, 0); }
function map(bytes: number): number { return syscall6(192, 0, bytes, 3, 0x22, -1, 0); }
function freePages(): number {
  call(116, addr(words), 0, 0);
  return words[5];
}

/** An id stored by way of the kernel's directory words: the pages hold what would be taken for entries of a table. */
function storesInKernel(): void {
  const pages = 6144;
  const memory = map(pages * PAGE);
  for (let i = 0; i < pages; i++) store32(memory + i * PAGE, 0x1000007);
  for (let block = 1; block < 8; block++) {
    const child = syscall6(120, CHILD_SETTID | 17, 0, 0, 0, KERNEL + (block << 22) + 0x500, 0);
    if (child === 0) exit(0);
    statusOf(child);
  }
  let changed = 0;
  for (let i = 0; i < pages; i++) if (load32(memory + i * PAGE + 0x500) !== 0) changed++;
  say(b("words changed"), changed);
  // an id that crosses into a page that cannot be written, and one on a page that the fork has just shared
  call(125, memory + PAGE, PAGE, 1);
  const child = syscall6(120, CHILD_SETTID | PARENT_SETTID | 17, 0, memory + 8, 0, memory + PAGE - 2, 0);
  if (child === 0) exit(0);
  say(b("own id stored"), load32(memory + 8) === child ? 1 : 0);
  say(b("child ended"), statusOf(child));
  call(91, memory, pages * PAGE, 0);
}

/** An ELF file with one program header that is changed; execve's answer. */
function execute(headers: number, count: number, offset: number, address: number, inFile: number, inMemory: number): number {
  const file = new Uint8Array(PAGE);
  const at = addr(file);
  store32(at, 0x464c457f);
  store32(at + 16, 0x30002);
  store32(at + 28, headers);
  store32(at + 40, 0x200034);
  store32(at + 44, count);
  store32(at + 52, 1);
  store32(at + 56, offset);
  store32(at + 60, address);
  store32(at + 68, inFile);
  store32(at + 72, inMemory);
  store32(at + 76, 5);
  const fd = open(b("program"), 0x241, 0x1ed);
  writeOnce(fd, file, PAGE);
  close(fd);
  return call(11, addr(b("program\0")), 0, 0);
}
function programHeaders(): void {
  say(b("headers far away"), execute(0x40000000, 65535, 0, 0, 0, 0));
  say(b("headers that wrap"), execute(-32, 2, 0, 0, 0, 0));
  say(b("headers behind the page"), execute(PAGE - 31, 1, 0, 0, 0, 0));
  say(b("offset that wraps"), execute(52, 1, -PAGE, 0x8048000, PAGE, PAGE));
  say(b("bytes that wrap"), execute(52, 1, 0, 0x8048000, -PAGE, -PAGE));
  say(b("memory that wraps"), execute(52, 1, 0, 0xbf000000 | 0, PAGE, 0x7ffff000));
  say(b("memory of the kernel"), execute(52, 1, 0, 0xc2000000 | 0, PAGE, PAGE));
  say(b("more than the file"), execute(52, 1, PAGE, 0x8048000, PAGE, PAGE));
}

/** A segment register's descriptor goes while the register holds it. */
function takenSegments(): void {
  const area = new Int32Array(4);
  for (let which = 0; which < 3; which++) {
    const child = fork();
    if (child === 0) {
      area[0] = -1;
      area[2] = 0xfffff;
      area[3] = 0x51;
      call(243, addr(area), 0, 0);
      const selector = area[0] * 8 + 3;
      area[2] = 0;
      area[3] = 0x38;
      if (which === 1) setAreaOnStack(addr(area), selector);
      if (which === 0) setEs(selector);
      if (which === 2) setGs(selector);
      call(243, addr(area), 0, 0);
      const other = fork();
      if (other === 0) {
        call(158, 0, 0, 0);
        exit(0);
      }
      call(7, other, 0, 0);
      if (which === 0) setEs(0x23);
      exit(5);
    }
    say(b("segment"), statusOf(child));
  }
}

function onSignal(_signal: number): void { /* the stack is what counts */ }
/** A handler's frame where the kernel is, at the end of all addresses, and where nothing is. */
function signalStacks(): void {
  for (const stack of [KERNEL + 0x100000, -4096, 0x30000000]) {
    const child = fork();
    if (child === 0) {
      words[0] = stack;
      words[1] = 0;
      words[2] = 4096;
      call(186, addr(words), 0, 0);
      handle(10, onSignal, 0x8000000);
      call(37, call(20, 0, 0, 0), 10, 0);
      exit(0);
    }
    say(b("handler's stack"), statusOf(child));
  }
}

function onFpu(_signal: number): void {
  // the saved state lies 256 bytes behind siginfo, whose address comes after the signal's number
  const saved = load32(frameAddress(0)) + 256;
  store32(saved + 24, -1);
  store32(saved + 28, -1);
  handled++;
}

function deepFolders(): void {
  mkdir(b("/tmp/deep"), 0x1ed);
  chdir(b("/tmp/deep"));
  for (let i = 0; i < 2500; i++) {
    mkdir(b("d"), 0x1ed);
    chdir(b("d"));
  }
  const path = new Uint8Array(4096);
  const self = b("/proc/self/exe\0");
  say(b("own path"), call(85, addr(self), addr(path), 4096));
  say(b("path of the folder"), call(85, addr(b("/proc/self/cwd\0")), addr(path), 4096));
  chdir(b("/trial"));
}

function manyProcesses(): void {
  let made = 0;
  let child = fork();
  while (child > 0 && made < 3000) {
    made++;
    child = fork();
  }
  if (child === 0) while (true) call(29, 0, 0, 0);
  say(b("limit of processes"), child);
  call(37, -1, 9, 0);
  let ended = 0;
  while (call(7, -1, 0, 0) > 0) ended++;
  say(b("all ended"), ended === made ? 1 : 0);
}

function manyOrphans(): void {
  let made = 0;
  for (let i = 0; i < 2000; i++) {
    const child = fork();
    if (child === 0) {
      if (fork() === 0) call(158, 0, 0, 0);
      exit(0);
    }
    if (statusOf(child) === 0) made++;
  }
  say(b("orphans"), made);
}

function nameOf(n: number): void {
  let rest = n;
  for (let i = 7; i >= 0; i--) {
    names[i] = ch('0') + rest % 10;
    rest = (rest / 10) | 0;
  }
}
/** Empty files until the memory is full, most of which another process has. */
function manyFiles(): void {
  const pages = freePages() - 3500;
  call(42, addr(pair), 0, 0);
  const hog = fork();
  if (hog === 0) {
    const memory = map(pages * PAGE);
    for (let i = 0; i < pages; i++) store32(memory + i * PAGE, 1);
    writeOnce(pair[1], names, 1);
    while (true) call(29, 0, 0, 0);
  }
  read(pair[0], names, 1);
  mkdir(b("/trial/many"), 0x1ed);
  chdir(b("/trial/many"));
  let made = 0;
  let last = 0;
  while (last >= 0) {
    nameOf(made);
    last = call(5, addr(names), 0x41, 0x1a4);
    if (last >= 0) {
      close(last);
      made++;
    }
  }
  say(b("no more files"), last);
  const child = fork();
  if (child === 0) exit(7);
  say(b("a process all the same"), statusOf(child));
  for (let i = 0; i < made; i++) {
    nameOf(i);
    call(10, addr(names), 0, 0);
  }
  call(37, hog, 9, 0);
  statusOf(hog);
  let children = 0;
  for (let i = 0; i < 100; i++) {
    const one = fork();
    if (one === 0) while (true) call(29, 0, 0, 0);
    if (one > 0) children++;
  }
  say(b("processes where files were"), children);
  call(37, -1, 9, 0);
  while (call(7, -1, 0, 0) > 0) children--;
  chdir(b("/trial"));
}

/** Areas of memory, each an object of the kernel, until there is no room for more. */
function manyAreas(): void {
  const hog = fork();
  if (hog === 0) {
    const pages = freePages() - 400;
    const memory = map(pages * PAGE);
    for (let i = 0; i < pages; i++) store32(memory + i * PAGE, 1);
    const hole = syscall6(192, 0, 0x60000000, 0, 0x22, -1, 0);
    let error = 0;
    for (let i = 393215; i > 0 && error === 0; i -= 2) error = call(91, hole + i * PAGE, PAGE, 0);
    exit(error === -12 ? 3 : 4);
  }
  say(b("no more areas"), statusOf(hog));
}

/** An ordinary user takes all the memory that he gets; the super-user's programs go on. */
function hungryUser(): void {
  call(42, addr(pair), 0, 0);
  const hog = fork();
  if (hog === 0) {
    call(213, 1000, 0, 0);
    const pages = freePages() - 100;
    const memory = map(pages * PAGE);
    for (let i = 0; i < pages && freePages() > 300; i++) store32(memory + i * PAGE, 1);
    writeOnce(pair[1], names, 1);
    while (true) call(29, 0, 0, 0);
  }
  close(pair[1]);
  read(pair[0], names, 1);
  close(pair[0]);
  const other = fork();
  if (other === 0) {
    const memory = map(512 * PAGE);
    for (let i = 0; i < 512; i++) store32(memory + i * PAGE, 1);
    exit(6);
  }
  say(b("beside a hungry user"), statusOf(other));
  call(37, hog, 9, 0);
  statusOf(hog);
}

function largeBuffer(): void {
  call(42, addr(pair), 0, 0);
  writeOnce(pair[1], names, 5);
  const buffer = map(40 * 1024 * 1024);
  const before = freePages();
  say(b("read"), call(3, pair[0], buffer, 40 * 1024 * 1024));
  say(b("pages taken"), before - freePages() < 10 ? 1 : 0);
}

/** A file that is made when it is opened must go when it cannot be. */
function failingOpens(): void {
  const before = freePages();
  let failed = 0;
  const child = fork();
  if (child === 0) {
    call(213, 1000, 0, 0);
    for (let i = 0; i < 250; i++) if (open(b("/proc/uptime"), 2, 0) === -13) failed++;
    exit(failed);
  }
  say(b("failing opens"), statusOf(child));
  say(b("pages lost"), before - freePages() < 10 ? 0 : 1);
}

function ordinaryUser(): void {
  say(b("root kills process 1"), call(37, 1, 9, 0));
  const child = fork();
  if (child === 0) {
    call(213, 1000, 0, 0);
    say(b("kill process 1"), call(37, 1, 9, 0));
    call(66, 0, 0, 0);
    say(b("join its group"), call(57, 0, 1, 0));
    call(37, 0, 9, 0);
    exit(1);
  }
  say(b("killed itself"), statusOf(child));
}

storesInKernel();
programHeaders();
takenSegments();
signalStacks();
handle(10, onFpu, 4);
call(37, call(20, 0, 0, 0), 10, 0);
loadPi(0);
say(b("reserved bits"), handled);
deepFolders();
largeBuffer();
failingOpens();
ordinaryUser();
manyOrphans();
manyFiles();
manyAreas();
hungryUser();
manyProcesses();
exit(0);
