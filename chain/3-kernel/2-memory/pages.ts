// Physical memory in pages of 4 KiB (page frames). A page is known by its number (address / 4096); 0 means none. Every
// page has a word: the number of its references when in use, the next free page when free. Pages below 896 MiB ("low")
// are always visible in the direct map; the contents of higher ones are seen through windows, for a short time (kmap).
// The last low pages are kept back in steps, so that the first user never takes what others need: files leave the
// most, programs less, and calls that make objects of the kernel stop while it has enough to finish what it began. An
// ordinary user leaves some more, and so cannot starve the super-user's programs.
import { b, load32, store32 } from "../../2-runtime/node.js";
import {
  addressOf, clearWords, DIRECT_MAP, flushPage, inb, offsetInPage, outb, PAGE, panic,
} from "../1-machine/index.js";

const LOW_PAGES = 0x38000;

/** Windows lie at FF800000: one page table's worth of addresses, of which so many are used in turn. */
const WINDOWS = 0xff800000 | 0, WINDOW_COUNT = 512;

/** A BIOS keeps tables for Linux (ACPI) in the last 256 KiB of the memory, or says that there is less of it. */
const BIOS_PAGES = 64;

/** Low pages that files leave to programs; that programs leave to the kernel; that are for calls already begun. */
const FILE_RESERVE = 2048, PROGRAM_RESERVE = 256, KERNEL_RESERVE = 128;
/** What an ordinary user's calls and programs leave beyond each of these. */
const ROOT_RESERVE = 1024;

/** 96 MiB: the kernel and its tape need them. */
const LEAST_PAGES = 0x6000;

/** The word of each page, the number of pages; the lists of free ones, and their lengths. */
let pageRecords = 0;
let pageCount = 0;
let freeLow = 0;
let freeHigh = 0;
let freeLowPages = 0;
let freeHighPages = 0;
/** What the running process leaves beyond the reserves. */
let userReserve = 0;
/** The page table of the windows, and the one to be used next. */
let windowTable = 0;
let nextWindow = 0;

export function lowAddress(frame: number): number { return DIRECT_MAP + addressOf(frame) | 0; }

/**
 * Where the kernel sees a page. For pages above 896 MiB the address is good until 512 further calls: take it, use it,
 * and take it again after anything that may sleep.
 */
export function kmap(frame: number): number {
  if (frame < LOW_PAGES) return lowAddress(frame);
  nextWindow = nextWindow + 1 & WINDOW_COUNT - 1;
  const address = WINDOWS + addressOf(nextWindow) | 0;
  store32(windowTable + (nextWindow << 3), addressOf(frame) | 3);
  flushPage(address);
  return address;
}

export function freeMemory(): number { return freeLowPages + freeHighPages; }
export function totalMemory(): number { return pageCount; }
/** Whether the running process is an ordinary user's, who must leave more than the super-user. */
export function setOrdinaryUser(isOrdinary: boolean): void { userReserve = isOrdinary ? ROOT_RESERVE : 0; }
/** True when there are more free low pages than the running process must leave. */
function isRoom(reserve: number): boolean { return freeLowPages >= reserve + userReserve; }
/** False: files cannot grow or be made. A process that fills memory with files gets ENOSPC instead of being killed. */
export function isRoomForFiles(): boolean { return isRoom(FILE_RESERVE); }
/** False: no call may begin that makes objects of the kernel. */
export function isRoomForObjects(): boolean { return isRoom(KERNEL_RESERVE); }
/** Without what the BIOS may need. */
export function availablePages(): number { return pageCount - BIOS_PAGES; }

/** A page of the direct map for the kernel's objects, with one reference, not zeroed; 0 when there is none at all. */
export function takeReservedPage(): number {
  const frame = freeLow;
  if (frame !== 0) {
    freeLow = load32(pageRecords + (frame << 2));
    store32(pageRecords + (frame << 2), 1);
    freeLowPages--;
  }
  return frame;
}

/** The same for page tables and the like: 0 when only the reserve is left. */
export function takeLowPage(): number { return isRoom(PROGRAM_RESERVE) ? takeReservedPage() : 0; }

/** A page for a program's or a file's content, with one reference, not zeroed; 0 when memory is used up. */
export function takePage(): number {
  const frame = freeHigh;
  if (frame === 0) return takeLowPage();
  freeHigh = load32(pageRecords + (frame << 2));
  store32(pageRecords + (frame << 2), 1);
  freeHighPages--;
  return frame;
}

function zeroed(frame: number): number {
  if (frame !== 0) clearWords(kmap(frame), 1024);
  return frame;
}
export function takeZeroedPage(): number { return zeroed(takePage()); }
export function takeZeroedLowPage(): number { return zeroed(takeLowPage()); }

export function sharePage(frame: number): void {
  const word = pageRecords + (frame << 2);
  store32(word, load32(word) + 1);
}

export function pageReferences(frame: number): number { return load32(pageRecords + (frame << 2)); }

export function dropPage(frame: number): void {
  const word = pageRecords + (frame << 2);
  const references = load32(word) - 1;
  if (references > 0) {
    store32(word, references);
  } else if (frame < LOW_PAGES) {
    store32(word, freeLow);
    freeLow = frame;
    freeLowPages++;
  } else {
    store32(word, freeHigh);
    freeHigh = frame;
    freeHighPages++;
  }
}

function readCmos(register: number): number {
  outb(0x70, register);
  return inb(0x71);
}

/**
 * The number of pages, from what the BIOS left in the CMOS: KiB above 1 MiB in 30h-31h (up to 64 MiB), 64 KiB units
 * above 16 MiB in 34h-35h. A map of the BIOS (E820), where the entry passes one, would replace this function.
 */
export function countPages(): number {
  const above16 = readCmos(0x34) | readCmos(0x35) << 8;
  if (above16 !== 0) return 0x1000 + (above16 << 4);
  return 0x100 + ((readCmos(0x30) | readCmos(0x31) << 8) >> 2);
}

/** Hands the pages [first, end) to the free list, lowest first out. */
function freeUnreserved(first: number, end: number): void {
  for (let frame = (end < pageCount ? end : pageCount) - 1; frame >= first; frame--) {
    const word = pageRecords + (frame << 2);
    if (load32(word) === 0) {
      store32(word, 1);
      dropPage(frame);
    }
  }
}

/** Says that pages are in use, with one reference of the kernel's: they never become free. */
export function reservePages(first: number, end: number): void {
  for (let frame = first; frame < end && frame < pageCount; frame++) store32(pageRecords + (frame << 2), 1);
}

/** So many pages, with a zeroed word for each. Those that are not reserved become free by freeUnreservedPages. */
export function startPages(count: number, records: number): void {
  if (count < LEAST_PAGES) panic(b("too little memory, in pages"), count);
  pageCount = count;
  pageRecords = records;
  reservePages(availablePages(), pageCount);
}

/** Frees all memory from 1 MiB on that is not reserved, and sets up the windows in the kernel's page directory. */
export function freeUnreservedPages(directory: number): void {
  freeUnreserved(LOW_PAGES, pageCount);
  freeUnreserved(0x100, LOW_PAGES);
  const table = takeZeroedLowPage();
  windowTable = lowAddress(table);
  store32(directory + ((WINDOWS >>> 21 & 511) << 3), addressOf(table) | 3);
}

/** How many of n bytes from an address on are in its page. */
export function bytesInPage(address: number, n: number): number {
  const room = PAGE - offsetInPage(address);
  return room < n ? room : n;
}
