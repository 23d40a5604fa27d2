// The running program's memory, as system calls are handed it: addresses are looked at before they are used.
import { EFAULT, ENAMETOOLONG, findByte, offsetInPage, PAGE } from "../1-machine/index.js";
import { mayUse } from "../2-memory/index.js";
import { current } from "./process.js";

export function mayReadUser(address: number, n: number): boolean { return mayUse(current.space!, address, n, false); }
export function mayWriteUser(address: number, n: number): boolean { return mayUse(current.space!, address, n, true); }

/** Bytes of a word in the structures of the call that is carried out. */
export function callWord(): number { return current.wordBytes; }

/** How many of n bytes may be written: up to the end of the memory, as Linux does; -EFAULT for none. */
export function writableUser(address: number, n: number): number {
  if (mayWriteUser(address, n)) return n;
  let count = 0;
  let step = PAGE - offsetInPage(address);
  while (count + step < n && mayWriteUser(address + count, step)) {
    count += step;
    step = PAGE;
  }
  return count === 0 ? -EFAULT : count;
}

/** The length of a NUL-terminated string, all of which may then be read; or a negated error. */
export function userStringLength(address: number, limit: number): number {
  let n = 0;
  while (n < limit) {
    const untilPageEnd = PAGE - offsetInPage(address + n);
    if (!mayReadUser(address + n, 1)) return -EFAULT;
    const count = findByte(address + n, 0, untilPageEnd);
    n += count;
    if (count < untilPageEnd) return n < limit ? n : -ENAMETOOLONG;
  }
  return -ENAMETOOLONG;
}

/** True when flags that a program hands over are among those that there are. */
export function hasOnly(flags: number, known: number): boolean { return (flags & ~known) === 0; }
