// System calls about the system itself: its name, limits, memory, random numbers, and some that have but one answer.
import { b, fillMemory, load32, store16, store32, store8 } from "../runtime/node.js";
import { answer1, answer2, answer3, answer4, answer5, answer6 } from "./calls.js";
import { tickCount, TICKS_PER_SECOND } from "./clock.js";
import { fillRandom } from "./devices.js";
import { freeMemory, totalMemory } from "./frames.js";
import { EAGAIN, EFAULT, EINVAL, ENOSYS, PAGE } from "./numbers.js";
import { current, FILE_LIMIT, firstProcess } from "./process.js";
import { mayReadUser, mayWriteUser } from "./usermemory.js";

const SYSTEM_NAME_BYTES = 65;

function storeText(to: number, text: Uint8Array): void {
  for (let i = 0; i < text.length; i++) store8(to + i, text[i]);
}

function callUname(to: number): number {
  if (!mayWriteUser(to, SYSTEM_NAME_BYTES * 6)) return -EFAULT;
  fillMemory(to, 0, SYSTEM_NAME_BYTES * 6);
  storeText(to, b("Linux"));
  storeText(to + SYSTEM_NAME_BYTES, b("rootseed"));
  storeText(to + SYSTEM_NAME_BYTES * 2, b("5.10.0"));
  storeText(to + SYSTEM_NAME_BYTES * 3, b("rootseed"));
  storeText(to + SYSTEM_NAME_BYTES * 4, b("i686"));
  storeText(to + SYSTEM_NAME_BYTES * 5, b("(none)"));
  return 0;
}

/** struct sysinfo, 64 bytes; memory in units of pages. */
function callSysinfo(to: number): number {
  if (!mayWriteUser(to, 64)) return -EFAULT;
  fillMemory(to, 0, 64);
  store32(to, (tickCount() / TICKS_PER_SECOND) | 0);
  store32(to + 16, totalMemory());
  store32(to + 20, freeMemory());
  let count = 0;
  let process = firstProcess();
  while (process !== null) {
    count++;
    process = process.next;
  }
  store16(to + 40, count);
  store32(to + 52, PAGE);
  return 0;
}

const RLIMIT_STACK = 3;
const RLIMIT_NOFILE = 7;
const UNLIMITED = -1;

function limitOf(resource: number): number {
  if (resource === RLIMIT_STACK) return 0x7ff000;
  if (resource === RLIMIT_NOFILE) return FILE_LIMIT;
  return UNLIMITED;
}
function callGetrlimit(resource: number, to: number): number {
  if (!mayWriteUser(to, 8)) return -EFAULT;
  store32(to, limitOf(resource));
  store32(to + 4, limitOf(resource));
  return 0;
}
/** Limits are fixed; asking for others is not refused. */
function callSetrlimit(_resource: number, _from: number): number { return 0; }
function callPrlimit64(_id: number, resource: number, _from: number, old: number): number {
  if (old === 0) return 0;
  if (!mayWriteUser(old, 16)) return -EFAULT;
  const limit = limitOf(resource);
  store32(old, limit);
  store32(old + 4, limit >> 31);
  store32(old + 8, limit);
  store32(old + 12, limit >> 31);
  return 0;
}

function callGetrandom(to: number, bytes: number, _flags: number): number {
  if (!mayWriteUser(to, bytes)) return -EFAULT;
  fillRandom(to, bytes);
  return bytes;
}

/** Nobody shares memory with threads, so nobody can wake a waiter: waiting is answered as if the value had changed. */
function futex(address: number, operation: number, value: number): number {
  if (!mayReadUser(address, 4)) return -EFAULT;
  const kind = operation & 0x7f;
  if (kind === 1) return 0;
  if (kind !== 0 && kind !== 9) return -ENOSYS;
  return load32(address) === value ? -EAGAIN : -EAGAIN;
}
function callFutex(address: number, operation: number, value: number, _t: number, _a: number, _v: number): number {
  return futex(address, operation, value);
}

const PR_SET_NAME = 15;
const PR_GET_NAME = 16;
function callPrctl(option: number, _a: number, _c: number, _d: number, _e: number): number {
  return option === PR_SET_NAME ? 0 : option === PR_GET_NAME ? -EINVAL : -EINVAL;
}
function callPersonality(_persona: number): number { return 0; }
function callGetpriority(_which: number, _who: number): number { return 20; }
function callSetpriority(_which: number, _who: number, _value: number): number { return 0; }
function callNice(_increment: number): number { return 0; }
function callSchedGetaffinity(_id: number, bytes: number, to: number): number {
  if (bytes < 4) return -EINVAL;
  if (!mayWriteUser(to, 4)) return -EFAULT;
  store32(to, 1);
  return 4;
}
function callSethostname(_name: number, _bytes: number): number { return 0; }

/** Copying between files in the kernel: programs fall back to reading and writing. */
function callSendfile(_out: number, _from: number, _offset: number, _count: number): number { return -ENOSYS; }
function callCopyFileRange(_in: number, _a: number, _out: number, _c: number, _count: number, _flags: number): number {
  return -ENOSYS;
}
function callRseq(_area: number, _bytes: number, _flags: number, _signature: number): number { return -ENOSYS; }

export function startSystemCalls(): void {
  answer1(34, callNice);
  answer2(74, callSethostname);
  answer2(75, callSetrlimit);
  answer2(76, callGetrlimit);
  answer2(96, callGetpriority);
  answer3(97, callSetpriority);
  answer1(116, callSysinfo);
  answer1(122, callUname);
  answer1(136, callPersonality);
  answer5(172, callPrctl);
  answer4(187, callSendfile);
  answer2(191, callGetrlimit);
  answer4(239, callSendfile);
  answer6(240, callFutex);
  answer3(242, callSchedGetaffinity);
  answer4(340, callPrlimit64);
  answer3(355, callGetrandom);
  answer6(377, callCopyFileRange);
  answer4(386, callRseq);
  answer6(422, callFutex);
}
