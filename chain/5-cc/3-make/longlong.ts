// Code for 64-bit integers: a value lies in edx:eax, a second one in ebx:ecx. No function
// preserves ebx, esi or edi.
import { b } from "../../2-runtime/node.js";
import { internText } from "../1-read/names.js";
import { mirrored } from "../1-read/operators.js";
import { newStatic } from "../2-parse/scopes.js";
import { functionReturning, isFloatingType, isInt64, longLongType } from "../2-parse/types.js";
import { Node, Op } from "../model.js";
import { Condition, emit, emitBranchTo, emitConstant, emitDropStack, emitHex, Register } from "./code.js";
import { truncateFloat } from "./floats.js";
import { codeOf, emitObject, evaluate } from "./integers.js";

/** mov edx, object + 4; mov eax, object */
export function loadInt64(node: Node, base: Register): void {
  emit(0x8b);
  emitObject(Register.Edx, node, base, 4);
  emit(0x8b);
  emitObject(Register.Eax, node, base, 0);
}

/** mov object, eax; mov object + 4, edx */
export function storeInt64(target: Node, base: Register): void {
  emit(0x89);
  emitObject(Register.Eax, target, base, 0);
  emit(0x89);
  emitObject(Register.Edx, target, base, 4);
}

/** Evaluates two 64-bit integers: left to edx:eax, right to ebx:ecx. */
function evaluateBothInt64(left: Node, right: Node): void {
  evaluate(right);
  emitHex(b("52 50"));                                           // push edx; push eax
  evaluate(left);
  emitHex(b("59 5b"));                                           // pop ecx; pop ebx
}

const runtimeNames: Uint8Array[] = [b("__udivdi3"), b("__divdi3"), b("__umoddi3"), b("__moddi3")];

/** Calls a function of libc that the compiler itself needs; the arguments have been pushed. */
function callRuntime(index: number): void {
  const name = internText(runtimeNames[index]);
  let symbol = name.external;
  if (symbol === null) {
    symbol = newStatic(name, functionReturning(longLongType));
    name.external = symbol;
  }
  emitBranchTo(0xe8, symbol);
}

/** Evaluates a 64-bit operation or constant. */
export function int64Value(node: Node): void {
  switch (node.op) {
    case Op.Number:
      emitConstant(Register.Eax, node.number.low);
      return emitConstant(Register.Edx, node.number.high);
    case Op.Cast: return castToInt64(node);
    case Op.Negate:
      evaluate(node.left!);
      return emitHex(b("f7d8 83d200 f7da"));                     // neg eax; adc edx, 0; neg edx
    case Op.Complement:
      evaluate(node.left!);
      return emitHex(b("f7d0 f7d2"));                            // not eax; not edx
    case Op.ShiftLeft: case Op.ShiftRight: return shiftInt64(node);
    case Op.Divide: case Op.Modulo:
      evaluate(node.right!);
      emitHex(b("52 50"));                                       // push edx; push eax
      evaluate(node.left!);
      emitHex(b("52 50"));                                       // push edx; push eax
      callRuntime((node.type.isUnsigned ? 0 : 1) + (node.op === Op.Divide ? 0 : 2));
      return emitDropStack(16);
    default: break;
  }
  evaluateBothInt64(node.left!, node.right!);
  switch (node.op) {
    case Op.Add: return emitHex(b("01c8 11da"));                 // add eax, ecx; adc edx, ebx
    case Op.Subtract: return emitHex(b("29c8 19da"));            // sub eax, ecx; sbb edx, ebx
    case Op.And: return emitHex(b("21c8 21da"));                 // and eax, ecx; and edx, ebx
    case Op.Or: return emitHex(b("09c8 09da"));                  // or eax, ecx; or edx, ebx
    case Op.Xor: return emitHex(b("31c8 31da"));                 // xor eax, ecx; xor edx, ebx
    default: break;
  }
  // edx * ecx + eax * ebx go to the high word, eax * ecx to both
  emitHex(b("0fafd1 0fafd8 01d3"));                              // imul edx, ecx; imul ebx, eax; add ebx, edx
  emitHex(b("f7e1 01da"));                                       // mul ecx; add edx, ebx
}

function shiftInt64(node: Node): void {
  evaluate(node.right!);
  emitHex(b("50"));                                              // push eax
  evaluate(node.left!);
  emitHex(b("59"));                                              // pop ecx
  if (node.op === Op.ShiftLeft) {
    emitHex(b("0fa5c2 d3e0 f6c120 7404"));                       // shld edx, eax, cl; shl eax, cl; test cl, 32; jz over
    emitHex(b("89c2 31c0"));                                     // mov edx, eax; xor eax, eax
  } else if (node.type.isUnsigned) {
    emitHex(b("0fadd0 d3ea f6c120 7404"));                       // shrd eax, edx, cl; shr edx, cl; test cl, 32; jz over
    emitHex(b("89d0 31d2"));                                     // mov eax, edx; xor edx, edx
  } else {
    emitHex(b("0fadd0 d3fa f6c120 7405"));                       // shrd eax, edx, cl; sar edx, cl; test cl, 32; jz over
    emitHex(b("89d0 c1fa1f"));                                   // mov eax, edx; sar edx, 31
  }
}

function castToInt64(node: Node): void {
  const inner = node.left!, from = inner.type;
  evaluate(inner);
  if (isFloatingType(from)) truncateFloat(node.type);
  else if (!isInt64(from)) emitHex(from.isUnsigned ? b("31d2") : b("99"));   // xor edx, edx, or cdq
}

/** Compares two 64-bit integers: the condition that the flags then fulfil. */
export function compareInt64(op: Op, left: Node, right: Node): Condition {
  if (op === Op.Greater || op === Op.LessEqual) return compareInt64(mirrored(op), right, left);
  evaluateBothInt64(left, right);
  if (op === Op.Equal || op === Op.NotEqual) emitHex(b("31c8 31da 09d0"));   // xor eax, ecx; xor edx, ebx; or eax, edx
  else emitHex(b("39c8 19da"));                                  // cmp eax, ecx; sbb edx, ebx
  return codeOf(op, left.type.isUnsigned);
}
