// The kernel's own memory: what `new` and the compiler's array functions ask for, zeroed, in blocks of a multiple of 16
// bytes. The word before a block is its size. Blocks that are given back wait in a list for each size until one of
// that size is wanted. Begins in memory that the compiler's entry has zeroed; when that is used up, goes on with single
// frames.
import { b, load32, store32, ult } from "../runtime/node.js";
import { clearWords } from "./node-glue.js";
import { panic } from "./console.js";
import { lowAddress, takeLowFrame } from "./frames.js";
import { PAGE } from "./numbers.js";

/** Physical 02400000-03FFFFFF, behind the kernel's code and globals. Its first page: the lists, by size / 16. */
export const HEAP_START = 0xc2400000 | 0;
export const HEAP_END = 0xc4000000 | 0;
const LISTED_BYTES = 16384;

let heapNext = HEAP_START + PAGE | 0;
let heapEnd = HEAP_END;

/** Zeroed memory. Stops the machine when there is none. */
export function alloc(bytes: number): number {
  const size = bytes + 4 + 15 & ~15;
  const list = HEAP_START + (size >>> 2);
  if (size < LISTED_BYTES && load32(list) !== 0) {
    const block = load32(list);
    store32(list, load32(block));
    clearWords(block, (size >>> 2) - 1);
    return block;
  }
  if (ult(heapEnd - heapNext, size)) {
    const frame = size > PAGE ? 0 : takeLowFrame();
    if (frame === 0) panic(b("out of kernel memory"), bytes);
    heapNext = lowAddress(frame);
    heapEnd = heapNext + PAGE;
    clearWords(heapNext, 1024);
  }
  const block = heapNext + 4;
  store32(heapNext, size);
  heapNext = heapNext + size | 0;
  return block;
}

/** Gives a block back. */
export function release(block: number): void {
  const size = load32(block - 4);
  if (size >= LISTED_BYTES) return;
  const list = HEAP_START + (size >>> 2);
  store32(block, load32(list));
  store32(list, block);
}

/** Gives an object back, to which nothing may refer any more, by its addr() (0 under Node: nothing is done). */
export function discard(address: number): void {
  if (address !== 0) release(address);
}

/** The same for an array, whose block begins with its length. */
export function discardArray(address: number): void {
  if (address !== 0) release(address - 4);
}
