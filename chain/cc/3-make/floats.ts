// Code for floating values on the x87: a value lies in st0, as wide as the register; it is rounded to its type when it
// is stored, passed or converted. All integer registers are free, but the eight x87 registers are counted: a left
// operand waits in memory when the right one calls a function (which may use all eight) or goes too deep.
import { b } from "../../runtime/node.js";
import { encodeReal, isZeroReal } from "../1-read/floating.js";
import { newStatic } from "../2-parse/scopes.js";
import { precisionOf } from "../2-parse/tree.js";
import { arrayOf, isFloatingType, isWide, longDoubleType, unsignedCharType } from "../2-parse/types.js";
import { Node, Op, Symbol, Type, TypeKind } from "../model.js";
import { callFunction } from "./calls.js";
import {
  Condition, emit, emit2, emit3, emitAddress, emitBranchTo, emitDropStack, emitHex, emitOperand, emitReserveStack,
  Operand, Register, setWordAt,
} from "./code.js";
import { truncateSymbol, truncateUnsignedSymbol } from "./image.js";
import { ALL_FREE, choose, effect, intoRegister, placeOf, reach } from "./integers.js";
import { wideValue } from "./longlong.js";

/** Values that wait on the x87 stack now. */
let waitingValues = 0;
const MOST_WAITING = 5;

/** fld (extension 0) or fstp (extension 3) of the type at a place */
function transfer(isStore: boolean, type: Type, place: Operand): void {
  if (type.kind === TypeKind.LongDouble) {
    emit(0xdb);
    emitOperand(isStore ? 7 : 5, place, 0);
    return;
  }
  emit(type.kind === TypeKind.Float ? 0xd9 : 0xdd);
  emitOperand(isStore ? 3 : 0, place, 0);
}

function newConstant(words: number): Symbol {
  const symbol = newStatic(null, arrayOf(unsignedCharType, words * 4));
  symbol.isDefined = true;
  symbol.size = words * 4;
  symbol.data = new Uint8Array(words * 4);
  return symbol;
}

function realValue(node: Node): void {
  const real = node.real!;
  if (isZeroReal(real) && !real.isNegative) return emit2(0xd9, 0xee);
  const isOne = real.exponent === -63 && real.mantissa.high === 1 << 31 && real.mantissa.low === 0 && !real.isNegative;
  if (isOne && !isZeroReal(real)) return emit2(0xd9, 0xe8);
  const encoded = encodeReal(real, precisionOf(node.type)), words = encoded.length;
  const symbol = newConstant(words);
  for (let i = 0; i < words; i++) setWordAt(symbol.data!, i * 4, encoded[i]);
  const place = new Operand();
  place.setMemory(Register.None, 0, symbol);
  transfer(false, node.type, place);
}

/** Evaluates to st0. */
export function floatValue(node: Node): void {
  switch (node.op) {
    case Op.Real: return realValue(node);
    case Op.Variable: case Op.Indirect: {
      const place = new Operand();
      reach(node, place, Register.Eax, ALL_FREE);
      transfer(false, node.type, place);
      return;
    }
    case Op.Add: case Op.Subtract: case Op.Multiply: case Op.Divide: return arithmeticFloat(node);
    case Op.Negate:
      floatValue(node.left!);
      emit2(0xd9, 0xe0);
      return;
    case Op.Cast: return castToFloat(node);
    case Op.Assign: return assignFloat(node, true);
    case Op.Call: return callFunction(node);
    case Op.Comma:
      effect(node.left!);
      floatValue(node.right!);
      return;
    default: choose(node, floatValue);
  }
}

/** Does evaluating the node call a function? */
function callsFunction(node: Node | null): boolean {
  if (node === null) return false;
  if (node.op === Op.Call) return true;
  // 64-bit division is a call too
  if (isWide(node.type) && (node.op === Op.Divide || node.op === Op.Modulo)) return true;
  return callsFunction(node.left) || callsFunction(node.right) || callsFunction(node.third);
}

/** Evaluates left to st1 and right to st0; true when they are the other way round. */
function bothFloats(left: Node, right: Node): boolean {
  floatValue(left);
  if (waitingValues < MOST_WAITING && !callsFunction(right)) {
    waitingValues++;
    floatValue(right);
    waitingValues--;
    return false;
  }
  const place = new Operand();
  place.setMemory(Register.Esp, 0, null);
  emitReserveStack(12);
  transfer(true, longDoubleType, place);
  const outer = waitingValues;
  waitingValues = 0;
  floatValue(right);
  waitingValues = outer;
  place.setMemory(Register.Esp, 0, null);
  transfer(false, longDoubleType, place);
  emitDropStack(12);
  return true;
}

/** Number of an operation in d8 /n: add, mul, sub, div; sub and div have a reversed form one higher. */
function extensionOf(op: Op): number {
  switch (op) {
    case Op.Add: return 0;
    case Op.Multiply: return 1;
    case Op.Subtract: return 4;
    default: return 6;
  }
}

function arithmeticFloat(node: Node): void {
  const right = node.right!;
  const extension = extensionOf(node.op);
  // a float or double in memory is an operand as it stands, also under a conversion to more precision
  let object = right;
  while (object.op === Op.Cast && isFloatingType(object.left!.type) && object.left!.type.size < object.type.size) {
    object = object.left!;
  }
  const isObject = object.op === Op.Variable || object.op === Op.Indirect;
  if (isObject && object.type.kind !== TypeKind.LongDouble) {
    const place = new Operand();
    const isDirect = placeOf(object, place);
    if (isDirect) {
      floatValue(node.left!);
      const operand = new Operand();
      placeOf(object, operand);
      emit(object.type.kind === TypeKind.Float ? 0xd8 : 0xdc);
      emitOperand(extension, operand, 0);
      return;
    }
  }
  const isSwapped = bothFloats(node.left!, right);
  // op st1, st0 and pop; the opcodes of the two-register forms have sub and subr, div and divr exchanged
  const isOrdered = extension >= 4;
  const code = isOrdered ? (isSwapped ? extension : extension | 1) : extension;
  emit2(0xde, 0xc1 | code << 3);
}

/** Rounds st0 to a type: by way of memory. */
function roundTo(type: Type): void {
  const place = new Operand();
  emitReserveStack(type.size);
  place.setMemory(Register.Esp, 0, null);
  transfer(true, type, place);
  transfer(false, type, place);
  emitDropStack(type.size);
}

function castToFloat(node: Node): void {
  const inner = node.left!;
  const from = inner.type;
  if (isFloatingType(from)) {
    floatValue(inner);
    if (node.type.size <= from.size) roundTo(node.type);
    return;
  }
  loadInteger(inner);
  // an integer of 32 bits can be too long for a float, one of 64 bits for a double
  if (from.size >= node.type.size) roundTo(node.type);
}

/** Evaluates an integer to st0, exactly. */
function loadInteger(inner: Node): void {
  const from = inner.type;
  const place = new Operand();
  if (isWide(from)) {
    wideValue(inner);
    emitHex(b("5250 df2c24"));
    if (from.isUnsigned) addIfNegative();
    emitDropStack(8);
  } else if (from.isUnsigned && from.size === 4) {
    intoRegister(inner, Register.Eax, ALL_FREE);
    emitHex(b("6a00 50 df2c24"));
    emitDropStack(8);
  } else if (from.size === 4 && inner.op === Op.Variable && inner.bitWidth === 0 && inner.symbol!.register < 0) {
    placeOf(inner, place);
    emit(0xdb);
    emitOperand(0, place, 0);
  } else {
    intoRegister(inner, Register.Eax, ALL_FREE);
    emitHex(b("50 db0424"));
    emitDropStack(4);
  }
}

let twoTo64: Symbol | null = null;

/** The unsigned number on the stack was loaded as a signed one: adds 2^64 if it looked negative. */
function addIfNegative(): void {
  if (twoTo64 === null) {
    twoTo64 = newConstant(1);
    setWordAt(twoTo64.data!, 0, 0x5f800000);
  }
  // cmp dword [esp + 4], 0; jns over the addition
  emitHex(b("837c24 0400 7906 d805"));
  emitAddress(twoTo64, 0);
}

/** Truncates a floating value: to eax, or to edx:eax for a 64-bit type. */
export function floatToInteger(node: Node, type: Type): void {
  floatValue(node);
  emitBranchTo(0xe8, isWide(type) && type.isUnsigned ? truncateUnsignedSymbol() : truncateSymbol());
}

/** An assignment; with wantsValue the assigned value is left in st0. */
export function assignFloat(node: Node, wantsValue: boolean): void {
  const target = node.left!;
  const value = node.right!;
  const place = new Operand();
  if (placeOf(target, place)) {
    floatValue(value);
  } else if (target.left!.weight < 4) {
    floatValue(value);
    reach(target, place, Register.Eax, ALL_FREE);
  } else {
    intoRegister(target.left!, Register.Eax, ALL_FREE);
    emit(0x50);
    floatValue(value);
    emit(0x58);
    place.setMemory(Register.Eax, target.offset, null);
  }
  transfer(true, target.type, place);
  if (wantsValue) transfer(false, target.type, place);
}

/**
 * Compares: the condition that the flags then fulfil. A node that is no comparison is compared with 0. What is not a
 * number is unordered: then only != is true.
 */
export function floatCondition(node: Node): Condition {
  let op = Op.NotEqual, isSwapped = false;
  if (isFloatingType(node.type)) {
    floatValue(node);
    emit2(0xd9, 0xee);
  } else {
    op = node.op;
    isSwapped = bothFloats(node.left!, node.right!);
  }
  // fcompp compares st0 (right) with st1 (left); make st0 the one that is asked to be greater
  const wantsLeftOnTop = op === Op.Greater || op === Op.GreaterEqual;
  if (wantsLeftOnTop !== isSwapped) emit2(0xd9, 0xc9);
  emitHex(b("ded9 dfe0"));
  switch (op) {
    case Op.Equal: case Op.NotEqual:
      // C3 alone says equal: and ah, 45h; cmp ah, 40h
      emitHex(b("80e445 80fc40"));
      return op === Op.Equal ? Condition.Equal : Condition.NotEqual;
    case Op.Greater: case Op.Less:
      // greater: C0, C2 and C3 are all clear
      emit3(0xf6, 0xc4, 0x45);
      return Condition.Equal;
    default:
      // greater or equal: C0 and C2 are clear
      emit3(0xf6, 0xc4, 0x05);
      return Condition.Equal;
  }
}

/** Pushes st0 as an argument of its type. */
export function pushFloat(type: Type): void {
  const place = new Operand();
  place.setMemory(Register.Esp, 0, null);
  emitReserveStack(type.size);
  transfer(true, type, place);
}

/** For arguments: nothing waits while the callee runs. */
export function floatArgument(node: Node): void {
  const outer = waitingValues;
  waitingValues = 0;
  floatValue(node);
  waitingValues = outer;
  pushFloat(node.type);
}
