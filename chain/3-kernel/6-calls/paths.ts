// System calls on paths: opening and making files, directories, links and devices; renaming, removing.
import { ch, copyMemory, load8, store8 } from "../../2-runtime/node.js";
import {
  EACCES, EBUSY, EEXIST, EFAULT, EINTR, EINVAL, EISDIR, ELOOP, ENOENT, ENOSPC, ENOTDIR, ENOTEMPTY, ENXIO, EPERM,
  ERANGE, ETXTBSY, MODE_1000, MODE_777, MODE_7777, O_ACCMODE, O_CLOEXEC, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW,
  O_NONBLOCK, O_PATH, O_RDWR, O_TRUNC, O_WRONLY, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG,
  S_IFSOCK,
} from "../1-machine/index.js";
import {
  dropInode, Entry, fileType, holdInode, Inode, isRoomForFiles, makeInode, OpenFile, resizeContent, touchChanged,
  touchModified, writeContent,
} from "../2-memory/index.js";
import {
  current, freeDescriptor, hasOnly, hasSignal, mayWriteUser, placeFile, readerChannel, sleep, userStringLength, wake,
  writerChannel,
} from "../3-processes/index.js";
import {
  addEntry, AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW, dropOpenFile, endDirectory, findAt, Follow, isOwner, isPermitted,
  Lookup, lookUp, lookUpExisting, makeLookup, makeOpenFile, MAY_EXECUTE, MAY_READ, MAY_WRITE, openSpecial, PATH_LIMIT,
  readLink, recordName, recordOpened, removeEntry, startDirectory, writePathBefore,
} from "../4-files/index.js";

export const AT_REMOVEDIR = 0x200, AT_SYMLINK_FOLLOW = 0x400, RENAME_NOREPLACE = 1, RENAME_EXCHANGE = 2,
  ONLY_TO_OPEN = O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC;

/** What a call's path names; and for rename and link, what the path of the old name does. Made once (path.ts). */
const named = makeLookup();
const renamed = makeLookup();

/** The mode of something new. */
function newMode(type: number, mode: number): number { return type | mode & MODE_7777 & ~current.creationMask; }

/** Makes an inode with a name that does not exist yet, and that nameError allows. */
function makeNamed(at: Lookup, mode: number): Inode {
  const inode = makeInode(mode, current.owner, current.ownerGroup);
  const directory = at.directory!;
  addEntry(directory, at.name, at.nameLength, inode);
  if (fileType(inode) === S_IFDIR) startDirectory(inode, directory);
  return inode;
}

/** Why a name cannot be given to something new: a negated error, or 0. */
function nameError(at: Lookup, isDirectory: boolean): number {
  if (at.inode !== null) return -EEXIST;
  if (at.asDirectory && !isDirectory) return -ENOENT;
  const directory = at.directory!;
  if (directory.links === 0) return -ENOENT;
  if (!isPermitted(directory, MAY_WRITE)) return -EACCES;
  return isRoomForFiles() ? 0 : -ENOSPC;
}

/** What opening needs: access 3, which allows nothing, needs both. */
function accessOf(flags: number): number {
  const access = flags & O_ACCMODE;
  return (access === O_WRONLY ? 0 : MAY_READ) | (access !== 0 || (flags & O_TRUNC) !== 0 ? MAY_WRITE : 0);
}

/** A pipe with a name: each end waits until the other is opened, though it may be closed when the wait is over. */
function waitForOtherEnd(file: OpenFile, inode: Inode): number {
  const access = file.flags & O_ACCMODE;
  if (access !== O_WRONLY) wake(readerChannel(inode));
  if (access !== 0) wake(writerChannel(inode));
  const isThere = access === O_WRONLY ? inode.readers > 0 : inode.writers > 0;
  if (access === O_RDWR || (file.flags & O_NONBLOCK) !== 0 || isThere) return 0;
  if (!hasSignal()) sleep(access === O_WRONLY ? readerChannel(inode) : writerChannel(inode), 0);
  return hasSignal() ? -EINTR : 0;
}

/** Opens an inode that is there for a free descriptor, if that is permitted; the descriptor, or a negated error. */
function openInode(inode: Inode, flags: number, descriptor: number): number {
  const type = fileType(inode);
  const wanted = accessOf(flags);
  if (type === S_IFLNK && (flags & O_PATH) === 0) return -ELOOP;
  if ((flags & O_DIRECTORY) !== 0 && type !== S_IFDIR) return -ENOTDIR;
  if ((flags & O_PATH) === 0) {
    if (type === S_IFDIR && ((wanted & MAY_WRITE) !== 0 || (flags & O_CREAT) !== 0)) return -EISDIR;
    if (!isPermitted(inode, wanted)) return -EACCES;
    if (inode.executing > 0 && (wanted & MAY_WRITE) !== 0) return -ETXTBSY;
    const mustNotWait = (flags & (O_ACCMODE | O_NONBLOCK)) === (O_WRONLY | O_NONBLOCK);
    if (type === S_IFSOCK || type === S_IFIFO && mustNotWait && inode.readers === 0) return -ENXIO;
    if (type === S_IFIFO && (flags & O_ACCMODE) === O_ACCMODE) return -EINVAL;
    if ((flags & O_TRUNC) !== 0 && type === S_IFREG && inode.size > 0) {
      resizeContent(inode, 0);
      touchModified(inode);
    }
  }
  const file = makeOpenFile(inode, flags & ~ONLY_TO_OPEN);
  if (type === S_IFIFO && inode.links > 0 && (flags & O_PATH) === 0) {
    const error = waitForOtherEnd(file, inode);
    if (error < 0) {
      dropOpenFile(file);
      return error;
    }
  }
  placeFile(descriptor, file, (flags & O_CLOEXEC) !== 0);
  return descriptor;
}

export function sysOpenat(descriptor: number, path: number, allFlags: number, mode: number): number {
  const flags = (allFlags & O_PATH) === 0 ? allFlags : allFlags & (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  const made = freeDescriptor(0);
  if (made < 0) return made;
  const follow = (flags & O_NOFOLLOW) === 0 && (flags & (O_CREAT | O_EXCL)) !== (O_CREAT | O_EXCL);
  const error = lookUp(named, descriptor, path, follow ? Follow.All : Follow.Trailing);
  if (error < 0) return error;
  const inode = named.inode;
  if (inode !== null) {
    if ((flags & (O_CREAT | O_EXCL)) === (O_CREAT | O_EXCL)) return -EEXIST;
    const special = openSpecial(inode);
    const target = special === null ? inode : special;
    // what was made for this call goes again when it cannot be opened
    holdInode(target);
    const result = openInode(target, flags, made);
    if (result >= 0 && special === null) recordOpened(target, named.directory!, named.name, named.nameLength, flags);
    dropInode(target);
    return result;
  }
  if ((flags & O_CREAT) === 0) return -ENOENT;
  if (named.asDirectory) return -EISDIR;
  const fault = nameError(named, false);
  if (fault < 0) return fault;
  const file = makeOpenFile(makeNamed(named, newMode(S_IFREG, mode)), flags & ~ONLY_TO_OPEN);
  recordOpened(file.inode!, named.directory!, named.name, named.nameLength, flags);
  placeFile(made, file, (flags & O_CLOEXEC) !== 0);
  return made;
}

/** Looks up a path that is to be the name of something new; 0 or a negated error. */
function lookUpNew(descriptor: number, path: number, isDirectory: boolean): number {
  const error = lookUp(named, descriptor, path, Follow.None);
  return error < 0 ? error : nameError(named, isDirectory);
}

export function sysMknodat(descriptor: number, path: number, mode: number, device: number): number {
  const error = lookUpNew(descriptor, path, false);
  if (error < 0) return error;
  const type = (mode & S_IFMT) === 0 ? S_IFREG : mode & S_IFMT;
  const isDevice = type === S_IFCHR || type === S_IFBLK;
  if (type === S_IFDIR || isDevice && current.owner !== 0) return -EPERM;
  if (!isDevice && type !== S_IFREG && type !== S_IFIFO && type !== S_IFSOCK) return -EINVAL;
  const inode = makeNamed(named, newMode(type, mode));
  if (isDevice) inode.device = device & 0xffff;
  return 0;
}

export function sysMkdirat(descriptor: number, path: number, mode: number): number {
  const error = lookUpNew(descriptor, path, true);
  if (error === 0) makeNamed(named, newMode(S_IFDIR, mode));
  return error;
}

/** Why an inode's name cannot be taken out of a directory, as a directory's or as another's: a negated error, or 0. */
function removalError(directory: Inode, inode: Inode, isDirectory: boolean): number {
  if (!isPermitted(directory, MAY_WRITE)) return -EACCES;
  if ((directory.mode & MODE_1000) !== 0 && !isOwner(directory) && !isOwner(inode)) return -EPERM;
  if (fileType(inode) === S_IFDIR === isDirectory) return 0;
  return isDirectory ? -ENOTDIR : -EISDIR;
}

/** Removes the name of a file, or of a directory, which must be empty. */
function removeName(entry: Entry): number {
  const inode = entry.inode!;
  if (inode.first !== null) return -ENOTEMPTY;
  if (fileType(inode) === S_IFDIR) endDirectory(inode);
  removeEntry(entry);
  return 0;
}

export function sysUnlinkat(descriptor: number, path: number, flags: number): number {
  const error = lookUpExisting(named, descriptor, path, Follow.None);
  if (error < 0) return error;
  const entry = named.entry;
  const inode = named.inode!;
  const isDirectory = flags !== 0;
  if (entry === null) {
    if (!isDirectory) return -EISDIR;
    if (load8(named.name) === ch('/')) return -EBUSY;
    return load8(named.name + 1) === ch('.') ? -ENOTEMPTY : -EINVAL;
  }
  if (!isDirectory && named.asDirectory) return fileType(inode) === S_IFDIR ? -EISDIR : -ENOTDIR;
  const fault = removalError(named.directory!, inode, isDirectory);
  return fault < 0 ? fault : removeName(entry);
}

export function sysLinkat(
  fromDescriptor: number, from: number, toDescriptor: number, to: number, flags: number,
): number {
  const follow = (flags & AT_SYMLINK_FOLLOW) !== 0 ? 0 : AT_SYMLINK_NOFOLLOW;
  let error = findAt(renamed, fromDescriptor, from, flags | follow);
  if (error < 0) return error;
  const inode = renamed.inode!;
  if (inode.links === 0 || (flags & AT_EMPTY_PATH) !== 0 && current.owner !== 0) return -ENOENT;
  error = lookUpNew(toDescriptor, to, false);
  if (error < 0) return error;
  if (fileType(inode) === S_IFDIR) return -EPERM;
  addEntry(named.directory!, named.name, named.nameLength, inode);
  recordName(ch('n'), inode, named.directory!, named.name, named.nameLength);
  touchChanged(inode);
  return 0;
}

export function sysSymlinkat(target: number, descriptor: number, path: number): number {
  const n = userStringLength(target, PATH_LIMIT);
  if (n < 0) return n;
  if (n === 0) return -ENOENT;
  const error = lookUpNew(descriptor, path, false);
  if (error < 0) return error;
  const inode = makeInode(S_IFLNK | MODE_777, current.owner, current.ownerGroup);
  holdInode(inode);
  inode.size = writeContent(inode, 0, target, n);
  const isWhole = inode.size === n;
  if (isWhole) addEntry(named.directory!, named.name, named.nameLength, inode);
  dropInode(inode);
  return isWhole ? 0 : -ENOSPC;
}

/** True when a directory is another, or lies somewhere below it. */
function isBelow(directory: Inode, above: Inode): boolean {
  let at = directory;
  while (at !== above) {
    if (at === at.parent) return false;
    at = at.parent!;
  }
  return true;
}

/** Tells an inode that its name is in another directory now. */
function changeParent(inode: Inode, from: Inode, to: Inode): void {
  touchChanged(inode);
  if (fileType(inode) !== S_IFDIR) return;
  from.links--;
  to.links++;
  inode.parent = to;
}

export function sysRenameat2(
  fromDescriptor: number, fromPath: number, toDescriptor: number, toPath: number, flags: number,
): number {
  const isExchange = flags === RENAME_EXCHANGE;
  if (!isExchange && !hasOnly(flags, RENAME_NOREPLACE)) return -EINVAL;
  let error = lookUp(renamed, fromDescriptor, fromPath, Follow.None);
  if (error < 0) return error;
  error = lookUp(named, toDescriptor, toPath, Follow.None);
  if (error < 0) return error;
  if (renamed.nameLength === 0 || named.nameLength === 0) return -EBUSY;
  if (renamed.entry === null) return -ENOENT;
  const from = renamed.directory!;
  const to = named.directory!;
  const inode = renamed.inode!;
  const target = named.inode;
  const isDirectory = fileType(inode) === S_IFDIR;
  const overDirectory = target !== null && fileType(target) === S_IFDIR;
  if (target !== null && flags === RENAME_NOREPLACE) return -EEXIST;
  if (target === null && isExchange) return -ENOENT;
  const becomesDirectory = isExchange ? overDirectory : isDirectory;
  if (renamed.asDirectory && !isDirectory || named.asDirectory && !becomesDirectory) return -ENOTDIR;
  if (isDirectory && isBelow(to, inode)) return -EINVAL;
  if (overDirectory && isBelow(from, target!)) return isExchange ? -EINVAL : -ENOTEMPTY;
  if (target === inode) return 0;
  error = removalError(from, inode, isDirectory);
  if (error < 0) return error;
  error = target === null ? nameError(named, isDirectory) : removalError(to, target, becomesDirectory);
  if (error < 0) return error;
  if (from !== to && (isDirectory && !isPermitted(inode, MAY_WRITE)
    || isExchange && overDirectory && !isPermitted(target!, MAY_WRITE))) return -EACCES;
  if (isExchange) {
    renamed.entry.inode = target;
    named.entry!.inode = inode;
    recordName(ch('n'), target!, from, renamed.name, renamed.nameLength);
    changeParent(target!, to, from);
    touchModified(to);
    touchModified(from);
  } else {
    if (target !== null) error = removeName(named.entry!);
    if (error < 0) return error;
    addEntry(to, named.name, named.nameLength, inode);
    removeEntry(renamed.entry);
  }
  recordName(ch('n'), inode, to, named.name, named.nameLength);
  changeParent(inode, from, to);
  return 0;
}

export function sysReadlinkat(descriptor: number, path: number, to: number, bytes: number): number {
  const error = lookUpExisting(named, descriptor, path, Follow.Trailing);
  if (error < 0) return error;
  const inode = named.inode!;
  if (fileType(inode) !== S_IFLNK || bytes <= 0) return -EINVAL;
  const n = readLink(inode, named.spare);
  const count = n < bytes ? n : bytes;
  if (count > 0 && !mayWriteUser(to, count)) return -EFAULT;
  if (count > 0) copyMemory(to, named.spare, count);
  return count;
}

/** chdir, and with flags AT_DESCRIPTOR fchdir. */
export function sysChdir(descriptor: number, path: number, flags: number): number {
  const error = findAt(named, descriptor, path, flags);
  if (error < 0) return error;
  const inode = named.inode!;
  if (fileType(inode) !== S_IFDIR) return -ENOTDIR;
  if (!isPermitted(inode, MAY_EXECUTE)) return -EACCES;
  holdInode(inode);
  dropInode(current.directory!);
  current.directory = inode;
  return 0;
}

/** The path of the current directory with its NUL; how many bytes. */
export function sysGetcwd(to: number, bytes: number): number {
  const end = named.spare + PATH_LIMIT;
  const from = writePathBefore(current.directory!, end, PATH_LIMIT);
  if (from === 0) return -ENOENT;
  store8(end, 0);
  const n = end - from + 1;
  if (n > bytes) return -ERANGE;
  if (!mayWriteUser(to, n)) return -EFAULT;
  copyMemory(to, from, n);
  return n;
}

export function sysUmask(mask: number): number {
  const old = current.creationMask;
  current.creationMask = mask & MODE_777;
  return old;
}
