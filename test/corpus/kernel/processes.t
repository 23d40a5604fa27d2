// Processes, pipes and signals.
let counter = 1;
let handled = 0;
const pair = new Int32Array(2);
const bytes = new Uint8Array(100000);

function onSignal(signal: number): void { handled = handled * 100 + signal; }

function fork(): number { return call(2, 0, 0, 0); }

function copies(): void {
  counter = 5;
  const child = fork();
  if (child === 0) {
    counter += 10;
    exit(counter);
  }
  say(b("child's counter"), statusOf(child));
  say(b("own counter"), counter);
  say(b("no child"), call(7, -1, 0, 0));
  for (let i = 0; i < 5; i++) {
    if (fork() === 0) exit(i);
  }
  let sum = 0;
  for (let i = 0; i < 5; i++) sum += statusOfAny();
  say(b("five children"), sum);
  const sleeper = fork();
  if (sleeper === 0) while (true) call(29, 0, 0, 0);
  say(b("still there"), call(7, sleeper, 0, 1));
  say(b("kill"), call(37, sleeper, 9, 0));
  say(b("killed"), statusOf(sleeper));
  say(b("kill again"), call(37, sleeper, 0, 0));
}
function statusOfAny(): number {
  const status = new Int32Array(1);
  call(7, -1, addr(status), 0);
  return status[0] >> 8;
}
function pipes(): void {
  say(b("pipe"), call(42, addr(pair), 0, 0));
  const child = fork();
  if (child === 0) {
    close(pair[0]);
    let sent = 0;
    while (sent < 100000) sent += writeOnce(pair[1], bytes, 100000 - sent);
    exit(7);
  }
  close(pair[1]);
  let total = 0;
  let n = read(pair[0], bytes, 3000);
  while (n > 0) {
    total += n;
    n = read(pair[0], bytes, 3000);
  }
  say(b("through the pipe"), total);
  say(b("its writer"), statusOf(child));
  close(pair[0]);
  call(42, addr(pair), 0, 0);
  close(pair[0]);
  const broken = fork();
  if (broken === 0) {
    writeOnce(pair[1], bytes, 1);
    exit(1);
  }
  say(b("broken pipe"), statusOf(broken));
  handle(13, 1 as unknown as (signal: number) => void, 0);
  say(b("ignored"), writeOnce(pair[1], bytes, 1));
  close(pair[1]);
  call(331, addr(pair), 0x800, 0);
  say(b("would wait"), read(pair[0], bytes, 1));
  const polled = new Int32Array(2);
  polled[0] = pair[0];
  polled[1] = 1;
  say(b("poll"), call(168, addr(polled), 1, 20));
  writeOnce(pair[1], bytes, 10);
  say(b("poll"), call(168, addr(polled), 1, -1));
  say(b("answer"), polled[1] >> 16);
  close(pair[1]);
  close(pair[0]);
}
function signals(): void {
  handle(10, onSignal, 0);
  call(37, call(20, 0, 0, 0), 10, 0);
  say(b("handled"), handled);
  const mask = new Int32Array(2);
  mask[0] = 1 << 9;
  syscall6(175, 0, addr(mask), 0, 8, 0, 0);
  call(37, call(20, 0, 0, 0), 10, 0);
  say(b("blocked"), handled);
  syscall6(175, 1, addr(mask), 0, 8, 0, 0);
  say(b("unblocked"), handled);
  handled = 0;
  handle(17, onSignal, 0);
  mask[0] = 1 << 16;
  syscall6(175, 0, addr(mask), 0, 8, 0, 0);
  const child = fork();
  if (child === 0) exit(3);
  mask[0] = 0;
  say(b("waited for a signal"), call(179, addr(mask), 8, 0));
  say(b("which was"), handled);
  say(b("status"), statusOf(child));
  mask[0] = 1 << 16;
  syscall6(175, 1, addr(mask), 0, 8, 0, 0);
  handle(17, 0 as unknown as (signal: number) => void, 0);
  // an alarm that comes again and again: one of them comes while the process waits
  handle(14, onSignal, 0);
  const timer = new Int32Array(4);
  timer[1] = 30000;
  timer[3] = 30000;
  syscall6(104, 0, addr(timer), 0, 0, 0, 0);
  call(42, addr(pair), 0, 0);
  handled = 0;
  say(b("interrupted"), read(pair[0], bytes, 1));
  say(b("by the alarm"), handled === 0 ? 0 : 1);
  handle(14, onSignal, 0x10000000);
  handled = 0;
  const writer = fork();
  if (writer === 0) {
    const time = new Int32Array(2);
    time[1] = 200000000;
    call(162, addr(time), 0, 0);
    writeOnce(pair[1], bytes, 1);
    exit(0);
  }
  say(b("made again"), read(pair[0], bytes, 1));
  say(b("after the alarm"), handled === 0 ? 0 : 1);
  timer[1] = 0;
  timer[3] = 0;
  syscall6(104, 0, addr(timer), 0, 0, 0, 0);
  statusOf(writer);
  say(b("signal 0"), call(37, call(20, 0, 0, 0), 0, 0));
  say(b("bad signal"), call(37, call(20, 0, 0, 0), 99, 0));
}
function faults(): void {
  const writeCode = fork();
  if (writeCode === 0) store32(16, 1);
  say(b("null"), statusOf(writeCode));
  const divide = fork();
  if (divide === 0) divideByZero(1);
  say(b("division"), statusOf(divide));
  const undefinedChild = fork();
  if (undefinedChild === 0) undefinedCode(0);
  say(b("undefined"), statusOf(undefinedChild));
  const privileged = fork();
  if (privileged === 0) privilegedCode(0);
  say(b("privileged"), statusOf(privileged));
  const kernelMemory = fork();
  if (kernelMemory === 0) load32(0xffffe000 | 0);
  say(b("kernel memory"), statusOf(kernelMemory));
  handled = 0;
  const caught = fork();
  if (caught === 0) {
    handle(11, onFault, 0);
    store32(16, 1);
  }
  say(b("caught"), statusOf(caught));
}
function onFault(signal: number): void { exit(signal + 50); }
/** The FPU's registers belong to each process. */
/** Programs make names from the clock: two readings in a row are never the same. */
function clocks(): void {
  const time = new Int32Array(2);
  let last = 0;
  let different = 0;
  for (let i = 0; i < 200; i++) {
    call(265, 0, addr(time), 0);
    if (time[1] !== last) different++;
    last = time[1];
  }
  say(b("readings of the clock that differ"), different);
}
/** A named pipe whose writer is gone before its reader has run again, and an unnamed one that is opened by a name. */
function namedPipes(): void {
  call(14, addr(b("fifo\0")), 0x11b6, 0);
  const reader = fork();
  if (reader === 0) {
    call(27, 5, 0, 0);
    exit(read(open(b("fifo"), 0, 0), bytes, 10));
  }
  const time = new Int32Array(2);
  time[1] = 50000000;
  call(162, addr(time), 0, 0);
  const fd = open(b("fifo"), 1, 0);
  writeOnce(fd, bytes, 3);
  close(fd);
  say(b("from a quick writer"), statusOf(reader));
  unlink(b("fifo"));
  call(42, addr(pair), 0, 0);
  writeOnce(pair[1], bytes, 4);
  close(pair[1]);
  const name = b("/dev/fd/0");
  name[8] = ch('0') + pair[0];
  const other = fork();
  if (other === 0) {
    call(27, 5, 0, 0);
    exit(read(open(name, 0, 0), bytes, 10));
  }
  say(b("by its number"), statusOf(other));
  close(pair[0]);
}
function groups(): void {
  const group = call(65, 0, 0, 0);
  const leader = fork();
  if (leader === 0) {
    call(66, 0, 0, 0);
    say(b("session's leader"), call(57, 0, 0, 0));
    const member = fork();
    if (member === 0) {
      say(b("another session's group"), call(57, 0, group, 0));
      say(b("no such group"), call(57, 0, 1 << 22, 0));
      say(b("parent"), call(57, call(64, 0, 0, 0), 0, 0));
      say(b("negative group"), call(57, 0, -1, 0));
      say(b("group of its own"), call(57, 0, 0, 0));
      call(37, 0, 9, 0);
    }
    exit(statusOf(member) - 1000);
  }
  say(b("its group killed"), statusOf(leader));
}
function floating(): void {
  loadPi(0);
  const child = fork();
  if (child === 0) exit((dropPi(0) & 0x4500) === 0x4000 ? 1 : 2);
  say(b("pi in the child"), statusOf(child));
  call(158, 0, 0, 0);
  say(b("pi"), (dropPi(0) & 0x4500) === 0x4000 ? 1 : 2);
}
function programs(): void {
  const nothing = new Array<Uint8Array>(0);
  say(b("no program"), spawn(b("/missing"), [b("x")], nothing, 0, 1));
  close(open(b("text"), 0x41, 0x1ed));
  say(b("empty program"), spawn(b("text"), [b("x")], nothing, 0, 1));
  const fd = open(b("script"), 0x41, 0x1ed);
  const text = b("#!./again arg \n");
  writeOnce(fd, text, text.length);
  close(fd);
  const original = open(commandLine()[0], 0, 0);
  const copy = open(b("again"), 0x41, 0x1ed);
  let n = read(original, bytes, 100000);
  while (n > 0) {
    writeOnce(copy, bytes, n);
    n = read(original, bytes, 100000);
  }
  close(copy);
  close(original);
  say(b("program"), spawn(b("again"), [b("again"), b("one"), b("two words")], [b("A=1"), b("B=2")], 0, 1));
  say(b("script"), spawn(b("script"), [b("script"), b("more")], nothing, 0, 1));
  chmod(b("again"), 0x180);
  say(b("not executable"), spawn(b("again"), [b("again")], nothing, 0, 1));
}
function describe(): void {
  for (const word of commandLine()) sayText(b("argument"), word);
  for (const word of environment()) sayText(b("environment"), word);
  exit(9);
}
const argumentsAtStart = commandLine();
if (argumentsAtStart.length > 1) describe();
copies();
pipes();
signals();
faults();
namedPipes();
groups();
clocks();
floating();
programs();
exit(0);
