// The structures that describe an inode to programs: stat, stat64, statx and statfs64, at offsets as Linux i386 has
// them (arch/x86/include/uapi/asm/stat.h, include/uapi/linux/stat.h, statfs.h).
import { fillMemory, store16, store32 } from "../runtime/node.js";
import { freeMemory, totalMemory } from "./frames.js";
import { Inode } from "./inode.js";
import { EFAULT, PAGE } from "./numbers.js";
import { mayWriteUser } from "./usermemory.js";

const DEVICE = 1;
const STATX_BASIC = 0x7ff;
const TMPFS_MAGIC = 0x01021994;

function storeTimes(to: number, inode: Inode): void {
  store32(to, inode.accessTime);
  store32(to + 4, inode.accessNanoseconds);
  store32(to + 8, inode.modifyTime);
  store32(to + 12, inode.modifyNanoseconds);
  store32(to + 16, inode.changeTime);
  store32(to + 20, inode.changeNanoseconds);
}

/** struct stat64, 96 bytes; 0 or a negated error. */
export function storeStat64(to: number, inode: Inode): number {
  if (!mayWriteUser(to, 96)) return -EFAULT;
  fillMemory(to, 0, 96);
  store32(to, DEVICE);
  store32(to + 12, inode.number);
  store32(to + 16, inode.mode);
  store32(to + 20, inode.links);
  store32(to + 24, inode.owner);
  store32(to + 28, inode.group);
  store32(to + 32, inode.device);
  store32(to + 44, inode.size);
  store32(to + 52, PAGE);
  store32(to + 56, inode.frames * 8);
  storeTimes(to + 64, inode);
  store32(to + 88, inode.number);
  return 0;
}

/** struct stat, 64 bytes. */
export function storeStat(to: number, inode: Inode): number {
  if (!mayWriteUser(to, 64)) return -EFAULT;
  fillMemory(to, 0, 64);
  store32(to, DEVICE);
  store32(to + 4, inode.number);
  store16(to + 8, inode.mode);
  store16(to + 10, inode.links);
  store16(to + 12, inode.owner);
  store16(to + 14, inode.group);
  store32(to + 16, inode.device);
  store32(to + 20, inode.size);
  store32(to + 24, PAGE);
  store32(to + 28, inode.frames * 8);
  storeTimes(to + 32, inode);
  return 0;
}

function storeTime64(to: number, seconds: number, nanoseconds: number): void {
  store32(to, seconds);
  store32(to + 8, nanoseconds);
}

/** struct statx, 256 bytes: all the basic fields, whatever was asked for. */
export function storeStatx(to: number, inode: Inode): number {
  if (!mayWriteUser(to, 256)) return -EFAULT;
  fillMemory(to, 0, 256);
  store32(to, STATX_BASIC);
  store32(to + 4, PAGE);
  store32(to + 16, inode.links);
  store32(to + 20, inode.owner);
  store32(to + 24, inode.group);
  store16(to + 28, inode.mode);
  store32(to + 32, inode.number);
  store32(to + 40, inode.size);
  store32(to + 48, inode.frames * 8);
  storeTime64(to + 64, inode.accessTime, inode.accessNanoseconds);
  storeTime64(to + 96, inode.changeTime, inode.changeNanoseconds);
  storeTime64(to + 112, inode.modifyTime, inode.modifyNanoseconds);
  store32(to + 128, inode.device >> 8);
  store32(to + 132, inode.device & 255);
  store32(to + 140, DEVICE);
  return 0;
}

/** struct statfs64, 84 bytes: one file system for everything. */
export function storeStatfs64(to: number): number {
  if (!mayWriteUser(to, 84)) return -EFAULT;
  fillMemory(to, 0, 84);
  store32(to, TMPFS_MAGIC);
  store32(to + 4, PAGE);
  store32(to + 8, totalMemory());
  store32(to + 16, freeMemory());
  store32(to + 24, freeMemory());
  store32(to + 32, totalMemory());
  store32(to + 40, freeMemory());
  store32(to + 56, 255);
  store32(to + 60, PAGE);
  return 0;
}
