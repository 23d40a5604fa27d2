// Floating constants without floating point: T has only words. A Real is a sign, a 64-bit mantissa and an exponent, the
// x87 extended format's own range. A constant that its type cannot hold exactly, or not as a normal number (IEEE 754),
// is refused by those who ask `fitsReal`: nothing here rounds, and arithmetic is left to the machine.
import { ch } from "../../2-runtime/node.js";
import { Int64, Precision, Real, zero64 } from "../model.js";
import { appendDigit, digitOf, divide64, isZero64, negate64, shiftLeft64, shiftRight64 } from "./int64.js";

/** The greatest exponent of a format (of the first bit); the smallest is 1 less its negative: also the bias. */
function rangeOf(precision: Precision): number {
  if (precision === Precision.Float) return 127;
  return precision === Precision.Double ? 1023 : 16383;
}

function newReal(isNegative: boolean, number: Int64, exponent: number): Real {
  if (isZero64(number)) return new Real(isNegative, zero64, 0);
  let shift = 0, mantissa = number;
  while (mantissa.high >= 0) {
    mantissa = shiftLeft64(mantissa, 1);
    shift++;
  }
  return new Real(isNegative, mantissa, exponent - shift);
}

export function isZeroReal(a: Real): boolean { return isZero64(a.mantissa); }

/** Can a format hold the number as it is? */
export function fitsReal(a: Real, precision: Precision): boolean {
  if (isZeroReal(a)) return true;
  const first = a.exponent + 63, range = rangeOf(precision);
  if (first > range || first < 1 - range) return false;
  if (precision === Precision.Float) return (a.mantissa.low | a.mantissa.high & 0xff) === 0;
  return precision === Precision.Extended || (a.mantissa.low & 0x7ff) === 0;
}

// ---- reading ----

/** A floating constant that was read: null when 64 bits do not hold its digits; where its suffix begins. */
export class RealLiteral {
  real: Real | null;
  end: number;
  constructor(real: Real | null, end: number) {
    this.real = real;
    this.end = end;
  }
}

/** Reads a decimal or (0x...p...) hexadecimal floating constant at the start of `text`. */
export function readReal(text: Uint8Array): RealLiteral {
  const isHex = text.length > 2 && text[0] === ch('0') && (text[1] | 32) === ch('x');
  const base = isHex ? 16 : 10;
  let at = isHex ? 2 : 0, scale = 0, exponent = 0, waiting = 0;
  let seenPoint = false, isExact = true;
  let number = new Int64(0, 0);
  while (at < text.length && (digitOf(text[at], base) >= 0 || text[at] === ch('.') && !seenPoint)) {
    if (text[at] === ch('.')) seenPoint = true;
    else {
      // zeros at the end of a fraction say nothing
      waiting++;
      const digit = digitOf(text[at], base);
      while (waiting > 0 && (digit !== 0 || !seenPoint)) {
        waiting--;
        if (!appendDigit(number, base, waiting === 0 ? digit : 0)) isExact = false;
        if (seenPoint) scale -= isHex ? 4 : 1;
      }
    }
    at++;
  }
  if (at < text.length && (text[at] | 32) === (isHex ? ch('p') : ch('e'))) {
    at++;
    const minus = at < text.length && text[at] === ch('-');
    if (at < text.length && (text[at] === ch('+') || minus)) at++;
    while (at < text.length && digitOf(text[at], 10) >= 0) {
      if (exponent < 100000) exponent = exponent * 10 + digitOf(text[at], 10);
      at++;
    }
    if (minus) exponent = -exponent;
  }
  exponent += scale;
  if (isExact && isZero64(number)) return new RealLiteral(new Real(false, zero64, 0), at);
  // 10^n is 5^n * 2^n
  const five = new Int64(5, 0);
  for (let n = isHex ? 0 : exponent; n > 0 && isExact; n--) isExact = appendDigit(number, 5, 0);
  for (let n = isHex ? 0 : exponent; n < 0 && isExact; n++) {
    const divided = divide64(number, five, true);
    isExact = isZero64(divided.remainder);
    number = divided.quotient;
  }
  return new RealLiteral(isExact ? newReal(false, number, exponent) : null, at);
}

// ---- conversions ----

export function realFromInt64(number: Int64, isUnsigned: boolean): Real {
  if (isUnsigned || number.high >= 0) return newReal(false, number, 0);
  return newReal(true, negate64(number), 0);
}

/** Towards zero. Out of range: 80000000h and 0, as the x87 does. */
export function int64FromReal(a: Real): Int64 {
  if (a.exponent > 0) return new Int64(0, 1 << 31);
  const size = a.exponent > -64 ? shiftRight64(a.mantissa, -a.exponent, 0) : zero64;
  return a.isNegative ? negate64(size) : size;
}

export function negateReal(a: Real): Real { return new Real(!a.isNegative, a.mantissa, a.exponent); }

// ---- the formats in memory ----

/** The words of a number that fits the precision, lowest first; IEEE 754 (extended: Intel manual volume 1, 4.2.2). */
export function encodeReal(a: Real, precision: Precision): number[] {
  const biased = isZeroReal(a) ? 0 : a.exponent + 63 + rangeOf(precision);
  const sign = a.isNegative ? 1 << 31 : 0, low = a.mantissa.low, high = a.mantissa.high;
  if (precision === Precision.Float) return [sign | biased << 23 | high >>> 8 & 0x7fffff];
  if (precision === Precision.Double) return [low >>> 11 | high << 21, sign | biased << 20 | high >>> 11 & 0xfffff];
  return [low, high, (a.isNegative ? 0x8000 : 0) | biased];
}
