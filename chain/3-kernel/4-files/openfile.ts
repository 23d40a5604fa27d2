// Open files: what a descriptor leads to, with the position that all its duplicates share. Reading and writing go to
// the kind of thing that the inode is. Addresses are a program's: to write from they are already checked (mayUse), to
// read to they are checked when it is known how many bytes there are. Results are counts, or negated errors.
import {
  addr, EBADF, EFBIG, EINVAL, EISDIR, ENOSPC, O_APPEND, S_IFCHR, S_IFDIR, S_IFIFO, S_IFREG,
} from "../1-machine/index.js";
import {
  discard, dropInode, fileType, holdInode, Inode, mayRead, mayWrite, OpenFile, readContent, touchModified, writeContent,
} from "../2-memory/index.js";
import { current, fileOf, writableUser } from "../3-processes/index.js";
import { recordWritten } from "./record.js";
import { closePipeEnd, PIPE_BYTES, readPipe, writePipe } from "./pipe.js";
import { terminalReady } from "./terminal.js";
import { isTerminal, readDevice, writeDevice } from "./devices.js";

/** Files end before 2 GiB. */
export const SIZE_LIMIT = 0x7fffffff;

export function isBeyondFiles(file: OpenFile): boolean { return file.positionHigh !== 0 || file.position < 0; }

/** An open file with one reference; counts as a reader or writer of its inode. */
export function makeOpenFile(inode: Inode, flags: number): OpenFile {
  const file = new OpenFile();
  file.references = 1;
  file.inode = inode;
  file.flags = flags;
  holdInode(inode);
  if (mayWrite(file)) inode.writers++;
  if (mayRead(file)) inode.readers++;
  return file;
}

export function dropOpenFile(file: OpenFile): void {
  file.references--;
  if (file.references > 0) return;
  const inode = file.inode!;
  if (mayWrite(file)) {
    inode.writers--;
    if (inode.writers === 0) recordWritten(inode);
  }
  if (mayRead(file)) inode.readers--;
  if (fileType(inode) === S_IFIFO) closePipeEnd(inode);
  discard(addr(file));
  dropInode(inode);
}

export function closeDescriptor(descriptor: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  current.files[descriptor] = null;
  dropOpenFile(file);
  return 0;
}

/** Reads from a regular file. Its access time stays: it would only tell when something was built. */
export function readFile(inode: Inode, offset: number, to: number, n: number): number {
  if (offset >= inode.size) return 0;
  const count = writableUser(to, inode.size - offset < n ? inode.size - offset : n);
  if (count > 0) readContent(inode, offset, to, count);
  return count;
}

/** Writes to a regular file, which grows as needed. */
export function writeFile(inode: Inode, offset: number, from: number, n: number): number {
  if (n > SIZE_LIMIT - offset) return -EFBIG;
  const count = writeContent(inode, offset, from, n);
  if (count === 0 && n > 0) return -ENOSPC;
  if (offset + count > inode.size) inode.size = offset + count;
  touchModified(inode);
  return count;
}

export function readOpenFile(file: OpenFile, to: number, n: number): number {
  const inode = file.inode!;
  switch (fileType(inode)) {
    case S_IFREG: {
      if (isBeyondFiles(file)) return 0;
      const count = readFile(inode, file.position, to, n);
      if (count > 0) file.position += count;
      return count;
    }
    case S_IFIFO: return readPipe(file, to, n);
    case S_IFCHR: return readDevice(file, to, n);
    case S_IFDIR: return -EISDIR;
    default: return -EINVAL;
  }
}

export function writeOpenFile(file: OpenFile, from: number, n: number): number {
  const inode = file.inode!;
  switch (fileType(inode)) {
    case S_IFREG: {
      if ((file.flags & O_APPEND) !== 0) {
        file.position = inode.size;
        file.positionHigh = 0;
      }
      if (isBeyondFiles(file)) return n === 0 ? 0 : -EFBIG;
      const count = writeFile(inode, file.position, from, n);
      if (count > 0) file.position += count;
      return count;
    }
    case S_IFIFO: return writePipe(file, from, n);
    case S_IFCHR: return writeDevice(file, from, n);
    default: return -EINVAL;
  }
}

export const POLL_IN = 1, POLL_OUT = 4, POLL_ERROR = 8, POLL_HANGUP = 0x10, POLL_INVALID = 0x20, NORMAL_READ = 0x40,
  NORMAL_WRITE = 0x100;

/** The bits of struct pollfd that are true of a file. */
export function readiness(file: OpenFile): number {
  const inode = file.inode!;
  const type = fileType(inode);
  let bits = 0;
  if (mayRead(file)) bits |= POLL_IN | NORMAL_READ;
  if (mayWrite(file)) bits |= POLL_OUT | NORMAL_WRITE;
  if (type === S_IFCHR && isTerminal(inode.device) && !terminalReady()) bits &= ~(POLL_IN | NORMAL_READ);
  if (type === S_IFIFO) {
    if (inode.count === 0) bits &= ~(POLL_IN | NORMAL_READ);
    if (PIPE_BYTES - inode.count < 4096) bits &= ~(POLL_OUT | NORMAL_WRITE);
    if (mayRead(file) && inode.writers === 0) bits |= POLL_HANGUP;
    if (mayWrite(file) && inode.readers === 0) bits |= POLL_ERROR;
  }
  return bits;
}
