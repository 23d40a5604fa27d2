// The running program's memory, as system calls are handed it: addresses are looked at before they are used.
import { findByte } from "./node-glue.js";
import { EFAULT, ENAMETOOLONG, PAGE } from "./numbers.js";
import { current } from "./process.js";
import { mayUse } from "./space.js";

export function mayReadUser(address: number, n: number): boolean { return mayUse(current.space!, address, n, false); }
export function mayWriteUser(address: number, n: number): boolean { return mayUse(current.space!, address, n, true); }

/** The length of a NUL-terminated string, all of which may then be read; or a negated error. */
export function userStringLength(address: number, limit: number): number {
  let n = 0;
  while (n < limit) {
    const untilPageEnd = PAGE - (address + n & 4095);
    if (!mayReadUser(address + n, 1)) return -EFAULT;
    const count = findByte(address + n, 0, untilPageEnd);
    n += count;
    if (count < untilPageEnd) return n < limit ? n : -ENAMETOOLONG;
  }
  return -ENAMETOOLONG;
}
