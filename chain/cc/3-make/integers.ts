// Code for integer and pointer values of at most four bytes. A value goes to a register that the caller names, and
// may use the registers that the caller gives free: eax, ecx, edx as bits 0, 1, 2. Values of fewer than four bytes
// are extended in registers. Nodes of weight below HEAVY get by with as many registers as they weigh; heavier ones are
// only evaluated when all are free. Right operands that are constants or variables become operands of instructions.
import { powerOfTwo } from "../1-read/int64.js";
import { isComparison, mirrored } from "../1-read/operators.js";
import { constantTruth } from "../2-parse/tree.js";
import { intType, isArray, isFloatingType, isRecord, isWide } from "../2-parse/types.js";
import { Node, Op, Storage, Type } from "../model.js";
import { assignRecord, callFunction, clearObject } from "./calls.js";
import {
  Alu, Condition, emit, emit2, emit3, emitAddress, emitAlu, emitAluMemory, emitConstant, emitMove, emitMoveRegister,
  emitOperand, emitWord, Operand, OperandKind, Register,
} from "./code.js";
import { assignFloat, floatCondition, floatToInteger } from "./floats.js";
import { emitJump, emitJumpIf, newLabel, placeLabel } from "./jumps.js";
import { assignWide, wideCondition, wideValue } from "./longlong.js";

/** All registers that hold values only for the moment. */
export const ALL_FREE = 7;

function countOf(free: number): number { return (free & 1) + (free >> 1 & 1) + (free >> 2 & 1); }

/** A register out of a set: ecx rather than edx rather than eax. */
function pick(free: number): Register {
  if ((free & 2) !== 0) return Register.Ecx;
  return (free & 4) !== 0 ? Register.Edx : Register.Eax;
}

function bit(register: number): number { return register < 3 ? 1 << register : 0; }

// ---- operands ----

/** The place of an object that needs no code to be reached; false if it needs some. Any size. */
export function placeOf(node: Node, operand: Operand): boolean {
  if (node.op === Op.Variable) {
    const symbol = node.symbol!;
    if (symbol.register >= 0) operand.setRegister(symbol.register);
    else if (symbol.storage === Storage.Static) operand.setMemory(Register.None, node.offset, symbol);
    else operand.setMemory(Register.Ebp, symbol.address + node.offset | 0, null);
    return true;
  }
  if (node.op !== Op.Indirect) return false;
  const pointer = node.left!;
  if (pointer.op === Op.Variable && pointer.symbol!.register >= 0 && pointer.type.size === 4) {
    operand.setMemory(pointer.symbol!.register, node.offset, null);
    return true;
  }
  if (pointer.op === Op.Number) {
    operand.setMemory(Register.None, node.offset + pointer.number.low | 0, null);
    return true;
  }
  return false;
}

/** The 4-byte value as an operand, if that needs no code. */
export function operandOf(node: Node, operand: Operand): boolean {
  if (node.op === Op.Number) {
    operand.setImmediate(node.number.low, null);
    return true;
  }
  if (node.op === Op.AddressOfVariable) {
    if (node.symbol!.storage !== Storage.Static) return false;
    operand.setImmediate(node.offset, node.symbol);
    return true;
  }
  if (node.type.size !== 4 || node.bitWidth > 0 || isFloatingType(node.type) || isArray(node.type)) return false;
  return placeOf(node, operand);
}

/** The register of a variable that a node only counts up or down, as in *p++; None for all other nodes. */
function countedRegister(node: Node): Register {
  if (node.op !== Op.Assign || node.left!.op !== Op.Variable) return Register.None;
  const value = node.right!;
  const isCounted = value.op === Op.Add && value.right!.op === Op.Number && isSame(node.left!, value.left!);
  return isCounted ? node.left!.symbol!.register : Register.None;
}

/** The place of any object. What its pointer needs is evaluated to `register` with `free` (which holds it). */
export function reach(node: Node, operand: Operand, register: Register, free: number): void {
  if (placeOf(node, operand)) return;
  let base = countedRegister(node.left!);
  if (base === Register.None) {
    base = register;
    intoRegister(node.left!, base, free);
  } else effect(node.left!);
  operand.setMemory(base, node.offset, null);
}

/**
 * Evaluates both: `first` to `register`, `second` to another one, which is the result. Which comes first is decided
 * by their weights; when both need all registers, one waits on the stack.
 */
export function intoRegisters(first: Node, second: Node, register: Register, free: number): Register {
  const others = free & ~bit(register);
  const other = pick(others);
  const room = countOf(others);
  if (second.weight <= room && (first.weight >= second.weight || first.weight > room)) {
    intoRegister(first, register, free);
    intoRegister(second, other, others);
  } else if (first.weight <= countOf(free) - 1) {
    intoRegister(second, other, free);
    intoRegister(first, register, free & ~bit(other));
  } else {
    intoRegister(second, other, free);
    emit(0x50 | other);
    intoRegister(first, register, free);
    emit(0x58 | other);
  }
  return other;
}

// ---- values ----

const scratch = new Operand();

/** Evaluates an integer or pointer value to a register. */
export function intoRegister(node: Node, register: Register, free: number): void {
  switch (node.op) {
    case Op.Variable: case Op.Indirect: return load(node, register, free);
    case Op.Number:
      scratch.setImmediate(node.number.low, null);
      emitMove(register, scratch);
      return;
    case Op.Add: case Op.Subtract: case Op.Multiply: case Op.And: case Op.Or: case Op.Xor:
      arithmeticValue(node, register, free);
      return;
    case Op.Cast: return castValue(node, register, free);
    case Op.AddressOfVariable: return addressValue(node, register);
    case Op.Call:
      callFunction(node);
      emitMoveRegister(register, Register.Eax);
      return;
    case Op.ShiftLeft: case Op.ShiftRight: return shiftValue(node, register, free);
    case Op.Divide: case Op.Modulo: return divisionValue(node, register);
    case Op.Assign: return assignInteger(node, register, true);
    case Op.AssignOperation: return operateInPlace(node.left!, node.operator, node.right!, register, true);
    case Op.Negate: case Op.Complement:
      intoRegister(node.left!, register, free);
      emit2(0xf7, (node.op === Op.Negate ? 0xd8 : 0xd0) | register);
      return;
    case Op.Comma:
      effect(node.left!);
      intoRegister(node.right!, register, free);
      return;
    case Op.Conditional: {
      const no = newLabel(), end = newLabel();
      branch(node.left!, no, false);
      intoRegister(node.right!, register, ALL_FREE);
      emitJump(end);
      placeLabel(no);
      intoRegister(node.third!, register, ALL_FREE);
      placeLabel(end);
      return;
    }
    case Op.LogicalAnd: case Op.LogicalOr: return truthByJumps(node, register);
    default: truthByFlags(node, register, free);
  }
}

/** Sizes below four: 0FB6 movzx byte, 0FB7 movzx word, 0FBE movsx byte, 0FBF movsx word. */
function extendOpcode(type: Type): number { return (type.isUnsigned ? 0xb6 : 0xbe) | (type.size === 2 ? 1 : 0); }

/** Extends the low part of a register (eax, ecx, edx) to all of it. */
function extendResult(type: Type, register: Register): void {
  if (type.size < 4) emit3(0x0f, extendOpcode(type), 0xc0 | register * 9);
}

function load(node: Node, register: Register, free: number): void {
  const operand = new Operand();
  reach(node, operand, register < 3 ? register : pick(free), free);
  loadFrom(operand, node.type, register);
  if (node.bitWidth > 0) extractBits(node, register);
}

/** mov, movzx or movsx register, operand */
function loadFrom(operand: Operand, type: Type, register: Register): void {
  if (type.size >= 4 || isArray(type)) return emitMove(register, operand);
  if (operand.kind === OperandKind.Register && operand.base > Register.Ebx) {
    // esi and edi have no byte parts
    emitMoveRegister(register, operand.base);
    extendResult(type, register);
    return;
  }
  emit2(0x0f, extendOpcode(type));
  emitOperand(register, operand, 0);
}

function extractBits(node: Node, register: Register): void {
  shiftBy(4, register, 32 - node.bitShift - node.bitWidth);
  shiftBy(node.type.isUnsigned ? 5 : 7, register, 32 - node.bitWidth);
}

/** shl (4), shr (5) or sar (7) register, constant */
function shiftBy(extension: number, register: Register, count: number): void {
  if (count === 0) return;
  if (count === 1) return emit2(0xd1, 0xc0 | extension << 3 | register);
  emit3(0xc1, 0xc0 | extension << 3 | register, count);
}

function addressValue(node: Node, register: Register): void {
  const symbol = node.symbol!;
  if (symbol.storage === Storage.Static) {
    emit(0xb8 | register);
    emitAddress(symbol, node.offset);
    return;
  }
  scratch.setMemory(Register.Ebp, symbol.address + node.offset | 0, null);
  emit(0x8d);
  emitOperand(register, scratch, 0);
}

export function aluOf(op: Op): Alu {
  switch (op) {
    case Op.Add: return Alu.Add;
    case Op.Subtract: return Alu.Subtract;
    case Op.And: return Alu.And;
    case Op.Or: return Alu.Or;
    default: return Alu.Xor;
  }
}

function arithmeticValue(node: Node, register: Register, free: number): void {
  const left = node.left!;
  const right = node.right!;
  const operand = new Operand();
  if (operandOf(right, operand)) {
    if (node.op === Op.Add && operand.kind === OperandKind.Immediate && sumByLea(left, operand, register)) return;
    intoRegister(left, register, free);
    combine(node.op, register, operand);
  } else {
    const scale = node.op === Op.Add && right.op === Op.ShiftLeft && right.right!.op === Op.Number ?
      right.right!.number.low : 0;
    if (scale > 0 && scale <= 3) {
      const index = intoRegisters(left, right.left!, register, free);
      // lea register, [register + index * 2^scale]
      emit3(0x8d, 4 | register << 3, scale << 6 | index << 3 | register);
    } else {
      operand.setRegister(intoRegisters(left, right, register, free));
      combine(node.op, register, operand);
    }
  }
}

/** lea register, [variable's register + constant] */
function sumByLea(left: Node, constant: Operand, register: Register): boolean {
  if (left.op !== Op.Variable || left.symbol!.register < 0 || left.type.size < 4) return false;
  if (left.symbol!.register === register) return false;
  scratch.setMemory(left.symbol!.register, constant.offset, constant.symbol);
  emit(0x8d);
  emitOperand(register, scratch, 0);
  return true;
}

function combine(op: Op, register: Register, operand: Operand): void {
  if (op !== Op.Multiply) return emitAlu(aluOf(op), register, operand, 0);
  if (operand.kind !== OperandKind.Immediate) {
    emit2(0x0f, 0xaf);
    emitOperand(register, operand, 0);
  } else if (operand.isSmall()) {
    emit3(0x6b, 0xc0 | register * 9, operand.offset);
  } else {
    emit2(0x69, 0xc0 | register * 9);
    emitAddress(operand.symbol, operand.offset);
  }
}

function shiftValue(node: Node, register: Register, free: number): void {
  const extension = node.op === Op.ShiftLeft ? 4 : node.type.isUnsigned ? 5 : 7;
  const count = node.right!;
  if (count.op === Op.Number) {
    intoRegister(node.left!, register, free);
    shiftBy(extension, register, count.number.low & 31);
    return;
  }
  const operand = new Operand();
  if (operandOf(count, operand)) {
    intoRegister(node.left!, Register.Eax, ALL_FREE);
    emitMove(Register.Ecx, operand);
  } else intoRegisters(node.left!, count, Register.Eax, ALL_FREE);
  emit2(0xd3, 0xc0 | extension << 3);
  emitMoveRegister(register, Register.Eax);
}

function divisionValue(node: Node, register: Register): void {
  const divisor = node.right!;
  const isUnsigned = node.type.isUnsigned;
  const power = divisor.op === Op.Number && !isUnsigned && node.op === Op.Divide ? powerOfTwo(divisor.number.low) : -1;
  if (power > 0 && power < 31) {
    // towards zero: negative numbers get 2^n - 1 added first
    intoRegister(node.left!, Register.Eax, ALL_FREE);
    emit(0x99);
    scratch.setImmediate(divisor.number.low - 1, null);
    emitAlu(Alu.And, Register.Edx, scratch, 0);
    emit2(0x01, 0xd0);
    shiftBy(7, Register.Eax, power);
    emitMoveRegister(register, Register.Eax);
    return;
  }
  const operand = new Operand();
  if (operandOf(divisor, operand)) {
    intoRegister(node.left!, Register.Eax, ALL_FREE);
    if (operand.kind === OperandKind.Immediate) {
      emitMove(Register.Ecx, operand);
      operand.setRegister(Register.Ecx);
    }
  } else operand.setRegister(intoRegisters(node.left!, divisor, Register.Eax, ALL_FREE));
  if (isUnsigned) emit2(0x31, 0xd2);
  else emit(0x99);
  emit(0xf7);
  emitOperand(isUnsigned ? 6 : 7, operand, 0);
  emitMoveRegister(register, node.op === Op.Divide ? Register.Eax : Register.Edx);
}

function castValue(node: Node, register: Register, free: number): void {
  const from = node.left!.type;
  if (isFloatingType(from) || isWide(from)) {
    if (isWide(from)) wideValue(node.left!);
    else floatToInteger(node.left!, node.type);
    extendResult(node.type, Register.Eax);
    emitMoveRegister(register, Register.Eax);
    return;
  }
  intoRegister(node.left!, register, free);
  const type = node.type;
  const isNarrowing = type.size < from.size || type.size === from.size && type.isUnsigned !== from.isUnsigned;
  if (isNarrowing || node.left!.bitWidth > 0 || from.size < 4 && !from.isUnsigned) extendResult(type, register);
}

// ---- conditions ----

/** Evaluates a condition to 0 or 1 by its flags. */
function truthByFlags(node: Node, register: Register, free: number): void {
  const condition = conditionOf(node, register, free);
  emit3(0x0f, 0x90 | condition, 0xc0 | register);
  emit3(0x0f, 0xb6, 0xc0 | register * 9);
}

function truthByJumps(node: Node, register: Register): void {
  const no = newLabel(), end = newLabel();
  branch(node, no, false);
  emitConstant(register, 1);
  emitJump(end);
  placeLabel(no);
  scratch.setImmediate(0, null);
  emitMove(register, scratch);
  placeLabel(end);
}

/** The condition code of a comparison of integers. */
export function codeOf(op: Op, isUnsigned: boolean): Condition {
  switch (op) {
    case Op.Equal: return Condition.Equal;
    case Op.NotEqual: return Condition.NotEqual;
    case Op.Less: return isUnsigned ? Condition.Below : Condition.Less;
    case Op.GreaterEqual: return isUnsigned ? Condition.AboveEqual : Condition.GreaterEqual;
    case Op.LessEqual: return isUnsigned ? Condition.BelowEqual : Condition.LessEqual;
    default: return isUnsigned ? Condition.Above : Condition.Greater;
  }
}

/** Sets the flags: the condition under which a node is true. `register` and `free` may be used. */
function conditionOf(node: Node, register: Register, free: number): Condition {
  if (isComparison(node.op)) {
    const type = node.left!.type;
    if (isFloatingType(type)) return floatCondition(node);
    if (isWide(type)) return wideCondition(node.op, node.left!, node.right!);
    return compare(node.op, node.left!, node.right!, register, free);
  }
  if (node.op === Op.Not) return conditionOf(node.left!, register, free) ^ 1;
  if (node.op === Op.Cast && !isFloatingType(node.left!.type) && node.type.size > node.left!.type.size) {
    return conditionOf(node.left!, register, free);
  }
  if (node.op === Op.LogicalAnd || node.op === Op.LogicalOr) {
    truthByJumps(node, register);
    emit2(0x85, 0xc0 | register * 9);
    return Condition.NotEqual;
  }
  if (isFloatingType(node.type)) return floatCondition(node);
  if (isWide(node.type)) {
    wideValue(node);
    emit2(0x09, 0xd0);
    return Condition.NotEqual;
  }
  return compare(Op.NotEqual, node, zero, register, free);
}

const zero = new Node(Op.Number, intType);

/** cmp for integers of at most four bytes. */
function compare(op: Op, left: Node, right: Node, register: Register, free: number): Condition {
  const code = codeOf(op, left.type.isUnsigned);
  const operand = new Operand();
  const place = new Operand();
  if (operandOf(right, operand)) {
    const constant = operand.kind === OperandKind.Immediate && operand.symbol === null;
    if (constant && operand.offset === 0 && left.op === Op.And && left.right!.op === Op.Number &&
      code <= Condition.NotEqual && code >= Condition.Equal) {
      testBits(left, register, free);
    } else if (constant && compareByte(left, operand.offset, register, free)) {
      // sign-extended bytes keep their order as unsigned ones
      return codeOf(op, byteOf(left).type.isUnsigned || left.type.isUnsigned);
    } else if (operand.kind === OperandKind.Immediate && operandOf(left, place) && place.kind === OperandKind.Memory) {
      emitAluMemory(Alu.Compare, place, operand, 0);
    } else if (operandOf(left, place) && place.kind === OperandKind.Register) {
      emitAlu(Alu.Compare, place.base, operand, 0);
    } else {
      intoRegister(left, register, free);
      emitAlu(Alu.Compare, register, operand, 0);
    }
  } else if (operandOf(left, place) && place.kind === OperandKind.Register) {
    // cmp right, left
    intoRegister(right, register, free);
    emitAlu(Alu.Compare, register, place, 0);
    return codeOf(mirrored(op), left.type.isUnsigned);
  } else {
    operand.setRegister(intoRegisters(left, right, register, free));
    emitAlu(Alu.Compare, register, operand, 0);
  }
  return code;
}

/** The byte object behind a widened or plain value, or the node itself. */
function byteOf(node: Node): Node {
  return node.op === Op.Cast ? node.left! : node;
}

/** cmp byte [place], constant: when the left side is a byte in memory and the constant in its range. */
function compareByte(left: Node, constant: number, register: Register, free: number): boolean {
  const object = byteOf(left);
  if (object.op !== Op.Variable && object.op !== Op.Indirect) return false;
  if (object.type.size !== 1 || object.bitWidth > 0 || left.type.size > 4) return false;
  if (object.type.isUnsigned ? constant < 0 || constant > 255 : constant < -128 || constant > 127) return false;
  const place = new Operand();
  reach(object, place, register, free);
  if (place.kind === OperandKind.Register) return false;
  emit(0x80);
  emitOperand(7, place, 0);
  emit(constant);
  return true;
}

/** test value, constant */
function testBits(node: Node, register: Register, free: number): void {
  const mask = node.right!.number.low;
  const place = new Operand();
  let inRegister: number = register;
  if (operandOf(node.left!, place) && place.kind === OperandKind.Memory) {
    emit(0xf7);
    emitOperand(0, place, 0);
    emitWord(mask);
    return;
  }
  if (place.kind === OperandKind.Register && operandOf(node.left!, place)) inRegister = place.base;
  else intoRegister(node.left!, register, free);
  if (inRegister < 4 && mask >= 0 && mask < 128) emit3(0xf6, 0xc0 | inRegister, mask);
  else {
    emit2(0xf7, 0xc0 | inRegister);
    emitWord(mask);
  }
}

/** Jumps to the label when the condition is (or is not) true; all registers are free. */
export function branch(node: Node, label: number, when: boolean): void {
  const truth = constantTruth(node);
  if (truth >= 0) {
    if (truth === (when ? 1 : 0)) emitJump(label);
    return;
  }
  if (node.op === Op.Not) return branch(node.left!, label, !when);
  if (node.op === Op.Comma) {
    effect(node.left!);
    branch(node.right!, label, when);
    return;
  }
  if (node.op === Op.LogicalAnd || node.op === Op.LogicalOr) {
    if (when === (node.op === Op.LogicalOr)) {
      branch(node.left!, label, when);
      branch(node.right!, label, when);
    } else {
      const skip = newLabel();
      branch(node.left!, skip, !when);
      branch(node.right!, label, when);
      placeLabel(skip);
    }
    return;
  }
  const condition = conditionOf(node, Register.Eax, ALL_FREE);
  emitJumpIf(when ? condition : condition ^ 1, label);
}

// ---- assignments ----

/** mov [place], register for 1, 2 or 4 bytes */
function storeRegister(place: Operand, register: Register, size: number): void {
  if (size === 2) emit(0x66);
  emit(size === 1 ? 0x88 : 0x89);
  emitOperand(register, place, 0);
}

/** mov [place], constant for 1, 2 or 4 bytes */
function storeImmediate(place: Operand, value: Operand, size: number): void {
  if (size === 2) emit(0x66);
  emit(size === 1 ? 0xc6 : 0xc7);
  emitOperand(0, place, 0);
  if (size === 1) emit(value.offset);
  else if (size === 2) emit2(value.offset & 255, value.offset >> 8 & 255);
  else emitAddress(value.symbol, value.offset);
}

/** What is stored needs no conversion to the size in which it is stored. */
function withoutNarrowing(value: Node, size: number): Node {
  let node = value;
  while (node.op === Op.Cast && node.type.size >= size && !isFloatingType(node.left!.type) &&
    node.left!.type.size >= size && !isWide(node.left!.type)) {
    node = node.left!;
  }
  return node;
}

/** Can the value be computed in the very register of a variable: one path of loads, with no second operand? */
function isChain(node: Node): boolean {
  let inner = node;
  if (inner.bitWidth > 0) return false;
  while (inner.op === Op.Indirect) inner = inner.left!;
  return inner.op === Op.Variable && inner.bitWidth === 0 && inner.type.size === 4;
}

/** Assign of at most four bytes. With wantsValue the value is left in `register`. All registers are free. */
function assignInteger(node: Node, register: Register, wantsValue: boolean): void {
  const target = node.left!;
  let value = node.right!;
  const size = target.type.size;
  if (target.bitWidth > 0) return assignBits(target, value, register, wantsValue);
  if (size === 4 && isInPlace(value.op) && isSame(target, value.left!)) {
    operateInPlace(target, value.op, value.right!, register, wantsValue);
    return;
  }
  if (!wantsValue) value = withoutNarrowing(value, size);
  const place = new Operand();
  const operand = new Operand();
  const isOperand = operandOf(value, operand);
  const isDirect = placeOf(target, place);
  if (isDirect && place.kind === OperandKind.Register) {
    assignRegister(place.base, value, register, wantsValue);
  } else if (isOperand && operand.kind === OperandKind.Immediate) {
    reach(target, place, Register.Eax, ALL_FREE);
    storeImmediate(place, operand, size);
    if (wantsValue) emitMove(register, operand);
  } else if (isOperand && operand.kind === OperandKind.Register && size === 4 && !wantsValue) {
    reach(target, place, Register.Eax, ALL_FREE);
    storeRegister(place, operand.base, size);
  } else {
    if (isDirect || countedRegister(target.left!) !== Register.None) {
      intoRegister(value, register, ALL_FREE);
      reach(target, place, register, ALL_FREE);
    } else place.setMemory(intoRegisters(value, target.left!, register, ALL_FREE), target.offset, null);
    storeRegister(place, register, size);
  }
}

/** Assigns to a variable that lives in a register. */
function assignRegister(variable: Register, value: Node, register: Register, wantsValue: boolean): void {
  const operand = new Operand();
  if (operandOf(value, operand)) emitMove(variable, operand);
  else if (isChain(value)) intoRegister(value, variable, ALL_FREE);
  else {
    intoRegister(value, register, ALL_FREE);
    emitMoveRegister(variable, register);
    return;
  }
  if (wantsValue) emitMoveRegister(register, variable);
}

function isInPlace(op: Op): boolean {
  return op === Op.Add || op === Op.Subtract || op === Op.And || op === Op.Or || op === Op.Xor;
}

/** Are both the same 4-byte object, named without side effects? */
function isSame(target: Node, node: Node): boolean {
  if (target.op !== node.op || target.offset !== node.offset || node.type.size !== 4 || node.bitWidth > 0) return false;
  if (target.op === Op.Variable) return target.symbol === node.symbol;
  if (target.op !== Op.Indirect) return false;
  const left = target.left!, right = node.left!;
  return left.op === Op.Variable && right.op === Op.Variable && left.symbol === right.symbol &&
    left.offset === right.offset && left.type.size === 4 && right.type.size === 4 && left.bitWidth === 0;
}

/** op [target], value for four bytes; all registers are free. */
function operateInPlace(target: Node, op: Op, value: Node, register: Register, wantsValue: boolean): void {
  const place = new Operand();
  const operand = new Operand();
  const alu = aluOf(op);
  const isOperand = operandOf(value, operand);
  const isDirectPlace = placeOf(target, place);
  if (isOperand && operand.kind === OperandKind.Immediate) {
    reach(target, place, Register.Eax, ALL_FREE);
    emitAluMemory(alu, place, operand, 0);
  } else if (isDirectPlace && place.kind === OperandKind.Register) {
    if (!isOperand) {
      intoRegister(value, register, ALL_FREE);
      operand.setRegister(register);
    }
    emitAlu(alu, place.base, operand, 0);
  } else {
    if (isDirectPlace) intoRegister(value, register, ALL_FREE);
    else place.setMemory(intoRegisters(value, target.left!, register, ALL_FREE), target.offset, null);
    emit(alu << 3 | 1);
    emitOperand(register, place, 0);
  }
  if (wantsValue) emitMove(register, place);
}

/** Assigns to a bit-field of a unit of at most four bytes. */
function assignBits(target: Node, value: Node, register: Register, wantsValue: boolean): void {
  const mask = target.bitWidth === 32 ? -1 : (1 << target.bitWidth) - 1;
  const size = target.type.size;
  const place = new Operand();
  if (placeOf(target, place)) intoRegister(value, Register.Eax, ALL_FREE);
  else place.setMemory(intoRegisters(value, target.left!, Register.Eax, ALL_FREE), target.offset, null);
  scratch.setImmediate(mask, null);
  emitAlu(Alu.And, Register.Eax, scratch, 0);
  if (wantsValue) emit(0x50);
  shiftBy(4, Register.Eax, target.bitShift);
  loadFrom(place, target.type, Register.Edx);
  scratch.setImmediate(~(mask << target.bitShift), null);
  emitAlu(Alu.And, Register.Edx, scratch, 0);
  emit2(0x09, 0xc2);
  storeRegister(place, Register.Edx, size);
  if (!wantsValue) return;
  emit(0x58);
  if (!target.type.isUnsigned) {
    shiftBy(4, Register.Eax, 32 - target.bitWidth);
    shiftBy(7, Register.Eax, 32 - target.bitWidth);
  }
  emitMoveRegister(register, Register.Eax);
}

/** condition ? yes : no, with a function that evaluates either of them. */
export function choose(node: Node, evaluate: (part: Node) => void): void {
  const no = newLabel(), end = newLabel();
  branch(node.left!, no, false);
  evaluate(node.right!);
  emitJump(end);
  placeLabel(no);
  evaluate(node.third!);
  placeLabel(end);
}

// ---- side effects alone ----

/** Evaluates an expression whose value is not wanted; all registers are free. */
export function effect(node: Node): void {
  switch (node.op) {
    case Op.Assign: {
      const type = node.left!.type;
      if (isRecord(type) || isArray(type)) assignRecord(node);
      else if (isFloatingType(type)) assignFloat(node, false);
      else if (isWide(type)) assignWide(node);
      else assignInteger(node, Register.Eax, false);
      return;
    }
    case Op.AssignOperation: return operateInPlace(node.left!, node.operator, node.right!, Register.Eax, false);
    case Op.Call:
      callFunction(node);
      // the result must not stay on the x87 stack
      if (isFloatingType(node.type)) emit2(0xdd, 0xd8);
      return;
    case Op.Clear: return clearObject(node.left!);
    case Op.Conditional: return choose(node, effect);
    case Op.LogicalAnd: case Op.LogicalOr: {
      const end = newLabel();
      branch(node.left!, end, node.op === Op.LogicalOr);
      effect(node.right!);
      placeLabel(end);
      return;
    }
    default:
      if (node.left !== null) effect(node.left);
      if (node.right !== null) effect(node.right);
  }
}
