// The table of system calls: which function answers which number (arch/x86/entry/syscalls/syscall_32.tbl), by how many
// arguments it takes. The functions are in calls-*.ts; this file only knows the table.
import { b, load32 } from "../../runtime/node.js";
import { EINVAL, ENOMEM, ENOSYS } from "../1-machine/numbers.js";
import { print, printNumber } from "../1-machine/console.js";
import { isRoomForObjects } from "../2-memory/pages.js";
import { TF_EBP, TF_EBX, TF_ECX, TF_EDI, TF_EDX, TF_ESI } from "../1-machine/trapframe.js";

const CALLS = 512;
const NO_ANSWER = 255;

/** Calls that make objects of the kernel: refused when it runs short. New names are refused before (nameError). */
const OBJECT_MAKERS = [2, 5, 8, 11, 38, 42, 120, 125, 163, 190, 192, 295, 302, 331, 353];

/** How many arguments a call takes; NO_ANSWER when it is not there. */
const callArguments = new Uint8Array(CALLS);
const makesObjects = new Uint8Array(CALLS);
const wasNamed = new Uint8Array(CALLS);
/** Which register of the frame holds a call's flags, and which of them there are. */
const flagsPlace = new Uint8Array(CALLS);
const knownFlags = new Int32Array(CALLS);
/** What stands before the arguments of a call that shares its function with others; 0 for nothing. */
const firstArguments = new Int32Array(CALLS);
const calls0 = new Array<() => number>(CALLS);
const calls1 = new Array<(a: number) => number>(CALLS);
const calls2 = new Array<(a: number, c: number) => number>(CALLS);
const calls3 = new Array<(a: number, c: number, d: number) => number>(CALLS);
const calls4 = new Array<(a: number, c: number, d: number, e: number) => number>(CALLS);
const calls5 = new Array<(a: number, c: number, d: number, e: number, f: number) => number>(CALLS);
const calls6 = new Array<(a: number, c: number, d: number, e: number, f: number, g: number) => number>(CALLS);

export function startCalls(): void {
  for (let i = 0; i < CALLS; i++) {
    callArguments[i] = NO_ANSWER;
    flagsPlace[i] = TF_EBX;
    knownFlags[i] = -1;
  }
  for (const number of OBJECT_MAKERS) makesObjects[number] = 1;
}

/** A call takes no flags but these, which are in a register of the frame (FRAME_...): EINVAL for every other. */
export function limitFlags(number: number, place: number, known: number): void {
  flagsPlace[number] = place;
  knownFlags[number] = known;
}

/** The function that answers a call is given this number first, and then what the program gives. */
export function putFirst(number: number, value: number): void { firstArguments[number] = value; }

export function answer0(number: number, call: () => number): void {
  callArguments[number] = 0;
  calls0[number] = call;
}
export function answer1(number: number, call: (a: number) => number): void {
  callArguments[number] = 1;
  calls1[number] = call;
}
export function answer2(number: number, call: (a: number, c: number) => number): void {
  callArguments[number] = 2;
  calls2[number] = call;
}
export function answer3(number: number, call: (a: number, c: number, d: number) => number): void {
  callArguments[number] = 3;
  calls3[number] = call;
}
export function answer4(number: number, call: (a: number, c: number, d: number, e: number) => number): void {
  callArguments[number] = 4;
  calls4[number] = call;
}
export function answer5(number: number, call: (a: number, c: number, d: number, e: number, f: number) => number): void {
  callArguments[number] = 5;
  calls5[number] = call;
}
export function answer6(
  number: number, call: (a: number, c: number, d: number, e: number, f: number, g: number) => number,
): void {
  callArguments[number] = 6;
  calls6[number] = call;
}

/** Says once that a program asks for what is not there. */
function nameUnknown(number: number): number {
  if (number < 0 || number >= CALLS || wasNamed[number] !== 0) return -ENOSYS;
  wasNamed[number] = 1;
  print(b("rootseed: unknown system call "));
  printNumber(number);
  print(b("\n"));
  return -ENOSYS;
}

/** Carries out the call that a frame's registers ask for; its result. */
export function syscall(frame: number, number: number): number {
  if (number < 0 || number >= CALLS) return -ENOSYS;
  if ((load32(frame + flagsPlace[number]) & ~knownFlags[number]) !== 0) return -EINVAL;
  if (makesObjects[number] !== 0 && !isRoomForObjects()) return -ENOMEM;
  let a = load32(frame + TF_EBX);
  let c = load32(frame + TF_ECX);
  let d = load32(frame + TF_EDX);
  let e = load32(frame + TF_ESI);
  let f = load32(frame + TF_EDI);
  let g = load32(frame + TF_EBP);
  if (firstArguments[number] !== 0) {
    g = f;
    f = e;
    e = d;
    d = c;
    c = a;
    a = firstArguments[number];
  }
  switch (callArguments[number]) {
    case 3: return calls3[number](a, c, d);
    case 1: return calls1[number](a);
    case 2: return calls2[number](a, c);
    case 0: return calls0[number]();
    case 4: return calls4[number](a, c, d, e);
    case 5: return calls5[number](a, c, d, e, f);
    case 6: return calls6[number](a, c, d, e, f, g);
    default: return nameUnknown(number);
  }
}
