// Code for floating values on the x87: a value lies in st0, as wide as the register; it is rounded to its type when it
// is stored, passed or converted. What waits, waits on the stack of memory, with all its bits: a callee may use all
// eight registers of the x87.
import { b } from "../../2-runtime/node.js";
import { encodeReal } from "../1-read/floating.js";
import { precisionOf } from "../2-parse/tree.js";
import { isFloatingType, isInt64, longDoubleType } from "../2-parse/types.js";
import { Node, Op, Type, TypeKind } from "../model.js";
import { Condition, emit, emitBranchTo, emitDropStack, emitHex, emitReserveStack, emitWord, Register } from "./code.js";
import { emitObject, evaluate } from "./integers.js";
import { truncate, truncateUnsigned } from "./start.js";

/** The opcode of fld for a type; the extension in its ModRM. */
function emitLoadOpcode(type: Type): number {
  emit(type.kind === TypeKind.LongDouble ? 0xdb : type.kind === TypeKind.Float ? 0xd9 : 0xdd);
  return type.kind === TypeKind.LongDouble ? 5 : 0;
}

/** The same for fstp. */
function emitStoreOpcode(type: Type): number {
  emit(type.kind === TypeKind.LongDouble ? 0xdb : type.kind === TypeKind.Float ? 0xd9 : 0xdd);
  return type.kind === TypeKind.LongDouble ? 7 : 3;
}

export function loadFloat(node: Node, base: Register): void { emitObject(emitLoadOpcode(node.type), node, base, 0); }
export function storeFloat(node: Node, base: Register): void { emitObject(emitStoreOpcode(node.type), node, base, 0); }

/** ModRM for [esp] */
function emitStackTop(register: number): void {
  emit(4 | register << 3);
  emit(0x24);
}

/** sub esp, size; fstp [esp] */
export function pushFloat(type: Type): void {
  emitReserveStack(type.size);
  emitStackTop(emitStoreOpcode(type));
}

/** fld [esp]; add esp, size */
function popFloat(type: Type): void {
  emitStackTop(emitLoadOpcode(type));
  emitDropStack(type.size);
}

/** Evaluates a floating operation or constant. */
export function floatValue(node: Node): void {
  switch (node.op) {
    case Op.Real: {
      const words = encodeReal(node.real!, precisionOf(node.type));
      for (let i = words.length - 1; i >= 0; i--) {
        emit(0x68);                                              // push word
        emitWord(words[i]);
      }
      return popFloat(node.type);
    }
    case Op.Cast: return castToFloat(node);
    case Op.Negate:
      evaluate(node.left!);
      return emitHex(b("d9e0"));                                 // fchs
    default: break;
  }
  evaluateBothFloats(node.left!, node.right!);
  switch (node.op) {
    case Op.Add: return emitHex(b("dec1"));                      // faddp st1, st0
    case Op.Subtract: return emitHex(b("dee9"));                 // fsubp st1, st0
    case Op.Multiply: return emitHex(b("dec9"));                 // fmulp st1, st0
    default: emitHex(b("def9"));                                 // fdivp st1, st0
  }
}

/** Evaluates two floating values: left to st1, right to st0. */
function evaluateBothFloats(left: Node, right: Node): void {
  evaluate(right);
  pushFloat(longDoubleType);
  evaluate(left);
  popFloat(longDoubleType);
}

/** Rounds st0 to a type: by way of memory. */
function roundTo(type: Type): void {
  pushFloat(type);
  popFloat(type);
}

function castToFloat(node: Node): void {
  const inner = node.left!, from = inner.type;
  evaluate(inner);
  if (isFloatingType(from)) {
    if (node.type.size <= from.size) roundTo(node.type);
    return;
  }
  if (!isInt64(from)) emitHex(from.isUnsigned ? b("31d2") : b("99"));        // xor edx, edx, or cdq
  emitHex(b("52 50 df2c24"));                                    // push edx; push eax; fild qword [esp]
  if (isInt64(from) && from.isUnsigned) {
    // a number that looks negative is 2^64 too low, which is 5f800000h as a float
    emitHex(b("837c240400 790b"));                               // cmp dword [esp + 4], 0; jns over
    emitHex(b("680000805f d80424 83c404"));                      // push 5f800000h; fadd dword [esp]; add esp, 4
  }
  emitDropStack(8);
  // an integer of 32 bits can be too long for a float, one of 64 bits for a double
  if (from.size >= node.type.size) roundTo(node.type);
}

/** Truncates st0: to eax, or to edx:eax for a 64-bit type. */
export function truncateFloat(type: Type): void {
  emitBranchTo(0xe8, isInt64(type) && type.isUnsigned ? truncateUnsigned : truncate);
}

/** Compares: the condition that the flags then fulfil. What is not a number is unordered: then only != is true. */
export function compareFloats(op: Op, left: Node, right: Node): Condition {
  // st0 is the one that is asked to be greater
  if (op === Op.Greater || op === Op.GreaterEqual) evaluateBothFloats(right, left);
  else evaluateBothFloats(left, right);
  return compareTop(op);
}

/** Compares st0 with 0. */
export function isNotZero(): Condition {
  emitHex(b("d9ee"));                                            // fldz
  return compareTop(Op.NotEqual);
}

function compareTop(op: Op): Condition {
  emitHex(b("ded9 dfe0"));                                       // fcompp; fnstsw ax
  switch (op) {
    case Op.Equal: case Op.NotEqual:
      emitHex(b("80e445 80fc40"));                               // and ah, 45h; cmp ah, 40h: C3 alone says equal
      return op === Op.Equal ? Condition.Equal : Condition.NotEqual;
    case Op.Greater: case Op.Less:
      emitHex(b("f6c445"));                                      // test ah, 45h: greater, when C0, C2 and C3 are clear
      return Condition.Equal;
    default:
      emitHex(b("f6c405"));                                      // test ah, 5: not less, when C0 and C2 are clear
      return Condition.Equal;
  }
}
