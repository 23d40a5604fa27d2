// Code for a whole function: the frame, the statements, switches.
// Frame: [ebp + 8 ...] parameters, [ebp + 4] return address, [ebp] caller's ebp, below it the locals.
import { b } from "../../2-runtime/node.js";
import { internText } from "../1-read/names.js";
import { error } from "../1-read/tokens.js";
import { isInt64, sizeOf } from "../2-parse/types.js";
import { Label, Node, Op, Storage, Symbol } from "../model.js";
import { clearObject } from "./calls.js";
import {
  Condition, emitConstant, emitHex, emitJump, emitJumpIf, emitReserveStack, emitWord, here, placeLabel, Register,
} from "./code.js";
import { branchIf, codeOf, evaluate, evaluateForEffect } from "./integers.js";

const LARGEST_FRAME = 0x10000000;
const mainName = internText(b("main"));

/** Places parameters above ebp, all other locals below it: the bytes of these. The last one comes first in the list. */
function layOutFrame(locals: Symbol | null): number {
  let end = 8, frame = 0;
  for (let symbol = locals; symbol !== null; symbol = symbol.next) {
    const size = sizeOf(symbol.type) + 3 & ~3;
    if (symbol.storage === Storage.Parameter) end += size;
    else {
      frame += size;
      symbol.address = -frame;
      if (frame > LARGEST_FRAME) error(b("the function's variables are too large"));
    }
  }
  for (let symbol = locals; symbol !== null; symbol = symbol.next) {
    if (symbol.storage !== Storage.Parameter) continue;
    end -= sizeOf(symbol.type) + 3 & ~3;
    symbol.address = end;
  }
  return frame;
}

/** Makes the code of a function definition. */
export function generateFunction(definition: Node): void {
  const symbol = definition.symbol!;
  symbol.address = here;
  emitHex(b("55 89e5"));                                         // push ebp; mov ebp, esp
  emitReserveStack(layOutFrame(definition.locals));
  generate(definition.left!);
  if (symbol.name === mainName) emitConstant(Register.Eax, 0);   // the end of main returns 0 (5.1.2.2.3)
  emitHex(b("c9 c3"));                                           // leave; ret
}

// ---- statements ----

function generate(node: Node): void {
  switch (node.op) {
    case Op.Block:
      for (let inner = node.left; inner !== null; inner = inner.next) generate(inner);
      return;
    case Op.If: return generateIf(node);
    case Op.Loop: return generateLoop(node);
    case Op.Switch: return generateSwitch(node);
    case Op.Case: case Op.Label: return placeLabel(node.label!);
    case Op.Goto: return emitJump(node.label!);
    case Op.Return:
      if (node.left !== null) evaluate(node.left);
      return emitHex(b("c9 c3"));                                // leave; ret
    case Op.Clear: return clearObject(node.left!);
    default: evaluateForEffect(node);
  }
}

function generateIf(node: Node): void {
  const no = new Label();
  branchIf(node.left!, no, false);
  generate(node.right!);
  if (node.third === null) return placeLabel(no);
  const end = new Label();
  emitJump(end);
  placeLabel(no);
  generate(node.third);
  placeLabel(end);
}

/** The condition comes last, and one jump leads back; a loop that tests first is entered there. */
function generateLoop(node: Node): void {
  const top = new Label(), test = new Label();
  if (!node.isDo && node.left !== null) emitJump(test);
  placeLabel(top);
  generate(node.right!);
  placeLabel(node.continueLabel!);
  if (node.third !== null) evaluateForEffect(node.third);
  placeLabel(test);
  if (node.left === null) emitJump(top);
  else branchIf(node.left, top, true);
  placeLabel(node.breakLabel!);
}

// ---- switch ----

function generateSwitch(node: Node): void {
  const type = node.left!.type, otherwise = node.defaultLabel !== null ? node.defaultLabel : node.breakLabel!;
  let count = 0;
  for (let place = node.third; place !== null; place = place.third) count++;
  const cases = new Array<Node>(count);
  let at = 0;
  for (let place = node.third; place !== null; place = place.third) {
    cases[at] = place;
    at++;
  }
  evaluate(node.left!);
  if (isInt64(type)) compareEachInt64(cases, otherwise);
  else search(cases, 0, count, type.isUnsigned, otherwise);
  generate(node.right!);
  placeLabel(node.breakLabel!);
}

function compareEachInt64(cases: Node[], otherwise: Label): void {
  for (const place of cases) {
    const next = new Label();
    emitHex(b("3d"));                                            // cmp eax, low
    emitWord(place.number.low);
    emitJumpIf(Condition.NotEqual, next);
    emitHex(b("81fa"));                                          // cmp edx, high
    emitWord(place.number.high);
    emitJumpIf(Condition.Equal, place.label!);
    placeLabel(next);
  }
  emitJump(otherwise);
}

const FEW_CASES = 4;

/** Jumps to the case among cases[from ... end - 1], which are in order, that equals eax: a binary search. */
function search(cases: Node[], from: number, end: number, isUnsigned: boolean, otherwise: Label): void {
  if (end - from <= FEW_CASES) {
    for (let i = from; i < end; i++) {
      emitHex(b("3d"));                                          // cmp eax, value
      emitWord(cases[i].number.low);
      emitJumpIf(Condition.Equal, cases[i].label!);
    }
    return emitJump(otherwise);
  }
  const middle = from + end >> 1, upper = new Label();
  emitHex(b("3d"));                                              // cmp eax, value
  emitWord(cases[middle].number.low);
  emitJumpIf(codeOf(Op.GreaterEqual, isUnsigned), upper);
  search(cases, from, middle, isUnsigned, otherwise);
  placeLabel(upper);
  search(cases, middle, end, isUnsigned, otherwise);
}
