// Machine code: the buffer it goes to, instructions with their operands (Intel manual volume 2, chapter 2), and the
// list of places that need the address of a symbol. Knows nothing of trees or types; jumps are made by jumps.ts.
import { b, ch } from "../../runtime/node.js";
import { fatal, longerBytes, longerWords } from "../1-read/text.js";
import { Symbol } from "../model.js";

export enum Register { Eax, Ecx, Edx, Ebx, Esp, Ebp, Esi, Edi, None = -1 }

/** Number of an arithmetic operation in opcodes (8 * n + 3: op register, operand) and after 81h and 83h. */
export enum Alu { Add, Or, AddCarry, SubtractBorrow, And, Subtract, Xor, Compare }

/** Condition codes: low four bits of jcc and setcc. Inverse: with the lowest bit flipped. */
export enum Condition {
  Below = 2, AboveEqual, Equal, NotEqual, BelowEqual, Above, Sign, NotSign, Less = 12, GreaterEqual, LessEqual, Greater,
}

/** Where the first byte of code lies in memory: behind the ELF headers. */
export const CODE_ADDRESS = 0x08048080;

const LARGEST_CODE = 0x4000000;
export let code: Uint8Array = new Uint8Array(1 << 18);
/** Bytes of code so far. */
export let here = 0;

function longerCode(): void {
  if (here > LARGEST_CODE) fatal(b("the program is too large"), b(""));
  code = longerBytes(code, code.length * 2);
}

/** Cuts the code off: it has become shorter. */
export function setHere(place: number): void { here = place; }

export function emit(byte: number): void {
  if (here === code.length) longerCode();
  code[here] = byte;
  here++;
}

export function emit2(first: number, second: number): void {
  emit(first);
  emit(second);
}

export function emit3(first: number, second: number, third: number): void {
  emit(first);
  emit(second);
  emit(third);
}

/** Emits bytes written as hexadecimal digits, with blanks where they help. */
export function emitHex(text: Uint8Array): void {
  let value = 0, digits = 0;
  for (const c of text) {
    if (c === 32) continue;
    value = value << 4 | (c > ch('9') ? c - ch('a') + 10 : c - ch('0'));
    digits++;
    if (digits === 2) emit(value);
    if (digits === 2) digits = 0;
  }
}

export function emitWord(word: number): void {
  if (here + 4 > code.length) longerCode();
  code[here] = word;
  code[here + 1] = word >> 8;
  code[here + 2] = word >> 16;
  code[here + 3] = word >> 24;
  here += 4;
}

export function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24;
}

export function setWordAt(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word & 255;
  bytes[at + 1] = word >> 8 & 255;
  bytes[at + 2] = word >> 16 & 255;
  bytes[at + 3] = word >> 24 & 255;
}

// ---- addresses of symbols ----

/** For each: place in the code, symbol; a place at or above RELATIVE (as an offset) counts from its own end. */
export let relocationPlaces: Int32Array = new Int32Array(8192);
export let relocationSymbols: Symbol[] = new Array<Symbol>(8192);
export let relocationCount = 0;
export const RELATIVE = 1 << 30;

function addRelocation(place: number, symbol: Symbol): void {
  if (relocationCount === relocationPlaces.length) {
    relocationPlaces = longerWords(relocationPlaces, relocationCount * 2);
    const longer = new Array<Symbol>(relocationCount * 2);
    for (let i = 0; i < relocationCount; i++) longer[i] = relocationSymbols[i];
    relocationSymbols = longer;
  }
  relocationPlaces[relocationCount] = place;
  relocationSymbols[relocationCount] = symbol;
  relocationCount++;
}

/** Emits a word: offset plus the address of a symbol, if there is one. */
export function emitAddress(symbol: Symbol | null, offset: number): void {
  if (symbol !== null) addRelocation(here, symbol);
  emitWord(offset);
}

/** Emits a call of (E8) or jump to (E9) a function. */
export function emitBranchTo(opcode: number, symbol: Symbol): void {
  emit(opcode);
  addRelocation(here + RELATIVE, symbol);
  emitWord(-4);
}

// ---- operands ----

export enum OperandKind { Register, Memory, Immediate }

/** Register; or memory at [base + index * scale + offset + symbol]; or an immediate value offset + symbol. */
export class Operand {
  kind: OperandKind = OperandKind.Register;
  /** The register, or the base: None for an absolute address. */
  base: number = Register.None;
  offset: number = 0;
  symbol: Symbol | null = null;

  setRegister(register: number): void {
    this.kind = OperandKind.Register;
    this.base = register;
    this.offset = 0;
    this.symbol = null;
  }

  setMemory(base: number, offset: number, symbol: Symbol | null): void {
    this.kind = OperandKind.Memory;
    this.base = base;
    this.offset = offset;
    this.symbol = symbol;
  }

  setImmediate(value: number, symbol: Symbol | null): void {
    this.kind = OperandKind.Immediate;
    this.base = Register.None;
    this.offset = value;
    this.symbol = symbol;
  }

  copyFrom(other: Operand): void {
    this.kind = other.kind;
    this.base = other.base;
    this.offset = other.offset;
    this.symbol = other.symbol;
  }

  isSmall(): boolean { return this.symbol === null && this.offset >= -128 && this.offset < 128; }
}

/** Emits ModRM and what belongs to it, for a register or opcode extension and an operand; memory: `more` bytes on. */
export function emitOperand(register: number, operand: Operand, more: number): void {
  const field = register << 3;
  if (operand.kind === OperandKind.Register) return emit(0xc0 | field | operand.base);
  const offset = operand.offset + more | 0;
  const base = operand.base;
  if (base === Register.None) {
    emit(5 | field);
    emitAddress(operand.symbol, offset);
    return;
  }
  const isShort = operand.symbol === null && offset >= -128 && offset < 128;
  const isBare = offset === 0 && operand.symbol === null && base !== Register.Ebp;
  emit((isBare ? 0 : isShort ? 0x40 : 0x80) | field | base);
  if (base === Register.Esp) emit(0x24);
  if (isBare) return;
  if (isShort) emit(offset);
  else emitAddress(operand.symbol, offset);
}

/** mov register, operand (4 bytes). */
export function emitMove(register: number, operand: Operand): void {
  if (operand.kind === OperandKind.Immediate) {
    if (operand.symbol === null && operand.offset === 0) return emit2(0x31, 0xc0 | register * 9);
    emit(0xb8 | register);
    emitAddress(operand.symbol, operand.offset);
    return;
  }
  if (operand.kind === OperandKind.Register && operand.base === register) return;
  emit(0x8b);
  emitOperand(register, operand, 0);
}

/** mov register, value without touching the flags. */
export function emitConstant(register: number, value: number): void {
  emit(0xb8 | register);
  emitWord(value);
}

export function emitMoveRegister(to: number, from: number): void {
  if (to !== from) emit2(0x89, 0xc0 | from << 3 | to);
}

/** op register, operand; `more` is added to a memory offset. */
export function emitAlu(alu: Alu, register: number, operand: Operand, more: number): void {
  if (operand.kind === OperandKind.Immediate) return emitAluConstant(alu, register, operand);
  emit(alu << 3 | 3);
  emitOperand(register, operand, more);
}

function emitAluConstant(alu: Alu, register: number, operand: Operand): void {
  if (operand.isSmall()) {
    if (alu === Alu.Compare && operand.offset === 0) return emit2(0x85, 0xc0 | register * 9);
    if (alu === Alu.Add && operand.offset === 1) return emit(0x40 | register);
    if (alu === Alu.Add && operand.offset === -1) return emit(0x48 | register);
    emit3(0x83, 0xc0 | alu << 3 | register, operand.offset);
    return;
  }
  if (register === Register.Eax) emit(alu << 3 | 5);
  else emit2(0x81, 0xc0 | alu << 3 | register);
  emitAddress(operand.symbol, operand.offset);
}

/** op memory (4 bytes), immediate. The place may also be a register. */
export function emitAluMemory(alu: Alu, place: Operand, value: Operand, more: number): void {
  if (place.kind === OperandKind.Register) return emitAluConstant(alu, place.base, value);
  if (value.isSmall()) {
    if (alu === Alu.Add && (value.offset === 1 || value.offset === -1)) {
      emit(0xff);
      emitOperand(value.offset === 1 ? 0 : 1, place, more);
      return;
    }
    emit(0x83);
    emitOperand(alu, place, more);
    emit(value.offset);
    return;
  }
  emit(0x81);
  emitOperand(alu, place, more);
  emitAddress(value.symbol, value.offset);
}

/** add esp, n */
export function emitDropStack(n: number): void {
  if (n === 0) return;
  if (n < 128) emit3(0x83, 0xc4, n);
  else {
    emit2(0x81, 0xc4);
    emitWord(n);
  }
}

/** sub esp, n */
export function emitReserveStack(n: number): void {
  if (n === 0) return;
  if (n < 128) emit3(0x83, 0xec, n);
  else {
    emit2(0x81, 0xec);
    emitWord(n);
  }
}
