// Machine code (Intel manual volume 2): the buffer it goes to, jumps to labels, and the places that need the address of
// a symbol. All jumps are long; a label that is not placed yet keeps the list of those that wait for it in their own
// distance fields. Knows nothing of trees or types.
import { b, ch } from "../../2-runtime/node.js";
import { longerBytes } from "../../2-runtime/text.js";
import { fatal } from "../1-read/fatal.js";
import { Label, Relocation, Symbol } from "../model.js";

export enum Register { Eax, Ecx, Edx, Ebx, Esp, Ebp, Esi, Edi }

/** Number of an operation: 8 * n + 3 in the opcode that takes a register and an operand, 8 * n + 5: eax, constant. */
export enum Alu { Add, Or, And = 4, Subtract, Xor, Compare }

/** Condition codes: low four bits of jcc and setcc. Inverse: with the lowest bit flipped. */
export enum Condition {
  Below = 2, AboveEqual, Equal, NotEqual, BelowEqual, Above, Less = 12, GreaterEqual, LessEqual, Greater,
}

/** Where the first byte of code lies in memory: after the ELF headers. */
export const CODE_ADDRESS = 0x08048080;

/** The code of the whole program: one buffer, for every jump and call counts from its start. */
const LARGEST_CODE = 0x4000000;
export let code: Uint8Array = new Uint8Array(1 << 18);
/** Bytes of code so far. */
export let here = 0;

export function emit(byte: number): void {
  if (here === code.length) {
    if (here > LARGEST_CODE) fatal(b("the program is too large"), b(""));
    code = longerBytes(code, code.length * 2);
  }
  code[here] = byte & 255;
  here++;
}

/** Emits bytes written as hexadecimal digits, with blanks where they help. */
export function emitHex(text: Uint8Array): void {
  let value = 0, digits = 0;
  for (const c of text) {
    if (c === ch(' ')) continue;
    value = value << 4 | (c > ch('9') ? c - ch('a') + 10 : c - ch('0'));
    digits++;
    if ((digits & 1) === 0) emit(value);
  }
}

export function emitWord(word: number): void {
  for (let i = 0; i < 4; i++) emit(word >> i * 8);
}

export function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24;
}

export function setWordAt(bytes: Uint8Array, at: number, word: number): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = word >> i * 8 & 255;
}

// ---- addresses of symbols ----

/** The words of the code to which the address of a symbol is added, the last one first. */
export let codeRelocations: Relocation | null = null;

/** Emits a word: offset plus the address of a symbol, if there is one. */
export function emitAddress(symbol: Symbol | null, offset: number): void {
  if (symbol !== null) codeRelocations = new Relocation(here, symbol, false, codeRelocations);
  emitWord(offset);
}

/** Emits a call of (E8) or jump to (E9) a function: the distance from its end. */
export function emitBranchTo(opcode: number, symbol: Symbol): void {
  emit(opcode);
  codeRelocations = new Relocation(here, symbol, true, codeRelocations);
  emitWord(-4);
}

// ---- labels ----

export function placeLabel(label: Label): void {
  label.place = here;
  let at = label.waiting;
  while (at !== 0) {
    const before = wordAt(code, at);
    setWordAt(code, at, here - at - 4);
    at = before;
  }
}

function emitDistance(label: Label): void {
  if (label.place >= 0) return emitWord(label.place - here - 4);
  emitWord(label.waiting);
  label.waiting = here - 4;
}

/** jmp label */
export function emitJump(label: Label): void {
  emit(0xe9);
  emitDistance(label);
}

/** jcc label */
export function emitJumpIf(condition: Condition, label: Label): void {
  emit(0x0f);
  emit(0x80 | condition);
  emitDistance(label);
}

// ---- instructions with a constant or an operand in memory ----

/** Emits ModRM for a register (or an opcode's extension) and memory at [base + offset]; not for esp. */
export function emitMemory(register: number, base: Register, offset: number): void {
  const isShort = offset >= -128 && offset < 128;
  emit((isShort ? 0x40 : 0x80) | register << 3 | base);
  if (isShort) emit(offset);
  else emitWord(offset);
}

/** mov register, value */
export function emitConstant(register: Register, value: number): void {
  emit(0xb8 | register);
  emitWord(value);
}

/** add esp, n */
export function emitDropStack(n: number): void {
  if (n === 0) return;
  emitHex(b("81c4"));
  emitWord(n);
}

/** sub esp, n */
export function emitReserveStack(n: number): void {
  emitHex(b("81ec"));
  emitWord(n);
}
