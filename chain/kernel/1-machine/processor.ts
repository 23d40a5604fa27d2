// The processor's tables: segments (GDT), the task segment that tells it the kernel's stack, interrupt gates (IDT)
// with a small stub each, and the interrupt controllers. Intel SDM volume 3, chapters 3, 6 and 7.
import { load32, store16, store32, store8 } from "../../runtime/node.js";
import { features, inb, loadGdt, loadIdt, loadTask, outb, trapCode } from "./node-glue.js";
import { PAGE } from "./numbers.js";

// Selectors: 08h kernel code, 10h kernel data, 1Bh user code, 23h user data, 28h task, 33h 3Bh 43h thread storage.
export const USER_CODE = 0x1b, USER_DATA = 0x23, FIRST_THREAD_DESCRIPTOR = 6,
  KERNEL_DATA = 0x10, TASK = 0x28, DESCRIPTORS = 9, TASK_BYTES = 104, STUB_BYTES = 16;

/** In the page of tables, after the segments: the task segment, what is loaded into the processor, the gates. */
const TASK_OFFSET = 0x100, POINTER_OFFSET = 0x200, GATES_OFFSET = 0x800;

/** Vectors 8, 10-14, 17, 21, 29 and 30 come with an error code. */
const WITH_ERROR_CODE = 0x60227d00;

export const TIMER_VECTOR = 0x20, CALL_VECTOR = 0x80;

/** Descriptors that each process has for itself. */
export const THREAD_DESCRIPTORS = 3;

let gdt = 0;
let taskSegment = 0;
let biosMask = 0;

function setDescriptor(index: number, low: number, high: number): void {
  store32(gdt + index * 8, low);
  store32(gdt + index * 8 + 4, high);
}

/** What stands for no descriptor: a register that names it can still be loaded, but shows a byte that is not there. */
const NO_MEMORY = 0x40f200;

/** Descriptor n for thread-local storage of the running process, as two words (0, 0: none). */
export function setThreadDescriptor(n: number, low: number, high: number): void {
  setDescriptor(FIRST_THREAD_DESCRIPTOR + n, low, high === 0 ? NO_MEMORY : high);
}

/** Where the stack begins when a program is interrupted. */
export function setKernelStack(top: number): void { store32(taskSegment + 4, top); }

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
  setDescriptor(5, taskSegment << 16 | TASK_BYTES - 1, taskSegment & 0xff000000 | 0x8900 | taskSegment >>> 16 & 255);
  loadGdt(pointer(tables + POINTER_OFFSET, gdt, DESCRIPTORS * 8));
  store32(taskSegment + 8, KERNEL_DATA);
  store16(taskSegment + 102, TASK_BYTES);
  loadTask(TASK);
}

/** Every vector's stub pushes a 0 where the processor pushes no error code, then the vector, and joins the others. */
function startGates(handler: (trapFrame: number) => void, tables: number): void {
  const idt = tables + GATES_OFFSET;
  // a page of their own: emulators watch for changes of pages that hold code, and every store there is slow
  const stubs = tables + PAGE;
  const common = trapCode(handler as unknown as number);
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
    store32(idt + vector * 8, 0x80000 | stub & 0xffff);
    store32(idt + vector * 8 + 4, stub & 0xffff0000 | 0x8e00 | privilege << 13);
  }
  loadIdt(pointer(tables + POINTER_OFFSET, idt, 256 * 8));
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
  if ((features(0) & 1 << 9) === 0) return;
  store32(directory + (0xfec00000 >>> 22 << 2), 0xfec00093);
  store32(0xfee000f0 | 0, load32(0xfee000f0 | 0) | 0x1ff);
  store32(0xfee00350 | 0, 0x700);
}

/** tables: two zeroed pages, for the processor's tables and the stubs. handler: where all traps go. */
export function startProcessor(handler: (trapFrame: number) => void, tables: number): void {
  startSegments(tables);
  startGates(handler, tables);
  biosMask = inb(0x21) | inb(0xa1) << 8;
  // timer, keyboard and first serial port get through
  setInterrupts(TIMER_VECTOR, TIMER_VECTOR + 8, 0xffec);
}

/** The interrupt is dealt with: the next one may come. */
export function endInterrupt(): void { outb(0x20, 0x20); }
