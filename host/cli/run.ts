// The commands `run` and `shell`.
import { readSigningKey } from "../attest/keys.js";
import { explain, Status, UserError } from "../common/errors.js";
import { countOf } from "../common/text.js";
import { isRecord } from "../record/place.js";
import { runSchema, type Artifact, type RunDocument } from "../report/document.js";
import { printable } from "../report/head.js";
import { makeReporter, type Reporter } from "../common/reporter.js";
import { stageTable } from "../report/table.js";
import type { RunOptions } from "../run/options.js";
import { documentWithoutRun } from "../run/check.js";
import { runChain, type FinishedRun } from "../run/run.js";
import type { Definition } from "./context.js";
import {
  addMachineOptions, addRunOptions, collect, named, port, readRunOptions, refuseTogether, type RunCommandOptions,
} from "./options.js";
import { addSourceOptions } from "./sources.js";
import { portOf, whileWatched, type Watched } from "./watch.js";

/** What can be said of a run without a failure: that everything was built only when something was. */
function describeSuccess(document: RunDocument): string {
  const all = document.stages.flatMap((stage) => stage.artifacts);
  const artifacts = all.filter(({ path }) => !isRecord(path));
  const stored = artifacts.filter(({ fromStore }) => fromStore === true).length;
  const own = artifacts.filter(({ expected }) => expected === null).length;
  return (stored > 0 && stored === artifacts.length
    ? `everything matches its pin; all ${stored} artifacts come from the store of earlier runs ` +
      "(--fresh rebuilds everything)"
    : "everything was built from the seed and matches its pin") +
    (stored > 0 && stored < artifacts.length
      ? `; ${stored} of ${artifacts.length} artifacts come from the store of earlier runs` : "") +
    (own > 0 ? `; ${own} of your own are not pinned` : "") + describeOthers(document) +
    describeRecords(all.filter(({ path }) => isRecord(path)));
}

/** How many records there are, if any. */
function describeRecords(records: Artifact[]): string {
  const pinned = records.filter(({ expected }) => expected !== null).length;
  const others = records.length - pinned;
  return (pinned === 0 ? "" : `; ${countOf(pinned, "record")} of processes as pinned`) +
    (others === 0 ? "" : `; ${countOf(others, "record")} of processes without a pin`);
}

/** Which steps ran on another engine than the one that was asked for. */
function describeOthers({ engine, steps }: RunDocument): string {
  const others = steps.filter((step) => step.fromStore !== true && step.engine !== engine);
  const name = others[0]?.engine;
  return name === undefined ? ""
    : `; engine ${name} has made ${others.map((step) => step.name).join(", ")}, which ${engine} does not run here`;
}

/**
 * Runs the chain; the table or the JSON document goes to standard output.
 * @param port of the page that watches, if there is to be one
 * @returns the program's status: a Status, or the one with which a person left the console
 */
export async function runCommand(options: RunOptions, json: boolean, port?: number): Promise<number> {
  const report = makeReporter(json ? process.stderr : process.stdout);
  const { root, signal, engine, until } = options;
  const words = `rootseed run --engine ${engine}${until === undefined ? "" : ` --until ${until}`}`;
  return whileWatched(port === undefined ? undefined : { root, signal, words, port }, report, (watched) =>
    runAndPrint({ ...options, ...watched === undefined ? {} : { watcher: watched.watcher } }, json, report, watched));
}

async function runAndPrint(
  options: RunOptions, json: boolean, report: Reporter, watched: Watched | undefined,
): Promise<number> {
  const print = (document: RunDocument): void => {
    process.stdout.write(`${printable(runSchema, document)}\n`);
  };
  let finished: FinishedRun;
  try {
    finished = await runChain(options, report);
  } catch (error) {
    // What kept the machine from starting belongs into the document too.
    if (!(error instanceof UserError && error.status !== Status.Failed)) {
      const document = await documentWithoutRun(options, explain(error));
      watched?.document(document, true);
      if (json) {
        print(document);
      }
    }
    throw error;
  }
  const { document, failure, plan, result } = finished;
  watched?.document(document, true);
  if (document.stages.length > 0 && options.console !== "after") {
    report.note("");
    stageTable(document.stages, true, report.width, options.engine).forEach((line) => report.note(line));
    report.note("");
  }
  report.note(`console log: ${plan.log}`);
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
  const consoleStatus = options.console === "after" ? result.consoleStatus : undefined;
  return failure === undefined ? consoleStatus ?? Status.Success : Status.Failed;
}

/** Adds the commands `run` and `shell`. */
export const defineRun: Definition = (program, context) => {
  addRunOptions(program.command("run"), context)
    .description("build everything up to a stage, from the seed, and compare it with the pins")
    .option("--add <hostpath:path>", "a file or folder of yours for the machine, repeatable", collect, [])
    .option("--script <file>", "run a script of yours in the machine after the last stage", named)
    .option("--steps <dir>", "run your own step folders NNN-name after ours", named)
    .option("--record", "record each process, its program and files: the chain's kernel, or strace (docs/record.md)")
    .option("--watch [port]", "show it in a browser on this computer, until Ctrl-C (docs/page.md)", port)
    .option("--interactive", "where a step fails, a console in the machine as it is then")
    .option("--export <name>", "write the finished system: NAME.tar, or an OCI image: NAME.oci.tar, NAME.oci (folder)",
      named)
    .option("--sign <key>", "with --export: put signed statements and the bill of materials into the OCI image", named)
    .action(async (options: RunCommandOptions) => {
      refuseTogether(options.sign !== undefined && options.export === undefined,
        "--sign is for an image: use it with --export (of a run without one, `rootseed attest` makes statements)");
      const signer = options.sign === undefined ? undefined
        : await readSigningKey(options.sign, (line) => process.stderr.write(`rootseed: ${line}\n`));
      const runOptions = readRunOptions(context, options, false, signer);
      context.finish(await runCommand(runOptions, options.json ?? false, portOf(options.watch)));
    });
  addSourceOptions(addMachineOptions(program.command("shell")))
    .description("a console in the machine after a stage")
    .option("--after <stage>", `what is built before (default: ${context.defaultStage})`)
    .option("--add <hostpath:path>", "a file or folder of yours for the machine, repeatable", collect, [])
    .action(async (options: RunCommandOptions & { after?: string }) => {
      const withConsole = { ...options, until: options.after, console: "after" as const };
      context.finish(await runCommand(readRunOptions(context, withConsole, false), false));
    });
};
