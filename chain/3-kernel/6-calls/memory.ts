// System calls on a program's memory: mappings, protection and the heap.
import { store8, ult } from "../../2-runtime/node.js";
import {
  addressOf, EACCES, EBADF, EEXIST, EFAULT, EINVAL, ENODEV, ENOMEM, EOPNOTSUPP, EPERM, MODE_600, offsetInPage, pageOf,
  pagesFor, PROT_EXEC, PROT_READ, PROT_WRITE, S_IFCHR, S_IFREG, USER_PAGES,
} from "../1-machine/index.js";
import {
  clearEntries, dropInode, fileType, findArea, findPlace, holdInode, Inode, isFree, isMapped, isPresent,
  isRoomForObjects, isTooMuch, LOWEST_PAGE, makeInode, mapPages, mayRead, mayWrite, protectPages, resizeMapping,
  unmapPages,
} from "../2-memory/index.js";
import { current, fileOf, mayWriteUser } from "../3-processes/index.js";
import { ZERO_DEVICE } from "../4-files/index.js";

const MAP_PRIVATE = 2, MAP_SHARED_VALIDATE = 3, MAP_TYPE = 15, MAP_FIXED = 0x10, MAP_ANONYMOUS = 0x20,
  MAP_FIXED_NOREPLACE = 0x100000;
/** Flags that only MAP_SHARED_VALIDATE looks at: MAP_SYNC and what may come. */
const MAP_OTHERS = 0xffe80000 | 0;
export const PROT_ALL = PROT_READ | PROT_WRITE | PROT_EXEC, PROT_SEM = 8, MREMAP_MAYMOVE = 1, MADV_DONTNEED = 4;
/** Advice that Linux knows is below this. */
const MADV_END = 26;
/** Files end before 2 GiB. */
const FILE_PAGES = 0x80000;

/** Pages that so many bytes need; more than all of user space for numbers that mean nothing. */
function pagesIn(bytes: number): number {
  return ult(0xbffff000 | 0, bytes) ? USER_PAGES : pagesFor(bytes);
}

/** Whether [first, first + pages) lies in a program's addresses. */
function isUserRange(first: number, pages: number): boolean {
  return first >= LOWEST_PAGE && pages < USER_PAGES && first + pages <= USER_PAGES;
}

/** /dev/zero shows as memory does. */
function isZeroDevice(inode: Inode): boolean { return fileType(inode) === S_IFCHR && inode.device === ZERO_DEVICE; }

/** Why a descriptor's file cannot be mapped (a negated error), or 0. */
function mapError(descriptor: number, protection: number, type: number, filePage: number): number {
  const file = fileOf(descriptor);
  if (file === null) return -EBADF;
  if (!mayRead(file) || type !== MAP_PRIVATE && (protection & PROT_WRITE) !== 0 && !mayWrite(file)) return -EACCES;
  if (fileType(file.inode!) !== S_IFREG && !isZeroDevice(file.inode!)) return -ENODEV;
  return filePage < 0 || filePage > FILE_PAGES ? -EINVAL : 0;
}

/** The file that a mapping shows: for shared memory without a file, a nameless one. */
function fileToMap(descriptor: number, pages: number, isMemory: boolean, shared: boolean): Inode | null {
  if (!isMemory) return fileOf(descriptor)!.inode;
  if (!shared) return null;
  const inode = makeInode(S_IFREG | MODE_600, current.owner, current.ownerGroup);
  inode.size = addressOf(pages);
  return inode;
}

export function sysMmap2(
  address: number, bytes: number, protection: number, flags: number, descriptor: number, filePage: number,
): number {
  const pages = pagesIn(bytes);
  if (pages === 0 || offsetInPage(address) !== 0 && (flags & MAP_FIXED) !== 0) return -EINVAL;
  if (pages >= USER_PAGES) return -ENOMEM;
  const type = flags & MAP_TYPE;
  const isAnonymous = (flags & MAP_ANONYMOUS) !== 0;
  if (type === 0 || type > (isAnonymous ? MAP_PRIVATE : MAP_SHARED_VALIDATE)) return -EINVAL;
  if (type === MAP_SHARED_VALIDATE && (flags & MAP_OTHERS) !== 0) return -EOPNOTSUPP;
  const error = isAnonymous ? 0 : mapError(descriptor, protection, type, filePage);
  if (error < 0) return error;
  const shared = type !== MAP_PRIVATE;
  const isMemory = isAnonymous || isZeroDevice(fileOf(descriptor)!.inode!);
  let first = pageOf(address);
  if ((flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) !== 0) {
    if (!isUserRange(first, pages)) return first < LOWEST_PAGE ? -EPERM : -ENOMEM;
    if ((flags & MAP_FIXED_NOREPLACE) !== 0 && !isFree(current.space!, first, first + pages)) return -EEXIST;
  } else if (first === 0 || !isUserRange(first, pages) || !isFree(current.space!, first, first + pages)) {
    first = findPlace(current.space!, pages);
    if (first === 0) return -ENOMEM;
  }
  if (isMemory && protection !== 0 && isTooMuch(pages)) return -ENOMEM;
  const inode = fileToMap(descriptor, pages, isMemory, shared);
  if (inode !== null) holdInode(inode);
  const area = mapPages(current.space!, first, pages, protection & PROT_ALL, shared, inode, isMemory ? 0 : filePage);
  if (shared && !isMemory) area.isReadOnly = !mayWrite(fileOf(descriptor)!);
  if (inode !== null) dropInode(inode);
  return addressOf(first);
}

/** mmap of x86-64: the place in the file is in bytes. One that no file reaches is as if there were no such page. */
export function sysMmap(
  address: number, bytes: number, protection: number, flags: number, descriptor: number, offset: number,
  offsetHigh: number,
): number {
  if (offsetInPage(offset) !== 0) return -EINVAL;
  return sysMmap2(address, bytes, protection, flags, descriptor, offsetHigh === 0 ? pageOf(offset) : -1);
}

export function sysMunmap(address: number, bytes: number): number {
  const pages = pagesIn(bytes);
  const first = pageOf(address);
  if (offsetInPage(address) !== 0 || pages === 0 || !isUserRange(first, pages)) return -EINVAL;
  const area = findArea(current.space!, first);
  // only a hole makes one more area
  const isHole = area !== null && area.first < first && first + pages < area.end;
  if (isHole && !isRoomForObjects()) return -ENOMEM;
  unmapPages(current.space!, first, first + pages);
  return 0;
}

export function sysMprotect(address: number, bytes: number, protection: number): number {
  const pages = pagesIn(bytes);
  if (offsetInPage(address) !== 0) return -EINVAL;
  if (pages === 0) return 0;
  if (!isUserRange(pageOf(address), pages)) return -ENOMEM;
  return protectPages(current.space!, pageOf(address), pageOf(address) + pages, protection & PROT_ALL);
}

export function sysMremap(address: number, oldBytes: number, wantedBytes: number): number {
  const oldPages = pagesIn(oldBytes);
  const newPages = pagesIn(wantedBytes);
  const first = pageOf(address);
  if (offsetInPage(address) !== 0 || newPages === 0 || !isUserRange(first, oldPages)) return -EINVAL;
  if (!isUserRange(first, newPages)) return -ENOMEM;
  const error = resizeMapping(current.space!, first, oldPages, newPages);
  return error < 0 ? error : address;
}

/** msync, and what others do first: the range must be mapped. There is nothing else to be done. */
export function sysMsync(address: number, bytes: number): number {
  const pages = pagesIn(bytes);
  const first = pageOf(address);
  if (offsetInPage(address) !== 0) return -EINVAL;
  return pages === 0 || isUserRange(first, pages) && isMapped(current.space!, first, first + pages) ? 0 : -ENOMEM;
}
/** mlock and munlock: memory is never anywhere else. */
export function sysMlock(address: number, bytes: number): number {
  return sysMsync(address - offsetInPage(address), bytes + offsetInPage(address) | 0);
}

/** A byte for each page: whether it is there. */
export function sysMincore(address: number, bytes: number, to: number): number {
  const error = sysMsync(address, bytes);
  if (error < 0) return error;
  if (!mayWriteUser(to, pagesIn(bytes))) return -EFAULT;
  for (let i = 0; i < pagesIn(bytes); i++) store8(to + i, isPresent(current.space!, pageOf(address) + i) ? 1 : 0);
  return 0;
}

/** Advice is not taken, but for one piece: pages that are not needed are to be as at their first use. */
export function sysMadvise(address: number, bytes: number, advice: number): number {
  const error = ult(advice, MADV_END) ? sysMsync(address, bytes) : -EINVAL;
  const first = pageOf(address);
  if (error === 0 && advice === MADV_DONTNEED) clearEntries(current.space!, first, first + pagesIn(bytes));
  return error;
}

