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

const begin = "<!-- written by npm run check:release -->";
const end = "<!-- end -->";
const head = ["check", "what it shows", "result", "date", "commit", "took", "machine"];

/** The results of a page, by the names of their checks. */
export function parseResults(page: string): Map<string, Result> {
  const results = new Map<string, Result>();
  for (const line of between(page).split("\n").slice(2)) {
    const cells = line.split("|").slice(1, -1).map((cell) => cell.trim());
    const [name, , result, date, commit, took, machine] = cells as [string, ...string[]];
    if (cells.length === head.length && date !== "") {
      results.set(name.replaceAll("`", ""), { result, date, commit, took, machine } as Result);
    }
  }
  return results;
}

/** The page with these results in the place of the old ones; a check without one is said to have none yet. */
export function formatPage(page: string, checks: Check[], results: Map<string, Result>): string {
  const cell = (text: string): string => text.replaceAll("|", "/");
  const rows = checks.map(({ name, shows }) => {
    const { result, date, commit, took, machine } = results.get(name) ??
      { result: "not run yet", date: "", commit: "", took: "", machine: "" };
    return [`\`${name}\``, shows, result, date, commit, took, machine].map(cell);
  });
  const table = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
  return `${page.slice(0, page.indexOf(begin) + begin.length)}\n${table}\n${page.slice(page.indexOf(end))}`;
}

function between(page: string): string {
  if (!page.includes(begin) || !page.includes(end)) {
    throw new Error(`docs/checks.md has lost the lines ${begin} and ${end}`);
  }
  return page.slice(page.indexOf(begin) + begin.length, page.indexOf(end)).trim();
}

/** What is checked: the commit, and whether files differ from it (but for the page itself). */
export function describeCommit(root: string): string {
  const git = (...words: string[]): string => spawnSync("git", words, { cwd: root, encoding: "utf8" }).stdout ?? "";
  const commit = git("rev-parse", "--short=10", "HEAD").trim();
  const changes = git("status", "--porcelain", "--", ".", ":!docs/checks.md").trim();
  return commit === "" ? "unknown" : commit + (changes === "" ? "" : " with changes");
}
