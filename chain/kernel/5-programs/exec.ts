// execve: a new program in the place of the old one. ELF files (static, i386) and scripts with a #! line. The new
// space is made completely before the old one goes, so that every error leaves the caller as it was. The segments of
// the file are mapped, not copied: pages come on first use, and the same ones serve every process that runs it.
import { ch, copyMemory, fillMemory, load16, load32, load8, store32, store8, ult } from "../../runtime/node.js";
import {
  addr, addressOf, E2BIG, EACCES, EFAULT, ENOEXEC, ENOMEM, ETXTBSY, offsetInPage, PAGE, pageOf, pagesFor, PROT_EXEC,
  PROT_READ, PROT_WRITE, resetFpuState, resetSegments, S_IFREG, setGs, TF_BYTES, TF_EIP, TF_ESP, THREAD_DESCRIPTORS,
  TICKS_PER_SECOND,
} from "../1-machine/index.js";
import {
  AddressSpace, alloc, contentPage, copyToSpace, dropSpace, fileType, Inode, insertArea, isWithin, kmap, LOWEST_PAGE,
  makeArea, makeSpace, mapPages, readContent, STACK_END_PAGE, STACK_FIRST_PAGE, storeInSpace,
} from "../2-memory/index.js";
import {
  ACTION_HANDLER, current, loadThreadDescriptors, mayReadUser, nameProcess, Process, setExecutable, SIG_DFL, SIG_IGN,
  userStringLength,
} from "../3-processes/index.js";
import {
  closeDescriptor, fillRandom, Follow, isPermitted, lookUpExisting, lookUpKernelPath, makeLookup, MAY_EXECUTE,
  PATH_LIMIT,
} from "../4-files/index.js";
import { replaceSpace } from "./exit.js";

const STACK_TOP = 0xbfffe000 | 0, ARGUMENT_LIMIT = 0x400000, STRING_LIMIT = 0x20000;

// ELF (System V ABI, i386): fields of the header and of a program header.
const ELF_MAGIC = 0x464c457f, ELF_TYPE = 16, ELF_MACHINE = 18, ELF_ENTRY = 24, ELF_HEADERS = 28, ELF_HEADER_SIZE = 42,
  ELF_HEADER_COUNT = 44, TYPE_EXECUTABLE = 2, TYPE_POSITION_INDEPENDENT = 3, MACHINE_386 = 3, SEGMENT_LOAD = 1,
  SEGMENT_INTERPRETER = 3, HEADER_BYTES = 32;
const LOAD_BIAS = 0x10000000;

/** Where segments may lie: everything below the stack. */
const LOWEST_ADDRESS = LOWEST_PAGE << 12, PROGRAM_BYTES = STACK_FIRST_PAGE - LOWEST_PAGE << 12;

const SCRIPT_LINE_LIMIT = 256;

/** A list of strings in the caller's memory, ended by a 0; how many, and their bytes with their NULs. */
class StringList {
  address: number = 0;
  count: number = 0;
  bytes: number = 0;
}

/** What a new program is about to be. There is one, for exec never sleeps. */
class Image {
  /** The path that the caller gave. */
  path: number = alloc(PATH_LIMIT);
  pathBytes: number = 0;
  inode: Inode | null = null;
  /** The first page of the file, copied. */
  header: number = alloc(PAGE);
  space: AddressSpace = null as unknown as AddressSpace;
  entry: number = 0;
  headers: number = 0;
  headerCount: number = 0;
  stack: number = 0;
  /** Strings that come before the caller's arguments: interpreter, its argument, script; each with its NUL. */
  leading: number = alloc(PATH_LIMIT * 2);
  leadingBytes: number = 0;
  leadingCount: number = 0;
  argumentList: StringList = new StringList();
  environment: StringList = new StringList();
}

const newImage = new Image();
const foundProgram = makeLookup();

/** Of a program header's flags: its bits are those of PROT_READ, PROT_WRITE and PROT_EXEC in reverse. */
function protectionOf(flags: number): number { return flags >>> 2 & 1 | flags & 2 | (flags & 1) << 2; }

/** The page that holds the last bytes of a segment's file part: the rest of it must be zeros. */
function makeLastPage(space: AddressSpace, inode: Inode, address: number, offset: number, bytes: number): boolean {
  const end = address + bytes;
  const within = offsetInPage(end);
  if (within === 0) return true;
  const frame = contentPage(inode, pageOf(offset + bytes - 1));
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
  if (ult(memoryBytes, fileBytes) || !isWithin(offset, fileBytes, inode.size)
    || !isWithin(address - LOWEST_ADDRESS, memoryBytes, PROGRAM_BYTES)
    || offsetInPage(offset) !== offsetInPage(address)) return -ENOEXEC;
  const firstPage = pageOf(address);
  const fileEndPage = fileBytes === 0 ? firstPage : pagesFor(address + fileBytes);
  const endPage = pagesFor(address + memoryBytes);
  // the file's last page is memory of its own when bytes of zeros follow in it
  const hasTail = memoryBytes > fileBytes && offsetInPage(address + fileBytes) !== 0 && fileBytes !== 0;
  const mappedEnd = hasTail ? fileEndPage - 1 : fileEndPage;
  const filePages = mappedEnd - firstPage;
  if (filePages > 0) mapPages(space, firstPage, filePages, protection, false, inode, pageOf(offset));
  if (endPage > mappedEnd) {
    mapPages(space, mappedEnd, endPage - mappedEnd, protection | PROT_WRITE, false, null, 0);
    if (hasTail && !makeLastPage(space, inode, address, offset, fileBytes)) return -ENOMEM;
  }
  const end = address + memoryBytes;
  if (ult(space.breakStart, end)) {
    space.breakStart = addressOf(endPage);
    space.breakEnd = space.breakStart;
  }
  return 0;
}

/** Maps the file whose first page is in the header; 0 or a negated error. */
function mapProgram(image: Image): number {
  const header = image.header;
  const type = load16(header + ELF_TYPE);
  const count = load16(header + ELF_HEADER_COUNT);
  const headers = load32(header + ELF_HEADERS);
  if (load32(header) !== ELF_MAGIC || load16(header + ELF_MACHINE) !== MACHINE_386
    || load16(header + ELF_HEADER_SIZE) !== HEADER_BYTES || !isWithin(headers, count * HEADER_BYTES, PAGE)
    || type !== TYPE_EXECUTABLE && type !== TYPE_POSITION_INDEPENDENT) return -ENOEXEC;
  const bias = type === TYPE_POSITION_INDEPENDENT ? LOAD_BIAS : 0;
  image.entry = load32(header + ELF_ENTRY) + bias;
  image.headerCount = count;
  image.headers = 0;
  for (let i = 0; i < count; i++) {
    const at = header + headers + i * HEADER_BYTES;
    if (load32(at) === SEGMENT_INTERPRETER) return -ENOEXEC;
    if (load32(at) === SEGMENT_LOAD) {
      const error = mapSegment(image.space, image.inode!, at, bias);
      if (error < 0) return error;
      if (load32(at + 4) === 0) image.headers = load32(at + 8) + bias + headers;
    }
  }
  insertArea(image.space, makeArea(STACK_FIRST_PAGE, STACK_END_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC));
  return 0;
}

/** Counts and measures a list of the caller's; 0 or a negated error. */
function measureList(list: StringList, address: number): number {
  list.address = address;
  list.count = 0;
  list.bytes = 0;
  while (address !== 0) {
    const at = address + list.count * 4;
    if (!mayReadUser(at, 4)) return -EFAULT;
    if (load32(at) === 0) return 0;
    const n = userStringLength(load32(at), STRING_LIMIT);
    if (n < 0) return n === -EFAULT ? n : -E2BIG;
    list.bytes += n + 1;
    list.count++;
    if (list.bytes + list.count * 4 > ARGUMENT_LIMIT) return -E2BIG;
  }
  return 0;
}

/**
 * Copies a list's strings, but for the first `skip`, to an address in the new space, and their addresses to a vector
 * there; the address after them, 0 when there is no memory.
 */
function copyList(space: AddressSpace, list: StringList, skip: number, to: number, vector: number): number {
  let at = to;
  for (let i = skip; i < list.count; i++) {
    const text = load32(list.address + i * 4);
    const n = userStringLength(text, STRING_LIMIT) + 1;
    if (!copyToSpace(space, at, text, n)) return 0;
    storeInSpace(space, vector + (i - skip) * 4, at);
    at += n;
  }
  return at;
}

// What C libraries ask of the kernel at the start (include/uapi/linux/auxvec.h), in pairs of a key and a value.
const AT_PHDR = 3, AT_PHENT = 4, AT_PHNUM = 5, AT_PAGESZ = 6, AT_BASE = 7, AT_FLAGS = 8, AT_ENTRY = 9, AT_UID = 11,
  AT_EUID = 12, AT_GID = 13, AT_EGID = 14, AT_CLKTCK = 17, AT_SECURE = 23, AT_RANDOM = 25;
const auxiliary = [
  AT_PHDR, 0, AT_PHNUM, 0, AT_ENTRY, 0, AT_UID, 0, AT_EUID, 0, AT_GID, 0, AT_EGID, 0, AT_PHENT, HEADER_BYTES,
  AT_PAGESZ, PAGE, AT_CLKTCK, TICKS_PER_SECOND, AT_BASE, 0, AT_FLAGS, 0, AT_SECURE, 0, AT_RANDOM, STACK_TOP, 0, 0,
];

function storeAuxiliary(image: Image, to: number): void {
  auxiliary[1] = image.headers;
  auxiliary[3] = image.headerCount;
  auxiliary[5] = image.entry;
  auxiliary[7] = current.owner;
  auxiliary[9] = current.owner;
  auxiliary[11] = current.ownerGroup;
  auxiliary[13] = current.ownerGroup;
  copyToSpace(image.space, to, addr(auxiliary), auxiliary.length * 4);
}

/**
 * The new program's stack: argument count, arguments, environment, auxiliary vector, and above them the strings. When
 * there are leading strings, they take the place of the caller's first argument. 0 or a negated error.
 */
function makeStack(image: Image): number {
  const list = image.argumentList;
  const environment = image.environment;
  const space = image.space;
  const strings = STACK_TOP - (image.leadingBytes + list.bytes + environment.bytes + 16) & ~15;
  const skip = image.leadingCount > 0 && list.count > 0 ? 1 : 0;
  const count = image.leadingCount + list.count - skip;
  const stack = strings - auxiliary.length * 4 - (count + environment.count + 3) * 4 & ~15;
  if (!copyToSpace(space, strings, image.leading, image.leadingBytes)
    || !storeInSpace(space, stack, count)) return -ENOMEM;
  let at = strings;
  for (let i = 0; i < image.leadingCount; i++) {
    storeInSpace(space, stack + 4 + i * 4, at);
    while (load8(image.leading + (at - strings)) !== 0) at++;
    at++;
  }
  at = copyList(space, list, skip, at, stack + 4 + image.leadingCount * 4);
  const vector = stack + 8 + count * 4;
  if (at !== 0) at = copyList(space, environment, 0, at, vector);
  if (at === 0) return -ENOMEM;
  storeAuxiliary(image, vector + (environment.count + 1) * 4);
  fillRandom(image.header, 16);
  copyToSpace(space, STACK_TOP, image.header, 16);
  image.stack = stack;
  return 0;
}

function addLeading(image: Image, from: number, n: number): void {
  copyMemory(image.leading + image.leadingBytes, from, n);
  image.leadingBytes += n + 1;
  store8(image.leading + image.leadingBytes - 1, 0);
  image.leadingCount++;
}

/** Reads a program's first page; 0 or a negated error. */
function readHeader(image: Image, inode: Inode): number {
  if (fileType(inode) !== S_IFREG || !isPermitted(inode, MAY_EXECUTE)) return -EACCES;
  if (inode.writers > 0) return -ETXTBSY;
  fillMemory(image.header, 0, PAGE);
  readContent(inode, 0, image.header, inode.size < PAGE ? inode.size : PAGE);
  image.inode = inode;
  return 0;
}

function isBlank(byte: number): boolean { return byte === ch(' ') || byte === ch('\t'); }

/**
 * From a script to its interpreter, which becomes the program: the #! line names it, and may give it an argument. Both
 * come before the script's path. 0 or a negated error.
 */
function readInterpreter(image: Image): number {
  const line = image.header;
  let end = 2;
  while (end < SCRIPT_LINE_LIMIT && load8(line + end) !== ch('\n') && load8(line + end) !== 0) end++;
  let from = 2;
  while (from < end && isBlank(load8(line + from))) from++;
  let to = from;
  while (to < end && !isBlank(load8(line + to))) to++;
  let argument = to;
  while (argument < end && isBlank(load8(line + argument))) argument++;
  while (end > argument && isBlank(load8(line + end - 1))) end--;
  if (to === from) return -ENOEXEC;
  addLeading(image, line + from, to - from);
  if (end > argument) addLeading(image, line + argument, end - argument);
  addLeading(image, image.path, image.pathBytes);
  const error = lookUpKernelPath(foundProgram, line + from, to - from);
  return error < 0 ? error : readHeader(image, foundProgram.inode!);
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
  loadThreadDescriptors(process);
  setGs(0);
  resetFpuState(process.fpuState);
}

/** The registers at a program's start: all zero but where it begins and its stack. */
function resetTrapFrame(trapFrame: number, entry: number, stack: number): void {
  fillMemory(trapFrame, 0, TF_BYTES);
  resetSegments(trapFrame, 0);
  store32(trapFrame + TF_EIP, entry);
  store32(trapFrame + TF_ESP, stack);
}

/** Runs the program whose path and header are in the image; 0 or a negated error. */
function runProgram(image: Image): number {
  const isScript = load8(image.header) === ch('#') && load8(image.header + 1) === ch('!');
  let error = isScript ? readInterpreter(image) : 0;
  if (error < 0) return error;
  const space = makeSpace();
  if (space === null) return -ENOMEM;
  image.space = space;
  error = mapProgram(image);
  if (error === 0) error = makeStack(image);
  if (error < 0) {
    dropSpace(space);
    return error;
  }
  nameProcess(current, image.path, image.pathBytes);
  setExecutable(current, image.inode);
  replaceSpace(space);
  resetProcess(current);
  resetTrapFrame(current.trapFrame, image.entry, image.stack);
  return 0;
}

/** execve; 0 means that the trap frame is the new program's. */
export function execute(descriptor: number, path: number, argumentList: number, environmentList: number): number {
  const image = newImage;
  let error = lookUpExisting(foundProgram, descriptor, path, Follow.All);
  if (error === 0) error = readHeader(image, foundProgram.inode!);
  if (error === 0) error = measureList(image.argumentList, argumentList);
  if (error === 0) error = measureList(image.environment, environmentList);
  if (error < 0) return error;
  image.pathBytes = userStringLength(path, PATH_LIMIT);
  copyMemory(image.path, path, image.pathBytes);
  image.leadingBytes = 0;
  image.leadingCount = 0;
  return runProgram(image);
}

/** The first program: the running process has no memory yet, so its only argument is its path, from the kernel. */
export function executeFirst(path: Uint8Array): number {
  const image = newImage;
  for (let i = 0; i < path.length; i++) store8(image.path + i, path[i]);
  image.pathBytes = path.length;
  addLeading(image, image.path, image.pathBytes);
  let error = lookUpKernelPath(foundProgram, image.path, image.pathBytes);
  if (error === 0) error = readHeader(image, foundProgram.inode!);
  return error < 0 ? error : runProgram(image);
}
