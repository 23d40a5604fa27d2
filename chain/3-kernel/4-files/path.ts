// From a path to an inode: the walk, and what it finds. Names are bytes in the look-up's own buffer; a NUL follows the
// path. A symbolic link on the way is replaced by its target, in a second buffer. T frees nothing by itself: so
// look-ups are made once, by those who use them, and what one has found is good until its next use.
import { ch, copyMemory, load8, store8 } from "../../2-runtime/node.js";
import {
  EACCES, EBADF, EINVAL, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, findByte, MODE_111, S_IFDIR, S_IFLNK,
} from "../1-machine/index.js";
import { alloc, Entry, fileType, Inode, readContent } from "../2-memory/index.js";
import { current, fileOf, mayReadUser, userStringLength } from "../3-processes/index.js";
import { findEntry, NAME_LIMIT, PATH_LIMIT, rootDirectory } from "./directory.js";
import { linkTarget } from "./rootfs.js";

export const LINK_LIMIT = 40, AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000;
/** The kernel's own flag: the descriptor's file itself, without a path. */
export const AT_DESCRIPTOR = 0x40000000;

// What a process may be asked to be permitted (and the bits of access()).
export const MAY_EXECUTE = 1, MAY_WRITE = 2, MAY_READ = 4;

/**
 * What happens to a link that is a path's last name: it is meant itself, for making and removing; it is followed only
 * where a slash comes after it; or it is followed in any case.
 */
export enum Follow { None, Trailing, All }

export class Lookup {
  /** The buffer with the path, and its end; a second buffer, for a link's target and what is left of the path. */
  path: number = 0;
  pathEnd: number = 0;
  spare: number = 0;
  directory: Inode | null = null;
  /** nameLength 0: the path was "/" or ended in "." or "..", at which name is, and inode is the directory itself. */
  name: number = 0;
  nameLength: number = 0;
  entry: Entry | null = null;
  inode: Inode | null = null;
  /** A slash came after the last name. */
  asDirectory: boolean = false;
}

export function makeLookup(): Lookup {
  const at = new Lookup();
  at.path = alloc(PATH_LIMIT * 2);
  at.spare = alloc(PATH_LIMIT * 2);
  return at;
}

/** True when the running process may do all that is asked (MAY_ bits) with an inode. */
export function isPermitted(inode: Inode, wanted: number): boolean {
  if (current.owner === 0) {
    return (wanted & MAY_EXECUTE) === 0 || fileType(inode) === S_IFDIR || (inode.mode & MODE_111) !== 0;
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

/** Writes a link's target to an address, where a path has room; its length, or a negated error. */
export function readLink(link: Inode, to: number): number {
  const n = linkTarget(link, to);
  if (n !== 0) return n;
  readContent(link, 0, to, link.size);
  return link.size;
}

/** Puts a link's target before what is left of the path; 0 or a negated error. */
function insertTarget(at: Lookup, link: Inode, rest: number): number {
  const to = at.spare;
  const n = readLink(link, to);
  if (n < 0) return n;
  const left = at.pathEnd - rest;
  if (n + left >= PATH_LIMIT) return -ENAMETOOLONG;
  copyMemory(to + n, rest, left + 1);
  at.spare = at.path;
  at.path = to;
  at.pathEnd = to + n + left;
  return 0;
}

function skipSlashes(from: number, end: number): number {
  let next = from;
  while (next < end && load8(next) === ch('/')) next++;
  return next;
}

/** What was found last is a directory itself. */
function stayIn(at: Lookup, directory: Inode, name: number): void {
  at.directory = directory;
  at.entry = null;
  at.inode = directory;
  at.name = name;
  at.nameLength = 0;
}

/** One name of n bytes in a directory. */
function findIn(at: Lookup, directory: Inode, name: number, n: number): void {
  if (n === 1 && load8(name) === ch('.')) {
    stayIn(at, directory, name);
  } else if (n === 2 && load8(name) === ch('.') && load8(name + 1) === ch('.')) {
    stayIn(at, directory.parent!, name);
  } else {
    const entry = findEntry(directory, name, n);
    at.directory = directory;
    at.name = name;
    at.nameLength = n;
    at.entry = entry;
    at.inode = entry === null ? null : entry.inode;
  }
}

/** Walks the path in the buffer; 0 or a negated error. A missing last name is no error here. */
function walk(at: Lookup, base: Inode, follow: Follow): number {
  let next = skipSlashes(at.path, at.pathEnd);
  let links = 0;
  let directory = base;
  stayIn(at, directory, at.path);
  at.asDirectory = true;
  while (next < at.pathEnd) {
    if (fileType(directory) !== S_IFDIR) return -ENOTDIR;
    if (!isPermitted(directory, MAY_EXECUTE)) return -EACCES;
    const n = findByte(next, ch('/'), at.pathEnd - next);
    if (n > NAME_LIMIT) return -ENAMETOOLONG;
    findIn(at, directory, next, n);
    const rest = skipSlashes(next + n, at.pathEnd);
    const isLast = rest === at.pathEnd;
    at.asDirectory = rest !== next + n;
    const inode = at.inode;
    if (inode === null) return isLast ? 0 : -ENOENT;
    const isFollowed = !isLast || follow === Follow.All || follow === Follow.Trailing && at.asDirectory;
    if (fileType(inode) === S_IFLNK && isFollowed) {
      links++;
      const error = links > LINK_LIMIT ? -ELOOP : insertTarget(at, inode, next + n);
      if (error < 0) return error;
      if (load8(at.path) === ch('/')) directory = rootDirectory();
      next = skipSlashes(at.path, at.pathEnd);
      stayIn(at, directory, next);
    } else {
      directory = inode;
      next = rest;
    }
  }
  const mustBeDirectory = at.asDirectory && at.inode !== null && follow !== Follow.None;
  return mustBeDirectory && fileType(at.inode!) !== S_IFDIR ? -ENOTDIR : 0;
}

/** Where a path begins: a relative one at a directory's descriptor; null when that is none. */
function baseOf(descriptor: number, path: number): Inode | null {
  if (load8(path) === ch('/')) return rootDirectory();
  if (descriptor === AT_FDCWD) return current.directory;
  const file = fileOf(descriptor);
  return file === null ? null : file.inode;
}

/**
 * Looks a program's path up, relative to a directory's descriptor (AT_FDCWD: the current directory). 0, with an inode
 * that is null for a new name, or a negated error.
 */
export function lookUp(at: Lookup, descriptor: number, path: number, follow: Follow): number {
  const n = userStringLength(path, PATH_LIMIT);
  if (n < 0) return n;
  if (n === 0) return -ENOENT;
  copyMemory(at.path, path, n + 1);
  at.pathEnd = at.path + n;
  const base = baseOf(descriptor, path);
  return base === null ? -EBADF : walk(at, base, follow);
}

/** The same for an existing name only. */
export function lookUpExisting(at: Lookup, descriptor: number, path: number, follow: Follow): number {
  const error = lookUp(at, descriptor, path, follow);
  if (error < 0) return error;
  return at.inode === null ? -ENOENT : 0;
}

/**
 * The inode that a descriptor and a path mean together: the descriptor's own with AT_DESCRIPTOR, or with AT_EMPTY_PATH
 * and an empty path. 0 or a negated error.
 */
export function findAt(at: Lookup, descriptor: number, path: number, flags: number): number {
  const isEmpty = (flags & AT_EMPTY_PATH) !== 0 && mayReadUser(path, 1) && load8(path) === 0;
  if ((flags & AT_DESCRIPTOR) === 0 && !isEmpty) {
    return lookUpExisting(at, descriptor, path, (flags & AT_SYMLINK_NOFOLLOW) === 0 ? Follow.All : Follow.Trailing);
  }
  if (isEmpty && descriptor === AT_FDCWD) {
    at.inode = current.directory;
    return 0;
  }
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  at.inode = file.inode;
  return 0;
}

/** Looks up a path that the kernel has in its memory, from the root or the current directory. */
export function lookUpKernelPath(at: Lookup, path: number, n: number): number {
  if (n === 0 || n >= PATH_LIMIT) return -EINVAL;
  copyMemory(at.path, path, n);
  at.pathEnd = at.path + n;
  store8(at.pathEnd, 0);
  const error = walk(at, baseOf(AT_FDCWD, path)!, Follow.All);
  if (error < 0) return error;
  return at.inode === null ? -ENOENT : 0;
}
