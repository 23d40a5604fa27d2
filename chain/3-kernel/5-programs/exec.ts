// execve: a new program in the place of the old one. ELF files (static, i386 or x86-64) and scripts with a #! line. The
// new space is made completely before the old one goes, so that every error leaves the caller as it was. The segments
// of the file are mapped, not copied: pages come on first use, and the same ones serve every process that runs it.
import { ch, copyMemory, fillMemory, load16, load32, load8, store8, ult } from "../../2-runtime/node.js";
import {
  addressOf, E2BIG, EACCES, EFAULT, ENOEXEC, ENOMEM, ETXTBSY, isLongMode, loadWord, offsetInPage, PAGE, pageOf,
  pagesFor, PROT_EXEC, PROT_READ, PROT_WRITE, resetFpuState, resetSegments, S_IFREG, setFsBase, setGs, setRegister,
  storeWord, TF_EIP, TF_ESP, THREAD_DESCRIPTORS, TICKS_PER_SECOND, trapFrameBytes,
} from "../1-machine/index.js";
import {
  AddressSpace, alloc, contentPage, copyToSpace, dropSpace, fileType, Inode, insertArea, isWithin, kmap, LOWEST_PAGE,
  makeArea, makeSpace, mapPages, readContent, STACK_END_PAGE, STACK_FIRST_PAGE, storeInSpace,
} from "../2-memory/index.js";
import {
  ACTION_HANDLER, callWord, current, loadThreadDescriptors, mayReadUser, nameProcess, Process, setExecutable, SIG_DFL,
  SIG_IGN, userStringLength,
} from "../3-processes/index.js";
import {
  closeDescriptor, fillRandom, Follow, isPermitted, lookUpExisting, lookUpKernelPath, makeLookup, MAY_EXECUTE,
  PATH_LIMIT, recordProgram,
} from "../4-files/index.js";
import { replaceSpace } from "./exit.js";

const STACK_TOP = 0xbfffe000 | 0, ARGUMENT_LIMIT = 0x400000, STRING_LIMIT = 0x20000;

// ELF (System V ABI): fields of the header. From ELF_ENTRY on there are words, of 4 or 8 bytes: two, then the rest.
const ELF_MAGIC = 0x464c457f, ELF_CLASS = 4, ELF_TYPE = 16, ELF_MACHINE = 18, ELF_ENTRY = 24, ELF_HEADER_SIZE = 42,
  ELF64_HEADER_SIZE = 54, CLASS_64 = 2, TYPE_EXECUTABLE = 2, TYPE_POSITION_INDEPENDENT = 3, MACHINE_386 = 3,
  MACHINE_X86_64 = 62, SEGMENT_LOAD = 1, SEGMENT_INTERPRETER = 3, HEADER_BYTES = 32, HEADER64_BYTES = 56;
// Words of a program header; what it begins with, and where its flags are, differs.
const SEGMENT_OFFSET = 1, SEGMENT_ADDRESS = 2, SEGMENT_FILE_BYTES = 4, SEGMENT_BYTES = 5, SEGMENT_FLAGS = 24,
  SEGMENT64_FLAGS = 4;
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
  /** Bytes of a word of it, and of its memory: 8 for x86-64. */
  wordBytes: number = 4;
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
/** Made once, as path.ts says of look-ups. */
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
function mapSegment(image: Image, at: number, bias: number): number {
  const space = image.space;
  const inode = image.inode!;
  const offset = loadWord(at, SEGMENT_OFFSET, image.wordBytes);
  const address = loadWord(at, SEGMENT_ADDRESS, image.wordBytes) + bias;
  const fileBytes = loadWord(at, SEGMENT_FILE_BYTES, image.wordBytes);
  const memoryBytes = loadWord(at, SEGMENT_BYTES, image.wordBytes);
  const protection = protectionOf(load32(at + (image.wordBytes === 4 ? SEGMENT_FLAGS : SEGMENT64_FLAGS)));
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
  const is64Bit = isLongMode() && load8(header + ELF_CLASS) === CLASS_64;
  image.wordBytes = is64Bit ? 8 : 4;
  const type = load16(header + ELF_TYPE);
  const sizes = header + (is64Bit ? ELF64_HEADER_SIZE : ELF_HEADER_SIZE);
  const headerBytes = is64Bit ? HEADER64_BYTES : HEADER_BYTES;
  const count = load16(sizes + 2);
  const headers = loadWord(header + ELF_ENTRY, 1, image.wordBytes);
  if (load32(header) !== ELF_MAGIC || load16(header + ELF_MACHINE) !== (is64Bit ? MACHINE_X86_64 : MACHINE_386)
    || load16(sizes) !== headerBytes || !isWithin(headers, count * headerBytes, PAGE)
    || type !== TYPE_EXECUTABLE && type !== TYPE_POSITION_INDEPENDENT) return -ENOEXEC;
  const bias = type === TYPE_POSITION_INDEPENDENT ? LOAD_BIAS : 0;
  image.entry = loadWord(header + ELF_ENTRY, 0, image.wordBytes) + bias;
  image.headerCount = count;
  image.headers = 0;
  for (let i = 0; i < count; i++) {
    const at = header + headers + i * headerBytes;
    if (load32(at) === SEGMENT_INTERPRETER) return -ENOEXEC;
    if (load32(at) === SEGMENT_LOAD) {
      const error = mapSegment(image, at, bias);
      if (error < 0) return error;
      if (loadWord(at, SEGMENT_OFFSET, image.wordBytes) === 0) {
        image.headers = loadWord(at, SEGMENT_ADDRESS, image.wordBytes) + bias + headers;
      }
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
    if (!mayReadUser(address + list.count * callWord(), callWord())) return -EFAULT;
    const text = loadWord(address, list.count, callWord());
    if (text === 0) return 0;
    const n = userStringLength(text, STRING_LIMIT);
    if (n < 0) return n === -EFAULT ? n : -E2BIG;
    list.bytes += n + 1;
    list.count++;
    if (list.bytes + list.count * callWord() > ARGUMENT_LIMIT) return -E2BIG;
  }
  return 0;
}

/**
 * Copies a list's strings, but for the first `skip`, to an address in the new space, and their addresses to a vector
 * there; the address after them, 0 when there is no memory.
 */
function copyList(image: Image, list: StringList, skip: number, to: number, vector: number): number {
  let at = to;
  for (let i = skip; i < list.count; i++) {
    const text = loadWord(list.address, i, callWord());
    const n = userStringLength(text, STRING_LIMIT) + 1;
    if (!copyToSpace(image.space, at, text, n)) return 0;
    storeInSpace(image.space, vector + (i - skip) * image.wordBytes, at);
    at += n;
  }
  return at;
}

// What C libraries ask of the kernel at the start (include/uapi/linux/auxvec.h), in pairs of a key and a value.
const AT_PHDR = 3, AT_PHENT = 4, AT_PHNUM = 5, AT_PAGESZ = 6, AT_BASE = 7, AT_FLAGS = 8, AT_ENTRY = 9, AT_UID = 11,
  AT_EUID = 12, AT_GID = 13, AT_EGID = 14, AT_CLKTCK = 17, AT_SECURE = 23, AT_RANDOM = 25;
/** Where the size of a program header is in it. */
const AUXILIARY_HEADER_BYTES = 15;
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
  auxiliary[AUXILIARY_HEADER_BYTES] = image.wordBytes === 4 ? HEADER_BYTES : HEADER64_BYTES;
  // the file's header is no longer needed
  for (let i = 0; i < auxiliary.length; i++) storeWord(image.header, i, image.wordBytes, auxiliary[i]);
  copyToSpace(image.space, to, image.header, auxiliary.length * image.wordBytes);
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
  const word = image.wordBytes;
  const stack = strings - (auxiliary.length + count + environment.count + 3) * word & ~15;
  if (!copyToSpace(space, strings, image.leading, image.leadingBytes)
    || !storeInSpace(space, stack, count)) return -ENOMEM;
  let at = strings;
  for (let i = 0; i < image.leadingCount; i++) {
    storeInSpace(space, stack + (1 + i) * word, at);
    while (load8(image.leading + (at - strings)) !== 0) at++;
    at++;
  }
  at = copyList(image, list, skip, at, stack + (1 + image.leadingCount) * word);
  const vector = stack + (2 + count) * word;
  if (at !== 0) at = copyList(image, environment, 0, at, vector);
  if (at === 0) return -ENOMEM;
  storeAuxiliary(image, vector + (environment.count + 1) * word);
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
  process.fsBase = 0;
  if (process.is64Bit) setFsBase(0);
  resetFpuState(process.fpuState);
}

/** The registers at a program's start: all zero but where it begins and its stack. */
function resetTrapFrame(trapFrame: number, is64Bit: boolean, entry: number, stack: number): void {
  fillMemory(trapFrame, 0, trapFrameBytes());
  resetSegments(trapFrame, is64Bit, 0);
  setRegister(trapFrame, TF_EIP, entry);
  setRegister(trapFrame, TF_ESP, stack);
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
  current.is64Bit = image.wordBytes === 8;
  resetProcess(current);
  resetTrapFrame(current.trapFrame, current.is64Bit, image.entry, image.stack);
  recordProgram(image.inode!, foundProgram.directory!, foundProgram.name, foundProgram.nameLength, image.stack);
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
