// TinyCC's first build without a machine: under Node, sha256sum, bunzip2, tar and patch unpack the pristine archive and
// cc compiles it. The program must have the hash to which the chain's own run is pinned.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { cacheFolder } from "../host/sources/cache.js";
import { buildNativeCc, buildTwinCc, corpus, library, libraryFiles, runCc } from "./support/cc.js";
import { makeScratch, root } from "./support/folders.js";
import { rootseed } from "./support/host.js";
import { noI386, runsI386, spawnI386 } from "./support/i386.js";
import { buildTools } from "./support/tools.js";

const step = path.join(root, "steps/005-tcc");
const archives = cacheFolder(undefined);
const hash = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const lines = (file: string): string[] => fs.readFileSync(path.join(root, file), "utf8").trim().split("\n");

/** The commands of the step's script that begin with a word, continued lines joined. */
function commands(word: string): string[] {
  const script = fs.readFileSync(path.join(step, "build"), "utf8").replaceAll("\\\n", " ");
  return script.split("\n").filter((line) => line.startsWith(`${word} `));
}

/** Why TinyCC cannot be built by both compilers, if it cannot. */
function reasonToSkip(): string | undefined {
  if (!runsI386) return noI386;
  const words = ["-m32", "-o", "/dev/null", "-xc", "-"];
  const made = spawnSync("gcc", words, { input: "#include <stdio.h>\nint main(void) { return 0; }\n" });
  return made.status === 0 ? undefined : "no gcc -m32 here (gcc-multilib)";
}
const reason = reasonToSkip();
const shown = reason === undefined ? "" : ` (skipped: ${reason})`;

describe("TinyCC under Node", () => {
  const folder = makeScratch("tinycc");
  const tools = buildTools();
  const source = path.join(folder, "tcc");
  const [expected, archive] = lines("steps/archives/tcc")[0].split(/ +/);

  /** Runs an applet under Node with a file as standard input; its standard output. */
  function applet(words: string[], cwd: string, input?: Buffer): Buffer {
    const run = spawnSync(process.execPath, [tools.twin, ...words], { cwd, input, maxBuffer: 1 << 26 });
    expect(run.stderr.toString()).toBe("");
    expect(run.status).toBe(0);
    return run.stdout;
  }

  beforeAll(async () => {
    fs.mkdirSync(source);
    expect((await rootseed(["fetch", "--until", "tcc"])).status).toBe(0);
  });

  it("sha256sum finds the archive pristine", () => {
    expect(applet(["sha256sum", archive], archives).toString()).toBe(`${expected}  ${archive}\n`);
  });

  it("bunzip2, tar and patch take it apart, cc compiles it to the pinned program", () => {
    const tarball = path.join(folder, "tcc.tar");
    fs.writeFileSync(tarball, applet(["bunzip2"], source, fs.readFileSync(path.join(archives, archive))));
    applet(["tar", "xf", tarball], source);
    const patches = fs.readdirSync(step).filter((name) => name.endsWith(".patch"));
    const order = commands("for name in")[0].match(/in (.*);/)?.[1].split(" ") ?? [];
    expect([...order].map((name) => `${name}.patch`).sort()).toEqual(patches.sort());
    for (const name of order) applet(["patch", "-p1"], source, fs.readFileSync(path.join(step, `${name}.patch`)));
    const configuration = commands("echo").map((line) => /'(.*)' >>? config\.h/.exec(line)?.[1]);
    fs.writeFileSync(path.join(source, "config.h"), `${configuration.join("\n")}\n`);

    const replaced = (word: string): string =>
      word.replace("/chain/6-libc", library).replace(/^\$artifacts\/.*/, "first");
    const words = commands("cc")[0].split(/ +/).slice(1).flatMap((word) =>
      word === "/chain/6-libc/*.c" ? libraryFiles : [replaced(word)]);
    const run = spawnSync(process.execPath, [buildTwinCc(folder), ...words], { cwd: source });
    expect(run.stderr.toString()).toBe("");
    expect(run.status).toBe(0);
    expect(`${hash(fs.readFileSync(path.join(source, "first")))}  tcc/tcc`).toBe(lines("steps/005-tcc/pins")[0]);
  });

  it.skipIf(reason !== undefined)(`for x86-64, made by cc and by gcc, gives the same objects${shown}`, () => {
    const place = makeScratch("tinycc"), cc = buildNativeCc(place);
    const options = ["ONE_SOURCE=1", "TCC_TARGET_X86_64", "TCC_MUSL", "CONFIG_TCCBOOT", "CONFIG_TCC_STATIC"]
      .map((name) => `-D${name}`);
    const byCc = path.join(place, "by-cc"), byGcc = path.join(place, "by-gcc");
    const made = runCc([cc!], ["-I", path.join(library, "include"), "-I", ".", ...options, "tcc.c", ...libraryFiles],
      source, byCc);
    expect([made.status, made.stderr]).toEqual([0, ""]);
    fs.writeFileSync(byCc, made.program!, { mode: 0o755 });
    const words = ["-m32", "-O0", "-w", "-I.", ...options, "-o", byGcc, "tcc.c", "-ldl", "-lm"];
    const gcc = spawnSync("gcc", words, { cwd: source });
    expect([gcc.status, gcc.stderr.toString()]).toEqual([0, ""]);

    const include = ["-nostdinc", "-I", path.join(library, "include"), "-Iinclude"];
    const programs = fs.readdirSync(path.join(corpus, "right")).sort()
      .filter((name) => name.endsWith(".c") && name !== "preprocessor.c") // TinyCC refuses a text of skipped lines
      .map((name) => path.join(corpus, "right", name));
    for (const program of [...programs, "tcc.c"]) {
      const objects = [byCc, byGcc].map((compiler) => {
        const output = path.join(place, "object.o");
        fs.rmSync(output, { force: true });
        const run = spawnI386(compiler, [...include, ...options, "-c", "-o", output, program], { cwd: source });
        expect([program, run.status]).toEqual([program, 0]);
        return fs.readFileSync(output);
      });
      expect([program, objects[0].equals(objects[1])]).toEqual([program, true]);
    }
  });

  it("gunzip gives the bytes that zlib gives, tar the tree", async () => {
    expect((await rootseed(["fetch", "--until", "musl"])).status).toBe(0);
    const name = "musl_1.2.5.orig.tar.gz";
    const packed = fs.readFileSync(path.join(archives, name));
    const unpacked = applet(["gunzip"], folder, packed);
    expect(hash(unpacked)).toBe(hash(gunzipSync(packed)));
    fs.writeFileSync(path.join(folder, "musl.tar"), unpacked);
    applet(["tar", "xf", "musl.tar"], folder);
    expect(fs.readFileSync(path.join(folder, "musl-1.2.5/VERSION"), "utf8")).toBe("1.2.5\n");
  });
});
