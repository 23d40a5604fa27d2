// The start: memory, processor, devices, an empty file system, the first process. Runs on the stack that the compiler
// left, which becomes the one that waits for interrupts when nobody else has anything to do.
import { b, store8, tapeRegister } from "../runtime/node.js";
import { enterUser, raiseStack } from "./1-machine/node-glue.js";
import { DIRECT_MAP, O_RDWR, PAGE, S_IFCHR, S_IFDIR, S_IFREG } from "./1-machine/numbers.js";
import { alloc } from "./2-memory/heap.js";
import { COM1, COM2, panic, print, printNumber, startSerial } from "./1-machine/console.js";
import { freeUnreservedPages, reservePages, startPages, totalMemory } from "./2-memory/pages.js";
import { openLocalApic, startProcessor } from "./1-machine/processor.js";
import { startClock } from "./1-machine/clock.js";
import { holdInode, Inode, makeInode } from "./2-memory/inode.js";
import { makeOpenFile } from "./4-files/openfile.js";
import { CONSOLE_DEVICE } from "./4-files/devices.js";
import { setTerminalGroup, startTerminal } from "./4-files/terminal.js";
import { startSpaces } from "./2-memory/space.js";
import { startFpu } from "./1-machine/fpu.js";
import { current, idle, makeProcess, makeReady, prepareStack } from "./3-processes/process.js";
import { executeFirst, startExec } from "./5-programs/exec.js";
import { rootDirectory, startPaths } from "./4-files/path.js";
import { startProc } from "./4-files/proc.js";
import { makeNode, makeRootfs } from "./4-files/rootfs.js";
import { startCalls } from "./6-calls/table.js";
import { startFileCalls } from "./6-calls/files.js";
import { startPathCalls } from "./6-calls/paths.js";
import { startAttributeCalls } from "./6-calls/attributes.js";
import { startMemoryCalls } from "./6-calls/memory.js";
import { startProcessCalls } from "./6-calls/processes.js";
import { startSignalCalls } from "./6-calls/signals.js";
import { startTimeCalls } from "./6-calls/time.js";
import { startSystemCalls } from "./6-calls/system.js";
import { decodeHostSeed, findTape, makeTapeFile } from "./tape.js";
import { trap } from "./6-calls/traps.js";

/** The kernel's code, globals and heap; the stack of the start with the page directory that the compiler left. */
const KERNEL_FIRST_PAGE = 0x2000;
const KERNEL_END_PAGE = 0x3800;
const STACK_START_PAGE = 0xbf0;
const STACK_END_PAGE_OF_START = 0xc01;
const MEBIBYTE_PAGES = 256;

/** Memory, and the processor's tables. Until the page directory changes, the compiler's is in use. */
function startMachine(tapeRest: number): void {
  startSerial(COM1);
  startSerial(COM2);
  startProcessor(trap);
  startPages();
  reservePages(0, MEBIBYTE_PAGES);
  reservePages(KERNEL_FIRST_PAGE, KERNEL_END_PAGE);
  reservePages(STACK_START_PAGE, STACK_END_PAGE_OF_START);
  findTape(tapeRest);
  const directory = alloc(PAGE * 2) + PAGE - 1 & ~(PAGE - 1);
  startSpaces(directory);
  openLocalApic(directory);
  freeUnreservedPages(directory);
  startFpu();
  startClock();
  startTerminal();
}

function startAllCalls(): void {
  const dots = alloc(4);
  store8(dots, 46);
  store8(dots + 1, 46);
  startCalls();
  startFileCalls(dots);
  startPathCalls();
  startAttributeCalls();
  startMemoryCalls();
  startProcessCalls();
  startSignalCalls();
  startTimeCalls();
  startSystemCalls();
}

/** /seed/host, decoded from the tape's hex. */
function makeFirstProgram(): void {
  const directory = makeNode(rootDirectory(), b("seed"), S_IFDIR | 0x1ed, 0);
  decodeHostSeed(makeNode(directory, b("host"), S_IFREG | 0x1ed, 0), alloc(PAGE));
}

/** The first process's beginning, on its own kernel stack. */
function runFirst(): void {
  const error = executeFirst(b("/seed/host"));
  if (error < 0) panic(b("/seed/host cannot be run, error"), -error);
  enterUser(current.trapFrame);
}

function makeFirstProcess(): void {
  const process = makeProcess();
  process.group = process.id;
  process.session = process.id;
  process.creationMask = 0x12;
  process.directory = rootDirectory();
  holdInode(rootDirectory());
  setTerminalGroup(process.group);
  process.files[0] = makeOpenFile(makeTapeFile(), 0);
  const console = makeOpenFile(makeConsole(), O_RDWR);
  console.references = 2;
  process.files[1] = console;
  process.files[2] = console;
  process.fileEnd = 3;
  prepareStack(process, runFirst);
  makeReady(process);
}

function makeConsole(): Inode {
  const inode = makeInode(S_IFCHR | 0x180, 0, 0);
  inode.device = CONSOLE_DEVICE;
  return inode;
}

function startKernel(tapeRest: number): void {
  startMachine(tapeRest);
  print(b("rootseed: kernel with "));
  printNumber(totalMemory() >>> 8);
  print(b(" MiB of memory\n"));
  startPaths();
  startProc();
  startExec();
  makeRootfs();
  startAllCalls();
  makeFirstProgram();
  makeFirstProcess();
  idle();
}

const restOfTape = tapeRegister(0);
raiseStack(DIRECT_MAP);
startKernel(restOfTape);
