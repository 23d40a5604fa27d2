// Code for a whole function: which locals live in registers, the frame, the statements, switches.
// Frame: [ebp + 8 ...] parameters, [ebp + 4] return address, [ebp] caller's ebp, below it the caller's ebx, esi, edi as
// far as they are used, then the locals. The most used locals of four bytes whose address nobody takes get registers.
import { b } from "../../runtime/node.js";
import { internText } from "../1-read/text.js";
import { error } from "../1-read/tokens.js";
import { locals } from "../2-parse/scopes.js";
import { isArray, isFloatingType, isRecord, isVoid, isWide, sizeOf } from "../2-parse/types.js";
import { Node, Op, Storage, Symbol, Type } from "../model.js";
import {
  Alu, Condition, emit, emit2, emit3, emitAlu, emitMove, emitOperand, emitReserveStack, here, Operand, Register,
  relocationCount,
} from "./code.js";
import { floatValue } from "./floats.js";
import { ALL_FREE, branch, effect, intoRegister } from "./integers.js";
import { emitJump, emitJumpIf, emitLabelAddress, finishJumps, newLabel, placeLabel } from "./jumps.js";
import { wideValue } from "./longlong.js";

const LARGEST_FRAME = 0x10000000;
let epilogue = 0;
/** Bytes of the frame below ebp. */
let frame = 0;

const mainName = internText(b("main"));
const MOST_REGISTERS = 3;
const registerOf: number[] = [Register.Ebx, Register.Esi, Register.Edi];
/** Uses that must come together before saving a register pays. */
const LEAST_USES = 3;

function canBeInRegister(symbol: Symbol): boolean {
  const type = symbol.type;
  return type.size === 4 && !isFloatingType(type) && !isRecord(type) && !isArray(type) && !symbol.isAddressTaken;
}

/** Gives registers to the locals used most: how many. */
function assignRegisters(): number {
  let used = 0;
  while (used < MOST_REGISTERS) {
    let best: Symbol | null = null;
    let symbol = locals;
    while (symbol !== null) {
      if (symbol.register < 0 && canBeInRegister(symbol) && symbol.uses >= LEAST_USES) {
        if (best === null || symbol.uses > best.uses) best = symbol;
      }
      symbol = symbol.next;
    }
    if (best === null) return used;
    best.register = registerOf[used];
    used++;
  }
  return used;
}

/** Places the parameters above ebp. The last one comes first in the list of locals, behind all that are not. */
function placeParameters(): void {
  let end = 8, symbol = locals;
  while (symbol !== null) {
    if (symbol.storage === Storage.Parameter) end += symbol.type.size + 3 & ~3;
    symbol = symbol.next;
  }
  symbol = locals;
  while (symbol !== null) {
    if (symbol.storage === Storage.Parameter) {
      end -= symbol.type.size + 3 & ~3;
      symbol.address = end;
    }
    symbol = symbol.next;
  }
}

/** Makes the code of a function. */
export function generateFunction(symbol: Symbol, body: Node): void {
  const saved = assignRegisters();
  frame = saved * 4;
  placeParameters();
  let local = locals;
  while (local !== null) {
    if (local.storage === Storage.Local && local.register < 0) {
      frame = frame + sizeOf(local.type) + 3 & ~3;
      local.address = -frame;
      if (frame > LARGEST_FRAME) error(b("the function's variables are too large"));
    }
    local = local.next;
  }
  while ((here & 3) !== 0) emit(0x90);
  symbol.address = here;
  const firstRelocation = relocationCount;
  epilogue = newLabel();
  emit3(0x55, 0x89, 0xe5);
  for (let i = 0; i < saved; i++) emit(0x50 | registerOf[i]);
  emitReserveStack(frame - saved * 4);
  loadParameters();
  generateAll(body);
  // the end of main returns 0 (5.1.2.2.3)
  if (symbol.name === mainName) emit2(0x31, 0xc0);
  placeLabel(epilogue);
  const place = new Operand();
  for (let i = 0; i < saved; i++) {
    place.setMemory(Register.Ebp, -4 * (i + 1), null);
    emitMove(registerOf[i], place);
  }
  emit(0xc9);
  emit(0xc3);
  finishJumps(symbol.address, firstRelocation);
}

function loadParameters(): void {
  const place = new Operand();
  let symbol = locals;
  while (symbol !== null) {
    if (symbol.storage === Storage.Parameter && symbol.register >= 0) {
      place.setMemory(Register.Ebp, symbol.address, null);
      emitMove(symbol.register, place);
    }
    symbol = symbol.next;
  }
}

// ---- statements ----

/** A statement and all that follow it in its block. */
function generateAll(first: Node | null): void {
  let node = first;
  while (node !== null) {
    generate(node);
    node = node.next;
  }
}

function generate(node: Node): void {
  switch (node.op) {
    case Op.Block: return generateAll(node.left);
    case Op.If: return generateIf(node);
    case Op.Loop: return generateLoop(node);
    case Op.Switch: return generateSwitch(node);
    case Op.Case: case Op.Label: return placeLabel(node.label);
    case Op.Goto: return emitJump(node.label);
    case Op.Return: return generateReturn(node);
    default: effect(node);
  }
}

function generateIf(node: Node): void {
  const no = newLabel(), yes = node.right!;
  // if (...) goto: one jump
  if (node.third === null && yes.op === Op.Goto) return branch(node.left!, yes.label, true);
  branch(node.left!, no, false);
  generate(yes);
  if (node.third === null) return placeLabel(no);
  const end = newLabel();
  emitJump(end);
  placeLabel(no);
  generate(node.third);
  placeLabel(end);
}

/** The condition stands at the end, where one jump leads back; a loop with a test first enters there. */
function generateLoop(node: Node): void {
  const top = newLabel();
  const test = newLabel();
  const isDo = node.isDo;
  if (!isDo && node.left !== null) emitJump(test);
  placeLabel(top);
  generate(node.right!);
  placeLabel(node.continueLabel);
  if (node.third !== null) effect(node.third);
  placeLabel(test);
  if (node.left === null) emitJump(top);
  else branch(node.left, top, true);
  placeLabel(node.breakLabel);
}

function generateReturn(node: Node): void {
  const value = node.left;
  if (value !== null) {
    const type: Type = node.type;
    if (isVoid(type)) effect(value);
    else if (isFloatingType(type)) floatValue(value);
    else if (isWide(type)) wideValue(value);
    else intoRegister(value, Register.Eax, ALL_FREE);
  }
  emitJump(epilogue);
}

// ---- switch ----

let cases: Node[] = new Array<Node>(0);

/** Copies the cases of a switch, which are in order, to `cases`: how many. */
function collectCases(node: Node): number {
  let count = 0;
  let place = node.third;
  while (place !== null) {
    if (count === cases.length) cases = moreCases(place);
    cases[count] = place;
    count++;
    place = place.third;
  }
  return count;
}

function moreCases(filler: Node): Node[] {
  const longer = new Array<Node>(cases.length * 2 + 100);
  for (let i = 0; i < longer.length; i++) longer[i] = i < cases.length ? cases[i] : filler;
  return longer;
}

function generateSwitch(node: Node): void {
  const count = collectCases(node);
  const otherwise = node.defaultLabel !== 0 ? node.defaultLabel : node.breakLabel;
  const type = node.left!.type;
  if (isWide(type)) {
    wideValue(node.left!);
    for (let i = 0; i < count; i++) wideCase(cases[i]);
    emitJump(otherwise);
  } else {
    intoRegister(node.left!, Register.Eax, ALL_FREE);
    dispatch(0, count, type.isUnsigned, otherwise);
  }
  generate(node.right!);
  placeLabel(node.breakLabel);
}

function wideCase(place: Node): void {
  const operand = new Operand();
  const next = newLabel();
  operand.setImmediate(place.number.low, null);
  emitAlu(Alu.Compare, Register.Eax, operand, 0);
  emitJumpIf(Condition.NotEqual, next);
  operand.setImmediate(place.number.high, null);
  emitAlu(Alu.Compare, Register.Edx, operand, 0);
  emitJumpIf(Condition.Equal, place.label);
  placeLabel(next);
}

const FEW_CASES = 4;
const constant = new Operand();

/** Jumps to the case among cases[from ... end - 1] that equals eax. */
function dispatch(from: number, end: number, isUnsigned: boolean, otherwise: number): void {
  const count = end - from;
  if (count <= FEW_CASES) {
    for (let i = from; i < end; i++) {
      constant.setImmediate(cases[i].number.low, null);
      emitAlu(Alu.Compare, Register.Eax, constant, 0);
      emitJumpIf(Condition.Equal, cases[i].label);
    }
    emitJump(otherwise);
    return;
  }
  const span = cases[end - 1].number.low - cases[from].number.low | 0;
  if (span > 0 && span < count * 4) return jumpTable(from, end, span, otherwise);
  const middle = from + end >> 1;
  const upper = newLabel();
  constant.setImmediate(cases[middle].number.low, null);
  emitAlu(Alu.Compare, Register.Eax, constant, 0);
  emitJumpIf(isUnsigned ? Condition.AboveEqual : Condition.GreaterEqual, upper);
  dispatch(from, middle, isUnsigned, otherwise);
  placeLabel(upper);
  dispatch(middle, end, isUnsigned, otherwise);
}

function jumpTable(from: number, end: number, span: number, otherwise: number): void {
  const place = new Operand();
  place.setMemory(Register.Eax, -cases[from].number.low | 0, null);
  emit(0x8d);
  emitOperand(Register.Eax, place, 0);
  constant.setImmediate(span, null);
  emitAlu(Alu.Compare, Register.Eax, constant, 0);
  emitJumpIf(Condition.Above, otherwise);
  // jmp [eax * 4 + table], the table right behind
  const table = newLabel();
  emit3(0xff, 0x24, 0x85);
  emitLabelAddress(table);
  placeLabel(table);
  let next = from;
  for (let i = 0; i <= span; i++) {
    if ((cases[next].number.low - cases[from].number.low | 0) === i) {
      emitLabelAddress(cases[next].label);
      next++;
    } else emitLabelAddress(otherwise);
  }
}
