// Address spaces: page tables, and a list of areas that says what each range of pages is to show. Pages come on first
// use (resolvePage). A page that several spaces or a file share is mapped read-only where it is private, and
// copied at the first write. Page tables say what is mapped now; areas (Linux: VMAs) say what may be mapped. Where
// both kinds of pages meet, `page` is the number of a virtual one, `frame` that of a physical one (a page frame).
//
// Page tables have entries of 8 bytes (PAE; Intel SDM volume 3, 4.4 and 4.5), with and without long mode. The processor
// begins with four pointers, each to a page directory for a GiB: three are those of the space that is shown, the last
// one is the kernel's own. A page directory leads to 512 tables, a table to 512 pages. In long mode the processor
// begins with one more table, whose first entry leads to the pointers. All memory lies below 4 GiB: upper halves are 0.
import { load32, store32, ult } from "../../2-runtime/node.js";
import {
  addr, addressOf, copyBlock, copyWords, DIRECT_MAP, flushPage, isLongMode, offsetInPage, PAGE, pageOf, pagesFor,
  setPageTable, switchPaging, USER_END, USER_PAGES,
} from "../1-machine/index.js";
import {
  bytesInPage, dropPage, isRoomForObjects, kmap, lowAddress, pageReferences, sharePage, takePage, takeZeroedLowPage,
  takeZeroedPage,
} from "./pages.js";
import { alloc, discard, discardArray } from "./heap.js";
import { holdInode, Inode } from "./inode.js";
import { contentPage, contentPageToWrite, dropInode } from "./content.js";

// Bits of an entry. WRITABLE is the bit that PROT_WRITE is in a protection. In a page directory: a page of 2 MiB.
const PRESENT = 1, WRITABLE = 2, USER = 4, LARGE = 0x80;
/** EFER: `syscall` is there, and long mode with paging. */
const SYSCALL_AND_LONG_MODE = 0x101;
/** Page directories of a space, of 512 entries each; large pages that show the first 896 MiB. */
const USER_DIRECTORIES = 3, ENTRIES = 512, DIRECT_MAP_ENTRIES = 448;

/** Results of resolvePage. */
export enum Fault { None, NoArea, NotAllowed, BeyondFile, NoMemory }

/** Around a page of a file that is read, so many pages that are there already are mapped along with it. */
const PAGES_AROUND = 16;

export class Area {
  /** Pages [first, end). */
  first: number = 0;
  end: number = 0;
  protection: number = 0;
  shared: boolean = false;
  /** Shows a file that was opened for reading only, and shares it: no protection may allow writing. */
  isReadOnly: boolean = false;
  /** The mapped file, or null; the page of it that shows at the first page. */
  inode: Inode | null = null;
  filePage: number = 0;
  next: Area | null = null;
}

export class AddressSpace {
  /** The pages of the page directories. */
  directories: Int32Array = new Int32Array(USER_DIRECTORIES);
  /** Sorted by address. The first one is empty, so that each has one before it. */
  areas: Area = new Area();
  lastFound: Area | null = null;
  /** Processes that use it: more than one only during vfork. */
  users: number = 0;
  /** The heap: its first byte and its end. */
  breakStart: number = 0;
  breakEnd: number = 0;
}

/** The address of the kernel's own page directory. */
let kernelDirectory = 0;
/** The four pointers, and their bits; the physical address of what the processor begins with. */
let directoryPointers = 0;
let pointerBits = PRESENT;
let firstTable = 0;
let activeSpace: AddressSpace | null = null;
/** The space to be freed once another one is active. */
let releasedSpace: AddressSpace | null = null;
/** The word of storeInSpace, which copies from memory. */
const wordToStore = alloc(4);

/**
 * The kernel's own page directory shows the direct map; windows and devices are added by others. With it paging begins,
 * and long mode where it is used. tables: three zeroed pages. Returns the page directory's address.
 */
export function startSpaces(tables: number): number {
  kernelDirectory = tables;
  directoryPointers = tables + PAGE;
  firstTable = directoryPointers - DIRECT_MAP;
  if (isLongMode()) {
    // which without long mode a pointer may not have
    pointerBits = PRESENT | WRITABLE | USER;
    store32(tables + PAGE * 2, firstTable | pointerBits);
    firstTable += PAGE;
  }
  for (let i = 0; i < DIRECT_MAP_ENTRIES; i++) {
    store32(kernelDirectory + (i << 3), i << 21 | LARGE | PRESENT | WRITABLE);
  }
  const directory = pageOf(kernelDirectory - DIRECT_MAP);
  setPointer(USER_DIRECTORIES, directory);
  setPointer(0, directory);
  enterPaging();
  setPointer(0, 0);
  flushSpace();
  return kernelDirectory;
}

function setPointer(n: number, directory: number): void {
  store32(directoryPointers + (n << 3), directory === 0 ? 0 : addressOf(directory) | pointerBits);
}

/** A function of its own, because what follows switchPaging in it runs at physical addresses. */
function enterPaging(): void { switchPaging(firstTable, isLongMode() ? SYSCALL_AND_LONG_MODE : 0); }

/** In no space, and physical memory shows from 0 on, too, for code that turns paging on or off. */
export function mapLowIdentity(): void {
  activeSpace = null;
  setPointer(0, pageOf(kernelDirectory - DIRECT_MAP));
  flushSpace();
}

/** Makes the processor see a space. Each switch flushes the TLB, which is expensive. */
export function activateSpace(space: AddressSpace): void {
  if (space === activeSpace) return;
  activeSpace = space;
  for (let i = 0; i < USER_DIRECTORIES; i++) setPointer(i, space.directories[i]);
  flushSpace();
  if (releasedSpace !== null) dropSpace(releasedSpace);
  releasedSpace = null;
}

/** Drops one user of a space that may be active: its memory is freed when the next space is. */
export function releaseLater(space: AddressSpace): void {
  if (space.users === 1) {
    releasedSpace = space;
  } else {
    space.users--;
  }
}

/** Flushes the TLB; without long mode the processor also looks at the pointers only then. */
function flushSpace(): void { setPageTable(firstTable); }

/** A space without areas, with one user; null when there is no memory. */
export function makeSpace(): AddressSpace | null {
  const space = new AddressSpace();
  space.users = 1;
  for (let i = 0; i < USER_DIRECTORIES; i++) {
    space.directories[i] = takeZeroedLowPage();
    if (space.directories[i] === 0) {
      dropSpace(space);
      return null;
    }
  }
  return space;
}

export function makeArea(first: number, end: number, protection: number): Area {
  const area = new Area();
  area.first = first;
  area.end = end;
  area.protection = protection;
  return area;
}

/** A second area of the same kind, for the pages [first, end) of the first. */
export function copyArea(area: Area, first: number, end: number): Area {
  const copy = makeArea(first, end, area.protection);
  copy.shared = area.shared;
  copy.isReadOnly = area.isReadOnly;
  copy.filePage = area.filePage + first - area.first;
  setAreaFile(copy, area.inode);
  return copy;
}

export function setAreaFile(area: Area, inode: Inode | null): void {
  area.inode = inode;
  if (inode !== null) holdInode(inode);
}

export function freeArea(area: Area): void {
  if (area.inode !== null) dropInode(area.inode);
  discard(addr(area));
}

export function findArea(space: AddressSpace, page: number): Area | null {
  let area = space.lastFound;
  if (area !== null && page >= area.first && page < area.end) return area;
  area = space.areas.next;
  while (area !== null && page >= area.end) area = area.next;
  if (area === null || page < area.first) return null;
  space.lastFound = area;
  return area;
}

/** The address of a page's entry in the page tables; 0 for the kernel's, and without a table (or memory for one). */
function pageEntry(space: AddressSpace, page: number, make: boolean): number {
  if (page >= USER_PAGES) return 0;
  const directoryEntry = lowAddress(space.directories[page >>> 18]) + ((page >>> 9 & ENTRIES - 1) << 3);
  if (load32(directoryEntry) === 0) {
    const table = make ? takeZeroedLowPage() : 0;
    if (table === 0) return 0;
    store32(directoryEntry, addressOf(table) | PRESENT | WRITABLE | USER);
  }
  return lowAddress(pageOf(load32(directoryEntry))) + ((page & ENTRIES - 1) << 3);
}

/** The first page from one on that shows something; the end when there is none before it. */
function nextPresent(space: AddressSpace, from: number, end: number): number {
  let page = from;
  while (page < end) {
    const tableEnd = (page | ENTRIES - 1) + 1;
    const stop = tableEnd < end ? tableEnd : end;
    let entry = pageEntry(space, page, false);
    if (entry === 0) page = stop;
    while (page < stop && load32(entry) === 0) {
      page++;
      entry += 8;
    }
    if (page < stop) return page;
  }
  return end;
}

/** Makes a page table's entry show a page, writable if a protection says so; Fault.NoMemory for page 0. */
function showPage(entry: number, frame: number, protection: number): number {
  if (frame === 0) return Fault.NoMemory;
  store32(entry, addressOf(frame) | PRESENT | USER | protection & WRITABLE);
  return Fault.None;
}

/** A copy of a page, for 0 a page of zeros; 0 when there is no memory. */
function copyPage(frame: number): number {
  const copy = frame === 0 ? takeZeroedPage() : takePage();
  if (copy !== 0 && frame !== 0) copyWords(kmap(copy), kmap(frame), 1024);
  return copy;
}

/** True when a page is there, or what it would show of a file. */
export function isPresent(space: AddressSpace, page: number): boolean {
  const entry = pageEntry(space, page, false);
  if (entry !== 0 && load32(entry) !== 0) return true;
  const area = findArea(space, page);
  return area !== null && area.inode !== null && contentPage(area.inode, area.filePage + page - area.first) !== 0;
}

/**
 * With a page of a file that is read, maps those near it that exist, where nothing is mapped yet. All are in one
 * page table, which is there.
 */
function mapAround(space: AddressSpace, area: Area, inode: Inode, page: number): void {
  const around = page & ~(PAGES_AROUND - 1);
  const first = around < area.first ? area.first : around;
  const end = around + PAGES_AROUND > area.end ? area.end : around + PAGES_AROUND;
  for (let other = first; other < end; other++) {
    const entry = pageEntry(space, other, false);
    const frame = contentPage(inode, area.filePage + other - area.first);
    if (load32(entry) === 0 && frame !== 0) {
      sharePage(frame);
      showPage(entry, frame, 0);
    }
  }
}

/** Puts a page of a file where it is wanted. */
function resolveFilePage(
  space: AddressSpace, area: Area, inode: Inode, page: number, entry: number, write: boolean,
): number {
  const filePage = area.filePage + page - area.first;
  if (filePage >= pagesFor(inode.size)) return Fault.BeyondFile;
  if (area.shared) {
    const frame = contentPageToWrite(inode, filePage, false);
    if (frame !== 0) sharePage(frame);
    return showPage(entry, frame, area.protection);
  }
  const frame = contentPage(inode, filePage);
  if (write || frame === 0) return showPage(entry, copyPage(frame), area.protection);
  mapAround(space, area, inode, page);
  return Fault.None;
}

/** Makes a page that is there usable in the way that is wanted. */
function resolvePresentPage(area: Area, page: number, entry: number, write: boolean): number {
  const frame = pageOf(load32(entry));
  if (!write || area.shared) {
    showPage(entry, frame, area.shared ? area.protection : load32(entry));
  } else if (pageReferences(frame) === 1) {
    showPage(entry, frame, WRITABLE);
  } else {
    if (showPage(entry, copyPage(frame), WRITABLE) !== Fault.None) return Fault.NoMemory;
    dropPage(frame);
  }
  flushPage(addressOf(page));
  return Fault.None;
}

/** Makes a page of a space readable or writable for its program, within what its area allows. */
export function resolvePage(space: AddressSpace, page: number, write: boolean): number {
  const area = findArea(space, page);
  if (area === null) return Fault.NoArea;
  if (area.protection === 0 || write && (area.protection & WRITABLE) === 0) return Fault.NotAllowed;
  const entry = pageEntry(space, page, true);
  if (entry === 0) return Fault.NoMemory;
  if (load32(entry) !== 0) return resolvePresentPage(area, page, entry, write);
  if (area.inode !== null) return resolveFilePage(space, area, area.inode, page, entry, write);
  return showPage(entry, takeZeroedPage(), area.protection);
}

/** The physical page of a page of a space, made readable or writable; 0 when the program could not use it either. */
function usableFrame(space: AddressSpace, page: number, write: boolean): number {
  const needed = write ? PRESENT | USER | WRITABLE : PRESENT | USER;
  let entry = pageEntry(space, page, false);
  if (entry === 0 || (load32(entry) & needed) !== needed) {
    if (resolvePage(space, page, write) !== Fault.None) return 0;
    entry = pageEntry(space, page, false);
  }
  return pageOf(load32(entry));
}

/** Copies n bytes that the kernel or the active space sees into a space; false when they cannot be there. */
export function copyToSpace(space: AddressSpace, to: number, from: number, n: number): boolean {
  let done = 0;
  while (done < n) {
    const count = bytesInPage(to + done, n - done);
    const frame = usableFrame(space, pageOf(to + done), true);
    if (frame === 0) return false;
    copyBlock(kmap(frame) + offsetInPage(to + done), from + done, count);
    done += count;
  }
  return true;
}

export function storeInSpace(space: AddressSpace, address: number, value: number): boolean {
  store32(wordToStore, value);
  return copyToSpace(space, address, wordToStore, 4);
}

/** True when n bytes from a place on lie within the first `total` bytes. All are without sign, and nothing wraps. */
export function isWithin(place: number, n: number, total: number): boolean {
  return !ult(total, n) && !ult(total - n, place);
}

/**
 * True when the running program may read (or write) n bytes at an address; they are then present, and the kernel may
 * use the address itself until it sleeps.
 */
export function mayUse(space: AddressSpace, address: number, n: number, write: boolean): boolean {
  if (n <= 0) return n === 0;
  if (!isWithin(address, n, USER_END)) return false;
  const end = pageOf(address + n - 1);
  for (let page = pageOf(address); page <= end; page++) {
    if (usableFrame(space, page, write) === 0) return false;
  }
  return true;
}

/** Takes away the pages [first, end) of a space. The areas are the caller's business. */
export function clearEntries(space: AddressSpace, first: number, end: number): void {
  for (let page = nextPresent(space, first, end); page < end; page = nextPresent(space, page + 1, end)) {
    const entry = pageEntry(space, page, false);
    dropPage(pageOf(load32(entry)));
    store32(entry, 0);
  }
  if (space === activeSpace) flushSpace();
}

/** After a change of protection: the pages present get no more rights than their area gives; more come by faults. */
export function limitEntries(space: AddressSpace, first: number, end: number, protection: number): void {
  const allowed = (protection === 0 ? 0 : USER) | protection & WRITABLE;
  for (let page = nextPresent(space, first, end); page < end; page = nextPresent(space, page + 1, end)) {
    const entry = pageEntry(space, page, false);
    store32(entry, load32(entry) & (~(WRITABLE | USER) | allowed) | allowed & USER);
  }
  if (space === activeSpace) flushSpace();
}

/** Frees a page directory and its tables, which show nothing any more. */
function dropDirectory(directory: number): void {
  const at = lowAddress(directory);
  for (let i = 0; i < ENTRIES; i++) {
    const table = load32(at + (i << 3));
    if (table !== 0) dropPage(pageOf(table));
  }
  dropPage(directory);
}

/** One user less; the last one's going frees everything. It must not be the active space then. */
export function dropSpace(space: AddressSpace): void {
  space.users--;
  if (space.users > 0) return;
  let area: Area | null = space.areas;
  while (area !== null) {
    const next: Area | null = area.next;
    clearEntries(space, area.first, area.end);
    freeArea(area);
    area = next;
  }
  for (const directory of space.directories) if (directory !== 0) dropDirectory(directory);
  discardArray(addr(space.directories));
  discard(addr(space));
}

function giveUpCopy(copy: AddressSpace): AddressSpace | null {
  dropSpace(copy);
  flushSpace();
  return null;
}

/**
 * A copy of the active space, all private pages to be copied at the first write; null when there is no memory. The
 * processor still remembers pages as writable that no longer are: another space must be active before this one goes on.
 */
export function copySpace(space: AddressSpace): AddressSpace | null {
  const copy = makeSpace();
  if (copy === null) return null;
  copy.breakStart = space.breakStart;
  copy.breakEnd = space.breakEnd;
  let last = copy.areas;
  for (let area = space.areas.next; area !== null; area = area.next) {
    if (!isRoomForObjects()) return giveUpCopy(copy);
    last.next = copyArea(area, area.first, area.end);
    last = last.next;
    const end = area.end;
    for (let page = nextPresent(space, area.first, end); page < end; page = nextPresent(space, page + 1, end)) {
      const entry = pageEntry(space, page, false);
      const target = pageEntry(copy, page, true);
      if (target === 0) return giveUpCopy(copy);
      if (!area.shared) store32(entry, load32(entry) & ~WRITABLE);
      store32(target, load32(entry));
      sharePage(pageOf(load32(entry)));
    }
  }
  return copy;
}
