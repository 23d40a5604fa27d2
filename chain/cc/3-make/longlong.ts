// Code for 64-bit integers: a value lies in edx:eax; all registers are free. The second operand of an operation is
// a constant, an object, or waits on the stack; instructions take its two words from there.
import { b } from "../../runtime/node.js";
import { mirrored } from "../1-read/operators.js";
import { isFloatingType, isWide } from "../2-parse/types.js";
import { Node, Op } from "../model.js";
import { callFunction, callRuntime } from "./calls.js";
import {
  Alu, Condition, emit, emit2, emit3, emitAlu, emitDropStack, emitHex, emitMove, emitMoveRegister, emitOperand,
  Operand, OperandKind, Register,
} from "./code.js";
import { floatToInteger } from "./floats.js";
import { ALL_FREE, aluOf, choose, codeOf, effect, intoRegister, operandOf, placeOf, reach } from "./integers.js";

const lowOperand = new Operand();
const highOperand = new Operand();

/** The two words of a value that needs no code. */
function wideOperands(node: Node): boolean {
  if (node.op === Op.Number) {
    lowOperand.setImmediate(node.number.low, null);
    highOperand.setImmediate(node.number.high, null);
    return true;
  }
  if (node.op !== Op.Variable && node.op !== Op.Indirect || !isWide(node.type)) return false;
  if (!placeOf(node, lowOperand)) return false;
  highOperand.copyFrom(lowOperand);
  highOperand.offset = lowOperand.offset + 4 | 0;
  return true;
}

/** The value on top of the stack. */
function stackOperands(): void {
  lowOperand.setMemory(Register.Esp, 0, null);
  highOperand.setMemory(Register.Esp, 4, null);
}

function pushPair(): void { emit2(0x52, 0x50); }

/** Left in edx:eax, right in the two operands. The result: bytes on the stack, to be dropped. */
function bothWide(left: Node, right: Node): number {
  if (right.op === Op.Number || right.op === Op.Variable) {
    wideValue(left);
    wideOperands(right);
    return 0;
  }
  wideValue(right);
  pushPair();
  wideValue(left);
  stackOperands();
  return 8;
}

/** Evaluates a 64-bit integer to edx:eax. */
export function wideValue(node: Node): void {
  switch (node.op) {
    case Op.Number: case Op.Variable: case Op.Indirect: return loadWide(node);
    case Op.Add: case Op.Subtract: case Op.And: case Op.Or: case Op.Xor: {
      const dropped = bothWide(node.left!, node.right!);
      const alu = aluOf(node.op);
      const highAlu = alu === Alu.Add ? Alu.AddCarry : alu === Alu.Subtract ? Alu.SubtractBorrow : alu;
      pairOperation(alu, highAlu);
      emitDropStack(dropped);
      return;
    }
    case Op.Multiply: return multiply(node);
    case Op.Divide: case Op.Modulo:
      wideValue(node.right!);
      pushPair();
      wideValue(node.left!);
      pushPair();
      callRuntime((node.type.isUnsigned ? 0 : 1) + (node.op === Op.Divide ? 0 : 2));
      emitDropStack(16);
      return;
    case Op.ShiftLeft: case Op.ShiftRight: return shiftWide(node);
    case Op.Negate:
      wideValue(node.left!);
      // neg eax; adc edx, 0; neg edx
      emitHex(b("f7d8 83d200 f7da"));
      return;
    case Op.Complement:
      wideValue(node.left!);
      emitHex(b("f7d0 f7d2"));
      return;
    case Op.Cast: return castToWide(node);
    case Op.Assign: return assignWide(node);
    case Op.Call: return callFunction(node);
    case Op.Comma:
      effect(node.left!);
      wideValue(node.right!);
      return;
    default: choose(node, wideValue);
  }
}

function pairOperation(lowAlu: Alu, highAlu: Alu): void {
  // a constant must not be shortened to inc or dec, which leave the carry alone
  if (lowOperand.kind === OperandKind.Immediate) {
    plainConstant(lowAlu, Register.Eax, lowOperand.offset);
    plainConstant(highAlu, Register.Edx, highOperand.offset);
    return;
  }
  emitAlu(lowAlu, Register.Eax, lowOperand, 0);
  emitAlu(highAlu, Register.Edx, highOperand, 0);
}

function plainConstant(alu: Alu, register: Register, value: number): void {
  if (value >= -128 && value < 128) return emit3(0x83, 0xc0 | alu << 3 | register, value);
  emit2(0x81, 0xc0 | alu << 3 | register);
  emit2(value & 255, value >> 8 & 255);
  emit2(value >> 16 & 255, value >> 24 & 255);
}

function loadWide(node: Node): void {
  if (wideOperands(node)) {
    emitMove(Register.Eax, lowOperand);
    emitMove(Register.Edx, highOperand);
    return;
  }
  const place = new Operand();
  reach(node, place, Register.Ecx, ALL_FREE);
  emitMove(Register.Eax, place);
  place.offset = place.offset + 4 | 0;
  emitMove(Register.Edx, place);
}

/** (high:low) * (h:l) = high * l + low * h (to the high word) + low * l */
function multiply(node: Node): void {
  let dropped = bothWide(node.left!, node.right!);
  if (lowOperand.kind === OperandKind.Immediate) {
    emit(0x68);
    pushWord(highOperand.offset);
    emit(0x68);
    pushWord(lowOperand.offset);
    stackOperands();
    dropped = 8;
  }
  emit2(0x0f, 0xaf);
  emitOperand(Register.Edx, lowOperand, 0);
  emitMove(Register.Ecx, highOperand);
  // imul ecx, eax; add ecx, edx; mul low; add edx, ecx
  emitHex(b("0fafc8 01d1 f7"));
  emitOperand(4, lowOperand, 0);
  emit2(0x01, 0xca);
  emitDropStack(dropped);
}

function pushWord(word: number): void {
  emit2(word & 255, word >> 8 & 255);
  emit2(word >> 16 & 255, word >> 24 & 255);
}

function shiftWide(node: Node): void {
  const count = node.right!, isUnsigned = node.type.isUnsigned;
  if (count.op === Op.Number) {
    wideValue(node.left!);
    shiftConstant(node.op, isUnsigned, count.number.low & 63);
    return;
  }
  const operand = new Operand();
  if (operandOf(count, operand)) {
    wideValue(node.left!);
    emitMove(Register.Ecx, operand);
  } else {
    intoRegister(count, Register.Ecx, ALL_FREE);
    emit(0x51);
    wideValue(node.left!);
    emit(0x59);
  }
  if (node.op === Op.ShiftLeft) {
    // shld edx, eax, cl; shl eax, cl; from 32 on the low word becomes the high one
    emitHex(b("0fa5c2 d3e0 f6c120 7404 89c2 31c0"));
    return;
  }
  // shrd eax, edx, cl; shr (sar) edx, cl; from 32 on the high word becomes the low one
  emit3(0x0f, 0xad, 0xd0);
  emit2(0xd3, isUnsigned ? 0xea : 0xfa);
  emit3(0xf6, 0xc1, 32);
  emit2(0x74, isUnsigned ? 4 : 5);
  emit2(0x89, 0xd0);
  if (isUnsigned) emit2(0x31, 0xd2);
  else emit3(0xc1, 0xfa, 31);
}

function shiftConstant(op: Op, isUnsigned: boolean, count: number): void {
  if (count === 0) return;
  const rest = count - 32;
  if (op === Op.ShiftLeft) {
    if (count >= 32) {
      emitMoveRegister(Register.Edx, Register.Eax);
      emit2(0x31, 0xc0);
      if (rest > 0) emit3(0xc1, 0xe2, rest);
      return;
    }
    emit3(0x0f, 0xa4, 0xc2);
    emit(count);
    emit3(0xc1, 0xe0, count);
    return;
  }
  if (count >= 32) {
    emitMoveRegister(Register.Eax, Register.Edx);
    if (isUnsigned) emit2(0x31, 0xd2);
    else emit3(0xc1, 0xfa, 31);
    if (rest > 0) emit3(0xc1, isUnsigned ? 0xe8 : 0xf8, rest);
    return;
  }
  emit3(0x0f, 0xac, 0xd0);
  emit(count);
  emit3(0xc1, isUnsigned ? 0xea : 0xfa, count);
}

function castToWide(node: Node): void {
  const from = node.left!.type;
  if (isFloatingType(from)) return floatToInteger(node.left!, node.type);
  if (isWide(from)) return wideValue(node.left!);
  intoRegister(node.left!, Register.Eax, ALL_FREE);
  if (from.isUnsigned) emit2(0x31, 0xd2);
  else emit(0x99);
}

/** Leaves the value in edx:eax too. */
export function assignWide(node: Node): void {
  const target = node.left!;
  const value = node.right!;
  const place = new Operand();
  if (placeOf(target, place)) {
    wideValue(value);
  } else if (target.left!.weight <= 1) {
    wideValue(value);
    intoRegister(target.left!, Register.Ecx, 2);
    place.setMemory(Register.Ecx, target.offset, null);
  } else {
    intoRegister(target.left!, Register.Eax, ALL_FREE);
    emit(0x50);
    wideValue(value);
    emit(0x59);
    place.setMemory(Register.Ecx, target.offset, null);
  }
  emit(0x89);
  emitOperand(Register.Eax, place, 0);
  emit(0x89);
  emitOperand(Register.Edx, place, 4);
}

/** Compares two 64-bit integers: the condition that the flags then fulfil. */
export function wideCondition(op: Op, left: Node, right: Node): Condition {
  if (op === Op.Greater || op === Op.LessEqual) return wideCondition(mirrored(op), right, left);
  const dropped = bothWide(left, right);
  if (op === Op.Equal || op === Op.NotEqual) {
    if (lowOperand.kind !== OperandKind.Immediate || (lowOperand.offset | highOperand.offset) !== 0) {
      pairOperation(Alu.Xor, Alu.Xor);
    }
    emitDropStack(dropped);
    emit2(0x09, 0xd0);
    return op === Op.Equal ? Condition.Equal : Condition.NotEqual;
  }
  pairOperation(Alu.Compare, Alu.SubtractBorrow);
  // pop ecx twice leaves the flags alone
  if (dropped > 0) emit2(0x59, 0x59);
  return codeOf(op, left.type.isUnsigned);
}
