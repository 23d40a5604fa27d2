// The command `npm run check:release`: runs the checks before a release, all or those that are named, and keeps their
// last results in docs/checks.md.
//
//     npm run check:release                      # all
//     npm run check:release -- nodes bochs       # these
//     npm run check:release -- --list
//
// How it thinks: the page is a table between two marks, which this program alone writes; a row that was not run today
// stays, with its date. It is written after every check, so that a long run that is interrupted loses one result at
// most. Exit status 1 when a check of today failed, or when all of its tests were skipped.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeAtomically } from "../../common/files.js";
import { explain, Status, UserError } from "../../common/errors.js";
import { repositoryRoot } from "../../common/repository.js";
import { formatSeconds } from "../../common/text.js";
import { describeCommit, describeResult, formatPage, parseResults, type Result } from "./page.js";
import { checks, type Check } from "./checks.js";

export async function main(args: string[]): Promise<void> {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { list: { type: "boolean" } } });
    if (values.list === true) {
      checks.forEach(({ name, shows }) => process.stdout.write(`${name}: ${shows}\n`));
      return;
    }
    const unknown = positionals.find((name) => !checks.some((check) => check.name === name));
    if (unknown !== undefined) {
      throw new UserError(`there is no check ${unknown}: choose from ${checks.map(({ name }) => name).join(", ")}`,
        Status.Usage);
    }
    const wanted = checks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    process.exitCode = await runAll(repositoryRoot(), wanted) ? Status.Success : Status.Failed;
  } catch (error) {
    process.stderr.write(`rootseed: ${explain(error)}\n`);
    process.exitCode = error instanceof UserError ? error.status : Status.Failed;
  }
}

/** True when all have passed. */
async function runAll(root: string, wanted: Check[]): Promise<boolean> {
  const page = join(root, "docs/checks.md");
  let passed = true;
  for (const check of wanted) {
    process.stdout.write(`\n== ${check.name}: ${check.shows}\n`);
    const commit = describeCommit(root);
    const begun = performance.now();
    const { status, last } = await run(root, check);
    const { passed: hasPassed, result: said } = describeResult(status, last);
    const result: Result = {
      date: new Date().toISOString().slice(0, 10), commit, machine: describeMachine(),
      took: formatSeconds((performance.now() - begun) / 1000),
      result: said,
    };
    passed &&= hasPassed;
    const text = readFileSync(page, "utf8");
    await writeAtomically(page, formatPage(text, checks, parseResults(text, checks).set(check.name, result)));
    process.stdout.write(`== ${check.name}: ${result.result} (${result.took})\n`);
  }
  return passed;
}

/** Runs a check with its output shown; its status, and the line of its tests' counts. */
function run(
  root: string, { command, environment }: Check,
): Promise<{ status: number | null; last: string | undefined }> {
  const [program, ...words] = command as [string, ...string[]];
  const child = spawn(program === "node" ? process.execPath : program, words,
    { cwd: root, env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => {
    process.stdout.write(bytes);
    said = (said + bytes.toString("utf8")).slice(-65536);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, last: said.match(/^\d+ passed, \d+ failed.*$/gm)?.at(-1) }));
  });
}

function describeMachine(): string {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, ` +
    `${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}
