// System calls on what files are besides their content and names: stat, access, permissions, owners, times, size,
// extended attributes, and the file system. Each older call is its ...at variant with the current directory.
import { load32, ult } from "../runtime/node.js";
import { answer1, answer2, answer3, answer4, answer5, limitFlags, putFirst } from "./calls.js";
import { truncateInode } from "./calls-files.js";
import { now, nowNanoseconds } from "./clock.js";
import { FRAME_EDI, FRAME_EDX, FRAME_ESI } from "./frame.js";
import { Inode, touchChanged } from "./inode.js";
import { EACCES, EFAULT, EINVAL, EOPNOTSUPP, EPERM, ETXTBSY, S_IFMT } from "./numbers.js";
import {
  AT_CURRENT, AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW, findAt, findOwn, found, isOwner, isPermitted, MAY_EXECUTE, MAY_READ,
  MAY_WRITE,
} from "./path.js";
import { current } from "./process.js";
import { STATFS64_BYTES, storeStat64, storeStatfs, storeStatx } from "./stat.js";
import { mayReadUser } from "./usermemory.js";

const AT_EACCESS = 0x200;
/** Flags of stat's calls that change nothing here: AT_NO_AUTOMOUNT, AT_STATX_FORCE_SYNC, AT_STATX_DONT_SYNC. */
const AT_STATX = 0x6800;
/** The mode's bits that can be changed. */
const CHANGEABLE = 0xfff;

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

function changeMode(inode: Inode, mode: number): number {
  if (!isOwner(inode)) return -EPERM;
  inode.mode = inode.mode & S_IFMT | mode & CHANGEABLE;
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
function callUtimensat(wordBytes: number, descriptor: number, path: number, times: number, flags: number): number {
  const isOwn = path === 0 && descriptor !== AT_CURRENT;
  if (isOwn && flags !== 0) return -EINVAL;
  const error = isOwn ? findOwn(descriptor) : findAt(descriptor, path, flags);
  return error < 0 ? error : setTimes(found.inode!, times, wordBytes);
}

function callTruncate64(path: number, size: number, high: number): number {
  const error = findAt(AT_CURRENT, path, 0);
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

export function startAttributeCalls(): void {
  answer2(92, callTruncate);
  answer2(94, callFchmod);
  answer2(99, callStatfs);
  answer2(100, callFstatfs);
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
  answer5(298, callFchownat);
  answer4(300, callFstatat64);
  for (const number of [15, 306]) answer3(number, callFchmodat);
  for (const number of [33, 307]) answer3(number, callFaccessat);
  for (const number of [15, 33]) putFirst(number, AT_CURRENT);
  for (const number of [320, 412]) answer5(number, callUtimensat);
  putFirst(320, 4);
  putFirst(412, 8);
  answer5(383, callStatx);
  answer4(439, callFaccessat2);
  answer4(452, callFchmodat2);
  limitFlags(298, FRAME_EDI, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(300, FRAME_ESI, AT_STATX | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(383, FRAME_EDX, AT_STATX | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(439, FRAME_ESI, AT_EACCESS | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  for (const number of [320, 412, 452]) limitFlags(number, FRAME_ESI, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
}
