// Tables of numbers in packages after musl: each entry is computed once more by its definition, with integers, as
// steps-musl-mathematics does for musl. The lists of docs/looks-generated say of each file what its table is.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { cacheFolder } from "../../host/sources/cache.js";
import { takeOut } from "../../host/sources/member.js";
import { takeApart } from "../support/changed-archives.js";
import { exp2, ln, ln2, one, over, power } from "../support/exact.js";
import { makeScratch } from "../support/folders.js";
import { rootseed } from "../support/host.js";
import { constantsIn } from "../support/musl.js";

const sources = makeScratch("tables");

beforeAll(async () => {
  expect((await rootseed(["fetch", "--until", "gcc10"])).status).toBe(0);
  const wanted = /^(busybox|binutils|gcc-h8300|gmp|mpfr4)/;
  readdirSync(cacheFolder(undefined)).filter((name) => wanted.test(name) && /\.tar\.[a-z0-9]+$/.test(name))
    .forEach((name) => takeApart(join(cacheFolder(undefined), name), sources));
});

const texts = (file: string, start: string): string[] => constantsIn(join(sources, file), start);
const numbers = (file: string, start: string): number[] => texts(file, start).map(Number);

/** Puts a file of gcc 10's archive, which is an archive in an archive, among the sources. */
async function takeFromGcc10(file: string): Promise<void> {
  const members = ["gcc-10-10.2.0/gcc-10.2.0-dfsg.tar.xz", `gcc-10.2.0/${file}`];
  await takeOut(join(cacheFolder(undefined), "gcc-10_10.2.1.orig.tar.xz"), members, join(sources, basename(file)),
    AbortSignal.timeout(600_000));
}

/** The values for 0, 1, 2 and so on. */
function counted(count: number, of: (index: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => of(index));
}

const bitsIn = (value: number): number => value === 0 ? 0 : Math.floor(Math.log2(value)) + 1;
const isPrime = (value: bigint): boolean => {
  for (let factor = 2n; factor * factor <= value; factor++) {
    if (value % factor === 0n) {
      return false;
    }
  }
  return value > 1n;
};
/** For numbers below 3.3 10^24: Miller and Rabin's test, whose first 13 bases decide there (Sorenson and Webster). */
function isLargePrime(value: bigint): boolean {
  const bases = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n];
  if (bases.includes(value) || value < 2n || value % 2n === 0n) {
    return bases.includes(value);
  }
  let odd = value - 1n;
  let halvings = 0;
  for (; odd % 2n === 0n; odd /= 2n) {
    halvings++;
  }
  return bases.every((base) => {
    let power = modularPower(base, odd, value);
    for (let times = 1; times < halvings && power !== 1n && power !== value - 1n; times++) {
      power = (power * power) % value;
    }
    return power === value - 1n || modularPower(base, odd, value) === 1n;
  });
}

function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let square = base % modulus, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % modulus) {
    result = (rest & 1n) === 0n ? result : (result * square) % modulus;
  }
  return result;
}

/** The integer part of a square root. */
function integerRoot(value: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(Number(value))));
  while (root * root > value) {
    root--;
  }
  while ((root + 1n) * (root + 1n) <= value) {
    root++;
  }
  return root;
}

describe("checksums", () => {
  it.each(["bfd/opncls.c", "binutils/dwarf.c"])("binutils %s: of a byte, by ISO 3309, low bits first", (file) => {
    expect(numbers(`binutils-2.35.2/${file}`, "crc32_table[256]")).toEqual(counted(256, (byte) => {
      let rest = byte;
      for (let bit = 0; bit < 8; bit++) {
        rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0xedb88320;
      }
      return rest >>> 0;
    }));
  });

  it("libiberty/crc32.c: of a byte, high bits first", () => {
    expect(numbers("binutils-2.35.2/libiberty/crc32.c", "crc32_table[]")).toEqual(counted(256, (byte) => {
      let rest = byte << 24;
      for (let bit = 0; bit < 8; bit++) {
        rest = rest < 0 ? (rest << 1) ^ 0x04c11db7 : rest << 1;
      }
      return rest >>> 0;
    }));
  });
});

describe("numbers of bits", () => {
  const gcc3 = "gcc-h8300-hms-3.4.6+dfsg2/gcc";

  it.each([[`${gcc3}/libgcc2.c`, "__clz_tab[] =", 256], ["gmp-6.2.1+dfsg/mp_clz_tab.c", "__clz_tab[129]", 129],
    ["mpfr-4.2.0/src/mp_clz_tab.c", "__clz_tab[129]", 129]])("%s", (file, start, size) => {
    // GMP counts one more.
    const more = size === 129 ? 1 : 0;
    expect(numbers(file, start)).toEqual(counted(size, (value) => bitsIn(value) + more));
  });

  it("gcc/ggc-page.c: the logarithm of a size, rounded up, at least 3", async () => {
    await takeFromGcc10("gcc/ggc-page.c");
    for (const [file, size] of [[`${gcc3}/ggc-page.c`, 257], ["ggc-page.c", 512]] as const) {
      expect(numbers(file, "size_lookup[")).toEqual(
        counted(size, (value) => Math.max(3, Math.ceil(Math.log2(Math.max(value, 1))))));
    }
  });
});

it("gcc's powi_table: a power is the product of a lower one, not the 0th, and of what is left", async () => {
  await takeFromGcc10("gcc/tree-ssa-math-opts.c");
  for (const file of ["gcc-h8300-hms-3.4.6+dfsg2/gcc/builtins.c", "tree-ssa-math-opts.c"]) {
    const lower = numbers(file, "powi_table[POWI_TABLE_SIZE]");
    expect(lower.length).toBe(256);
    expect(lower.filter((exponent, index) => index > 1 && !(exponent > 0 && exponent < index))).toEqual([]);
  }
});

describe("primes", () => {
  it("libiberty/hashtab.c: the greatest below each power of two, and what divides by it and by 2 less", () => {
    const table = texts("binutils-2.35.2/libiberty/hashtab.c", "prime_tab[]").map((text) => BigInt(text));
    const rows = Array.from({ length: table.length / 4 }, (_, row) => table.slice(4 * row, 4 * row + 4));
    expect(rows.length).toBe(30);
    for (const [index, [prime, inverse, inverseOf2Less, shift]] of
      (rows as [bigint, bigint, bigint, bigint][]).entries()) {
      let wanted = (1n << BigInt(index + 3)) - 1n;
      while (!isPrime(wanted)) {
        wanted--;
      }
      expect(prime).toBe(wanted);
      // Granlund and Montgomery, "Division by Invariant Integers using Multiplication", theorem 4.2: 2^32 + inverse,
      // shifted, gives the quotient of every number of 32 bits.
      for (const [divisor, factor] of [[prime, inverse], [prime - 2n, inverseOf2Less]] as const) {
        const bits = shift + 1n;
        const excess = ((1n << 32n) + factor) * divisor - (1n << (32n + bits));
        expect([divisor, excess >= 0n && excess <= 1n << bits]).toEqual([divisor, true]);
      }
    }
  });

  it("libstdc++'s hashtable-aux.cc: sizes of tables, each a prime, and more than the one before", async () => {
    await takeFromGcc10("libstdc++-v3/src/shared/hashtable-aux.cc");
    // One is there twice, for systems with longs of 32 bits.
    const primes = [...new Set(texts("hashtable-aux.cc", "__prime_list[").map((text) => BigInt(text)))];
    expect(primes.length).toBe(304);
    expect(primes.filter((prime, index) => index > 0 && prime <= (primes[index - 1] as bigint))).toEqual([]);
    expect(primes.filter((prime) => !isLargePrime(prime))).toEqual([]);
  });

  it("gmp/mpz/nextprime.c: gaps between primes from 3 on", () => {
    const primes = counted(1100, (value) => value).filter((value) => value >= 3 && isPrime(BigInt(value)));
    const gaps = numbers("gmp-6.2.1+dfsg/mpz/nextprime.c", "primegap[]");
    expect(gaps).toEqual(counted(gaps.length, (index) => (primes[index + 1] as number) - (primes[index] as number)));
  });

  it("busybox's factor.c: gaps between the numbers that 2, 3, 5, 7, 11 do not divide, after these", () => {
    const wheel = numbers("busybox-1.37.0/coreutils/factor.c", "packed_wheel[]");
    const divided = [2, 3, 5, 7, 11];
    const left = counted(13 + 2310 + 40, (value) => value)
      .filter((value) => divided.includes(value) || (value > 11 && divided.every((one) => value % one !== 0)));
    const gaps = left.slice(1).map((value, index) => value - (left[index] as number));
    expect(gaps.slice(0, 2)).toEqual([1, 2]);
    expect(wheel).toEqual(gaps.slice(2, 2 + wheel.length));
    expect(wheel.length).toBe(483);
  });
});

describe("AES", () => {
  it("busybox's tls_aes.c: the substitution of FIPS 197, and its inverse", () => {
    const double = (value: number): number => ((value << 1) ^ ((value & 0x80) === 0 ? 0 : 0x11b)) & 0xff;
    const product = (a: number, b: number): number =>
      b === 0 ? 0 : ((b & 1) === 0 ? 0 : a) ^ product(double(a), b >> 1);
    const inverse = counted(256, (a) => counted(256, (b) => b).find((b) => product(a, b) === 1) ?? 0);
    const rotated = (value: number, by: number): number => ((value << by) | (value >> (8 - by))) & 0xff;
    const wanted = inverse.map((b) => [1, 2, 3, 4].reduce((sum, by) => sum ^ rotated(b, by), b) ^ 0x63);
    const file = "busybox-1.37.0/networking/tls_aes.c";
    expect(numbers(file, " sbox[]")).toEqual(wanted);
    expect(numbers(file, " rsbox[]")).toEqual(counted(256, (value) => wanted.indexOf(value)));
  });
});

describe("GMP", () => {
  it("mp_minv_tab.c: the inverse of each odd number, modulo 256", () => {
    const table = numbers("gmp-6.2.1+dfsg/mp_minv_tab.c", "binvert_limb_table[128]");
    expect(table.map((value, index) => (value * (2 * index + 1)) % 256)).toEqual(counted(128, () => 1));
  });

  it("mpn/generic/rootrem.c: 256 log2(1 + i/256), and 256 2^(i/256) - 256, rounded down", () => {
    const file = "gmp-6.2.1+dfsg/mpn/generic/rootrem.c";
    const whole = (value: bigint): number => Number((value * 256n) / one);
    expect(numbers(file, "vlog[]")).toEqual(counted(256, (index) =>
      whole(over(ln(one + (BigInt(index + 1) * one) / 256n), ln2)) - (index === 255 ? 1 : 0)));
    // The last one would be 256.
    expect(numbers(file, "vexp[]")).toEqual(counted(256, (index) =>
      index === 255 ? 255 : whole(exp2((BigInt(index + 1) * one) / 256n) - one)));
  });

  it("mpn/generic/sqrtrem.c: 512 sqrt(128 / (k + 1/2)) for k from 128 on, rounded, without 256", () => {
    const table = numbers("gmp-6.2.1+dfsg/mpn/generic/sqrtrem.c", "invsqrttab[384]");
    expect(table).toEqual(counted(384, (index) =>
      Number((integerRoot((1n << 28n) / BigInt(2 * (128 + index) + 1)) + 1n) / 2n) - 256));
  });

  it("rand/randmt.c: what the seeding function makes of 5489", () => {
    const modulus = (1n << 19937n) - 20023n;
    const seed = modularPower(5489n + 2n, 0x40118124n, modulus);
    const state = counted(624, (index) => index === 0 ? Number(seed >> 19936n) * 0x80000000
      : Number((seed >> BigInt(32 * (index - 1))) & 0xffffffffn));
    // The last part holds bit 19936 as its own: it went to the first one.
    state[623] = Number((seed & ((1n << 19936n) - 1n)) >> BigInt(32 * 622));
    for (let round = 0; round < Math.floor(2000 / 624); round++) {
      for (let index = 0; index < 624; index++) {
        const mixed = ((state[index] as number) & 0x80000000) | ((state[(index + 1) % 624] as number) & 0x7fffffff);
        state[index] = ((state[(index + 397) % 624] as number) ^ (mixed >>> 1) ^
          ((mixed & 1) === 0 ? 0 : 0x9908b0df)) >>> 0;
      }
    }
    expect(numbers("gmp-6.2.1+dfsg/rand/randmt.c", "default_state[N]")).toEqual(state);
  });
});

describe("MPFR", () => {
  it("invert_limb.h: (2^19 - 3 2^8) / d, rounded down", () => {
    expect(numbers("mpfr-4.2.0/src/invert_limb.h", "invert_limb_table[256]")).toEqual(
      counted(256, (index) => Math.floor((2 ** 19 - 3 * 2 ** 8) / (256 + index))));
  });

  it("invsqrt_limb.h: sqrt(2^30 / d), rounded down", () => {
    expect(numbers("mpfr-4.2.0/src/invsqrt_limb.h", "T[768]")).toEqual(
      counted(768, (index) => Number(integerRoot((1n << 30n) / BigInt(257 + index)))));
  });

  it("mpfr-gmp.c: log(2) / log(b), to 16 digits, the last one within one", () => {
    const table = texts("mpfr-4.2.0/src/mpfr-gmp.c", "mpfr_bases[257]").slice(2);
    const digits = 10n ** 16n;
    const missing = table.map((text, index) =>
      BigInt(text.replace(".", "")) - digits * over(ln2, ln(BigInt(index + 2) * one)) / one);
    expect([table.length, missing.filter((rest) => rest < -1n || rest > 1n)]).toEqual([255, []]);
  });

  it("strtofr.c: fractions of 16 bits, not below log(2) / log(b) and not above 1, within 2^-15", () => {
    const table = texts("mpfr-4.2.0/src/strtofr.c", "RedInvLog2Table[").map((text) => BigInt(text));
    expect(table.length).toBe(2 * 61);
    for (let base = 2; base <= 62; base++) {
      const [above, below] = table.slice(2 * (base - 2)) as [bigint, bigint];
      const excess = over(above * one, below * one) - over(ln2, ln(BigInt(base) * one));
      expect([base, above <= below && below < 65536n, excess > -power(-500) && excess < power(-15)])
        .toEqual([base, true, true]);
    }
  });

  it("rec_sqrt.c: two tables whose sum is 2048 / sqrt(i / 2048), nowhere further off than its comment says", () => {
    const [first, second] = ["T1[384]", "T2[384]"].map((name) => numbers("mpfr-4.2.0/src/rec_sqrt.c", name));
    const errors = counted(8192 - 2048, (index) => {
      const value = index + 2048;
      const [a, b, c] = [value >> 8, (value >> 4) & 15, value & 15];
      const sum = (first?.[16 * (a - 8) + b] as number) + (second?.[16 * (a - 8) + c] as number);
      return Math.abs(sum - 2048 / Math.sqrt(value / 2048));
    });
    const worst = Math.max(...errors);
    expect(errors.indexOf(worst) + 2048).toBe(2054);
    expect(worst.toFixed(6)).toBe("1.006576");
  });
});

