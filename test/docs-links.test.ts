// What pages and comments point at exists: the files and sections that links lead to, sections named by their titles,
// paths in prose.
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { leadsSomewhere } from "./support/names.js";
import { namesOfOthers } from "./support/names-of-others.js";
import { allFiles, allFolders, read, readParts, type Paragraph } from "./support/prose.js";

const itself = "test/docs-links.test.ts";
const paragraphs = [...readParts()].flatMap(([path, { prose }]) => path === itself ? [] : prose);
const inMachine = namesOfOthers["files in the machine alone"] ?? [];

const titlesOf = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => title.replace(/`/g, ""));

/** The anchor that a title gets where pages are shown. */
const anchorOf = (title: string): string => title.toLowerCase().replace(/[^\w\- ]/g, "").replace(/ /g, "-");

const hasTitle = (page: string, isWanted: (title: string) => boolean): boolean =>
  !page.endsWith(".md") || titlesOf(page).some(isWanted);

/** Links to files or sections that are not there. */
function deadLinks({ path, text }: Paragraph): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target).filter((target) => {
    const [file = "", anchor] = target.split("#");
    const page = file === "" ? path : posix.join(posix.dirname(path), file);
    if (/^https:/.test(target)) return false;
    return !allFiles.includes(page) && !allFolders.has(page)
      || anchor !== undefined && !hasTitle(page, (title) => anchorOf(title) === anchor);
  });
}

/** Sections that are named by their title after a page's name, and that the page lacks. */
function missingSections({ path, text }: Paragraph): string[] {
  const named = text.replace(/\s+/g, " ").matchAll(/([\w./-]+\.md)[`)]?\)?,? \(?"([^"]+)"/g);
  return [...named].flatMap(({ 1: file = "", 2: quoted = "" }) => {
    const title = quoted.replace(/`/g, "");
    const page = [file, posix.join(posix.dirname(path), file), `docs/${file}`].find((name) => allFiles.includes(name));
    const has = page !== undefined && hasTitle(page, (found) => found.toLowerCase() === title.toLowerCase());
    return has ? [] : [`${file}, "${title}"`];
  });
}

/** Paths of the repository, outside of backquotes, that lead nowhere. */
function deadPaths({ path, text }: Paragraph): string[] {
  const found = text.replace(/`[^`]*`|\]\([^)]*\)/g, " ")
    .match(/(?<![\w/.-])(?:chain|docs|firmware|host|seed|steps|test|twin)\/[\w.*-]+(?:\/[\w.*-]+)*/g) ?? [];
  return found.map((name) => name.replace(/\.$/, ""))
    .filter((name) => !leadsSomewhere(name, path) && !inMachine.includes(name));
}

/** Files that the README of a room lists, in the first column of a table, and that the room does not have. */
function strangers({ path, text }: Paragraph): string[] {
  const folder = posix.dirname(path);
  const [, cell = ""] = (path.endsWith("README.md") ? /^\s*\| ([^|]+) \|/.exec(text) : null) ?? [];
  const names = [...cell.matchAll(/`([\w./-]+\.(?:ts|t|c|h|hex|sh|mjs|js))`/g)].map(([, name = ""]) => name);
  return names.filter((name) => !allFiles.includes(posix.join(folder, name))
    && !allFiles.some((file) => file.startsWith(`${folder}/`) && file.endsWith(`/${name}`)));
}

const faults = (check: (paragraph: Paragraph) => string[]): string[] =>
  paragraphs.flatMap((paragraph) => check(paragraph).map((fault) => `${paragraph.path}:${paragraph.line}: ${fault}`));

describe("pages and comments", () => {
  const at = (text: string): Paragraph => ({ path: "docs/kernel.md", line: 1, text });

  it("have links that lead to files and sections", () => {
    expect(faults(deadLinks)).toEqual([]);
    const text = "[a](kernel.md#the-fuzzers) [b](cc.md#no-size) [c](none.md) [d](../seed) [e](https://example.org/)";
    expect(deadLinks(at(text))).toEqual(["cc.md#no-size", "none.md"]);
  });

  it("name sections by the titles they have", () => {
    expect(faults(missingSections)).toEqual([]);
    const text = "`kernel.md`, \"Size\"; (`docs/kernel.md`,\n\"Starting\")";
    expect(missingSections(at(text))).toEqual(["docs/kernel.md, \"Starting\""]);
  });

  it("list the files of their room, where they are READMEs", () => {
    expect(faults(strangers)).toEqual([]);
    const text = "| `pipe.ts`, `directory.ts`, `tape.ts` | files |";
    expect(strangers({ path: "chain/3-kernel/4-files/README.md", line: 1, text })).toEqual(["tape.ts"]);
  });

  it("speak of files that are there", () => {
    expect(faults(deadPaths)).toEqual([]);
    expect(deadPaths(at("chain/5-cc, chain/cc. See docs/x.md"))).toEqual(["chain/cc", "docs/x.md"]);
  });
});
