// What a run says about itself: what it will need, before it begins; how far it is; how many processes steps may start.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engines } from "../host/engines/engines.js";
import type { Engine } from "../host/engines/engine.js";
import { Journal } from "../host/report/journal.js";
import { Progress } from "../host/report/progress.js";
import { makeReporter, type Reporter } from "../host/common/reporter.js";
import { stageTable } from "../host/report/table.js";
import { emulated, rememberTimes, readTimes, expectedSeconds } from "../host/report/times.js";
import { announce, estimateRun, requireRoom, chooseMemory } from "../host/run/estimate.js";
import { archivesOf, readSteps, stepsUntil, type Step } from "../host/steps/steps.js";
import { enginesHere } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { rootseed } from "./support/host.js";

const scratch = makeScratch("progress");

const steps = await readSteps(root);
const engine = (name: string): Engine => engines.find((candidate) => candidate.name === name) as Engine;

describe("what a run needs", () => {
  it("grows with what is to be made", () => {
    const missing = archivesOf(steps);
    const needs = (made: number, jobs: number) =>
      estimateRun([{ engine: engine("chroot"), toBuild: steps.slice(made), memory: 0 }], steps, missing, {}, { jobs });
    expect(needs(0, 2).seconds).toBeGreaterThan(needs(9, 2).seconds);
    expect(needs(0, 2).disk).toBeGreaterThan(needs(9, 2).disk - 1);
    expect(needs(0, 2).download).toBe(missing.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(needs(0, 8).memory).not.toBe(needs(0, 1).memory);
  });

  it("is said in one line each: time, memory, disk, download", () => {
    const some = steps.slice(0, 6);
    const legs = (name: string) => [{ engine: engine(name), toBuild: some, memory: 256 }];
    const lines = (name: string) => announce(name, legs(name), some, some,
      estimateRun(legs(name), some, archivesOf(some), {}, { jobs: 2 }));
    expect(lines("chroot").at(-1)).toMatch(
      /^ {2}time: about [0-9]+ s; memory: [0-9]+ MB; disk: [0-9.]+ MB; download: 3\.9 MB$/);
    expect(lines("v86").at(-1)).toContain("memory: 256 MB for the machine and 200 MB around it");
  });

  it("of an emulated PC's memory is settled by the steps, unless the user says otherwise", () => {
    const memory = (name: string, until: string, requested?: number, toStart = 0) =>
      chooseMemory(engine(name), requested, stepsUntil(steps, until), toStart);
    expect([memory("v86", "musl"), memory("qemu", "userland"), memory("qemu", "gcc3"), memory("qemu", "linux"),
      memory("qemu", "linux", 512), memory("qemu", "musl", undefined, 1500), memory("chroot", "linux")])
      .toEqual([256, 256, 2047, 3072, 512, 1500, 0]);
    expect(() => memory("v86", "gcc10")).toThrow(/^engine v86 has at most 2047 MB of memory, and 3072 MB are needed: /);
    const some = stepsUntil(steps, "gcc3");
    expect(estimateRun([{ engine: engine("qemu"), toBuild: some, memory: 512 }], some, [], {}, { jobs: 1 }).memory)
      .toBe("512 MB for the machine (2047 MB recommended) and 200 MB around it");
  });

  it("on a disk that is too full: one line, before anything begins", async () => {
    await expect(requireRoom(scratch, Number.MAX_SAFE_INTEGER)).rejects.toThrow(
      /^\S+: [0-9.]+ .?B are free there, this run needs 9007199\.3 GB: free some, choose another folder/);
    await requireRoom(scratch, 1);
  });

  const namespaces = ["unshare", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]), "--mount"];
  const [unshare, ...options] = namespaces as [string, ...string[]];
  const canMount = spawnSync(unshare, [...options, "mount", "-t", "tmpfs", "none", scratch]).status === 0;

  it.skipIf(!canMount)("on a file system of 2 MB (skipped where one cannot be mounted)", () => {
    const small = join(scratch, "small");
    mkdirSync(small);
    const { status, stderr } = spawnSync(unshare, [...options, "sh", "-c",
      'mount -t tmpfs -o size=2m none "$1" && "$2" run --until tools --cache "$1"', "sh", small, join(root, "rootseed"),
    ], { encoding: "utf8" });
    expect(stderr).toMatch(/^rootseed: \S+\/small: 2\.1 MB are free there, this run needs [0-9.]+ MB: [^\n]+\n$/);
    expect(status).toBe(1);
  });
});

describe("the durations of steps", () => {
  it("are a guess first, then what this computer needed, by engine", async () => {
    const cache = join(scratch, "times");
    const [cc, tcc, binutils] = ["cc", "tcc", "binutils"].map((name) => steps.find((step) => step.name === name)) as
      [Step, Step, Step];
    expect(expectedSeconds(await readTimes(cache), "chroot", tcc)).toBe(tcc.cost.seconds);
    expect(expectedSeconds({}, "qemu", tcc)).toBe(tcc.cost.emulated["qemu"]);
    expect(expectedSeconds({}, "qemu", binutils)).toBe(binutils.cost.seconds * (emulated["qemu"]?.slower ?? 0));
    await rememberTimes(cache, "chroot", { tcc: 7 });
    await rememberTimes(cache, "chroot", { cc: 3 });
    const times = await readTimes(cache);
    expect([tcc, cc].map((step) => expectedSeconds(times, "chroot", step))).toEqual([7, 3]);
    expect(expectedSeconds(times, "bwrap", tcc)).toBe(tcc.cost.seconds);
    writeFileSync(join(cache, "times.json"), "nonsense");
    expect(await readTimes(cache)).toEqual({});
  });
});

describe("progress", () => {
  /** What a reporter is told while two steps run, the first of three being kept; each line takes so many seconds. */
  function watch(isLive: boolean, secondsALine = 0): { notes: string[]; live: string[] } {
    const shown = { notes: [] as string[], live: [] as string[] };
    const report: Reporter = {
      isLive, width: 80, clear: () => undefined,
      note: (line) => shown.notes.push(line), live: (line) => shown.live.push(line),
    };
    let time = 0;
    const now = (): number => time * 1000;
    const journal: Journal = new Journal(now);
    const progress = new Progress(report, journal, ["tcc", "musl"], () => 600, ["cc", "tcc", "musl"], now);
    const say = (line: string): void => {
      time += secondsALine;
      for (const { run, hasEnded } of journal.push(Buffer.from(`${line}\n`))) {
        progress.changed(run, hasEnded);
      }
      progress.show();
    };
    ["rootseed: begin tcc", "tcc -c\tfirst.c \x1b[31m", "rootseed: end tcc", "rootseed: begin musl"].forEach(say);
    progress.stop();
    return shown;
  }

  it("says which step of how many, elapsed, what is left, and what the machine does", () => {
    const { live } = watch(true);
    expect(live[1]).toMatch(
      /^step 2 of 3, tcc: 0\.[0-9] s \| 0\.[0-9] s so far, about 20 min left \| tcc -c first\.c \?\[31m$/);
    expect(live.at(-1)).toMatch(/^step 3 of 3, musl: .* about 10 min left \|/);
  });

  it("guesses nothing when a step takes longer than expected", () => {
    const { live } = watch(true, 601);
    expect(live[1]).toContain("step 2 of 3, tcc: 10:01 min | 20:02 min so far, longer than expected | tcc -c");
    expect(live.at(-1)).toContain("musl: 0.0 s | 40:04 min so far, about 10 min left |");
    expect(watch(false, 601).notes[1]).toBe(
      "step 2 of 3, tcc: done in 20:02 min; 30:03 min so far, about 10 min left");
  });

  it("has a line for the begin and end of each step where there is no terminal", () => {
    expect(watch(false).notes).toEqual([
      "step 2 of 3, tcc: begun, usually takes about 10 min",
      expect.stringMatching(/^step 2 of 3, tcc: done in 0\.[0-9] s; 0\.[0-9] s so far, about 10 min left$/),
      "step 3 of 3, musl: begun, usually takes about 10 min",
    ]);
  });
});

describe("a terminal", () => {
  /** What a terminal of so many columns is sent. */
  function terminal(columns: number) {
    const sent = { isTTY: true, columns, text: "", write: (text: string) => (sent.text += text) !== "" };
    return { sent, report: makeReporter(sent as unknown as NodeJS.WriteStream) };
  }

  it("of 80 columns has each hash on a line of its own", () => {
    const artifact = { path: "compiler", bytes: 4859, sha256: "a".repeat(64), expected: "a".repeat(64), ok: true };
    const stages = [{ name: "compiler", seconds: 1, artifacts: [artifact] }];
    const narrow = stageTable(stages, true, terminal(80).report.width);
    expect(narrow).toEqual([
      "stage     artifact  bytes  result", "    SHA-256",
      "compiler  compiler   4859  ok", `    ${"a".repeat(64)}`,
    ]);
    expect(stageTable(stages, true, Infinity)).toHaveLength(2);
  });

  it("that has become narrower is cleared over the live line's present length", () => {
    const { sent, report } = terminal(80);
    report.live("x".repeat(100));
    expect(sent.text).toBe("x".repeat(79));
    sent.columns = 30;
    sent.text = "";
    report.note("done");
    expect(sent.text).toBe("\r\x1b[2A\x1b[Jdone\n");
  });
});

describe.each(enginesHere(["chroot", "bwrap"]))("engine %s: how many processes a step may start", (name) => {
  it.each([
    [["--jobs", "3"], "3"],
    [[], String(availableParallelism())],
  ])("%j", async (args, expected) => {
    const script = join(scratch, "jobs");
    writeFileSync(script, "echo $JOBS > /out/script/jobs\n");
    const out = join(scratch, `${name}-${expected}`);
    const { status, err } = await rootseed(["run", "--engine", name, "--until", "tools", "--script", script,
      "--out", out, "--cache", join(scratch, "cache"), ...args]);
    expect([status, err]).toEqual([0, ""]);
    expect(readFileSync(join(out, "script/jobs"), "utf8")).toBe(`${expected}\n`);
  });
});
