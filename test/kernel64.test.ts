// The kernel in long mode, in QEMU: programs in C for x86-64, whose output was recorded on Linux and is compared with
// it again where this test runs on such a Linux; random calls, frames, code and executable files of such programs; and
// that i386 programs are run as before. A processor without what the kernel needs is told so.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fuzzKernel } from "./fuzz/kernel.js";
import { because } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import {
  compileProgram, expected, longModeObstacle, partOf, planOfTrials, runLongMachine, sourceOf,
} from "./support/kernel.js";
import { hangsAfter } from "./support/limits.js";
import type { MachineRun } from "./support/machine.js";
import { seedFor } from "./support/random.js";

const corpus64 = join(root, "test/corpus/kernel64");
const programs = ["files", "memory", "signals", "processes", "times"];
const folder = makeScratch("kernel64");

const compile = (name: string): number | null => spawnSync("gcc",
  ["-static", "-O1", "-w", "-o", join(folder, name), join(corpus64, `${name}.c`)], { stdio: "ignore" }).status;

/** Why there are no programs for x86-64 here; undefined when there are. */
const compilerObstacle = [...programs, "fuzz"].every((name) => compile(name) === 0) ? undefined
  : "gcc makes no static programs for x86-64 here";
const obstacle = longModeObstacle ?? compilerObstacle;

const contentOf = (name: string): Uint8Array => readFileSync(join(folder, name));
const expected64 = (name: string): string => readFileSync(join(corpus64, `${name}.expected`), "latin1");

describe.skipIf(obstacle !== undefined)(`programs for x86-64${because(obstacle)}`, () => {
  let run: MachineRun;
  beforeAll(async () => {
    const files = programs.map((name) => ({ path: `programs/${name}`, content: contentOf(name) }));
    run = await runLongMachine({ plan: planOfTrials(programs), files, memoryMiB: 512 });
  });

  test.each(programs)("%s: the kernel answers as Linux does", (name) => {
    expect(partOf(run, name)).toBe(expected64(name));
  });

  test("the kernel says that it runs them, and names those that fault", () => {
    expect(run.console).toMatch(/^rootseed: kernel with 512 MiB of memory, 64-bit programs\n/);
    expect(run.console).toMatch(/rootseed: process \d+ \(signals\) ended: .*, address c0000000/);
    expect(run.console).toMatch(/=== end\nrootseed: exit 0\n$/);
  });

  const onLinux = process.platform === "linux" && process.arch === "x64";
  test.skipIf(!onLinux).for(programs)("%s: Linux answers as is written down", (name, { skip }) => {
    skip(name === "files" && process.getuid?.() !== 0, "a file that was recorded is root's");
    const work = join(folder, `work-${name}`);
    mkdirSync(work);
    const { stdout } = spawnSync(join(folder, name), [], { cwd: work, env: {}, timeout: hangsAfter });
    expect(stdout.toString("latin1")).toBe(expected64(name));
  });

  test("random calls, frames, code and executable files end programs, never the kernel", async () => {
    const plan = `mkdir -p /tmp\nchmod 755 /programs/fuzz\n/programs/fuzz ${seedFor("kernel64", 1)} 40\n`;
    const report = await runLongMachine({ plan, files: [{ path: "programs/fuzz", content: contentOf("fuzz") }] });
    expect(report.console).not.toMatch(/violation: |kernel (fault|stopped)/);
    expect(report.console).toMatch(/\nrounds 40, some killed 1, some not 1\n/);
    const [, before, after] = /free pages (\d+), then (\d+)\nrootseed: exit 0\n$/.exec(report.console) ?? [];
    expect(Number(before) - Number(after)).toBeLessThan(32);
  });
});

describe.skipIf(longModeObstacle !== undefined)(`i386 programs in long mode${because(longModeObstacle)}`, () => {
  const compared = ["files", "processes", "memory", "answers", "calls", "permissions"];

  test("answer as without it", async () => {
    const files = compared.map((name) => ({ path: `programs/${name}`, content: compileProgram(name) }));
    const run = await runLongMachine({ plan: planOfTrials(compared), files });
    for (const name of compared) expect(partOf(run, name)).toBe(expected(name));
  });

  test("cannot harm the kernel", async () => {
    const report = await fuzzKernel({ seed: seedFor("kernel in long mode", 1), rounds: 2, longMode: true });
    expect(report.wrong).toEqual([]);
  });
});

describe.skipIf(longModeObstacle !== undefined)(`other processors${because(longModeObstacle)}`, () => {
  test("one without PAE is told so", async () => {
    const run = await runLongMachine({ first: sourceOf("typed") }, "pentium");
    expect(run.console).toMatch(/^rootseed: kernel stopped: the processor has no PAE .*\n$/);
  });

  test.skipIf(compilerObstacle !== undefined)("one without long mode refuses programs for x86-64", async () => {
    const plan = "chmod 755 /programs/times\n/programs/times\n";
    const files = [{ path: "programs/times", content: contentOf("times") }];
    const run = await runLongMachine({ plan, files }, "pentium3");
    expect(run.console).toMatch(/^rootseed: kernel with 128 MiB of memory\n/);
    expect(run.console).toMatch(/cannot run \(not an executable program\): \/programs\/times\nrootseed: exit 126\n$/);
  });
});
