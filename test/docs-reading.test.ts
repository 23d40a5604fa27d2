// The page for auditors: its lines and minutes are those of the sources (`-u` writes them), its thirty questions have
// answers, and each answer is a file that defines what the answer names.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { audit } from "../host/dev/audit/audit.js";
import { countLines, languageOf, type Language } from "../host/dev/audit/count.js";
import { defines } from "./support/definitions.js";
import { root } from "./support/folders.js";
import { allFiles, allFolders, read } from "./support/prose.js";

const page = "docs/reading.md";
const text = read(page);

/** Lines of code that a person reads in a minute; an estimate. */
const pace: Record<Language, number> = { hex: 8, T: 15, TypeScript: 15, C: 15, shell: 10 };
const patchPace = 10;

interface Effort {
  lines: number;
  minutes: number;
}

/** What stands for the machine, or for a group of files, under Node: never a part of the chain. */
const hostOnly = /(^chain\/2-runtime\/node|\/node-glue|\/\d-[^/]*\/index)\.ts$/;

function effortOf(paths: string[]): Effort {
  const files = paths.flatMap((path) => allFiles.filter((file) => file === path || file.startsWith(`${path}/`)))
    .filter((file) => !hostOnly.test(file));
  const total = { lines: 0, minutes: 0 };
  for (const file of files) {
    const language = languageOf(file);
    const lines = language === undefined ? 0 : countLines(read(file), language).codeLines;
    const changed = file.endsWith(".patch") ? read(file).match(/^[+-](?![+-])/gm)?.length ?? 0 : 0;
    total.lines += lines;
    total.minutes += lines / pace[language ?? "shell"] + changed / patchPace;
  }
  return { lines: total.lines, minutes: Math.ceil(total.minutes) };
}

const pathsIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path);

interface Row extends Effort {
  paths: string[];
  line: string;
}

const rows: Row[] = [...text.matchAll(/^\| (`[^|]+) \| [^|]+ \| [\d,]+ \| \d+ \|$/gm)].map(([line, cell = ""]) =>
  ({ paths: pathsIn(cell), line, ...effortOf(pathsIn(cell)) }));

const sumOf = (key: keyof Effort): number => rows.reduce((sum, row) => sum + row[key], 0);

describe("the order", () => {
  const withEffort = (line: string, { lines, minutes }: Effort): string =>
    line.replace(/\| [\d,]+ \| \d+ \|$/, `| ${lines.toLocaleString("en-US")} | ${minutes} |`);

  it("has the right lines and minutes (`npx vitest run test/docs-reading.test.ts -u` writes them)", async () => {
    let expected = text;
    for (const row of rows) expected = expected.replace(row.line, withEffort(row.line, row));
    const all = { lines: sumOf("lines"), minutes: sumOf("minutes") };
    expected = expected.replace(/^\| all \| .*$/m, (line) => withEffort(line, all));
    await expect(expected).toMatchFileSnapshot(join(root, page));
  });

  it("names everything that a run to musl is made of, once, and counts as the audit does", async () => {
    const { parts } = await audit(root);
    const counted = parts.filter(({ name }) => /^(seed|chain\/[1-6]-)/.test(name))
      .reduce((sum, { codeLines }) => sum + codeLines, 0);
    const paths = rows.flatMap((row) => row.paths);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => !allFiles.includes(path) && !allFolders.has(path))).toEqual([]);
    expect(paths.filter((path) => path.startsWith("steps/")).map((path) => path.slice(6, 9)).sort())
      .toEqual(["001", "002", "003", "004", "005", "006"]);
    expect(sumOf("lines") - effortOf(paths.filter((path) => path.startsWith("steps/"))).lines).toBe(counted);
  });

  it("is that of the README, whose picture has its figures", async () => {
    const { machineCodeBytes, parts } = await audit(root);
    const linesOf = (name: string): string =>
      ((parts.find((part) => part.name === name)?.codeLines ?? 0) / 1000).toFixed(1);
    const readme = read("README.md");
    const figures = [/kernel +([\d.]+)k lines/, /tools +([\d.]+)k lines/, /cc ([\d.]+)k/, /([\d.]+) KB of/]
      .map((pattern) => pattern.exec(readme)?.[1]);
    expect(figures).toEqual([linesOf("chain/3-kernel"), linesOf("chain/4-tools"), linesOf("chain/5-cc"),
      (machineCodeBytes / 1000).toFixed(1)]);
    expect(readme.split("\n").length).toBeLessThan(80);
  });

  it("fits a weekend", () => expect(sumOf("minutes")).toBeLessThan(2 * 10 * 60));
});

describe("the questions", () => {
  const [, questions = "", answers = ""] = text.split(/^## (?:Thirty questions|Answers)$/m);
  const parts = questions.split(/^\*\*.+\*\*$/m).slice(1);
  const numbers = (part: string, pattern: RegExp): number[] =>
    [...part.matchAll(pattern)].map(([, number]) => Number(number));
  const thirty = Array.from({ length: 30 }, (_, index) => index + 1);

  it("are three for each of ten parts, and each has an answer", () => {
    expect(parts.map((part) => numbers(part, /^(\d+)\. .*\?$/gm).length)).toEqual(Array<number>(10).fill(3));
    expect(numbers(questions, /^(\d+)\. /gm)).toEqual(thirty);
    expect(numbers(answers, /^\| (\d+) \|/gm)).toEqual(thirty);
  });

  /** The names of an answer that their files do not define. */
  const undefinedIn = (cell: string): string[] => cell.split("; ").flatMap((part) => {
    const [file = "", ...names] = pathsIn(part);
    if (!allFiles.includes(file) || names.length === 0) return [`${part}: no file with a name`];
    return names.filter((name) => !defines(file, name)).map((name) => `${name} in ${file}`);
  });

  it("are answered by files that define what is named", () => {
    const cells = [...answers.matchAll(/^\| \d+ \| ([^|]+) \|/gm)].map(([, cell = ""]) => cell);
    expect(cells.flatMap(undefinedIn)).toEqual([]);
    const file = "`chain/3-kernel/6-calls/table.ts`";
    expect(undefinedIn(`${file} \`case 5\`, \`syscall\``)).toEqual([]);
    expect(undefinedIn(`${file} \`case 500\`, \`sysOpenat\``).length).toBe(2);
    expect(undefinedIn("`steps/006-musl/build` `cmp`; `chain/gone.ts` `main`").length).toBe(1);
  });
});
