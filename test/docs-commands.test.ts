// Commands in pages and comments: what they call exists. `docs/help.txt` is what the program says of itself (a test
// compares them), so it is the list of commands and options here; stages, scripts and files are the repository's own.
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSteps } from "../host/steps/steps.js";
import { root } from "./support/folders.js";
import { leadsSomewhere, spansOf, type Span } from "./support/names.js";
import { allFiles, codeBlocks, read, readParts } from "./support/prose.js";

interface Option {
  takesValue: boolean;
  /** Empty where any value may stand. */
  choices: string[];
}

/** Commands of the program with their options. */
const commands = new Map(read("docs/help.txt").split(/^\$ rootseed ?/m).slice(1).map((page) => {
  const name = page.slice(0, page.indexOf("--help")).trim();
  // An option's text goes on in lines that are indented further than the options are.
  const texts = page.split(/\n(?= {2}-)/).slice(1).map((text) => text.replace(/\s+/g, " ").trim());
  const options = texts.flatMap((text): [string, Option][] => {
    const [, names = "", value] = /^((?:-\w, )?--?[\w-]+)( <[^>]+>)?/.exec(text) ?? [];
    const choices = [...(/\(choices: ([^)]*?)(?:, default|\))/.exec(text)?.[1] ?? "").matchAll(/"([^"]+)"/g)];
    return names.split(", ").map((option) =>
      [option, { takesValue: value !== undefined, choices: choices.map(([, choice = ""]) => choice) }]);
  });
  return [name, new Map(options)];
}));

const engineNames = [...commands.get("run")?.get("--engine")?.choices ?? [], "qemu-ours", "qemu-ahci"];
const steps = await readSteps(root);
const stages = [...new Set(steps.flatMap((step) => [step.name, step.stage]))];
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

/** Words that stand for what the reader puts there. */
const isPlaceholder = (word: string): boolean => /^[A-Z]+([.…/:].*)?$|[$…]/.test(word);

/** What is wrong with a call of the program; its words without the program's own. */
function faultsOfCall(words: string[]): string[] {
  const [name = "", ...rest] = words[0]?.startsWith("-") ? ["", ...words] : words;
  const options = commands.get(name);
  if (options === undefined) return isPlaceholder(name) || name === "help" ? [] : [`no command ${name}`];
  const faults: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    if (!word.startsWith("-")) continue;
    const option = options.get(word);
    if (option === undefined) {
      faults.push(`${name} has no option ${word}`);
      continue;
    }
    if (!option.takesValue) continue;
    const value = rest[++at];
    const values = word === "--engines" ? engineNames : /^--(until|after)$/.test(word) ? stages : option.choices;
    if (value === undefined) continue;
    const unknown = value.split(word === "--engines" ? "," : "|")
      .filter((one) => values.length > 0 && !values.includes(one) && !isPlaceholder(one));
    faults.push(...unknown.map((one) => `${word} does not take ${one}`));
  }
  return faults;
}

/** What is wrong in a line that may hold commands. */
function faultsIn(text: string): string[] {
  // A shell's words; a comment, a redirection or another command ends them.
  const calls = [...text.matchAll(/(?<![\w./-])(?:\.\/rootseed|rootseed(?= [a-z-]+(?: |$)))((?: +[^\s#;&|<>()`]+)*)/g)];
  const npm = [...text.matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)];
  const nodes = [...text.matchAll(/\bnode (build\/\S+\.js)/g)];
  const tests = [...text.matchAll(/\bvitest run (\S+)/g)];
  return [
    ...calls.flatMap(([, words = ""]) => words.trim() === "" ? [] : faultsOfCall(words.trim().split(/ +/))),
    ...npm.map(([, run, short]) => run ?? short ?? "").filter((name) => !(name in scripts))
      .map((name) => `npm run ${name}`),
    ...[...nodes, ...tests].map(([, path = ""]) => path).filter((path) => !leadsSomewhere(path, "")),
  ];
}

/** Every piece of text that is set as code: spans, and the lines of blocks (an option with its value is a span too). */
const pages = allFiles.filter((path) => path.endsWith(".md"));
const lines: Span[] = [
  ...[...readParts().values()].flatMap(({ prose }) => prose.flatMap(spansOf)),
  ...pages.flatMap((path) => codeBlocks(path, read(path)).flatMap((block) =>
    block.text.replace(/\\\n\s*/g, " ").split("\n").map((text) => ({ path, line: block.line, text })))),
].filter(({ path }) => path !== "test/docs-commands.test.ts");

describe("commands in pages and comments", () => {
  it("are commands of the program, of npm and of node, with options and values that they take", () => {
    expect(lines.filter(({ text }) => /rootseed (run|verify)/.test(text)).length).toBeGreaterThan(20);
    const faults = lines.flatMap(({ path, line, text }) => faultsIn(text).map((fault) => `${path}:${line}: ${fault}`));
    expect(faults).toEqual([]);
  });

  it("name options that some command has", () => {
    const own = new Set([...commands.values()].flatMap((options) => [...options.keys()]));
    const alone = lines.filter(({ text }) => /^--[a-z-]+( |$)/.test(text));
    const faults = alone.filter(({ text }) => !own.has(text.split(" ")[0]!) && !isOfOthers(text))
      .map(({ path, line, text }) => `${path}:${line}: ${text}`);
    expect(faults).toEqual([]);
  });

  it("are all in docs/usage.md, with all their options", () => {
    const usage = read("docs/usage.md");
    const all = [...commands].flatMap(([name, options]) =>
      [...name === "" ? [] : [`rootseed ${name}`], ...[...options.keys()].filter((option) => option.startsWith("--"))]);
    expect([...new Set(all)].filter((word) => !usage.includes(word))).toEqual(["--version"]);
  });

  it("that are wrong are found", () => {
    const wrong: [string, string[]][] = [
      ["./rootseed run --until musl --engine v86 # all", []],
      ["./rootseed build --until musl", ["no command build"]],
      ["rootseed run --unitl musl > log", ["run has no option --unitl"]],
      ["./rootseed verify --engines v86,quemu", ["--engines does not take quemu"]],
      ["npm test && npm run benchmark", ["npm run benchmark"]],
      ["./rootseed run --until kernal", ["--until does not take kernal"]],
      ["node build/host/dev/hex/start.js", ["build/host/dev/hex/start.js"]],
    ];
    for (const [text, faults] of wrong) expect(faultsIn(text), text).toEqual(faults);
  });
});

/** Options of other programs. */
function isOfOthers(text: string): boolean {
  return /^--(instrument|write|binary)\b/.test(text);
}
