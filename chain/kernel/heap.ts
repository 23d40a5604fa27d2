// The kernel's own memory: what `new` and the compiler's array functions ask for, zeroed. Nothing is given back here:
// whoever makes objects in numbers that follow the programs (inodes, entries, processes ...) keeps a list of unused
// ones. Begins in memory that the compiler's entry has zeroed; when that is used up, goes on with single frames.
import { PAGE } from "./numbers.js";
import { panic } from "./console.js";
import { lowAddress, takeLowFrame } from "./frames.js";
import { b, fillMemory, ult } from "../runtime/node.js";

/** Physical 02400000-03FFFFFF, behind the kernel's code and globals. */
export const HEAP_START = 0xc2400000 | 0;
export const HEAP_END = 0xc4000000 | 0;

let heapNext = HEAP_START;
let heapEnd = HEAP_END;

/** Zeroed memory, in words. Panics when there is none: callers that depend on a program ask heapIsLow first. */
export function alloc(bytes: number): number {
  const size = bytes + 3 & ~3;
  if (ult(heapEnd - heapNext, size)) {
    const frame = size > PAGE ? 0 : takeLowFrame();
    if (frame === 0) panic(b("out of kernel memory"), bytes);
    heapNext = lowAddress(frame);
    heapEnd = heapNext + PAGE;
    fillMemory(heapNext, 0, PAGE);
  }
  const start = heapNext;
  heapNext = heapNext + size | 0;
  return start;
}
