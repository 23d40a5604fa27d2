// Real numbers as integers: a value times 2^512, computed with series, so that no floating-point arithmetic and no
// library of mathematics takes part. The last bits of a result are wrong; what is compared has 160 bits at most.

/** Bits after the point. */
const places = 512;

export const one = 1n << BigInt(places);

/** The product and the quotient of two values. */
export const times = (a: bigint, b: bigint): bigint => (a * b) >> BigInt(places);
export const over = (a: bigint, b: bigint): bigint => (a << BigInt(places)) / b;

export const absolute = (value: bigint): bigint => value < 0n ? -value : value;

/** 2 to the power of an exponent of either sign. */
export function power(exponent: number): bigint {
  return exponent >= 0 ? one << BigInt(exponent) : one >> BigInt(-exponent);
}

/** The natural logarithm of a value between 1/2 and 2: twice the area tangent of (x - 1) / (x + 1). */
function smallLogarithm(x: bigint): bigint {
  const z = over(x - one, x + one);
  const square = times(z, z);
  let sum = 0n;
  for (let term = z, odd = 1n; term !== 0n && term !== -1n; term = times(term, square), odd += 2n) {
    sum += term / odd;
  }
  return 2n * sum;
}

export const ln2 = smallLogarithm(2n * one);

/** The natural logarithm of a positive value. */
export function ln(x: bigint): bigint {
  const exponent = x.toString(2).length - 1 - places;
  return smallLogarithm(exponent >= 0 ? x >> BigInt(exponent) : x << BigInt(-exponent)) + BigInt(exponent) * ln2;
}

/** 2 to the power of x, which lies between -1 and 1. */
export function exp2(x: bigint): bigint {
  const exponent = times(x, ln2);
  let sum = one;
  for (let term = exponent, n = 1n; term !== 0n && term !== -1n; n++, term = times(term, exponent) / n) {
    sum += term;
  }
  return sum;
}

/** The sine of an angle. */
export function sine(angle: bigint): bigint {
  const square = times(angle, angle);
  let sum = 0n;
  for (let term = angle, n = 1n; absolute(term) > 1n; n += 2n, term = -times(term, square) / (n * (n - 1n))) {
    sum += term;
  }
  return sum;
}

/** Pi times 2^bits, cut off: Machin's formula. */
export function pi(bits: number): bigint {
  const unit = 1n << BigInt(bits + 32);
  const arctangent = (inverse: bigint): bigint => {
    let sum = 0n;
    for (let term = unit / inverse, odd = 1n; term !== 0n; term /= -inverse * inverse, odd += 2n) {
      sum += term / odd;
    }
    return sum;
  };
  return (16n * arctangent(5n) - 4n * arctangent(239n)) >> 32n;
}

/** The greatest integer whose power is not above the number. */
export function root(number: bigint, degree: bigint): bigint {
  let low = 0n;
  let high = 1n << (BigInt(number.toString(2).length) / degree + 1n);
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    [low, high] = middle ** degree <= number ? [middle, high] : [low, middle];
  }
  return low;
}

/** The value of a C constant, decimal (rounded to 512 places) or hexadecimal (exact): 0x1.8p-3, -1.5E0L, 0x3ff0. */
export function constant(text: string): bigint {
  const [, sign, hexadecimal, digits = "", fraction = "", exponent = "0"] =
    /^(-?)(0x)?([0-9a-f]+)\.?([0-9a-f]*?)(?:[pe]([+-]?[0-9]+))?[ul]*$/i.exec(text) ?? [];
  const significand = BigInt(`${hexadecimal ?? ""}${digits}${fraction}`);
  let value: bigint;
  if (hexadecimal === undefined) {
    const tens = Number(exponent) - fraction.length;
    value = tens >= 0 ? significand * 10n ** BigInt(tens) * one : significand * one / 10n ** BigInt(-tens);
  } else {
    const shift = places + Number(exponent) - 4 * fraction.length;
    value = significand << BigInt(shift);
  }
  return sign === "-" ? -value : value;
}

/** Rounds to a multiple of 2^-digits, half to even. */
export function fixed(value: bigint, digits: number): bigint {
  const drop = BigInt(places - digits);
  const half = 1n << (drop - 1n);
  const floor = value >> drop;
  const rest = value - (floor << drop);
  return (floor + (rest > half || (rest === half && (floor & 1n) === 1n) ? 1n : 0n)) << drop;
}

/** Rounds to so many significant bits: 53 as a double has them, 64 as a long double. */
export function nearest(value: bigint, precision = 53): bigint {
  const exponent = absolute(value).toString(2).length - 1 - places;
  return value === 0n ? 0n : fixed(value, precision - 1 - exponent);
}

/** The 64 bits of a double, which the value must be. */
export function bitsOf(value: bigint): bigint {
  if (value === 0n) {
    return 0n;
  }
  const magnitude = absolute(value);
  const exponent = magnitude.toString(2).length - 1 - places;
  const significand = magnitude >> BigInt(places + exponent - 52);
  return (value < 0n ? 1n << 63n : 0n) | (BigInt(exponent + 1023) << 52n) | (significand & ((1n << 52n) - 1n));
}

/** The double of these 64 bits, which must be positive and normal. */
export function valueOf(bits: bigint): bigint {
  const exponent = Number(bits >> 52n) - 1023;
  return ((1n << 52n) | (bits & ((1n << 52n) - 1n))) << BigInt(places - 52 + exponent);
}
