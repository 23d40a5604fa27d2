// The checks of T: each trap of the corpus is found, with its line and what to write instead, and nothing else is; the
// programs of the chain have none. Instrumented, they do what they do elsewhere, and every value that T would see
// differently throws.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { checkPrograms } from "../twin/checks/check.js";
import { buildChecked } from "../twin/checks/instrument.js";
import { formatProblem, type Problem } from "../twin/checks/problems.js";
import { findLists, makeProgram, readProgram } from "../twin/checks/programs.js";
import { compileT } from "../twin/compiler/compiler.js";
import { makeScratch, readRoot, root } from "./support/folders.js";
import { runsI386 } from "./support/i386.js";
import { corpus, programOf, runNative, runNode } from "./support/t.js";

describe("traps", () => {
  const files = corpus("lint");
  let problems: Problem[] = [];
  beforeAll(() => { problems = checkPrograms(root, files.map((file) => programOf(file))); });

  test.each(files)("%s", (file) => {
    const missing: string[] = [];
    const unexpected: string[] = [];
    readRoot(file).toString().split("\n").forEach((line, i) => {
      const wanted = /\/\/ expect: (.*)/.exec(line)?.[1].split(" | ") ?? [];
      const found = problems.filter((problem) => problem.file === file && problem.line === i + 1);
      for (const message of wanted) {
        if (!found.some((problem) => problem.message.includes(message))) missing.push(`${i + 1}: ${message}`);
      }
      for (const problem of found) {
        // TypeScript itself may have something to say about a line that is wrong on purpose.
        const isTypeScript = /\(TS\d+\)$/.test(problem.message) && wanted.length > 0;
        const isWanted = wanted.some((message) => problem.message.includes(message));
        if (!isTypeScript && !isWanted) unexpected.push(formatProblem(problem));
      }
    });
    expect({ missing, unexpected }).toEqual({ missing: [], unexpected: [] });
  });
});

describe("programs of the chain", () => {
  const lists = findLists(root);

  test("have no problem", () => {
    const programs = [...lists.map((list) => readProgram(root, list)),
      ...corpus("right").map((file) => programOf("test/corpus/t/print.ts", file))];
    expect(checkPrograms(root, programs).map(formatProblem)).toEqual([]);
  });

  test.skipIf(!lists.includes("chain/5-cc/sources"))("cc, instrumented, makes what its machine code makes", () => {
    const folder = makeScratch("t");
    const program = readProgram(root, "chain/5-cc/sources");
    const [main] = buildChecked(root, [program], path.join(folder, "cc"));
    const libc = fs.readdirSync(path.join(root, "chain/6-libc")).filter((file) => file.endsWith(".c")).sort();
    const sources = ["test/corpus/libc/floating.c", ...libc.map((file) => `chain/6-libc/${file}`)];
    const output = path.join(folder, "out");
    const args = ["-I", "chain/6-libc/include", "-o", output, ...sources];
    const run = runNode(main, args);
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
    const made = fs.readFileSync(output);
    if (!runsI386) return;
    fs.rmSync(output);
    expect(runNative(compileT(program.text.bytes), folder, args).stderr).toBe("");
    expect(fs.readFileSync(output).equals(made)).toBe(true);
  });

  test.skipIf(!lists.includes("chain/4-tools/sources"))("tools, instrumented, do what others do", () => {
    const folder = makeScratch("t");
    const [main] = buildChecked(root, [readProgram(root, "chain/4-tools/sources")], path.join(folder, "tools"));
    const text = readRoot("chain/2-runtime/user.ts");
    const plain = path.join(folder, "text");
    fs.writeFileSync(plain, text);
    const sum = runNode(main, ["sha256sum", plain]);
    expect(sum.stderr).toBe("");
    expect(sum.stdout.toString()).toBe(`${createHash("sha256").update(text).digest("hex")}  ${plain}\n`);
    const unpacked = runNode(main, ["gunzip"], gzipSync(text, { level: 9 }));
    expect(unpacked.stderr).toBe("");
    expect(unpacked.status).toBe(0);
    expect(unpacked.stdout.equals(text)).toBe(true);
  });
});

describe("instrumented programs throw where T would differ", () => {
  const start = 'import { b, exit, imul } from "../../chain/2-runtime/node.js";\nconst big = imul(1 << 30, 1);\n'
    + "const list = new Array<number>(3);\nlet zero = 0;\nlet sum = big;\n";
  const cases: [string, string, RegExp][] = [
    ["a sum that is compared", "sum += big; if (sum > 0) exit(1);", /2147483648 is not what T sees/],
    ["a sum that is a condition", "sum = big * 4; if (sum) exit(1);", /4294967296 is not what T sees/],
    ["a product", "sum = big * (big + 1); exit(1);", /is not exact/],
    ["an index", "exit(list[3]);", /index 3 of an array of 3/],
    ["an index to write to", "list[-1] = 1; exit(1);", /index -1 of an array of 3/],
    ["an element without a value", "exit(list[0]);", /element 0 has no value yet/],
    ["a division by zero", "exit((5 / zero) | 0);", /division by zero/],
    ["a remainder", "exit(5 % zero);", /division by zero/],
    ["the one quotient that does not fit", "zero = -1; exit((-2147483648 / zero) | 0);", /stops the processor/],
    ["a text that is changed", 'const text = b("abc"); text[0] = 1; exit(0);', /the text at .* was changed/],
  ];
  const folder = makeScratch("t");
  let mains: string[] = [];
  beforeAll(() => {
    // The files are where their imports lead to the real runtime.
    const sources = cases.map(([, code], i) => {
      const file = `build/t-instrumented/case${i}.ts`;
      fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
      const bytes = Buffer.from(`${start}${code}\n`);
      fs.writeFileSync(path.join(root, file), bytes);
      return makeProgram(file, [{ path: file, bytes }]);
    });
    mains = buildChecked(root, sources, folder);
    fs.rmSync(path.join(root, "build/t-instrumented"), { recursive: true });
  });
  test.each(cases.map(([name, , message], i) => [name, message, i] as const))("%s", (_, message, i) => {
    const run = runNode(mains[i]);
    expect(run.stderr).toMatch(message);
    expect(run.status).not.toBe(0);
  });
});
