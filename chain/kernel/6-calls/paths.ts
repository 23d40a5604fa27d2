// System calls on paths: opening and making files, directories, links and devices; renaming, removing.
// Each older call is its ...at variant with the current directory, by a function of its own or by putFirst.
import { ch, copyMemory, load8 } from "../../runtime/node.js";
import {
  EACCES, EBUSY, EEXIST, EFAULT, EINTR, EINVAL, EISDIR, ELOOP, ENOENT, ENOSPC, ENOTDIR, ENOTEMPTY, ENXIO, EPERM,
  ERANGE, ETXTBSY, O_ACCMODE, O_CLOEXEC, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_PATH, O_RDWR,
  O_TRUNC, O_WRONLY, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK,
} from "../1-machine/numbers.js";
import { alloc } from "../2-memory/heap.js";
import { isRoomForFiles } from "../2-memory/pages.js";
import { TF_EDI, TF_EDX } from "../1-machine/trapframe.js";
import { dropInode, fileType, holdInode, Inode, makeInode, touchChanged, touchModified } from "../2-memory/inode.js";
import { readContent, resizeContent, writeContent } from "../2-memory/content.js";
import { addEntry, endDirectory, Entry, removeEntry, startDirectory } from "../4-files/directory.js";
import { dropOpenFile, freeDescriptor, makeOpenFile, OpenFile, placeFile } from "../4-files/openfile.js";
import { mayWriteUser, userStringLength } from "../3-processes/usermemory.js";
import { current, readerChannel, sleep, wake, writerChannel } from "../3-processes/process.js";
import { hasSignal } from "../3-processes/signals.js";
import {
  AT_EMPTY_PATH, AT_FDCWD, AT_SYMLINK_NOFOLLOW, findAt, findOwn, Follow, found, isOwner, isPermitted, lookUp,
  lookUpExisting, MAY_EXECUTE, MAY_READ, MAY_WRITE, PATH_LIMIT, writePathBefore,
} from "../4-files/path.js";
import { linkTarget, openSpecial } from "../4-files/proc.js";
import { answer1, answer2, answer3, answer4, answer5, limitFlags, putFirst } from "./table.js";

const AT_REMOVEDIR = 0x200;
const AT_SYMLINK_FOLLOW = 0x400;
const RENAME_NOREPLACE = 1;
const RENAME_EXCHANGE = 2;
const S_ISVTX = 0x200;
const STICKY_AND_PERMISSIONS = 0xfff;
const ONLY_TO_OPEN = O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC;

let linkBuffer = 0;

/** Makes an inode with the name that lookUp has just not found, and that nameError allows. */
function makeNamed(mode: number): Inode {
  const inode = makeInode(mode, current.owner, current.ownerGroup);
  const directory = found.directory!;
  addEntry(directory, found.name, found.nameLength, inode);
  if ((mode & S_IFMT) === S_IFDIR) startDirectory(inode, directory);
  return inode;
}

/** Why the name in `found` cannot be given to something new: a negated error, or 0. */
function nameError(isDirectory: boolean): number {
  if (found.inode !== null) return -EEXIST;
  if (found.asDirectory && !isDirectory) return -ENOENT;
  const directory = found.directory!;
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

/** Opens an inode that is there, as far as that is allowed, for a free descriptor; that, or a negated error. */
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

function sysOpenat(descriptor: number, path: number, allFlags: number, mode: number): number {
  const flags = (allFlags & O_PATH) === 0 ? allFlags : allFlags & (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  const place = freeDescriptor(0);
  if (place < 0) return place;
  const follow = (flags & O_NOFOLLOW) === 0 && (flags & (O_CREAT | O_EXCL)) !== (O_CREAT | O_EXCL);
  const error = lookUp(descriptor, path, follow ? Follow.All : Follow.Trailing);
  if (error < 0) return error;
  const inode = found.inode;
  if (inode !== null) {
    if ((flags & (O_CREAT | O_EXCL)) === (O_CREAT | O_EXCL)) return -EEXIST;
    const special = openSpecial(inode);
    const target = special === null ? inode : special;
    // what was made for this call goes again when it cannot be opened
    holdInode(target);
    const result = openInode(target, flags, place);
    dropInode(target);
    return result;
  }
  if ((flags & O_CREAT) === 0) return -ENOENT;
  if (found.asDirectory) return -EISDIR;
  const nameFault = nameError(false);
  if (nameFault < 0) return nameFault;
  const made = makeNamed(S_IFREG | mode & STICKY_AND_PERMISSIONS & ~current.creationMask);
  placeFile(place, makeOpenFile(made, flags & ~ONLY_TO_OPEN), (flags & O_CLOEXEC) !== 0);
  return place;
}

function sysCreat(path: number, mode: number): number {
  return sysOpenat(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

/** Looks up a path that is to be the name of something new; 0 or a negated error. */
function lookUpNew(descriptor: number, path: number, isDirectory: boolean): number {
  const error = lookUp(descriptor, path, Follow.None);
  return error < 0 ? error : nameError(isDirectory);
}

function sysMknodat(descriptor: number, path: number, mode: number, device: number): number {
  const error = lookUpNew(descriptor, path, false);
  if (error < 0) return error;
  const type = mode & S_IFMT;
  if (type === S_IFDIR) return -EPERM;
  const isDevice = type === S_IFCHR || type === S_IFBLK;
  if (!isDevice && type !== 0 && type !== S_IFREG && type !== S_IFIFO && type !== S_IFSOCK) return -EINVAL;
  if (isDevice && current.owner !== 0) return -EPERM;
  const inode = makeNamed((type === 0 ? S_IFREG : type) | mode & STICKY_AND_PERMISSIONS & ~current.creationMask);
  if (isDevice) inode.device = device & 0xffff;
  return 0;
}

function sysMkdirat(descriptor: number, path: number, mode: number): number {
  const error = lookUpNew(descriptor, path, true);
  if (error < 0) return error;
  makeNamed(S_IFDIR | mode & STICKY_AND_PERMISSIONS & ~current.creationMask);
  return 0;
}

/** Why an inode's name cannot be taken out of a directory, as a directory's or as another's: a negated error, or 0. */
function removalError(directory: Inode, inode: Inode, isDirectory: boolean): number {
  if (!isPermitted(directory, MAY_WRITE)) return -EACCES;
  if ((directory.mode & S_ISVTX) !== 0 && !isOwner(directory) && !isOwner(inode)) return -EPERM;
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

function sysUnlinkat(descriptor: number, path: number, flags: number): number {
  const error = lookUpExisting(descriptor, path, Follow.None);
  if (error < 0) return error;
  const entry = found.entry;
  const inode = found.inode!;
  const isDirectory = (flags & AT_REMOVEDIR) !== 0;
  if (entry === null) {
    if (!isDirectory) return -EISDIR;
    if (load8(found.name) === ch('/')) return -EBUSY;
    return load8(found.name + 1) === ch('.') ? -ENOTEMPTY : -EINVAL;
  }
  if (!isDirectory && found.asDirectory) return fileType(inode) === S_IFDIR ? -EISDIR : -ENOTDIR;
  const removalFault = removalError(found.directory!, inode, isDirectory);
  return removalFault < 0 ? removalFault : removeName(entry);
}
function sysUnlink(path: number): number { return sysUnlinkat(AT_FDCWD, path, 0); }
function sysRmdir(path: number): number { return sysUnlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

function sysLinkat(
  fromDescriptor: number, from: number, toDescriptor: number, to: number, flags: number,
): number {
  let error = findAt(fromDescriptor, from, (flags & AT_SYMLINK_FOLLOW) !== 0 ? flags : flags | AT_SYMLINK_NOFOLLOW);
  if (error < 0) return error;
  const inode = found.inode!;
  if (inode.links === 0 || (flags & AT_EMPTY_PATH) !== 0 && current.owner !== 0) return -ENOENT;
  error = lookUpNew(toDescriptor, to, false);
  if (error < 0) return error;
  if (fileType(inode) === S_IFDIR) return -EPERM;
  addEntry(found.directory!, found.name, found.nameLength, inode);
  touchChanged(inode);
  return 0;
}
function sysLink(from: number, to: number): number { return sysLinkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

function sysSymlinkat(target: number, descriptor: number, path: number): number {
  const n = userStringLength(target, PATH_LIMIT);
  if (n < 0) return n;
  if (n === 0) return -ENOENT;
  const error = lookUpNew(descriptor, path, false);
  if (error < 0) return error;
  const inode = makeInode(S_IFLNK | 0x1ff, current.owner, current.ownerGroup);
  holdInode(inode);
  inode.size = writeContent(inode, 0, target, n);
  const isWhole = inode.size === n;
  if (isWhole) addEntry(found.directory!, found.name, found.nameLength, inode);
  dropInode(inode);
  return isWhole ? 0 : -ENOSPC;
}
function sysSymlink(target: number, path: number): number { return sysSymlinkat(target, AT_FDCWD, path); }

function sysReadlinkat(descriptor: number, path: number, to: number, bytes: number): number {
  const error = lookUpExisting(descriptor, path, Follow.Trailing);
  if (error < 0) return error;
  const inode = found.inode!;
  if (fileType(inode) !== S_IFLNK || bytes <= 0) return -EINVAL;
  let n = linkTarget(inode, linkBuffer);
  if (n < 0) return n;
  if (n === 0) {
    n = inode.size;
    readContent(inode, 0, linkBuffer, n);
  }
  if (n > bytes) n = bytes;
  if (!mayWriteUser(to, n)) return -EFAULT;
  copyMemory(to, linkBuffer, n);
  return n;
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

function sysRenameat2(
  fromDescriptor: number, from: number, toDescriptor: number, to: number, flags: number,
): number {
  const isExchange = (flags & RENAME_EXCHANGE) !== 0;
  if (isExchange && flags !== RENAME_EXCHANGE) return -EINVAL;
  let error = lookUp(fromDescriptor, from, Follow.None);
  if (error < 0) return error;
  const entry = found.entry;
  const fromDirectory = found.directory!;
  const fromNameLength = found.nameLength;
  const fromAsDirectory = found.asDirectory;
  error = lookUp(toDescriptor, to, Follow.None);
  if (error < 0) return error;
  const directory = found.directory!;
  const target = found.inode;
  if (fromNameLength === 0 || found.nameLength === 0) return -EBUSY;
  if (entry === null) return -ENOENT;
  const inode = entry.inode!;
  const isDirectory = fileType(inode) === S_IFDIR;
  const overDirectory = target !== null && fileType(target) === S_IFDIR;
  if (target !== null && (flags & RENAME_NOREPLACE) !== 0) return -EEXIST;
  if (target === null && isExchange) return -ENOENT;
  if (fromAsDirectory && !isDirectory || found.asDirectory && !(isExchange ? overDirectory : isDirectory)) {
    return -ENOTDIR;
  }
  if (isDirectory && isBelow(directory, inode)) return -EINVAL;
  if (overDirectory && isBelow(fromDirectory, target!)) return isExchange ? -EINVAL : -ENOTEMPTY;
  if (target === inode) return 0;
  error = removalError(fromDirectory, inode, isDirectory);
  if (error < 0) return error;
  error = target === null ? nameError(isDirectory)
    : removalError(directory, target, isExchange ? overDirectory : isDirectory);
  if (error < 0) return error;
  if (fromDirectory !== directory && (isDirectory && !isPermitted(inode, MAY_WRITE)
    || isExchange && overDirectory && !isPermitted(target!, MAY_WRITE))) return -EACCES;
  if (isExchange) {
    entry.inode = target;
    found.entry!.inode = inode;
    changeParent(target!, directory, fromDirectory);
    touchModified(directory);
    touchModified(fromDirectory);
  } else {
    if (target !== null) error = removeName(found.entry!);
    if (error < 0) return error;
    addEntry(directory, found.name, found.nameLength, inode);
    removeEntry(entry);
  }
  changeParent(inode, fromDirectory, directory);
  return 0;
}
function sysRenameat(fromDescriptor: number, from: number, toDescriptor: number, to: number): number {
  return sysRenameat2(fromDescriptor, from, toDescriptor, to, 0);
}
function sysRename(from: number, to: number): number { return sysRenameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

function changeDirectory(inode: Inode): number {
  if (fileType(inode) !== S_IFDIR) return -ENOTDIR;
  if (!isPermitted(inode, MAY_EXECUTE)) return -EACCES;
  holdInode(inode);
  dropInode(current.directory!);
  current.directory = inode;
  return 0;
}
function sysChdir(path: number): number {
  const error = lookUpExisting(AT_FDCWD, path, Follow.All);
  return error < 0 ? error : changeDirectory(found.inode!);
}
function sysFchdir(descriptor: number): number {
  const error = findOwn(descriptor);
  return error < 0 ? error : changeDirectory(found.inode!);
}

/** The path of the current directory with its NUL; how many bytes. */
function sysGetcwd(to: number, bytes: number): number {
  const end = linkBuffer + PATH_LIMIT;
  const from = writePathBefore(current.directory!, end, PATH_LIMIT);
  if (from === 0) return -ENOENT;
  const n = end - from;
  if (n + 1 > bytes) return -ERANGE;
  if (!mayWriteUser(to, n + 1)) return -EFAULT;
  copyMemory(to, from, n + 1);
  return n + 1;
}

function sysUmask(mask: number): number {
  const old = current.creationMask;
  current.creationMask = mask & 0x1ff;
  return old;
}

export function startPathCalls(): void {
  // a path, and a NUL behind it
  linkBuffer = alloc(PATH_LIMIT + 4);
  answer2(8, sysCreat);
  answer2(9, sysLink);
  answer1(10, sysUnlink);
  answer1(12, sysChdir);
  answer2(38, sysRename);
  answer1(40, sysRmdir);
  answer1(60, sysUmask);
  answer2(83, sysSymlink);
  answer1(133, sysFchdir);
  answer2(183, sysGetcwd);
  for (const number of [5, 14, 39, 85]) putFirst(number, AT_FDCWD);
  for (const number of [5, 295]) answer4(number, sysOpenat);
  for (const number of [39, 296]) answer3(number, sysMkdirat);
  for (const number of [14, 297]) answer4(number, sysMknodat);
  answer3(301, sysUnlinkat);
  answer4(302, sysRenameat);
  answer5(303, sysLinkat);
  answer3(304, sysSymlinkat);
  for (const number of [85, 305]) answer4(number, sysReadlinkat);
  answer5(353, sysRenameat2);
  limitFlags(301, TF_EDX, AT_REMOVEDIR);
  limitFlags(303, TF_EDI, AT_EMPTY_PATH | AT_SYMLINK_FOLLOW);
  limitFlags(353, TF_EDI, RENAME_NOREPLACE | RENAME_EXCHANGE);
}
