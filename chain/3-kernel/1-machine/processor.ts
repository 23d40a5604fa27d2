// The processor's tables: segments (GDT), the task segment that tells it the kernel's stack, interrupt gates (IDT)
// with a small stub each, and the interrupt controllers. Intel SDM volume 3, chapters 3, 6 and 7.
import { load32, store16, store32, store8, ult } from "../../2-runtime/node.js";
import {
  features, inb, jumpWithStack, largestLeaf, loadGdt, loadIdt, loadTask, longCode, outb, trapCode, writeMsr,
} from "./node-glue.js";
import { PAGE } from "./numbers.js";
import { isLongMode } from "./words.js";

// Selectors: 08h kernel code, 10h kernel data, 1Bh user code, 23h user data, 2Bh 64-bit user code, 33h 3Bh 43h thread
// storage, 48h task (two places in long mode), 58h 64-bit kernel code, 60h its data.
export const USER_CODE = 0x1b, USER_DATA = 0x23, USER_CODE_64 = 0x2b, FIRST_THREAD_DESCRIPTOR = 6, KERNEL_CODE = 8,
  KERNEL_DATA = 0x10, TASK = 0x48, LONG_CODE = 0x58, DESCRIPTORS = 13, TASK_BYTES = 104, STUB_BYTES = 16;

/** In the page of tables, after the segments: the task segment, what is loaded into the processor. */
const TASK_OFFSET = 0x100, POINTER_OFFSET = 0x200;
/** In the task segment: the kernel's stack; in a place that long mode has for other stacks, a program's rsp. */
const KERNEL_STACK_OFFSET = 4, SAVED_STACK_OFFSET = 36;

// Model-specific registers: for `syscall` the segments, where it goes from 64-bit and from 32-bit code, and flags that
// it clears (trap, interrupts, direction, nested task); the base of fs.
const STAR = 0xc0000081 | 0, LSTAR = 0xc0000082 | 0, CSTAR = 0xc0000083 | 0, SFMASK = 0xc0000084 | 0,
  FS_BASE = 0xc0000100 | 0, CLEARED_FLAGS = 0x4700;

/** Vectors 8, 10-14, 17, 21, 29 and 30 come with an error code. */
const WITH_ERROR_CODE = 0x60227d00;

/** What the processor has: bits of the CPUID instruction's leaf 1. */
const PAE = 1 << 6, LOCAL_APIC = 1 << 9;
/** The leaf that tells of long mode, and its bit. */
const EXTENDED_LEAVES = 0x80000000 | 0, LONG_MODE = 1 << 29;

/** Calls come through an interrupt, from 64-bit programs by `syscall`, for which longCode names this vector. */
export const TIMER_VECTOR = 0x20, CALL_VECTOR = 0x80, LONG_CALL_VECTOR = 0x30;

/** Descriptors that each process has for itself. */
export const THREAD_DESCRIPTORS = 3;

/** Addresses of two of the tables; the interrupt mask that the BIOS left, which Linux gets back. */
let gdt = 0;
let taskSegment = 0;
let leaveCode = 0;
let biosMask = 0;

/** Page tables with 8-byte entries: every processor since the Pentium Pro (1995). */
export function hasPae(): boolean { return (features(1) & PAE) !== 0; }

/** 64-bit code: since 2003. */
export function hasLongMode(): boolean {
  return ult(EXTENDED_LEAVES, largestLeaf(EXTENDED_LEAVES)) && (features(EXTENDED_LEAVES + 1) & LONG_MODE) !== 0;
}

function setDescriptor(index: number, low: number, high: number): void {
  store32(gdt + index * 8, low);
  store32(gdt + index * 8 + 4, high);
}

/** The descriptor for none: a register that names it can still be loaded, but shows one byte that is not there. */
const NO_MEMORY = 0x40f200;

/** Descriptor n for thread-local storage of the running process, as two words (0, 0: none). */
export function setThreadDescriptor(n: number, low: number, high: number): void {
  setDescriptor(FIRST_THREAD_DESCRIPTOR + n, low, high === 0 ? NO_MEMORY : high);
}

/** Where the stack begins when a program is interrupted. */
export function setKernelStack(top: number): void { store32(taskSegment + KERNEL_STACK_OFFSET, top); }
/** The base of fs: where 64-bit programs have their thread-local storage. */
export function setFsBase(base: number): void { writeMsr(FS_BASE, 0, base); }
/** Leaves the kernel with a trap frame's registers. */
export function enterUser(trapFrame: number): void { jumpWithStack(leaveCode, trapFrame); }

/** The six bytes that lgdt and lidt read, at an address: limit and base. */
function pointer(at: number, base: number, bytes: number): number {
  store16(at, bytes - 1);
  store32(at + 2, base);
  return at;
}

function startSegments(tables: number): void {
  gdt = tables;
  taskSegment = tables + TASK_OFFSET;
  setDescriptor(1, 0xffff, 0xcf9a00);
  setDescriptor(2, 0xffff, 0xcf9200);
  setDescriptor(3, 0xffff, 0xcffa00);
  setDescriptor(4, 0xffff, 0xcff200);
  setDescriptor(5, 0xffff, 0xaffa00);
  setDescriptor(9, taskSegment << 16 | TASK_BYTES - 1, taskSegment & 0xff000000 | 0x8900 | taskSegment >>> 16 & 255);
  setDescriptor(11, 0xffff, 0xaf9a00);
  setDescriptor(12, 0xffff, 0xcf9200);
  loadGdt(pointer(tables + POINTER_OFFSET, gdt, DESCRIPTORS * 8));
  if (!isLongMode()) store32(taskSegment + 8, KERNEL_DATA);
  store16(taskSegment + 102, TASK_BYTES);
  loadTask(TASK);
}

/** The code that every stub jumps to, with the handler's address in it. */
function startTrapCode(handler: number): number {
  const code = trapCode(0);
  store32(code + 15, handler);
  leaveCode = code + 21;
  return code;
}

/** The same for long mode, where it begins with what `syscall` does: that is told to the processor. */
function startLongCode(handler: number): number {
  const code = longCode(0);
  store32(code + 5, taskSegment + SAVED_STACK_OFFSET);
  store32(code + 13, taskSegment + KERNEL_STACK_OFFSET);
  store32(code + 23, taskSegment + SAVED_STACK_OFFSET);
  store32(code + 93, handler);
  leaveCode = code + 99;
  writeMsr(STAR, LONG_CODE, 0);
  writeMsr(LSTAR, 0, code);
  // from 32-bit code, which has no `syscall` on Intel's processors: not to address 0 in the kernel
  writeMsr(CSTAR, 0, code);
  writeMsr(SFMASK, 0, CLEARED_FLAGS);
  return code + 36;
}

/** Every vector's stub pushes a 0 where the processor pushes no error code, then the vector, and joins the others. */
function startGates(handler: (trapFrame: number) => void, tables: number): void {
  const gates = tables + PAGE;
  const gateBytes = isLongMode() ? 16 : 8;
  const selector = isLongMode() ? LONG_CODE : KERNEL_CODE;
  // a page of their own: emulators watch for changes of pages that hold code, and every store there is slow
  const stubs = tables + PAGE * 2;
  const address = handler as unknown as number;
  const common = isLongMode() ? startLongCode(address) : startTrapCode(address);
  for (let vector = 0; vector < 256; vector++) {
    const stub = stubs + vector * STUB_BYTES;
    let at = stub;
    if (vector >= 32 || (WITH_ERROR_CODE >>> vector & 1) === 0) {
      store16(at, 0x6a);
      at += 2;
    }
    store8(at, 0x68);
    store32(at + 1, vector);
    store8(at + 5, 0xe9);
    store32(at + 6, common - at - 10);
    const privilege = vector === CALL_VECTOR || vector === 3 || vector === 4 ? 3 : 0;
    store32(gates + vector * gateBytes, selector << 16 | stub & 0xffff);
    store32(gates + vector * gateBytes + 4, stub & 0xffff0000 | 0x8e00 | privilege << 13);
  }
  loadIdt(pointer(tables + POINTER_OFFSET, gates, 256 * gateBytes));
}

/** Sets both 8259s: the vectors of their first interrupts, and which of the 16 do not get through. */
function setInterrupts(vector: number, secondVector: number, mask: number): void {
  outb(0x20, 0x11);
  outb(0xa0, 0x11);
  outb(0x21, vector);
  outb(0xa1, secondVector);
  outb(0x21, 4);
  outb(0xa1, 2);
  outb(0x21, 1);
  outb(0xa1, 1);
  outb(0x21, mask & 255);
  outb(0xa1, mask >> 8);
}

/** As the BIOS had them. */
export function restoreInterrupts(): void { setInterrupts(8, 0x70, biosMask); }

/** Processors with a local APIC: a BIOS may have left its input from the 8259 closed (LINT0 = ExtINT opens it). */
export function openLocalApic(directory: number): void {
  if ((features(1) & LOCAL_APIC) === 0) return;
  store32(directory + ((0xfee00000 >>> 21 & 511) << 3), 0xfee00093);
  store32(0xfee000f0 | 0, load32(0xfee000f0 | 0) | 0x1ff);
  store32(0xfee00350 | 0, 0x700);
}

/** tables: three zeroed pages, for segments, gates and stubs. handler: where all traps go. */
export function startProcessor(handler: (trapFrame: number) => void, tables: number): void {
  startSegments(tables);
  startGates(handler, tables);
  biosMask = inb(0x21) | inb(0xa1) << 8;
  // timer, keyboard and first serial port get through
  setInterrupts(TIMER_VECTOR, TIMER_VECTOR + 8, 0xffec);
}

/** The interrupt is dealt with: the next one may come. */
export function endInterrupt(): void { outb(0x20, 0x20); }
