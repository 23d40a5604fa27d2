// The start: memory, processor, devices, an empty file system, the first process. Runs on the stack that the compiler
// left, which becomes the idle stack: it waits for interrupts when no process is ready.
import { b, tapeRegister } from "../2-runtime/node.js";
import {
  COM1, COM2, DIRECT_MAP, enterUser, features, hasLongMode, hasPae, isLongMode, MODE_022, MODE_600, MODE_755, O_RDWR,
  openLocalApic, PAGE, panic, print, printNumber, raiseStack, S_IFCHR, S_IFDIR, S_IFREG, startClock, startFpu,
  startProcessor, startSerial, useLongMode,
} from "./1-machine/index.js";
import {
  alloc, allocPages, countPages, freeUnreservedPages, holdInode, Inode, makeInode, reservePages, startPages,
  startSpaces, totalMemory,
} from "./2-memory/index.js";
import { current, idle, makeProcess, makeReady, prepareStack } from "./3-processes/index.js";
import {
  CONSOLE_DEVICE, makeNode, makeOpenFile, makeRootfs, rootDirectory, setTerminalGroup, startDirectories,
  startTerminal,
} from "./4-files/index.js";
import { executeFirst } from "./5-programs/index.js";
import { trap } from "./6-calls/index.js";
import { decodeHostSeed, findTape, makeTapeFile, Tape } from "./tape.js";

/** The kernel's code, globals and heap; the stack of the start with the page directory that the compiler left. */
const KERNEL_FIRST_PAGE = 0x2000, KERNEL_END_PAGE = 0x3800, STACK_START_PAGE = 0xbf0, STACK_END_PAGE_OF_START = 0xc01,
  MEBIBYTE_PAGES = 256;

/** Memory, and the processor's tables. Until startSpaces the compiler's page directory is in use. */
function startMachine(tapeRest: number): Tape {
  startSerial(COM1);
  startSerial(COM2);
  if (!hasPae()) panic(b("the processor has no PAE (it is older than the Pentium Pro), features"), features(1));
  if (hasLongMode()) useLongMode();
  const pageCount = countPages();
  startPages(pageCount, alloc(pageCount << 2));
  reservePages(0, MEBIBYTE_PAGES);
  reservePages(KERNEL_FIRST_PAGE, KERNEL_END_PAGE);
  reservePages(STACK_START_PAGE, STACK_END_PAGE_OF_START);
  const tape = findTape(tapeRest);
  const directory = startSpaces(allocPages(3));
  startProcessor(trap, allocPages(3));
  openLocalApic(directory);
  freeUnreservedPages(directory);
  startFpu(allocPages(1));
  startClock();
  startTerminal();
  return tape;
}

/** /seed/host, decoded from the tape's hex. */
function makeFirstProgram(tape: Tape): void {
  const directory = makeNode(rootDirectory(), b("seed"), S_IFDIR | MODE_755, 0);
  decodeHostSeed(tape, makeNode(directory, b("host"), S_IFREG | MODE_755, 0), alloc(PAGE));
}

/** The first process's beginning, on its own kernel stack. */
function runFirst(): void {
  const error = executeFirst(b("/seed/host"));
  if (error < 0) panic(b("/seed/host cannot be run, error"), -error);
  enterUser(current.trapFrame);
}

function makeFirstProcess(tape: Tape): void {
  const process = makeProcess();
  process.group = process.id;
  process.session = process.id;
  process.creationMask = MODE_022;
  process.directory = rootDirectory();
  holdInode(rootDirectory());
  setTerminalGroup(process.group);
  process.files[0] = makeOpenFile(makeTapeFile(tape), 0);
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
  const tape = startMachine(tapeRest);
  print(b("rootseed: kernel with "));
  printNumber(totalMemory() >>> 8);
  print(isLongMode() ? b(" MiB of memory, 64-bit programs\n") : b(" MiB of memory\n"));
  startDirectories();
  makeRootfs();
  makeFirstProgram(tape);
  makeFirstProcess(tape);
  idle();
}

const restOfTape = tapeRegister(0);
raiseStack(DIRECT_MAP);
startKernel(restOfTape);
