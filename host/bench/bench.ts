// Measures, prints, and writes what it found into docs/performance.md: the chain on the emulated PC and on
// the lent kernel, the emulated PC on every supported version of Node, and cc against gcc -O0 and tcc in the same run.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { writeAtomically } from "../common/files.js";
import { explain } from "../common/problem.js";
import { repositoryRoot } from "../common/repository.js";
import { bubblewrapEngine, chrootEngine } from "../engines/lent.js";
import { measureChain, type ChainResult } from "./chain.js";
import { markdownTable } from "./markdown.js";
import { describeNodes, installNodes, measureNodes, supportedNodes } from "./nodes.js";
import { measurePrograms, parseTimes, type ProgramResult } from "./programs.js";

/** Runs everything. */
export async function main(): Promise<void> {
  const root = repositoryRoot();
  const scratch = mkdtempSync(join(tmpdir(), "rootseed-bench-"));
  try {
    const out = join(scratch, "out");
    const lent = await lentEngine(root, scratch);
    const chains = new Map<string, ChainResult>();
    const notes: string[] = [];
    if (lent !== undefined) {
      const times = join(scratch, "times");
      const user = (until: string, args: string[] = []): number => {
        process.env["ROOTSEED_TIMES"] = times;
        chains.set(lent, measureChain(root, lent, ["--until", until, ...args]));
        delete process.env["ROOTSEED_TIMES"];
        return parseTimes(readFileSync(times, "utf8"));
      };
      const first = user("tcc");
      notes.push(`Lent kernel (${lent}), user time of the chain's programs: seed → first tcc ${first.toFixed(2)} s, ` +
        `seed → musl with its tests ${user("musl", ["--out", out]).toFixed(2)} s.`);
    }
    chains.set("v86", measureChain(root, "v86", ["--until", "musl", ...(lent === undefined ? ["--out", out] : [])]));
    const programs = process.platform === "linux" ? await measurePrograms(root, join(out, "cc/cc"), scratch) : [];
    const text = [...describeMachine(), "", ...describeChains(chains), "", ...notes, "", ...compareNodes(root, scratch),
      "", ...describePrograms(programs)];
    process.stdout.write(`${text.join("\n")}\n`);
    const page = join(root, "docs/performance.md");
    const head = readFileSync(page, "utf8").split("\n## Results\n")[0];
    await writeAtomically(page, `${head}\n## Results\n\n${text.join("\n").trimEnd()}\n`);
  } catch (error) {
    process.stderr.write(`rootseed: ${explain(error)}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The emulated PC on every supported version of Node, where npm can install them. */
function compareNodes(root: string, scratch: string): string[] {
  try {
    const nodes = installNodes(join(scratch, "nodes"), supportedNodes);
    return describeNodes(measureNodes(root, nodes, "tcc", scratch), "tcc");
  } catch (error) {
    return [`Other versions of Node were not measured: ${explain(error)}.`];
  }
}

/** A lent kernel that works here. */
async function lentEngine(root: string, scratch: string): Promise<string | undefined> {
  for (const engine of [chrootEngine, bubblewrapEngine]) {
    try {
      await engine.check({ root, cache: scratch });
      return engine.name;
    } catch (error) {
      process.stderr.write(`${explain(error)}\n`);
    }
  }
  return undefined;
}

function describeMachine(): string[] {
  const processors = cpus();
  return [`Measured on ${processors.length} cores of ${processors[0]?.model ?? "an unknown processor"}, ` +
    `Node.js ${process.versions.node}.`];
}

function describeChains(chains: Map<string, ChainResult>): string[] {
  const engines = [...chains.keys()];
  const names = chains.get("v86")?.document.milestones.map(({ name }) => name) ?? [];
  const seconds = (engine: string, name: string): string =>
    chains.get(engine)?.document.milestones.find((milestone) => milestone.name === name)?.seconds.toFixed(1) ?? "-";
  return markdownTable([
    ["link, seconds", ...engines],
    ...names.map((name) => [name, ...engines.map((engine) => seconds(engine, name))]),
    ["all, with start", ...engines.map((engine) => chains.get(engine)?.wallSeconds.toFixed(1) ?? "-")],
  ], [false, ...engines.map(() => true)]);
}

function describePrograms(results: ProgramResult[]): string[] {
  const names = [...new Set(results.map(({ compiler }) => compiler))];
  const programs = [...new Set(results.map(({ program }) => program))];
  const ofCc = (program: string, name: string): ProgramResult | undefined =>
    results.find((result) => result.program === program && result.compiler === name);
  const rows = programs.flatMap((program) => {
    const cc = ofCc(program, "cc");
    return names.map((name) => {
      const result = ofCc(program, name);
      const ratio = cc !== undefined && result !== undefined ? cc.runSeconds / result.runSeconds : NaN;
      return [program, name, result?.compileSeconds.toFixed(2) ?? "-", result?.runSeconds.toFixed(2) ?? "-",
        name === "cc" ? "" : ratio.toFixed(2), result?.agrees === false ? "differs" : "same"];
    });
  });
  return results.length === 0 ? [] : [
    "C programs, user time in seconds, best of three (cc compiles its libc each time, gcc and tcc link the system's):",
    "",
    ...markdownTable([["program", "compiler", "compiling", "running", "cc is slower by", "output"], ...rows],
      [false, false, true, true, true, false])];
}
