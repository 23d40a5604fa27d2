// What each link usually takes: measured once on 2 cores of an ordinary server (docs/performance.md). A first guess for
// every computer; what this one has needed itself replaces it (times.ts).

export interface Usual {
  /** Seconds on a lent kernel, with two processes at a time. */
  seconds: number;
  /** The largest that the folder becomes in which the link is built, in MB. */
  building: number;
  /** What is kept of it afterwards, in MB. */
  result: number;
  /** The memory of the largest process on a lent kernel, in MB. */
  memory: number;
  /** The memory of an emulated PC, which has its files there, in MB. */
  machine: number;
}

function entry(seconds: number, building = 1, result = 1, memory = 20, machine = 256): Usual {
  return { seconds, building, result, memory, machine };
}

export const usualByLink: Record<string, Usual> = {
  "start": entry(0.1),
  "compiler": entry(0.1),
  "kernel": entry(0.1),
  "tools": entry(0.1),
  "cc": entry(0.1),
  "tcc": entry(0.5, 10),
  "musl": entry(7, 30, 5),
  "busybox": entry(5, 50, 2),
  "make": entry(1, 20),
  "binutils": entry(35, 450, 21, 60, 1024),
  "gcc3-first": entry(20, 250, 7, 60, 1280),
  "musl-gcc3": entry(30, 60, 3, 60, 1280),
  "gcc3": entry(145, 400, 13, 150, 2047),
  "m4": entry(23, 60, 1, 60, 2047),
  "gmp": entry(27, 100, 1, 60, 2047),
  "mpfr": entry(20, 100, 1, 60, 2047),
  "mpc": entry(5, 60, 1, 60, 2047),
  "gcc10-first": entry(650, 1500, 98, 400, 3072),
  "musl-gcc10": entry(60, 60, 3, 100, 3072),
  "gcc10": entry(1600, 1900, 78, 400, 3072),
  "flex": entry(20, 100, 1, 100, 3072),
  "bison": entry(30, 150, 1, 100, 3072),
  "linux": entry(600, 2500, 14, 200, 3072),
  "system": entry(20, 800, 52, 100, 3072),
};

/** A guess for a link that was never measured. */
export const unknownUsual = entry(10);

/** On an emulated PC: seconds that were measured, and for the rest how much slower it is than a lent kernel. */
export const emulated: Record<string, { slower: number; seconds: Record<string, number> }> = {
  v86: { slower: 15, seconds: { start: 3, compiler: 1, kernel: 1, tools: 1, cc: 1, tcc: 6, musl: 85 } },
  qemu: { slower: 9, seconds: { start: 1, compiler: 0.1, kernel: 0.3, tools: 0.3, cc: 0.8, tcc: 8, musl: 45 } },
};
