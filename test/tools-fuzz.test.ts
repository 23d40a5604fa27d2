// Runs the mutation fuzzing of test/fuzz/tools.ts from a fixed seed: no hang, no crash, no silent success, nothing
// written outside the folder, and the native program does exactly what the one under Node does.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { makeScratch } from "./support/folders.js";
import { kernelRunsI386, runsI386 } from "./support/i386.js";
import { hangsAfter } from "./support/limits.js";
import { seedFor } from "./support/random.js";
import { buildTools, corpus } from "./support/tools.js";

const SEED = seedFor("damaged input of the tools");
// A program that qemu-user has to start takes many times as long.
const FACTOR = Number(process.env.ROOTSEED_FUZZ_FACTOR ?? (kernelRunsI386 || !runsI386 ? 1 : 0.2));
const programs = buildTools(["tools-in-process", "i386", "limits", "random"]
  .map((name) => `test/support/${name}.ts`).concat("test/fuzz/tools.ts"));

function fuzz(applet: string, runs: number, bases: string[] = []): void {
  const driver = path.join(programs.folder, "test/fuzz/tools.js");
  const words = [driver, applet, String(SEED), String(Math.ceil(runs * FACTOR)), programs.native ?? "", ...bases];
  const result = spawnSync(process.execPath, words, { encoding: "utf8", timeout: hangsAfter * Math.ceil(FACTOR) });
  console.log(result.stdout.trim());
  expect(result.stderr).toBe("");
  expect([result.signal, result.status]).toEqual([null, 0]);
}

it("gunzip", () => { fuzz("gunzip", 300); });
it("bunzip2", () => {
  const names = ["empty", "hello", "runs", "bytes", "streams", "noise"];
  fuzz("bunzip2", 300, names.map((name) => path.join(corpus, `${name}.bz2.b64`)));
});
it("patch", () => { fuzz("patch", 400); });
it("sh", () => {
  const folder = path.join(corpus, "shell");
  fuzz("sh", 600, fs.readdirSync(folder).map((name) => path.join(folder, name)));
});
it("tar", () => {
  const folder = makeScratch();
  const source = path.join(folder, "source");
  fs.mkdirSync(path.join(source, "d", "e".repeat(90)), { recursive: true });
  fs.writeFileSync(path.join(source, "d/f"), "content\n".repeat(100));
  fs.writeFileSync(path.join(source, "d", "e".repeat(90), "long"), "long\n");
  fs.symlinkSync("..", path.join(source, "link"));
  const bases = ["gnu", "pax", "ustar"].map((format) => {
    const file = path.join(folder, `${format}.tar`);
    const words = [`--format=${format}`, "--blocking-factor=2", "-C", source, "-cf", file, "d", "link"];
    const made = spawnSync("tar", words);
    return made.status === 0 ? file : "";
  }).filter((file) => file !== "");
  if (bases.length > 0) fuzz("tar", 250, bases);
});
