// 64-bit arithmetic on pairs of 32-bit words, for constant expressions of the preprocessor and of C.
// A function returns the low word and leaves the high word in `high`. Nothing here knows of types but signedness.
import { imul, udiv, ult, umod, umulHigh } from "../../runtime/node.js";

/** High word of the last result. */
export let high = 0;

export function addWide(aLow: number, aHigh: number, cLow: number, cHigh: number): number {
  const low = aLow + cLow | 0;
  high = aHigh + cHigh + (ult(low, aLow) ? 1 : 0) | 0;
  return low;
}

export function subtractWide(aLow: number, aHigh: number, cLow: number, cHigh: number): number {
  high = aHigh - cHigh - (ult(aLow, cLow) ? 1 : 0) | 0;
  return aLow - cLow | 0;
}

export function multiplyWide(aLow: number, aHigh: number, cLow: number, cHigh: number): number {
  high = umulHigh(aLow, cLow) + imul(aLow, cHigh) + imul(aHigh, cLow) | 0;
  return imul(aLow, cLow);
}

/** Is a < c? */
export function lessWide(aLow: number, aHigh: number, cLow: number, cHigh: number, isUnsigned: boolean): boolean {
  if (aHigh !== cHigh) return isUnsigned ? ult(aHigh, cHigh) : aHigh < cHigh;
  return ult(aLow, cLow);
}

/** a << n, 0 <= n < 64. */
export function shiftLeftWide(low: number, highWord: number, n: number): number {
  if (n === 0) {
    high = highWord;
    return low;
  }
  if (n >= 32) {
    high = low << n - 32;
    return 0;
  }
  high = highWord << n | low >>> 32 - n;
  return low << n;
}

/** a >> n, 0 <= n < 64; `fill` (0 or -1) comes in from above. */
export function shiftRightWide(low: number, highWord: number, n: number, fill: number): number {
  if (n === 0) {
    high = highWord;
    return low;
  }
  if (n >= 32) {
    high = fill;
    if (n === 32) return highWord;
    return highWord >>> n - 32 | fill << 64 - n;
  }
  high = highWord >>> n | fill << 32 - n;
  return low >>> n | highWord << 32 - n;
}

let remainderLow = 0;
let remainderHigh = 0;

/** Unsigned quotient; the remainder is left in the two variables above. The divisor is not 0. */
function divideUnsigned(aLow: number, aHigh: number, cLow: number, cHigh: number): number {
  if (aHigh === 0 && cHigh === 0) {
    remainderLow = umod(aLow, cLow);
    remainderHigh = 0;
    high = 0;
    return udiv(aLow, cLow);
  }
  let quotientLow = 0;
  let quotientHigh = 0;
  let restLow = 0;
  let restHigh = 0;
  let low = aLow;
  let top = aHigh;
  for (let i = 0; i < 64; i++) {
    const carry = restHigh < 0;
    restHigh = restHigh << 1 | restLow >>> 31;
    restLow = restLow << 1 | top >>> 31;
    top = top << 1 | low >>> 31;
    low = low << 1;
    quotientHigh = quotientHigh << 1 | quotientLow >>> 31;
    quotientLow = quotientLow << 1;
    if (carry || !lessWide(restLow, restHigh, cLow, cHigh, true)) {
      restLow = subtractWide(restLow, restHigh, cLow, cHigh);
      restHigh = high;
      quotientLow = quotientLow | 1;
    }
  }
  remainderLow = restLow;
  remainderHigh = restHigh;
  high = quotientHigh;
  return quotientLow;
}

/** Quotient (or remainder) as C defines it: towards zero. The divisor is not 0. */
export function divideWide(
  aLow: number, aHigh: number, cLow: number, cHigh: number, isUnsigned: boolean, wantRemainder: boolean,
): number {
  const aNegative = !isUnsigned && aHigh < 0;
  const cNegative = !isUnsigned && cHigh < 0;
  let low = aLow, top = aHigh;
  if (aNegative) {
    low = subtractWide(0, 0, aLow, aHigh);
    top = high;
  }
  let divisorLow = cLow, divisorHigh = cHigh;
  if (cNegative) {
    divisorLow = subtractWide(0, 0, cLow, cHigh);
    divisorHigh = high;
  }
  let result = divideUnsigned(low, top, divisorLow, divisorHigh);
  let negate = aNegative !== cNegative;
  if (wantRemainder) {
    result = remainderLow;
    high = remainderHigh;
    negate = aNegative;
  }
  if (negate) return subtractWide(0, 0, result, high);
  return result;
}

/** n when a word is 2 to the power n, else -1. */
export function powerOfTwo(word: number): number {
  if (word === 0 || (word & word - 1) !== 0) return -1;
  let n = 0;
  while ((word >>> n | 0) !== 1) n++;
  return n;
}
