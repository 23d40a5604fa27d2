// System calls on paths: opening and making files, directories, links and devices; renaming, removing; attributes.
// Each older call is its ...at variant with the current directory.
import { ch, copyMemory, load32, load8, ult } from "../runtime/node.js";
import { answer1, answer2, answer3, answer4, answer5, limitFlags } from "./calls.js";
import { truncateInode } from "./calls-files.js";
import { now, nowNanoseconds } from "./clock.js";
import { readContent, resizeContent, writeContent } from "./content.js";
import { addEntry, endDirectory, Entry, removeEntry, startDirectory } from "./directory.js";
import { FRAME_EDI, FRAME_EDX, FRAME_ESI } from "./frame.js";
import { dropInode, fileType, holdInode, Inode, makeInode, touchChanged, touchModified } from "./inode.js";
import {
  EACCES, EBADF, EBUSY, EEXIST, EFAULT, EINTR, EINVAL, EISDIR, ELOOP, ENOENT, ENOSPC, ENOTDIR, ENOTEMPTY, ENXIO,
  EOPNOTSUPP, EPERM, ERANGE, ETXTBSY, O_ACCMODE, O_CLOEXEC, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK,
  O_PATH, O_RDWR, O_TRUNC, O_WRONLY, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK,
} from "./numbers.js";
import { dropOpenFile, fileOf, freeDescriptor, makeOpenFile, OpenFile, placeFile } from "./openfile.js";
import {
  AT_CURRENT, found, isPermitted, Last, lookUp, lookUpExisting, MAY_EXECUTE, MAY_READ, MAY_WRITE, PATH_LIMIT,
  writePathBefore,
} from "./path.js";
import { linkTarget, openSpecial } from "./proc.js";
import { current, inodeChannel, sleep, wake } from "./process.js";
import { hasSignal } from "./signals.js";
import { STATFS64_BYTES, storeStat64, storeStatfs, storeStatx } from "./stat.js";
import { mayReadUser, mayWriteUser, userStringLength } from "./usermemory.js";
import { alloc } from "./heap.js";

const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_REMOVEDIR = 0x200;
const AT_EACCESS = 0x200;
const AT_SYMLINK_FOLLOW = 0x400;
const AT_EMPTY_PATH = 0x1000;
/** Flags of stat's calls that change nothing here: AT_NO_AUTOMOUNT, AT_STATX_FORCE_SYNC, AT_STATX_DONT_SYNC. */
const AT_STATX = 0x6800;
const RENAME_NOREPLACE = 1;
const RENAME_EXCHANGE = 2;
const S_ISVTX = 0x200;
const STICKY_AND_PERMISSIONS = 0xfff;
const ONLY_TO_OPEN = O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC;

let linkBuffer = 0;

/** Makes an inode with the name that lookUp has just not found; null when the name cannot be given (see nameError). */
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
  return isPermitted(directory, MAY_WRITE) ? 0 : -EACCES;
}

/** What opening needs: access 3, which allows nothing, needs both. */
function accessOf(flags: number): number {
  const access = flags & O_ACCMODE;
  return (access === O_WRONLY ? 0 : MAY_READ) | (access !== 0 || (flags & O_TRUNC) !== 0 ? MAY_WRITE : 0);
}

/** A pipe with a name: each end waits for the other. */
function waitForOtherEnd(file: OpenFile, inode: Inode): number {
  const access = file.flags & O_ACCMODE;
  wake(inodeChannel(inode));
  if (access === O_RDWR || (file.flags & O_NONBLOCK) !== 0) return 0;
  while (access === O_WRONLY ? inode.readers === 0 : inode.writers === 0) {
    if (hasSignal()) return -EINTR;
    sleep(inodeChannel(inode), 0);
  }
  return 0;
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
    if (type === S_IFIFO && mustNotWait && inode.readers === 0) return -ENXIO;
    if ((flags & O_TRUNC) !== 0 && type === S_IFREG && inode.size > 0) {
      resizeContent(inode, 0);
      touchModified(inode);
    }
  }
  const file = makeOpenFile(inode, flags & ~ONLY_TO_OPEN);
  if (type === S_IFIFO && (flags & O_PATH) === 0) {
    const error = waitForOtherEnd(file, inode);
    if (error < 0) {
      dropOpenFile(file);
      return error;
    }
  }
  placeFile(descriptor, file, (flags & O_CLOEXEC) !== 0);
  return descriptor;
}

function callOpenat(descriptor: number, path: number, allFlags: number, mode: number): number {
  const flags = (allFlags & O_PATH) === 0 ? allFlags : allFlags & (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  const place = freeDescriptor(0);
  if (place < 0) return place;
  const follow = (flags & O_NOFOLLOW) === 0 && (flags & (O_CREAT | O_EXCL)) !== (O_CREAT | O_EXCL);
  const error = lookUp(descriptor, path, follow ? Last.Target : Last.Own);
  if (error < 0) return error;
  const inode = found.inode;
  if (inode !== null) {
    if ((flags & (O_CREAT | O_EXCL)) === (O_CREAT | O_EXCL)) return -EEXIST;
    const special = openSpecial(inode);
    return openInode(special === null ? inode : special, flags, place);
  }
  if ((flags & O_CREAT) === 0) return -ENOENT;
  if (found.asDirectory) return -EISDIR;
  const nameFault = nameError(false);
  if (nameFault < 0) return nameFault;
  const made = makeNamed(S_IFREG | mode & STICKY_AND_PERMISSIONS & ~current.creationMask);
  placeFile(place, makeOpenFile(made, flags & ~ONLY_TO_OPEN), (flags & O_CLOEXEC) !== 0);
  return place;
}

function callOpen(path: number, flags: number, mode: number): number {
  return callOpenat(AT_CURRENT, path, flags, mode);
}

function callCreat(path: number, mode: number): number {
  return callOpenat(AT_CURRENT, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

function callMknodat(descriptor: number, path: number, mode: number, device: number): number {
  const error = lookUp(descriptor, path, Last.Name);
  if (error < 0) return error;
  const nameFault = nameError(false);
  if (nameFault < 0) return nameFault;
  const type = mode & S_IFMT;
  if (type === S_IFDIR) return -EPERM;
  const isDevice = type === S_IFCHR || type === S_IFBLK;
  if (!isDevice && type !== 0 && type !== S_IFREG && type !== S_IFIFO && type !== S_IFSOCK) return -EINVAL;
  if (isDevice && current.owner !== 0) return -EPERM;
  const inode = makeNamed((type === 0 ? S_IFREG : type) | mode & STICKY_AND_PERMISSIONS & ~current.creationMask);
  if (isDevice) inode.device = device & 0xffff;
  return 0;
}
function callMknod(path: number, mode: number, device: number): number {
  return callMknodat(AT_CURRENT, path, mode, device);
}

function callMkdirat(descriptor: number, path: number, mode: number): number {
  const error = lookUp(descriptor, path, Last.Name);
  if (error < 0) return error;
  const nameFault = nameError(true);
  if (nameFault < 0) return nameFault;
  makeNamed(S_IFDIR | mode & STICKY_AND_PERMISSIONS & ~current.creationMask);
  return 0;
}
function callMkdir(path: number, mode: number): number { return callMkdirat(AT_CURRENT, path, mode); }

/** Only an inode's owner and the super-user change its attributes. */
function isOwner(inode: Inode): boolean { return current.owner === 0 || current.owner === inode.owner; }

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

function callUnlinkat(descriptor: number, path: number, flags: number): number {
  const error = lookUpExisting(descriptor, path, Last.Name);
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
function callUnlink(path: number): number { return callUnlinkat(AT_CURRENT, path, 0); }
function callRmdir(path: number): number { return callUnlinkat(AT_CURRENT, path, AT_REMOVEDIR); }

function callLinkat(
  fromDescriptor: number, from: number, toDescriptor: number, to: number, flags: number,
): number {
  let error = findAt(fromDescriptor, from, (flags & AT_SYMLINK_FOLLOW) !== 0 ? flags : flags | AT_SYMLINK_NOFOLLOW);
  if (error < 0) return error;
  const inode = found.inode!;
  if (inode.links === 0 || (flags & AT_EMPTY_PATH) !== 0 && current.owner !== 0) return -ENOENT;
  error = lookUp(toDescriptor, to, Last.Name);
  if (error < 0) return error;
  const nameFault = nameError(false);
  if (nameFault < 0) return nameFault;
  if (fileType(inode) === S_IFDIR) return -EPERM;
  addEntry(found.directory!, found.name, found.nameLength, inode);
  touchChanged(inode);
  return 0;
}
function callLink(from: number, to: number): number { return callLinkat(AT_CURRENT, from, AT_CURRENT, to, 0); }

function callSymlinkat(target: number, descriptor: number, path: number): number {
  const n = userStringLength(target, PATH_LIMIT);
  if (n < 0) return n;
  if (n === 0) return -ENOENT;
  const error = lookUp(descriptor, path, Last.Name);
  if (error < 0) return error;
  const nameFault = nameError(false);
  if (nameFault < 0) return nameFault;
  const inode = makeInode(S_IFLNK | 0x1ff, current.owner, current.ownerGroup);
  holdInode(inode);
  inode.size = writeContent(inode, 0, target, n);
  const isWhole = inode.size === n;
  if (isWhole) addEntry(found.directory!, found.name, found.nameLength, inode);
  dropInode(inode);
  return isWhole ? 0 : -ENOSPC;
}
function callSymlink(target: number, path: number): number { return callSymlinkat(target, AT_CURRENT, path); }

function callReadlinkat(descriptor: number, path: number, to: number, bytes: number): number {
  const error = lookUpExisting(descriptor, path, Last.Own);
  if (error < 0) return error;
  const inode = found.inode!;
  if (fileType(inode) !== S_IFLNK || bytes <= 0) return -EINVAL;
  let n = linkTarget(inode, linkBuffer);
  if (n < 0) {
    n = inode.size;
    readContent(inode, 0, linkBuffer, n);
  }
  if (n > bytes) n = bytes;
  if (!mayWriteUser(to, n)) return -EFAULT;
  copyMemory(to, linkBuffer, n);
  return n;
}
function callReadlink(path: number, to: number, bytes: number): number {
  return callReadlinkat(AT_CURRENT, path, to, bytes);
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

function callRenameat2(
  fromDescriptor: number, from: number, toDescriptor: number, to: number, flags: number,
): number {
  const isExchange = (flags & RENAME_EXCHANGE) !== 0;
  if (isExchange && flags !== RENAME_EXCHANGE) return -EINVAL;
  let error = lookUp(fromDescriptor, from, Last.Name);
  if (error < 0) return error;
  const entry = found.entry;
  const fromDirectory = found.directory!;
  const fromNameLength = found.nameLength;
  const fromAsDirectory = found.asDirectory;
  error = lookUp(toDescriptor, to, Last.Name);
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
function callRenameat(fromDescriptor: number, from: number, toDescriptor: number, to: number): number {
  return callRenameat2(fromDescriptor, from, toDescriptor, to, 0);
}
function callRename(from: number, to: number): number { return callRenameat2(AT_CURRENT, from, AT_CURRENT, to, 0); }

/** The inode of a descriptor is left in `found`; 0 or a negated error. */
function findOwn(descriptor: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  found.inode = file.inode;
  return 0;
}

/**
 * The inode that a descriptor and a path mean together: with AT_EMPTY_PATH and an empty path the descriptor's own. It
 * is left in `found`; 0 or a negated error.
 */
function findAt(descriptor: number, path: number, flags: number): number {
  const isOwn = (flags & AT_EMPTY_PATH) !== 0 && mayReadUser(path, 1) && load8(path) === 0;
  if (!isOwn) return lookUpExisting(descriptor, path, (flags & AT_SYMLINK_NOFOLLOW) === 0 ? Last.Target : Last.Own);
  if (descriptor !== AT_CURRENT) return findOwn(descriptor);
  found.inode = current.directory;
  return 0;
}

function callFstatat64(descriptor: number, path: number, to: number, flags: number): number {
  const error = findAt(descriptor, path, flags);
  return error < 0 ? error : storeStat64(to, found.inode!);
}
function callStat64(path: number, to: number): number { return callFstatat64(AT_CURRENT, path, to, 0); }
function callLstat64(path: number, to: number): number {
  return callFstatat64(AT_CURRENT, path, to, AT_SYMLINK_NOFOLLOW);
}
function callStatx(descriptor: number, path: number, flags: number, _mask: number, to: number): number {
  const error = findAt(descriptor, path, flags);
  return error < 0 ? error : storeStatx(to, found.inode!);
}

function callFaccessat2(descriptor: number, path: number, wanted: number, flags: number): number {
  if ((wanted & ~(MAY_READ | MAY_WRITE | MAY_EXECUTE)) !== 0) return -EINVAL;
  const error = findAt(descriptor, path, flags);
  if (error < 0) return error;
  return isPermitted(found.inode!, wanted) ? 0 : -EACCES;
}
function callFaccessat(descriptor: number, path: number, wanted: number): number {
  return callFaccessat2(descriptor, path, wanted, 0);
}
function callAccess(path: number, wanted: number): number { return callFaccessat2(AT_CURRENT, path, wanted, 0); }

function changeMode(inode: Inode, mode: number): number {
  if (!isOwner(inode)) return -EPERM;
  inode.mode = inode.mode & S_IFMT | mode & STICKY_AND_PERMISSIONS;
  touchChanged(inode);
  return 0;
}
function callFchmodat2(descriptor: number, path: number, mode: number, flags: number): number {
  const error = findAt(descriptor, path, flags);
  return error < 0 ? error : changeMode(found.inode!, mode);
}
function callFchmodat(descriptor: number, path: number, mode: number): number {
  return callFchmodat2(descriptor, path, mode, 0);
}
function callChmod(path: number, mode: number): number { return callFchmodat(AT_CURRENT, path, mode); }
function callFchmod(descriptor: number, mode: number): number {
  const error = findOwn(descriptor);
  return error < 0 ? error : changeMode(found.inode!, mode);
}

function changeOwner(inode: Inode, owner: number, group: number): number {
  if (current.owner !== 0 && (owner !== -1 && owner !== inode.owner || current.owner !== inode.owner)) return -EPERM;
  if (owner !== -1) inode.owner = owner;
  if (group !== -1) inode.group = group;
  touchChanged(inode);
  return 0;
}
function callFchownat(descriptor: number, path: number, owner: number, group: number, flags: number): number {
  const error = findAt(descriptor, path, flags);
  return error < 0 ? error : changeOwner(found.inode!, owner, group);
}
function callChown(path: number, owner: number, group: number): number {
  return callFchownat(AT_CURRENT, path, owner, group, 0);
}
function callLchown(path: number, owner: number, group: number): number {
  return callFchownat(AT_CURRENT, path, owner, group, AT_SYMLINK_NOFOLLOW);
}
function callFchown(descriptor: number, owner: number, group: number): number {
  const error = findOwn(descriptor);
  return error < 0 ? error : changeOwner(found.inode!, owner, group);
}

const UTIME_NOW = 0x3fffffff;
const UTIME_OMIT = 0x3ffffffe;

function isTimeOfFile(nanoseconds: number): boolean {
  return ult(nanoseconds, 1000000000) || nanoseconds === UTIME_NOW || nanoseconds === UTIME_OMIT;
}
function setAccessTime(inode: Inode, seconds: number, nanoseconds: number): void {
  if (nanoseconds === UTIME_OMIT) return;
  inode.accessTime = nanoseconds === UTIME_NOW ? now() : seconds;
  inode.accessNanoseconds = nanoseconds === UTIME_NOW ? nowNanoseconds() : nanoseconds;
}
function setModifyTime(inode: Inode, seconds: number, nanoseconds: number): void {
  if (nanoseconds === UTIME_OMIT) return;
  inode.modifyTime = nanoseconds === UTIME_NOW ? now() : seconds;
  inode.modifyNanoseconds = nanoseconds === UTIME_NOW ? nowNanoseconds() : nanoseconds;
}

/** times 0: now. Otherwise two times, each two words of so many bytes: seconds and nanoseconds. */
function setTimes(inode: Inode, times: number, wordBytes: number): number {
  if (times === 0) {
    if (!isOwner(inode) && !isPermitted(inode, MAY_WRITE)) return -EACCES;
    setAccessTime(inode, 0, UTIME_NOW);
    setModifyTime(inode, 0, UTIME_NOW);
  } else {
    if (!mayReadUser(times, wordBytes * 4)) return -EFAULT;
    const access = load32(times + wordBytes);
    const modify = load32(times + wordBytes * 3);
    if (!isTimeOfFile(access) || !isTimeOfFile(modify)) return -EINVAL;
    if (!isOwner(inode)) return -EPERM;
    setAccessTime(inode, load32(times), access);
    setModifyTime(inode, load32(times + wordBytes * 2), modify);
  }
  touchChanged(inode);
  return 0;
}
/** Without a path the times are the descriptor's own file's. */
function setTimesAt(descriptor: number, path: number, times: number, flags: number, wordBytes: number): number {
  const isOwn = path === 0 && descriptor !== AT_CURRENT;
  if (isOwn && flags !== 0) return -EINVAL;
  const error = isOwn ? findOwn(descriptor) : findAt(descriptor, path, flags);
  return error < 0 ? error : setTimes(found.inode!, times, wordBytes);
}
function callUtimensat(descriptor: number, path: number, times: number, flags: number): number {
  return setTimesAt(descriptor, path, times, flags, 4);
}
function callUtimensat64(descriptor: number, path: number, times: number, flags: number): number {
  return setTimesAt(descriptor, path, times, flags, 8);
}

function callTruncate64(path: number, size: number, high: number): number {
  const error = lookUpExisting(AT_CURRENT, path, Last.Target);
  if (error < 0) return error;
  const inode = found.inode!;
  if (!isPermitted(inode, MAY_WRITE)) return -EACCES;
  if (inode.executing > 0) return -ETXTBSY;
  return truncateInode(inode, size, high);
}

function callTruncate(path: number, size: number): number { return callTruncate64(path, size, size >> 31); }

/** Extended attributes, which no file has: setting, getting, listing, removing. */
function callAttribute(path: number): number {
  const error = findAt(AT_CURRENT, path, 0);
  return error < 0 ? error : -EOPNOTSUPP;
}
function callOwnAttribute(path: number): number {
  const error = findAt(AT_CURRENT, path, AT_SYMLINK_NOFOLLOW);
  return error < 0 ? error : -EOPNOTSUPP;
}
function callDescriptorAttribute(descriptor: number): number {
  const error = findOwn(descriptor);
  return error < 0 ? error : -EOPNOTSUPP;
}

/** statfs64 and fstatfs64 are told how large the structure is. */
function callStatfs64(path: number, bytes: number, to: number): number {
  if (bytes !== STATFS64_BYTES) return -EINVAL;
  const error = findAt(AT_CURRENT, path, 0);
  return error < 0 ? error : storeStatfs(to, 8);
}
function callFstatfs64(descriptor: number, bytes: number, to: number): number {
  if (bytes !== STATFS64_BYTES) return -EINVAL;
  const error = findOwn(descriptor);
  return error < 0 ? error : storeStatfs(to, 8);
}
function callStatfs(path: number, to: number): number {
  const error = findAt(AT_CURRENT, path, 0);
  return error < 0 ? error : storeStatfs(to, 4);
}
function callFstatfs(descriptor: number, to: number): number {
  const error = findOwn(descriptor);
  return error < 0 ? error : storeStatfs(to, 4);
}

function changeDirectory(inode: Inode): number {
  if (fileType(inode) !== S_IFDIR) return -ENOTDIR;
  if (!isPermitted(inode, MAY_EXECUTE)) return -EACCES;
  holdInode(inode);
  dropInode(current.directory!);
  current.directory = inode;
  return 0;
}
function callChdir(path: number): number {
  const error = lookUpExisting(AT_CURRENT, path, Last.Target);
  return error < 0 ? error : changeDirectory(found.inode!);
}
function callFchdir(descriptor: number): number {
  const error = findOwn(descriptor);
  return error < 0 ? error : changeDirectory(found.inode!);
}

/** The path of the current directory with its NUL; how many bytes. */
function callGetcwd(to: number, bytes: number): number {
  const end = linkBuffer + PATH_LIMIT;
  const from = writePathBefore(current.directory!, end, PATH_LIMIT);
  if (from === 0) return -ENOENT;
  const n = end - from;
  if (n + 1 > bytes) return -ERANGE;
  if (!mayWriteUser(to, n + 1)) return -EFAULT;
  copyMemory(to, from, n + 1);
  return n + 1;
}

function callUmask(mask: number): number {
  const old = current.creationMask;
  current.creationMask = mask & 0x1ff;
  return old;
}

export function startPathCalls(): void {
  // a path, and a NUL behind it
  linkBuffer = alloc(PATH_LIMIT + 4);
  answer3(5, callOpen);
  answer2(8, callCreat);
  answer2(9, callLink);
  answer1(10, callUnlink);
  answer1(12, callChdir);
  answer3(14, callMknod);
  answer2(15, callChmod);
  answer2(33, callAccess);
  answer2(38, callRename);
  answer2(39, callMkdir);
  answer1(40, callRmdir);
  answer1(60, callUmask);
  answer2(83, callSymlink);
  answer3(85, callReadlink);
  answer2(92, callTruncate);
  answer2(94, callFchmod);
  answer2(99, callStatfs);
  answer2(100, callFstatfs);
  answer1(133, callFchdir);
  answer2(183, callGetcwd);
  answer3(193, callTruncate64);
  answer2(195, callStat64);
  answer2(196, callLstat64);
  answer3(198, callLchown);
  answer3(207, callFchown);
  answer3(212, callChown);
  for (const number of [226, 229, 232, 235]) answer1(number, callAttribute);
  for (const number of [227, 230, 233, 236]) answer1(number, callOwnAttribute);
  for (const number of [228, 231, 234, 237]) answer1(number, callDescriptorAttribute);
  answer3(268, callStatfs64);
  answer3(269, callFstatfs64);
  answer4(295, callOpenat);
  answer3(296, callMkdirat);
  answer4(297, callMknodat);
  answer5(298, callFchownat);
  answer4(300, callFstatat64);
  answer3(301, callUnlinkat);
  answer4(302, callRenameat);
  answer5(303, callLinkat);
  answer3(304, callSymlinkat);
  answer4(305, callReadlinkat);
  answer3(306, callFchmodat);
  answer3(307, callFaccessat);
  answer4(320, callUtimensat);
  answer5(353, callRenameat2);
  answer5(383, callStatx);
  answer4(412, callUtimensat64);
  answer4(439, callFaccessat2);
  answer4(452, callFchmodat2);
  limitFlags(298, FRAME_EDI, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(300, FRAME_ESI, AT_STATX | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(301, FRAME_EDX, AT_REMOVEDIR);
  limitFlags(303, FRAME_EDI, AT_EMPTY_PATH | AT_SYMLINK_FOLLOW);
  limitFlags(320, FRAME_ESI, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(353, FRAME_EDI, RENAME_NOREPLACE | RENAME_EXCHANGE);
  limitFlags(383, FRAME_EDX, AT_STATX | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(412, FRAME_ESI, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(439, FRAME_ESI, AT_EACCESS | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(452, FRAME_ESI, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
}
