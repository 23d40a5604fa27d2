// The operators of C on integers: precedence of the tokens, and what they make of constants of 32 or 64 bits.
// The preprocessor's #if and the parser's constant folding share this table and this arithmetic.
import { ch } from "../../runtime/node.js";
import { Op, Token } from "../model.js";
import { addWide, divideWide, lessWide, multiplyWide, shiftLeftWide, shiftRightWide, subtractWide } from "./wide.js";

const precedences = new Uint8Array(256);
const operations = new Uint8Array(256);

function setOperator(token: number, precedence: number, op: Op): void {
  precedences[token] = precedence;
  operations[token] = op;
}

export function setUpOperators(): void {
  setOperator(ch('*'), 12, Op.Multiply);
  setOperator(ch('/'), 12, Op.Divide);
  setOperator(ch('%'), 12, Op.Modulo);
  setOperator(ch('+'), 11, Op.Add);
  setOperator(ch('-'), 11, Op.Subtract);
  setOperator(Token.ShiftLeft, 10, Op.ShiftLeft);
  setOperator(Token.ShiftRight, 10, Op.ShiftRight);
  setOperator(ch('<'), 9, Op.Less);
  setOperator(ch('>'), 9, Op.Greater);
  setOperator(Token.LessEqual, 9, Op.LessEqual);
  setOperator(Token.GreaterEqual, 9, Op.GreaterEqual);
  setOperator(Token.Equal, 8, Op.Equal);
  setOperator(Token.NotEqual, 8, Op.NotEqual);
  setOperator(ch('&'), 7, Op.And);
  setOperator(ch('^'), 6, Op.Xor);
  setOperator(ch('|'), 5, Op.Or);
  setOperator(Token.AndAnd, 4, Op.LogicalAnd);
  setOperator(Token.OrOr, 3, Op.LogicalOr);
}

/** 0 for a token that is no binary operator. */
export function precedenceOf(token: number): number { return precedences[token]; }
export function operationOf(token: number): Op { return operations[token]; }

export function isComparison(op: Op): boolean { return op >= Op.Equal && op <= Op.Greater; }

/** The comparison of the operands exchanged. */
export function mirrored(op: Op): Op {
  switch (op) {
    case Op.Less: return Op.Greater;
    case Op.Greater: return Op.Less;
    case Op.LessEqual: return Op.GreaterEqual;
    case Op.GreaterEqual: return Op.LessEqual;
    default: return op;
  }
}

/** a op c in 64 bits; the high word in wide.ts's `high`. The divisor is not 0. Comparisons give 0 or 1. */
export function foldWide(
  op: Op, aLow: number, aHigh: number, cLow: number, cHigh: number, isUnsigned: boolean,
): number {
  switch (op) {
    case Op.Add: return addWide(aLow, aHigh, cLow, cHigh);
    case Op.Subtract: return subtractWide(aLow, aHigh, cLow, cHigh);
    case Op.Multiply: return multiplyWide(aLow, aHigh, cLow, cHigh);
    case Op.Divide: return divideWide(aLow, aHigh, cLow, cHigh, isUnsigned, false);
    case Op.Modulo: return divideWide(aLow, aHigh, cLow, cHigh, isUnsigned, true);
    case Op.And: return addWide(aLow & cLow, aHigh & cHigh, 0, 0);
    case Op.Or: return addWide(aLow | cLow, aHigh | cHigh, 0, 0);
    case Op.Xor: return addWide(aLow ^ cLow, aHigh ^ cHigh, 0, 0);
    case Op.ShiftLeft: return shiftLeftWide(aLow, aHigh, cLow & 63);
    case Op.ShiftRight: return shiftRightWide(aLow, aHigh, cLow & 63, !isUnsigned && aHigh < 0 ? -1 : 0);
    default: return addWide(compareWide(op, aLow, aHigh, cLow, cHigh, isUnsigned) ? 1 : 0, 0, 0, 0);
  }
}

function compareWide(
  op: Op, aLow: number, aHigh: number, cLow: number, cHigh: number, isUnsigned: boolean,
): boolean {
  const equal = aLow === cLow && aHigh === cHigh;
  switch (op) {
    case Op.Equal: return equal;
    case Op.NotEqual: return !equal;
    case Op.Less: return lessWide(aLow, aHigh, cLow, cHigh, isUnsigned);
    case Op.GreaterEqual: return !lessWide(aLow, aHigh, cLow, cHigh, isUnsigned);
    case Op.LessEqual: return equal || lessWide(aLow, aHigh, cLow, cHigh, isUnsigned);
    default: return !equal && !lessWide(aLow, aHigh, cLow, cHigh, isUnsigned);
  }
}
