// From a path to an inode. The walk leaves its finding in `found`: the last directory, the last name and, if there is
// one, its entry and inode. Names are bytes in one of two buffers, and good until the next walk; a NUL follows the
// path. A symbolic link on the way is replaced by its target, in the other buffer.
import { ch, copyMemory, load8, store8 } from "../../runtime/node.js";
import { findByte } from "../1-machine/node-glue.js";
import { EACCES, EBADF, EINVAL, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, S_IFDIR, S_IFLNK } from "../1-machine/numbers.js";
import { alloc } from "../2-memory/heap.js";
import { fileType, Inode, makeInode } from "../2-memory/inode.js";
import { readContent } from "../2-memory/content.js";
import { Entry, findEntry, NAME_LIMIT, startDirectories, startDirectory } from "./directory.js";
import { fileOf } from "./openfile.js";
import { mayReadUser, userStringLength } from "../3-processes/usermemory.js";
import { current } from "../3-processes/process.js";
import { linkTarget } from "./proc.js";

export const PATH_LIMIT = 4096;
const LINK_LIMIT = 40;
export const AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000;

// What a process may be asked to be permitted (and the bits of access()).
export const MAY_EXECUTE = 1;
export const MAY_WRITE = 2;
export const MAY_READ = 4;

class Lookup {
  directory: Inode | null = null;
  /** nameLength 0: the path was "/" or ended in "." or "..", at which name is, and inode is the directory itself. */
  name: number = 0;
  nameLength: number = 0;
  entry: Entry | null = null;
  inode: Inode | null = null;
  /** A slash came after the last name. */
  asDirectory: boolean = false;
}

export const found = new Lookup();
let pathBuffer = 0;
let otherBuffer = 0;
let pathEnd = 0;
export let root: Inode = null as unknown as Inode;

export function rootDirectory(): Inode { return root; }

export function startPaths(): void {
  pathBuffer = alloc(PATH_LIMIT * 2);
  otherBuffer = alloc(PATH_LIMIT * 2);
  startDirectories();
  root = makeInode(S_IFDIR | 0x1ed, 0, 0);
  root.links = 1;
  startDirectory(root, root);
}

/** True when the running process may do all that is asked (MAY_ bits) with an inode. */
export function isPermitted(inode: Inode, wanted: number): boolean {
  if (current.owner === 0) {
    return (wanted & MAY_EXECUTE) === 0 || fileType(inode) === S_IFDIR || (inode.mode & 0x49) !== 0;
  }
  let bits = inode.mode;
  if (current.owner === inode.owner) {
    bits >>= 6;
  } else if (current.ownerGroup === inode.group) {
    bits >>= 3;
  }
  return (bits & wanted) === wanted;
}

/** An inode's owner and the super-user may change its attributes. */
export function isOwner(inode: Inode): boolean { return current.owner === 0 || current.owner === inode.owner; }

/** Puts a link's target before what is left of the path. */
function insertTarget(link: Inode, rest: number): number {
  const to = otherBuffer;
  let n = linkTarget(link, to);
  if (n < 0) return n;
  if (n === 0) {
    n = link.size;
    readContent(link, 0, to, n);
  }
  const left = pathEnd - rest;
  if (n + left >= PATH_LIMIT) return -ENAMETOOLONG;
  copyMemory(to + n, rest, left + 1);
  otherBuffer = pathBuffer;
  pathBuffer = to;
  pathEnd = to + n + left;
  return 0;
}

function skipSlashes(from: number): number {
  let at = from;
  while (at < pathEnd && load8(at) === ch('/')) at++;
  return at;
}

function findIn(directory: Inode, name: number, n: number): void {
  found.directory = directory;
  found.entry = null;
  found.name = name;
  found.nameLength = 0;
  if (n === 1 && load8(name) === ch('.')) {
    found.inode = directory;
  } else if (n === 2 && load8(name) === ch('.') && load8(name + 1) === ch('.')) {
    found.inode = directory.parent;
    found.directory = directory.parent;
  } else {
    const entry = findEntry(directory, name, n);
    found.nameLength = n;
    found.entry = entry;
    found.inode = entry === null ? null : entry.inode;
  }
}

/**
 * What the last name of a path means: the name as it stands, for making and removing; what it leads to, links being
 * followed only where a slash comes after them; or what it leads to in the end.
 */
export enum Follow { None, Trailing, All }

/** Walks the path in the buffer; 0 or a negated error. A missing last name is no error here. */
function walk(base: Inode, last: Follow): number {
  let at = pathBuffer;
  let links = 0;
  let directory = load8(at) === ch('/') ? root : base;
  found.directory = directory;
  found.entry = null;
  found.inode = directory;
  found.name = at;
  found.nameLength = 0;
  found.asDirectory = true;
  at = skipSlashes(at);
  while (at < pathEnd) {
    if (fileType(directory) !== S_IFDIR) return -ENOTDIR;
    if (!isPermitted(directory, MAY_EXECUTE)) return -EACCES;
    const n = findByte(at, ch('/'), pathEnd - at);
    if (n > NAME_LIMIT) return -ENAMETOOLONG;
    findIn(directory, at, n);
    const rest = skipSlashes(at + n);
    const isLast = rest === pathEnd;
    found.asDirectory = rest !== at + n;
    const inode = found.inode;
    if (inode === null) return isLast ? 0 : -ENOENT;
    const isFollowed = !isLast || last === Follow.All || last === Follow.Trailing && found.asDirectory;
    if (fileType(inode) === S_IFLNK && isFollowed) {
      links++;
      if (links > LINK_LIMIT) return -ELOOP;
      const error = insertTarget(inode, at + n);
      if (error < 0) return error;
      at = pathBuffer;
      if (load8(at) === ch('/')) directory = root;
      at = skipSlashes(at);
      found.inode = directory;
      found.nameLength = 0;
    } else {
      directory = inode;
      at = rest;
    }
  }
  const mustBeDirectory = found.asDirectory && found.inode !== null && last !== Follow.None;
  return mustBeDirectory && fileType(found.inode!) !== S_IFDIR ? -ENOTDIR : 0;
}

/** Where a relative path of an ...at call begins; null when that descriptor is no directory's. */
function baseOf(descriptor: number): Inode | null {
  if (descriptor === AT_FDCWD) return current.directory;
  const file = fileOf(descriptor);
  return file === null ? null : file.inode;
}

/**
 * Looks a program's path up, relative to a directory descriptor (AT_FDCWD: the current directory). 0 with the result in
 * `found` (whose inode is null for a new name), or a negated error.
 */
export function lookUp(descriptor: number, path: number, last: Follow): number {
  const n = userStringLength(path, PATH_LIMIT);
  if (n < 0) return n;
  if (n === 0) return -ENOENT;
  copyMemory(pathBuffer, path, n + 1);
  pathEnd = pathBuffer + n;
  if (load8(path) === ch('/')) return walk(root, last);
  const base = baseOf(descriptor);
  if (base === null) return -EBADF;
  return walk(base, last);
}

/** The same for an existing name only. */
export function lookUpExisting(descriptor: number, path: number, last: Follow): number {
  const error = lookUp(descriptor, path, last);
  if (error < 0) return error;
  return found.inode === null ? -ENOENT : 0;
}

/** The inode of a descriptor is left in `found`; 0 or a negated error. */
export function findOwn(descriptor: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  found.inode = file.inode;
  return 0;
}

/**
 * The inode that a descriptor and a path mean together: with AT_EMPTY_PATH and an empty path the descriptor's own. It
 * is left in `found`; 0 or a negated error.
 */
export function findAt(descriptor: number, path: number, flags: number): number {
  const isOwn = (flags & AT_EMPTY_PATH) !== 0 && mayReadUser(path, 1) && load8(path) === 0;
  const follow = (flags & AT_SYMLINK_NOFOLLOW) === 0 ? Follow.All : Follow.Trailing;
  if (!isOwn) return lookUpExisting(descriptor, path, follow);
  if (descriptor !== AT_FDCWD) return findOwn(descriptor);
  found.inode = current.directory;
  return 0;
}

/** Looks up a path that the kernel has in its memory, from the root or the current directory. */
export function lookUpKernelPath(path: number, n: number): number {
  if (n === 0 || n >= PATH_LIMIT) return -EINVAL;
  copyMemory(pathBuffer, path, n);
  pathEnd = pathBuffer + n;
  store8(pathEnd, 0);
  const error = walk(current === null ? root : current.directory!, Follow.All);
  if (error < 0) return error;
  return found.inode === null ? -ENOENT : 0;
}

/** Writes a directory's absolute path so that it ends at an address; where it begins, 0 when the room is too small. */
export function writePathBefore(inode: Inode, end: number, room: number): number {
  let at = end;
  let directory = inode;
  if (directory === root) {
    store8(at - 1, ch('/'));
    return at - 1;
  }
  while (directory !== root) {
    const parent = directory.parent!;
    let entry = parent.first;
    while (entry !== null && entry.inode !== directory) entry = entry.next;
    if (entry === null || at - entry.nameLength - 1 < end - room) return 0;
    at -= entry.nameLength;
    copyMemory(at, entry.name, entry.nameLength);
    at--;
    store8(at, ch('/'));
    directory = parent;
  }
  return at;
}
