// System calls on what files are besides their content and names: stat, access, permissions, owners, times, size,
// extended attributes, and the file system. All find their inode by a descriptor, a path and flags (findAt): for older
// calls and for those on descriptors alone the table fills these in. Structures are as Linux has them
// (arch/x86/include/uapi/asm/stat.h, include/uapi/linux/stat.h, include/uapi/asm-generic/statfs.h).
import { fillMemory, load32, store16, store32, ult } from "../../2-runtime/node.js";
import {
  EACCES, EBADF, EFAULT, EFBIG, EINVAL, EISDIR, EOPNOTSUPP, EPERM, ETXTBSY, MODE_7777, now, nowNanoseconds, PAGE,
  S_IFDIR, S_IFMT, S_IFREG,
} from "../1-machine/index.js";
import {
  fileType, freeMemory, Inode, mayWrite, resizeContent, totalMemory, touchChanged, touchModified,
} from "../2-memory/index.js";
import { callWord, current, fileOf, hasOnly, mayReadUser, mayWriteUser } from "../3-processes/index.js";
import {
  AT_DESCRIPTOR, AT_EMPTY_PATH, AT_FDCWD, AT_SYMLINK_NOFOLLOW, findAt, isOwner, isPermitted, makeLookup, MAY_EXECUTE,
  MAY_READ, MAY_WRITE, NAME_LIMIT, recordWritten,
} from "../4-files/index.js";

/** How large statfs64 and fstatfs64 are told that the structure is. */
export const STATFS64_BYTES = 84;
const DEVICE = 1, STATX_BASIC = 0x7ff, RAMFS_MAGIC = 0x858458f6 | 0;
/** Flags of these calls; of stat with AT_NO_AUTOMOUNT and more that change nothing; of access with AT_EACCESS. */
export const PATH_FLAGS = AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW,
  STAT_FLAGS = PATH_FLAGS | 0x6800, ACCESS_FLAGS = PATH_FLAGS | 0x200;

/** The file whose attributes a call is about; made once, as path.ts says of look-ups. */
const subject = makeLookup();

/** A structure of so many bytes, zeroed; 0 or a negated error. */
function clearStructure(to: number, bytes: number): number {
  if (!mayWriteUser(to, bytes)) return -EFAULT;
  fillMemory(to, 0, bytes);
  return 0;
}

/** struct stat64 of i386, or struct stat of x86-64. */
export function sysFstatat64(descriptor: number, path: number, to: number, flags: number): number {
  let error = findAt(subject, descriptor, path, flags);
  if (error === 0) error = clearStructure(to, callWord() === 4 ? 96 : 144);
  if (error < 0) return error;
  const inode = subject.inode!;
  if (callWord() === 8) return storeStatus64(to, inode);
  store32(to, DEVICE);
  store32(to + 12, inode.number);
  store32(to + 16, inode.mode);
  store32(to + 20, inode.links);
  store32(to + 24, inode.owner);
  store32(to + 28, inode.group);
  store32(to + 32, inode.device);
  store32(to + 44, inode.size);
  store32(to + 52, PAGE);
  store32(to + 56, inode.pageCount * 8);
  store32(to + 64, inode.accessTime);
  store32(to + 68, inode.accessNanoseconds);
  store32(to + 72, inode.modifyTime);
  store32(to + 76, inode.modifyNanoseconds);
  store32(to + 80, inode.changeTime);
  store32(to + 84, inode.changeNanoseconds);
  store32(to + 88, inode.number);
  return 0;
}

function storeStatus64(to: number, inode: Inode): number {
  store32(to, DEVICE);
  store32(to + 8, inode.number);
  store32(to + 16, inode.links);
  store32(to + 24, inode.mode);
  store32(to + 28, inode.owner);
  store32(to + 32, inode.group);
  store32(to + 40, inode.device);
  store32(to + 48, inode.size);
  store32(to + 56, PAGE);
  store32(to + 64, inode.pageCount * 8);
  store32(to + 72, inode.accessTime);
  store32(to + 80, inode.accessNanoseconds);
  store32(to + 88, inode.modifyTime);
  store32(to + 96, inode.modifyNanoseconds);
  store32(to + 104, inode.changeTime);
  store32(to + 112, inode.changeNanoseconds);
  return 0;
}

/** struct statx: all the basic fields, whatever was asked for. */
export function sysStatx(descriptor: number, path: number, flags: number, to: number): number {
  let error = findAt(subject, descriptor, path, flags);
  if (error === 0) error = clearStructure(to, 256);
  if (error < 0) return error;
  const inode = subject.inode!;
  store32(to, STATX_BASIC);
  store32(to + 4, PAGE);
  store32(to + 16, inode.links);
  store32(to + 20, inode.owner);
  store32(to + 24, inode.group);
  store16(to + 28, inode.mode);
  store32(to + 32, inode.number);
  store32(to + 40, inode.size);
  store32(to + 48, inode.pageCount * 8);
  store32(to + 64, inode.accessTime);
  store32(to + 72, inode.accessNanoseconds);
  store32(to + 96, inode.changeTime);
  store32(to + 104, inode.changeNanoseconds);
  store32(to + 112, inode.modifyTime);
  store32(to + 120, inode.modifyNanoseconds);
  store32(to + 128, inode.device >> 8);
  store32(to + 132, inode.device & 255);
  store32(to + 140, DEVICE);
  return 0;
}

/** struct statfs, or with words of 8 bytes for what is counted i386's struct statfs64: memory is what files are in. */
export function sysStatfs(descriptor: number, path: number, flags: number, wordBytes: number, to: number): number {
  let error = findAt(subject, descriptor, path, flags);
  if (error === 0) error = clearStructure(to, wordBytes * 5 + callWord() * 9 + 8);
  if (error < 0) return error;
  const counts = to + callWord() * 2;
  const end = counts + wordBytes * 5 + 8;
  store32(to, RAMFS_MAGIC);
  store32(to + callWord(), PAGE);
  store32(counts, totalMemory());
  store32(counts + wordBytes, freeMemory());
  store32(counts + wordBytes * 2, freeMemory());
  store32(end, NAME_LIMIT);
  store32(end + callWord(), PAGE);
  return 0;
}

export function sysFaccessat2(descriptor: number, path: number, wanted: number, flags: number): number {
  if (!hasOnly(wanted, MAY_READ | MAY_WRITE | MAY_EXECUTE)) return -EINVAL;
  const error = findAt(subject, descriptor, path, flags);
  if (error < 0) return error;
  return isPermitted(subject.inode!, wanted) ? 0 : -EACCES;
}

export function sysFchmodat2(descriptor: number, path: number, mode: number, flags: number): number {
  const error = findAt(subject, descriptor, path, flags);
  if (error < 0) return error;
  const inode = subject.inode!;
  if (!isOwner(inode)) return -EPERM;
  inode.mode = inode.mode & S_IFMT | mode & MODE_7777;
  touchChanged(inode);
  return 0;
}

export function sysFchownat(descriptor: number, path: number, owner: number, group: number, flags: number): number {
  const error = findAt(subject, descriptor, path, flags);
  if (error < 0) return error;
  const inode = subject.inode!;
  if (current.owner !== 0 && (owner !== -1 && owner !== inode.owner || current.owner !== inode.owner)) return -EPERM;
  if (owner !== -1) inode.owner = owner;
  if (group !== -1) inode.group = group;
  touchChanged(inode);
  return 0;
}

const UTIME_NOW = 0x3fffffff, UTIME_OMIT = 0x3ffffffe;

function isTimeOfFile(nanoseconds: number): boolean {
  return ult(nanoseconds, 1000000000) || nanoseconds === UTIME_NOW || nanoseconds === UTIME_OMIT;
}
/** A file's time, or its nanoseconds: as they were, now, or as a program says. */
function newTime(nanoseconds: number, old: number, present: number, wanted: number): number {
  if (nanoseconds === UTIME_OMIT) return old;
  return nanoseconds === UTIME_NOW ? present : wanted;
}

/** Sets both times, each from two words of so many bytes that are looked at when the nanoseconds are no UTIME_... */
function setTimes(inode: Inode, access: number, modify: number, times: number, wordBytes: number): void {
  inode.accessTime = newTime(access, inode.accessTime, now(), times === 0 ? 0 : load32(times));
  inode.accessNanoseconds = newTime(access, inode.accessNanoseconds, nowNanoseconds(), access);
  inode.modifyTime = newTime(modify, inode.modifyTime, now(), times === 0 ? 0 : load32(times + wordBytes * 2));
  inode.modifyNanoseconds = newTime(modify, inode.modifyNanoseconds, nowNanoseconds(), modify);
}

/**
 * times 0: now. Otherwise two times, each two words of so many bytes: seconds and nanoseconds. Without a path the times
 * are the descriptor's own file's.
 */
export function sysUtimensat(
  wordBytes: number, descriptor: number, path: number, times: number, flags: number,
): number {
  const isOwn = path === 0 && descriptor !== AT_FDCWD;
  if (isOwn && flags !== 0) return -EINVAL;
  const error = findAt(subject, descriptor, path, isOwn ? AT_DESCRIPTOR : flags);
  if (error < 0) return error;
  const inode = subject.inode!;
  if (times !== 0 && !mayReadUser(times, wordBytes * 4)) return -EFAULT;
  const access = times === 0 ? UTIME_NOW : load32(times + wordBytes);
  const modify = times === 0 ? UTIME_NOW : load32(times + wordBytes * 3);
  if (!isTimeOfFile(access) || !isTimeOfFile(modify)) return -EINVAL;
  if (!isOwner(inode) && (times !== 0 || !isPermitted(inode, MAY_WRITE))) return times === 0 ? -EACCES : -EPERM;
  setTimes(inode, access, modify, times, wordBytes);
  touchChanged(inode);
  return 0;
}

/** Sets the size of a file that may be written. */
function setSize(inode: Inode, size: number, high: number): number {
  if (fileType(inode) === S_IFDIR) return -EISDIR;
  if (fileType(inode) !== S_IFREG || high < 0) return -EINVAL;
  if (size < 0 || high !== 0) return -EFBIG;
  resizeContent(inode, size);
  if (inode.writers === 0) recordWritten(inode);
  touchModified(inode);
  return 0;
}
export function sysTruncate64(path: number, size: number, high: number): number {
  const error = findAt(subject, AT_FDCWD, path, 0);
  if (error < 0) return error;
  const inode = subject.inode!;
  if (!isPermitted(inode, MAY_WRITE)) return -EACCES;
  return inode.executing > 0 ? -ETXTBSY : setSize(inode, size, high);
}
export function sysFtruncate64(descriptor: number, size: number, high: number): number {
  const open = fileOf(descriptor);
  if (open === null) return -EBADF;
  return mayWrite(open) ? setSize(open.inode!, size, high) : -EINVAL;
}

/** Extended attributes, which no file has: setting, getting, listing, removing. */
export function sysXattr(descriptor: number, path: number, flags: number): number {
  const error = findAt(subject, descriptor, path, flags);
  return error < 0 ? error : -EOPNOTSUPP;
}
