// Runs that take place on more than one engine: how they are divided, what is refused, and what a run says of each
// step. First with engines that only prove what they are told to; then the real thing, where a kernel runs no i386
// programs: v86 makes the first steps, the kernel the others, by the shell that was made.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Engine, Proven } from "../host/engines/engine.js";
import { engines } from "../host/engines/engines.js";
import { defaultHardware } from "../host/engines/hardware.js";
import { runSchema, type RunDocument } from "../host/report/document.js";
import { stageTable } from "../host/report/table.js";
import { divide, type Leg, type Need } from "../host/run/legs.js";
import type { Processor } from "../host/steps/manifest.js";
import { readSteps, type Step } from "../host/steps/steps.js";
import { ownShellLines } from "../host/tape/own-shell.js";
import { because, hasNamespaces, obstacleTo, obstacleToRules } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { kernelRunsI386 } from "./support/i386.js";
import { expectNothingLeft, rootseed, start, type RunSettings } from "./support/host.js";
import { acceptInputs, makeLegsRepository, obstacleToLegs } from "./support/legs.js";
import { buildTools } from "./support/tools.js";

const scratch = makeScratch("legs");

const [first] = await readSteps(root) as Step[] as [Step];

describe("how a run is divided", () => {
  /** Steps by what they need; the one with the name `shell` makes the shell. */
  const stepsOf = (...words: string[]): Step[] => words.map((word) => {
    const [name, runsOn] = word.split(" ") as [string, Processor];
    return { ...first, name, stage: name, runsOn, flags: name === "shell" ? ["shell"] : [] };
  });
  const proving = (name: string, runs: Processor[], isKernel: boolean): Engine => ({
    ...engines[0] as Engine, name, isEmulated: !isKernel, ...(isKernel ? { runShell: () => Promise.reject(name) } : {}),
    check: () => Promise.resolve<Proven>({
      runs: new Map(runs.map((processor) => [processor, null])), obstacles: new Map([["i386", "no i386 here"]]),
    }),
  });
  const kernel = { "both": proving("both", ["i386", "x86-64"], true), "new": proving("new", ["x86-64"], true),
    "old": proving("old", ["i386"], true), "pc": proving("pc", ["i386", "x86-64"], false) };
  beforeAll(() => {
    engines.push(...Object.values(kernel));
    return () => engines.splice(-Object.keys(kernel).length);
  });
  const ways = stepsOf("a i386", "shell i386", "c x86-64", "d x86-64");
  const divided = async (engine: string, steps: Step[], ending?: Need, otherEngine = true): Promise<string[]> => {
    const legs: Leg[] = await divide(steps, ending,
      { engine, otherEngine, hardware: defaultHardware, root, cache: scratch });
    return legs.map((leg) => `${leg.engine.name} by ${leg.begins}: ${leg.steps.map(({ name }) => name).join(" ")}`);
  };

  it("one leg where the engine runs everything, or another engine is not needed", async () => {
    expect(await divided("both", ways)).toEqual(["both by seed: a shell c d"]);
    expect(await divided("pc", ways, undefined, false)).toEqual(["pc by seed: a shell c d"]);
    expect(await divided("old", ways.slice(0, 2))).toEqual(["old by seed: a shell"]);
    expect(await divided("v86", ways.slice(0, 2))).toEqual(["v86 by seed: a shell"]);
  });

  it("v86 makes what a kernel without i386 programs does not run", async () => {
    expect(await divided("new", ways)).toEqual(["v86 by seed: a shell", "new by shell: c d"]);
    expect(await divided("new", ways.slice(0, 1))).toEqual(["v86 by seed: a"]);
  });

  it("what follows the steps is where it can run: the chain's own console on v86, the shell there", async () => {
    const after = (runsOn: Processor): Need => ({ what: "the console", runsOn, runsAnywhere: true });
    expect(await divided("new", ways.slice(0, 1), after("i386"))).toEqual(["v86 by seed: a"]);
    expect(await divided("new", ways.slice(0, 2), after("x86-64")))
      .toEqual(["v86 by seed: a shell", "new by shell: "]);
    expect(await divided("v86", ways.slice(0, 2), after("x86-64"))).toEqual(["v86 by seed: a shell"]);
    const program: Need = { what: "a program", runsOn: "x86-64" };
    await expect(divided("v86", ways.slice(0, 2), program)).rejects.toThrow("--engine v86 does not run a program, ");
  });

  it("what no way leads to is refused, with what, why, and what to do", async () => {
    await expect(divided("v86", ways)).rejects.toThrow("--engine v86 does not run the step c, which needs x86-64: " +
      "its PC has a 32-bit processor; use --engine qemu, or bwrap or chroot where the kernel runs them; or stop " +
      "earlier (--until shell)");
    await expect(divided("old", ways)).rejects.toThrow("--engine old does not run the step c, which needs x86-64: ");
    await expect(divided("new", ways, undefined, false)).rejects.toThrow(
      "--engine new: no i386 here; without --no-other-engine, engine v86 makes the i386 steps, and new the others");
    await expect(divided("new", stepsOf("a i386", "b x86-64"))).rejects.toThrow("--engine new runs no i386 programs " +
      "here, and the step b, which needs x86-64, comes before there is a shell to go on with: use --engine qemu");
    await expect(divided("new", [...ways, ...stepsOf("e i386")])).rejects.toThrow(
      "--engine new runs no i386 programs here, and the step e needs them, after the step c, which needs x86-64: use ");
  });
});

it("the table names engines where another one has made something now", () => {
  const artifact = (path: string, engine: string) => ({ path, bytes: 1, sha256: "a", expected: "a", ok: true, engine });
  const stages = [{ name: "x", seconds: 0, artifacts: [artifact("one", "v86"), artifact("two", "bwrap")] }];
  const rows = (engine: string | undefined, of = stages) =>
    stageTable(of, true, 200, engine).map((line) => line.split(/ {2,}/).slice(3));
  expect(rows("bwrap")).toEqual([["SHA-256", "result", "made on"], ["a", "ok", "v86"], ["a", "ok", "bwrap"]]);
  expect(rows(undefined)).toEqual([["SHA-256", "result"], ["a", "ok"], ["a", "ok"]]);
  const stored = stages.map((stage) => ({
    ...stage, artifacts: stage.artifacts.map((one) => ({ ...one, fromStore: true as const })),
  }));
  expect(rows("bwrap", stored)[0]).toEqual(["SHA-256", "result"]);
});

describe("the functions of a plan that a shell runs which was built, do what the chain's own tools do", () => {
  const place = join(scratch, "functions");
  const write = (path: string, text: string): void => {
    mkdirSync(join(place, path, ".."), { recursive: true });
    writeFileSync(join(place, path), text);
  };
  ["out/f", "usr/b/c", "usr/b.d", "usr/a", "usr/b-e", "tmp/.keep"].forEach((path) => write(path, `${path}\n`));
  /** Runs lines with these functions, with the folders of a machine below our own. */
  const run = (lines: string[], shell = "sh") => {
    const text = [...ownShellLines(), ...lines, ""].join("\n")
      .replaceAll(/(?<![\w.])\/(out|tmp|dev\/host)\b/g, `${place}/$1`);
    writeFileSync(join(place, "plan"), text);
    return spawnSync(shell, [join(place, "plan")], { cwd: place, encoding: "utf8" });
  };
  const { twin } = buildTools();
  const tool = (...words: string[]): string =>
    spawnSync(process.execPath, [twin, ...words], { cwd: place, encoding: "utf8" }).stdout;

  it("sha256sum lists folders in the same order, and compares lists with comments", () => {
    const { stdout, status } = run(["sha256sum usr out/f"]);
    expect([status, stdout]).toEqual([0, tool("sha256sum", "usr", "out/f")]);
    write("list", `# a comment\n${stdout}# 3 bytes\n`);
    expect(run(["sha256sum -c list"])).toMatchObject({ status: 0, stdout: "" });
    write("list", stdout.replace(/^./gm, (digit) => digit === "0" ? "1" : "0"));
    const failed = run(["echo before", "sha256sum -c list", "echo after"]);
    expect(failed.status).toBe(1);
    expect(failed.stdout).toMatch(/^before\nusr\/a: FAILED\n[^]*FAILED\n$/);
    expect(failed.stderr).toMatch(/\nsh: \S*\/plan:\d+: command failed with status 1\n$/);
  });

  it("deliver writes the files below a folder in the tape's format; unpack reads it", () => {
    write("dev/host", "");
    expect(run(["deliver ../usr"]).status).toBe(0);
    const delivered = readFileSync(join(place, "dev/host"), "latin1");
    expect(delivered).toBe("../usr/a 6\nusr/a\n../usr/b/c 8\nusr/b/c\n../usr/b-e 8\nusr/b-e\n../usr/b.d 8\nusr/b.d\n");
    write("packed", "x/y 3\na\nb" + "z 0\n" + "w 4\n1 2\n\0");
    expect(run(["mkdir -p unpacked", "cd unpacked", "unpack < ../packed"]).status).toBe(0);
    expect(["x/y", "z", "w"].map((path) => readFileSync(join(place, "unpacked", path), "latin1")))
      .toEqual(["a\nb", "", "1 2\n"]);
  });

  it("sh runs a script as the chain's shell does: the first command that fails ends it, with file and line", () => {
    write("script", "echo one\ncat /nowhere\necho two\n");
    const { status, stdout, stderr } = run(["sh ./script", "echo three"]);
    expect([status, stdout]).toEqual([1, "one\n"]);
    expect(stderr).toMatch(/\nsh: \S+\/script:\d+: command failed with status 1\nsh: \S+\/plan:\d+: command failed /);
  });
});

const obstacle = obstacleToRules() ?? obstacleToLegs() ?? (hasNamespaces("chroot") ? undefined : obstacleTo("chroot"));

describe.skipIf(obstacle !== undefined)(`on a kernel that runs no i386 programs${because(obstacle)}`, () => {
  const repository = join(scratch, "repository");
  const cache = join(scratch, "cache");
  const settings: RunSettings = { repository, interpreter: "none" };
  const others = ["chroot", "bwrap"].filter((engine) => hasNamespaces(engine));
  const run = async (engine: string, args: string[]) => {
    const { status, out, err } = await rootseed(
      ["run", "--engine", engine, "--json", "--cache", cache, ...args], settings);
    return { status, err, document: runSchema.parse(JSON.parse(out)) };
  };
  const madeOn = ({ steps }: RunDocument) => steps.map(({ name, engine, fromStore }) =>
    `${name} ${engine}${fromStore === true ? ", stored" : ""}`);
  beforeAll(() => makeLegsRepository(repository));
  afterEach(() => expect(existsSync(join(cache, "work")) ? readdirSync(join(cache, "work")) : []).toEqual([]));

  it("--no-other-engine refuses; so does pin, of steps that another engine would make", async () => {
    const places = ["--engine", "chroot", "--until", "long", "--cache", cache];
    const alone = await rootseed(["run", "--no-other-engine", ...places], settings);
    expect([alone.status, alone.out]).toEqual([1, ""]);
    expect(alone.err).toMatch(/^rootseed: --engine chroot: this computer's kernel runs no 32-bit \(i386\) programs: /);
    expect(alone.err).toMatch(/; without --no-other-engine, engine v86 makes the i386 steps, and chroot the others\n$/);
    const pinned = await rootseed(["pin", ...places], settings);
    expect([pinned.status, pinned.err]).toEqual([1, "rootseed: --engine chroot does not run the step compiler, and " +
      "pins are made on one engine at a time: first `./rootseed pin --engine v86 --until shell`, then " +
      "`./rootseed run --engine v86 --until shell`, then this\n"]);
    const useless = await rootseed(["run", "--engine", "v86", "--no-other-engine"]);
    expect([useless.status, useless.err]).toEqual([2, expect.stringContaining("engine v86 makes all steps itself")]);
  });

  it("v86 says at once that it does not run an x86-64 step, in the document, too", async () => {
    const { status, err, document } = await run("v86", ["--until", "long"]);
    expect([status, document.error?.stage, document.steps]).toEqual([1, null, []]);
    expect(err).toMatch(
      /^rootseed: --engine v86 does not run the step long, which needs x86-64: .*\(--until shell\)\n$/);
  });

  it("killed on v86 it goes on there, then on the kernel; table, document and log say what ran where", async () => {
    const running = start(["run", "--engine", "chroot", "--until", "long", "--cache", cache], settings);
    await running.outputWith("tools: begun");
    running.child.kill("SIGKILL");
    await running.finished;
    const log = join(scratch, "log");
    const { status, err, document } = await run("chroot", ["--until", "long", "--log", log]);
    expect(err).toMatch(
      /, because i386 programs do not run on chroot here: .*tools, shell\n {2}then on this computer's .*: long\n/);
    expect(err).toMatch(/; engine v86 has made .*tools, shell, which chroot does not run here\n/);
    expect(err).toMatch(/^tools +tools +.* ok +v86$/m);
    expect(err).toMatch(/^long +machine +.* ok +chroot$/m);
    expect([status, document.engine, document.seed.file]).toEqual([0, "chroot", "seed/boot.hex"]);
    expect(madeOn(document)).toEqual(["compiler v86, stored", expect.stringMatching(/^kernel v86/), "tools v86",
      "shell v86", "long chroot"]);
    expect(document.steps.slice(2).map(({ emulator }) => emulator?.replace(/ .*/, "")))
      .toEqual(["v86", "v86", undefined]);
    expect(document.stages.at(-1)?.artifacts.map(({ path, engine, ok }) => [path, engine, ok]))
      .toEqual([["long.exports", "chroot", true], ["machine", "chroot", true]]);
    expect(readFileSync(log, "latin1"))
      .toMatch(/rootseed: end shell\n[^]*rootseed: exit 0\n[^]*rootseed: begin long\nrootseed: end long\n/);
  });

  const own = join(scratch, "own");
  const data = join(scratch, "data");
  const add = ["--add", `${data}:/mine/data`];
  beforeAll(() => writeFileSync(data, "mine\n"));

  it.each(others)("engine %s: own files and scripts run on the shell, and the export is the same", async (engine) => {
    writeFileSync(own, "cat /mine/data /left/below/machine > /out/script/both\n");
    const [out, system] = [join(scratch, `out-${engine}`), join(scratch, `${engine}.tar`)];
    const { status, document } = await run(engine,
      ["--until", "long", "--script", own, ...add, "--out", out, "--export", system]);
    expect([status, madeOn(document).at(-1)]).toEqual([0, `script ${engine}`]);
    expect(readFileSync(join(out, "script/both"), "latin1")).toBe("mine\nx86_64\n");
    expect(readFileSync(system).equals(readFileSync(join(scratch, `${others[0]}.tar`)))).toBe(true);
  });

  it.each(others)("engine %s: a console is the shell that was made; its status is the run's", async (engine) => {
    const { status, out } = await start(["shell", "--engine", engine, "--after", "long", "--cache", cache],
      { ...settings, input: "cat /left/below/machine\nexit 3\n" }).finished;
    expect([status, out]).toEqual([3, expect.stringContaining("x86_64\n")]);
    writeFileSync(own, "echo before\ncat /nowhere\n");
    const failed = await start(["run", "--engine", engine, "--until", "long", "--script", own, "--interactive",
      "--cache", cache], { ...settings, input: "cat /left/below/machine\nexit 0\n" }).finished;
    expect(failed.out).toContain("rootseed: the step script failed: own/script/build:");
    expect(failed.out).toContain("x86_64\n");
    expect([failed.status, failed.err])
      .toEqual([1, expect.stringContaining("the step script failed: own/script/build:")]);
  });

  it("what fails on either engine: the step, and the file with the line", async () => {
    const edit = async (step: string, change: (text: string) => string) => {
      const path = join(repository, "steps", step, "build");
      const before = readFileSync(path, "latin1");
      writeFileSync(path, change(before));
      await acceptInputs(repository);
      const result = await run("chroot", ["--until", "long"]);
      writeFileSync(path, before);
      await acceptInputs(repository);
      return result;
    };
    const later = await edit("011-long", (text) => `${text}echo more > /left/more\n`);
    expect(later.err).toMatch(
      /\nrootseed: the step long failed: long\/long\.exports: expected SHA-256 [0-9a-f]+, found /);
    expect([later.status, later.document.error?.stage]).toEqual([1, "long"]);
    const first = await edit("010-shell", (text) => `${text}cat /nowhere\n`);
    expect(first.err).toContain("rootseed: the step shell failed: steps/010-shell/build:5: cat: /nowhere: cannot open");
    expect([first.status, madeOn(first.document).at(-1)]).toEqual([1, "shell v86"]);
  });

  it("an interrupted run leaves nothing, on the kernel's leg, too", async () => {
    writeFileSync(own, "echo waiting\ncat /dev/zero > /dev/null\n");
    const running = start(
      ["run", "--engine", "chroot", "--until", "long", "--script", own, "--cache", cache], settings);
    await running.outputWith("script: begun");
    running.child.kill("SIGINT");
    expect((await running.finished).status).toBe(130);
    await expectNothingLeft(scratch);
  });

  it("verify names v86 in the cells of what that has made; --no-other-engine: NOT RUN", async () => {
    const verify = ["verify", "--engines", "v86,chroot", "--until", "compiler", "--json", "--cache", cache];
    const { status, out, err } = await rootseed(verify, settings);
    expect(err).toMatch(/^compiler +compiler .* same +same, made on v86 +ok$/m);
    const { artifacts } = JSON.parse(out) as { artifacts: { madeOn: object }[] };
    expect([status, artifacts.map((row) => row.madeOn)]).toEqual([0, Array(3).fill({ chroot: "v86" })]);
    const alone = await rootseed([...verify, "--no-other-engine"], settings);
    expect([alone.status, alone.err]).toEqual([1, expect.stringMatching(/compiler .* same +NOT RUN +ok\n/)]);
  });

  const noLeg = because(kernelRunsI386 ? undefined : "this kernel runs no i386 programs");

  it.skipIf(!kernelRunsI386)(`where this kernel runs them, one leg makes the same artifacts${noLeg}`, async () => {
    const both = await run("chroot", ["--until", "long"]);
    const { status, out } = await rootseed(["run", "--fresh", "--engine", "chroot", "--until", "long", "--json",
      "--cache", join(scratch, "other")], { repository });
    const alone = runSchema.parse(JSON.parse(out));
    const hashes = ({ stages }: RunDocument) =>
      stages.flatMap(({ artifacts }) => artifacts.map(({ sha256 }) => sha256));
    expect([status, hashes(alone)]).toEqual([0, hashes(both.document)]);
    expect(madeOn(alone)).toEqual(["compiler", "kernel", "tools", "shell", "long"].map((name) => `${name} chroot`));
  });
});
