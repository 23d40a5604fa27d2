// execve: a new program in the place of the old one. ELF files (static, i386) and scripts with a #! line. The new
// space is made completely before the old one goes, so that every error leaves the caller as it was. The segments of
// the file are mapped, not copied: pages come on first use, and the same frames serve every process that runs it.
import { ch, copyMemory, fillMemory, load16, load32, load8, store32, store8, ult } from "../../runtime/node.js";
import { setGs } from "../1-machine/node-glue.js";
import {
  E2BIG, EACCES, EFAULT, ENOEXEC, ENOMEM, ETXTBSY, PAGE, PROT_EXEC, PROT_READ, PROT_WRITE, S_IFREG,
} from "../1-machine/numbers.js";
import { alloc } from "../2-memory/heap.js";
import { kmap } from "../2-memory/pages.js";
import { TF_BYTES, TF_EIP, TF_ESP } from "../1-machine/trapframe.js";
import { setThreadDescriptor, THREAD_DESCRIPTORS } from "../1-machine/processor.js";
import { TICKS_PER_SECOND } from "../1-machine/clock.js";
import { fileType, Inode } from "../2-memory/inode.js";
import { contentPage, readContent } from "../2-memory/content.js";
import { closeDescriptor } from "../4-files/openfile.js";
import { fillRandom } from "../4-files/devices.js";
import {
  AddressSpace, copyToSpace, dropSpace, isWithin, makeArea, makeSpace, storeInSpace,
} from "../2-memory/space.js";
import { insertArea, LOWEST_PAGE, mapPages, STACK_END_PAGE, STACK_FIRST_PAGE } from "../2-memory/mapping.js";
import { mayReadUser, userStringLength } from "../3-processes/usermemory.js";
import { resetFpuState } from "../1-machine/fpu.js";
import { current, nameProcess, Process, setExecutable } from "../3-processes/process.js";
import { ACTION_HANDLER, resetSegments, SIG_DFL, SIG_IGN } from "../3-processes/signals.js";
import { replaceSpace } from "./exit.js";
import {
  Follow, found, isPermitted, lookUpExisting, lookUpKernelPath, MAY_EXECUTE, PATH_LIMIT,
} from "../4-files/path.js";

const STACK_TOP = 0xbfffe000 | 0;
const ARGUMENT_LIMIT = 0x400000;
const STRING_LIMIT = 0x20000;

// ELF (System V ABI, i386): fields of the header and of a program header.
const ELF_MAGIC = 0x464c457f, ELF_TYPE = 16, ELF_MACHINE = 18, ELF_ENTRY = 24, ELF_HEADERS = 28, ELF_HEADER_SIZE = 42,
  ELF_HEADER_COUNT = 44, TYPE_EXECUTABLE = 2, TYPE_POSITION_INDEPENDENT = 3, MACHINE_386 = 3, SEGMENT_LOAD = 1,
  SEGMENT_INTERPRETER = 3;
const LOAD_BIAS = 0x10000000;

/** Where segments may lie: everything below the stack. */
const LOWEST_ADDRESS = LOWEST_PAGE << 12;
const PROGRAM_BYTES = STACK_FIRST_PAGE - LOWEST_PAGE << 12;

/** What a new program is about to be. */
class Image {
  space: AddressSpace | null = null;
  inode: Inode | null = null;
  entry: number = 0;
  headers: number = 0;
  headerCount: number = 0;
  stack: number = 0;
}

export const image = new Image();
/** The first page of the file. */
export let header = 0;
/** Strings that come before the program's own arguments: interpreter, its argument, script; each with its NUL. */
let leading = 0;
let leadingBytes = 0;
let leadingCount = 0;
let scriptPath = 0;

export function startExec(): void {
  header = alloc(PAGE);
  leading = alloc(PATH_LIMIT * 2);
  scriptPath = alloc(PATH_LIMIT);
}

/** Of a program header's flags: its bits are those of PROT_READ, PROT_WRITE and PROT_EXEC in reverse. */
function protectionOf(flags: number): number { return flags >>> 2 & 1 | flags & 2 | (flags & 1) << 2; }

/** The page that holds the last bytes of a segment's file part: the rest of it must be zeros. */
function makeLastPage(space: AddressSpace, inode: Inode, address: number, offset: number, bytes: number): boolean {
  const end = address + bytes;
  const within = end & 4095;
  if (within === 0) return true;
  const frame = contentPage(inode, offset + bytes - 1 >>> 12);
  return frame === 0 || copyToSpace(space, end - within, kmap(frame), within);
}

/** One segment of the file; 0 or a negated error. */
function mapSegment(space: AddressSpace, inode: Inode, at: number, bias: number): number {
  const offset = load32(at + 4);
  const address = load32(at + 8) + bias;
  const fileBytes = load32(at + 16);
  const memoryBytes = load32(at + 20);
  const protection = protectionOf(load32(at + 24));
  if (memoryBytes === 0) return 0;
  if (ult(memoryBytes, fileBytes) || (offset & 4095) !== (address & 4095) || !isWithin(offset, fileBytes, inode.size)
    || !isWithin(address - LOWEST_ADDRESS, memoryBytes, PROGRAM_BYTES)) return -ENOEXEC;
  const firstPage = address >>> 12;
  const fileEndPage = fileBytes === 0 ? firstPage : address + fileBytes + PAGE - 1 >>> 12;
  const endPage = address + memoryBytes + PAGE - 1 >>> 12;
  // the file's last page is memory of its own when bytes of zeros follow in it
  const hasTail = memoryBytes > fileBytes && (address + fileBytes & 4095) !== 0 && fileBytes !== 0;
  const mappedEnd = hasTail ? fileEndPage - 1 : fileEndPage;
  if (mappedEnd > firstPage) mapPages(space, firstPage, mappedEnd - firstPage, protection, false, inode, offset >>> 12);
  if (endPage > mappedEnd) {
    mapPages(space, mappedEnd, endPage - mappedEnd, protection | PROT_WRITE, false, null, 0);
    if (hasTail && !makeLastPage(space, inode, address, offset, fileBytes)) return -ENOMEM;
  }
  const end = address + memoryBytes;
  if (ult(space.breakStart, end)) {
    space.breakStart = endPage << 12;
    space.breakEnd = space.breakStart;
  }
  return 0;
}

/** Maps the file whose first page is in `header`; 0 or a negated error. */
function mapProgram(space: AddressSpace, inode: Inode): number {
  const type = load16(header + ELF_TYPE);
  const count = load16(header + ELF_HEADER_COUNT);
  const headers = load32(header + ELF_HEADERS);
  if (load32(header) !== ELF_MAGIC || load16(header + ELF_MACHINE) !== MACHINE_386
    || load16(header + ELF_HEADER_SIZE) !== 32 || !isWithin(headers, count * 32, PAGE)) return -ENOEXEC;
  if (type !== TYPE_EXECUTABLE && type !== TYPE_POSITION_INDEPENDENT) return -ENOEXEC;
  const bias = type === TYPE_POSITION_INDEPENDENT ? LOAD_BIAS : 0;
  image.entry = load32(header + ELF_ENTRY) + bias;
  image.headerCount = count;
  image.headers = 0;
  for (let i = 0; i < count; i++) {
    const at = header + headers + i * 32;
    if (load32(at) === SEGMENT_INTERPRETER) return -ENOEXEC;
    if (load32(at) === SEGMENT_LOAD) {
      const error = mapSegment(space, inode, at, bias);
      if (error < 0) return error;
      if (load32(at + 4) === 0) image.headers = load32(at + 8) + bias + headers;
    }
  }
  insertArea(space, makeArea(STACK_FIRST_PAGE, STACK_END_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC));
  return 0;
}

/** Bytes of the strings of a list in the program's memory, with their NULs, and their number (in listCount). */
let listCount = 0;
function measureList(list: number): number {
  listCount = 0;
  let total = 0;
  if (list === 0) return 0;
  while (true) {
    if (!mayReadUser(list + listCount * 4, 4)) return -EFAULT;
    const text = load32(list + listCount * 4);
    if (text === 0) return total;
    const n = userStringLength(text, STRING_LIMIT);
    if (n < 0) return n === -EFAULT ? n : -E2BIG;
    total += n + 1;
    listCount++;
    if (total + listCount * 4 > ARGUMENT_LIMIT) return -E2BIG;
  }
}

/** Copies a list's strings to an address in the new space, and their addresses to a vector there; the next address. */
function copyList(list: number, skip: number, count: number, to: number, vector: number): number {
  let at = to;
  for (let i = skip; i < count; i++) {
    const text = load32(list + i * 4);
    const n = userStringLength(text, STRING_LIMIT) + 1;
    if (!copyToSpace(image.space!, at, text, n)) return 0;
    storeInSpace(image.space!, vector + (i - skip) * 4, at);
    at += n;
  }
  return at;
}

// made once: an array that is written in a function is a new one, and stays, each time
const OWNER_KEYS = [11, 12], GROUP_KEYS = [13, 14], ZERO_KEYS = [7, 8, 23];

let auxiliary = 0;
function addAuxiliary(key: number, value: number): void {
  storeInSpace(image.space!, auxiliary, key);
  storeInSpace(image.space!, auxiliary + 4, value);
  auxiliary += 8;
}

/** The auxiliary vector (include/uapi/linux/auxvec.h): what C libraries ask of the kernel at the start. */
function storeAuxiliary(random: number): void {
  addAuxiliary(3, image.headers);
  addAuxiliary(4, 32);
  addAuxiliary(5, image.headerCount);
  addAuxiliary(6, PAGE);
  addAuxiliary(9, image.entry);
  for (const key of OWNER_KEYS) addAuxiliary(key, current.owner);
  for (const key of GROUP_KEYS) addAuxiliary(key, current.ownerGroup);
  addAuxiliary(17, TICKS_PER_SECOND);
  for (const key of ZERO_KEYS) addAuxiliary(key, 0);
  addAuxiliary(25, random);
  addAuxiliary(0, 0);
}

const AUXILIARY_BYTES = 15 * 8;

/**
 * The new program's stack: argument count, arguments, environment, auxiliary vector, and above them the strings.
 * Of the caller's arguments the first `skip` are left out, for the leading ones to take their place.
 */
function makeStack(argumentList: number, environmentList: number, skip: number): number {
  const argumentBytes = measureList(argumentList);
  if (argumentBytes < 0) return argumentBytes;
  const argumentCount = listCount;
  const environmentBytes = measureList(environmentList);
  if (environmentBytes < 0) return environmentBytes;
  const environmentCount = listCount;
  const strings = STACK_TOP - (leadingBytes + argumentBytes + environmentBytes + 16) & ~15;
  const skipped = skip < argumentCount ? skip : argumentCount;
  const count = leadingCount + argumentCount - skipped;
  const stack = strings - AUXILIARY_BYTES - (count + environmentCount + 3) * 4 & ~15;
  const space = image.space!;
  if (!copyToSpace(space, strings, leading, leadingBytes) || !storeInSpace(space, stack, count)) return -ENOMEM;
  let at = strings;
  for (let i = 0; i < leadingCount; i++) {
    storeInSpace(space, stack + 4 + i * 4, at);
    while (load8(leading + (at - strings)) !== 0) at++;
    at++;
  }
  at = copyList(argumentList, skipped, argumentCount, strings + leadingBytes, stack + 4 + leadingCount * 4);
  if (at === 0) return -ENOMEM;
  const environment = stack + 8 + count * 4;
  at = copyList(environmentList, 0, environmentCount, at, environment);
  if (at === 0) return -ENOMEM;
  auxiliary = environment + (environmentCount + 1) * 4;
  fillRandom(header, 16);
  copyToSpace(space, STACK_TOP, header, 16);
  storeAuxiliary(STACK_TOP);
  image.stack = stack;
  return 0;
}

function addLeading(from: number, n: number): void {
  copyMemory(leading + leadingBytes, from, n);
  leadingBytes += n;
  store8(leading + leadingBytes, 0);
  leadingBytes++;
  leadingCount++;
}

function isBlank(byte: number): boolean { return byte === 32 || byte === 9; }

/**
 * The #! line in `header`: the interpreter and its argument come before the script's path (n bytes at scriptPath).
 * The interpreter's own path replaces the script's in scriptPath; its length, or a negated error.
 */
function readScriptLine(n: number): number {
  let end = 2;
  while (end < 256 && load8(header + end) !== 10 && load8(header + end) !== 0) end++;
  let from = 2;
  while (from < end && isBlank(load8(header + from))) from++;
  let to = from;
  while (to < end && !isBlank(load8(header + to))) to++;
  let argument = to;
  while (argument < end && isBlank(load8(header + argument))) argument++;
  while (end > argument && isBlank(load8(header + end - 1))) end--;
  if (to === from) return -ENOEXEC;
  addLeading(header + from, to - from);
  if (end > argument) addLeading(header + argument, end - argument);
  addLeading(scriptPath, n);
  copyMemory(scriptPath, header + from, to - from);
  return to - from;
}

/** Reads a program's first page into `header`; 0 or a negated error. */
function readHeader(inode: Inode): number {
  if (fileType(inode) !== S_IFREG || !isPermitted(inode, MAY_EXECUTE)) return -EACCES;
  if (inode.writers > 0) return -ETXTBSY;
  fillMemory(header, 0, PAGE);
  readContent(inode, 0, header, inode.size < PAGE ? inode.size : PAGE);
  image.inode = inode;
  return 0;
}

/** Goes from a script (its path is in scriptPath) to its interpreter; the program's inode is in image. */
function findProgram(inode: Inode, pathBytes: number): number {
  let error = readHeader(inode);
  if (error < 0 || load8(header) !== ch('#') || load8(header + 1) !== ch('!')) return error;
  const n = readScriptLine(pathBytes);
  if (n < 0) return n;
  error = lookUpKernelPath(scriptPath, n);
  return error < 0 ? error : readHeader(found.inode!);
}

/** The process's state as a new program finds it. */
function resetProcess(process: Process): void {
  for (let signal = 1; signal < 65; signal++) {
    if (process.actions[signal * 4 + ACTION_HANDLER] !== SIG_IGN) {
      process.actions[signal * 4 + ACTION_HANDLER] = SIG_DFL;
    }
  }
  process.alternateStackBytes = 0;
  for (let descriptor = 0; descriptor < process.fileEnd; descriptor++) {
    if (process.closeOnExec[descriptor] !== 0) {
      process.closeOnExec[descriptor] = 0;
      closeDescriptor(descriptor);
    }
  }
  for (let i = 0; i < THREAD_DESCRIPTORS * 2; i++) process.threadDescriptors[i] = 0;
  for (let i = 0; i < THREAD_DESCRIPTORS; i++) setThreadDescriptor(i, 0, 0);
  setGs(0);
  resetFpuState(process);
}

/** The registers at a program's start: all zero but where it begins and its stack. */
function resetFrame(frame: number, entry: number, stack: number): void {
  fillMemory(frame, 0, TF_BYTES);
  resetSegments(frame, 0);
  store32(frame + TF_EIP, entry);
  store32(frame + TF_ESP, stack);
}

function loadImage(argumentList: number, environmentList: number): number {
  const space = makeSpace();
  if (space === null) return -ENOMEM;
  image.space = space;
  let error = mapProgram(space, image.inode!);
  if (error === 0) error = makeStack(argumentList, environmentList, leadingCount === 0 ? 0 : 1);
  if (error < 0) {
    dropSpace(space);
    image.space = null;
  }
  return error;
}

/** Makes the running process run the program in `image`. */
function become(): void {
  setExecutable(current, image.inode);
  replaceSpace(image.space);
  image.space = null;
  resetProcess(current);
  resetFrame(current.trapFrame, image.entry, image.stack);
}

/** Runs the program in `found`, whose path (n bytes) is in scriptPath too; 0 or a negated error. */
function executeFound(path: number, n: number, argumentList: number, environmentList: number): number {
  let error = findProgram(found.inode!, n);
  if (error === 0) error = loadImage(argumentList, environmentList);
  if (error < 0) return error;
  nameProcess(current, path, n);
  become();
  return 0;
}

/** execve; 0 means that the frame is the new program's. */
export function execute(descriptor: number, path: number, argumentList: number, environmentList: number): number {
  const n = userStringLength(path, PATH_LIMIT);
  if (n < 0) return n;
  const error = lookUpExisting(descriptor, path, Follow.All);
  if (error < 0) return error;
  copyMemory(scriptPath, path, n);
  leadingBytes = 0;
  leadingCount = 0;
  return executeFound(path, n, argumentList, environmentList);
}

/** The first program: the running process has no memory yet, so its only argument is its path, from the kernel. */
export function executeFirst(path: Uint8Array): number {
  for (let i = 0; i < path.length; i++) store8(scriptPath + i, path[i]);
  const error = lookUpKernelPath(scriptPath, path.length);
  if (error < 0) return error;
  addLeading(scriptPath, path.length);
  return executeFound(scriptPath, path.length, 0, 0);
}
