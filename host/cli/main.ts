// The command line: which commands there are, how Ctrl-C and errors end the program. Each command's file defines its
// options; what it does is in the other rooms.
//
// Exit status: 0 all that was asked for was built and matches its pin; 1 failed; 2 usage; 130 Ctrl-C (129 and 143: the
// terminal was closed, the system asked for the end).
import { Command, CommanderError } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { explain, Interrupted, Status, UserError } from "../common/errors.js";
import { makeReporter } from "../common/reporter.js";
import { repositoryRoot } from "../common/repository.js";
import { readDefaultStage } from "../steps/steps.js";
import { defineAttest } from "./attest.js";
import { defineAudit } from "./audit.js";
import type { Context, Definition } from "./context.js";
import { defineExplain } from "./explain.js";
import { defineFetch } from "./fetch.js";
import { defineImage } from "./image.js";
import { defineMirror } from "./mirror.js";
import { definePage } from "./page.js";
import { definePin } from "./pin.js";
import { defineRun } from "./run.js";
import { defineSteps } from "./steps.js";
import { defineStore } from "./store.js";
import { defineVerify } from "./verify.js";

/** The commands in the order in which the help lists them. */
const commands: Definition[] = [
  defineRun, defineImage, definePage, defineMirror, defineVerify, defineAttest, defineFetch, defineStore, defineSteps,
  defineAudit, defineExplain, definePin,
];

/** The program with all its commands. */
function makeProgram(context: Context): Command {
  const { version } = JSON.parse(readFileSync(join(context.root, "package.json"), "utf8")) as { version: string };
  const program = new Command("rootseed")
    .description("From a seed of at most 64 bytes to a C compiler, a libc and a Linux: hex, TypeScript, C.")
    .version(version)
    .exitOverride();
  tellWhereHelpIs(program);
  commands.forEach((define) => define(program, context));
  program.commands.forEach(tellWhereHelpIs);
  return program;
}

/** A usage error of a command names the help of that command. */
function tellWhereHelpIs(command: Command): void {
  const help = command.parent === null ? "rootseed --help" : `rootseed ${command.name()} --help`;
  command.configureOutput({
    outputError: (message, write) =>
      write(`rootseed: ${message.replace(/^error: /, "").trimEnd()} (${help} tells more)\n`),
  });
}

/** The signals that ask a program to end, and the status with which it then does. */
const endings = [
  ["SIGHUP", Status.HungUp], ["SIGINT", Status.Interrupted], ["SIGTERM", Status.Terminated],
] as const;

/** Runs the program with its arguments and ends the process. */
export async function main(args: string[]): Promise<void> {
  const interruption = new AbortController();
  let ending: Status | undefined;
  const end = (status: Status): void => {
    ending ??= status;
    interruption.abort(new Interrupted());
  };
  endings.forEach(([signal, status]) => process.on(signal, () => end(status)));
  // A reader that goes away (`rootseed audit | head`, a closed terminal) ends the work, which leaves nothing behind.
  process.stdout.on("error", () => end(Status.Failed));
  process.stderr.on("error", () => end(Status.Failed));
  let status = Status.Success;
  try {
    const finish = (result: Status): void => {
      status = result;
    };
    const root = repositoryRoot();
    const defaultStage = await readDefaultStage(root);
    const program = makeProgram({ root, defaultStage, signal: interruption.signal, finish });
    if (args.length === 0) {
      program.outputHelp({ error: true });
      status = Status.Usage;
    } else {
      await program.parseAsync(args, { from: "user" });
    }
  } catch (error) {
    status = reportError(error, ending);
  }
  process.exitCode = ending === Status.Failed ? ending : status;
  // Nothing may keep the process alive: a socket, a timer.
  process.stdout.write("", () => process.exit());
}

function reportError(error: unknown, ending: Status | undefined): Status {
  const report = makeReporter(process.stderr);
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? Status.Success : Status.Usage;
  }
  if (ending !== undefined || error instanceof Interrupted) {
    report.note(ending === Status.Terminated ? "rootseed: ended by a signal" : "rootseed: interrupted");
    return ending ?? Status.Interrupted;
  }
  report.note(`rootseed: ${explain(error)}`);
  if (process.env["ROOTSEED_DEBUG"] !== undefined && error instanceof Error && error.stack !== undefined) {
    report.note(error.stack);
  }
  return error instanceof UserError ? error.status : Status.Failed;
}
