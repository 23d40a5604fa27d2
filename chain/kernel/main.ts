// The start: memory, processor, devices, an empty file system, the first process. Runs on the stack that the compiler
// left, which becomes the one that waits for interrupts when nobody else has anything to do.
import { b, store8, tapeRegister } from "../runtime/node.js";
import { enterUser, raiseStack } from "./node-glue.js";
import { startAttributeCalls } from "./calls-attributes.js";
import { startFileCalls } from "./calls-files.js";
import { startMemoryCalls } from "./calls-memory.js";
import { startPathCalls } from "./calls-paths.js";
import { startProcessCalls } from "./calls-processes.js";
import { startSignalCalls } from "./calls-signals.js";
import { startSystemCalls } from "./calls-system.js";
import { startTimeCalls } from "./calls-time.js";
import { startCalls } from "./calls.js";
import { startClock } from "./clock.js";
import { COM1, COM2, panic, print, printNumber, startSerial } from "./console.js";
import { openLocalApic, startDescriptors } from "./descriptors.js";
import { CONSOLE_DEVICE } from "./devices.js";
import { executeFirst, startExec } from "./exec.js";
import { startFpu } from "./fpu.js";
import { claimFrames, openFrames, startFrames, totalMemory } from "./frames.js";
import { alloc } from "./heap.js";
import { holdInode, Inode, makeInode } from "./inode.js";
import { DIRECT_MAP, O_RDWR, PAGE, S_IFCHR, S_IFDIR, S_IFREG } from "./numbers.js";
import { makeOpenFile } from "./openfile.js";
import { rootDirectory, startPaths } from "./path.js";
import { startProc } from "./proc.js";
import { current, idle, makeProcess, makeReady, prepareStack } from "./process.js";
import { makeBeginning, makeNode } from "./beginning.js";
import { startSpaces } from "./space.js";
import { decodeHostSeed, findTape, makeTapeFile } from "./tape.js";
import { setTerminalGroup, startTerminal } from "./terminal.js";
import { trap } from "./traps.js";

/** The kernel's code, globals and heap; the stack of the start with the page directory that the compiler left. */
const KERNEL_FIRST_FRAME = 0x2000;
const KERNEL_END_FRAME = 0x3800;
const STACK_FIRST_FRAME = 0xbf0;
const STACK_END_FRAME = 0xc01;
const MEBIBYTE_FRAMES = 256;

/** Memory, and the processor's tables. Until the page directory changes, the compiler's is in use. */
function startMachine(tapeRest: number): void {
  startSerial(COM1);
  startSerial(COM2);
  startDescriptors(trap);
  startFrames();
  claimFrames(0, MEBIBYTE_FRAMES);
  claimFrames(KERNEL_FIRST_FRAME, KERNEL_END_FRAME);
  claimFrames(STACK_FIRST_FRAME, STACK_END_FRAME);
  findTape(tapeRest);
  const directory = alloc(PAGE * 2) + PAGE - 1 & ~(PAGE - 1);
  startSpaces(directory);
  openLocalApic(directory);
  openFrames(directory);
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
  enterUser(current.frame);
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
  makeBeginning();
  startAllCalls();
  makeFirstProgram();
  makeFirstProcess();
  idle();
}

const restOfTape = tapeRegister(0);
raiseStack(DIRECT_MAP);
startKernel(restOfTape);
