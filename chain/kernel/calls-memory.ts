// System calls on a program's memory: mappings, protection and the heap.
import { load32, ult } from "../runtime/node.js";
import { answer1, answer2, answer3, answer5, answer6 } from "./calls.js";
import { dropInode, fileType, holdInode, Inode, makeInode } from "./inode.js";
import {
  findPlace, isFree, isTooMuch, LOWEST_PAGE, mapPages, moveBreak, protectPages, resizeMapping, unmapPages,
} from "./mapping.js";
import {
  EACCES, EBADF, EEXIST, EFAULT, EINVAL, ENOMEM, EPERM, PAGE, PROT_WRITE, S_IFREG, USER_PAGES,
} from "./numbers.js";
import { fileOf, mayRead, mayWrite } from "./openfile.js";
import { current } from "./process.js";
import { mayReadUser } from "./usermemory.js";

const MAP_SHARED = 1;
const MAP_FIXED = 0x10;
const MAP_ANONYMOUS = 0x20;
const MAP_FIXED_NOREPLACE = 0x100000;
const MREMAP_MAYMOVE = 1;
const MREMAP_FIXED = 2;

/** Pages that so many bytes need; more than all of user space for numbers that mean nothing. */
function pagesOf(bytes: number): number {
  return ult(0xbffff000 | 0, bytes) ? USER_PAGES : bytes + PAGE - 1 >>> 12;
}

/** Whether [first, first + pages) lies in a program's addresses. */
function isUserRange(first: number, pages: number): boolean {
  return first >= LOWEST_PAGE && pages < USER_PAGES && first + pages <= USER_PAGES;
}

/** The file that a mapping shows: for shared memory without a file, a nameless one. */
function fileToMap(descriptor: number, pages: number, protection: number, flags: number): Inode | null {
  if ((flags & MAP_ANONYMOUS) === 0) return fileOf(descriptor)!.inode;
  if ((flags & MAP_SHARED) === 0) return null;
  const inode = makeInode(S_IFREG | 0x180, current.owner, current.ownerGroup);
  inode.size = pages << 12;
  return inode;
}

function callMmap2(
  address: number, bytes: number, protection: number, flags: number, descriptor: number, filePage: number,
): number {
  const pages = pagesOf(bytes);
  if (pages === 0 || (address & 4095) !== 0 && (flags & MAP_FIXED) !== 0) return -EINVAL;
  if (pages >= USER_PAGES) return -ENOMEM;
  const shared = (flags & MAP_SHARED) !== 0 && (flags & 2) === 0;
  if ((flags & MAP_ANONYMOUS) === 0) {
    const file = fileOf(descriptor);
    if (file === null) return -EBADF;
    if (!mayRead(file) || shared && (protection & PROT_WRITE) !== 0 && !mayWrite(file)) return -EACCES;
    if (fileType(file.inode!) !== S_IFREG) return -EACCES;
  }
  let first = address >>> 12;
  if ((flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) !== 0) {
    if (!isUserRange(first, pages)) return first < LOWEST_PAGE ? -EPERM : -ENOMEM;
    if ((flags & MAP_FIXED_NOREPLACE) !== 0 && !isFree(current.space!, first, first + pages)) return -EEXIST;
  } else if (first === 0 || !isUserRange(first, pages) || !isFree(current.space!, first, first + pages)) {
    first = findPlace(current.space!, pages);
    if (first === 0) return -ENOMEM;
  }
  if ((flags & MAP_ANONYMOUS) !== 0 && protection !== 0 && isTooMuch(pages)) return -ENOMEM;
  const inode = fileToMap(descriptor, pages, protection, shared ? flags : flags & ~MAP_SHARED);
  if (inode !== null) holdInode(inode);
  mapPages(current.space!, first, pages, protection & 7, shared, inode, inode === null ? 0 : filePage);
  if (inode !== null) dropInode(inode);
  return first << 12;
}

/** The old mmap: its six arguments are in memory, the offset in bytes. */
function callOldMmap(list: number): number {
  if (!mayReadUser(list, 24)) return -EFAULT;
  const offset = load32(list + 20);
  if ((offset & 4095) !== 0) return -EINVAL;
  return callMmap2(
    load32(list), load32(list + 4), load32(list + 8), load32(list + 12), load32(list + 16), offset >>> 12,
  );
}

function callMunmap(address: number, bytes: number): number {
  const pages = pagesOf(bytes);
  if ((address & 4095) !== 0 || pages === 0 || !isUserRange(address >>> 12, pages)) return -EINVAL;
  unmapPages(current.space!, address >>> 12, (address >>> 12) + pages);
  return 0;
}

function callMprotect(address: number, bytes: number, protection: number): number {
  const pages = pagesOf(bytes);
  if ((address & 4095) !== 0) return -EINVAL;
  if (pages === 0) return 0;
  if (!isUserRange(address >>> 12, pages)) return -ENOMEM;
  return protectPages(current.space!, address >>> 12, (address >>> 12) + pages, protection & 7);
}

function callMremap(address: number, oldBytes: number, bytesWanted: number, flags: number, _to: number): number {
  const oldPages = pagesOf(oldBytes);
  const newPages = pagesOf(bytesWanted);
  if ((address & 4095) !== 0 || newPages === 0 || oldPages === 0 || (flags & MREMAP_FIXED) !== 0) return -EINVAL;
  if (!isUserRange(address >>> 12, oldPages)) return -EFAULT;
  if (newPages >= USER_PAGES) return -ENOMEM;
  const page = resizeMapping(current.space!, address >>> 12, oldPages, newPages, (flags & MREMAP_MAYMOVE) !== 0);
  return page < 0 ? page : page << 12;
}

function callBrk(end: number): number { return moveBreak(current.space!, end); }
function callMadvise(_address: number, _bytes: number, _advice: number): number { return 0; }
function callMsync(_address: number, _bytes: number, _flags: number): number { return 0; }
function callMlock(_address: number, _bytes: number): number { return 0; }

export function startMemoryCalls(): void {
  answer1(45, callBrk);
  answer1(90, callOldMmap);
  answer2(91, callMunmap);
  answer3(125, callMprotect);
  answer3(144, callMsync);
  answer2(150, callMlock);
  answer2(151, callMlock);
  answer5(163, callMremap);
  answer6(192, callMmap2);
  answer3(219, callMadvise);
}
