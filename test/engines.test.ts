// One chain on every engine: QEMU in all its variants, the store from which runs resume, the user's files and steps,
// verify, image, mirror, the console; and wrong uses of each. Engines that cannot run here are skipped by name.
import { spawnSync } from "node:child_process";
import {
  chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeMatrix } from "../host/cli/verify.js";
import { listFiles, sha256 } from "../host/common/files.js";
import { x87FaultCode } from "../host/engines/machine-proof.js";
import { runSchema, type Stage } from "../host/report/document.js";
import { readSteps, type WholeChain } from "../host/steps/steps.js";
import { stepKeys } from "../host/store/keys.js";
import { because, canRun, enginesHere, hasNamespaces, obstacleTo, obstacleToRules } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { copyRepository, rootseed, start } from "./support/host.js";
import { emulator } from "./support/i386.js";

const scratch = makeScratch("engines");
const cache = join(scratch, "cache");

const engines = ["v86", "qemu", "bwrap", "chroot"];
const here = enginesHere(engines);
const fast = here.includes("chroot") ? "chroot" : here.includes("bwrap") ? "bwrap" : "v86";
const places = ["--cache", cache];

async function runJson(args: string[]) {
  const { status, out, err } = await rootseed(["run", "--json", ...places, ...args]);
  return { status, err, document: runSchema.parse(JSON.parse(out)) };
}

function write(path: string, text: string): string {
  mkdirSync(join(scratch, path, ".."), { recursive: true });
  writeFileSync(join(scratch, path), text);
  return join(scratch, path);
}

describe.skipIf(!canRun("qemu"))(`engine qemu${because(obstacleTo("qemu"))}`, () => {
  // Of this processor QEMU emulates less than it has, and says so.
  const lacking = ["--cpu", "Skylake-Client"];
  const ways = [[], ["--bios", "ours"], ["--disk", "ahci"], ["--kvm"], lacking].map((args): [string[]] => [args]);
  it.each(ways)("%j builds the first step", async (args) => {
    const { status, document, err } = await runJson(["--fresh", "--engine", "qemu", "--until", "compiler", ...args]);
    expect(err).toContain("everything was built from the seed and matches its pin");
    expect(status).toBe(0);
    expect(document.seed.bytes).toBeLessThanOrEqual(64);
  });

  it("says that our BIOS knows no AHCI, and how much memory it takes", async () => {
    const both = await rootseed(["run", "--engine", "qemu", "--bios", "ours", "--disk", "ahci"]);
    expect([both.status, both.err]).toEqual([2, expect.stringMatching(/^rootseed: --bios ours --disk ahci: .*\n$/)]);
    const little = await rootseed(["run", "--engine", "qemu", "--memory", "32"]);
    expect([little.status, little.err]).toEqual([2, expect.stringMatching(/^rootseed: --memory 32: .*\n$/)]);
  });
});

it("a missing program: one line that says what to install", async () => {
  const empty = join(scratch, "empty");
  mkdirSync(empty);
  for (const name of ["node", "sh", "dirname", "readlink"]) {
    const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
    spawnSync("ln", ["-s", found, join(empty, name)]);
  }
  for (const [engine, package_] of [["qemu", "qemu-system-x86"], ["bwrap", "bubblewrap"], ["chroot", "util-linux"]]) {
    const { status, err } = await rootseed(["run", "--engine", engine as string, ...places],
      { environment: { PATH: empty } });
    expect(err).toMatch(new RegExp(`^rootseed: --engine ${engine} needs \\S+: install the package ${package_}, .*\n$`));
    expect(status).toBe(1);
  }
});

const noRules = obstacleToRules();

describe.skipIf(noRules !== undefined)(`before a run on the host's kernel begins${because(noRules)}`, () => {
  const off = { interpreter: "none" };
  const hostEngines = ["chroot", "bwrap"].filter((engine) => hasNamespaces(engine));
  const cause = "this computer's kernel runs no 32-bit \\(i386\\) programs: switch them on \\(boot option " +
    "ia32_emulation=on, [^;]+; without --no-other-engine, engine v86 makes the i386 steps, and \\S+ the others";

  it.each(hostEngines)("engine %s: one line says that no i386 program runs, whatever the store has", async (engine) => {
    await runJson(["--engine", "v86", "--until", "compiler"]);
    const { status, err, out } = await rootseed(
      ["run", "--engine", engine, "--no-other-engine", "--until", "compiler", ...places], off);
    expect([status, out, err]).toEqual(
      [1, "", expect.stringMatching(new RegExp(`^rootseed: --engine ${engine}: ${cause}\n$`))]);
    expect(readdirSync(join(cache, "work"))).toEqual([]);
  });

  it("verify asks all engines first, says NOT RUN, and compares the others", async () => {
    const engine = hostEngines[0] as string;
    const { status, out, err } = await rootseed(
      ["verify", "--engines", `v86,${engine}`, "--no-other-engine", "--until", "compiler", "--json", ...places], off);
    expect(status).toBe(1);
    expect(err.indexOf(`${engine}: NOT RUN: --engine ${engine}: this computer's kernel runs no`)).toBe(0);
    expect(err).not.toContain("DIFFERS");
    expect(err).toMatch(/compiler .* same +NOT RUN +ok\n/);
    expect(err).toMatch(new RegExp(`: 3 artifacts, all as pinned; NOT RUN.*: ${engine}\n$`));
    expect(JSON.parse(out)).toMatchObject({
      ok: false, columns: ["v86"], notRun: [{ engine, reason: expect.stringContaining("ia32_emulation=on") as string }],
      artifacts: [{ ok: true }, { ok: true }, { ok: true }],
    });
    const alone = await rootseed(
      ["verify", "--engines", engine, "--no-other-engine", "--until", "compiler", "--json", ...places], off);
    expect([alone.status, JSON.parse(alone.out)]).toMatchObject([1, { ok: false, columns: [], artifacts: [] }]);
  });

  const noUser = because(emulator === undefined ? "qemu-user is not installed" : undefined);

  it.skipIf(emulator === undefined).each(hostEngines)(`engine %s: a rule of binfmt_misc does, and is named${noUser}`,
    async (engine) => {
      const interpreter = spawnSync("sh", ["-c", `command -v ${emulator}`], { encoding: "utf8" }).stdout.trim();
      const { status, out, err } = await rootseed(
        ["run", "--fresh", "--engine", engine, "--until", "tools", "--json", ...places], { interpreter });
      expect(err).toContain(`i386 programs run through ${realpathSync(interpreter)}\n`);
      expect(err).toContain("everything was built from the seed and matches its pin");
      const { steps } = runSchema.parse(JSON.parse(out));
      expect([status, ...steps.map((step) => [step.engine, step.emulator])])
        .toEqual([0, ...Array(3).fill([engine, realpathSync(interpreter)])]);
    });

  it.each(hostEngines)("engine %s: a folder from which no program starts is named", async (engine) => {
    const mounted = join(scratch, `noexec-${engine}`);
    mkdirSync(mounted);
    const inside = ["unshare", ...process.getuid?.() === 0 ? [] : ["--map-root-user"], "--mount", "sh", "-c",
      'mount -t tmpfs -o noexec none "$1" && shift && exec "$@"', "sh", mounted,
      join(root, "rootseed"), "run", "--engine", engine, "--until", "compiler", "--cache", mounted];
    const [program, ...words] = inside as [string, ...string[]];
    const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
    expect(stderr).toMatch(new RegExp(`^rootseed: --engine ${engine}: no program starts from the folder ${mounted} ` +
      `\\(on ${mounted}: tmpfs, rw,noexec,relatime\\): choose another one \\(--cache DIR\\); .*\n$`));
    expect(status).toBe(1);
  });
});

/** Programs of the name of QEMU: one that starts no machine, one that ends as the proof does on a faulty processor. */
describe("said before a run begins", () => {
  it.each([
    ["a QEMU that starts no machine", "echo 'no BIOS here' >&2\nexit 1\n",
      /^rootseed: --engine qemu: qemu-system-x86_64 starts no machine here \(QEMU: no BIOS here\).*\n$/],
    ["a QEMU that loses bytes of numbers", `[ "$1" = --version ] && echo QEMU 9 || exit ${x87FaultCode * 2 + 1}\n`,
      /^rootseed: --engine qemu: QEMU 9 emulates a processor wrongly: .* Use another QEMU, .*\n$/],
  ])("%s", async (name, commands, said) => {
    const bin = join(scratch, name.replaceAll(" ", "-"));
    mkdirSync(bin);
    writeFileSync(join(bin, "qemu-system-x86_64"), `#!/bin/sh\n${commands}`, { mode: 0o755 });
    const { status, out, err } = await rootseed(["run", "--engine", "qemu", "--until", "compiler", ...places],
      { environment: { PATH: `${bin}:${process.env["PATH"]}` } });
    expect(err).toMatch(said);
    expect([status, out]).toEqual([1, ""]);
  });
});

describe("the store", () => {
  it("keeps finished steps for every engine, and reports say so", async () => {
    rmSync(join(cache, "store/entries"), { recursive: true, force: true });
    const first = await runJson(["--engine", fast, "--until", "tools"]);
    expect(first.document.stages.flatMap(({ artifacts }) => artifacts).some(({ fromStore }) => fromStore))
      .toBe(false);
    const again = await runJson(["--engine", "v86", "--until", "tools"]);
    expect(again.err).toContain("from the store, made by earlier runs: compiler, kernel, tools");
    const artifacts = again.document.stages.flatMap((stage) => stage.artifacts);
    expect(artifacts.every(({ fromStore, ok }) => fromStore && ok)).toBe(true);
    expect(artifacts.map(({ sha256: hash }) => hash)).toEqual(
      first.document.stages.flatMap((stage) => stage.artifacts).map(({ sha256: hash }) => hash));
  });

  it.each(here)("is where engine %s goes on", async (engine) => {
    rmSync(join(cache, "store/entries"), { recursive: true, force: true });
    await runJson(["--engine", fast, "--until", "tools"]);
    const { status, document, err } = await runJson(["--engine", engine, "--until", "cc"]);
    expect(err).toContain("from the store, made by earlier runs: compiler, kernel, tools (");
    expect(status).toBe(0);
    expect(document.stages.map(({ artifacts }) => artifacts[0]?.fromStore ?? false))
      .toEqual([true, true, true, false]);
  });

  it("has the other steps still where only the kernel has changed; else all that follow are made again", async () => {
    const steps = await readSteps(root);
    const changed = (name: string, file: string): string[] => {
      const before = stepKeys(steps);
      const after = stepKeys(steps.map((step) => step.name !== name ? step : {
        ...step, inputs: (step.inputs ?? []).map((pin) => pin.path === file ? { ...pin, sha256: "0".repeat(64) } : pin),
      }) as WholeChain);
      return [...before].filter(([name, key]) => after.get(name) !== key).map(([name]) => name);
    };
    const all = steps.map(({ name }) => name);
    expect(changed("kernel", "chain/3-kernel/1-machine/clock.ts")).toEqual(["kernel", "system"]);
    expect(changed("kernel", "chain/2-runtime/memory.ts")).toEqual(all);
    expect(changed("tools", "chain/4-tools/shell.ts")).toEqual(all);
    expect(changed("cc", "chain/5-cc/1-read/lexer.ts")).toEqual(all.slice(all.indexOf("cc")));
    // The system packs what comes before it.
    expect(changed("binutils247", "steps/024-binutils247/build")).toEqual(all.slice(all.indexOf("binutils247")));
    expect(changed("make", "steps/010-make/build")).toEqual(all.slice(all.indexOf("make")));
  });

  it("--fresh uses nothing of it", async () => {
    const { document } = await runJson(["--engine", fast, "--until", "compiler", "--fresh"]);
    expect(document.stages[0]?.artifacts[0]?.fromStore).toBeUndefined();
  });

  it("a damaged file, and a damaged entry, are found by their hashes, said, and made again", async () => {
    const { document } = await runJson(["--engine", fast, "--until", "tools"]);
    const tools = document.stages[2]?.artifacts[0]?.sha256 as string;
    const object = join(cache, "store/objects", tools.slice(0, 2), tools);
    writeFileSync(object, "damaged");
    const verified = await rootseed(["verify", ...places]);
    expect(verified.err).toContain(`the step tools: what the store has of it is damaged: ${object}: expected SHA-256`);
    expect(verified.status).toBe(1);
    const repaired = await runJson(["--engine", fast, "--until", "tools"]);
    expect(repaired.err).toContain(`tools: what the store has of it is damaged and not used (${object}: expected`);
    expect(repaired.document.stages.map(({ artifacts }) => artifacts[0]?.fromStore ?? false))
      .toEqual([true, true, false]);
    expect(sha256(readFileSync(object))).toBe(tools);
    for (const name of readdirSync(join(cache, "store/entries"))) {
      writeFileSync(join(cache, "store/entries", name), "nonsense");
    }
    const all = await runJson(["--engine", fast, "--until", "compiler"]);
    expect(all.err).toContain("its first line is not the SHA-256 of the rest");
    expect(all.status).toBe(0);
    expect((await rootseed(["verify", "--until", "compiler", ...places])).status).toBe(0);
  });

  it("a killed run goes on after the last finished step, and nothing partial stays", async () => {
    rmSync(join(cache, "store"), { recursive: true, force: true });
    const running = start(["run", "--engine", "v86", "--until", "cc", ...places]);
    await running.outputWith("tools: begun");
    await new Promise((resolve) => setTimeout(resolve, 200));
    running.child.kill("SIGKILL");
    await running.finished;
    const { status, err } = await runJson(["--engine", fast, "--until", "cc"]);
    expect(err).toMatch(/from the store, made by earlier runs: compiler(, kernel)?(, tools)? \(/);
    expect(status).toBe(0);
    expect(readdirSync(join(cache, "work"))).toEqual([]);
    expect((await listFiles(join(cache, "store"))).filter((path) => path.endsWith(".tmp"))).toEqual([]);
  });
});

describe("own files and steps", () => {
  const data = write("own/data", "mine\n");
  const script = write("own/script", "cat /mine/data\ncp /mine/data /out/script/copy\n");
  write("own/steps/010-hello/build", "echo hello > /out/hello/greeting\n");
  const options = ["--add", `${data}:/mine/data`, "--script", script, "--steps", join(scratch, "own/steps")];

  it.each(here)("engine %s: come out like ours, unpinned and said so", async (engine) => {
    const out = join(scratch, `own-${engine}`);
    const system = join(scratch, `${engine}.tar`);
    const { status, document, err } = await runJson(
      ["--engine", engine, "--until", "tools", "--out", out, "--export", system, ...options]);
    expect(status).toBe(0);
    expect(document.stages.map(({ name }) => name)).toEqual(["compiler", "kernel", "tools", "hello", "script"]);
    expect(document.stages.slice(3).flatMap(({ artifacts }) => artifacts)).toMatchObject([
      { path: "greeting", bytes: 6, expected: null, ok: true }, { path: "copy", bytes: 5, expected: null, ok: true }]);
    expect(err).toContain("your own, not pinned");
    expect(err).toContain("2 of your own are not pinned");
    expect(readFileSync(join(out, "script/copy"), "utf8")).toBe("mine\n");
    expect(readFileSync(system).equals(readFileSync(join(scratch, `${here[0]}.tar`)))).toBe(true);
    const list = spawnSync("tar", ["tvf", system], { encoding: "utf8" }).stdout;
    expect(list).toMatch(/^-rwxr-xr-x root\/root .* bin\/tools$/m);
  });

  it("the finished system as an OCI image: every digest is that of its blob", async () => {
    const [engine] = here;
    const names = [`${engine}.oci`, `${engine}.oci.tar`].map((name) => join(scratch, name)) as [string, string];
    const run = ["--engine", engine as string, "--until", "tools"];
    for (const name of names) {
      expect((await runJson([...run, "--export", name])).status).toBe(0);
    }
    const [layout, archive] = names;
    const read = (path: string): Buffer => readFileSync(join(layout, path));
    const blobs = readdirSync(join(layout, "blobs/sha256"));
    expect(blobs.map((hash) => sha256(read(`blobs/sha256/${hash}`)))).toEqual(blobs);
    expect(JSON.parse(read("oci-layout").toString())).toEqual({ imageLayoutVersion: "1.0.0" });
    interface Descriptor { digest: string; size: number }
    const blob = ({ digest, size }: Descriptor): Buffer => {
      const content = read(`blobs/${digest.replace(":", "/")}`);
      expect(content.length).toBe(size);
      return content;
    };
    const index = JSON.parse(read("index.json").toString()) as { manifests: [Descriptor] };
    const manifest = JSON.parse(blob(index.manifests[0]).toString()) as { config: Descriptor; layers: [Descriptor] };
    const config = JSON.parse(blob(manifest.config).toString()) as
      { architecture: string; os: string; created: string; rootfs: { diff_ids: string[] } };
    expect([config.architecture, config.os, config.created]).toEqual(["386", "linux", "1970-01-01T00:00:00Z"]);
    expect(config.rootfs.diff_ids).toEqual([manifest.layers[0].digest]);
    expect(blob(manifest.layers[0]).equals(readFileSync(join(scratch, `${engine}.tar`)))).toBe(true);
    const list = spawnSync("tar", ["tf", archive], { encoding: "utf8" }).stdout;
    expect(list.trim().split("\n").filter((path) => !path.endsWith("/")).sort())
      .toEqual([...blobs.map((hash) => `blobs/sha256/${hash}`), "index.json", "oci-layout"].sort());
    expect((await rootseed(["run", ...places, ...run, "--export", layout])).status).toBe(2);
  });

  const canInspect = spawnSync("skopeo", ["--version"]).status === 0;

  const noSkopeo = because(canInspect ? undefined : "skopeo is not installed");
  it.skipIf(!canInspect)(`skopeo reads the image${noSkopeo}`, () => {
    const name = join(scratch, here[0] as string);
    for (const image of [`oci:${name}.oci`, `oci-archive:${name}.oci.tar`]) {
      const { status, stdout } = spawnSync("skopeo", ["inspect", image], { encoding: "utf8" });
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ Architecture: "386", Os: "linux" });
    }
  });

  it.each([
    [["--add", "nonsense"], 2, "--add nonsense: expected HOSTPATH:PATH"],
    [["--add", `${data}:../up`], 2, "expected HOSTPATH:PATH"],
    [["--add", `${data}:/chain/5-cc/main.ts`], 2, "/chain belongs to the chain"],
    [["--add", "/nowhere:/a"], 1, "/nowhere: no such file or folder"],
    [["--script", "/nowhere"], 1, "/nowhere: no such file or folder"],
    [["--steps", join(scratch, "own")], 2, "there is no step folder NNN-name in it"],
    [["--steps", "/nowhere"], 1, "/nowhere: no such file or folder"],
  ])("%j: one line, status %i", async (args, expected, message) => {
    const { status, err } = await rootseed(["run", "--until", "tools", ...places, ...args]);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n").length).toBe(1);
    expect(status).toBe(expected);
  });

  it("a step that fails: its file and line, the command's words, the log", async () => {
    write("bad/010-bad/build", "echo before\ncp /nothing /out/bad/x\n");
    const { status, err } = await rootseed(
      ["run", "--engine", fast, "--until", "tools", "--steps", join(scratch, "bad"), ...places]);
    expect(status).toBe(1);
    expect(err).toContain("the step bad failed: own/010-bad/build:2: cp: /nothing: cannot open");
  });

  it("a machine whose memory is full of files: the likely cause", async () => {
    const doubling = "cat /tmp/a /tmp/a > /tmp/b\ncat /tmp/b > /tmp/a\n".repeat(13);
    const full = write("own/full", `cat /chain/5-cc/2-parse/tree.ts > /tmp/a\n${doubling}`);
    const { status, out, err } = await rootseed(
      ["run", "--until", "tools", "--memory", "128", "--script", full, ...places]);
    expect(status).toBe(1);
    expect(out).toContain("memory: 128 MB for the machine (256 MB recommended)");
    expect(err).toMatch(/step script failed: .*: no space left\n.* which was too little: try more \(--memory MB\)\n/);
  });
});

describe("verify", () => {
  const column = (hash: string | null): Stage[] =>
    [{ name: "cc", seconds: 0, artifacts: [{ path: "cc", bytes: 1, sha256: hash, expected: "a", ok: hash === "a" }] }];

  it("has one row an artifact: right when all columns have what is pinned", () => {
    const rows = (left: string | null, right: string | null, partial: string[] = []) => makeMatrix(
      new Map([["v86", column(left)], ["qemu", column(right)]]), new Set(partial)).map(({ ok }) => ok);
    expect(rows("a", "a")).toEqual([true]);
    expect(rows("a", "b")).toEqual([false]);
    expect(rows("b", "b")).toEqual([false]);
    expect(rows("a", null)).toEqual([false]);
    expect(rows("a", null, ["qemu"])).toEqual([true]);
    expect(rows("a", "b", ["qemu"])).toEqual([false]);
  });

  it("compares engines that run from the seed", async () => {
    const { status, out } = await rootseed(
      ["verify", "--engines", here.join(","), "--until", "compiler", "--json", ...places]);
    expect(status).toBe(0);
    const matrix = JSON.parse(out) as { columns: string[]; artifacts: { found: Record<string, string> }[] };
    expect(matrix.columns).toEqual(here);
    expect(matrix.artifacts.length).toBe(3);
    expect(matrix.artifacts.every(({ found }) => new Set(Object.values(found)).size === 1)).toBe(true);
  });

  it("reads folders and other people's documents", async () => {
    const out = join(scratch, "verified");
    const { document } = await runJson(["--engine", fast, "--until", "tools", "--out", out]);
    expect((await rootseed(["verify", out, ...places])).status).toBe(0);
    const theirs = write("theirs.json", JSON.stringify(document));
    expect((await rootseed(["verify", out, "--against", theirs, ...places])).status).toBe(0);
    const hash = document.stages[2]?.artifacts[0]?.sha256 as string;
    const other = write("other.json", JSON.stringify(document).replaceAll(hash, "0".repeat(64)));
    const differs = await rootseed(["verify", out, "--against", other, ...places]);
    expect(differs.out).toContain(`theirs: tools/tools: expected SHA-256 ${hash}, found ${"0".repeat(64)}`);
    expect(differs.status).toBe(1);
    writeFileSync(join(out, "tools/tools"), "changed");
    const changed = await rootseed(["verify", out, ...places]);
    expect(changed.out).toMatch(/tools\s.*DIFFERS/);
    expect(changed.status).toBe(1);
  });

  it.each([
    [["--engines", "bochs"], 2, "choose from v86,qemu,bwrap,chroot"],
    [["/nowhere"], 2, "/nowhere: there is no such folder"],
    [["--against", "package.json"], 1, "package.json: is no document that `rootseed run --json` has printed"],
  ])("%j: status %i", async (args, expected, message) => {
    const { status, err } = await rootseed(["verify", ...args, ...places]);
    expect(err).toContain(message);
    expect(status).toBe(expected);
  });
});

describe("image and mirror", () => {
  const archives = process.env["ROOTSEED_CACHE"] === undefined ? [] : ["--cache", process.env["ROOTSEED_CACHE"]];

  it("write what the script does by hand, and a folder that serves as a mirror", async () => {
    const mirror = join(scratch, "mirror");
    const image = join(scratch, "disk.img");
    expect((await rootseed(["mirror", mirror, "--until", "musl", ...archives])).status).toBe(0);
    expect((await rootseed(["image", image, "--mirror", mirror, ...places])).status).toBe(0);
    expect(statSync(image).size % 512).toBe(0);
    if (spawnSync("sh", ["-c", "command -v xxd"]).status === 0) {
      const byHand = spawnSync("sh", ["docs/by-hand.sh", mirror], { cwd: root, maxBuffer: 1 << 28 }).stdout;
      expect(sha256(byHand)).toBe(sha256(readFileSync(image)));
    }
  });

  it("an image never replaces a device, and needs a folder that can be written to", async () => {
    const device = await rootseed(["image", "/dev/null", ...archives]);
    expect([device.status, device.err]).toEqual([2, expect.stringContaining("/dev/null: is no ordinary file")]);
    const blocked = write("file", "x");
    const nowhere = await rootseed(["image", join(blocked, "image"), ...archives]);
    expect(nowhere.status).toBe(1);
    expect(nowhere.err.trimEnd().split("\n").length).toBe(1);
    expect(existsSync(join(blocked, "image"))).toBe(false);
  });
});

it("a folder that cannot be read, and a store that cannot be written: one line", async () => {
  const file = write("not-a-folder", "x");
  const { status, err } = await rootseed(["run", "--until", "compiler", "--cache", file]);
  expect(status).toBe(1);
  expect(err).toContain("not-a-folder");
  expect(err.trimEnd().split("\n").length).toBe(1);
});

it("a repository of one's own may be read-only", async () => {
  const repository = copyRepository(join(scratch, "read-only"));
  chmodSync(join(repository, "steps"), 0o555);
  const { status } = await rootseed(["run", "--engine", fast, "--until", "compiler", ...places], { repository });
  chmodSync(join(repository, "steps"), 0o755);
  expect(status).toBe(0);
});
