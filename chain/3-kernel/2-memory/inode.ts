// The three structures that files are made of. Inodes: a file, directory, symbolic link, pipe or device, with its
// attributes. Entries: the names in directories. Open files: what descriptors lead to. An inode lives as long as names
// or users (open files, mappings, current directories) refer to it; then its pages are freed (dropInode, content.ts).
import { now, nowNanoseconds, O_PATH, S_IFMT } from "../1-machine/index.js";

export class Inode {
  number: number = 0;
  /** Type and permissions, as st_mode. */
  mode: number = 0;
  owner: number = 0;
  group: number = 0;
  /** Names that lead here; directories count themselves and their subdirectories' "..". */
  links: number = 0;
  /** Users other than names. */
  references: number = 0;
  size: number = 0;
  /** The radix tree of pages: see content.ts. */
  pageTree: number = 0;
  treeHeight: number = 0;
  pageCount: number = 0;
  accessTime: number = 0;
  accessNanoseconds: number = 0;
  modifyTime: number = 0;
  modifyNanoseconds: number = 0;
  changeTime: number = 0;
  changeNanoseconds: number = 0;
  /** Devices: major * 256 + minor. */
  device: number = 0;
  /** Files: programs that run from it, which keeps it from being written. */
  executing: number = 0;
  /** Files: the number of what it holds in the record (record.ts), if it has one. */
  content: number = 0;
  /** Files: descriptors open for writing, which keeps it from being executed. Pipes: writing ends. */
  writers: number = 0;
  /** Pipes: reading ends; where the oldest byte is; how many bytes there are. */
  readers: number = 0;
  start: number = 0;
  count: number = 0;
  /** Directories: the one above; the names in order of their making, and the number that the next one gets. */
  parent: Inode | null = null;
  first: Entry | null = null;
  last: Entry | null = null;
  nextPosition: number = 0;
}

/** A name in a directory: see directory.ts. */
export class Entry {
  /** Address and length of the name, which has no NUL. */
  name: number = 0;
  nameLength: number = 0;
  hash: number = 0;
  position: number = 0;
  directory: Inode | null = null;
  inode: Inode | null = null;
  nextInTable: Entry | null = null;
  next: Entry | null = null;
  previous: Entry | null = null;
}

/** What a descriptor leads to: see openfile.ts. */
export class OpenFile {
  references: number = 0;
  inode: Inode | null = null;
  position: number = 0;
  /** The position's upper 32 bits: programs may seek beyond where files end, where there is nothing to read. */
  positionHigh: number = 0;
  flags: number = 0;
}

/** Never used twice. */
let nextInodeNumber = 1;

/** Access 3 needs the right to both, and allows neither. */
export function mayRead(file: OpenFile): boolean { return (file.flags + 1 & 1) !== 0 && (file.flags & O_PATH) === 0; }
export function mayWrite(file: OpenFile): boolean { return (file.flags + 1 & 2) !== 0 && (file.flags & O_PATH) === 0; }

export function fileType(inode: Inode): number { return inode.mode & S_IFMT; }

export function touchModified(inode: Inode): void {
  inode.modifyTime = now();
  inode.modifyNanoseconds = nowNanoseconds();
  inode.changeTime = inode.modifyTime;
  inode.changeNanoseconds = inode.modifyNanoseconds;
}

export function touchChanged(inode: Inode): void {
  inode.changeTime = now();
  inode.changeNanoseconds = nowNanoseconds();
}

/** A new inode without names or users. */
export function makeInode(mode: number, owner: number, group: number): Inode {
  const inode = new Inode();
  inode.number = nextInodeNumber;
  nextInodeNumber++;
  inode.mode = mode;
  inode.owner = owner;
  inode.group = group;
  touchModified(inode);
  inode.accessTime = inode.modifyTime;
  inode.accessNanoseconds = inode.modifyNanoseconds;
  return inode;
}

export function holdInode(inode: Inode): void { inode.references++; }

