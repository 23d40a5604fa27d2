// Thread-local storage: set_thread_area puts a segment descriptor into one of three places of the GDT, which are the
// process's own. struct user_desc: entry number, base, limit, flags (arch/x86/include/uapi/asm/ldt.h).
import { load32, store32 } from "../runtime/node.js";
import { FIRST_THREAD_DESCRIPTOR, setThreadDescriptor } from "./descriptors.js";
import { EFAULT, EINVAL, ESRCH } from "./numbers.js";
import { current, Process } from "./process.js";
import { mayWriteUser } from "./usermemory.js";

const DESCRIPTORS = 3;
const LIMIT_IN_PAGES = 0x10;
const NOT_PRESENT = 0x20;

/** 0, or a negated error. Entry number -1 asks for a free place, whose number is stored. */
export function setThreadArea(process: Process, area: number): number {
  if (!mayWriteUser(area, 16)) return -EFAULT;
  let n = load32(area) - FIRST_THREAD_DESCRIPTOR;
  if (load32(area) === -1) {
    n = 0;
    while (n < DESCRIPTORS && process.threadDescriptors[n * 2 + 1] !== 0) n++;
    if (n === DESCRIPTORS) return -ESRCH;
    store32(area, n + FIRST_THREAD_DESCRIPTOR);
  }
  if (n < 0 || n >= DESCRIPTORS) return -EINVAL;
  const base = load32(area + 4);
  const limit = load32(area + 8);
  const flags = load32(area + 12);
  let low = base << 16 | limit & 0xffff;
  let high = base & 0xff000000 | base >>> 16 & 255 | limit & 0xf0000 | 0x40f200;
  if ((flags & LIMIT_IN_PAGES) !== 0) high |= 0x800000;
  if ((flags & NOT_PRESENT) !== 0) {
    low = 0;
    high = 0;
  }
  process.threadDescriptors[n * 2] = low;
  process.threadDescriptors[n * 2 + 1] = high;
  if (process === current) setThreadDescriptor(n, low, high);
  return 0;
}
