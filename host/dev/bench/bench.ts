// Measures, prints, and writes what it found into docs/performance.md: the chain on the emulated PC and on the host's
// kernel, the emulated PC on every supported version of Node, and cc against gcc -O0 and tcc in the same run.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { writeAtomically } from "../../common/files.js";
import { explain, UserError } from "../../common/errors.js";
import { repositoryRoot } from "../../common/repository.js";
import { bubblewrapEngine, chrootEngine } from "../../engines/host-kernel.js";
import { measureChain, programSeconds, type ChainResult } from "./chain.js";
import { cacheFolder } from "../../sources/cache.js";
import { compareCheckouts } from "./compare.js";
import { markdownTable } from "./markdown.js";
import { compareWithDistribution } from "./packages.js";
import { describeNodes, installNodes, measureNodes, supportedNodes } from "./nodes.js";
import { measureRecord } from "./record.js";
import { chainCompiler, measurePrograms, otherCompilers, type ProgramResult } from "./programs.js";

/**
 * Runs everything up to musl; with the option linux what takes longer, from the seed to Linux; with the option record
 * what a record of processes costs; with the option before FOLDER only what tells this checkout from another one.
 */
export async function main(args: string[] = []): Promise<void> {
  if (args[0] === "--before" && args[1] !== undefined) {
    process.stdout.write(await compareCheckouts(args[1]));
    return;
  }
  const root = repositoryRoot();
  const scratch = mkdtempSync(join(tmpdir(), "rootseed-bench-"));
  try {
    if (args[0] === "--record") {
      const text = [`${describeMachine()[0]} User time of all, the better of two runs each.`, "",
        ...await measureRecord(root, scratch)];
      await writeSection(root, "The record of processes", text);
      return;
    }
    if (args[0] === "--linux") {
      await writeSection(root, "From the seed to Linux", await measureLinux(root, scratch));
      return;
    }
    const out = join(scratch, "out");
    const engine = await hostEngine(root, scratch);
    const chains = new Map<string, ChainResult>();
    const notes: string[] = [];
    if (engine !== undefined) {
      const user = (until: string, args: string[] = []): number => {
        const chain = measureChain(root, engine, ["--until", until, ...args]);
        chains.set(engine, chain);
        return programSeconds(chain.document);
      };
      const first = user("tcc");
      notes.push(`Host kernel (${engine}), user time of the chain's programs: seed → first tcc ` +
        `${first.toFixed(2)} s, seed → musl with its tests ${user("musl", ["--out", out]).toFixed(2)} s.`);
    }
    chains.set("v86", measureChain(root, "v86", ["--until", "musl", ...(engine === undefined ? ["--out", out] : [])]));
    const compilers = process.platform === "linux"
      ? [chainCompiler("cc", join(out, "cc/cc"), join(root, "chain/6-libc")), ...otherCompilers(scratch)] : [];
    const programs = await measurePrograms(root, compilers, scratch);
    const text = [...describeMachine(), "", ...describeChains(chains), "", ...notes, "", ...compareNodes(root, scratch),
      "", ...describePrograms(programs)];
    await writeSection(root, "Results", text);
  } catch (error) {
    process.stderr.write(`rootseed: ${explain(error)}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Prints a section, and puts it into docs/performance.md in the place of the one that has its title. */
async function writeSection(root: string, title: string, lines: string[]): Promise<void> {
  const text = `${lines.join("\n").trimEnd()}\n`;
  process.stdout.write(text);
  const page = join(root, "docs/performance.md");
  const sections = readFileSync(page, "utf8").split(/^(?=## )/m);
  const others = sections.filter((section) => !section.startsWith(`## ${title}\n`)).map((section) => section.trimEnd());
  await writeAtomically(page, `${[...others, `## ${title}\n\n${text}`].join("\n\n")}`);
}

/** From the seed to Linux on the host's kernel; what it costs beside the distribution's gcc. */
async function measureLinux(root: string, scratch: string): Promise<string[]> {
  const engine = await hostEngine(root, scratch);
  if (engine === undefined) {
    throw new UserError("no engine of the host's kernel runs here (see above)");
  }
  const { document } = measureChain(root, engine, ["--until", "linux"]);
  return compareWithDistribution(root, cacheFolder(undefined), scratch, document);
}

/** The emulated PC on every supported version of Node, where npm can install them. */
function compareNodes(root: string, scratch: string): string[] {
  try {
    const nodes = installNodes(join(scratch, "nodes"), supportedNodes);
    return describeNodes(measureNodes(root, nodes, "tcc", scratch), "tcc");
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return ["Other versions of Node were not measured."];
  }
}

/** The engine that users have without privileges, or else chroot; undefined where neither runs. */
async function hostEngine(root: string, scratch: string): Promise<string | undefined> {
  for (const engine of [bubblewrapEngine, chrootEngine]) {
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
  const names = chains.get("v86")?.document.stages.map(({ name }) => name) ?? [];
  const seconds = (engine: string, name: string): string =>
    chains.get(engine)?.document.stages.find((stage) => stage.name === name)?.seconds.toFixed(1) ?? "-";
  return markdownTable([
    ["step, seconds", ...engines],
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
      return [program, name, result?.compileSeconds.toFixed(3) ?? "-", result?.runSeconds.toFixed(2) ?? "-",
        name === "cc" ? "" : ratio.toFixed(2), result?.agrees === false ? "differs" : "same"];
    });
  });
  return results.length === 0 ? [] : [
    "C programs, user time in seconds, best of three (cc compiles its libc each time, gcc and tcc link the system's):",
    "",
    ...markdownTable([["program", "compiler", "compiling", "running", "cc is slower by", "output"], ...rows],
      [false, false, true, true, true, false])];
}
