// Tables of numbers in musl that programs of its authors, or of those whom it took them from, have computed: each entry
// is computed once more here, by its definition, with integers (support/exact.ts) and the standards' tables, and must
// be the same, bit for bit. What is a person's work, the coefficients of approximations, is not in these tables.
// docs/looks-generated/musl says of each file with such a table what it is.
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { finalPermutation, initialPermutation, keyChoice, linearTable, roundKeyChoice, substituted } from
  "./support/des.js";
import {
  absolute, bitsOf, constant, exp2, fixed, ln, ln2, nearest, one, over, pi, power, root, sine, times, valueOf,
} from "./support/exact.js";
import { constantsIn, unpackMusl } from "./support/musl.js";

let musl = "";

beforeAll(async () => {
  musl = await unpackMusl();
});

/** The constants after `start` in a file of musl's sources. */
const texts = (file: string, start: string): string[] => constantsIn(join(musl, "src", file), start);
const integers = (file: string, start: string): bigint[] => texts(file, start).map((text) => BigInt(text));
const values = (file: string, start: string): bigint[] => texts(file, start).map((text) => constant(text));

/** Those at even places, and those at odd ones. */
const pairs = (all: bigint[]): [bigint[], bigint[]] =>
  [all.filter((_, index) => index % 2 === 0), all.filter((_, index) => index % 2 === 1)];

/** The values for 0, 1, 2 and so on. */
function counted<T>(count: number, of: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => of(index));
}

const lnOfInverse = (inverse: bigint): bigint => -ln(inverse);
const log2OfInverse = (inverse: bigint): bigint => -over(ln(inverse), ln2);

describe("powers of two", () => {
  it("exp2f_data.c: the bits of 2^(i/32) less those of i/32", () => {
    expect(integers("math/exp2f_data.c", ".tab")).toEqual(counted(32, (index) =>
      bitsOf(nearest(exp2(BigInt(index) * one / 32n))) - (BigInt(index) << 47n)));
  });

  it("exp_data.c: 2^(k/128) as a double, less k/128, and how much is missing, as a part of it", () => {
    expect(integers("math/exp_data.c", ".tab")).toEqual(counted(128, (index) => {
      const exact = exp2(BigInt(index) * one / 128n);
      const rounded = nearest(exact);
      return [bitsOf(nearest(over(exact, rounded) - one)), bitsOf(rounded) - (BigInt(index) << 45n)];
    }).flat());
  });

  it("exp2l.c: 2^((i-64)/128) as a double, and the rest to 2^-100", () => {
    const [high, low] = pairs(values("math/exp2l.c", "tbl[TBLSIZE * 2]"));
    const exact = counted(128, (index) => exp2(BigInt(index - 64) * one / 128n));
    expect(high).toEqual(exact.map((value) => nearest(value)));
    expect(low.every((rest, index) =>
      absolute((exact[index] as bigint) - (high[index] as bigint) - rest) < power(-100))).toBe(true);
  });

  it("powl.c: 2^(-i/32) in 64 bits, and for even i the rest", () => {
    const exact = counted(33, (index) => fixed(exp2(-BigInt(index) * one / 32n), 480));
    const rounded = exact.map((value) => nearest(value, 64));
    expect(values("math/powl.c", "A[33]").map((value) => nearest(value, 64))).toEqual(rounded);
    expect(values("math/powl.c", "B[17]").map((value) => nearest(value, 64))).toEqual(
      counted(17, (index) => nearest((exact[2 * index] as bigint) - (rounded[2 * index] as bigint), 64)));
  });
});

describe("logarithms", () => {
  // Where the intervals' inner points lie is their authors' choice: 1/c is read from the file, the rest is computed.
  it.each([["logf", lnOfInverse], ["log2f", log2OfInverse], ["powf", log2OfInverse]] as const)(
    "%s_data.c: of c, as a double", (name, logarithm) => {
      const [inverses, logarithms] = pairs(values(`math/${name}_data.c`, ".tab"));
      expect(inverses.length).toBe(16);
      expect(logarithms).toEqual(inverses.map((inverse) => nearest(logarithm(inverse))));
    });

  it.each([["log", 128, 43, -66, lnOfInverse], ["log2", 64, 42, -68, log2OfInverse]] as const)(
    "%s_data.c: of c, near to few bits; and c in two doubles", (name, size, bits, loss, logarithm) => {
      const [inverses, logarithms] = pairs(values(`math/${name}_data.c`, ".tab ="));
      expect(inverses.length).toBe(size);
      expect(logarithms).toEqual(inverses.map((inverse) => fixed(logarithm(inverse), bits)));
      expect(inverses.every((inverse, index) =>
        absolute(logarithm(inverse) - (logarithms[index] as bigint)) < power(loss))).toBe(true);
      const [high, low] = pairs(values(`math/${name}_data.c`, ".tab2 ="));
      const exact = inverses.map((inverse) => over(one, inverse));
      expect(high).toEqual(exact.map((value) => nearest(value)));
      const rest = exact.map((value) => nearest(value - nearest(value)));
      // One entry of log2's is one unit of its last place off: 2^-108, where 2^-64 was the aim.
      expect(low.filter((value, index) => value !== rest[index]).length).toBe(name === "log2" ? 1 : 0);
      expect(low.every((value, index) => absolute(value - (rest[index] as bigint)) <= power(-107))).toBe(true);
    });

  it("pow_data.c: of c near the middle of each interval, to 2^-43, and the rest", () => {
    const table = values("math/pow_data.c", ".tab =");
    const firstBits = 0x3fe6955500000000n;
    expect(table).toEqual(counted(128, (index) => {
      const end = (number: number): bigint => valueOf(firstBits + (BigInt(number) << 45n));
      const middle = (end(index) + end(index + 1)) / 2n;
      const parts = middle < one ? 128n : 256n;
      const inverse = fixed(over(parts * one, middle), 0) / parts;
      const logarithm = lnOfInverse(inverse);
      return [inverse, fixed(logarithm, 43), nearest(logarithm - fixed(logarithm, 43))];
    }).flat());
  });
});

describe("roots and pi", () => {
  it("sqrt_data.c: 2^16 / sqrt(m) with the same error at both ends of each interval", () => {
    const rootOf = (value: bigint): bigint => root(value * one, 2n);
    const ends = counted(128, (index) => [64n, 65n].map((first) =>
      rootOf((first + BigInt(index % 64)) * one / 64n * (index < 64 ? 2n : 1n))) as [bigint, bigint]);
    const table = integers("math/sqrt_data.c", "__rsqrt_tab[128]");
    expect(table).toEqual(ends.map(([from, to]) => (over(2n * one, from + to) + power(-17)) >> (512n - 16n)));
    // What sqrt.c builds on: |r sqrt(m) - 1| < 0x1.fdp-9.
    expect(table.every((value, index) => (ends[index] as [bigint, bigint]).every((end) =>
      absolute(times(value * power(-16), end) - one) < constant("0x1.fdp-9")))).toBe(true);
  });

  it("__rem_pio2_large.c: 2/pi, 24 bits at a time; pi/2 in eight doubles", () => {
    const table = integers("math/__rem_pio2_large.c", "ipio2[]");
    const bits = 24 * table.length;
    const twoOverPi = (2n << BigInt(2 * bits + 64)) / pi(bits + 64);
    expect(table).toEqual(counted(table.length, (index) => (twoOverPi >> BigInt(bits - 24 * (index + 1))) & 0xffffffn));
    let rest = pi(512) / 2n;
    for (const value of values("math/__rem_pio2_large.c", "PIo2[]").map((decimal) => nearest(decimal))) {
      expect(nearest(value, 24)).toBe(value);
      expect(rest > value && rest - value < times(rest, power(-21))).toBe(true);
      rest -= value;
    }
    expect(rest < power(-190)).toBe(true);
  });

  it("crypt_blowfish.c: the first 33,344 bits of pi's fraction", () => {
    const words = integers("crypt/crypt_blowfish.c", "BF_init_state");
    const digits = pi(33_400);
    expect(words).toEqual(counted(1042, (index) => (digits >> BigInt(33_400 - 32 * (index + 1))) & 0xffffffffn));
  });
});

describe("constants of digests, ciphers and random numbers", () => {
  const primes = counted(410, (index) => BigInt(index)).filter((number, _, all) =>
    number > 1n && all.every((divisor) => divisor < 2n || divisor >= number || number % divisor !== 0n));

  it("crypt_md5.c: the sine of 1 to 64", () => {
    expect(integers("crypt/crypt_md5.c", "tab[64]")).toEqual(counted(64, (index) =>
      absolute(sine(BigInt(index + 1) * one)) >> (512n - 32n)));
  });

  it("crypt_sha256.c, crypt_sha512.c: the cube roots of the first primes", () => {
    for (const [bits, count] of [[256, 64], [512, 80]] as const) {
      const digits = BigInt(bits) / 8n;
      expect(integers(`crypt/crypt_sha${bits}.c`, `K[${count}]`)).toEqual(primes.slice(0, count).map((prime) =>
        root(prime << (3n * digits), 3n) & ((1n << digits) - 1n)));
    }
  });

  it("random.c: what its own generator makes of the seed 1", () => {
    let state = 1n;
    expect(integers("prng/random.c", "init[]")).toEqual([0n, ...counted(31, () => {
      state = (6364136223846793005n * state + 1n) & 0xffffffffffffffffn;
      return state >> 32n;
    })]);
  });

  it("crypt_des.c: the standard's substitutions and permutations, by 6, 4 and 3 bits of what goes in", () => {
    const table = (name: string): number[] => texts("crypt/crypt_des.c", name).map(Number);
    const nibbles = counted(16, (index) => 4 * index + 1);
    const rows = (choice: number[], firsts: number[], bits = 4): number[] =>
      firsts.flatMap((first) => linearTable(choice, first, bits));
    const [high, low] = [nibbles.filter((_, index) => index % 2 === 0), nibbles.filter((_, index) => index % 2 === 1)];
    expect(table("psbox[8]")).toEqual(substituted());
    expect(table("ip_maskl[16]")).toEqual(rows(initialPermutation.slice(0, 32), nibbles));
    expect(table("ip_maskr[16]")).toEqual(rows(initialPermutation.slice(32), nibbles));
    // Halves of what comes out depend on half of what goes in.
    expect(table("fp_maskl[8]")).toEqual(rows(finalPermutation.slice(0, 32), low));
    expect(table("fp_maskr[8]")).toEqual(rows(finalPermutation.slice(32), high));
    expect(table("key_perm_maskl[8]")).toEqual(rows(keyChoice.slice(0, 28), high));
    expect(table("key_perm_maskr[12]")).toEqual(rows(keyChoice.slice(28), [...nibbles.slice(0, 8), ...low.slice(4)]));
    for (const [name, half] of [["l", 0], ["r", 1]] as const) {
      const choice = roundKeyChoice.slice(24 * half, 24 * half + 24);
      const sevens = counted(4, (index) => 28 * half + 7 * index + 1);
      expect(table(`comp_mask${name}0[4]`)).toEqual(rows(choice, sevens, 3));
      expect(table(`comp_mask${name}1[4]`)).toEqual(rows(choice, sevens.map((first) => first + 3)));
    }
  });
});

describe("digits", () => {
  it("intscan.c: the value of each character in bases up to 36, one place up", () => {
    const value = (character: number): bigint => {
      const digit = "0123456789abcdefghijklmnopqrstuvwxyz".indexOf(String.fromCharCode(character).toLowerCase());
      return BigInt(digit);
    };
    expect(integers("internal/intscan.c", "table[]")).toEqual([-1n, ...counted(256, value)]);
  });
});
