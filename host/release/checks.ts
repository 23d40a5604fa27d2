// The checks before a release: each has a name, a command, and says in words what it shows.
//
// How it thinks: `npm test` and .ci/run show what every change has to keep, in an hour. Here stands what takes longer,
// or asks for what not every computer has; each can be run by its name alone.

export interface Check {
  name: string;
  /** What is known when it has passed. */
  shows: string;
  /** Started in the repository; exit status 0 means passed. */
  command: string[];
  environment?: Record<string, string>;
}

const setup = (...words: string[]): string[] => ["node", "host/setup.mjs", ...words];

export const checks: Check[] = [
  {
    name: "tests", command: setup("test"),
    shows: "`npm test` passes",
  },
  {
    name: "slow", command: setup("test-slow"),
    shows: "the slow tier passes, which `.ci/run` runs too",
  },
  {
    name: "nodes", command: setup("check-nodes"),
    shows: "`npm test` passes, and the chain costs about the same, on Node 20, 22, 24 and the newest",
  },
  {
    name: "distribution", command: setup("check-distribution"),
    shows: "a kernel with 32-bit programs (Debian's, in QEMU) makes all up to tcc as pinned, by `--engine chroot`",
  },
  {
    name: "fuzz-kernel", command: setup("test-slow", "kernel"), environment: { ROOTSEED_FUZZ_ROUNDS: "2000" },
    shows: "random system calls and ELF files do not stop the kernel, in many more rounds than the slow tier has",
  },
  {
    name: "fuzz-tools", command: setup("test", "test/tools-fuzz.test.ts"), environment: { ROOTSEED_FUZZ_FACTOR: "20" },
    shows: "damaged archives and patches, random scripts: the tools do as others do, or refuse; 20 times `npm test`'s",
  },
  {
    name: "chain", command: setup("test-slow", "native"), environment: { ROOTSEED_NATIVE_UNTIL: "linux" },
    shows: "a lent kernel makes everything from the seed to Linux as pinned",
  },
  {
    name: "linux", command: setup("test-slow", "linux"),
    shows: "the Linux that `chain` has left in the store starts from the seed, finds its devices, and compiles",
  },
  {
    name: "bochs", command: setup("test-slow", "bochs"), environment: { ROOTSEED_BOCHS_UNTIL: "musl" },
    shows: "Bochs with its own BIOS makes everything up to musl as pinned",
  },
  {
    name: "gnu-tools", command: setup("test-slow", "packages"), environment: { ROOTSEED_GNU_UNTIL: "binutils" },
    shows: "the packages after musl have the same bytes with GNU's tools instead of busybox's, up to binutils",
  },
];
