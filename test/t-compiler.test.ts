// The compiler of T in hex and the reference compiler make the same bytes of every program of the chain and the corpus
// and refuse invalid ones at the same place; programs do the same under Node (plain, and instrumented so that any
// difference throws) and as machine code. So do random programs and mutations from a fixed seed.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { buildChecked } from "../twin/checks/instrument.js";
import { findLists, readProgram } from "../twin/checks/programs.js";
import { Generator, joinUnits } from "./fuzz/t-programs.js";
import { stripTypes, writeProgramForNode } from "./support/chain.js";
import { because } from "./support/engines.js";
import { makeScratch, readRoot, root } from "./support/folders.js";
import { noI386 } from "./support/i386.js";
import { hangsAfter } from "./support/limits.js";
import { Random, seedFor } from "./support/random.js";
import {
  corpus, disagreement, hexCompiler, linesBefore, programOf, runNative, runNode, twinCompile,
} from "./support/t.js";

const hex = hexCompiler();
const native = (name: string, tests: () => void): void => {
  describe.skipIf(hex === undefined)(name + because(hex === undefined ? noI386 : undefined), tests);
};
const PRINT = "test/corpus/t/print.ts";

const rightPrograms = corpus("right").map((file) => programOf(PRINT, file));
const expected = (file: string): string => readRoot(file.replace(/\.ts$/, ".expected")).toString();
/** A corpus program's exit status is 0 but for scopes.ts, which shows one. */
const exitStatus = (file: string): number => file.endsWith("scopes.ts") ? 1 : 0;

native("the twin and the compiler in hex make the same bytes", () => {
  test.each(findLists(root))("%s", (list) => {
    const source = readProgram(root, list).text.bytes;
    const twin = twinCompile(source);
    expect(disagreement(hex!(source), twin)).toBe("");
    expect(twin.status, `${list}, line ${twin.line}: ${twin.near}`).toBe(0);
  });
  test.each(rightPrograms.map((program) => [program.name, program] as const))("%s", (_, program) => {
    const twin = twinCompile(program.text.bytes);
    expect(disagreement(hex!(program.text.bytes), twin)).toBe("");
    expect(twin.status).toBe(0);
  });
});

describe("right programs", () => {
  const folder = makeScratch("t");
  const instrumented = buildChecked(root, rightPrograms, path.join(folder, "checked"));
  test.each(rightPrograms.map((program, i) => [program.name, program, i] as const))("%s", (name, program, i) => {
    const runs = [runNode(writeProgramForNode(path.join(folder, "plain"), program)), runNode(instrumented[i])];
    if (hex !== undefined) runs.push(runNative(hex(program.text.bytes).image, folder));
    for (const run of runs) {
      expect(run.stderr).toBe("");
      expect(run.stdout.toString("latin1")).toBe(expected(name));
      expect(run.status).toBe(exitStatus(name));
    }
  });
});

describe("wrong programs", () => {
  test.each(corpus("wrong"))("%s", (file) => {
    const program = programOf(file);
    const [, line, token] = /^\/\/ stops at line (\d+): (.*)/.exec(readRoot(file).toString()) ?? [];
    const twin = twinCompile(program.text.bytes);
    expect(twin.status).toBe(1);
    expect(`${twin.line - linesBefore(program)}: ${twin.near || "end"}`).toBe(`${line}: ${token}`);
    if (hex !== undefined) expect(disagreement(hex(program.text.bytes), twin)).toBe("");
  });
});

const LEAN_RUNTIME = `${readRoot("chain/2-runtime/intrinsics.t").toString()}
function alloc(n: number): number { return n; }
function newWords(n: number): number { return n; }
function newBytes(n: number): number { return n; }
function newArray(n: number): number { return n; }
function fail(line: number): void { return; }
`;

native("limits", () => {
  const agree = (text: string): number | string => {
    const source = Buffer.from(`${LEAN_RUNTIME}${text}`);
    const twin = twinCompile(source);
    const other = hex!(source);
    expect(other.status).toBe(twin.status);
    expect(other.near.length).toBeLessThanOrEqual(24);
    return twin.status;
  };
  test("nesting", () => {
    expect(agree(`const x = ${"(".repeat(200)}1${")".repeat(200)};\n`)).toBe(0);
    expect(agree(`const x = ${"(".repeat(100_000)}1${")".repeat(100_000)};\n`)).toBe(1);
    expect(agree(`function f(): void ${"{".repeat(100_000)}`)).toBe(1);
  });
  test("names", () => {
    const many = Array.from({ length: 66_000 }, (_, i) => `let name${i} = 0;\n`).join("");
    expect(agree(many)).toBe(1);
  });
  test("code", () => {
    expect(agree(`const x = ${"f(1, 2, 3, 4, 5, 6) + ".repeat(60_000)}1;\n`)).toBe(1);
    expect(agree(`const x = b("${"y".repeat(3_000_000)}");\n`)).toBe(1);
  });
  test("an empty text", () => {
    const source = Buffer.alloc(0);
    expect(disagreement(hex!(source), twinCompile(source))).toBe("");
    expect(twinCompile(source).status).toBe(1);
  });
  test("an index out of range ends the program with its line", () => {
    const program = programOf("test/corpus/t/print.ts");
    const text = "function at(i: number): number {\n  const a = [1, 2];\n  return a[i];\n}\nexit(at(2));\n";
    for (const index of ["2", "-1", "0x7fffffff"]) {
      const source = Buffer.concat([program.text.bytes, Buffer.from(text.replace("at(2)", `at(${index})`))]);
      const run = runNative(hex!(source).image, makeScratch("t"));
      const line = program.text.bytes.filter((byte) => byte === 10).length + 3;
      expect(run.status).toBe(120);
      expect(run.stderr).toBe(`index out of range, line ${String(line).padStart(10, "0")}\n`);
    }
  });
});

/** What the program writes when Node runs it, in this process. */
function outputOf(program: string): string {
  let output = "";
  const runtime = {
    imul: Math.imul,
    udiv: (a: number, c: number): number => (a >>> 0) / (c >>> 0) | 0,
    ult: (a: number, c: number): boolean => a >>> 0 < c >>> 0,
    write: (_: number, bytes: Uint8Array): void => { output += Buffer.from(bytes).toString("latin1"); },
    exit: (): void => undefined,
  };
  const script = stripTypes(program, ts.ModuleKind.CommonJS);
  vm.runInNewContext(script, { require: () => runtime, exports: {} }, { timeout: hangsAfter });
  return output;
}

native("random programs", () => {
  test("do the same under Node and as machine code", () => {
    const seed = seedFor("random programs of T");
    const runtime = programOf("test/corpus/t/print.ts");
    const folder = makeScratch("t");
    for (let file = 0; file < 10; file++) {
      const generator = new Generator(new Random(seed + file));
      const units = Array.from({ length: 10 }, () => generator.program());
      const program = joinUnits(units);
      const source = Buffer.concat([runtime.text.bytes, Buffer.from(program)]);
      const compiled = hex!(source);
      expect(disagreement(compiled, twinCompile(source)), `seed ${seed + file}`).toBe("");
      const run = runNative(compiled.image, folder);
      const other = outputOf(program);
      const same = run.status === 0 && run.stdout.toString("latin1") === other;
      if (!same) fs.writeFileSync(path.join(root, `t-random-${seed + file}.log`), program);
      expect(same, `seed ${seed + file}: see t-random-${seed + file}.log`).toBe(true);
    }
  });
});

const SIGNS = [..."(){}[];,.=+-\"'!<>/*:?&|^~%0x9a_\\\n\0\x15\x7f\x80\xff`@$#"];

/** A text with one thing changed: cut off, bytes left out, a sign put in, or a piece of it somewhere else. */
function mutate(text: string, random: Random): string {
  const at = random.below(text.length);
  const from = random.below(text.length);
  return random.of([
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + 1 + random.below(6)),
    () => text.slice(0, at) + random.of(SIGNS) + text.slice(at),
    () => text.slice(0, at) + text.slice(from, from + 20) + text.slice(at),
    () => text.slice(0, at) + random.of(["case ", "break;", "return ", "new ", "class ", "function ", "asm ", "else ",
      "default:", "enum ", "const ", "import ", "b(\"\")", "load8", "length", "4294967295 "]) + text.slice(at),
  ])();
}

native("mutations", () => {
  test("are taken or refused by both compilers, at the same place", () => {
    const random = new Random(seedFor("mutations of T programs"));
    const bases = corpus("right").map((file) => readRoot(file).toString());
    let refused = 0;
    const end = 400;
    for (let i = 0; i < end; i++) {
      const text = mutate(random.of(bases), random);
      // what follows a NUL is another text
      const source = Buffer.from(`${LEAN_RUNTIME}${text.split("\0")[0]}`, "latin1");
      const twin = twinCompile(source);
      const difference = disagreement(hex!(source), twin);
      if (difference !== "") fs.writeFileSync(path.join(root, "t-mutation.log"), source);
      expect(difference, "see t-mutation.log").toBe("");
      if (twin.status === 1) refused++;
    }
    expect(refused).toBeGreaterThan(end / 2);
    expect(refused).toBeLessThan(end);
  });
});
