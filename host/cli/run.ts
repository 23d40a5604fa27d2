// The command `run`.
import { explain, Problem, Status } from "../common/problem.js";
import { runSchema, type RunDocument } from "../report/document.js";
import { printable } from "../report/head.js";
import { makeReporter } from "../report/reporter.js";
import { milestoneTable } from "../report/table.js";
import type { RunOptions } from "../run/options.js";
import { makeDocument, runChain, type RunResult } from "../run/run.js";

/** What can be said of a run without a failure: that everything was built only when something was. */
function describeSuccess(document: RunDocument): string {
  const artifacts = document.milestones.flatMap((milestone) => milestone.artifacts);
  const stored = artifacts.filter(({ fromStore }) => fromStore === true).length;
  const own = artifacts.filter(({ expected }) => expected === null).length;
  return (stored > 0 && stored === artifacts.length
    ? `everything matches its pin; all ${stored} artifacts come from the store of earlier runs (--fresh makes all anew)`
    : "everything was built from the seed and matches its pin") +
    (stored > 0 && stored < artifacts.length
      ? `; ${stored} of ${artifacts.length} artifacts come from the store of earlier runs` : "") +
    (own > 0 ? `; ${own} of your own are not pinned` : "");
}

/**
 * Runs the chain; the table or the JSON document goes to standard output.
 * @returns the program's status: a Status, or the one with which a person left the console
 */
export async function runCommand(options: RunOptions, json: boolean): Promise<number> {
  const report = makeReporter(json ? process.stderr : process.stdout);
  const print = (document: RunDocument): void => {
    process.stdout.write(`${printable(runSchema, document)}\n`);
  };
  let result: RunResult;
  try {
    result = await runChain(options, report);
  } catch (error) {
    // What kept the machine from starting belongs into the document too.
    if (json && !(error instanceof Problem && error.status !== Status.Failed)) {
      print(await makeDocument(options, [], { milestone: null, message: explain(error) }));
    }
    throw error;
  }
  const { document, failure } = result;
  if (document.milestones.length > 0 && options.console !== "after") {
    report.note("");
    milestoneTable(document.milestones, true, report.width).forEach((line) => report.note(line));
    report.note("");
  }
  report.note(`console log: ${result.log}`);
  if (options.out !== undefined) {
    report.note(`artifacts: ${options.out}`);
  }
  if (failure === undefined) {
    report.note(`rootseed: ${describeSuccess(document)}`);
  } else {
    const errors = makeReporter(process.stderr);
    errors.note(`rootseed: ${failure.message}`);
    failure.details.forEach((line) => errors.note(`  ${line}`));
  }
  if (json) {
    print(document);
  }
  return failure === undefined ? result.consoleStatus ?? Status.Success : Status.Failed;
}
