// The structures that describe an inode and all files together to programs: stat64, statx, statfs, at offsets as Linux
// i386 has them (arch/x86/include/uapi/asm/stat.h, include/uapi/linux/stat.h, include/uapi/asm-generic/statfs.h).
import { fillMemory, store16, store32 } from "../../runtime/node.js";
import { EFAULT, PAGE } from "../1-machine/numbers.js";
import { freeMemory, totalMemory } from "../2-memory/pages.js";
import { Inode } from "../2-memory/inode.js";
import { NAME_LIMIT } from "../4-files/directory.js";
import { mayWriteUser } from "../3-processes/usermemory.js";

const DEVICE = 1;
const STATX_BASIC = 0x7ff;

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
  store32(to + 48, inode.pageCount * 8);
  storeTime64(to + 64, inode.accessTime, inode.accessNanoseconds);
  storeTime64(to + 96, inode.changeTime, inode.changeNanoseconds);
  storeTime64(to + 112, inode.modifyTime, inode.modifyNanoseconds);
  store32(to + 128, inode.device >> 8);
  store32(to + 132, inode.device & 255);
  store32(to + 140, DEVICE);
  return 0;
}

const RAMFS_MAGIC = 0x858458f6 | 0;
export const STATFS64_BYTES = 84;

/** struct statfs, or with words of 8 bytes for what is counted struct statfs64: memory is what files are in. */
export function storeStatfs(to: number, wordBytes: number): number {
  const end = to + 8 + wordBytes * 5;
  if (!mayWriteUser(to, wordBytes * 5 + 44)) return -EFAULT;
  fillMemory(to, 0, wordBytes * 5 + 44);
  store32(to, RAMFS_MAGIC);
  store32(to + 4, PAGE);
  store32(to + 8, totalMemory());
  store32(to + 8 + wordBytes, freeMemory());
  store32(to + 8 + wordBytes * 2, freeMemory());
  store32(end + 8, NAME_LIMIT);
  store32(end + 12, PAGE);
  return 0;
}
