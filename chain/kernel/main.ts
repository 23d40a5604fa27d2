// The start: memory, processor, devices, an empty file system, the first process. Runs on the stack that the compiler
// left, which becomes the one that waits for interrupts when nobody else has anything to do.
import { b, tapeRegister } from "../runtime/node.js";
import { enterUser, raiseStack } from "./1-machine/node-glue.js";
import {
  DIRECT_MAP, MODE_022, MODE_600, MODE_755, O_RDWR, PAGE, S_IFCHR, S_IFDIR, S_IFREG,
} from "./1-machine/numbers.js";
import { COM1, COM2, panic, print, printNumber, startSerial } from "./1-machine/console.js";
import { startClock } from "./1-machine/clock.js";
import { openLocalApic, startProcessor } from "./1-machine/processor.js";
import { startFpu } from "./1-machine/fpu.js";
import { countPages, freeUnreservedPages, reservePages, startPages, totalMemory } from "./2-memory/pages.js";
import { alloc, allocPages } from "./2-memory/heap.js";
import { holdInode, Inode, makeInode } from "./2-memory/inode.js";
import { startSpaces } from "./2-memory/space.js";
import { current, idle, makeProcess, makeReady, prepareStack } from "./3-processes/process.js";
import { rootDirectory, startDirectories } from "./4-files/directory.js";
import { setTerminalGroup, startTerminal } from "./4-files/terminal.js";
import { CONSOLE_DEVICE } from "./4-files/devices.js";
import { makeOpenFile } from "./4-files/openfile.js";
import { makeNode, makeRootfs, startProc } from "./4-files/rootfs.js";
import { executeFirst } from "./5-programs/exec.js";
import { trap } from "./6-calls/traps.js";
import { decodeHostSeed, findTape, makeTapeFile } from "./tape.js";

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
  startProcessor(trap, allocPages(2));
  const pageCount = countPages();
  startPages(pageCount, alloc(pageCount << 2));
  reservePages(0, MEBIBYTE_PAGES);
  reservePages(KERNEL_FIRST_PAGE, KERNEL_END_PAGE);
  reservePages(STACK_START_PAGE, STACK_END_PAGE_OF_START);
  findTape(tapeRest);
  const directory = allocPages(1);
  startSpaces(directory);
  openLocalApic(directory);
  freeUnreservedPages(directory);
  startFpu(allocPages(1));
  startClock();
  startTerminal();
}

/** /seed/host, decoded from the tape's hex. */
function makeFirstProgram(): void {
  const directory = makeNode(rootDirectory(), b("seed"), S_IFDIR | MODE_755, 0);
  decodeHostSeed(makeNode(directory, b("host"), S_IFREG | MODE_755, 0), alloc(PAGE));
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
  process.creationMask = MODE_022;
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
  const inode = makeInode(S_IFCHR | MODE_600, 0, 0);
  inode.device = CONSOLE_DEVICE;
  return inode;
}

function startKernel(tapeRest: number): void {
  startMachine(tapeRest);
  print(b("rootseed: kernel with "));
  printNumber(totalMemory() >>> 8);
  print(b(" MiB of memory\n"));
  startDirectories();
  startProc();
  makeRootfs();
  makeFirstProgram();
  makeFirstProcess();
  idle();
}

const restOfTape = tapeRegister(0);
raiseStack(DIRECT_MAP);
startKernel(restOfTape);
