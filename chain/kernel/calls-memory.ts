// System calls on a program's memory: mappings, protection and the heap.
import { ult } from "../runtime/node.js";
import { answer1, answer2, answer3, answer6 } from "./calls.js";
import { isRoomForObjects } from "./frames.js";
import { dropInode, fileType, holdInode, Inode, makeInode } from "./inode.js";
import {
  findPlace, isFree, isTooMuch, LOWEST_PAGE, mapPages, moveBreak, protectPages, resizeMapping, unmapPages,
} from "./mapping.js";
import { EACCES, EBADF, EEXIST, EINVAL, ENOMEM, EPERM, PAGE, PROT_WRITE, S_IFREG, USER_PAGES } from "./numbers.js";
import { fileOf, mayRead, mayWrite } from "./openfile.js";
import { current } from "./process.js";
import { findArea } from "./space.js";

const MAP_SHARED = 1;
const MAP_FIXED = 0x10;
const MAP_ANONYMOUS = 0x20;
const MAP_FIXED_NOREPLACE = 0x100000;
/** Files end before 2 GiB. */
const FILE_PAGES = 0x80000;

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
    if (filePage < 0 || filePage > FILE_PAGES) return -EINVAL;
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
  mapPages(current.space!, first, pages, protection & 7, shared, inode, (flags & MAP_ANONYMOUS) !== 0 ? 0 : filePage);
  if (inode !== null) dropInode(inode);
  return first << 12;
}

function callMunmap(address: number, bytes: number): number {
  const pages = pagesOf(bytes);
  const first = address >>> 12;
  if ((address & 4095) !== 0 || pages === 0 || !isUserRange(first, pages)) return -EINVAL;
  const area = findArea(current.space!, first);
  // only a hole makes one more area
  const isHole = area !== null && area.first < first && first + pages < area.end;
  if (isHole && !isRoomForObjects()) return -ENOMEM;
  unmapPages(current.space!, first, first + pages);
  return 0;
}

function callMprotect(address: number, bytes: number, protection: number): number {
  const pages = pagesOf(bytes);
  if ((address & 4095) !== 0) return -EINVAL;
  if (pages === 0) return 0;
  if (!isUserRange(address >>> 12, pages)) return -ENOMEM;
  return protectPages(current.space!, address >>> 12, (address >>> 12) + pages, protection & 7);
}

function callMremap(address: number, oldBytes: number, wantedBytes: number): number {
  const oldPages = pagesOf(oldBytes);
  const newPages = pagesOf(wantedBytes);
  const first = address >>> 12;
  if ((address & 4095) !== 0 || newPages === 0 || !isUserRange(first, oldPages)) return -EINVAL;
  if (!isUserRange(first, newPages)) return -ENOMEM;
  const error = resizeMapping(current.space!, first, oldPages, newPages);
  return error < 0 ? error : address;
}

function callBrk(end: number): number { return moveBreak(current.space!, end); }

export function startMemoryCalls(): void {
  answer1(45, callBrk);
  answer2(91, callMunmap);
  answer3(125, callMprotect);
  answer3(163, callMremap);
  answer6(192, callMmap2);
}
