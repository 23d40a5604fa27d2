// Thread-local storage. For i386 programs set_thread_area puts a segment descriptor into one of three places of the
// GDT, which are the process's own. struct user_desc: entry number, base, limit, flags
// (arch/x86/include/uapi/asm/ldt.h).
// For x86-64 programs arch_prctl sets where fs begins.
import { load16, load32, store32, ult } from "../../2-runtime/node.js";
import {
  EFAULT, EINVAL, EPERM, ESRCH, FIRST_THREAD_DESCRIPTOR, frameWord, setFsBase, SIGSEGV, storeWord, TF_SS,
  THREAD_DESCRIPTORS, USER_END,
} from "../1-machine/index.js";
import { current, loadThreadDescriptors, mayWriteUser, Process } from "../3-processes/index.js";
import { forceSignal } from "./handlers.js";

const LIMIT_IN_PAGES = 0x10, NOT_PRESENT = 0x20;

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
    const selector = (n + FIRST_THREAD_DESCRIPTOR) * 8 + 3;
    if (process === current && load16(current.trapFrame + TF_SS * frameWord) === selector) forceSignal(SIGSEGV);
  }
  process.threadDescriptors[n * 2] = low;
  process.threadDescriptors[n * 2 + 1] = high;
  if (process === current) loadThreadDescriptors(process);
}

/** The descriptor that a struct user_desc names, or a negated error. -1 asks for a free one, whose number is stored. */
export function threadPlace(area: number): number {
  if (!mayWriteUser(area, 16)) return -EFAULT;
  let n = load32(area) - FIRST_THREAD_DESCRIPTOR;
  if (load32(area) === -1) {
    n = 0;
    while (n < THREAD_DESCRIPTORS && current.threadDescriptors[n * 2 + 1] !== 0) n++;
    if (n === THREAD_DESCRIPTORS) return -ESRCH;
    store32(area, n + FIRST_THREAD_DESCRIPTOR);
  }
  return n < 0 || n >= THREAD_DESCRIPTORS ? -EINVAL : n;
}

export function setThreadArea(area: number): number {
  const n = threadPlace(area);
  if (n < 0) return n;
  fillDescriptor(current, n, area);
  return 0;
}

/** 0 when fs may begin at an address, or a negated error. */
export function fsBaseError(base: number): number { return ult(base, USER_END) ? 0 : -EPERM; }

const ARCH_SET_FS = 0x1002, ARCH_GET_FS = 0x1003;

export function sysArchPrctl(what: number, address: number): number {
  if (what === ARCH_GET_FS) {
    if (!mayWriteUser(address, 8)) return -EFAULT;
    storeWord(address, 0, 8, current.fsBase);
    return 0;
  }
  if (what !== ARCH_SET_FS) return -EINVAL;
  const error = fsBaseError(address);
  if (error < 0) return error;
  current.fsBase = address;
  setFsBase(address);
  return 0;
}
