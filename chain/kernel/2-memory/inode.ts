// Inodes: what a name stands for. A file, directory, symbolic link, pipe or device, with its attributes. The content
// of files is in content.ts, the names in directories are in directory.ts. An inode lives as long as names or users
// (open files, mappings, current directories) refer to it; then its frames are freed.
import { addr } from "../1-machine/node-glue.js";
import { S_IFMT } from "../1-machine/numbers.js";
import { discard } from "./heap.js";
import { now, nowNanoseconds } from "../1-machine/clock.js";
import { cutContent } from "./content.js";
import { Entry } from "../4-files/directory.js";

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
  /** The tree of frames: see content.ts. */
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

let nextInodeNumber = 1;

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

function discardWhenGone(inode: Inode): void {
  if (inode.links > 0 || inode.references > 0) return;
  cutContent(inode, 0);
  discard(addr(inode));
}

export function holdInode(inode: Inode): void { inode.references++; }

export function dropInode(inode: Inode): void {
  inode.references--;
  discardWhenGone(inode);
}

/** One name less. */
export function unlinkInode(inode: Inode): void {
  inode.links--;
  touchChanged(inode);
  discardWhenGone(inode);
}
