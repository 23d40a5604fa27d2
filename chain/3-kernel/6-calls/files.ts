// System calls on descriptors: reading and writing, positions, duplicates, flags, pipes, listing of directories.
import { b, copyMemory, store16, store32, store8, ult } from "../../2-runtime/node.js";
import {
  EBADF, EFAULT, EFBIG, EINVAL, EISDIR, ENODEV, ENOSPC, ENOTDIR, ENOTTY, ENXIO, EOPNOTSUPP, EOVERFLOW, ESPIPE,
  loadWord, MODE_600, O_APPEND, O_CLOEXEC, O_NONBLOCK, O_WRONLY, pageOf, pagesFor, RESULT_STORED, S_IFCHR, S_IFDIR,
  S_IFIFO, S_IFREG, TF_EAX, USER_END,
} from "../1-machine/index.js";
import {
  fileType, fillContent, Inode, isWithin, makeInode, makeText, mayRead, mayWrite, nextContent, OpenFile, touchModified,
} from "../2-memory/index.js";
import {
  callWord, current, FILE_LIMIT, fileOf, freeDescriptor, mayReadUser, mayWriteUser, placeFile,
} from "../3-processes/index.js";
import {
  closeDescriptor, controlTerminal, isBeyondFiles, isTerminal, makeOpenFile, readFile, readOpenFile, SIZE_LIMIT,
  writeFile, writeOpenFile,
} from "../4-files/index.js";

const IOV_MAX = 1024, SEEK_SET = 0, SEEK_CUR = 1, SEEK_END = 2, SEEK_DATA = 3, SEEK_HOLE = 4;

export function sysRead(descriptor: number, to: number, n: number): number {
  const file = fileOf(descriptor);
  if (file === null || !mayRead(file)) return -EBADF;
  return n < 0 || !isWithin(to, n, USER_END) ? -EFAULT : readOpenFile(file, to, n);
}

export function sysWrite(descriptor: number, from: number, n: number): number {
  const file = fileOf(descriptor);
  if (file === null || !mayWrite(file)) return -EBADF;
  if (!mayReadUser(from, n)) return -EFAULT;
  return writeOpenFile(file, from, n);
}

/** A read or write for each of the pieces of struct iovec, until one is short. None may have a length below 0. */
export function sysReadvWritev(descriptor: number, vector: number, count: number, write: boolean): number {
  if (count < 0 || count > IOV_MAX) return -EINVAL;
  if (!mayReadUser(vector, count * 2 * callWord())) return -EFAULT;
  for (let i = 0; i < count; i++) if (loadWord(vector, i * 2 + 1, callWord()) < 0) return -EINVAL;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const address = loadWord(vector, i * 2, callWord());
    const n = loadWord(vector, i * 2 + 1, callWord());
    if (n !== 0) {
      const done = write ? sysWrite(descriptor, address, n) : sysRead(descriptor, address, n);
      if (done < 0) return total > 0 ? total : done;
      total += done;
      if (done < n) return total;
    }
  }
  return total;
}

export function sysPread(descriptor: number, to: number, n: number, offset: number, high: number): number {
  const file = fileOf(descriptor);
  if (file === null || !mayRead(file)) return -EBADF;
  const type = fileType(file.inode!);
  if (type !== S_IFREG) return type === S_IFDIR ? -EISDIR : -ESPIPE;
  if (offset < 0 || high !== 0) return high < 0 ? -EINVAL : 0;
  if (n < 0) return -EFAULT;
  return readFile(file.inode!, offset, to, n);
}

export function sysPwrite(descriptor: number, from: number, n: number, offset: number, high: number): number {
  const file = fileOf(descriptor);
  if (file === null || !mayWrite(file)) return -EBADF;
  if (fileType(file.inode!) !== S_IFREG) return -ESPIPE;
  if (offset < 0 || high !== 0) return high < 0 ? -EINVAL : -EFBIG;
  if (!mayReadUser(from, n)) return -EFAULT;
  return writeFile(file.inode!, (file.flags & O_APPEND) !== 0 ? file.inode!.size : offset, from, n);
}

/** Moves to a position of 64 bits; 0, or a negated error. */
function seek(file: OpenFile, low: number, high: number, whence: number): number {
  const inode = file.inode!;
  const type = fileType(inode);
  if (type === S_IFIFO || type === S_IFCHR && isTerminal(inode.device)) return -ESPIPE;
  let base = 0;
  let baseHigh = 0;
  if (whence === SEEK_CUR) {
    base = file.position;
    baseHigh = file.positionHigh;
  } else if (whence === SEEK_END) {
    base = inode.size;
  } else if (whence === SEEK_DATA || whence === SEEK_HOLE) {
    if (type !== S_IFREG) return -EINVAL;
    if (high !== 0 || !ult(low, inode.size)) return -ENXIO;
    const place = nextContent(inode, low, whence === SEEK_HOLE);
    if (place === inode.size && whence === SEEK_DATA) return -ENXIO;
    base = place - low;
  } else if (whence !== SEEK_SET) {
    return -EINVAL;
  }
  const position = base + low | 0;
  const carry = ult(position, base) ? 1 : 0;
  const positionHigh = baseHigh + high + carry | 0;
  if (positionHigh < 0 || type === S_IFDIR && (positionHigh !== 0 || position < 0)) return -EINVAL;
  file.position = position;
  file.positionHigh = positionHigh;
  return 0;
}

export function sysLseek(descriptor: number, offset: number, whence: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  const error = seek(file, offset, offset >> 31, whence);
  if (error < 0) return error;
  return isBeyondFiles(file) ? -EOVERFLOW : file.position;
}

/** The position's two halves are the result. */
export function sysLseek64(descriptor: number, low: number, high: number, whence: number): number {
  const file = fileOf(descriptor);
  const error = file === null ? -EBADF : seek(file, low, high, whence);
  if (file === null || error < 0) return error;
  store32(current.trapFrame + TF_EAX * 8, file.position);
  store32(current.trapFrame + TF_EAX * 8 + 4, file.positionHigh);
  return RESULT_STORED;
}

export function sysLlseek(descriptor: number, high: number, low: number, result: number, whence: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  if (!mayWriteUser(result, 8)) return -EFAULT;
  const error = seek(file, low, high, whence);
  if (error < 0) return error;
  store32(result, file.position);
  store32(result + 4, file.positionHigh);
  return 0;
}

function duplicate(file: OpenFile, lowest: number, closeOnExec: boolean): number {
  const to = freeDescriptor(lowest);
  if (to < 0) return to;
  file.references++;
  placeFile(to, file, closeOnExec);
  return to;
}

/** dup3, and with `same` dup2, for which a descriptor may be its own duplicate. */
export function sysDup3(descriptor: number, to: number, flags: number, same: boolean): number {
  if (descriptor === to && !same) return -EINVAL;
  const file = fileOf(descriptor);
  if (file === null || to < 0 || to >= FILE_LIMIT) return -EBADF;
  if (descriptor === to) return to;
  file.references++;
  closeDescriptor(to);
  placeFile(to, file, flags !== 0);
  return to;
}

export const F_DUPFD = 0;
const F_GETFD = 1, F_SETFD = 2, F_GETFL = 3, F_SETFL = 4, F_GETLK = 5, F_SETLKW64 = 14, F_DUPFD_CLOEXEC = 1030;

export function sysFcntl(descriptor: number, command: number, value: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  if (command === F_DUPFD || command === F_DUPFD_CLOEXEC) {
    if (value < 0 || value >= FILE_LIMIT) return -EINVAL;
    return duplicate(file, value, command === F_DUPFD_CLOEXEC);
  }
  switch (command) {
    case F_GETFD: return current.closeOnExec[descriptor];
    case F_SETFD:
      current.closeOnExec[descriptor] = value & 1;
      return 0;
    case F_GETFL: return file.flags;
    case F_SETFL:
      file.flags = file.flags & ~(O_APPEND | O_NONBLOCK) | value & (O_APPEND | O_NONBLOCK);
      return 0;
    // locks: every one is granted
    default: return command >= F_GETLK && command <= F_SETLKW64 ? 0 : -EINVAL;
  }
}

/** A new pipe's two descriptors. */
export function sysPipe2(result: number, flags: number): number {
  if (!mayWriteUser(result, 8)) return -EFAULT;
  const readDescriptor = freeDescriptor(0);
  const writeDescriptor = readDescriptor < 0 ? readDescriptor : freeDescriptor(readDescriptor + 1);
  if (writeDescriptor < 0) return writeDescriptor;
  const inode = makeInode(S_IFIFO | MODE_600, current.owner, current.ownerGroup);
  placeFile(readDescriptor, makeOpenFile(inode, flags & O_NONBLOCK), (flags & O_CLOEXEC) !== 0);
  placeFile(writeDescriptor, makeOpenFile(inode, O_WRONLY | flags & O_NONBLOCK), (flags & O_CLOEXEC) !== 0);
  store32(result, readDescriptor);
  store32(result + 4, writeDescriptor);
  return 0;
}

const FALLOC_FL_KEEP_SIZE = 1;

/** Gives a range of a file its memory; the file grows when the range ends beyond it. */
export function sysFallocate(
  descriptor: number, mode: number, offset: number, offsetHigh: number, bytes: number, bytesHigh: number,
): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  const inode = file.inode!;
  if (offsetHigh < 0 || bytesHigh < 0 || (bytes | bytesHigh) === 0) return -EINVAL;
  if ((mode & ~FALLOC_FL_KEEP_SIZE) !== 0) return -EOPNOTSUPP;
  if (!mayWrite(file)) return -EBADF;
  if (fileType(inode) !== S_IFREG) return fileType(inode) === S_IFIFO ? -ESPIPE : -ENODEV;
  if ((offset | bytes) < 0 || (offsetHigh | bytesHigh) !== 0 || bytes > SIZE_LIMIT - offset) return -EFBIG;
  const end = offset + bytes;
  if (!fillContent(inode, pageOf(offset), pagesFor(end))) return -ENOSPC;
  if (mode === 0 && end > inode.size) inode.size = end;
  touchModified(inode);
  return 0;
}

/** Advice is not taken. */
export function sysFadvise(descriptor: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  return fileType(file.inode!) === S_IFIFO ? -ESPIPE : 0;
}

/** fsync and fdatasync: what is written is where it stays. */
export function sysFsync(descriptor: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  const type = fileType(file.inode!);
  return type === S_IFREG || type === S_IFDIR ? 0 : -EINVAL;
}

const LOCK_SHARED = 1, LOCK_EXCLUSIVE = 2, LOCK_AT_ONCE = 4, LOCK_NONE = 8;

/** Every lock is granted. */
export function sysFlock(descriptor: number, operation: number): number {
  const kind = operation & ~LOCK_AT_ONCE;
  if (kind !== LOCK_SHARED && kind !== LOCK_EXCLUSIVE && kind !== LOCK_NONE) return -EINVAL;
  return fileOf(descriptor) === null ? -EBADF : 0;
}

/** One record of a listing (struct linux_dirent64), in so much room; its bytes, or a negated error. */
function storeRecord(to: number, room: number, inode: Inode, position: number, name: number, n: number): number {
  const bytes = n + 27 & ~7;
  if (bytes > room) return -EINVAL;
  if (!mayWriteUser(to, bytes)) return -EFAULT;
  store32(to, inode.number);
  store32(to + 4, 0);
  store32(to + 8, position);
  store32(to + 12, 0);
  store16(to + 16, bytes);
  store8(to + 18, inode.mode >> 12 & 15);
  copyMemory(to + 19, name, n);
  store8(to + 19 + n, 0);
  return bytes;
}

const DOTS = makeText(b(".."));

/** The names from the descriptor's position on: 0 and 1 are "." and "..", n + 2 the entry with position n. */
export function sysGetdents64(descriptor: number, to: number, bytes: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  const directory = file.inode!;
  if (fileType(directory) !== S_IFDIR) return -ENOTDIR;
  let done = 0;
  while (file.position < 2) {
    const n = file.position + 1;
    const record = storeRecord(to + done, bytes - done, n === 1 ? directory : directory.parent!, n, DOTS, n);
    if (record < 0) return done === 0 ? record : done;
    file.position = n;
    done += record;
  }
  let entry = directory.first;
  while (entry !== null && entry.position + 2 < file.position) entry = entry.next;
  while (entry !== null) {
    const position = entry.position + 3;
    const record = storeRecord(to + done, bytes - done, entry.inode!, position, entry.name, entry.nameLength);
    if (record < 0) return done === 0 ? record : done;
    file.position = position;
    done += record;
    entry = entry.next;
  }
  return done;
}

export function sysIoctl(descriptor: number, request: number, argument: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  const inode = file.inode!;
  if (fileType(inode) !== S_IFCHR || !isTerminal(inode.device)) return -ENOTTY;
  return controlTerminal(request, argument);
}
