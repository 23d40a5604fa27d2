// chain/libc, compiled by chain/cc: programs that print what the same programs print with glibc. They are programs for
// i386 Linux; elsewhere there is nothing to run.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { because } from "./engines-here.js";
import { noI386 } from "./i386.js";
import { chainStart, root, scratch } from "./tools-support.js";

const corpus = path.join(root, "test/corpus/libc");
const library = path.join(root, "chain/libc");
const libraryFiles = fs.readdirSync(library).filter((name) => name.endsWith(".c"))
  .map((name) => path.join(library, name));
const start = chainStart();
const folder = scratch();
const cc = path.join(folder, "cc");

describe.skipIf(start === null)(`libc${because(start === null ? noI386 : undefined)}`, () => {
  beforeAll(() => {
    const seed = path.join(folder, "seed");
    fs.writeFileSync(seed, start!.seed, { mode: 0o755 });
    const sources = fs.readFileSync(path.join(root, "chain/cc/sources"), "utf8").split("\n")
      .filter((line) => line !== "" && !line.startsWith("#")).map((file) => fs.readFileSync(path.join(root, file)));
    const nul = Buffer.from([0]);
    const input = Buffer.concat([start!.compiler, nul, nul, ...sources, nul]);
    const made = spawnSync(seed, { input, maxBuffer: 1 << 24 });
    expect([made.status, made.stderr.toString()]).toEqual([0, ""]);
    fs.writeFileSync(cc, made.stdout, { mode: 0o755 });
  });

  for (const file of fs.readdirSync(corpus).filter((name) => name.endsWith(".c"))) {
    it(`${file} prints what it prints with glibc`, () => {
      const program = path.join(folder, file.replace(/\.c$/, ""));
      const compiled = spawnSync(cc, ["-I", path.join(library, "include"), "-o", program, path.join(corpus, file),
        ...libraryFiles]);
      expect([compiled.status, compiled.stderr.toString()]).toEqual([0, ""]);
      const words = file === "floating.c" ? [path.join(corpus, "floating.txt")] : [];
      const run = spawnSync(program, words, { cwd: folder, env: { ROOTSEED_TEST: "yes" } });
      expect([run.status, run.signal, run.stderr.toString()]).toEqual([0, null, ""]);
      expect(run.stdout.toString()).toBe(fs.readFileSync(path.join(corpus, file.replace(/\.c$/, ".expect")), "utf8"));
    });
  }
});

describe("the library's size", () => {
  it("is at most 900 lines of code", () => {
    const headers = fs.readdirSync(path.join(library, "include"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".h")).map((name) => path.join(library, "include", name));
    let lines = 0;
    for (const file of [...libraryFiles, path.join(library, "decimal.h"), ...headers]) {
      const text = fs.readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, "");
      lines += text.split("\n").filter((line) => line.trim() !== "").length;
    }
    expect(lines).toBeLessThanOrEqual(900);
  });
});
