// Mutation fuzzing of the tools, in a process of its own, so that the test's time limit ends an endless loop:
//   node tools.js APPLET SEED RUNS NATIVE [BASE...]
// It changes valid inputs at random, runs the Node form in this process, and the native form (unless NATIVE is empty)
// as another. It fails when one crashes, when they differ, or when a damaged input gives other content than the valid
// one.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import { runApplet } from "../../chain/4-tools/applets.js";
import { setApplet } from "../../chain/4-tools/errors.js";
import { Shell } from "../../chain/4-tools/shell.js";
import { spawnI386 } from "../support/i386.js";
import { silentFor } from "../support/limits.js";
import { Random } from "../support/random.js";
import { inProcess, type Outcome } from "../support/tools-in-process.js";

const [, , applet, seedText, runs, native, ...bases] = process.argv;

const generator = new Random(Number(seedText));
const random = (n: number): number => generator.below(n);

/** One to four changes: a bit, a byte, a stretch removed, doubled or moved, a cut, an interesting piece. */
function mutate(base: Buffer, pieces: string[]): Buffer {
  let data = Buffer.from(base);
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const at = random(data.length + 1);
    const n = 1 + random(16);
    const kind = random(8);
    if (kind < 2 && at < data.length) data[at] ^= 1 << random(8);
    else if (kind === 2 && at < data.length) data[at] = random(256);
    else if (kind === 3) data = Buffer.concat([data.subarray(0, at), data.subarray(at + n)]);
    else if (kind === 4) data = Buffer.concat([data.subarray(0, at), data.subarray(at, at + n), data.subarray(at)]);
    else if (kind === 5 && random(4) === 0) data = data.subarray(0, at);
    else if (kind === 6) data = Buffer.concat([data.subarray(0, at), base.subarray(n * 8, n * 10), data.subarray(at)]);
    else {
      const piece = Buffer.from(pieces[random(pieces.length)]);
      data = Buffer.concat([data.subarray(0, at), piece, data.subarray(at + random(2) * piece.length)]);
    }
  }
  return data;
}

function inNative(words: string[], data: Buffer): Outcome {
  const result = spawnI386(native, words, { input: data, maxBuffer: 1 << 28, timeout: silentFor });
  const [stdout, stderr] = [result.stdout, result.stderr].map((data) => data.toString("latin1"));
  return { status: result.status ?? -1, stdout, stderr };
}

const bytes = (word: string): Uint8Array => new Uint8Array(Buffer.from(word));
let tried = 0;
let passed = 0;

function fail(what: string, data: Buffer, outcomes: Outcome[]): never {
  const text = JSON.stringify(outcomes).slice(0, 2000);
  console.error(`${applet}, seed ${seedText}, run ${tried}: ${what}\n${text}\ninput: ${data.toString("base64")}`);
  process.exit(1);
}

/** Runs both forms, each on a fresh place made by `prepare`, and compares what `look` sees afterwards. */
function both(words: string[], data: Buffer, prepare: () => void, look: () => unknown): Outcome {
  prepare();
  const twin = inProcess(data, () => runApplet(words.map(bytes)));
  const seen = JSON.stringify(look());
  if (twin.status > 1 || twin.status === 1 && !twin.stderr.startsWith(`${applet}: `)) fail("a crash", data, [twin]);
  if (native !== "") {
    prepare();
    const other = inNative(words, data);
    const same = other.status === twin.status && other.stderr === twin.stderr && other.stdout === twin.stdout;
    if (!same || JSON.stringify(look()) !== seen) fail("native and Node differ", data, [twin, other]);
  }
  if (twin.status === 0) passed++;
  return twin;
}

function loop(inputs: Buffer[], pieces: string[], one: (data: Buffer, base: number) => void): void {
  for (tried = 0; tried < Number(runs); tried++) {
    const base = random(inputs.length);
    one(mutate(inputs[base], pieces), base);
  }
  console.log(`${applet}: ${runs} mutations with seed ${seedText}: ${passed} accepted, the others refused`);
}

// ---- what is fuzzed ----

const nothing = (): void => {};

function fuzzGunzip(): void {
  const text = Buffer.from(Array.from({ length: 400 }, (_, i) => `${i % 7} text ${i * i % 31}\n`).join(""));
  const options = [{ level: 9 }, { level: 0 }, { strategy: zlib.constants.Z_FIXED }, { level: 1 }];
  const inputs = options.map((option) => zlib.gzipSync(text.subarray(0, option.level === 0 ? 100 : 4000), option));
  loop(inputs, ["\x1f\x8b\b", "\0\0\0\0", "\xff\xff"], (data, base) => {
    const outcome = both(["gunzip"], data, nothing, nothing);
    if (outcome.status !== 0) return;
    // zlib also refuses codes that are not all used: then the CRC says that the content is the right one
    let expected = zlib.gunzipSync(inputs[base]).toString("latin1");
    try {
      expected = zlib.gunzipSync(data).toString("latin1");
    } catch {}
    if (outcome.stdout !== expected) fail("other content than Node's zlib gives", data, [outcome]);
  });
}

function fuzzBunzip2(): void {
  const inputs = bases.map((file) => Buffer.from(fs.readFileSync(file, "utf8"), "base64"));
  const rights = inputs.map((data) => inProcess(data, () => runApplet([bytes("bunzip2")])).stdout);
  loop(inputs, ["BZh9", "BZh11AY&SY", "\x17\x72\x45\x38\x50\x90", "\0\0"], (data, base) => {
    const outcome = both(["bunzip2"], data, nothing, nothing);
    // only whole streams may be left out or doubled
    const rest = outcome.stdout.replaceAll(rights[base] === "" ? "\n" : rights[base], "");
    if (outcome.status === 0 && !["", "first\n", "second\n"].includes(rest)) fail("other content", data, [outcome]);
  });
}

const place = fs.mkdtempSync(path.join(os.tmpdir(), "rootseed-fuzz-"));
process.on("exit", () => fs.rmSync(place, { recursive: true, force: true }));
const inside = path.join(place, "inside");

/** Everything in a folder and below, links not followed. Names may be any bytes. */
function tree(folder: Buffer): string[] {
  return fs.readdirSync(folder, { encoding: "buffer" }).sort(Buffer.compare).flatMap((name) => {
    const file = Buffer.concat([folder, Buffer.from("/"), name]);
    const stat = fs.lstatSync(file);
    const shown = `${file.toString("latin1")} ${stat.mode}`;
    if (stat.isSymbolicLink()) return [`${shown} -> ${fs.readlinkSync(file, { encoding: "latin1" })}`];
    return stat.isDirectory() ? [shown, ...tree(file)] : [`${shown} ${fs.readFileSync(file).toString("latin1")}`];
  });
}
function freshPlace(files: Record<string, string | Buffer>): void {
  process.chdir(place);
  fs.rmSync(inside, { recursive: true, force: true });
  fs.mkdirSync(inside);
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(inside, name), content);
  process.chdir(inside);
}
function checkOutside(data: Buffer, outcome: Outcome): void {
  const names = fs.readdirSync(place).join();
  if (names !== "inside,outside" || fs.readFileSync(path.join(place, "outside"), "utf8") !== "O") {
    fail(`a file outside was touched (${names})`, data, [outcome]);
  }
}

function fuzzTar(): void {
  const inputs = bases.map((file) => fs.readFileSync(file));
  fs.writeFileSync(path.join(place, "outside"), "O");
  // checksums would refuse nearly everything: most of the headers get a right one
  const mend = (data: Buffer): Buffer => {
    for (let at = 0; at + 512 <= data.length && random(8) > 0; at += 512) {
      if (data.toString("latin1", at + 257, at + 262) !== "ustar") continue;
      data.write("        ", at + 148);
      const sum = data.subarray(at, at + 512).reduce((total, byte) => total + byte);
      data.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148);
    }
    return data;
  };
  loop(inputs, ["../", "/", "..", "link/", "\0\0\0\0", "2", "777777777777", "L", "x"], (changed) => {
    const data = mend(changed);
    const outcome = both(["tar", "xf", "-"], data, () => freshPlace({}), () => tree(Buffer.from(inside)));
    checkOutside(data, outcome);
  });
}

function fuzzPatch(): void {
  const hasGnuPatch = spawnSync("patch", ["--version"]).stdout?.toString().startsWith("GNU patch") ?? false;
  // whether an emptied file stays depends on more of the patch there than here
  const notEmpty = (files: string[]): string[] => files.filter((file) => !file.endsWith("/g 33188 "));
  const numbered = Array.from({ length: 12 }, (_, i) => `${i + 1}\n`).join("");
  fs.writeFileSync(path.join(place, "outside"), "O");
  const inputs = ["--- a/f\n+++ b/f\n@@ -1,3 +1,4 @@\n 1\n-2\n+two\n+more\n 3\n@@ -8,3 +9,2 @@ in\n 8\n-9\n 10\n",
    "text\n--- a/g\n+++ b/g\n@@ -1 +1,2 @@\n-g\n+x\n+y\n--- a/f\n+++ b/f\n@@ -3 +3 @@\n-3\n+three\n",
    "--- a/f\t2026\n+++ b/f\t2026\n@@ -12 +12 @@\n-12\n+last\n"];
  const pieces = ["--- a/f\n", "+++ b/../outside\n", "@@ -1,9 +1 @@\n", "\n", " ", "+", "-", "/", "0", "9", "\\ No\n"];
  const prepare = (): void => freshPlace({ f: numbered, g: "g\n" });
  loop(inputs.map((text) => Buffer.from(text)), pieces, (data) => {
    const outcome = both(["patch", "-p1"], data, prepare, () => tree(Buffer.from(inside)));
    checkOutside(data, outcome);
    const half = fs.readdirSync(inside).some((name) => name.endsWith(".part"));
    if (half) fail("a half-written file stays", data, [outcome]);
    // GNU patch takes names from headers that are not whole, too
    const headers = data.toString("latin1").split("\n").filter((line) => /^(--- |\+\+\+ )/.test(line));
    const whole = headers.every((line, i) => line.startsWith("-") === (i % 2 === 0));
    if (outcome.status !== 0 || !hasGnuPatch || !whole) return;
    const ours = JSON.stringify(notEmpty(tree(Buffer.from(inside))));
    prepare();
    spawnSync("patch", ["-p1", "-F0", "-f", "-s", "--no-backup-if-mismatch"], { input: data });
    const theirs = JSON.stringify(notEmpty(tree(Buffer.from(inside))));
    if (theirs !== ours) fail(`GNU patch gives something else: ${theirs}\n${ours}`, data, [outcome]);
  });
}

function fuzzShell(): void {
  const inputs = bases.map((file) => fs.readFileSync(file));
  fs.writeFileSync(path.join(place, "outside"), "O");
  const hasDash = spawnSync("dash", ["-c", "true"]).status === 0;
  const pieces = ["'", "\"", "$", "${x}", "\\\n", "\n", ";", "for x in a b; do\n", "done\n", "*", "#", " ", "|", "<",
    ">", "(", "`", "if", "x=", "\\"];
  loop(inputs, pieces, (data) => {
    freshPlace({ script: data });
    let calls = 0;
    const outcome = inProcess(Buffer.alloc(0), () => {
      setApplet(bytes("sh"), bytes(""));
      // commands do nothing here, whatever they have become
      const shell = new Shell((argv, stdin, stdout) => {
        calls++;
        if (argv.length === 0 || stdin < 0 || stdout < 0) throw new Error("a call without words or files");
        return 0;
      });
      return shell.runScript(bytes("script"), data, 1);
    });
    if (outcome.status !== 0 && !/^sh: script:\d+: /.test(outcome.stderr)) fail("no message", data, [outcome]);
    if (outcome.status !== 0 && outcome.status !== 1) fail("a crash", data, [outcome]);
    if (outcome.status !== 0) return;
    passed++;
    const posix = hasDash ? spawnSync("dash", ["-n", "script"]) : { status: 0 };
    if (posix.status !== 0) fail(`a POSIX shell refuses this script, which made ${calls} calls`, data, [outcome]);
  });
}

const kinds: Record<string, () => void> = {
  gunzip: fuzzGunzip, bunzip2: fuzzBunzip2, tar: fuzzTar, patch: fuzzPatch, sh: fuzzShell,
};
kinds[applet]();
