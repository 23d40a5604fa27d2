// Code for structs and unions, and for calls: the System V calling convention for i386. Arguments lie on the stack,
// the first on top; results come in eax, edx:eax or st0. Structs are neither arguments nor results.
import { b } from "../../runtime/node.js";
import { internText } from "../1-read/text.js";
import { newStatic } from "../2-parse/scopes.js";
import { functionReturning, isFloatingType, isWide, longLongType, sizeOf } from "../2-parse/types.js";
import { Node, Op, Storage } from "../model.js";
import {
  emit, emit2, emit3, emitAddress, emitBranchTo, emitConstant, emitDropStack, emitHex, emitMoveRegister, emitOperand,
  Operand, OperandKind, Register,
} from "./code.js";
import { floatArgument } from "./floats.js";
import { ALL_FREE, intoRegister, operandOf, placeOf } from "./integers.js";
import { wideValue } from "./longlong.js";

/** Evaluates to eax the address of a struct (or array) object, or of one that has just been assigned to. */
function recordAddress(node: Node): void {
  if (node.op === Op.Assign) assignRecord(node);
  else objectAddress(node, Register.Eax, ALL_FREE);
}

function objectAddress(node: Node, register: Register, free: number): void {
  const place = new Operand();
  if (!placeOf(node, place)) {
    intoRegister(node.left!, register, free);
    place.setMemory(register, node.offset, null);
    if (node.offset === 0) return;
  }
  emit(0x8d);
  emitOperand(register, place, 0);
}

/** target = value; leaves the target's address in eax. */
export function assignRecord(node: Node): void {
  const target = node.left!;
  const size = sizeOf(target.type);
  if (target.op === Op.Variable || target.left!.weight <= 1) {
    recordAddress(node.right!);
    emitMoveRegister(Register.Edx, Register.Eax);
    objectAddress(target, Register.Ecx, 2);
  } else {
    objectAddress(target, Register.Eax, ALL_FREE);
    emit(0x50);
    recordAddress(node.right!);
    emitMoveRegister(Register.Edx, Register.Eax);
    emit(0x59);
  }
  copyBlock(size);
  emitMoveRegister(Register.Eax, Register.Ecx);
}

const LARGEST_INLINE_COPY = 32;

/** Copies size bytes from [edx] to [ecx]; keeps ecx. */
function copyBlock(size: number): void {
  if (size > LARGEST_INLINE_COPY) {
    // push ecx, esi, edi; rep movsd; the last bytes by movsb
    emitHex(b("515657 89d6 89cf"));
    emitConstant(Register.Ecx, size >> 2);
    emit2(0xf3, 0xa5);
    for (let i = 0; i < (size & 3); i++) emit(0xa4);
    emit3(0x5f, 0x5e, 0x59);
    return;
  }
  const from = new Operand();
  const to = new Operand();
  from.setMemory(Register.Edx, 0, null);
  to.setMemory(Register.Ecx, 0, null);
  let done = 0;
  while (done < size) {
    const step = size - done >= 4 ? 4 : size - done >= 2 ? 2 : 1;
    if (step === 2) emit(0x66);
    emit(step === 1 ? 0x8a : 0x8b);
    emitOperand(Register.Eax, from, done);
    if (step === 2) emit(0x66);
    emit(step === 1 ? 0x88 : 0x89);
    emitOperand(Register.Eax, to, done);
    done += step;
  }
}

/** Fills a local object with zeros. */
export function clearObject(object: Node): void {
  const size = sizeOf(object.type);
  const place = new Operand();
  placeOf(object, place);
  emit2(0x31, 0xc0);
  if (size > LARGEST_INLINE_COPY) {
    emitHex(b("57 8d"));
    emitOperand(Register.Edi, place, 0);
    emitConstant(Register.Ecx, size >> 2);
    emit2(0xf3, 0xab);
    for (let i = 0; i < (size & 3); i++) emit(0xaa);
    emit(0x5f);
  } else {
    let done = 0;
    while (done < size) {
      const step = size - done >= 4 ? 4 : size - done >= 2 ? 2 : 1;
      if (step === 2) emit(0x66);
      emit(step === 1 ? 0x88 : 0x89);
      emitOperand(Register.Eax, place, done);
      done += step;
    }
  }
}

// ---- calls ----

/** Pushes an argument: the bytes that it takes. */
function pushArgument(node: Node): number {
  const type = node.type;
  if (isFloatingType(type)) {
    floatArgument(node);
    return type.size;
  }
  if (isWide(type)) {
    wideValue(node);
    emit2(0x52, 0x50);
    return 8;
  }
  pushInteger(node);
  return 4;
}

function pushInteger(node: Node): void {
  const operand = new Operand();
  if (!operandOf(node, operand)) {
    intoRegister(node, Register.Eax, ALL_FREE);
    emit(0x50);
  } else if (operand.kind === OperandKind.Register) emit(0x50 | operand.base);
  else if (operand.kind === OperandKind.Memory) {
    emit(0xff);
    emitOperand(6, operand, 0);
  } else pushImmediate(operand);
}

function pushImmediate(operand: Operand): void {
  if (operand.isSmall()) return emit2(0x6a, operand.offset);
  emit(0x68);
  emitAddress(operand.symbol, operand.offset);
}

/** Calls; the result is in eax, edx:eax or st0. */
export function callFunction(node: Node): void {
  let bytes = 0, argument = node.right;
  while (argument !== null) {
    bytes += pushArgument(argument);
    argument = argument.next;
  }
  const callee = node.left!;
  if (callee.op === Op.AddressOfVariable && callee.symbol!.storage === Storage.Static && callee.offset === 0) {
    emitBranchTo(0xe8, callee.symbol!);
  } else {
    const operand = new Operand();
    if (!operandOf(callee, operand) || operand.kind === OperandKind.Immediate) {
      intoRegister(callee, Register.Eax, ALL_FREE);
      operand.setRegister(Register.Eax);
    }
    emit(0xff);
    emitOperand(2, operand, 0);
  }
  emitDropStack(bytes);
}

const runtimeNames: Uint8Array[] = [b("__udivdi3"), b("__divdi3"), b("__umoddi3"), b("__moddi3")];

/** Calls a function of libc that the compiler itself needs; the arguments have been pushed. */
export function callRuntime(index: number): void {
  const name = internText(runtimeNames[index]);
  let symbol = name.external;
  if (symbol === null) {
    symbol = newStatic(name, functionReturning(longLongType));
    name.external = symbol;
  }
  emitBranchTo(0xe8, symbol);
}
