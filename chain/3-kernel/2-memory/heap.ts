// The kernel's own memory: what `new` and the compiler's array functions ask for, zeroed, in blocks of a multiple of 16
// bytes. Small blocks of one size share a page: a low page, which is given back when the last block in it is. Others,
// and what is asked for before there are pages, come from the memory after the kernel's globals, which the
// compiler's entry has zeroed; those that are given back wait in a list for each size until one of that size is wanted.
// So big blocks are only for the start and for processes, whose number is limited. A call that makes objects is not
// begun when pages run short (table.ts), so that `alloc` may promise to find memory.
import { b, load32, store32, store8, ult } from "../../2-runtime/node.js";
import { clearWords, DIRECT_MAP, offsetInPage, PAGE, pageOf, panic } from "../1-machine/index.js";
import { dropPage, lowAddress, takeReservedPage } from "./pages.js";

/** Physical 02400000-037FFFFF, after the kernel's code and globals. Its first page: lists of blocks, then of pages. */
const HEAP_START = 0xc2400000 | 0, HEAP_END = 0xc3800000 | 0, PAGE_LISTS = HEAP_START + 3072 | 0;
/** Blocks up to this size share pages; those below that size wait in lists when they are given back. */
const SMALL_BYTES = 2032, LISTED_BYTES = 12288;

// The head of a page of small blocks: its neighbours in the list of pages with free blocks of a size (before the first
// one comes the list itself), the first free block, the size, and the number of blocks in use.
const NEXT = 0, PREVIOUS = 4, FREE = 8, SIZE = 12, USED = 16, HEAD_BYTES = 32;

/** From here on the memory after the globals has never been in use. */
let heapNext = HEAP_START + PAGE | 0;

function linkPage(page: number, list: number): void {
  const next = load32(list);
  store32(page + NEXT, next);
  store32(page + PREVIOUS, list);
  if (next !== 0) store32(next + PREVIOUS, page);
  store32(list, page);
}

function unlinkPage(page: number): void {
  const next = load32(page + NEXT);
  store32(load32(page + PREVIOUS) + NEXT, next);
  if (next !== 0) store32(next + PREVIOUS, load32(page + PREVIOUS));
}

/** A page of free blocks at the head of the list of their size; false when there is none. */
function makePage(size: number, list: number): boolean {
  const frame = takeReservedPage();
  if (frame === 0) return false;
  const page = lowAddress(frame);
  let free = 0;
  for (let block = page + HEAD_BYTES; block + size <= page + PAGE; block += size) {
    store32(block, free);
    free = block;
  }
  store32(page + FREE, free);
  store32(page + SIZE, size);
  store32(page + USED, 0);
  linkPage(page, list);
  return true;
}

function allocSmall(size: number): number {
  const list = PAGE_LISTS + (size >>> 2);
  if (load32(list) === 0 && !makePage(size, list)) return 0;
  const page = load32(list);
  const block = load32(page + FREE);
  store32(page + FREE, load32(block));
  store32(page + USED, load32(page + USED) + 1);
  if (load32(page + FREE) === 0) unlinkPage(page);
  clearWords(block, size >>> 2);
  return block;
}

/** The page goes when nothing in it is in use; the last one of a size stays. */
function releaseSmall(block: number): void {
  const page = block - offsetInPage(block);
  const list = PAGE_LISTS + (load32(page + SIZE) >>> 2);
  if (load32(page + FREE) === 0) linkPage(page, list);
  store32(block, load32(page + FREE));
  store32(page + FREE, block);
  store32(page + USED, load32(page + USED) - 1);
  if (load32(page + USED) > 0 || load32(list) === page && load32(page + NEXT) === 0) return;
  unlinkPage(page);
  dropPage(pageOf(page - DIRECT_MAP));
}

/** Zeroed memory. */
export function alloc(bytes: number): number {
  const small = bytes > SMALL_BYTES ? 0 : allocSmall(bytes + 15 & ~15);
  if (small !== 0) return small;
  const size = bytes + 4 + 15 & ~15;
  const list = HEAP_START + (size >>> 2);
  if (size < LISTED_BYTES && load32(list) !== 0) {
    const block = load32(list);
    store32(list, load32(block));
    clearWords(block, (size >>> 2) - 1);
    return block;
  }
  if (ult(HEAP_END - heapNext, size)) panic(b("out of kernel memory"), bytes);
  const block = heapNext + 4;
  store32(heapNext, size);
  heapNext = heapNext + size | 0;
  return block;
}

/** Gives a block back. */
export function release(block: number): void {
  if (ult(block - HEAP_START, HEAP_END - HEAP_START)) {
    const size = load32(block - 4);
    if (size >= LISTED_BYTES) return;
    const list = HEAP_START + (size >>> 2);
    store32(block, load32(list));
    store32(list, block);
  } else {
    releaseSmall(block);
  }
}

/** Gives an object back, to which nothing may refer any more, by its addr() (0 under Node: nothing is done). */
export function discard(address: number): void {
  if (address !== 0) release(address);
}

/** The same for an array, whose block begins with its length. */
export function discardArray(address: number): void {
  if (address !== 0) release(address - 4);
}

/** Zeroed pages, for good. */
export function allocPages(n: number): number { return alloc((n + 1) * PAGE) + PAGE - 1 & ~(PAGE - 1); }

/** The address of a text, for good. */
export function makeText(text: Uint8Array): number {
  const at = alloc(text.length);
  for (let i = 0; i < text.length; i++) store8(at + i, text[i]);
  return at;
}
