// Command line of the checks: `main.js [LIST...]` checks the programs of these lists of sources, by default all
// chain/NAME/sources. Run at the root of the repository. Prints `file:line:column: what, and what to write instead`
// and exits with 1 when there is anything to say, with 0 and one line when there is not.
// `main.js --instrument LIST FOLDER` writes the instrumented program to FOLDER and prints the file to run.

import path from "node:path";
import { checkPrograms } from "./check.js";
import { buildChecked } from "./instrument.js";
import { formatProblem } from "./problems.js";
import { findLists, readProgram } from "./programs.js";

function main(): number {
  const root = process.cwd();
  let lists = process.argv.slice(2);
  try {
    if (lists[0] === "--instrument" && lists.length === 3) {
      process.stdout.write(`${buildChecked(root, [readProgram(root, lists[1])], path.resolve(lists[2]))[0]}\n`);
      return 0;
    }
    if (lists.length === 0) lists = findLists(root);
    const programs = lists.map((list) => readProgram(root, list));
    const problems = checkPrograms(root, programs);
    for (const problem of problems) process.stdout.write(`${formatProblem(problem)}\n`);
    if (problems.length > 0) return 1;
    process.stdout.write(`T checks: ${programs.length} programs, nothing to say\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

process.exitCode = main();
