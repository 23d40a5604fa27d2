// The kernel as it really runs: from the seed, in the embedded emulator. Programs in T print the results of system
// calls. What they print was recorded on Linux (test/corpus/kernel/*.expected), and where this test runs on Linux, that
// is checked again.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fuzzKernel, readCallTable } from "./fuzz/kernel.js";
import { hostWords, obstacleToRules } from "./support/engines.js";
import { makeScratch } from "./support/folders.js";
import { kernelRunsI386, noI386, runsI386, spawnI386 } from "./support/i386.js";
import { compileProgram, expected, partOf, planOfTrials, runMachine, sourceOf } from "./support/kernel.js";
import { hangsAfter } from "./support/limits.js";
import type { MachineRun } from "./support/machine.js";
import { seedFor } from "./support/random.js";

const compared = ["files", "processes", "memory", "answers", "calls", "permissions"];
const folder = makeScratch("kernel");

/**
 * Without the lines about what one Linux or file system answers and another one, or qemu-user, does not; and with the
 * environment in one order, which qemu-user turns round.
 */
const withoutVarying = (text: string): string => text.replace(/^varies: .*\n/gm, "")
  .replace(/(^environment .*\n)+/gm, (lines) => lines.split("\n").sort().join("\n"));

describe("programs on the chain's kernel and on Linux", () => {
  let run: MachineRun;
  beforeAll(async () => {
    const files = compared.map((name) => ({ path: `programs/${name}`, content: compileProgram(name) }));
    run = await runMachine({ plan: planOfTrials(compared), files });
  });

  test.each(compared)("%s: the kernel answers as Linux does", (name) => {
    expect(partOf(run, name)).toBe(expected(name));
  });

  test("the first program's exit ends the machine", () => {
    expect(run.console).toMatch(/=== end\nrootseed: exit 0\n$/);
    expect(run.console).toMatch(/^rootseed: kernel with 128 MiB of memory\n/);
  });

  test("programs that fault end with a message that names program, cause and address", () => {
    const program = String.raw`rootseed: process \d+ \(processes\) ended: `;
    const nowhere = "access to memory that is not there, address 00000010, instruction at 02[0-9a-f]{6}\n";
    expect(run.console).toMatch(new RegExp(program + nowhere));
    expect(run.console).toMatch(new RegExp(`${program}division error, address 02[0-9a-f]{6}`));
    expect(run.console).toMatch(new RegExp(`${program}invalid instruction`));
    expect(run.console).toMatch(new RegExp(`${program}general protection fault`));
  });

  describe.skipIf(!runsI386)(`on Linux${runsI386 ? "" : ` (${noI386})`}`, () => {
    test.for(compared)("%s: Linux answers as is written down", (name, { skip }) => {
      skip(name === "permissions" && process.getuid?.() !== 0, "only root becomes another user");
      // It starts itself: there, qemu-user alone does not help.
      const startsItself = name === "processes" && !kernelRunsI386;
      skip(startsItself && (hostWords.length === 0 || obstacleToRules() !== undefined), obstacleToRules() ?? noI386);
      const program = join(folder, name);
      writeFileSync(program, compileProgram(name));
      chmodSync(program, 0o755);
      const work = mkdtempSync(join(folder, "work-"));
      const result = startsItself ? spawnSync("env", ["-i", ...hostWords, program], { cwd: work, timeout: hangsAfter })
        : spawnI386(program, [], { cwd: work, env: {}, timeout: hangsAfter });
      expect(withoutVarying(result.stdout.toString("latin1"))).toBe(withoutVarying(expected(name)));
    });
  });
});

describe("limits", () => {
  let run: MachineRun;
  beforeAll(async () => {
    run = await runMachine({ first: sourceOf("limits"), memoryMiB: 96 });
  });

  test("nothing that runs out hangs or ends the kernel", () => {
    const lines = run.console.split("\n").filter((line) => !line.startsWith("rootseed: "));
    expect(lines).toEqual([
      "unknown call -38", "again -38", "beyond the table -38", "processes 300", "descriptors -24", "full -28",
      "free again 65536", "record 1", "processes without room 300", "record without room 0",
      "more than there is 12", "bit by bit 1", "to the host 1000", "",
    ]);
  });

  test("an unknown call is named once", () => {
    expect(run.console.match(/rootseed: unknown system call 450\n/g)).toHaveLength(1);
  });

  test("what is written to /dev/host comes out of the second serial port", () => {
    expect([...run.host]).toEqual(Array.from({ length: 1000 }, (_, i) => i * 7 >> 3 & 255));
  });

  test("when the first program faults, the machine stops with its signal", () => {
    const fault = String.raw`rootseed: process 1 \(host\) ended: access to memory that is not there.*\n`;
    expect(run.console).toMatch(new RegExp(`${fault}rootseed: exit 139\n$`));
  });
});

test("no program ends, stops or fills the kernel", async () => {
  const files = [{ path: "programs/holds", content: compileProgram("holds") }];
  const run = await runMachine({
    plan: "mkdir /trial\ncd /trial\nchmod 755 /programs/holds\necho === holds\n/programs/holds\necho === end\n", files,
  });
  expect(partOf(run, "holds").split("\n")).toEqual([
    "words changed 0", "own id stored 1", "child ended 0",
    "headers far away -8", "headers that wrap -8", "headers behind the page -8", "offset that wraps -8",
    "bytes that wrap -8", "memory that wraps -8", "memory of the kernel -8", "more than the file -8",
    "segment 5", "segment 1011", "segment 5",
    "handler's stack 1011", "handler's stack 1011", "handler's stack 1011", "reserved bits 1",
    "own path 15", "path of the folder -36", "read 5", "pages taken 1",
    "failing opens 250", "pages lost 0",
    "root kills process 1 0", "kill process 1 -1", "join its group -1", "killed itself 1009",
    "orphans 2000", "no more files -28", "a process all the same 7", "processes where files were 100",
    "no more areas 3", "beside a hungry user 6", "limit of processes -11", "all ended 1", "",
  ]);
});

test("what is typed on the console reaches the program that reads it, edited and echoed", async () => {
  const program = Buffer.concat([sourceOf("typed")]);
  const run = await runMachine({ first: program, typed: { after: "type", text: "wrx\x7fong\x15hello\rend\r" } });
  expect(run.console).toContain("line 6 hello");
  expect(run.console).toContain("line 4 end");
  expect(run.console).toMatch(/rootseed: exit 5\n$/);
});

test("random calls and executable files end programs, never the kernel (test/slow has more of them)", async () => {
  const report = await fuzzKernel({ seed: seedFor("fuzzer of the kernel", 1), rounds: 2 });
  expect(report.wrong, report.console).toEqual([]);
  const known = new Set(readCallTable().map(({ number }) => number));
  expect(report.unknown).toEqual(Array.from({ length: 512 }, (_, i) => i).filter((number) => !known.has(number)));
});
