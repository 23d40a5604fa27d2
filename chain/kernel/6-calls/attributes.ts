// System calls on what files are besides their content and names: stat, access, permissions, owners, times, size,
// extended attributes, and the file system. Each older call is its ...at variant with the current directory.
import { load32, ult } from "../../runtime/node.js";
import { EACCES, EFAULT, EINVAL, EOPNOTSUPP, EPERM, ETXTBSY, S_IFMT } from "../1-machine/numbers.js";
import { TF_EDI, TF_EDX, TF_ESI } from "../1-machine/trapframe.js";
import { now, nowNanoseconds } from "../1-machine/clock.js";
import { Inode, touchChanged } from "../2-memory/inode.js";
import { mayReadUser } from "../3-processes/usermemory.js";
import { current } from "../3-processes/process.js";
import {
  AT_EMPTY_PATH, AT_FDCWD, AT_SYMLINK_NOFOLLOW, findAt, findOwn, found, isOwner, isPermitted, MAY_EXECUTE, MAY_READ,
  MAY_WRITE,
} from "../4-files/path.js";
import { STATFS64_BYTES, storeStat64, storeStatfs, storeStatx } from "./stat.js";
import { answer1, answer2, answer3, answer4, answer5, limitFlags, putFirst } from "./table.js";
import { truncateInode } from "./files.js";

const AT_EACCESS = 0x200;
/** Flags of stat's calls that change nothing here: AT_NO_AUTOMOUNT, AT_STATX_FORCE_SYNC, AT_STATX_DONT_SYNC. */
const AT_STATX = 0x6800;
/** The mode's bits that can be changed. */
const CHANGEABLE = 0xfff;

function sysFstatat64(descriptor: number, path: number, to: number, flags: number): number {
  const error = findAt(descriptor, path, flags);
  return error < 0 ? error : storeStat64(to, found.inode!);
}
function sysStat64(path: number, to: number): number { return sysFstatat64(AT_FDCWD, path, to, 0); }
function sysLstat64(path: number, to: number): number {
  return sysFstatat64(AT_FDCWD, path, to, AT_SYMLINK_NOFOLLOW);
}
function sysStatx(descriptor: number, path: number, flags: number, _mask: number, to: number): number {
  const error = findAt(descriptor, path, flags);
  return error < 0 ? error : storeStatx(to, found.inode!);
}

function sysFaccessat2(descriptor: number, path: number, wanted: number, flags: number): number {
  if ((wanted & ~(MAY_READ | MAY_WRITE | MAY_EXECUTE)) !== 0) return -EINVAL;
  const error = findAt(descriptor, path, flags);
  if (error < 0) return error;
  return isPermitted(found.inode!, wanted) ? 0 : -EACCES;
}
function sysFaccessat(descriptor: number, path: number, wanted: number): number {
  return sysFaccessat2(descriptor, path, wanted, 0);
}

function changeMode(inode: Inode, mode: number): number {
  if (!isOwner(inode)) return -EPERM;
  inode.mode = inode.mode & S_IFMT | mode & CHANGEABLE;
  touchChanged(inode);
  return 0;
}
function sysFchmodat2(descriptor: number, path: number, mode: number, flags: number): number {
  const error = findAt(descriptor, path, flags);
  return error < 0 ? error : changeMode(found.inode!, mode);
}
function sysFchmodat(descriptor: number, path: number, mode: number): number {
  return sysFchmodat2(descriptor, path, mode, 0);
}
function sysFchmod(descriptor: number, mode: number): number {
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
function sysFchownat(descriptor: number, path: number, owner: number, group: number, flags: number): number {
  const error = findAt(descriptor, path, flags);
  return error < 0 ? error : changeOwner(found.inode!, owner, group);
}
function sysChown(path: number, owner: number, group: number): number {
  return sysFchownat(AT_FDCWD, path, owner, group, 0);
}
function sysLchown(path: number, owner: number, group: number): number {
  return sysFchownat(AT_FDCWD, path, owner, group, AT_SYMLINK_NOFOLLOW);
}
function sysFchown(descriptor: number, owner: number, group: number): number {
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
function sysUtimensat(wordBytes: number, descriptor: number, path: number, times: number, flags: number): number {
  const isOwn = path === 0 && descriptor !== AT_FDCWD;
  if (isOwn && flags !== 0) return -EINVAL;
  const error = isOwn ? findOwn(descriptor) : findAt(descriptor, path, flags);
  return error < 0 ? error : setTimes(found.inode!, times, wordBytes);
}

function sysTruncate64(path: number, size: number, high: number): number {
  const error = findAt(AT_FDCWD, path, 0);
  if (error < 0) return error;
  const inode = found.inode!;
  if (!isPermitted(inode, MAY_WRITE)) return -EACCES;
  if (inode.executing > 0) return -ETXTBSY;
  return truncateInode(inode, size, high);
}

function sysTruncate(path: number, size: number): number { return sysTruncate64(path, size, size >> 31); }

/** Extended attributes, which no file has: setting, getting, listing, removing. */
function sysAttribute(path: number): number {
  const error = findAt(AT_FDCWD, path, 0);
  return error < 0 ? error : -EOPNOTSUPP;
}
function sysOwnAttribute(path: number): number {
  const error = findAt(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
  return error < 0 ? error : -EOPNOTSUPP;
}
function sysDescriptorAttribute(descriptor: number): number {
  const error = findOwn(descriptor);
  return error < 0 ? error : -EOPNOTSUPP;
}

/** statfs64 and fstatfs64 are told how large the structure is. */
function sysStatfs64(path: number, bytes: number, to: number): number {
  if (bytes !== STATFS64_BYTES) return -EINVAL;
  const error = findAt(AT_FDCWD, path, 0);
  return error < 0 ? error : storeStatfs(to, 8);
}
function sysFstatfs64(descriptor: number, bytes: number, to: number): number {
  if (bytes !== STATFS64_BYTES) return -EINVAL;
  const error = findOwn(descriptor);
  return error < 0 ? error : storeStatfs(to, 8);
}
function sysStatfs(path: number, to: number): number {
  const error = findAt(AT_FDCWD, path, 0);
  return error < 0 ? error : storeStatfs(to, 4);
}
function sysFstatfs(descriptor: number, to: number): number {
  const error = findOwn(descriptor);
  return error < 0 ? error : storeStatfs(to, 4);
}

export function startAttributeCalls(): void {
  answer2(92, sysTruncate);
  answer2(94, sysFchmod);
  answer2(99, sysStatfs);
  answer2(100, sysFstatfs);
  answer3(193, sysTruncate64);
  answer2(195, sysStat64);
  answer2(196, sysLstat64);
  answer3(198, sysLchown);
  answer3(207, sysFchown);
  answer3(212, sysChown);
  for (const number of [226, 229, 232, 235]) answer1(number, sysAttribute);
  for (const number of [227, 230, 233, 236]) answer1(number, sysOwnAttribute);
  for (const number of [228, 231, 234, 237]) answer1(number, sysDescriptorAttribute);
  answer3(268, sysStatfs64);
  answer3(269, sysFstatfs64);
  answer5(298, sysFchownat);
  answer4(300, sysFstatat64);
  for (const number of [15, 306]) answer3(number, sysFchmodat);
  for (const number of [33, 307]) answer3(number, sysFaccessat);
  for (const number of [15, 33]) putFirst(number, AT_FDCWD);
  for (const number of [320, 412]) answer5(number, sysUtimensat);
  putFirst(320, 4);
  putFirst(412, 8);
  answer5(383, sysStatx);
  answer4(439, sysFaccessat2);
  answer4(452, sysFchmodat2);
  limitFlags(298, TF_EDI, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(300, TF_ESI, AT_STATX | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(383, TF_EDX, AT_STATX | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  limitFlags(439, TF_ESI, AT_EACCESS | AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
  for (const number of [320, 412, 452]) limitFlags(number, TF_ESI, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
}
