// chain/cc: right programs print what they print with other compilers, wrong ones are refused with their place, the
// native compiler and its run under Node agree in every byte, and damaged programs neither crash nor hang it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { buildNativeCc, buildTwinCc, corpus, library, libraryFiles, runCc } from "./cc-support.js";
import { because } from "./engines-here.js";
import { noI386 } from "./i386.js";
import { scratch } from "./tools-support.js";

const folder = scratch();
const native = buildNativeCc(folder);
const twin = [process.execPath, buildTwinCc(folder)];
const output = path.join(folder, "output");
const include = ["-I", path.join(library, "include")];

const right = fs.readdirSync(path.join(corpus, "right")).filter((name) => name.endsWith(".expected"))
  .map((name) => name.replace(".expected", ""));
const wrong = fs.readdirSync(path.join(corpus, "wrong")).filter((name) => name.endsWith(".c")).sort();

/** A right program is a file, or a folder of files. */
function filesOf(name: string): string[] {
  const file = path.join(corpus, "right", name);
  if (!fs.existsSync(file)) return [`${file}.c`];
  return fs.readdirSync(file).filter((part) => part.endsWith(".c")).sort().map((part) => path.join(file, part));
}

const noNative = because(native === null ? noI386 : undefined);

describe("right programs", () => {
  for (const name of right) {
    it.skipIf(native === null)(`${name} prints what is expected${noNative}`, () => {
      const made = runCc([native!], [...include, ...filesOf(name), ...libraryFiles], folder, output);
      expect([made.status, made.stderr]).toEqual([0, ""]);
      fs.writeFileSync(output, made.program!, { mode: 0o755 });
      const run = spawnSync(output);
      expect([run.status, run.signal]).toEqual([0, null]);
      expect(run.stdout.toString("latin1"))
        .toBe(fs.readFileSync(path.join(corpus, "right", `${name}.expected`), "latin1"));
    });
  }

  it("give the same bytes under Node", () => {
    for (const file of ["floats", "wide"].flatMap(filesOf)) {
      const made = runCc(twin, [...include, file, ...libraryFiles], folder, output);
      expect([made.status, made.stderr]).toEqual([0, ""]);
      if (native === null) continue;
      const again = runCc([native], [...include, file, ...libraryFiles], folder, output);
      expect(again.program!.equals(made.program!)).toBe(true);
    }
  });
});

describe("wrong programs", () => {
  const place = path.join(corpus, "wrong");
  const expected = (name: string): string =>
    fs.readFileSync(path.join(place, name.replace(".c", ".expected")), "latin1");

  it.skipIf(native === null)(`are refused with file, line, column and reason, and leave no program${noNative}`, () => {
    for (const name of wrong) {
      const made = runCc([native!], [name], place, output);
      expect([name, made.status, made.stderr, made.program]).toEqual([name, 1, expected(name), null]);
    }
  });

  it("are refused under Node with the same words", () => {
    const some = wrong.filter((name, i) => i % 6 === 0 || name === "long-expression.c" || name === "include-self.c");
    for (const name of some) {
      const made = runCc(twin, [name], place, output);
      expect([name, made.status, made.stderr, made.program]).toEqual([name, 1, expected(name), null]);
    }
  });
});

describe("the command line", () => {
  const command = native === null ? twin : [native];
  const source = path.join(folder, "line.c");

  it("says what is wrong with it", () => {
    fs.writeFileSync(source, "int x;\n");
    const say = (...words: string[]): string => {
      const run = spawnSync(command[0], [...command.slice(1), ...words], { cwd: folder });
      expect(run.status).toBe(1);
      return run.stderr.toString();
    };
    expect(say()).toMatch(/^cc: usage: cc /);
    expect(say("line.c")).toBe("cc: -o OUT is missing\n");
    expect(say("-o", "out", "nowhere.c")).toBe("cc: cannot read nowhere.c\n");
    expect(say("-o", "nowhere/out", "-D", "X", "line.c")).toBe("cc: undefined: __start\n");
    expect(say("--strange", "line.c")).toBe("cc: unknown option --strange\n");
    expect(say("-o", "line.c", "line.c")).toBe("cc: the program would replace its source line.c\n");
    expect(fs.readFileSync(source, "utf8")).toBe("int x;\n");
    expect(say("line.c", "-o")).toBe("cc: a value must follow -o\n");
    fs.writeFileSync(path.join(folder, "nul.c"), "int x;\0");
    expect(say("-o", "out", "nul.c")).toBe("cc: a NUL byte in nul.c\n");
    fs.writeFileSync(source, "void __start(int *stack) { }\n");
    expect(say("-o", "nowhere/out", "line.c")).toBe("cc: cannot write nowhere/out\n");
  });

  it("defines, undefines and includes before a file; -E prints its tokens", () => {
    fs.writeFileSync(path.join(folder, "first.h"), "#define FROM_FIRST A+B\n");
    fs.writeFileSync(source, "#ifdef C\n#error C\n#endif\nFROM_FIRST A __rootseed__ \"x\"\n");
    const words = ["-E", "-DA=1 2", "-D", "B", "-DC", "-U", "C", "-include", "first.h", "line.c"];
    const run = spawnSync(command[0], [...command.slice(1), ...words], { cwd: folder });
    expect([run.status, run.stdout.toString()]).toEqual([0, "1 2 + 1 1 2 1 \"x\"\n"]);
  });
});

/** A sequence of numbers that is the same in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (state >>> 0) % below;
  };
}

describe("damaged programs", () => {
  const seed = 20261124;
  const texts = [...right.flatMap(filesOf), ...wrong.map((name) => path.join(corpus, "wrong", name))]
    .map((file) => fs.readFileSync(file)).filter((text) => text.length < 8000);
  const pieces = ["(", ")", "{", "}", "[", "]", "*", "#", "##", "\\\n", "\"", "'", ";", ",", ".", "...", "0x", "1e999",
    "/*", "int ", "struct ", "static ", "sizeof", "\n#if 1\n", "\n#define main x\n", "-1", ":", "?", "=",
    "<<", "~", "&&"];

  it.skipIf(native === null)(`do not crash or hang cc, seed ${seed}${noNative}`, () => {
    const next = random(seed);
    const file = path.join(folder, "damaged.c");
    const position = /^(damaged\.c|<command line>|.*\.[ch]):\d+:\d+: .+\n$/;
    for (let i = 0; i < 600; i++) {
      let text = texts[next(texts.length)];
      for (let k = next(4); k >= 0; k--) {
        const at = next(text.length), end = Math.min(text.length, at + next(20));
        const other = texts[next(texts.length)], from = next(other.length);
        const piece = next(3) === 0 ? other.subarray(from, from + next(40)) :
          next(2) === 0 ? Buffer.from(pieces[next(pieces.length)]) : Buffer.from([next(255) + 1]);
        text = Buffer.concat([text.subarray(0, at), piece, text.subarray(next(2) === 0 ? at : end)]);
      }
      fs.writeFileSync(file, text);
      const made = runCc([native!], [...include, "damaged.c"], folder, output);
      const label = `program ${i} of seed ${seed}`;
      expect([label, made.signal, made.status === 0 || made.status === 1]).toEqual([label, null, true]);
      expect([label, made.program !== null]).toEqual([label, made.status === 0]);
      if (made.status === 1 && !made.stderr.startsWith("cc: undefined: ")) expect(made.stderr).toMatch(position);
      if (i % 60 === 0) {
        const again = runCc(twin, [...include, "damaged.c"], folder, output);
        expect([label, again.status, again.stderr]).toEqual([label, made.status, made.stderr]);
      }
    }
  });
});
