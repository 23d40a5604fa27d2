// docs/checks.md as data: the last result of each check, one row of a table each.
import { spawnSync } from "node:child_process";
import type { Check } from "./checks.js";

export interface Result {
  /** YYYY-MM-DD. */
  date: string;
  commit: string;
  machine: string;
  took: string;
  result: string;
}

/** The lines between which a program writes a table. */
export interface Marks {
  begin: string;
  end: string;
}

const marks: Marks = { begin: "<!-- written by npm run check:release -->", end: "<!-- end -->" };
const head = ["check", "what it shows", "result", "date", "commit", "took", "machine"];

/** The results of a page, by the names of their checks. What another check of that name has shown is none. */
export function parseResults(page: string, checks: Check[]): Map<string, Result> {
  const results = new Map<string, Result>();
  for (const cells of tableBetween(page, marks)) {
    const [title, shown, result, date, commit, took, machine] = cells as [string, ...string[]];
    const check = checks.find(({ name, shows }) => title === `\`${name}\`` && shown === shows.replaceAll("|", "/"));
    if (cells.length === head.length && date !== "" && check !== undefined) {
      results.set(check.name, { result, date, commit, took, machine } as Result);
    }
  }
  return results;
}

/** The page with these results in the place of the old ones; a check without one is said to have none yet. */
export function formatPage(page: string, checks: Check[], results: Map<string, Result>): string {
  return withTable(page, marks, head, checks.map(({ name, shows }) => {
    const { result, date, commit, took, machine } = results.get(name) ??
      { result: "not run yet", date: "", commit: "", took: "", machine: "" };
    return [`\`${name}\``, shows, result, date, commit, took, machine];
  }));
}

/** The page with another table between two lines. */
export function withTable(page: string, { begin, end }: Marks, titles: string[], rows: string[][]): string {
  requireMarks(page, { begin, end });
  const lines = [titles, titles.map(() => "---"), ...rows.map((row) => row.map((text) => text.replaceAll("|", "/")))]
    .map((row) => `| ${row.join(" | ")} |`);
  return `${page.slice(0, page.indexOf(begin) + begin.length)}\n${lines.join("\n")}\n${page.slice(page.indexOf(end))}`;
}

/** The cells of the table between two lines, without its head. */
export function tableBetween(page: string, { begin, end }: Marks): string[][] {
  requireMarks(page, { begin, end });
  return page.slice(page.indexOf(begin) + begin.length, page.indexOf(end)).trim().split("\n").slice(2)
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

function requireMarks(page: string, { begin, end }: Marks): void {
  if (!page.includes(begin) || !page.includes(end)) {
    throw new Error(`docs/checks.md has lost the lines ${begin} and ${end}`);
  }
}

/**
 * What came of a check.
 * @param last the line of its tests' counts; without tests none
 */
export function describeResult(status: number | null, last: string | undefined): { passed: boolean; result: string } {
  if (status !== 0) {
    return { passed: false, result: `FAILED: ${last ?? `status ${status}`}` };
  }
  // Tests that were skipped, all of them, have shown nothing.
  return last?.startsWith("0 passed") === true ? { passed: false, result: `NOT RUN: ${last}` }
    : { passed: true, result: `passed${last === undefined ? "" : `: ${last}`}` };
}

/** What is checked: the commit, and whether files differ from it (but for the page itself). */
export function describeCommit(root: string): string {
  const git = (...words: string[]): string => spawnSync("git", words, { cwd: root, encoding: "utf8" }).stdout ?? "";
  const commit = git("rev-parse", "--short=10", "HEAD").trim();
  const changes = git("status", "--porcelain", "--", ".", ":!docs/checks.md").trim();
  return commit === "" ? "unknown" : commit + (changes === "" ? "" : " with changes");
}
