// Changes to what an address space shows: new areas, areas cut, moved or protected, and the heap. The list of areas is
// sorted by address and without overlaps; neighbours of the same kind are joined, so that it stays short.
import { ult } from "../../2-runtime/node.js";
import { EACCES, EINVAL, ENOMEM, pagesFor, PROT_READ, PROT_WRITE, USER_END } from "../1-machine/index.js";
import { freeMemory, isRoomForObjects } from "./pages.js";
import { Inode } from "./inode.js";
import {
  AddressSpace, Area, clearEntries, copyArea, findArea, freeArea, limitEntries, makeArea, setAreaFile,
} from "./space.js";

/** Where areas are put that name no place, the lowest free one first. The stack's area ends the range. */
const FIRST_FREE_PAGE = 0x40000;
export const LOWEST_PAGE = 0x10, STACK_FIRST_PAGE = 0xbf800, STACK_END_PAGE = 0xbffff;

/** Private memory may be asked for up to what is free; what was promised before is not counted. */
export function isTooMuch(pages: number): boolean { return pages > freeMemory() || !isRoomForObjects(); }

function joinWithNext(area: Area): void {
  const next = area.next;
  if (next === null || area.end !== next.first || area.inode !== null || next.inode !== null
    || area.protection !== next.protection || area.shared !== next.shared) return;
  area.end = next.end;
  area.next = next.next;
  freeArea(next);
}

/** Puts an area into the list, where nothing may be in its place. */
export function insertArea(space: AddressSpace, area: Area): void {
  let before = space.areas;
  while (before.next !== null && before.next.first < area.first) before = before.next;
  area.next = before.next;
  before.next = area;
  space.lastFound = null;
  joinWithNext(area);
  joinWithNext(before);
}

/** Makes the page a border between areas. */
function splitAt(space: AddressSpace, page: number): void {
  const area = findArea(space, page);
  if (area === null || area.first === page) return;
  const rest = copyArea(area, page, area.end);
  area.end = page;
  rest.next = area.next;
  area.next = rest;
  space.lastFound = null;
}

/** Removes everything in [first, end). */
export function unmapPages(space: AddressSpace, first: number, end: number): void {
  splitAt(space, first);
  splitAt(space, end);
  let before = space.areas;
  while (before.next !== null && before.next.first < end) {
    const area = before.next;
    if (area.first >= first) {
      clearEntries(space, area.first, area.end);
      before.next = area.next;
      freeArea(area);
    } else {
      before = area;
    }
  }
  space.lastFound = null;
}

/** True when nothing is in [first, end). */
export function isFree(space: AddressSpace, first: number, end: number): boolean {
  let area = space.areas.next;
  while (area !== null && area.end <= first) area = area.next;
  return area === null || area.first >= end;
}

/** The lowest place for so many pages; 0 when there is none. */
export function findPlace(space: AddressSpace, pages: number): number {
  let place = FIRST_FREE_PAGE;
  for (let area = space.areas.next; area !== null; area = area.next) {
    if (area.end > place) {
      if (area.first >= place + pages) return place;
      place = area.end;
    }
  }
  return 0;
}

/** New area [first, first + pages), in the place of whatever was there. inode null: memory. */
export function mapPages(
  space: AddressSpace, first: number, pages: number, protection: number, shared: boolean, inode: Inode | null,
  filePage: number,
): Area {
  unmapPages(space, first, first + pages);
  const area = makeArea(first, first + pages, protection);
  area.shared = shared;
  area.filePage = filePage;
  setAreaFile(area, inode);
  insertArea(space, area);
  return area;
}

/** True when something is at every page of [first, end). */
export function isMapped(space: AddressSpace, first: number, end: number): boolean {
  let page = first;
  while (page < end) {
    const area = findArea(space, page);
    if (area === null) return false;
    page = area.end;
  }
  return true;
}

/** mprotect for [first, end), all of which must be mapped. */
export function protectPages(space: AddressSpace, first: number, end: number, protection: number): number {
  if (!isMapped(space, first, end)) return -ENOMEM;
  for (let area = findArea(space, first); area !== null && area.first < end; area = area.next) {
    if (area.isReadOnly && (protection & PROT_WRITE) !== 0) return -EACCES;
  }
  splitAt(space, first);
  splitAt(space, end);
  for (let area = findArea(space, first); area !== null && area.first < end; area = area.next) {
    area.protection = protection;
  }
  limitEntries(space, first, end, protection);
  let joined: Area | null = space.areas;
  while (joined !== null) {
    const next: Area | null = joined.next;
    joinWithNext(joined);
    if (joined.next === next) joined = next;
  }
  space.lastFound = null;
  return 0;
}

/** brk: the new end of the heap, or the old one when that cannot be. */
export function moveBreak(space: AddressSpace, end: number): number {
  if (ult(end, space.breakStart) || !ult(end, USER_END)) return space.breakEnd;
  const oldPage = pagesFor(space.breakEnd);
  const newPage = pagesFor(end);
  if (newPage > oldPage) {
    if (!isFree(space, oldPage, newPage) || isTooMuch(newPage - oldPage)) return space.breakEnd;
    insertArea(space, makeArea(oldPage, newPage, PROT_READ | PROT_WRITE));
  } else if (newPage < oldPage) {
    unmapPages(space, newPage, oldPage);
  }
  space.breakEnd = end;
  return end;
}

/** mremap, in place only: C libraries then move the bytes themselves. 0 or a negated error. */
export function resizeMapping(space: AddressSpace, first: number, oldPages: number, newPages: number): number {
  const area = findArea(space, first);
  if (area === null || first + oldPages > area.end) return -EINVAL;
  if (newPages < oldPages) unmapPages(space, first + newPages, first + oldPages);
  if (newPages > oldPages) {
    const isRoom = first + oldPages === area.end && isFree(space, area.end, first + newPages);
    if (!isRoom || area.inode === null && isTooMuch(newPages - oldPages)) return -ENOMEM;
    area.end = first + newPages;
    joinWithNext(area);
  }
  return 0;
}
