// chain/6-libc, compiled by chain/5-cc: programs that print what the same programs print with glibc. They are
// programs for i386 Linux; where none runs, these tests are skipped.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { buildNativeCc, library, libraryFiles } from "./support/cc.js";
import { makeScratch, root } from "./support/folders.js";
import { noI386, runsI386, spawnI386 } from "./support/i386.js";

const corpus = path.join(root, "test/corpus/libc");
const folder = makeScratch("libc");
const cc = buildNativeCc(folder);

describe.skipIf(cc === null)(`libc${runsI386 ? "" : ` (skipped: ${noI386})`}`, () => {
  for (const file of fs.readdirSync(corpus).filter((name) => name.endsWith(".c"))) {
    it(`${file} prints what it prints with glibc`, () => {
      const program = path.join(folder, file.replace(/\.c$/, ""));
      const compiled = spawnI386(cc!, ["-I", path.join(library, "include"), "-o", program, path.join(corpus, file),
        ...libraryFiles]);
      expect([compiled.status, compiled.stderr.toString()]).toEqual([0, ""]);
      const words = file === "floating.c" ? [path.join(corpus, "floating.txt")] : [];
      const run = spawnI386(program, words, { cwd: folder, env: { ROOTSEED_TEST: "yes" } });
      expect([run.status, run.signal, run.stderr.toString()]).toEqual([0, null, ""]);
      expect(run.stdout.toString()).toBe(fs.readFileSync(path.join(corpus, file.replace(/\.c$/, ".expected")), "utf8"));
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
