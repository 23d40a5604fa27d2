// lex, compiled on this computer: small specifications with what their scanners must print (test/corpus/lex; flex's
// scanners print the same where flex is), wrong ones with the message, random ones against a plain matcher, damaged
// ones. test/slow/lex.test.ts has the scanners of real packages.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectedOf, randomSpecification, randomText } from "./fuzz/lex.js";
import { makeScratch, root } from "./support/folders.js";
import { Random, seedFor } from "./support/random.js";
import { buildLex, compilers, corpus, hasFlex, must, noCompiler, noFlex, run, sources } from "./support/lex.js";

const scratch = makeScratch("lex");
const quickest = compilers.includes("tcc") ? "tcc" : "gcc";
const lexes = new Map(compilers.map((compiler) => [compiler, buildLex(scratch, compiler)]));
const lex = lexes.get(quickest) as string;

/** A scanner as a program. */
function make(tool: string, specification: string, name: string, compiler = quickest, ...flags: string[]): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "scanner.l"), specification, "latin1");
  must([tool, "-oscanner.c", ...flags, "scanner.l"], "", folder);
  must([compiler, "-w", "-o", "scanner", "scanner.c"], "", folder);
  return join(folder, "scanner");
}

const refuse = (text: string, ...flags: string[]): { status: number | null; out: string; err: string } =>
  run([lex, "-t", ...flags], text);

describe.skipIf(noCompiler !== "")(`lex${noCompiler}`, () => {
  const names = readdirSync(corpus).filter((name) => name.endsWith(".l")).map((name) => name.replace(".l", ""));
  const read = (name: string): Buffer => readFileSync(join(corpus, name));
  /** Bytes that are no text are written as three octal digits. */
  const inputOf = (name: string): string => read(`${name}.in`).toString("latin1")
    .replaceAll(/\\([0-3][0-7]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));

  describe.each(names)("test/corpus/lex/%s.l", (name) => {
    const specification = read(`${name}.l`).toString("latin1");
    const expected = read(`${name}.expected`).toString("latin1");
    const printed = (program: string): string => {
      const { status, out } = run([program], inputOf(name));
      return `${out}${status}\n`;
    };

    it.each(compilers)("prints what is expected, by %s", (compiler) => {
      expect(printed(make(lexes.get(compiler) as string, specification, `${name}-${compiler}`, compiler)))
        .toBe(expected);
    });

    // flex's scanners refuse to put back more than their buffer has room for.
    if (name === "long") return;
    it.skipIf(!hasFlex)(`prints what flex's scanner prints${noFlex}`, () => {
      expect(printed(make("flex", specification, `${name}-flex`))).toBe(expected);
    });
  });

  it("makes the same scanner whatever compiled it, wherever and in whatever language", () => {
    const folder = join(scratch, "elsewhere");
    mkdirSync(folder);
    const made = [...lexes.values()].flatMap((program) => ["C", "tr_TR.UTF-8"].map((locale) =>
      must(["env", `LC_ALL=${locale}`, "TZ=Asia/Tokyo", program, "-t", join(corpus, "classes.l")], "", folder)));
    expect(new Set(made).size).toBe(1);
  });

  it("names the specification's lines in a compiler's messages, and its own after them", () => {
    const folder = join(scratch, "lines");
    mkdirSync(folder);
    writeFileSync(join(folder, "s.l"), "%{\nint wrong1 = ;\n%}\n%%\n  int wrong2 = ;\na\tint wrong3 = ;\n" +
      "b |\nc\t{\n  int wrong4 = ;\n}\n%%\nint wrong5 = ;\n");
    must([lex, "-o", "s.c", "s.l"], "", folder);
    const messages = run(["gcc", "-fsyntax-only", "s.c"], "", folder).err;
    for (const [line, name] of [[2, 1], [5, 2], [6, 3], [9, 4], [12, 5]]) {
      expect(messages).toMatch(new RegExp(`s\\.l:${line}:.*\\n.*wrong${name}`));
    }
    const text = readFileSync(join(folder, "s.c"), "utf8").split("\n");
    text.forEach((line, index) => {
      const found = /^#line (\d+) "s.c"$/.exec(line);
      if (found !== null) expect(Number(found[1])).toBe(index + 2);
    });
    expect(must([lex, "-L", "-t", "s.l"], "", folder)).not.toContain("#line");
  });

  it("writes two scanners with their own names, and headers, into one program", () => {
    const folder = join(scratch, "two");
    mkdirSync(folder);
    for (const name of ["one", "two"]) {
      writeFileSync(join(folder, `${name}.l`), `%option noyywrap prefix="${name}" header-file="${name}.h"\n` +
        "%x MORE\n%%\na+\treturn yyleng;\n.\t;\n<MORE>b\treturn 7;\n");
      must([lex, "-o", `${name}.c`, `${name}.l`], "", folder);
    }
    writeFileSync(join(folder, "main.c"), "#define YY_HEADER_EXPORT_START_CONDITIONS\n#include <stdio.h>\n" +
      "#include \"one.h\"\nint first(void) { return yylex() + MORE; }\n");
    writeFileSync(join(folder, "other.c"), "#include <stdio.h>\n#include \"two.h\"\n" +
      "int first(void);\nextern FILE *onein;\nint main(void) {\n" +
      "onein = stdin; yy_scan_string(\"xaa\"); printf(\"%d %d\\n\", first(), yylex()); return 0; }\n");
    must([quickest, "-w", "-o", "both", "main.c", "other.c", "one.c", "two.c"], "", folder);
    expect(must([join(folder, "both")], "xaaa")).toBe("4 2\n");
  });

  it.skipIf(!compilers.includes("gcc"))("writes C that compilers for C and C++ take without a warning", () => {
    const folder = join(scratch, "warnings");
    mkdirSync(folder);
    for (const name of ["sections", "actions", "lines", "array", "context"]) {
      must([lex, "-o", `${name}.c`, join(corpus, `${name}.l`)], "", folder);
      for (const language of [["-std=c99", "-pedantic"], ["-xc++"]]) {
        // What an action does not use is in every scanner.
        const { status, err } = run(["gcc", ...language, "-Wall", "-Wextra", "-Wno-unused-function",
          "-Wno-unused-variable", "-Wno-misleading-indentation", "-Wno-unused-label", "-fsyntax-only", `${name}.c`],
        "", folder);
        if (language[0] === "-xc++" && ["actions", "lines"].includes(name)) continue; // there input is yyinput
        expect([name, status, err]).toEqual([name, 0, ""]);
      }
    }
  });

  it("asks for no more input than it needs: a scanner answers each line before the next one is there", async () => {
    const child = spawn(make(lex, "%option noyywrap\n%%\n[a-z]+\t;\n\\n\tprintf(\"line\\n\"); fflush(stdout);\n%%\n" +
      "int main(void) { return yylex(); }\n", "interactive"));
    for (const line of ["one\n", "two\n", "three\n"]) {
      const answer = once(child.stdout, "data");
      child.stdin.write(line);
      expect(String((await answer)[0])).toBe("line\n");
    }
    child.stdin.end();
    expect((await once(child, "close"))[0]).toBe(0);
  });
});

describe.skipIf(noCompiler !== "")(`a wrong specification${noCompiler}`, () => {
  it.each([
    ["", "<stdin>:1: the specification has ended before %%, which comes before the rules"],
    ["a b\n", "<stdin>:2: the specification has ended before %%, which comes before the rules"],
    ["%foo\n%%\n", "<stdin>:1: the directive %foo is not known"],
    ["%x\n%x A A\n%%\n", "<stdin>:2: the start condition A is declared twice"],
    ["%x INITIAL\n%%\n", "<stdin>:1: the start condition INITIAL is declared twice"],
    ["%x A,B\n%%\n", "<stdin>:1: expected names of start conditions, found ,B"],
    ["%{\nint x;\n%%\n", "<stdin>:1: no line %} closes the %{"],
    ["/* x\n%%\n", "<stdin>:1: no */ closes the comment"],
    ["%top {\nint x;\n%%\n", "<stdin>:1: no } closes the %top {"],
    ["+ a\n%%\n", "<stdin>:1: not understood; C code is indented, or between %{ and %}"],
    ["A\n%%\n", "<stdin>:1: expected a blank and a pattern after the name A"],
    ["A \n%%\n", "<stdin>:1: the definition of A is empty"],
    ["%option reentrant\n%%\n", "<stdin>:1: the option reentrant is not supported; docs/lex.md lists those that are"],
    ["%option foo\n%%\n", "<stdin>:1: the option foo is not supported; docs/lex.md lists those that are"],
    ["%option no\n%%\n", "<stdin>:1: the option no is not supported; docs/lex.md lists those that are"],
    ["%option yyclass=\"x\"\n%%\n",
      "<stdin>:1: the option yyclass is not supported with a text; docs/lex.md lists those that are"],
    ["%option prefix=x\n%%\n", "<stdin>:1: expected a text in quotes after prefix="],
    ["%option prefix=\"x\n%%\n", "<stdin>:1: no \" closes the text after prefix="],
    ["%%\n<A>a ;\n", "<stdin>:2: the start condition A is not declared; %x A does that"],
    ["%%\n<INITIAL\na ;\n", "<stdin>:3: expected , or > after a start condition"],
    ["%%\n<>a ;\n", "<stdin>:2: expected the name of a start condition, or *"],
    ["%%\n<INITIAL> ;\n", "<stdin>:2: a pattern is missing after the start conditions"],
    ["%%\n<INITIAL>{\na ;\n", "<stdin>:4: no } closes the group of rules"],
    ["%%\n}\n", "<stdin>:2: no number or name in braces; write \\} for the character"],
    ["%%\n<<EOF>> ;\n<<EOF>> ;\n", "<stdin>:3: all start conditions have a rule <<EOF>> already"],
    ["%%\n<*><<EOF>> ;\n<INITIAL><<EOF>> ;\n", "<stdin>:3: the start condition INITIAL has a rule <<EOF>> already"],
    ["%%\n\na |\n", "<stdin>:4: the last rule has the action |, but no rule follows"],
    ["%%\na {\n  x();\n", "<stdin>:2: no } closes the action"],
    ["%%\na { x(\"abc); }\n", "<stdin>:2: no \" closes the text in C code"],
    ["%%\na {\n 'x\n}\n", "<stdin>:3: no ' closes the text in C code"],
    ["%%\na %{ x\n", "<stdin>:2: no line %} closes the %{"],
    ["%%\na /* x\n", "<stdin>:2: no */ closes the comment"],
    ["%%\n\"abc ;\n", "<stdin>:2: no \" closes the text in the pattern"],
    ["%%\n[abc ;\n", "<stdin>:2: no ] closes the class"],
    ["%%\n[b-a] ;\n", "<stdin>:2: the range \\x62-\\x61 in a class is backwards"],
    ["%%\n[a-c-e] ;\n", "<stdin>:2: a - in a class is between two characters; write \\- for itself"],
    ["%%\n[[:foo:]] ;\n", "<stdin>:2: there is no class [:foo:]"],
    ["%%\n[[:alphabet:]] ;\n", "<stdin>:2: there is no class [:alphabet:]"],
    ["%%\n(a ;\n", "<stdin>:2: no ) closes the ("],
    ["%%\na) ;\n", "<stdin>:2: no ( is before the ); write \\) for the character"],
    ["%%\n(a/b) ;\n", "<stdin>:2: a / cannot be in parentheses"],
    ["%%\na/b/c ;\n", "<stdin>:2: a second /: a pattern has one / or $"],
    ["%%\na/b$ ;\n", "<stdin>:2: a second $: a pattern has one / or $"],
    ["%%\n(?x:a) ;\n", "<stdin>:2: (?x: after (? only i, s, - and : are known"],
    ["%%\n*a ;\n", "<stdin>:2: nothing is before the * that repeats it; write \\* for the character"],
    ["%%\na|+ ;\n", "<stdin>:2: nothing is before the + that repeats it; write \\+ for the character"],
    ["%%\na| ;\n", "<stdin>:2: a part of the pattern is empty; write \"\" if it is to match nothing"],
    ["%%\n() ;\n", "<stdin>:2: a part of the pattern is empty; write \"\" if it is to match nothing"],
    ["%%\na{2 ;\n", "<stdin>:2: no } closes the number of repetitions"],
    ["%%\na{0} ;\n", "<stdin>:2: {0,0} repeats nothing"],
    ["%%\na{3,2} ;\n", "<stdin>:2: {3,2} repeats nothing"],
    ["%%\na{9999999999} ;\n", "<stdin>:2: a number in braces is larger than 1048576"],
    ["%%\n{A} ;\n", "<stdin>:2: {A} is not defined; define it before %%, or write \\{ for the character"],
    ["A {B}\nB {A}\n%%\n{A} ;\n", "<stdin>:4: more than 200 parentheses and definitions in each other"],
    ["A {A}$\n%%\n{A} ;\n", "<stdin>:3: {A}: definitions contain themselves, or more than 1000 are used"],
    ["A ^a\n%%\nb{A} ;\n", "<stdin>:3: the definition begins with ^, but is not at the beginning of the pattern"],
    ["%%\n\\400 ;\n", "<stdin>:2: \\400 is no character: the largest is \\377"],
    ["%%\n\\xg ;\n", "<stdin>:2: a digit is missing after \\x"],
    ["%%\na\\\n", "<stdin>:2: nothing follows the \\ at the end of the pattern"],
    ["%%\n\n(a{1000}){2000} ;\n", "<stdin>:3: the patterns are too large: more than 1048576 nodes; repeat fewer times"],
    ["%%\n[ab]*a[ab]{20} ;\n", "<stdin>: the scanner has more than 32767 states; make its patterns simpler"],
    [`%%\n${"(".repeat(500)}a${")".repeat(500)} ;\n`,
      "<stdin>:2: more than 200 parentheses and definitions in each other"],
    [`%%\n${"<*>{\n".repeat(300)}`, "<stdin>:201: more than 200 groups in each other"],
    ["%%\na\0b ;\n", "<stdin>: there is a NUL byte in it; write \\0 in a pattern"],
  ])("%j: what is wrong, and where", (text, message) => {
    expect(refuse(text)).toEqual({ status: 1, out: "", err: `lex: ${message}\n` });
  });

  it.each([
    [["-o"], "-o: a text must follow; lex -h lists the options"],
    [["-q"], "-q: no such option; lex -h lists those that there are"],
    [["--reentrant"], "--reentrant: no such option; lex -h lists those that there are"],
    [["a.l", "b.l"], "b.l: one specification at a time"],
    [["/nowhere/a.l"], "/nowhere/a.l: cannot be opened"],
    [["-S", "/nowhere/s", join(corpus, "array.l")], "/nowhere/s: cannot be opened"],
    [["-o", "/nowhere/a.c", join(corpus, "array.l")], "/nowhere/a.c: cannot be opened for writing"],
  ])("the command line %j", (words, message) => {
    expect(run([lex, ...words])).toEqual({ status: 1, out: "", err: `lex: ${message}\n` });
  });

  it.skipIf(!existsSync("/dev/full"))("leaves no half-written file", () => {
    expect(run([lex, "-o", "/dev/full", join(corpus, "array.l")]))
      .toEqual({ status: 1, out: "", err: "lex: /dev/full: cannot be written\n" });
    expect(existsSync("/dev/full")).toBe(true); // a device is not removed
    const folder = join(scratch, "unwritten");
    mkdirSync(folder);
    expect(run([lex], "%%\n(\n", folder).status).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.skipIf(noCompiler !== "")(`random specifications${noCompiler}`, () => {
  it("scan what a plain matcher finds", () => {
    const random = new Random(seedFor("random specifications"));
    for (let round = 0; round < 60; round++) {
      const specification = randomSpecification(random);
      const scanner = make(lex, specification.text, "random");
      for (let texts = 0; texts < 12; texts++) {
        const text = randomText(random);
        const expected = expectedOf(specification, text);
        if (expected === "" && text !== "") continue;
        const { out } = run([scanner], text);
        if (out !== expected) {
          expect({ specification: specification.text, text, out }).toEqual(
            { specification: specification.text, text, out: expected });
        }
      }
    }
  });

  it("that are damaged are read, or refused with one line", () => {
    const random = new Random(seedFor("damaged specifications"));
    // Not where Linux likes: at some of the places that it chooses where vm.mmap_rnd_bits is 32, older address
    // sanitizers cannot begin.
    const flags = ["-g", "-no-pie", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    const trial = join(scratch, "trial");
    const canCheck = compilers.includes("gcc") &&
      run(["gcc", ...flags, "-xc", "-o", trial, "-"], "int main(void) { return 0; }").status === 0 &&
      run([trial]).status === 0;
    const careful = canCheck ? buildLex(makeScratch("lex"), "gcc", ...flags) : lex;
    const texts = readdirSync(corpus).filter((name) => name.endsWith(".l"))
      .map((name) => readFileSync(join(corpus, name)));
    for (let round = 0; round < 250; round++) {
      const text = Buffer.from(random.of(texts));
      for (let changes = 1 + random.below(3); changes > 0; changes--) {
        text[random.below(text.length)] = random.of([..."{}()[]\"'\\/%|*+?.$^<>\n \t:-,a1"]).charCodeAt(0);
      }
      const damaged = text.subarray(0, random.below(4) === 0 ? random.below(text.length) : text.length);
      const { status, err } = run(["env", "ASAN_OPTIONS=detect_leaks=0", careful, "-t"], damaged);
      if (status !== 0 || err !== "") {
        expect({ text: damaged.toString("latin1"), status, err }).toEqual({
          text: damaged.toString("latin1"), status: 1, err: expect.stringMatching(/^lex: <stdin>:(\d+:)? [^\n]+\n$/),
        });
      }
    }
  });
});

it("lex is as small as its page says", () => {
  const code = (file: string): number => readFileSync(join(sources, file), "utf8").replace(/\/\*[^]*?\*\//g, "")
    .split("\n").filter((line) => line.trim() !== "").length;
  const files = readdirSync(sources).filter((name) => /\.[ch]$/.test(name));
  const program = files.filter((name) => name !== "scanner.c").reduce((sum, name) => sum + code(name), 0);
  const page = readFileSync(join(root, "docs/lex.md"), "utf8");
  expect(page).toContain(`${program.toLocaleString("en")} lines of C and ${code("scanner.c")} lines`);
});
