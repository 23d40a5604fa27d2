// Address spaces: a page directory, and a list of areas that says what each range of pages is to show. Pages come on
// first use (resolvePage). A frame that several spaces or a file share is mapped read-only where it is private, and
// copied at the first write. Page tables and frames are the truth about the present, areas about what may come.
import { load32, store32, ult } from "../../runtime/node.js";
import { addr, clearWords, copyBlock, copyWords, flushPage, setDirectory } from "../1-machine/node-glue.js";
import { DIRECT_MAP, PAGE, USER_END, USER_PAGES } from "../1-machine/numbers.js";
import {
  dropPage, isRoomForObjects, kmap, lowAddress, pageReferences, sharePage, takeLowPage, takePage, takeZeroedLowPage,
  takeZeroedPage,
} from "./pages.js";
import { alloc, discard } from "./heap.js";
import { holdInode, Inode } from "./inode.js";
import { contentPage, contentPageToWrite, dropInode } from "./content.js";

// Bits of a page table's word. WRITABLE is the bit that PROT_WRITE is in a protection.
const PRESENT = 1;
const WRITABLE = 2;
const USER = 4;
const USER_DIRECTORY_WORDS = 768;

/** Results of resolvePage. */
export enum Fault { None, NoArea, NotAllowed, BehindFile, NoMemory }

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
  /** The frame of the page directory. */
  directory: number = 0;
  areas: Area | null = null;
  lastFound: Area | null = null;
  /** Processes that use it: more than one only during vfork. */
  users: number = 0;
  /** The heap: its first byte and its end. */
  breakStart: number = 0;
  breakEnd: number = 0;
}

let kernelDirectory = 0;
let activeDirectory = 0;
let releasedSpace: AddressSpace | null = null;
const wordToStore = alloc(4);

/**
 * The kernel's own page directory, the model of all others: the direct map with 4 MiB pages, nothing below it.
 * Returns its address. Windows and devices are added by others, before the first space is made.
 */
export function startSpaces(directory: number): number {
  kernelDirectory = directory;
  clearWords(directory, 1024);
  for (let i = 0; i < 224; i++) store32(directory + (USER_DIRECTORY_WORDS + i) * 4, i << 22 | 0x83);
  activateKernel();
  return directory;
}

/** Runs in no space: only the kernel is visible. */
function activateKernel(): void {
  activeDirectory = kernelDirectory;
  flushSpace();
}

/** In no space, and physical memory shows from 0 on, too, for code that turns paging off. */
export function mapLowIdentity(): void {
  store32(kernelDirectory, 0x83);
  activateKernel();
}

/** Makes the processor see a space. Each time it forgets all that it knew of another, which costs it dearly. */
export function activateSpace(space: AddressSpace): void {
  const directory = lowAddress(space.directory);
  if (directory === activeDirectory) return;
  activeDirectory = directory;
  setDirectory(space.directory << 12);
  if (releasedSpace !== null) dropSpace(releasedSpace);
  releasedSpace = null;
}

/** Gives up a space that may be active, for one user: its memory is freed when the next space is. */
export function releaseLater(space: AddressSpace): void {
  if (space.users === 1) {
    releasedSpace = space;
  } else {
    space.users--;
  }
}

/** Makes the processor forget what it remembers of the active space. */
function flushSpace(): void { setDirectory(activeDirectory - DIRECT_MAP); }

/** A space without areas, with one user; null when there is no memory. */
export function makeSpace(): AddressSpace | null {
  const frame = takeLowPage();
  if (frame === 0) return null;
  const directory = lowAddress(frame);
  clearWords(directory, USER_DIRECTORY_WORDS);
  copyWords(directory + USER_DIRECTORY_WORDS * 4, kernelDirectory + USER_DIRECTORY_WORDS * 4, 256);
  const space = new AddressSpace();
  space.directory = frame;
  space.users = 1;
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
  area = space.areas;
  while (area !== null && page >= area.end) area = area.next;
  if (area === null || page < area.first) return null;
  space.lastFound = area;
  return area;
}

/** The address of a page's word in the page tables; 0 for the kernel's, and without a table (or memory for one). */
function pageWord(space: AddressSpace, page: number, make: boolean): number {
  if (page >= USER_PAGES) return 0;
  const directoryWord = lowAddress(space.directory) + (page >>> 10 << 2);
  let table = load32(directoryWord);
  if (table === 0) {
    if (!make) return 0;
    const frame = takeZeroedLowPage();
    if (frame === 0) return 0;
    table = frame << 12 | PRESENT | WRITABLE | USER;
    store32(directoryWord, table);
  }
  return DIRECT_MAP + (table & 0xfffff000) + ((page & 1023) << 2) | 0;
}

/** True when a page is there, or what it would show of a file. */
export function isPresent(space: AddressSpace, page: number): boolean {
  const word = pageWord(space, page, false);
  if (word !== 0 && load32(word) !== 0) return true;
  const area = findArea(space, page);
  return area !== null && area.inode !== null && contentPage(area.inode, area.filePage + page - area.first) !== 0;
}

/** Maps along the pages of the file near one that is read, as far as they exist and nothing is there yet. */
function mapAround(space: AddressSpace, area: Area, inode: Inode, page: number): void {
  let first = page & ~(PAGES_AROUND - 1);
  let end = first + PAGES_AROUND;
  if (first < area.first) first = area.first;
  if (end > area.end) end = area.end;
  for (let other = first; other < end; other++) {
    const word = pageWord(space, other, false);
    const frame = contentPage(inode, area.filePage + other - area.first);
    if (load32(word) === 0 && frame !== 0) {
      sharePage(frame);
      store32(word, frame << 12 | PRESENT | USER);
    }
  }
}

/** Puts a page of a file where it is wanted. */
function resolveFilePage(
  space: AddressSpace, area: Area, inode: Inode, page: number, word: number, write: boolean,
): number {
  const filePage = area.filePage + page - area.first;
  if (filePage >= inode.size + PAGE - 1 >>> 12) return Fault.BehindFile;
  if (area.shared) {
    const frame = contentPageToWrite(inode, filePage, false);
    if (frame === 0) return Fault.NoMemory;
    sharePage(frame);
    store32(word, frame << 12 | PRESENT | USER | area.protection & WRITABLE);
    return Fault.None;
  }
  const frame = contentPage(inode, filePage);
  if (!write && frame !== 0) {
    mapAround(space, area, inode, page);
    return Fault.None;
  }
  const copy = frame === 0 ? takeZeroedPage() : takePage();
  if (copy === 0) return Fault.NoMemory;
  if (frame !== 0) copyWords(kmap(copy), kmap(frame), 1024);
  store32(word, copy << 12 | PRESENT | USER | area.protection & WRITABLE);
  return Fault.None;
}

/** Makes a page that is there usable in the way that is wanted. */
function resolvePresentPage(area: Area, page: number, word: number, write: boolean): number {
  const entry = load32(word);
  const frame = entry >>> 12;
  if (!write || area.shared) {
    store32(word, frame << 12 | PRESENT | USER | (area.shared ? area.protection : entry) & WRITABLE);
  } else if (pageReferences(frame) === 1) {
    store32(word, frame << 12 | PRESENT | USER | WRITABLE);
  } else {
    const copy = takePage();
    if (copy === 0) return Fault.NoMemory;
    copyWords(kmap(copy), kmap(frame), 1024);
    store32(word, copy << 12 | PRESENT | USER | WRITABLE);
    dropPage(frame);
  }
  flushPage(page << 12);
  return Fault.None;
}

/** Makes a page of a space readable or writable for its program, as far as its area allows it. */
export function resolvePage(space: AddressSpace, page: number, write: boolean): number {
  const area = findArea(space, page);
  if (area === null) return Fault.NoArea;
  if (area.protection === 0 || write && (area.protection & WRITABLE) === 0) return Fault.NotAllowed;
  const word = pageWord(space, page, true);
  if (word === 0) return Fault.NoMemory;
  if (load32(word) !== 0) return resolvePresentPage(area, page, word, write);
  if (area.inode !== null) return resolveFilePage(space, area, area.inode, page, word, write);
  const frame = takeZeroedPage();
  if (frame === 0) return Fault.NoMemory;
  store32(word, frame << 12 | PRESENT | USER | area.protection & WRITABLE);
  return Fault.None;
}

/** The frame of a page of a space, made readable or writable; 0 when the program could not use it either. */
function usableFrame(space: AddressSpace, page: number, write: boolean): number {
  const needed = write ? PRESENT | USER | WRITABLE : PRESENT | USER;
  let word = pageWord(space, page, false);
  if (word === 0 || (load32(word) & needed) !== needed) {
    if (resolvePage(space, page, write) !== Fault.None) return 0;
    word = pageWord(space, page, false);
  }
  return load32(word) >>> 12;
}

/** Copies n bytes that the kernel or the active space sees into a space; false when they cannot be there. */
export function copyToSpace(space: AddressSpace, to: number, from: number, n: number): boolean {
  let done = 0;
  while (done < n) {
    const within = to + done & 4095;
    const count = PAGE - within < n - done ? PAGE - within : n - done;
    const frame = usableFrame(space, to + done >>> 12, true);
    if (frame === 0) return false;
    copyBlock(kmap(frame) + within, from + done, count);
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
  const end = address + n - 1 >>> 12;
  for (let page = address >>> 12; page <= end; page++) {
    if (usableFrame(space, page, write) === 0) return false;
  }
  return true;
}

/** Takes away the pages [first, end) of a space. The areas are the caller's business. */
export function clearEntries(space: AddressSpace, first: number, end: number): void {
  const directory = lowAddress(space.directory);
  let page = first;
  while (page < end) {
    const table = load32(directory + (page >>> 10 << 2));
    if (table === 0) {
      page = (page >>> 10) + 1 << 10;
    } else {
      const word = DIRECT_MAP + (table & 0xfffff000) + ((page & 1023) << 2) | 0;
      const entry = load32(word);
      if (entry !== 0) {
        store32(word, 0);
        dropPage(entry >>> 12);
      }
      page++;
    }
  }
  if (directory === activeDirectory) flushSpace();
}

/** After a change of protection: the pages present get no more rights than their area gives; more come by faults. */
export function limitEntries(space: AddressSpace, first: number, end: number, protection: number): void {
  for (let page = first; page < end; page++) {
    const word = pageWord(space, page, false);
    if (word === 0) {
      page |= 1023;
    } else {
      const entry = load32(word);
      if (entry !== 0) {
        const user = protection === 0 ? 0 : USER;
        store32(word, entry & ~(WRITABLE | USER) | user | entry & protection & WRITABLE);
      }
    }
  }
  if (lowAddress(space.directory) === activeDirectory) flushSpace();
}

/** One user less; the last one's going frees everything. It must not be the active space then. */
export function dropSpace(space: AddressSpace): void {
  space.users--;
  if (space.users > 0) return;
  let area = space.areas;
  while (area !== null) {
    const next = area.next;
    clearEntries(space, area.first, area.end);
    freeArea(area);
    area = next;
  }
  const directory = lowAddress(space.directory);
  for (let i = 0; i < USER_DIRECTORY_WORDS; i++) {
    const table = load32(directory + i * 4);
    if (table !== 0) dropPage(table >>> 12);
  }
  dropPage(space.directory);
  discard(addr(space));
}

/** One page table of a copy: private pages are write-protected in both, and all frames are shared. */
function shareTable(from: number, to: number, isShared: boolean, first: number, end: number): void {
  for (let i = first; i < end; i++) {
    let entry = load32(from + i * 4);
    if (entry !== 0) {
      if (!isShared) entry &= ~WRITABLE;
      store32(from + i * 4, entry);
      store32(to + i * 4, entry);
      sharePage(entry >>> 12);
    }
  }
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
  const from = lowAddress(space.directory);
  let last: Area | null = null;
  let area = space.areas;
  while (area !== null) {
    if (!isRoomForObjects()) return giveUpCopy(copy);
    const same = copyArea(area, area.first, area.end);
    if (last === null) {
      copy.areas = same;
    } else {
      last.next = same;
    }
    last = same;
    let page = area.first;
    while (page < area.end) {
      const tableEnd = page + 1024 & ~1023;
      const end = tableEnd < area.end ? tableEnd : area.end;
      const table = load32(from + (page >>> 10 << 2));
      if (table !== 0) {
        const target = pageWord(copy, page & ~1023, true);
        if (target === 0) return giveUpCopy(copy);
        const source = DIRECT_MAP + (table & 0xfffff000) | 0;
        shareTable(source, target, area.shared, page & 1023, (end - 1 & 1023) + 1);
      }
      page = end;
    }
    area = area.next;
  }
  return copy;
}
