// Open files: what a descriptor leads to, with the position that all its duplicates share. Reading and writing go to
// the kind of thing that the inode is. Addresses are a program's: to write from they are already checked (mayUse), to
// read to they are checked when it is known how many bytes there are. Results are counts, or negated errors.
import { addr } from "../1-machine/node-glue.js";
import {
  EBADF, EFBIG, EINVAL, EISDIR, EMFILE, ENOSPC, O_APPEND, O_PATH, S_IFCHR, S_IFDIR, S_IFIFO, S_IFREG,
} from "../1-machine/numbers.js";
import { discard } from "../2-memory/heap.js";
import { dropInode, fileType, holdInode, Inode, touchModified } from "../2-memory/inode.js";
import { readContent, writeContent } from "../2-memory/content.js";
import { closePipeEnd, readPipe, writePipe } from "./pipe.js";
import { readDevice, writeDevice } from "./devices.js";
import { writableUser } from "../3-processes/usermemory.js";
import { current, FILE_LIMIT } from "../3-processes/process.js";

export class OpenFile {
  references: number = 0;
  inode: Inode | null = null;
  position: number = 0;
  /** The position's upper 32 bits: programs may seek beyond where files end, where there is nothing to read. */
  positionHigh: number = 0;
  flags: number = 0;
}

/** Files end before 2 GiB. */
export const SIZE_LIMIT = 0x7fffffff;

export function isBeyondFiles(file: OpenFile): boolean { return file.positionHigh !== 0 || file.position < 0; }
/** Access 3 needs the right to both, and allows neither. */
export function mayRead(file: OpenFile): boolean { return (file.flags + 1 & 1) !== 0 && (file.flags & O_PATH) === 0; }
export function mayWrite(file: OpenFile): boolean { return (file.flags + 1 & 2) !== 0 && (file.flags & O_PATH) === 0; }

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
  if (mayWrite(file)) inode.writers--;
  if (mayRead(file)) inode.readers--;
  if (fileType(inode) === S_IFIFO) closePipeEnd(inode);
  discard(addr(file));
  dropInode(inode);
}

/** The running process's open file of a descriptor, or null. */
export function fileOf(descriptor: number): OpenFile | null {
  if (descriptor < 0 || descriptor >= FILE_LIMIT) return null;
  return current.files[descriptor];
}

/** Makes a file a descriptor's, which must be free. */
export function placeFile(descriptor: number, file: OpenFile, closeOnExec: boolean): void {
  current.files[descriptor] = file;
  current.closeOnExec[descriptor] = closeOnExec ? 1 : 0;
  if (descriptor >= current.fileEnd) current.fileEnd = descriptor + 1;
}

/** The lowest free descriptor from a number on, or a negated error: to be asked for before a call does anything. */
export function freeDescriptor(lowest: number): number {
  let descriptor = lowest;
  while (descriptor < FILE_LIMIT && current.files[descriptor] !== null) descriptor++;
  return descriptor < FILE_LIMIT ? descriptor : -EMFILE;
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
