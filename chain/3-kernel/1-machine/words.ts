// Words: 4 bytes, or 8. In long mode the registers of all programs are saved as words of 8 bytes; in memory only 64-bit
// programs have such. All addresses that a program can have are below 3 GiB, so the kernel computes with 32 bits, and
// here is what makes sure that nothing is lost.
import { load32, store32, ult } from "../../2-runtime/node.js";
import { USER_END } from "./numbers.js";

/** Bytes of a word of a trap frame. */
export let frameWord = 4;

/** The processor is in long mode, or will be when the kernel's paging begins. */
export function isLongMode(): boolean { return frameWord === 8; }
export function useLongMode(): void { frameWord = 8; }

/** Two halves as a number of 32 bits, with or without sign; one that does not fit as an address that no program has. */
export function narrow(low: number, high: number): number {
  return high === 0 || high === -1 && ult(USER_END, low) ? low : USER_END;
}

/** The nth of a row of words of so many bytes. */
export function loadWord(from: number, n: number, bytes: number): number {
  return bytes === 4 ? load32(from + n * 4) : narrow(load32(from + n * 8), load32(from + n * 8 + 4));
}

/** Stores a number without sign as the nth of a row. */
export function storeWord(to: number, n: number, bytes: number, value: number): void {
  store32(to + n * bytes, value);
  if (bytes === 8) store32(to + n * 8 + 4, 0);
}
