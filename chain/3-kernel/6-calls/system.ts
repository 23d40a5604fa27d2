// System calls about the system itself: its name, limits, memory, random numbers, and some that have but one answer.
import { b, fillMemory, store16, store32, store8, ult } from "../../2-runtime/node.js";
import {
  EAGAIN, EFAULT, EINVAL, ENOSYS, EPERM, ESRCH, PAGE, storeWord, tickCount, TICKS_PER_SECOND,
} from "../1-machine/index.js";
import { freeMemory, totalMemory } from "../2-memory/index.js";
import {
  callWord, current, FILE_LIMIT, mayReadUser, mayWriteUser, processCount, processOf,
} from "../3-processes/index.js";

const SYSTEM_NAME_BYTES = 65;

function storeText(to: number, text: Uint8Array): void {
  for (let i = 0; i < text.length; i++) store8(to + i, text[i]);
}

export function sysUname(to: number): number {
  if (!mayWriteUser(to, SYSTEM_NAME_BYTES * 6)) return -EFAULT;
  fillMemory(to, 0, SYSTEM_NAME_BYTES * 6);
  storeText(to, b("Linux"));
  storeText(to + SYSTEM_NAME_BYTES, b("rootseed"));
  storeText(to + SYSTEM_NAME_BYTES * 2, b("5.10.0"));
  storeText(to + SYSTEM_NAME_BYTES * 3, b("rootseed"));
  storeText(to + SYSTEM_NAME_BYTES * 4, callWord() === 8 ? b("x86_64") : b("i686"));
  storeText(to + SYSTEM_NAME_BYTES * 5, b("(none)"));
  return 0;
}

/** struct sysinfo: 14 words, of 4 bytes with 8 more; memory in units of pages. */
export function sysSysinfo(to: number): number {
  const word = callWord();
  const bytes = word === 4 ? 64 : 112;
  if (!mayWriteUser(to, bytes)) return -EFAULT;
  fillMemory(to, 0, bytes);
  store32(to, (tickCount() / TICKS_PER_SECOND) | 0);
  store32(to + word * 4, totalMemory());
  store32(to + word * 5, freeMemory());
  store16(to + word * 10, processCount());
  store32(to + word * 13, PAGE);
  return 0;
}

const RLIMIT_STACK = 3, RLIMIT_NOFILE = 7, RLIMITS = 16, UNLIMITED = -1;

function limitOf(resource: number): number {
  if (resource === RLIMIT_STACK) return 0x7ff000;
  if (resource === RLIMIT_NOFILE) return FILE_LIMIT;
  return UNLIMITED;
}
export function sysGetrlimit(resource: number, to: number): number {
  if (!ult(resource, RLIMITS)) return -EINVAL;
  if (!mayWriteUser(to, 8)) return -EFAULT;
  store32(to, limitOf(resource));
  store32(to + 4, limitOf(resource));
  return 0;
}
export function sysSetrlimit(resource: number, from: number): number {
  if (!ult(resource, RLIMITS)) return -EINVAL;
  return mayReadUser(from, 8) ? 0 : -EFAULT;
}
export function sysPrlimit64(id: number, resource: number, from: number, old: number): number {
  if (!ult(resource, RLIMITS)) return -EINVAL;
  if (processOf(id) === null) return -ESRCH;
  if (from !== 0 && !mayReadUser(from, 16)) return -EFAULT;
  if (old === 0) return 0;
  if (!mayWriteUser(old, 16)) return -EFAULT;
  const limit = limitOf(resource);
  store32(old, limit);
  store32(old + 4, limit >> 31);
  store32(old + 8, limit);
  store32(old + 12, limit >> 31);
  return 0;
}

/** GRND_NONBLOCK, GRND_RANDOM, GRND_INSECURE: no different here. */
export const RANDOM_FLAGS = 7;

const FUTEX_WAIT = 0, FUTEX_WAKE = 1, FUTEX_WAIT_BITSET = 9, FUTEX_KIND = 0x7f;

/** There are no threads: waking wakes no process, waiting is answered as if the value had changed. */
export function sysFutex(operation: number): number {
  const kind = operation & FUTEX_KIND;
  if (kind === FUTEX_WAKE) return 0;
  return kind === FUTEX_WAIT || kind === FUTEX_WAIT_BITSET ? -EAGAIN : -ENOSYS;
}

/** One processor. */
export function sysSchedGetaffinity(bytes: number, to: number): number {
  const word = callWord();
  if (bytes < word || !mayWriteUser(to, word)) return bytes < word ? -EINVAL : -EFAULT;
  storeWord(to, 0, word, 1);
  return word;
}

/** sethostname, setgroups: there is nothing to be done, but only root may ask for it. */
export function onlyRoot(): number { return current.owner === 0 ? 0 : -EPERM; }
