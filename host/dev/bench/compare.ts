// Two checkouts side by side, in one run: `npm run bench -- --before FOLDER`, where FOLDER is an older checkout. Both
// are run as a user runs them, in turns, and what they cost is user time. Of the older one nothing is taken for granted
// but its command line, the artifact cc/cc, and the processor times of steps in the document of its runs.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { repositoryRoot } from "../../common/repository.js";
import { measureChain, programSeconds } from "./chain.js";
import { markdownTable } from "./markdown.js";
import { chainCompiler, measurePrograms, userSeconds } from "./programs.js";

interface Checkout {
  name: string;
  root: string;
  /** Where its artifacts go, and the times of its programs. */
  out: string;
  times: string;
}

/** What is measured of each checkout, in turns, so that a load from outside reaches both. */
const measurements: { what: string; seconds: (checkout: Checkout) => number }[] = [
  { what: "seed → first tcc, on the host's kernel", seconds: (one) => hostKernelSeconds(one, "tcc") },
  { what: "seed → musl with its tests, on the host's kernel", seconds: (one) => hostKernelSeconds(one, "musl") },
  { what: "seed → first tcc, v86", seconds: (checkout) => runSeconds(checkout, "v86", "tcc") },
  { what: "seed → musl with its tests, v86", seconds: (checkout) => runSeconds(checkout, "v86", "musl") },
];

/** The table of both, as Markdown. */
export async function compareCheckouts(before: string): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), "rootseed-compare-"));
  const checkout = (name: string, root: string): Checkout =>
    ({ name, root, out: join(scratch, name), times: join(scratch, `${name}.times`) });
  const checkouts = [checkout("before", resolve(before)), checkout("after", repositoryRoot())];
  try {
    const rows: string[][] = [];
    for (const { what, seconds } of measurements) {
      const found = checkouts.map(seconds);
      rows.push(rowOf(what, found));
      process.stderr.write(`${rows.at(-1)!.join(" | ")}\n`);
    }
    rows.push(...await comparePrograms(checkouts, scratch));
    const table = markdownTable([["what", "before", "after", "after / before"], ...rows], [false, true, true, true]);
    const machine = `${cpus().length} cores of ${cpus()[0]?.model ?? "an unknown processor"}`;
    return [`${machine}, Node.js ${process.versions.node}, user time in seconds:`, "", ...table, ""].join("\n");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function rowOf(what: string, [before, after]: number[]): string[] {
  return [what, before!.toFixed(3), after!.toFixed(3), (after! / before!).toFixed(2)];
}

/** All that a run takes, the host program and an emulator in it included. */
function runSeconds({ root, out, times }: Checkout, engine: string, until: string): number {
  const command = ["run", "--fresh", "--engine", engine, "--until", until, "--out", out];
  return userSeconds([join(root, "rootseed"), ...command], times).seconds;
}

/** What the chain's programs take on the host's kernel. */
function hostKernelSeconds({ root, out }: Checkout, until: string): number {
  return programSeconds(measureChain(root, "chroot", ["--until", until, "--out", out]).document);
}

/** The C programs of the benchmark, compiled by the cc of each. */
async function comparePrograms(checkouts: Checkout[], scratch: string): Promise<string[][]> {
  const compilers = checkouts.map(({ name, root, out }) => {
    const [libc] = ["chain/6-libc", "chain/libc"].map((folder) => join(root, folder)).filter(existsSync);
    return chainCompiler(name, join(out, "cc/cc"), libc!);
  });
  const results = await measurePrograms(repositoryRoot(), compilers, scratch);
  return [...new Set(results.map(({ program }) => program))].flatMap((program) => {
    const both = results.filter((result) => result.program === program);
    return [
      rowOf(`${program}: compiling it and libc`, both.map(({ compileSeconds }) => compileSeconds)),
      rowOf(`${program}: running`, both.map(({ runSeconds }) => runSeconds)),
    ];
  });
}
