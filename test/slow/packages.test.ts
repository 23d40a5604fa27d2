// What the bytes of the packages after musl must not depend on: whether a run was killed in the middle of one and
// resumed, how many processes built it, and whether its scripts used busybox's tools or GNU's. The runs share a store.
// ROOTSEED_PACKAGES_UNTIL=binutils goes on after make.
import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { listFiles, sha256 } from "../../host/common/files.js";
import { runSchema } from "../../host/report/document.js";
import { cacheFolder } from "../../host/sources/cache.js";
import { archivesOf, readSteps, stepsUntil } from "../../host/steps/steps.js";
import { because, canRun, obstacleTo } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";
import { expectNothingLeft, rootseed, start } from "../support/host.js";
import { Random } from "../support/random.js";

const scratch = makeScratch("packages");
const cache = join(scratch, "cache");
const from = ["--cache", cache, "--mirror", cacheFolder(undefined)];

const hour = 3_600_000;
const hostEngines = ["chroot", "bwrap"].filter(canRun);
const whyNoKernel = because(hostEngines.length === 0 ? ["chroot", "bwrap"].map(obstacleTo).join("; ") : undefined);
const last = process.env["ROOTSEED_PACKAGES_UNTIL"] ?? "make";

describe.skipIf(hostEngines.length === 0)(`a run killed in the middle of a package${whyNoKernel}`, () => {
  const seed = 20261125;
  const random = new Random(seed);

  it(`up to ${last}, seed ${seed}: resumed there, with one process at a time, to the same hashes; ` +
    "no process, mount, work folder or partial file stays", async () => {
    expect((await rootseed(["fetch", "--until", last])).status).toBe(0);
    // Within the first half of what the step needs on a quick computer with many processors.
    const kills = [{ step: "make", longest: 300 }, { step: "binutils", longest: 20_000 }]
      .slice(0, last === "make" ? 1 : 2);
    for (const [kill, { step, longest }] of kills.entries()) {
      const engine = hostEngines[kill % hostEngines.length] as string;
      const running = start(["run", "--engine", engine, "--until", step, ...from]);
      await running.outputWith(`${step}: begun`);
      await new Promise((resolve) => setTimeout(resolve, random.below(longest)));
      running.child.kill("SIGKILL");
      await running.finished;
      await expectNothingLeft(scratch);
    }
    const { status, out, err } = await rootseed(
      ["run", "--engine", hostEngines[0] as string, "--until", last, "--jobs", "1", "--json", ...from]);
    expect([status, err.split("\n").filter((line) => line.includes(": begun"))]).toEqual(
      [0, [expect.stringMatching(new RegExp(`${last}: begun`))]]);
    const artifacts = runSchema.parse(JSON.parse(out)).stages.flatMap((stage) => stage.artifacts);
    expect(artifacts.every(({ ok }) => ok)).toBe(true);
    expect(artifacts.filter(({ fromStore }) => fromStore !== true).map(({ path }) => path)).toEqual([`${last}.tar`]);
    await expectNothingLeft(scratch);
    expect(readdirSync(join(cache, "work"))).toEqual([]);
    expect((await listFiles(cache)).filter((path) => /\.(tmp|part)$/.test(path))).toEqual([]);
  }, hour);
});

/** What the packages' scripts call, from coreutils, findutils, diffutils and packages of the same name as a program. */
const toolNames = `[ awk basename bash bunzip2 bzip2 cat chgrp chmod chown chroot cksum cmp comm cp cut date dd diff
  dirname du echo egrep env expand expr false fgrep find fold grep gunzip gzip head id install link ln ls make md5sum
  mkdir mkfifo mktemp mv nice nl nproc od paste patch printenv printf pwd readlink realpath rm rmdir sed seq sha256sum
  sleep sort split stat sum sync tail tar tee test timeout touch tr true truncate tsort tty uname uniq unlink unxz wc
  whoami xargs xz yes`.split(/\s+/);

function findProgram(name: string): string | undefined {
  return (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The libraries that a program is started with; none for a script. */
function librariesOf(program: string): string[] {
  const { stdout } = spawnSync("ldd", [program], { encoding: "utf8" });
  return [...(stdout ?? "").matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] as string);
}

/** True when a program says that it is GNU's. */
function isGnu(program: string): boolean {
  return spawnSync(program, ["--version"], { encoding: "utf8" }).stdout?.includes("GNU") === true;
}

/** The arguments that bring the tools of this computer into the machine, or why that cannot be. */
function gnuTools(): { add: string[] } | { missing: string } {
  const tools = toolNames.map((name) => ({ name, path: name === "awk" ? findProgram("gawk") ?? findProgram(name)
    : findProgram(name) }));
  const absent = tools.filter(({ path }) => path === undefined).map(({ name }) => name);
  const notGnu = ["bash", "sed", "grep", "tar", "sort", "find", "diff", "make"].filter((name) => {
    const path = findProgram(name);
    return path === undefined || !isGnu(path);
  });
  if (absent.length > 0 || notGnu.length > 0) {
    return { missing: `tools missing here, or not GNU's: ${[...new Set([...absent, ...notGnu])].join(" ")}` };
  }
  if (!canRun("chroot")) {
    return { missing: "chroot cannot run here" };
  }
  const libraries = new Set(tools.flatMap(({ path }) => librariesOf(path as string)));
  return { add: [...tools.map(({ name, path }) => `${path}:/gnu/bin/${name}`),
    ...[...libraries].map((path) => `${path}:${path}`)].flatMap((file) => ["--add", file]) };
}

const gnu = gnuTools();
const whyNoTools = "missing" in gnu ? ` (skipped: ${gnu.missing})` : "";

describe.skipIf("missing" in gnu)(`with GNU's tools instead of busybox${whyNoTools}`, () => {
  it(`from make to ${last}: the same packages`, async () => {
    const allSteps = stepsUntil(await readSteps(root), last);
    const steps = allSteps.slice(allSteps.findIndex(({ name }) => name === "make"));
    expect((await rootseed(["fetch", "--until", last])).status).toBe(0);
    const list = join(scratch, "steps");
    writeFileSync(list, steps.map(({ folder }) => `${folder.replace("steps/", "")}\n`).join(""));
    const out = join(scratch, "gnu");
    const archives = archivesOf(steps).map(({ file }) => `${join(cacheFolder(undefined), file)}:/gnu/sources/${file}`);
    const added = [...archives, `${list}:/gnu/steps`].flatMap((file) => ["--add", file]);
    const { status, err } = await rootseed(["run", "--engine", "chroot", "--until", last, "--out", out,
      ...("add" in gnu ? gnu.add : []), ...added,
      "--script", join(root, "test/corpus/engines/gnu-userland-script"), ...from]);
    expect([status, err]).toEqual([0, ""]);
    const versions = readFileSync(join(out, "script/versions"), "utf8").trim().split("\n");
    expect(versions.length).toBe(8);
    expect(versions.filter((line) => !line.includes("GNU"))).toEqual([]);
    for (const { name, pins } of steps) {
      const found = sha256(readFileSync(join(out, `script/${name}.tar`)));
      expect([name, found]).toEqual([name, pins?.find(({ path }) => path.endsWith(`/${name}.tar`))?.sha256]);
    }
  }, hour);
});
