// The operators of C on integers: precedence of the tokens, and what they make of constants of 32 or 64 bits.
// The preprocessor's #if and the parser's constant folding share this table and this arithmetic. Types are not known
// here, but for signedness.
import { ch } from "../../2-runtime/node.js";
import { Int64, Op, Token } from "../model.js";
import {
  add64, divide64, fromInt, isEqual64, isLess64, multiply64, shiftLeft64, shiftRight64, subtract64,
} from "./int64.js";

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

/** a op c in 64 bits. The divisor is not 0. Comparisons give 0 or 1. */
export function operate64(op: Op, a: Int64, c: Int64, isUnsigned: boolean): Int64 {
  switch (op) {
    case Op.Add: return add64(a, c);
    case Op.Subtract: return subtract64(a, c);
    case Op.Multiply: return multiply64(a, c);
    case Op.Divide: return divide64(a, c, isUnsigned).quotient;
    case Op.Modulo: return divide64(a, c, isUnsigned).remainder;
    case Op.And: return new Int64(a.low & c.low, a.high & c.high);
    case Op.Or: return new Int64(a.low | c.low, a.high | c.high);
    case Op.Xor: return new Int64(a.low ^ c.low, a.high ^ c.high);
    case Op.ShiftLeft: return shiftLeft64(a, c.low & 63);
    case Op.ShiftRight: return shiftRight64(a, c.low & 63, !isUnsigned && a.high < 0 ? -1 : 0);
    default: return fromInt(compare64(op, a, c, isUnsigned) ? 1 : 0);
  }
}

function compare64(op: Op, a: Int64, c: Int64, isUnsigned: boolean): boolean {
  switch (op) {
    case Op.Equal: return isEqual64(a, c);
    case Op.NotEqual: return !isEqual64(a, c);
    case Op.Less: return isLess64(a, c, isUnsigned);
    case Op.GreaterEqual: return !isLess64(a, c, isUnsigned);
    case Op.LessEqual: return !isLess64(c, a, isUnsigned);
    default: return isLess64(c, a, isUnsigned);
  }
}
