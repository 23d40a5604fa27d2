// Floating constants without floating point: T has only words. A Real is a sign, a 64-bit mantissa and an exponent, the
// x87 extended format's own range. A constant that its type cannot hold exactly, or not as a normal number (IEEE 754),
// is refused by those who ask `fitsReal`: nothing here rounds, and arithmetic is left to the machine.
import { ch, ult } from "../runtime/node.js";
import { addWide, divideWide, high, lessWide, multiplyWide, shiftRightWide, subtractWide } from "./wide.js";

/** (high:low) * 2^exponent, the mantissa's top bit is set; or all 0. */
export class Real {
  negative: boolean = false;
  exponent: number = 0;
  high: number = 0;
  low: number = 0;
}

/** Bits of the mantissa of the three formats. */
export enum Precision { Float = 24, Double = 53, Extended = 64 }

/** The greatest exponent of a format (of the first bit); the smallest is 1 less its negative: also the bias. */
function rangeOf(precision: Precision): number {
  if (precision === Precision.Float) return 127;
  return precision === Precision.Double ? 1023 : 16383;
}

function newReal(negative: boolean, low: number, top: number, exponent: number): Real {
  const real = new Real();
  real.negative = negative;
  if ((low | top) === 0) return real;
  real.low = low;
  real.high = top;
  real.exponent = exponent;
  while (real.high >= 0) {
    real.high = real.high << 1 | real.low >>> 31;
    real.low = real.low << 1;
    real.exponent--;
  }
  return real;
}

export function isZeroReal(a: Real): boolean { return a.high === 0; }

/** Can a format hold the number as it is? */
export function fitsReal(a: Real, precision: Precision): boolean {
  if (isZeroReal(a)) return true;
  const first = a.exponent + 63, range = rangeOf(precision);
  if (first > range || first < 1 - range) return false;
  if (precision === Precision.Float) return (a.low | a.high & 0xff) === 0;
  return precision === Precision.Extended || (a.low & 0x7ff) === 0;
}

// ---- reading ----

function digitOf(c: number): number {
  if (c >= ch('0') && c <= ch('9')) return c - ch('0');
  const letter = c | 32;
  return letter >= ch('a') && letter <= ch('f') ? letter - ch('a') + 10 : 99;
}

/** Where readReal stopped: the suffix. */
export let realEnd = 0;
let readLow = 0, readHigh = 0;

/** Puts the number read so far times `factor` plus `digit` in its place; false when it would not fit 64 bits. */
function appendDigit(factor: number, digit: number): boolean {
  const most = divideWide(-1, -1, factor, 0, true, false);
  if (lessWide(most, high, readLow, readHigh, true)) return false;
  readLow = multiplyWide(readLow, readHigh, factor, 0);
  readLow = addWide(readLow, high, digit, 0);
  readHigh = high;
  return readHigh !== 0 || !ult(readLow, digit);
}

/** Reads a decimal or (0x...p...) hexadecimal floating constant at the start of `text`; null when 64 bits do not do. */
export function readReal(text: Uint8Array): Real | null {
  const isHex = text.length > 2 && text[0] === ch('0') && (text[1] | 32) === ch('x');
  const base = isHex ? 16 : 10;
  let at = isHex ? 2 : 0, scale = 0, exponent = 0, waiting = 0;
  let seenPoint = false, isExact = true;
  readLow = 0;
  readHigh = 0;
  while (at < text.length && (digitOf(text[at]) < base || text[at] === ch('.') && !seenPoint)) {
    if (text[at] === ch('.')) seenPoint = true;
    else {
      // zeros at the end of a fraction say nothing
      waiting++;
      const digit = digitOf(text[at]);
      while (waiting > 0 && (digit !== 0 || !seenPoint)) {
        waiting--;
        if (!appendDigit(base, waiting === 0 ? digit : 0)) isExact = false;
        if (seenPoint) scale -= isHex ? 4 : 1;
      }
    }
    at++;
  }
  if (at < text.length && (text[at] | 32) === (isHex ? ch('p') : ch('e'))) {
    at++;
    const minus = at < text.length && text[at] === ch('-');
    if (at < text.length && (text[at] === ch('+') || minus)) at++;
    while (at < text.length && digitOf(text[at]) < 10) {
      if (exponent < 100000) exponent = exponent * 10 + digitOf(text[at]);
      at++;
    }
    if (minus) exponent = -exponent;
  }
  realEnd = at;
  exponent += scale;
  if ((readLow | readHigh) === 0) return isExact ? new Real() : null;
  // 10^n is 5^n * 2^n
  for (let n = isHex ? 0 : exponent; n > 0 && isExact; n--) isExact = appendDigit(5, 0);
  for (let n = isHex ? 0 : exponent; n < 0 && isExact; n++) {
    isExact = divideWide(readLow, readHigh, 5, 0, true, true) === 0;
    readLow = divideWide(readLow, readHigh, 5, 0, true, false);
    readHigh = high;
  }
  return isExact ? newReal(false, readLow, readHigh, exponent) : null;
}

// ---- conversions ----

export function realFromWide(low: number, highWord: number, isUnsigned: boolean): Real {
  if (isUnsigned || highWord >= 0) return newReal(false, low, highWord, 0);
  const bottom = subtractWide(0, 0, low, highWord);
  return newReal(true, bottom, high, 0);
}

/** Towards zero; the high word is left in wide.ts's `high`. Out of range: 0 and 80000000h, as the x87 does. */
export function wideFromReal(a: Real): number {
  let low = 0, top = 0;
  if (a.exponent > 0) return subtractWide(0, 1 << 31, 0, 0);
  if (a.exponent > -64) {
    low = shiftRightWide(a.low, a.high, -a.exponent, 0);
    top = high;
  }
  return a.negative ? subtractWide(0, 0, low, top) : subtractWide(low, top, 0, 0);
}

export function negateReal(a: Real): Real {
  return newReal(!a.negative, a.low, a.high, a.exponent);
}

// ---- the formats in memory ----

/** Words of the last encoded number, lowest first. */
export const encoded = new Int32Array(3);

/** Encodes a number that fits the precision; IEEE 754 (extended: Intel manual volume 1, 4.2.2). */
export function encodeReal(a: Real, precision: Precision): void {
  const biased = isZeroReal(a) ? 0 : a.exponent + 63 + rangeOf(precision);
  const sign = a.negative ? 1 << 31 : 0;
  if (precision === Precision.Float) {
    encoded[0] = sign | biased << 23 | a.high >>> 8 & 0x7fffff;
  } else if (precision === Precision.Double) {
    encoded[0] = a.low >>> 11 | a.high << 21;
    encoded[1] = sign | biased << 20 | a.high >>> 11 & 0xfffff;
  } else {
    encoded[0] = a.low;
    encoded[1] = a.high;
    encoded[2] = (a.negative ? 0x8000 : 0) | biased;
  }
}
