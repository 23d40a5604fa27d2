// How much there may be to read: the limits of the design, in lines of code and in bytes of machine code.

/** Bytes of code in each seed. */
export const seedLimits: Record<string, number> = { "seed/boot.hex": 64, "seed/host.hex": 128 };

/** Bytes of the compiler with its entries: all machine code before TypeScript, but for the seeds. */
export const machineCodeLimit = 5120;

/** Lines that all patches to upstream's sources add and take away. */
export const patchLineLimit = 400;

/** Lines of code of a link. */
export const lineLimits: Record<string, number> = {
  "seed/boot": 40,
  "seed/host": 50,
  "chain/compiler": 1720,
  "chain/runtime": 300,
  "chain/kernel": 5100,
  "chain/tools": 1850,
  "chain/cc": 5200,
  "chain/libc": 920,
};
