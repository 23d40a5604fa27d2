// The checks before a release: each has a name, a command, and says in words what it shows.
//
// How it thinks: `npm test` and .ci/run show what every change has to keep, in an hour. Here is what takes longer,
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
    shows: "a kernel with 32-bit programs (Debian's, in QEMU) makes all up to TinyCC and musl for x86-64 as " +
      "pinned, by `--engine chroot`",
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
    name: "large-files", command: setup("test-slow", "tools"), environment: { ROOTSEED_LARGE_FILES: "4" },
    shows: "the tools hash more than 4 GiB as others do",
  },
  {
    name: "chain", command: setup("test-slow", "native"), environment: { ROOTSEED_NATIVE_UNTIL: "linux" },
    shows: "the host's kernel makes everything from the seed to Linux as pinned",
  },
  {
    name: "conditions", command: ["./rootseed", "verify", "--engines", "chroot,qemu-2040", "--until", "gcc3"],
    shows: "up to gcc3 the same bytes on this computer's kernel and in QEMU: another kernel, user, processor and " +
      "order of files, one process at a time, in 2040",
  },
  {
    name: "fixed-points", command: ["./rootseed", "verify", "--fixed-points"],
    shows: "gcc 3.4.6 makes itself: the same bytes as the gcc that a C compiler by tcc has made; so does gcc 10.2, " +
      "when it has been made by itself; so does gcc 16.2; GMP and MPFR, by each, pass their own tests",
  },
  {
    name: "origins", command: setup("test-slow", "origins"), environment: { ROOTSEED_ORIGINS: "1" },
    shows: "gcc 16, its C library, GMP, MPFR and MPC have the same bytes where the distribution's gcc has compiled " +
      "the first generation",
  },
  {
    name: "generated", command: setup("test-slow", "generated"), environment: { ROOTSEED_GENERATED_UNTIL: "linux" },
    shows: "of the files that a run to Linux opens none has an unexplained mark of a generator; garbage in the " +
      "place of all that have one, or take no part: the same hashes",
  },
  {
    name: "linux", command: setup("test-slow", "slow/linux.test", "slow/linux-system", "slow/go-on"),
    environment: { ROOTSEED_REBUILD: "016-gcc3" },
    shows: "the Linux that `chain` has left in the store starts from the seed on both kinds of PC, finds its " +
      "devices, compiles, and makes TinyCC and gcc 3.4.6 again as pinned; a run goes on in it",
  },
  {
    name: "bochs", command: setup("test-slow", "bochs"), environment: { ROOTSEED_BOCHS_UNTIL: "musl64" },
    shows: "Bochs with its own BIOS makes everything up to musl64, by programs for x86-64, as pinned",
  },
  {
    name: "packages", command: setup("test-slow", "packages"), environment: { ROOTSEED_PACKAGES_UNTIL: "binutils" },
    shows: "the packages up to binutils have the same bytes after a kill, and with GNU's tools instead of busybox's",
  },
];
