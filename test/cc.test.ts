// chain/5-cc: valid programs print what they print with other compilers; invalid ones are refused with file, line and
// column; the native compiler and the one under Node give the same bytes; damaged programs neither crash nor hang it.
// Where i386 programs do not run, everything native is skipped, and a skipped test says so.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { buildNativeCc, buildTwinCc, corpus, library, libraryFiles, runCc, spawnCc } from "./support/cc.js";
import { makeScratch } from "./support/folders.js";
import { noI386, runsI386, spawnI386 } from "./support/i386.js";
import { Random, seedFor } from "./support/random.js";

const folder = makeScratch("cc");
const native = buildNativeCc(folder);
const reason = runsI386 ? "" : ` (skipped: ${noI386})`;
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

describe("right programs", () => {
  for (const name of right) {
    it.skipIf(native === null)(`${name} prints what is expected${reason}`, () => {
      const made = runCc([native!], [...include, ...filesOf(name), ...libraryFiles], folder, output);
      expect([made.status, made.stderr]).toEqual([0, ""]);
      fs.writeFileSync(output, made.program!, { mode: 0o755 });
      const run = spawnI386(output);
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

  it.skipIf(native === null)(`are refused with file, line, column and reason, and leave no program${reason}`, () => {
    for (const name of wrong) {
      const made = runCc([native!], [name], place, output);
      expect([name, made.status, made.stderr, made.program]).toEqual([name, 1, expected(name), null]);
    }
  });

  it("are refused under Node with the same words", () => {
    const some = wrong.filter((name, i) => i % 12 === 0 || name === "long-expression.c" || name === "include-self.c");
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
      const run = spawnCc(command, words, folder);
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
    expect(say("-o", "out", "-DX=1\n2", "line.c")).toBe("cc: a newline in an option: X=1\n2\n");
    fs.writeFileSync(path.join(folder, "nul.c"), "int x;\0");
    expect(say("-o", "out", "nul.c")).toBe("cc: a NUL byte in nul.c\n");
    fs.writeFileSync(source, "void __start(int *stack) { }\n");
    expect(say("-o", "nowhere/out", "line.c")).toBe("cc: cannot write nowhere/out\n");
  });

  it("leaves no old program behind, also when an option is wrong, but never loses a source", () => {
    fs.writeFileSync(source, "int x y;\n");
    const output = path.join(folder, "old");
    for (const words of [["-o", "old", "--strange"], ["--strange", "-oold"], ["-o", "old", "-I"], ["-o", "old"]]) {
      fs.writeFileSync(output, "KEEP");
      const all = words.includes("-I") ? ["line.c", ...words] : [...words, "line.c"];
      expect(spawnCc(command, all, folder).status).toBe(1);
      expect([words, fs.existsSync(output)]).toEqual([words, false]);
    }
    for (const name of ["line.c", "./line.c", source]) {
      const run = spawnCc(command, ["--strange", "line.c", "-o", name], folder);
      expect([run.status, run.stderr.toString()]).toEqual([1, "cc: the program would replace its source line.c\n"]);
    }
    expect(fs.readFileSync(source, "utf8")).toBe("int x y;\n");
  });

  it("defines macros before each file", () => {
    fs.writeFileSync(source, "#if A != 2 || B != 1 || !(C) || !E(3)\n#error wrong\n#endif\nvoid __start(int *s) { }\n");
    const words = ["-DA=1 * 2", "-D", "B", "-D", "C=A == 2", "-DE(x)=(x == 3)", "-o", "defined", "line.c"];
    const run = spawnCc(command, words, folder);
    expect([run.status, run.stderr.toString()]).toEqual([0, ""]);
  });

  it("takes as many parameters under Node as natively", () => {
    const parameters = Array.from({ length: 20_000 }, (_, i) => `int a${i}`).join(",");
    fs.writeFileSync(source, `int f(${parameters}) { return a5; }\nvoid __start(int *s) { }\n`);
    const made = runCc(twin, ["line.c"], folder, output);
    expect([made.status, made.stderr]).toEqual([0, ""]);
    if (native === null) return;
    expect(runCc([native], ["line.c"], folder, output).program!.equals(made.program!)).toBe(true);
  });
});

describe("damaged programs", () => {
  const seed = seedFor("damaged programs of cc");
  const texts = [...right.flatMap(filesOf), ...wrong.map((name) => path.join(corpus, "wrong", name))]
    .map((file) => fs.readFileSync(file)).filter((text) => text.length < 8000);
  const pieces = ["(", ")", "{", "}", "[", "]", "*", "#", "##", "\\\n", "\"", "'", ";", ",", ".", "...", "0x", "1e999",
    "/*", "int ", "struct ", "static ", "sizeof", "\n#if 1\n", "\n#define main x\n", "-1", ":", "?", "=",
    "<<", "~", "&&"];

  it.skipIf(native === null)(`do not crash or hang cc (seed ${seed})${reason}`, () => {
    const random = new Random(seed);
    const next = (below: number): number => random.below(below);
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
