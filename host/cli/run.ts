// The command `run`.
import { Status } from "../common/problem.js";
import { runSchema } from "../report/document.js";
import { makeReporter } from "../report/reporter.js";
import { milestoneTable } from "../report/table.js";
import type { RunOptions } from "../run/options.js";
import { runChain } from "../run/run.js";

/** Runs the chain; the table or the JSON document goes to standard output. */
export async function runCommand(options: RunOptions, json: boolean): Promise<Status> {
  const report = makeReporter(json ? process.stderr : process.stdout);
  const result = await runChain(options, report);
  const { document, failure } = result;
  if (document.milestones.length > 0) {
    report.note("");
    milestoneTable(document.milestones, true).forEach((line) => report.note(line));
    report.note("");
  }
  report.note(`console log: ${result.log}`);
  if (options.out !== undefined) {
    report.note(`artifacts: ${options.out}`);
  }
  if (failure === undefined) {
    report.note("rootseed: everything was built from the seed and matches its pin");
  } else {
    const errors = makeReporter(process.stderr);
    errors.note(`rootseed: ${failure.message}`);
    failure.details.forEach((line) => errors.note(`  ${line}`));
  }
  if (json) {
    process.stdout.write(`${JSON.stringify(runSchema.parse(document), undefined, 2)}\n`);
  }
  return failure === undefined ? Status.Success : Status.Failed;
}
