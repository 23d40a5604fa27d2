// Random numbers that are the same everywhere, from a seed that is printed. What a test found with a seed is found
// again with it: `ROOTSEED_SEED=N`.

/** A generator of random numbers (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 to below n. */
  below(n: number): number {
    this.state = this.state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(this.state ^ this.state >>> 15, this.state | 1);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61) ^ mixed;
    return Math.floor(((mixed ^ mixed >>> 14) >>> 0) / 4294967296 * n);
  }

  of<T>(choices: readonly T[]): T { return choices[this.below(choices.length)] as T; }

  bytes(count: number): Buffer { return Buffer.from(Array.from({ length: count }, () => this.below(256))); }
}

/** The seed of a test: its own, or ROOTSEED_SEED; always printed. */
export function seedFor(test: string, own = 20261124): number {
  const seed = Number(process.env["ROOTSEED_SEED"] ?? own);
  console.log(`${test}: seed ${seed} (ROOTSEED_SEED=N for another)`);
  return seed;
}
