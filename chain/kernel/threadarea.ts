// Thread-local storage: set_thread_area puts a segment descriptor into one of three places of the GDT, modify_ldt into
// the only place of the local table; they are the process's own. struct user_desc: entry number, base, limit, flags
// (arch/x86/include/uapi/asm/ldt.h).
import { load32, store32 } from "../runtime/node.js";
import { FIRST_THREAD_DESCRIPTOR, LOCAL_DESCRIPTOR, setThreadDescriptor } from "./descriptors.js";
import { EFAULT, EINVAL, ENOSYS, ESRCH } from "./numbers.js";
import { current, Process } from "./process.js";
import { mayReadUser, mayWriteUser } from "./usermemory.js";

const LIMIT_IN_PAGES = 0x10;
const NOT_PRESENT = 0x20;
const WRITE_TABLE_OLD = 1;
const WRITE_TABLE = 0x11;

/** Descriptor n of a process gets what a struct user_desc says: a data segment for programs. */
function fillDescriptor(process: Process, n: number, area: number): void {
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
}

/** set_thread_area: 0, or a negated error. Entry number -1 asks for a free place, whose number is stored. */
export function setThreadArea(process: Process, area: number): number {
  if (!mayWriteUser(area, 16)) return -EFAULT;
  let n = load32(area) - FIRST_THREAD_DESCRIPTOR;
  if (load32(area) === -1) {
    n = 0;
    while (n < LOCAL_DESCRIPTOR && process.threadDescriptors[n * 2 + 1] !== 0) n++;
    if (n === LOCAL_DESCRIPTOR) return -ESRCH;
    store32(area, n + FIRST_THREAD_DESCRIPTOR);
  }
  if (n < 0 || n >= LOCAL_DESCRIPTOR) return -EINVAL;
  fillDescriptor(process, n, area);
  return 0;
}

/** modify_ldt, for writing entry 0: musl's way when set_thread_area has failed. */
export function modifyLocalTable(action: number, area: number, bytes: number): number {
  if (action !== WRITE_TABLE && action !== WRITE_TABLE_OLD) return -ENOSYS;
  if (bytes !== 16 || !mayReadUser(area, 16)) return bytes !== 16 ? -EINVAL : -EFAULT;
  if (load32(area) !== 0) return -EINVAL;
  fillDescriptor(current, LOCAL_DESCRIPTOR, area);
  return 0;
}
