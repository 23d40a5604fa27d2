// Arrays on top of `alloc`, for programs and the kernel alike. An array is the address of its first element; the
// word before it is its length. The compiler emits calls to newWords, newBytes and newArray. Memory from `alloc` is
// zero and is never given back.
import {
  addr, alloc, copyMemory, fail, fillMemory, frameAddress, load32, store32, ult,
} from "./node.js";

/** Room for n words with their length before them. */
export function newWords(n: number): number {
  if (ult(0x0fffffff, n)) fail(0);
  const start = alloc(n * 4 + 4);
  store32(start, n);
  return start + 4;
}

/** Room for n bytes with their length before them. */
export function newBytes(n: number): number {
  if (ult(0x3fffffff, n)) fail(0);
  const start = alloc(n + 4);
  store32(start, n);
  return start + 4;
}

/** [a, b, c]: the caller has pushed the n elements in order; the last one lies just above the parameter. */
export function newArray(n: number): number {
  const array = newWords(n);
  const last = frameAddress(0);
  for (let i = 0; i < n; i++) store32(array + i * 4, load32(last + (n - 1 - i) * 4));
  return array;
}

/** Copies n bytes between arrays; both ranges are checked. Overlapping is allowed only when to lies before from. */
export function copyBytes(to: Uint8Array, toOffset: number, from: Uint8Array, fromOffset: number, n: number): void {
  if (n <= 0) return;
  if (toOffset < 0 || fromOffset < 0 || n > to.length - toOffset || n > from.length - fromOffset) fail(0);
  copyMemory(addr(to) + toOffset, addr(from) + fromOffset, n);
}

/** Sets n bytes of an array from offset on; the range is checked. */
export function fillBytes(to: Uint8Array, offset: number, byte: number, n: number): void {
  if (n <= 0) return;
  if (offset < 0 || n > to.length - offset) fail(0);
  fillMemory(addr(to) + offset, byte, n);
}
