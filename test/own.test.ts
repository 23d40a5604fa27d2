// What users add: their files, scripts and steps run after our steps, never reach the store or take our names; what
// they make is exported, or a message says that it is not.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runSchema } from "../host/report/document.js";
import { readUserAdditions } from "../host/run/user-steps.js";
import { readSteps, stepsUntil } from "../host/steps/steps.js";
import { canRun } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { rootseed, start } from "./support/host.js";

const scratch = makeScratch("own");
const places = ["--cache", join(scratch, "cache")];

function write(path: string, text: string): string {
  mkdirSync(join(scratch, path, ".."), { recursive: true });
  writeFileSync(join(scratch, path), text);
  return join(scratch, path);
}

const run = (args: string[]) => rootseed(["run", ...places, ...args]);
const listed = (archive: string): string[] =>
  spawnSync("tar", ["tf", archive], { encoding: "utf8" }).stdout.trimEnd().split("\n");

describe("--add", () => {
  const file = write("add/file", "mine\n");
  const folder = write("add/folder/inside", "mine, too\n").replace(/\/inside$/, "");

  it("never reaches the store: a run without it exports what is pinned, and nothing else", async () => {
    const added = await run(["--until", "tools", "--add", `${file}:/bin/x`, "--export", join(scratch, "added.tar")]);
    expect(added.status).toBe(0);
    expect(added.out).toContain("exported: ");
    expect(added.out).toContain("; nothing is in it of --add, --script and of own steps without exports");
    const clean = await run(["--until", "tools", "--export", join(scratch, "clean.tar")]);
    expect(clean.out).toContain("all 6 artifacts come from the store");
    expect(clean.out).not.toContain("nothing is in it of --add");
    for (const name of ["added.tar", "clean.tar"]) {
      expect(listed(join(scratch, name))).toEqual(["bin/", "bin/tools", "tmp/"]);
    }
    expect((await rootseed(["verify", "--until", "tools", ...places])).status).toBe(0);
  });

  it("starts the machine also when the store has all of the chain; other files may have the same place", async () => {
    const script = write("add/script", "cat /bin/x/inside\nsha256sum /bin/x/inside > /out/script/hash\n");
    const inFolder = await run(["--until", "tools", "--add", `${folder}:/bin/x`, "--script", script]);
    expect([inFolder.status, inFolder.err]).toEqual([0, ""]);
    const log = join(scratch, "console.log");
    const alone = await run(["--until", "tools", "--add", `${file}:/bin/x`, "--log", log]);
    expect([alone.status, alone.err]).toEqual([0, ""]);
    expect(readFileSync(log, "latin1")).toContain("rootseed: from the store: compiler kernel tools\n");
    const { out } = await start(["shell", "--after", "tools", "--add", `${file}:/mine/x`, ...places],
      { input: "cat /mine/x\nexit\n" }).finished;
    expect(out).toContain("mine\n");
  });

  it("takes programs of any name that fits the tape", async () => {
    for (const name of ["[", "?*", "it's-$HOME", "-x;y&z"]) {
      const program = write(`odd/${name}`, "echo started\n");
      chmodSync(program, 0o755);
    }
    const script = write("add/odd-script", "sha256sum '/odd/[' '/odd/-x;y&z' > /out/script/hashes\n");
    const { status, err } =
      await run(["--until", "tools", "--add", `${join(scratch, "odd")}:/odd`, "--script", script]);
    expect([status, err]).toEqual([0, ""]);
  });
});

describe("own steps", () => {
  it("whose manifest exports folders are in the export; the chain's own parts stay in it", async () => {
    write("left/100-more/build", "mkdir -p /etc /bin\necho hi > /etc/greeting\ncp /bin/tools /bin/more\n");
    write("left/manifest", "100-more  more  -  i386  etc  -  -\n");
    const exported = join(scratch, "left.tar");
    const { status, out } = await run(
      ["--until", "tools", "--steps", join(scratch, "left"), "--export", exported]);
    expect(status).toBe(0);
    expect(out).not.toContain("nothing is in it of");
    expect(out).toMatch(/more +more\.exports .* your own, not pinned/);
    expect(listed(exported)).toEqual(["bin/", "bin/tools", "etc/", "etc/greeting", "tmp/"]);
    expect(readdirSync(join(scratch, "cache/store/entries")).length).toBe(3);
  });

  it.each([
    ["the name of a step that would come later", "100-musl", "echo\n", "the name musl is taken"],
    ["the name of a stage", "100-userland", "echo\n", "the name userland is taken"],
    ["an interpreter that is not there yet", "100-x", "#!/bin/sh\necho\n",
      "own/100-x/build: its first line asks for /bin/sh, which is not there before the stage userland"],
    ["a name that is no name on the tape", "100-x/a b", "echo\n", "a name on the tape must be of printable ASCII"],
  ])("refuses %s", async (what, name, build, message) => {
    const folder = join("refused", what.replaceAll(" ", "-"));
    write(join(folder, name.split("/")[0] as string, "build"), build);
    if (name.includes("/")) {
      write(join(folder, name), "");
    }
    const { status, out, err } = await run(["--until", "tools", "--steps", join(scratch, folder)]);
    expect(err).toContain(message);
    expect([status === 0, out.includes("begun")]).toEqual([false, false]);
  });

  const hash = "0".repeat(64);
  const last = "200-y  y  -  i386  -  -  -\n";
  it.each([
    ["a manifest with a folder that is not there", "300-z  z  -  i386  -  -  -\n", {},
      "manifest:1: there is no folder 300-z beside the manifest"],
    ["a manifest that leaves a folder out", last, {}, "manifest: the folder 100-x has no line in it"],
    ["a line with too few columns", `100-x  x  -  i386  -\n${last}`, {}, "manifest:1: expected 7 columns"],
    ["a compiler that no step makes", `100-x  x  gcc  i386  -  -  -\n${last}`, {},
      'manifest:1: made by "gcc": expected seed, the name of an earlier step, or -'],
    ["a flag", `100-x  x  tcc  i386  -  base  -\n${last}`, {},
      "manifest:1: flags are for the chain's own steps: expected -"],
    ["an archive that is not there", `100-x  x  -  i386  -  -  words\n${last}`, {},
      "manifest:1: there is no archive words"],
    ["an archive without a size", `100-x  x  -  i386  -  -  words\n${last}`,
      { words: `${hash}  words.tar\n# mirror:words\n` },
      'archives/words:2: expected the archive\'s size, like # 708943 bytes, found "# mirror:words"'],
    ["other bytes under the name of an archive of ours", `100-x  x  -  i386  -  -  words\n${last}`,
      { words: `${hash}  musl_1.2.5.orig.tar.gz\n# 9 bytes\n# mirror:words\n` },
      "own/archives/words: musl_1.2.5.orig.tar.gz has another hash in steps/archives/musl"],
  ])("refuses %s", async (what, manifest, archives, message) => {
    const folder = join("refused-manifests", what.replaceAll(" ", "-"));
    write(join(folder, "100-x/build"), "echo\n");
    write(join(folder, "200-y/build"), "echo\n");
    write(join(folder, "manifest"), manifest);
    Object.entries(archives).forEach(([name, text]) => write(join(folder, "archives", name), text));
    const { status, out, err } = await rootseed(
      ["fetch", "--until", "musl", "--steps", join(scratch, folder), ...places]);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect([status === 0, out.includes("fetched")]).toEqual([false, false]);
  });

  it("may use archives of the chain by their names", async () => {
    write("ours/100-x/build", "echo\n");
    write("ours/manifest", "100-x  x  -  i386  -  -  musl\n");
    const steps = await readSteps(root);
    const { steps: [step], files } = await readUserAdditions(
      { add: [], script: undefined, steps: join(scratch, "ours") }, steps.slice(0, 4), steps);
    expect(step?.archives.map(({ list }) => list)).toEqual(["steps/archives/musl"]);
    expect(files.map(({ path }) => path)).toEqual(["own/100-x/build"]);
  });

  it("may ask for /bin/sh after the step that makes it, and not one step before", async () => {
    const folder = join(write("shell/100-x/build", "#!/bin/sh\necho\n"), "../..");
    const steps = await readSteps(root);
    const shell = steps.findIndex(({ flags }) => flags.includes("shell"));
    const read = (count: number) =>
      readUserAdditions({ add: [], script: undefined, steps: folder }, steps.slice(0, count), steps);
    await expect(read(shell)).rejects.toThrow("not there before the stage userland");
    expect((await read(shell + 1)).steps.map(({ name }) => name)).toEqual(["x"]);
  });

  it("of the fixed points' checks are read, and each runs after what makes it", async () => {
    const steps = await readSteps(root);
    const folders = readdirSync(join(root, "checks"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.length).toBeGreaterThan(0);
    for (const { name } of folders) {
      const before = stepsUntil(steps, name);
      const { steps: own } = await readUserAdditions(
        { add: [], script: undefined, steps: join(root, "checks", name) }, before, steps);
      expect(own.length).toBeGreaterThan(0);
      expect(own.filter(({ madeBy }) => !before.some((step) => step.name === madeBy))).toEqual([]);
    }
  });

  it("refuses two of one name", async () => {
    write("twice/100-x/build", "echo\n");
    write("twice/200-x/build", "echo\n");
    const { status, err } = await run(["--until", "tools", "--steps", join(scratch, "twice")]);
    expect([status, err]).toEqual([2, expect.stringContaining("the name x is taken")]);
  });

  it("may name an interpreter that the chain has, or that is added", async () => {
    const script = write("shebang", "#!/bin/tools sh\necho ran > /out/script/x\n");
    const { status, err } = await run(["--until", "tools", "--script", script]);
    expect([status, err]).toEqual([0, ""]);
  });
});

describe.each(["v86", "qemu"].filter(canRun))("names of files on %s", (engine) => {
  it("outside ASCII and with spaces come out as they are", async () => {
    const script = write("names", "echo x > /out/script/aü\necho y > '/out/script/✓ b'\n");
    const out = join(scratch, `names-${engine}`);
    const { status, out: json } = await run(
      ["--engine", engine, "--until", "tools", "--script", script, "--out", out, "--json"]);
    expect(status).toBe(0);
    const { stages } = runSchema.parse(JSON.parse(json));
    expect(stages.at(-1)?.artifacts.map(({ path }) => path)).toEqual(["aü", "✓ b"]);
    expect(readFileSync(join(out, "script/aü"), "utf8")).toBe("x\n");
    expect(readFileSync(join(out, "script/✓ b"), "utf8")).toBe("y\n");
  });

  it("that cannot be passed on are named, and the run fails whatever the machine says", async () => {
    const script = write("bad-name", "echo x > '/out/script/a\nb'\n");
    const { status, err } = await run(["--engine", engine, "--until", "tools", "--script", script]);
    expect(err).toContain('the machine delivered a file with the bad header "script/a"');
    expect(status).toBe(1);
  });
});

describe("--export", () => {
  it.each([
    ["m.zip", "cc", "expected NAME.tar, or for an OCI image NAME.oci.tar or NAME.oci"],
    ["m.tar.gz", "cc", "expected NAME.tar"],
    ["foo", "cc", "expected NAME.tar"],
    ["", "cc", "a name is needed"],
    ["x.tar", "compiler", "there is nothing to export before the stage tools"],
    ["../folder.tar", "cc", "--export ../folder.tar: is no ordinary file"],
  ])("%j after %s: refused at once, and nothing is written", async (name, until, message) => {
    const cwd = join(scratch, "refused-exports");
    mkdirSync(cwd, { recursive: true });
    mkdirSync(join(scratch, "folder.tar"), { recursive: true });
    const { status, out, err } = await rootseed(["run", ...places, "--until", until, "--export", name], { cwd });
    expect(err).toContain(message);
    expect([status, out, readdirSync(cwd)]).toEqual([2, "", []]);
  });
});

it.each(["--script", "--steps"])("%s without a name: a name is needed", async (option) => {
  const { status, err } = await run([option, ""]);
  expect([status, err]).toEqual([2, expect.stringContaining("a name is needed")]);
});

describe("the guide docs/own-steps.md", () => {
  const guide = readFileSync(join(root, "docs/own-steps.md"), "utf8");
  const blocks = (language: string): string[] =>
    [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(([, text]) => text as string);

  it("has an example that does what it says", () => {
    const cwd = join(scratch, "guide");
    mkdirSync(cwd);
    symlinkSync(join(root, "rootseed"), join(cwd, "rootseed"));
    const env = { ...process.env, ROOTSEED_CACHE: places[1], ROOTSEED_MIRROR: "" };
    const { status, stdout, stderr } = spawnSync("sh", ["-eu"], {
      cwd, env, encoding: "utf8", input: blocks("sh").join("echo ----\n"),
    });
    expect([status, stderr.replace(/^rootseed: building .*\n/, "")]).toEqual([0, ""]);
    const [, , first, second] = stdout.split("----\n");
    expect(first).toContain(blocks("text").join(""));
    expect(first).toMatch(/hello +greeting .* your own, not pinned/);
    expect(second).toMatch(/hello +greeting .* ok$/m);
    expect(second).toMatch(/words +motto .* ok$/m);
  });

  it("has an archive that `fetch --steps` brings", async () => {
    const cache = join(scratch, "fetched");
    const { status, out } = await rootseed(["fetch", "--until", "cc", "--steps", join(scratch, "guide/mine"),
      "--mirror", join(scratch, "guide/mirror"), "--only-mirror", "--cache", cache]);
    expect([status, readdirSync(cache)]).toEqual([0, ["words.tar.gz"]]);
    expect(out).toContain("1 archive ");
  });

  it("is right about pins: another byte fails", async () => {
    const steps = join(scratch, "guide/mine");
    const pins = join(steps, "200-words/pins");
    writeFileSync(pins, readFileSync(pins, "latin1").replace(/^./, (digit) => digit === "0" ? "1" : "0"));
    const { status, err } = await run(["--until", "cc", "--steps", steps, "--mirror", join(scratch, "guide/mirror")]);
    expect(err).toContain("the step words failed: words/motto: expected SHA-256 ");
    expect(status).toBe(1);
  });
});
