// Floating constants without floating point: T has only words. A Real is a sign, a 64-bit mantissa and an exponent,
// the x87 extended format's own range. Conversions from decimal and hexadecimal text and all arithmetic are exact
// quotients of two big integers, rounded once (to nearest, ties to even) to the precision of the C type: IEEE 754.
import { ch, imul } from "../runtime/node.js";
import { high, shiftRightWide, subtractWide } from "./wide.js";

export enum RealKind { Zero, Finite, Infinity }

/** Finite: (high:low) * 2^exponent, the mantissa's top bit is set. */
export class Real {
  kind: RealKind = RealKind.Zero;
  negative: boolean = false;
  exponent: number = 0;
  high: number = 0;
  low: number = 0;
}

/** Bits of the mantissa of the three formats, and the exponent of the last bit of their smallest numbers. */
export enum Precision { Float = 24, Double = 53, Extended = 64 }
function smallestExponent(precision: Precision): number {
  if (precision === Precision.Float) return -149;
  return precision === Precision.Double ? -1074 : -16445;
}
/** Exponent (of the first bit) from which on a number is infinite. */
function overflowExponent(precision: Precision): number {
  if (precision === Precision.Float) return 128;
  return precision === Precision.Double ? 1024 : 16384;
}

// ---- big integers: limbs of 16 bits, the lowest first ----

const MOST_LIMBS = 4096;

class Big {
  limbs: Int32Array = new Int32Array(MOST_LIMBS);
  size: number = 0;

  set(highWord: number, lowWord: number): void {
    this.limbs[0] = lowWord & 0xffff;
    this.limbs[1] = lowWord >>> 16;
    this.limbs[2] = highWord & 0xffff;
    this.limbs[3] = highWord >>> 16;
    this.size = 4;
    this.trim();
  }

  trim(): void {
    while (this.size > 0 && this.limbs[this.size - 1] === 0) this.size--;
  }

  copyFrom(other: Big): void {
    for (let i = 0; i < other.size; i++) this.limbs[i] = other.limbs[i];
    this.size = other.size;
  }

  /** this = this * factor + addend; both below 65,536. */
  multiplyAdd(factor: number, addend: number): void {
    let carry = addend;
    const limbs = this.limbs;
    for (let i = 0; i < this.size; i++) {
      const product = imul(limbs[i], factor) + carry | 0;
      limbs[i] = product & 0xffff;
      carry = product >>> 16;
    }
    if (carry !== 0) {
      limbs[this.size] = carry;
      this.size++;
    }
  }

  bits(): number {
    if (this.size === 0) return 0;
    let n = this.size * 16 - 16;
    let top = this.limbs[this.size - 1];
    while (top !== 0) {
      n++;
      top = top >> 1;
    }
    return n;
  }

  shiftLeft(n: number): void {
    if (this.size === 0) return;
    const whole = n >> 4;
    const part = n & 15;
    const limbs = this.limbs;
    limbs[this.size] = 0;
    for (let i = this.size; i >= 0; i--) {
      const below = i > 0 ? limbs[i - 1] : 0;
      limbs[i + whole] = (limbs[i] << part | below >> 16 - part) & 0xffff;
    }
    for (let i = 0; i < whole; i++) limbs[i] = 0;
    this.size = this.size + whole + 1;
    this.trim();
  }

  isBelow(other: Big): boolean {
    if (this.size !== other.size) return this.size < other.size;
    for (let i = this.size - 1; i >= 0; i--) {
      if (this.limbs[i] !== other.limbs[i]) return this.limbs[i] < other.limbs[i];
    }
    return false;
  }

  /** this = this - other, which is not greater. */
  subtract(other: Big): void {
    let borrow = 0;
    const limbs = this.limbs;
    for (let i = 0; i < this.size; i++) {
      let difference = limbs[i] - borrow;
      if (i < other.size) difference = difference - other.limbs[i];
      borrow = difference < 0 ? 1 : 0;
      limbs[i] = difference & 0xffff;
    }
    this.trim();
  }

  add(other: Big): void {
    let carry = 0;
    const limbs = this.limbs;
    while (this.size < other.size) {
      limbs[this.size] = 0;
      this.size++;
    }
    for (let i = 0; i < this.size; i++) {
      let sum = limbs[i] + carry;
      if (i < other.size) sum = sum + other.limbs[i];
      limbs[i] = sum & 0xffff;
      carry = sum >> 16;
    }
    if (carry !== 0) {
      limbs[this.size] = 1;
      this.size++;
    }
  }
}

const numerator = new Big();
const denominator = new Big();

// ---- rounding ----

/**
 * The Real numerator / denominator * 2^exponent, rounded to a precision. Destroys both big numbers.
 * Long division, bit by bit: the mantissa's bits, then one to round, then "is anything left".
 */
function quotient(negative: boolean, exponent: number, precision: Precision): Real {
  const real = new Real();
  real.negative = negative;
  if (numerator.size === 0) return real;
  // scale so that 1 <= numerator / denominator < 2
  const shift = numerator.bits() - denominator.bits();
  if (shift > 0) denominator.shiftLeft(shift);
  else numerator.shiftLeft(-shift);
  let first = exponent + shift;
  if (numerator.isBelow(denominator)) {
    numerator.shiftLeft(1);
    first--;
  }
  let wanted: number = precision;
  const smallest = smallestExponent(precision);
  if (first - wanted + 1 < smallest) wanted = first - smallest + 1;
  if (wanted < 0) return real;
  let top = 0, low = 0;
  for (let i = 0; i < wanted; i++) {
    top = top << 1 | low >>> 31;
    low = low << 1;
    if (!numerator.isBelow(denominator)) {
      numerator.subtract(denominator);
      low = low | 1;
    }
    numerator.shiftLeft(1);
  }
  let last = first - wanted + 1;
  if (!numerator.isBelow(denominator)) {
    numerator.subtract(denominator);
    if (numerator.size > 0 || (low & 1) !== 0) {
      low = low + 1 | 0;
      if (low === 0) {
        top = top + 1 | 0;
        if (top === 0) {
          top = 1 << 31;
          last++;
        }
      }
    }
  }
  return normal(real, top, low, last, precision);
}

/** Fills in (top:low) * 2^exponent, which needs no rounding. */
function normal(real: Real, top: number, low: number, exponent: number, precision: Precision): Real {
  if (top === 0 && low === 0) return real;
  real.kind = RealKind.Finite;
  real.high = top;
  real.low = low;
  real.exponent = exponent;
  while (real.high >= 0) {
    real.high = real.high << 1 | real.low >>> 31;
    real.low = real.low << 1;
    real.exponent--;
  }
  if (real.exponent + 63 >= overflowExponent(precision)) real.kind = RealKind.Infinity;
  return real;
}

export function roundReal(a: Real, precision: Precision): Real {
  if (a.kind !== RealKind.Finite) return a;
  numerator.set(a.high, a.low);
  denominator.set(0, 1);
  return quotient(a.negative, a.exponent, precision);
}

// ---- reading ----

function digitOf(c: number): number {
  if (c >= ch('0') && c <= ch('9')) return c - ch('0');
  const letter = c | 32;
  if (letter >= ch('a') && letter <= ch('f')) return letter - ch('a') + 10;
  return 99;
}

/** Where readReal stopped: the suffix. */
export let realEnd = 0;

/** Reads a decimal or (0x...p...) hexadecimal floating constant at the start of `text`. */
export function readReal(text: Uint8Array, precision: Precision): Real {
  const end = text.length;
  const isHex = end > 2 && text[0] === ch('0') && (text[1] | 32) === ch('x');
  const base = isHex ? 16 : 10;
  const digitBits = isHex ? 4 : 1;
  let at = isHex ? 2 : 0;
  let scale = 0;
  let seenPoint = false;
  let ignored = false;
  numerator.set(0, 0);
  while (at < end) {
    const c = text[at];
    if (c === ch('.')) {
      if (seenPoint) break;
      seenPoint = true;
    } else {
      const digit = digitOf(c);
      if (digit >= base) break;
      if (numerator.size < 1000) {
        numerator.multiplyAdd(base, digit);
        if (seenPoint) scale = scale - digitBits;
      } else {
        // thousands of digits: all that the rest can tell is that the number lies a little higher
        if (digit !== 0) ignored = true;
        if (!seenPoint) scale = scale + digitBits;
      }
    }
    at++;
  }
  if (ignored) {
    numerator.multiplyAdd(base, 1);
    scale = scale - digitBits;
  }
  let exponent = 0;
  if (at < end && (text[at] | 32) === (isHex ? ch('p') : ch('e'))) {
    at++;
    const minus = at < end && text[at] === ch('-');
    if (at < end && (text[at] === ch('+') || text[at] === ch('-'))) at++;
    while (at < end && text[at] >= ch('0') && text[at] <= ch('9')) {
      if (exponent < 100000) exponent = exponent * 10 + text[at] - ch('0');
      at++;
    }
    if (minus) exponent = -exponent;
  }
  realEnd = at;
  exponent = exponent + scale;
  denominator.set(0, 1);
  if (numerator.size === 0) return new Real();
  if (isHex) return quotient(false, exponent, precision);
  // far outside of every format: infinite or zero without work
  const magnitude = exponent * 3 + numerator.bits();
  if (magnitude > 17000) exponent = 6000;
  if (exponent < 0 && exponent * 3 + numerator.bits() < -20000) return new Real();
  for (let i = 0; i < exponent; i++) numerator.multiplyAdd(10, 0);
  for (let i = 0; i < -exponent; i++) denominator.multiplyAdd(10, 0);
  return quotient(false, 0, precision);
}

// ---- arithmetic ----

export function realFromWide(low: number, highWord: number, isUnsigned: boolean, precision: Precision): Real {
  let bottom = low, top = highWord;
  const negative = !isUnsigned && highWord < 0;
  if (negative) {
    bottom = subtractWide(0, 0, low, highWord);
    top = high;
  }
  numerator.set(top, bottom);
  denominator.set(0, 1);
  return quotient(negative, 0, precision);
}

/** Towards zero; the high word is left in wide.ts's `high`. Out of range: 0 and 80000000h, as the x87 does. */
export function wideFromReal(a: Real): number {
  let low = 0, top = 0;
  if (a.kind === RealKind.Finite && a.exponent <= 0) {
    if (a.exponent > -64) {
      low = shiftRightWide(a.low, a.high, -a.exponent, 0);
      top = high;
    }
  } else if (a.kind !== RealKind.Zero) {
    return subtractWide(0, 1 << 31, 0, 0);
  }
  return a.negative ? subtractWide(0, 0, low, top) : subtractWide(low, top, 0, 0);
}

export function negateReal(a: Real): Real {
  const result = new Real();
  result.kind = a.kind;
  result.negative = !a.negative;
  result.exponent = a.exponent;
  result.high = a.high;
  result.low = a.low;
  return result;
}

/** a + c, both finite. */
export function addReal(a: Real, c: Real, precision: Precision): Real {
  if (a.exponent < c.exponent) return addReal(c, a, precision);
  // a has the greater exponent: shift it up; when c is too far below, any tiny number rounds as c does
  let shift = a.exponent - c.exponent;
  let exponent = c.exponent;
  numerator.set(a.high, a.low);
  denominator.set(c.high, c.low);
  if (shift > 130 && a.kind === RealKind.Finite && c.kind === RealKind.Finite) {
    shift = 130;
    exponent = a.exponent - 130;
    denominator.set(0, 1);
  }
  numerator.shiftLeft(shift);
  let negative = a.negative;
  if (a.negative === c.negative) {
    numerator.add(denominator);
  } else if (numerator.isBelow(denominator)) {
    denominator.subtract(numerator);
    numerator.copyFrom(denominator);
    negative = c.negative;
  } else {
    numerator.subtract(denominator);
    if (numerator.size === 0) negative = false;
  }
  denominator.set(0, 1);
  return quotient(negative, exponent, precision);
}

/** a * c, both finite. */
export function multiplyReal(a: Real, c: Real, precision: Precision): Real {
  // a's mantissa times the four limbs of c's, highest first
  numerator.set(0, 0);
  for (let i = 3; i >= 0; i--) {
    const word = i >= 2 ? c.high : c.low;
    denominator.set(a.high, a.low);
    denominator.multiplyAdd((i & 1) === 1 ? word >>> 16 : word & 0xffff, 0);
    denominator.trim();
    numerator.shiftLeft(16);
    numerator.add(denominator);
  }
  denominator.set(0, 1);
  return quotient(a.negative !== c.negative, a.exponent + c.exponent, precision);
}

/** a / c, both finite and c not zero. */
export function divideReal(a: Real, c: Real, precision: Precision): Real {
  numerator.set(a.high, a.low);
  denominator.set(c.high, c.low);
  return quotient(a.negative !== c.negative, a.exponent - c.exponent, precision);
}

/** -1, 0 or 1 as a is below, equal to or above c; both finite. */
export function compareReal(a: Real, c: Real): number {
  const difference = addReal(a, negateReal(c), Precision.Extended);
  if (difference.kind === RealKind.Zero) return 0;
  return difference.negative ? -1 : 1;
}

// ---- the formats in memory ----

/** Words of the last encoded number, lowest first. */
export const encoded = new Int32Array(3);

/** Encodes a number already rounded to the precision; IEEE 754 (extended: Intel manual volume 1, 4.2.2). */
export function encodeReal(a: Real, precision: Precision): void {
  const exponentBits = precision === Precision.Float ? 8 : precision === Precision.Double ? 11 : 15;
  const bias = (1 << exponentBits - 1) - 1;
  let biased = 0, top = 0, low = 0;
  if (a.kind === RealKind.Finite) {
    biased = a.exponent + 63 + bias;
    top = a.high;
    low = a.low;
    if (biased <= 0) {
      low = shiftRightWide(a.low, a.high, 1 - biased, 0);
      top = high;
      biased = 0;
    }
  } else if (a.kind !== RealKind.Zero) {
    biased = (1 << exponentBits) - 1;
    top = 1 << 31;
  }
  const sign = a.negative ? 1 << 31 : 0;
  if (precision === Precision.Float) {
    encoded[0] = sign | biased << 23 | top >>> 8 & 0x7fffff;
  } else if (precision === Precision.Double) {
    encoded[0] = low >>> 11 | top << 21;
    encoded[1] = sign | biased << 20 | top >>> 11 & 0xfffff;
  } else {
    encoded[0] = low;
    encoded[1] = top;
    encoded[2] = (a.negative ? 0x8000 : 0) | biased;
  }
}

export function isZeroReal(a: Real): boolean { return a.kind === RealKind.Zero; }
export function isFiniteReal(a: Real): boolean { return a.kind !== RealKind.Infinity; }
