// Code for calls, by the System V calling convention for i386 (arguments lie on the stack, the first on top; results
// come in eax, edx:eax or st0), and for copying structs, which are neither arguments nor results.
import { b } from "../../2-runtime/node.js";
import { isFloatingType, isFunction, isInt64, sizeOf } from "../2-parse/types.js";
import { Node, Op } from "../model.js";
import { emit, emitBranchTo, emitConstant, emitDropStack, emitHex, emitWord, Register } from "./code.js";
import { pushFloat } from "./floats.js";
import { emitObjectAddress, evaluate } from "./integers.js";

/** Pushes an argument: the bytes that it takes. */
function pushArgument(node: Node): number {
  evaluate(node);
  if (isFloatingType(node.type)) {
    pushFloat(node.type);
    return node.type.size;
  }
  if (isInt64(node.type)) emitHex(b("52"));                      // push edx
  emitHex(b("50"));                                              // push eax
  return isInt64(node.type) ? 8 : 4;
}

export function callFunction(node: Node): void {
  let bytes = 0, argument = node.right;
  while (argument !== null) {
    bytes += pushArgument(argument);
    argument = argument.next;
  }
  const callee = node.left!;
  if (callee.op === Op.AddressOfVariable && isFunction(callee.symbol!.type)) emitBranchTo(0xe8, callee.symbol!);
  else {
    evaluate(callee);
    emitHex(b("ffd0"));                                          // call eax
  }
  emitDropStack(bytes);
}

/** An instruction on words, repeated, and on the bytes that are left over. */
function emitRepeated(size: number, onBytes: number): void {
  emitConstant(Register.Ecx, size >> 2);
  emit(0xf3);                                                    // rep
  emit(onBytes | 1);
  for (let i = 0; i < (size & 3); i++) emit(onBytes);
}

/** Copies what eax points to to an object whose pointer is in ecx; leaves the object's address in eax. */
export function copyRecord(target: Node): void {
  const size = sizeOf(target.type);
  emitHex(b("89c6"));                                            // mov esi, eax
  emitObjectAddress(Register.Edi, target, Register.Ecx);
  emitRepeated(size, 0xa4);                                      // movsd, movsb
  emitHex(b("8d87"));                                            // lea eax, [edi - size]
  emitWord(-size);
}

/** Fills a local object with zeros. */
export function clearObject(object: Node): void {
  emitObjectAddress(Register.Edi, object, Register.Ebp);
  emitConstant(Register.Eax, 0);
  emitRepeated(sizeOf(object.type), 0xaa);                       // stosd, stosb
}
