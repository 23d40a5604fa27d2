// A run that goes on in the Linux that it has made: where it changes over, what is on the disk, what is refused. That
// it comes out right is for test/slow/go-on.test.ts.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileEntry, folderEntry } from "../host/common/tarball.js";
import { sha256 } from "../host/common/files.js";
import { readFirmware } from "../host/engines/firmware.js";
import { findEngine } from "../host/engines/engines.js";
import { requireLinux, turnOf } from "../host/run/go-on.js";
import { layOutTapes } from "../host/run/lay-out.js";
import type { UserAdditions } from "../host/run/user-steps.js";
import type { Processor } from "../host/steps/manifest.js";
import { readSteps, type Step } from "../host/steps/steps.js";
import { goOnFiles, goOnLines } from "../host/tape/go-on.js";
import { writeMemoryArchive } from "../host/tape/memory-archive.js";
import { diskParts } from "../host/tape/rest.js";
import { canRun } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { rootseed } from "./support/host.js";

const scratch = makeScratch("go-on");
const [first] = await readSteps(root) as Step[] as [Step];
const firmware = await readFirmware(root);

/** Steps by what they need, all of one stage; `made` makes Linux, those in capitals are the user's. */
const stepsOf = (...words: string[]): Step[] => words.map((word) => {
  const [name, runsOn] = word.split(" ") as [string, Processor];
  return {
    ...first, name, stage: "s", runsOn, isUserStep: /[A-Z]/.test(name), flags: name === "made" ? ["linux"] : [],
  };
});
const steps = stepsOf("a i386", "made x86-64", "b x86-64", "c linux", "d x86-64", "OWN i386");
const additions = (runsOn: Processor, placing: string[] = []): UserAdditions =>
  ({ files: [], placing, steps: [], runsOn });

describe("where a run changes over to Linux", () => {
  const turn = (
    toBuild: Step[], more = additions("linux"), console?: "after" | "failing", engine = "qemu", of = steps,
  ): string | undefined => {
    const leg = { engine: findEngine(engine), steps: of, toBuild, isLast: true };
    const found = turnOf(leg, { additions: more, console });
    const names = (list: Step[]): string => list.map(({ name }) => name).join(" ");
    return found === undefined ? undefined : `${names(found.before)} | ${names(found.after)}`;
  };

  it("before the first step that needs it and is to be made; what follows stays there, what is the user's too", () => {
    expect(turn(steps)).toBe("a made b | c d OWN");
    expect(turn(steps.slice(3))).toBe(" | c d OWN");
    expect(turn(steps.slice(2, 4))).toBe("b | c");
    expect(turn([...steps.slice(0, 1), ...steps.slice(4)])).toBeUndefined();
    const own = stepsOf("a i386", "made x86-64", "OWN i386", "MORE linux");
    expect(turn(own, additions("x86-64"), undefined, "qemu", own)).toBe("a made | OWN MORE");
    expect(turn(own.slice(2), additions("x86-64"), undefined, "qemu", own)).toBe(" | OWN MORE");
  });

  it("for a console, or files of the user's, that come after such a step; not before it", () => {
    expect(turn([])).toBeUndefined();
    expect(turn([], additions("linux"), "failing")).toBeUndefined();
    expect(turn([], additions("linux"), "after")).toBe(" | ");
    expect(turn([], additions("linux", ["true"]))).toBe(" | ");
    expect(turn(steps.slice(5), additions("linux", ["true"]))).toBe(" | OWN");
    expect(turn([], additions("x86-64", ["true"]), "after")).toBeUndefined();
  });

  it("never on a host kernel, where such a step runs as all others; nor where nothing makes Linux", () => {
    expect(turn(steps, additions("linux"), "after", "chroot")).toBeUndefined();
    expect(turn(steps.slice(2), additions("linux"), "after", "qemu", steps.slice(2))).toBeUndefined();
    expect(() => requireLinux(findEngine("qemu"), steps)).not.toThrow();
    expect(() => requireLinux(findEngine("chroot"), steps.slice(2))).not.toThrow();
    expect(() => requireLinux(findEngine("qemu"), steps.slice(2)))
      .toThrow(/^--engine qemu: the step c runs on Linux, and no step before it makes that: [^\n]+$/);
  });
});

/** The files of an archive for Linux's memory, read by the description of the format. */
function readMemoryArchive(archive: Buffer): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; ; ) {
    const text = (from: number, length: number): string => archive.toString("latin1", from, from + length);
    const field = (index: number): number => parseInt(text(at + 6 + 8 * index, 8), 16);
    expect([at % 4, text(at, 6)]).toEqual([0, "070701"]);
    const [mode, size, nameBytes] = [field(1), field(6), field(11)];
    const name = text(at + 110, nameBytes - 1);
    const content = Math.ceil((at + 110 + nameBytes) / 4) * 4;
    if (name === "TRAILER!!!") {
      expect(archive.subarray(content).every((byte) => byte === 0)).toBe(true);
      return found;
    }
    found[name] = `${mode.toString(8)} ${text(content, size)}`;
    at = Math.ceil((content + size) / 4) * 4;
  }
}

it("an archive for Linux's memory", () => {
  const archive = writeMemoryArchive([
    folderEntry("x", 0o755), fileEntry("x/odd", 0o755, Buffer.from("12345")),
    fileEntry("x/empty", 0o644, Buffer.from("")),
  ]);
  expect(archive.length % 512).toBe(0);
  expect(readMemoryArchive(archive)).toEqual({ "x": "40755 ", "x/odd": "100755 12345", "x/empty": "100644 " });
});

it("the scripts are shell scripts, and the line for /dev/linux is short enough and as long for every place", () => {
  const [archive, handOver] = goOnFiles().map(({ content }) => Buffer.from(content)) as [Buffer, Buffer];
  const goOn = (readMemoryArchive(archive)["go-on"] ?? "").replace(/^100755 /, "");
  for (const script of [goOn, handOver.toString()]) {
    expect(script).toMatch(/^# [A-Z]/);
    const { status, stderr } = spawnSync("sh", ["-n"], { input: script, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  }
  const lines = (place: number): string => goOnLines({
    stage: "linux", image: "i", archive: "a", handsOver: true, machine: "emulated", hash: "0".repeat(64), place,
  }).join("\n");
  expect(lines(512).length).toBe(lines(1).length);
  expect(Math.max(...lines(512).split("\n").map((line) => line.length))).toBeLessThan(1000);
});

describe("the disk", () => {
  const own = stepsOf("a i386", "made x86-64", "c linux");
  const turn = { before: own.slice(0, 2), after: own.slice(2), stage: "s" };
  const options = { root, cache: scratch, pinning: false, console: undefined };

  it("has the rest where the first plan says, with the name that it says; tar reads it", async () => {
    const parts = { options, firmware, additions: additions("linux"), linux: undefined };
    const { tape, rest } = await layOutTapes(turn, parts, [], "emulated");
    const large = join(scratch, "large");
    writeFileSync(large, Buffer.alloc(100_000, 7));
    const pieces: Uint8Array[] = [];
    const withFile = { ...rest, files: [{ path: "sources/large", from: large }] };
    for await (const part of diskParts(firmware.bootSeed, tape, withFile)) pieces.push(part);
    const disk = Buffer.concat(pieces);
    const [, hash, place] = /go-on_([0-9a-f]{64})_([0-9]+)_*;/.exec(Buffer.from(tape).toString("latin1")) as
      unknown as [string, string, string];
    expect(sha256(rest.tape)).toBe(hash);
    const at = Number(place) * 2 ** 20;
    expect(at - 512 - tape.length).toBeGreaterThanOrEqual(0);
    expect(at - 512 - tape.length).toBeLessThan(2 ** 20);
    expect(disk.toString("latin1", at, at + 64)).toBe(hash);
    const tar = (words: string[]): Buffer =>
      spawnSync("tar", [...words, "-f", "-"], { input: disk.subarray(at), maxBuffer: 1 << 28 }).stdout;
    expect(tar(["-t"]).toString()).toBe(`${hash}\nroot/seed-host\nroot/sources/large\n`);
    expect(tar(["-xO", hash]).equals(Buffer.from(rest.tape))).toBe(true);
    expect(tar(["-xO", "root/sources/large"]).equals(readFileSync(large))).toBe(true);
    const [plan, restPlan] = [tape, rest.tape].map((bytes) => Buffer.from(bytes).toString("latin1"));
    expect(plan).toMatch(/\necho rootseed: begin made\n/);
    expect(plan).toMatch(/\n\/bin\/sh \/hand-over out\/s\/initramfs > memory-archive\necho /);
    expect(plan).not.toContain("\necho rootseed: begin c\n");
    expect(restPlan).toMatch(/\necho rootseed: begin c\n/);
    expect(restPlan).not.toContain("\necho rootseed: begin made\n");
  });
});

describe("a step that runs on Linux", () => {
  const folder = join(scratch, "mine");
  mkdirSync(join(folder, "100-hello"), { recursive: true });
  writeFileSync(join(folder, "manifest"), "100-hello  hello  -  linux  -  -  -\n");
  writeFileSync(join(folder, "100-hello/build"), "echo hello > /out/hello/greeting\n");
  const run = (engine: string) =>
    rootseed(["run", "--engine", engine, "--until", "compiler", "--steps", folder, "--cache", join(scratch, "cache")]);

  it("is refused on v86, with what to do", async () => {
    const { status, err } = await run("v86");
    expect([status, err]).toEqual([1, "rootseed: --engine v86 does not run the step hello, which needs Linux on " +
      "x86-64: its PC has a 32-bit processor; use --engine qemu, or bwrap or chroot where the kernel runs them; or " +
      "stop earlier (--until compiler)\n"]);
  });

  it.skipIf(!canRun("qemu"))("is refused on QEMU where nothing makes Linux", async () => {
    const { status, err } = await run("qemu");
    expect(status).toBe(1);
    expect(err).toMatch(/^rootseed: --engine qemu: the step hello runs on Linux, and no step before it makes that: /);
  });

  it.skipIf(!canRun("chroot"))("runs as all others on a host kernel", async () => {
    const { status, out } = await run("chroot");
    expect(status).toBe(0);
    expect(out).toContain(sha256(Buffer.from("hello\n")).slice(0, 12));
  });
});
