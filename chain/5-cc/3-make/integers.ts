// Code for values. An integer or pointer of at most four bytes is left in eax, extended to 32 bits; a 64-bit integer in
// edx:eax (longlong.ts); a floating value in st0 (floats.ts); of a struct or array, its address in eax. No register
// keeps anything from one instruction of C to the next: what has to wait while something else is evaluated is pushed.
import { b } from "../../2-runtime/node.js";
import { isComparison } from "../1-read/operators.js";
import { constantTruth } from "../2-parse/tree.js";
import { isArray, isFloatingType, isInt64, isRecord, isScalar, isVoid } from "../2-parse/types.js";
import { Label, Node, Op, Storage, Type } from "../model.js";
import { callFunction, copyRecord } from "./calls.js";
import {
  Alu, Condition, emit, emitAddress, emitConstant, emitHex, emitJump, emitJumpIf, emitMemory, emitWord, placeLabel,
  Register,
} from "./code.js";
import { compareFloats, floatValue, isNotZero, loadFloat, storeFloat, truncateFloat } from "./floats.js";
import { compareInt64, int64Value, loadInt64, storeInt64 } from "./longlong.js";

/** Evaluates an expression of any type. */
export function evaluate(node: Node): void {
  switch (node.op) {
    case Op.Variable: case Op.Indirect: return load(node);
    case Op.Assign: return assignment(node);
    case Op.Call: return callFunction(node);
    case Op.Conditional: return ternary(node);
    case Op.Comma:
      evaluateForEffect(node.left!);
      return evaluate(node.right!);
    default: break;
  }
  if (isFloatingType(node.type)) floatValue(node);
  else if (isInt64(node.type)) int64Value(node);
  else integerValue(node);
}

/** Evaluates an expression whose value is not used: none may stay on the x87 stack. */
export function evaluateForEffect(node: Node): void {
  evaluate(node);
  if (isFloatingType(node.type)) emitHex(b("ddd8"));             // fstp st0
}

/** condition ? yes : no */
function ternary(node: Node): void {
  const no = new Label(), end = new Label();
  branchIf(node.left!, no, false);
  evaluate(node.right!);
  emitJump(end);
  placeLabel(no);
  evaluate(node.third!);
  placeLabel(end);
}

// ---- objects ----

/** ModRM for an object: [address], [ebp + n], or [base + n] where `base` holds its pointer; `more` bytes on. */
export function emitObject(register: number, node: Node, base: Register, more: number): void {
  const offset = node.offset + more | 0;
  if (node.op === Op.Indirect) return emitMemory(register, base, offset);
  const symbol = node.symbol!;
  if (symbol.storage !== Storage.Static) return emitMemory(register, Register.Ebp, symbol.address + offset | 0);
  emit(5 | register << 3);
  emitAddress(symbol, offset);
}

/** lea register, object */
export function emitObjectAddress(register: Register, node: Node, base: Register): void {
  emit(0x8d);
  emitObject(register, node, base, 0);
}

function load(node: Node): void {
  const type = node.type;
  if (node.op === Op.Indirect) evaluate(node.left!);
  if (isVoid(type)) return;
  if (isRecord(type) || isArray(type)) emitObjectAddress(Register.Eax, node, Register.Eax);
  else if (isFloatingType(type)) loadFloat(node, Register.Eax);
  else if (isInt64(type)) loadInt64(node, Register.Eax);
  else {
    loadInteger(Register.Eax, node, Register.Eax);
    if (node.bitWidth > 0) extractBits(node, node.bitShift);
  }
}

/** mov, movzx or movsx register, object */
function loadInteger(register: Register, node: Node, base: Register): void {
  if (node.type.size < 4) {
    emit(0x0f);
    emit(extendOpcode(node.type));
  } else emit(0x8b);
  emitObject(register, node, base, 0);
}

/** The second byte of movzx and movsx, from a byte or a word. */
function extendOpcode(type: Type): number { return (type.isUnsigned ? 0xb6 : 0xbe) | (type.size === 2 ? 1 : 0); }

/** movzx or movsx eax, al or ax: a value of a narrow type, extended to 32 bits */
function extend(type: Type): void {
  if (type.size >= 4) return;
  emit(0x0f);
  emit(extendOpcode(type));
  emit(0xc0);
}

/** shl eax, n; shr or sar eax, m: the bits of a bit-field that begin at `shift`, as a value */
function extractBits(node: Node, shift: number): void {
  emitHex(b("c1e0"));
  emit(32 - shift - node.bitWidth);
  emitHex(node.type.isUnsigned ? b("c1e8") : b("c1f8"));
  emit(32 - node.bitWidth);
}

/** Evaluates a value, and the pointer of the object it goes to, to ecx; variables need no pointer. */
function valueAndPointer(value: Node, target: Node): void {
  if (target.op === Op.Variable) return evaluate(value);
  const pointer = target.left!;
  if (isSimple(pointer)) {
    evaluate(value);
    return loadSimple(Register.Ecx, pointer);
  }
  evaluate(pointer);
  emitHex(b("50"));                                              // push eax
  evaluate(value);
  emitHex(b("59"));                                              // pop ecx
}

/** target = value; leaves the value as it was assigned. */
function assignment(node: Node): void {
  const target = node.left!, type = target.type;
  valueAndPointer(node.right!, target);
  if (isRecord(type) || isArray(type)) copyRecord(target);
  else if (isFloatingType(type)) {
    storeFloat(target, Register.Ecx);
    loadFloat(target, Register.Ecx);
  } else if (isInt64(type)) storeInt64(target, Register.Ecx);
  else if (target.bitWidth > 0) storeBitField(target);
  else storeInteger(target);
}

/** mov object, al, ax or eax */
function storeInteger(target: Node): void {
  if (target.type.size === 2) emit(0x66);
  emit(target.type.size === 1 ? 0x88 : 0x89);
  emitObject(Register.Eax, target, Register.Ecx, 0);
}

function storeBitField(target: Node): void {
  const mask = target.bitWidth === 32 ? -1 : (1 << target.bitWidth) - 1;
  emitHex(b("50 25"));                                           // push eax; and eax, mask
  emitWord(mask);
  emitHex(b("c1e0"));                                            // shl eax, n
  emit(target.bitShift);
  loadInteger(Register.Edx, target, Register.Ecx);
  emitHex(b("81e2"));                                            // and edx, the other bits
  emitWord(~(mask << target.bitShift));
  emitHex(b("09d0"));                                            // or eax, edx
  storeInteger(target);
  emitHex(b("58"));                                              // pop eax
  extractBits(target, 0);
}

// ---- operations ----

/** A constant or variable that one instruction loads into any register. */
function isSimple(node: Node): boolean {
  const type = node.type;
  if (node.op === Op.Variable) {
    return type.size === 4 && node.bitWidth === 0 && isScalar(type) && !isFloatingType(type);
  }
  return node.op === Op.Number && !isInt64(type) || node.op === Op.AddressOfVariable;
}

function loadSimple(register: Register, node: Node): void {
  const symbol = node.symbol;
  if (node.op === Op.Number) emitConstant(register, node.number.low);
  else if (node.op === Op.Variable) loadInteger(register, node, Register.Ebp);
  else if (symbol!.storage === Storage.Static) {
    emit(0xb8 | register);                                       // mov register, address
    emitAddress(symbol, node.offset);
  } else {
    emit(0x8d);                                                  // lea register, [ebp + n]
    emitMemory(register, Register.Ebp, symbol!.address + node.offset | 0);
  }
}

/** Evaluates two integers: left to eax, right to ecx. */
function evaluateBoth(left: Node, right: Node): void {
  if (isSimple(right)) {
    evaluate(left);
    return loadSimple(Register.Ecx, right);
  }
  evaluate(right);
  emitHex(b("50"));                                              // push eax
  evaluate(left);
  emitHex(b("59"));                                              // pop ecx
}

function integerValue(node: Node): void {
  switch (node.op) {
    case Op.Number: case Op.AddressOfVariable: return loadSimple(Register.Eax, node);
    case Op.Cast: return castToInteger(node);
    case Op.Negate:
      evaluate(node.left!);
      return emitHex(b("f7d8"));                                 // neg eax
    case Op.Complement:
      evaluate(node.left!);
      return emitHex(b("f7d0"));                                 // not eax
    case Op.LogicalAnd: case Op.LogicalOr: return truthByJumps(node);
    default: break;
  }
  if (node.op === Op.Not || isComparison(node.op)) return truthByFlags(node);
  const left = node.left!, right = node.right!;
  switch (node.op) {
    case Op.Add: return evaluateAlu(Alu.Add, left, right);
    case Op.Subtract: return evaluateAlu(Alu.Subtract, left, right);
    case Op.And: return evaluateAlu(Alu.And, left, right);
    case Op.Or: return evaluateAlu(Alu.Or, left, right);
    case Op.Xor: return evaluateAlu(Alu.Xor, left, right);
    default: break;
  }
  evaluateBoth(left, right);
  applyOperator32(node.op, node.type.isUnsigned);
}

/** Evaluates left to eax; op eax, right. */
function evaluateAlu(alu: Alu, left: Node, right: Node): void {
  if (right.op === Op.Number) {
    evaluate(left);
    emit(alu << 3 | 5);                                          // op eax, constant
    emitWord(right.number.low);
  } else if (isSimple(right) && right.op === Op.Variable) {
    evaluate(left);
    emit(alu << 3 | 3);                                          // op eax, variable
    emitObject(Register.Eax, right, Register.Ebp, 0);
  } else {
    evaluateBoth(left, right);
    emit(alu << 3 | 3);                                          // op eax, ecx
    emit(0xc1);
  }
}

/** eax = eax op ecx */
function applyOperator32(op: Op, isUnsigned: boolean): void {
  switch (op) {
    case Op.Multiply: return emitHex(b("0fafc1"));               // imul eax, ecx
    case Op.ShiftLeft: return emitHex(b("d3e0"));                // shl eax, cl
    case Op.ShiftRight: return emitHex(isUnsigned ? b("d3e8") : b("d3f8"));  // shr or sar eax, cl
    default: break;
  }
  emitHex(isUnsigned ? b("31d2 f7f1") : b("99 f7f9"));           // xor edx, edx; div ecx, or cdq; idiv ecx
  if (op === Op.Modulo) emitHex(b("89d0"));                      // mov eax, edx
}

function castToInteger(node: Node): void {
  const inner = node.left!;
  if (isVoid(node.type)) return evaluateForEffect(inner);
  evaluate(inner);
  if (isFloatingType(inner.type)) truncateFloat(node.type);
  extend(node.type);
}

// ---- conditions ----

/** setcc al; movzx eax, al */
function truthByFlags(node: Node): void {
  const condition = conditionOf(node);
  emit(0x0f);
  emit(0x90 | condition);
  emitHex(b("c0 0fb6c0"));
}

function truthByJumps(node: Node): void {
  const no = new Label(), end = new Label();
  branchIf(node, no, false);
  emitConstant(Register.Eax, 1);
  emitJump(end);
  placeLabel(no);
  emitConstant(Register.Eax, 0);
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

/** Sets the flags: the condition code under which a node is true. */
function conditionOf(node: Node): Condition {
  if (node.op === Op.Not) return conditionOf(node.left!) ^ 1;
  if (isComparison(node.op)) {
    const left = node.left!, right = node.right!;
    if (isFloatingType(left.type)) return compareFloats(node.op, left, right);
    if (isInt64(left.type)) return compareInt64(node.op, left, right);
    evaluateAlu(Alu.Compare, left, right);
    return codeOf(node.op, left.type.isUnsigned);
  }
  evaluate(node);
  if (isFloatingType(node.type)) return isNotZero();
  emitHex(isInt64(node.type) ? b("09d0") : b("85c0"));           // or eax, edx; test eax, eax
  return Condition.NotEqual;
}

/** Jumps to the label when the condition is (or is not) true. */
export function branchIf(node: Node, label: Label, when: boolean): void {
  const truth = constantTruth(node);
  if (truth >= 0) {
    if (truth === (when ? 1 : 0)) emitJump(label);
    return;
  }
  if (node.op === Op.Not) return branchIf(node.left!, label, !when);
  if (node.op === Op.LogicalAnd || node.op === Op.LogicalOr) {
    // the left side alone decides when it is false before &&, true before ||
    const decides = node.op === Op.LogicalOr;
    const skip = new Label();
    branchIf(node.left!, when === decides ? label : skip, decides);
    branchIf(node.right!, label, when);
    return placeLabel(skip);
  }
  const condition = conditionOf(node);
  emitJumpIf(when ? condition : condition ^ 1, label);
}
