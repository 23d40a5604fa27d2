// The slow tier of the engines: the whole chain on all of them, as one matrix; runs killed at random moments (from a
// fixed seed) and resumed; another project's i386 program on the chain's kernel. What cannot run here is skipped by
// name.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder } from "../../host/sources/cache.js";
import { listFiles } from "../../host/common/files.js";
import { runSchema } from "../../host/report/document.js";
import { canRun, enginesHere } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";
import { expectNothingLeft, rootseed, start } from "../support/host.js";
import { Random } from "../support/random.js";

const scratch = makeScratch("slow-engines");
const cache = join(scratch, "cache");
const mirror = ["--mirror", cacheFolder(undefined)];

const here = enginesHere(["v86", "qemu", "bwrap", "chroot"]);
const variants = here.includes("qemu") ? ["qemu-ours", "qemu-ahci"] : [];

it(`${[...here, ...variants].join(", ")}: the same artifacts up to musl`, async () => {
  expect((await rootseed(["fetch"])).status).toBe(0);
  const { status, out, err } = await rootseed(["verify", "--engines", [...here, ...variants].join(","), "--until",
    "musl", "--json", "--cache", cache, ...mirror]);
  expect(err).toMatch(/[0-9]+ artifacts, all as pinned, all the same\n$/);
  expect(status).toBe(0);
  expect((JSON.parse(out) as { ok: boolean }).ok).toBe(true);
});

describe("runs killed at random moments", () => {
  const seed = 20261124;
  const random = new Random(seed);
  const kills = 20;
  const longest = 6000;

  it(`20 times, seed ${seed}: resumed to the same hashes; no process, mount or partial file stays`, async () => {
    for (let kill = 0; kill < kills; kill++) {
      const engine = here[kill % here.length] as string;
      if (kill % 5 === 0) {
        rmSync(join(cache, "store"), { recursive: true, force: true });
      }
      const running = start(["run", "--engine", engine, "--until", "tcc", "--cache", cache, ...mirror]);
      await new Promise((resolve) => setTimeout(resolve, random.below(longest)));
      running.child.kill("SIGKILL");
      await running.finished;
      await expectNothingLeft(scratch, `kill ${kill}`);
    }
    const { status, out } = await rootseed(
      ["run", "--engine", here.at(-1) as string, "--until", "tcc", "--json", "--cache", cache, ...mirror]);
    expect(status).toBe(0);
    const document = runSchema.parse(JSON.parse(out));
    expect(document.stages.flatMap(({ artifacts }) => artifacts).every(({ ok }) => ok)).toBe(true);
    expect(readdirSync(join(cache, "work"))).toEqual([]);
    expect((await listFiles(cache)).filter((path) => path.endsWith(".tmp"))).toEqual([]);
  });
});

/** Debian's static busybox for i386, from the system's own package sources; undefined where there are none. */
function foreignProgram(): string | undefined {
  const folder = join(scratch, "foreign");
  mkdirSync(folder, { recursive: true });
  const get = "apt-get download -q busybox-static:i386 && dpkg -x busybox-static_*_i386.deb .";
  return spawnSync("sh", ["-c", get], { cwd: folder }).status === 0 ? join(folder, "bin/busybox") : undefined;
}

const busybox = foreignProgram();
const machines = ["v86", "qemu", "chroot"].filter(canRun);
const why = busybox === undefined ? " (skipped: no package busybox-static:i386 here)" : "";

describe.skipIf(busybox === undefined)(`a static i386 program that nobody here has built${why}`, () => {
  const results = new Map<string, string>();

  it.each(machines)("engine %s: shell, pipes, find, sort, tar, awk, signals", async (engine) => {
    const out = join(scratch, `foreign-${engine}`);
    const { status, err } = await rootseed(["run", "--engine", engine, "--until", "tools", "--out", out, "--add",
      `${busybox}:/bin/busybox`, "--script", join(root, "test/corpus/engines/busybox-script"),
      "--cache", cache, ...mirror]);
    expect(err).toBe("");
    expect(status).toBe(0);
    results.set(engine, readFileSync(join(out, "script/hashes"), "utf8"));
    expect(results.get(engine)).toBe([...results.values()][0]);
    expect(readFileSync(join(out, "script/sorted"), "utf8")).toBe("line 3\nline 2\n");
    expect(readFileSync(join(out, "console.log"), "latin1")).not.toMatch(/panic|unknown system call/);
  });
});
