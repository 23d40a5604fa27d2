// System calls on descriptors: reading and writing, positions, duplicates, flags, pipes, listing of directories.
import { copyMemory, load32, store16, store32, store8 } from "../runtime/node.js";
import { answer0, answer1, answer2, answer3, answer4, answer5 } from "./calls.js";
import { resizeContent } from "./content.js";
import { isTerminal } from "./devices.js";
import { fileType, Inode, makeInode, touchModified } from "./inode.js";
import { controlTerminal } from "./ioctl.js";
import {
  EBADF, EFAULT, EINVAL, EISDIR, EMFILE, ENOTDIR, ENOTTY, ESPIPE, O_APPEND, O_CLOEXEC, O_NONBLOCK, O_WRONLY,
  S_IFCHR, S_IFDIR, S_IFIFO, S_IFREG,
} from "./numbers.js";
import {
  closeDescriptor, dropOpenFile, fileOf, giveDescriptor, makeOpenFile, mayRead, mayWrite, OpenFile, readFile,
  readOpenFile, SIZE_LIMIT, writeFile, writeOpenFile,
} from "./openfile.js";
import { current, FILE_LIMIT } from "./process.js";
import { storeStat, storeStat64, storeStatfs64 } from "./stat.js";
import { mayReadUser, mayWriteUser } from "./usermemory.js";

const SEEK_SET = 0;
const SEEK_CUR = 1;
const SEEK_END = 2;

export function callRead(descriptor: number, to: number, n: number): number {
  const file = fileOf(descriptor);
  if (file === null || !mayRead(file)) return -EBADF;
  if (!mayWriteUser(to, n)) return -EFAULT;
  return readOpenFile(file, to, n);
}

export function callWrite(descriptor: number, from: number, n: number): number {
  const file = fileOf(descriptor);
  if (file === null || !mayWrite(file)) return -EBADF;
  if (!mayReadUser(from, n)) return -EFAULT;
  return writeOpenFile(file, from, n);
}

/** A read or write for each of the pieces of struct iovec, until one is short. */
function eachPiece(descriptor: number, vector: number, count: number, write: boolean): number {
  if (count < 0 || count > 1024) return -EINVAL;
  if (!mayReadUser(vector, count * 8)) return -EFAULT;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const address = load32(vector + i * 8);
    const n = load32(vector + i * 8 + 4);
    if (n !== 0) {
      const done = write ? callWrite(descriptor, address, n) : callRead(descriptor, address, n);
      if (done < 0) return total > 0 ? total : done;
      total += done;
      if (done < n) return total;
    }
  }
  return total;
}

function callReadv(descriptor: number, vector: number, count: number): number {
  return eachPiece(descriptor, vector, count, false);
}
function callWritev(descriptor: number, vector: number, count: number): number {
  return eachPiece(descriptor, vector, count, true);
}

function callPread(descriptor: number, to: number, n: number, offset: number, high: number): number {
  const file = fileOf(descriptor);
  if (file === null || !mayRead(file)) return -EBADF;
  if (fileType(file.inode!) !== S_IFREG) return -ESPIPE;
  if (offset < 0 || high !== 0) return high < 0 ? -EINVAL : 0;
  if (!mayWriteUser(to, n)) return -EFAULT;
  return readFile(file.inode!, offset, to, n);
}

function callPwrite(descriptor: number, from: number, n: number, offset: number, high: number): number {
  const file = fileOf(descriptor);
  if (file === null || !mayWrite(file)) return -EBADF;
  if (fileType(file.inode!) !== S_IFREG) return -ESPIPE;
  if (offset < 0 || high !== 0) return -EINVAL;
  if (!mayReadUser(from, n)) return -EFAULT;
  return writeFile(file.inode!, offset, from, n);
}

/** The new position, or a negated error. Positions end at 2 GiB. */
function seek(file: OpenFile, offset: number, whence: number): number {
  const inode = file.inode!;
  const type = fileType(inode);
  if (type === S_IFIFO || type === S_IFCHR && isTerminal(inode.device)) return -ESPIPE;
  let base = 0;
  if (whence === SEEK_CUR) {
    base = file.position;
  } else if (whence === SEEK_END) {
    base = inode.size;
  } else if (whence !== SEEK_SET) {
    return -EINVAL;
  }
  const position = base + offset | 0;
  if (position < 0) return -EINVAL;
  file.position = position;
  return position;
}

function callLseek(descriptor: number, offset: number, whence: number): number {
  const file = fileOf(descriptor);
  return file === null ? -EBADF : seek(file, offset, whence);
}

function callLlseek(descriptor: number, high: number, low: number, result: number, whence: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  if (!mayWriteUser(result, 8)) return -EFAULT;
  if (high !== low >> 31) return -EINVAL;
  const position = seek(file, low, whence);
  if (position < 0) return position;
  store32(result, position);
  store32(result + 4, 0);
  return 0;
}

function duplicate(file: OpenFile, lowest: number, closeOnExec: boolean): number {
  file.references++;
  return giveDescriptor(file, lowest, closeOnExec);
}

function callDup(descriptor: number): number {
  const file = fileOf(descriptor);
  return file === null ? -EBADF : duplicate(file, 0, false);
}

function duplicateTo(descriptor: number, to: number, closeOnExec: boolean): number {
  const file = fileOf(descriptor);
  if (file === null || to < 0 || to >= FILE_LIMIT) return -EBADF;
  file.references++;
  closeDescriptor(to);
  current.files[to] = file;
  current.closeOnExec[to] = closeOnExec ? 1 : 0;
  return to;
}

function callDup2(descriptor: number, to: number): number {
  if (descriptor === to) return fileOf(descriptor) === null ? -EBADF : to;
  return duplicateTo(descriptor, to, false);
}

function callDup3(descriptor: number, to: number, flags: number): number {
  if (descriptor === to || (flags & ~O_CLOEXEC) !== 0) return -EINVAL;
  return duplicateTo(descriptor, to, flags !== 0);
}

const F_DUPFD = 0;
const F_GETFD = 1;
const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const F_GETLK = 5;
const F_SETLKW = 7;
const F_GETLK64 = 12;
const F_SETLKW64 = 14;
const F_DUPFD_CLOEXEC = 1030;

function callFcntl(descriptor: number, command: number, value: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  if (command === F_DUPFD || command === F_DUPFD_CLOEXEC) {
    if (value < 0 || value >= FILE_LIMIT) return value < 0 ? -EINVAL : -EMFILE;
    return duplicate(file, value, command === F_DUPFD_CLOEXEC);
  }
  // locks: everybody gets every lock
  if (command > F_GETLK && command <= F_SETLKW || command > F_GETLK64 && command <= F_SETLKW64) return 0;
  switch (command) {
    case F_GETFD: return current.closeOnExec[descriptor];
    case F_SETFD:
      current.closeOnExec[descriptor] = value & 1;
      return 0;
    case F_GETFL: return file.flags;
    case F_SETFL:
      file.flags = file.flags & ~(O_APPEND | O_NONBLOCK) | value & (O_APPEND | O_NONBLOCK);
      return 0;
    case F_GETLK:
    case F_GETLK64:
      if (!mayWriteUser(value, 2)) return -EFAULT;
      store16(value, 2);
      return 0;
    default: return -EINVAL;
  }
}

/** A new pipe's two descriptors. */
function callPipe2(result: number, flags: number): number {
  if (!mayWriteUser(result, 8)) return -EFAULT;
  const inode = makeInode(S_IFIFO | 0x180, current.owner, current.ownerGroup);
  const reading = makeOpenFile(inode, flags & O_NONBLOCK);
  const writing = makeOpenFile(inode, O_WRONLY | flags & O_NONBLOCK);
  const readDescriptor = giveDescriptor(reading, 0, (flags & O_CLOEXEC) !== 0);
  if (readDescriptor < 0) {
    dropOpenFile(writing);
    return readDescriptor;
  }
  const writeDescriptor = giveDescriptor(writing, 0, (flags & O_CLOEXEC) !== 0);
  if (writeDescriptor < 0) {
    closeDescriptor(readDescriptor);
    return writeDescriptor;
  }
  store32(result, readDescriptor);
  store32(result + 4, writeDescriptor);
  return 0;
}

function callPipe(result: number): number { return callPipe2(result, 0); }

/** Sets the size of a file that may be written. */
export function truncateInode(inode: Inode, size: number, high: number): number {
  if (fileType(inode) === S_IFDIR) return -EISDIR;
  if (fileType(inode) !== S_IFREG || size < 0 || high !== 0) return -EINVAL;
  resizeContent(inode, size);
  touchModified(inode);
  return 0;
}

function callFtruncate64(descriptor: number, size: number, high: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  if (!mayWrite(file)) return -EINVAL;
  return truncateInode(file.inode!, size, high);
}
function callFtruncate(descriptor: number, size: number): number { return callFtruncate64(descriptor, size, 0); }

function callFstat64(descriptor: number, to: number): number {
  const file = fileOf(descriptor);
  return file === null ? -EBADF : storeStat64(to, file.inode!);
}
function callFstat(descriptor: number, to: number): number {
  const file = fileOf(descriptor);
  return file === null ? -EBADF : storeStat(to, file.inode!);
}
function callFstatfs64(descriptor: number, _bytes: number, to: number): number {
  return fileOf(descriptor) === null ? -EBADF : storeStatfs64(to);
}

/** Nothing to be done, for an open descriptor: everything is in memory. */
function callSync(descriptor: number): number { return fileOf(descriptor) === null ? -EBADF : 0; }
function callFlock(descriptor: number, _operation: number): number { return callSync(descriptor); }
function callFallocate(descriptor: number, _mode: number, low: number, _high: number, bytes: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  const inode = file.inode!;
  if (low < 0 || bytes < 0 || bytes > SIZE_LIMIT - low) return -EINVAL;
  if (low + bytes > inode.size) resizeContent(inode, low + bytes);
  return 0;
}
function callFadvise(descriptor: number, _a: number, _c: number, _d: number): number { return callSync(descriptor); }

/** One record of a listing: of linux_dirent64, or of linux_dirent, whose type byte is the record's last. */
function storeRecord(
  to: number, record: number, wide: boolean, inode: Inode, position: number, name: number, n: number,
): void {
  const type = inode.mode >> 12 & 15;
  if (wide) {
    store32(to, inode.number);
    store32(to + 4, 0);
    store32(to + 8, position);
    store32(to + 12, 0);
    store16(to + 16, record);
    store8(to + 18, type);
    copyMemory(to + 19, name, n);
    store8(to + 19 + n, 0);
  } else {
    store32(to, inode.number);
    store32(to + 4, position);
    store16(to + 8, record);
    copyMemory(to + 10, name, n);
    store8(to + 10 + n, 0);
    store8(to + record - 1, type);
  }
}

let dots = 0;

/** The names of a directory from the descriptor's position on: 0 and 1 are "." and "..", n + 2 the entry with position n. */
function listNames(descriptor: number, to: number, bytes: number, wide: boolean): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  const directory = file.inode!;
  if (fileType(directory) !== S_IFDIR) return -ENOTDIR;
  if (!mayWriteUser(to, bytes)) return -EFAULT;
  const fixed = wide ? 20 : 12;
  let done = 0;
  while (file.position < 2) {
    const n = file.position + 1;
    const record = fixed + n + 3 & ~3;
    if (done + record > bytes) return done === 0 ? -EINVAL : done;
    storeRecord(to + done, record, wide, n === 1 ? directory : directory.parent!, n, dots, n);
    file.position = n;
    done += record;
  }
  let entry = directory.first;
  while (entry !== null && entry.position + 2 < file.position) entry = entry.next;
  while (entry !== null) {
    const record = fixed + entry.nameLength + 3 & ~3;
    if (done + record > bytes) return done === 0 ? -EINVAL : done;
    storeRecord(to + done, record, wide, entry.inode!, entry.position + 3, entry.name, entry.nameLength);
    file.position = entry.position + 3;
    done += record;
    entry = entry.next;
  }
  return done;
}

function callGetdents64(descriptor: number, to: number, bytes: number): number {
  return listNames(descriptor, to, bytes, true);
}
function callGetdents(descriptor: number, to: number, bytes: number): number {
  return listNames(descriptor, to, bytes, false);
}

function callIoctl(descriptor: number, request: number, argument: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  const inode = file.inode!;
  if (fileType(inode) !== S_IFCHR || !isTerminal(inode.device)) return -ENOTTY;
  return controlTerminal(request, argument);
}

function callSyncAll(): number { return 0; }

/** close_range: from one descriptor to another. */
function callCloseRange(first: number, last: number, flags: number): number {
  for (let descriptor = first; descriptor >= 0 && descriptor < FILE_LIMIT; descriptor++) {
    if (last < 0 || descriptor <= last) {
      if ((flags & 4) !== 0) {
        current.closeOnExec[descriptor] = 1;
      } else {
        closeDescriptor(descriptor);
      }
    }
  }
  return 0;
}

export function startFileCalls(dotsAddress: number): void {
  dots = dotsAddress;
  answer3(3, callRead);
  answer3(4, callWrite);
  answer1(6, closeDescriptor);
  answer3(19, callLseek);
  answer0(36, callSyncAll);
  answer1(41, callDup);
  answer1(42, callPipe);
  answer3(54, callIoctl);
  answer3(55, callFcntl);
  answer2(63, callDup2);
  answer2(93, callFtruncate);
  answer2(108, callFstat);
  answer1(118, callSync);
  answer5(140, callLlseek);
  answer3(141, callGetdents);
  answer2(143, callFlock);
  answer3(145, callReadv);
  answer3(146, callWritev);
  answer1(148, callSync);
  answer5(180, callPread);
  answer5(181, callPwrite);
  answer3(194, callFtruncate64);
  answer2(197, callFstat64);
  answer3(220, callGetdents64);
  answer3(221, callFcntl);
  answer4(250, callFadvise);
  answer3(269, callFstatfs64);
  answer4(272, callFadvise);
  answer5(324, callFallocate);
  answer3(330, callDup3);
  answer2(331, callPipe2);
  answer3(436, callCloseRange);
}
