// 64-bit integers on pairs of 32-bit words, for the constants of #if and of C: T has no wider numbers. Nothing here
// knows of types but signedness; results are new numbers, but for appendDigit.
import { ch, imul, udiv, ult, umod, umulHigh } from "../../2-runtime/node.js";
import { Int64, zero64 } from "../model.js";

/** An int as 64 bits. */
export function fromInt(value: number): Int64 { return new Int64(value, value < 0 ? -1 : 0); }

export function isZero64(a: Int64): boolean { return (a.low | a.high) === 0; }

export function isEqual64(a: Int64, c: Int64): boolean { return a.low === c.low && a.high === c.high; }

/** Is a < c? */
export function isLess64(a: Int64, c: Int64, isUnsigned: boolean): boolean {
  if (a.high !== c.high) return isUnsigned ? ult(a.high, c.high) : a.high < c.high;
  return ult(a.low, c.low);
}

export function add64(a: Int64, c: Int64): Int64 {
  const low = a.low + c.low | 0;
  return new Int64(low, a.high + c.high + (ult(low, a.low) ? 1 : 0) | 0);
}

export function subtract64(a: Int64, c: Int64): Int64 {
  return new Int64(a.low - c.low | 0, a.high - c.high - (ult(a.low, c.low) ? 1 : 0) | 0);
}

export function negate64(a: Int64): Int64 { return subtract64(zero64, a); }

export function multiply64(a: Int64, c: Int64): Int64 {
  const high = umulHigh(a.low, c.low) + imul(a.low, c.high) + imul(a.high, c.low) | 0;
  return new Int64(imul(a.low, c.low), high);
}

/** a << n, 0 <= n < 64. */
export function shiftLeft64(a: Int64, n: number): Int64 {
  if (n === 0) return a;
  if (n >= 32) return new Int64(0, a.low << n - 32);
  return new Int64(a.low << n, a.high << n | a.low >>> 32 - n);
}

/** a >> n, 0 <= n < 64; `fill` (0 or -1) comes in from above. */
export function shiftRight64(a: Int64, n: number, fill: number): Int64 {
  if (n === 0) return a;
  if (n === 32) return new Int64(a.high, fill);
  if (n > 32) return new Int64(a.high >>> n - 32 | fill << 64 - n, fill);
  return new Int64(a.low >>> n | a.high << 32 - n, a.high >>> n | fill << 32 - n);
}

export class Division {
  quotient: Int64;
  remainder: Int64;
  constructor(quotient: Int64, remainder: Int64) {
    this.quotient = quotient;
    this.remainder = remainder;
  }
}

function divideUnsigned64(a: Int64, c: Int64): Division {
  if ((a.high | c.high) === 0) {
    return new Division(new Int64(udiv(a.low, c.low), 0), new Int64(umod(a.low, c.low), 0));
  }
  const quotient = new Int64(0, 0);
  let rest = zero64;
  for (let i = 63; i >= 0; i--) {
    const bit = (i >= 32 ? a.high >>> i - 32 : a.low >>> i) & 1;
    const carry = rest.high < 0;
    rest = shiftLeft64(rest, 1);
    rest.low = rest.low | bit;
    if (!carry && isLess64(rest, c, true)) continue;
    rest = subtract64(rest, c);
    if (i >= 32) quotient.high = quotient.high | 1 << i - 32;
    else quotient.low = quotient.low | 1 << i;
  }
  return new Division(quotient, rest);
}

/** Quotient and remainder as C defines them: towards zero. The divisor is not 0. */
export function divide64(a: Int64, c: Int64, isUnsigned: boolean): Division {
  const isNegative = !isUnsigned && a.high < 0, isDivisorNegative = !isUnsigned && c.high < 0;
  const result = divideUnsigned64(isNegative ? negate64(a) : a, isDivisorNegative ? negate64(c) : c);
  if (isNegative !== isDivisorNegative) result.quotient = negate64(result.quotient);
  if (isNegative) result.remainder = negate64(result.remainder);
  return result;
}

/** The value of a digit in a base; -1 for what is none. */
export function digitOf(c: number, base: number): number {
  let digit = c - ch('0');
  if (c > ch('9')) digit = (c | 32) >= ch('a') && (c | 32) <= ch('f') ? (c | 32) - ch('a') + 10 : -1;
  return digit < base ? digit : -1;
}

/** Puts number * factor + digit, both small, in the number's place; false when that does not fit 64 bits. */
export function appendDigit(number: Int64, factor: number, digit: number): boolean {
  const isTooLarge = umulHigh(number.high, factor) !== 0;
  const low = imul(number.low, factor) + digit | 0;
  const carry = umulHigh(number.low, factor) + (ult(low, digit) ? 1 : 0);
  number.low = low;
  number.high = imul(number.high, factor) + carry | 0;
  return !isTooLarge && !ult(number.high, carry);
}

/** n when a word is 2 to the power n, else -1. */
export function powerOfTwo(word: number): number {
  if (word === 0 || (word & word - 1) !== 0) return -1;
  let n = 0;
  while ((word >>> n | 0) !== 1) n++;
  return n;
}
