// How much there may be to read: the limits of the design, in lines of code and in bytes of machine code.

/** Bytes of code in each seed. */
export const seedLimits: Record<string, number> = { "seed/boot.hex": 64, "seed/host.hex": 128 };

/** Bytes of the compiler with its entries: all machine code before TypeScript, but for the seeds. */
export const machineCodeLimit = 5120;

/** Lines that all patches to upstream's sources add and take away. */
export const patchLineLimit = 400;

/** Lines of code of a step. */
export const lineLimits: Record<string, number> = {
  "seed/boot": 40,
  "seed/host": 50,
  "chain/1-compiler": 1720,
  "chain/2-runtime": 300,
  "chain/3-kernel": 5700,
  "chain/4-tools": 1850,
  "chain/5-cc": 5200,
  "chain/6-libc": 920,
  "chain/7-lex": 1900,
};

/** Lines of code of all that tells packages how they are to be built: scripts, lists, headers of steps up to Linux. */
export const configurationLimit = 3500;
