// Thread-local storage: set_thread_area puts a segment descriptor into one of three places of the GDT, modify_ldt into
// the only place of the local table; they are the process's own. struct user_desc: entry number, base, limit, flags
// (arch/x86/include/uapi/asm/ldt.h).
import { load16, load32, store32 } from "../../runtime/node.js";
import { EFAULT, EINVAL, ENOSYS, ESRCH, SIGSEGV } from "../1-machine/numbers.js";
import { TF_SS } from "../1-machine/trapframe.js";
import { FIRST_THREAD_DESCRIPTOR, LOCAL_DESCRIPTOR, setThreadDescriptor } from "../1-machine/processor.js";
import { mayReadUser, mayWriteUser } from "../3-processes/usermemory.js";
import { current, Process } from "../3-processes/process.js";
import { forceSignal } from "../3-processes/signals.js";

const LIMIT_IN_PAGES = 0x10;
const NOT_PRESENT = 0x20;
const LOCAL_SELECTOR = 7;
const WRITE_TABLE_OLD = 1;
const WRITE_TABLE = 0x11;

/**
 * Descriptor n of a process gets what a struct user_desc says: a data segment for programs. One that its stack is in
 * does not go without a fault.
 */
export function fillDescriptor(process: Process, n: number, area: number): void {
  const base = load32(area + 4);
  const limit = load32(area + 8);
  const flags = load32(area + 12);
  let low = base << 16 | limit & 0xffff;
  let high = base & 0xff000000 | base >>> 16 & 255 | limit & 0xf0000 | 0x40f200;
  if ((flags & LIMIT_IN_PAGES) !== 0) high |= 0x800000;
  if ((flags & NOT_PRESENT) !== 0) {
    low = 0;
    high = 0;
    const selector = n === LOCAL_DESCRIPTOR ? LOCAL_SELECTOR : (n + FIRST_THREAD_DESCRIPTOR) * 8 + 3;
    if (process === current && load16(current.trapFrame + TF_SS) === selector) forceSignal(SIGSEGV);
  }
  process.threadDescriptors[n * 2] = low;
  process.threadDescriptors[n * 2 + 1] = high;
  if (process === current) setThreadDescriptor(n, low, high);
}

/** The descriptor that a struct user_desc names, or a negated error. -1 asks for a free one, whose number is stored. */
export function threadPlace(area: number): number {
  if (!mayWriteUser(area, 16)) return -EFAULT;
  let n = load32(area) - FIRST_THREAD_DESCRIPTOR;
  if (load32(area) === -1) {
    n = 0;
    while (n < LOCAL_DESCRIPTOR && current.threadDescriptors[n * 2 + 1] !== 0) n++;
    if (n === LOCAL_DESCRIPTOR) return -ESRCH;
    store32(area, n + FIRST_THREAD_DESCRIPTOR);
  }
  return n < 0 || n >= LOCAL_DESCRIPTOR ? -EINVAL : n;
}

export function setThreadArea(area: number): number {
  const n = threadPlace(area);
  if (n < 0) return n;
  fillDescriptor(current, n, area);
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
