// The command line: which commands and options there are, how Ctrl-C and errors end the program. What a
// command does stands in the other rooms.
//
// Exit status: 0 all that was asked for was built and matches its pin; 1 failed; 2 usage; 130 Ctrl-C (129 and 143: the
// terminal was closed, the system asked for the end).
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { explain, Interrupted, Problem, Status } from "../common/problem.js";
import { repositoryRoot } from "../common/repository.js";
import { parseInteger } from "../common/text.js";
import { defaultEngine, engines } from "../engines/engines.js";
import { biosNames, defaultHardware, diskNames, qemuVariants, type Hardware } from "../engines/hardware.js";
import { makeReporter } from "../report/reporter.js";
import { cacheFolder } from "../sources/cache.js";
import type { RunOptions } from "../run/options.js";
import { auditCommand } from "./audit.js";
import { fetchCommand } from "./fetch.js";
import { imageCommand } from "./image.js";
import { mirrorCommand } from "./mirror.js";
import { pinCommand } from "./pin.js";
import { runCommand } from "./run.js";
import { addSourceOptions, sourcesFrom, type SourceOptions } from "./sources.js";
import { storeCommand } from "./store.js";
import { stepsCommand } from "./steps.js";
import { verifyCommand, type VerifyWishes } from "./verify.js";

/** What every command gets. */
export interface Context {
  root: string;
  signal: AbortSignal;
}

interface RunCommandOptions extends SourceOptions {
  engine: string;
  until?: string;
  out?: string;
  memory?: number;
  jobs?: number;
  log?: string;
  json?: true;
  fresh?: true;
  verbose?: true;
  bios?: Hardware["bios"];
  disk?: Hardware["disk"];
  kvm?: true;
  add?: string[];
  script?: string;
  steps?: string;
  export?: string;
  interactive?: true;
  console?: RunOptions["console"];
}

function positive(text: string): number {
  const value = parseInteger(text);
  if (value === undefined || value === 0) {
    throw new InvalidArgumentError("a positive whole number is needed.");
  }
  return value;
}

function named(text: string): string {
  if (text === "") {
    throw new InvalidArgumentError("a name is needed.");
  }
  return text;
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

/** Names of engines, with commas between. */
function names(text: string): string[] {
  const found = text.split(",").filter((name) => name !== "");
  const choices = [...engines.map(({ name }) => name), ...Object.keys(qemuVariants)];
  if (!found.every((name) => choices.includes(name)) || found.length === 0) {
    throw new InvalidArgumentError(`choose from ${choices.join(",")}.`);
  }
  return [...new Set(found)];
}

/** What the chain runs on. */
function addMachineOptions(command: Command): Command {
  const { bios, disk } = defaultHardware;
  return command
    .addOption(new Option("--engine <name>", "what the chain runs on").choices(engines.map(({ name }) => name))
      .default(defaultEngine))
    .option("--memory <MB>", "memory of an emulated machine (default: what the steps need)", positive)
    .option("--jobs <n>", "processes at a time on a lent kernel (default: one a processor)", positive)
    .addOption(new Option("--bios <whose>", `BIOS of engine qemu (default: ${bios})`).choices(biosNames))
    .addOption(new Option("--disk <controller>", `disk of engine qemu (default: ${disk})`).choices(diskNames))
    .option("--kvm", "let engine qemu use KVM where a probe shows that it works");
}

/** An option that the engine does not have is a mistake, which is better said than passed over. */
function checkedEngine(options: RunCommandOptions): string {
  const wrong = (["bios", "disk", "kvm"] as const).find((name) => options[name] !== undefined);
  if (wrong !== undefined && options.engine !== "qemu") {
    throw new Problem(`--${wrong}: engine ${options.engine} has no choice there: use it with --engine qemu`,
      Status.Usage);
  }
  const isMachine = engines.find(({ name }) => name === options.engine)?.isMachine === true;
  if (options.jobs !== undefined && isMachine) {
    throw new Problem(`--jobs: the machine of engine ${options.engine} has one processor: leave the option out`,
      Status.Usage);
  }
  if (options.memory !== undefined && !isMachine) {
    throw new Problem(`--memory: engine ${options.engine} uses this computer's memory: leave the option out`,
      Status.Usage);
  }
  return options.engine;
}

function addRunOptions(command: Command): Command {
  return addSourceOptions(addMachineOptions(command)
    .option("--until <milestone>", "stop after this milestone or step (default: musl)")
    .option("--out <dir>", "copy the artifacts to DIR/MILESTONE/PATH", named)
    .option("--log <file>", "where the console's output goes (default: in the out or cache folder)", named)
    .option("--json", "end with one JSON document on standard output; all else goes to standard error")
    .option("--fresh", "use nothing that an earlier run has built")
    .option("--verbose", "show the console on standard error as it comes"));
}

/** Defines all commands. */
function makeProgram(context: Context, setStatus: (status: Status) => void): Command {
  const version = (JSON.parse(readFileSync(join(context.root, "package.json"), "utf8")) as { version: string }).version;
  const program = new Command("rootseed");
  program
    .description("From a seed of at most 64 bytes to a C compiler, a libc and a Linux: hex, TypeScript, C.")
    .version(version)
    .exitOverride();
  tellWhereHelpIs(program);
  const makeRunOptions = (options: RunCommandOptions, pinning: boolean) => ({
    root: context.root,
    engine: checkedEngine(options),
    until: options.until,
    out: options.out,
    memory: options.memory,
    jobs: options.jobs ?? availableParallelism(),
    log: options.log,
    hardware: {
      bios: options.bios ?? defaultHardware.bios, disk: options.disk ?? defaultHardware.disk, kvm: options.kvm ?? false,
    },
    fresh: options.fresh ?? false,
    own: { add: options.add ?? [], script: options.script, steps: options.steps },
    exportTo: options.export,
    console: options.console ?? (options.interactive ? "failing" as const : undefined),
    ...sourcesFrom(options),
    verbose: options.verbose ?? false,
    pinning,
    signal: context.signal,
  });
  addRunOptions(program.command("run"))
    .description("build everything up to a milestone, from the seed, and compare it with the pins")
    .option("--add <hostpath:path>", "a file or folder of yours for the machine, repeatable", collect, [])
    .option("--script <file>", "run a script of yours in the machine after the last milestone", named)
    .option("--steps <dir>", "run your own step folders NNN-name after ours", named)
    .option("--interactive", "where a step fails, a console in the machine as it is then")
    .option("--export <name>", "write the finished system: NAME.tar, or an OCI image: NAME.oci.tar, NAME.oci (folder)",
      named)
    .action(async (options: RunCommandOptions) => {
      setStatus(await runCommand(makeRunOptions(options, false), options.json ?? false));
    });
  addSourceOptions(addMachineOptions(program.command("shell")))
    .description("a console in the machine, behind a milestone")
    .option("--after <milestone>", "what is built before (default: musl)")
    .option("--add <hostpath:path>", "a file or folder of yours for the machine, repeatable", collect, [])
    .action(async (options: RunCommandOptions & { after?: string }) => {
      const wishes = { ...options, until: options.after, console: "after" as const };
      setStatus(await runCommand(makeRunOptions(wishes, false), false));
    });
  addSourceOptions(program.command("image"))
    .description("write the disk for a real PC: boot sector and tape")
    .argument("<file>", "the image; docs/real-pc.md says how it gets onto a stick")
    .option("--until <milestone>", "what the PC builds up to (default: musl); linux: what it starts, built before")
    .option("--whole", "with --until linux: with compilers and sources, for a PC with memory enough")
    .action(async (file: string, options: SourceOptions & { until?: string; whole?: true }) => {
      refuseTogether(options.whole === true && options.until !== "linux",
        "--whole is about the disk that starts Linux: use it with --until linux");
      setStatus(await imageCommand(context, file, sourcesFrom(options), options.until, options.whole ?? false));
    });
  addSourceOptions(program.command("mirror"))
    .description("copy upstream's archives to a folder, all that the chain needs to its end; " +
      "`--mirror DIR --only-mirror` then needs no network")
    .argument("<dir>", "the folder")
    .option("--until <milestone>", "only what is needed up to this milestone (default: the last one)")
    .action(async (folder: string, options: SourceOptions & { until?: string }) => {
      setStatus(await mirrorCommand(context, folder, sourcesFrom(options), options.until));
    });
  addSourceOptions(program.command("verify"))
    .description("compare artifacts with the pins again: in a folder, in the store, of several engines, of others")
    .argument("[dir]", "holds MILESTONE/PATH, as `run --out` writes it (default: the store of earlier runs)")
    .option("--engines <names>", "run these engines anew (a list with commas) and compare what they make", names)
    .option("--until <milestone>", "up to this milestone (default: musl)")
    .option("--against <file>", "compare with the document that somebody's `run --json` has printed")
    .option("--memory <MB>", "memory of an emulated machine (default: what the steps need)", positive)
    .option("--json", "one JSON document on standard output")
    .action(async (folder: string | undefined, options: SourceOptions & VerifyWishes) => {
      refuseTogether(folder !== undefined && options.engines !== undefined,
        `verify: either the folder ${folder} or --engines, which makes everything anew`);
      refuseTogether(options.memory !== undefined && options.engines === undefined,
        "--memory is that of engines that run anew: use it with --engines");
      setStatus(await verifyCommand(context, folder, { ...options, ...sourcesFrom(options) }));
    });
  addSourceOptions(program.command("fetch"))
    .description("download upstream's archives into the cache, all that the chain needs to its end")
    .option("--until <milestone>", "only what is needed up to this milestone (default: the last one)")
    .option("--steps <dir>", "also what your own step folders need", named)
    .action(async (options: SourceOptions & { until?: string; steps?: string }) => {
      setStatus(await fetchCommand(context, sourcesFrom(options), options.until, options.steps));
    });
  program.command("store")
    .description("list what earlier runs have left for later ones")
    .option("--cache <dir>", "the folder that it is in (or ROOTSEED_CACHE)")
    .option("--prune", "remove what this repository does not use (any more)")
    .action(async (options: { cache?: string; prune?: true }) => {
      setStatus(await storeCommand(context, cacheFolder(options.cache), options.prune ?? false));
    });
  program.command("steps")
    .description("list the steps with their archives, patches and artifacts")
    .option("--json", "as a JSON document")
    .action(async (options: { json?: true }) => {
      setStatus(await stepsCommand(context, options.json ?? false));
    });
  program.command("audit")
    .description("count what a person has to read, and compare with the limits")
    .option("--json", "as a JSON document")
    .action(async (options: { json?: true }) => {
      setStatus(await auditCommand(context, options.json ?? false));
    });
  addRunOptions(program.command("pin"))
    .description("for developers: run, and write the hashes of the results into steps/*/pins")
    .action(async (options: RunCommandOptions) => {
      setStatus(await pinCommand(makeRunOptions(options, true)));
    });
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

/** Options that do not go together are a mistake, which is better said than passed over. */
function refuseTogether(isWrong: boolean, message: string): void {
  if (isWrong) {
    throw new Problem(message, Status.Usage);
  }
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
    const context = { root: repositoryRoot(), signal: interruption.signal };
    const program = makeProgram(context, (result) => {
      status = result;
    });
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
  return error instanceof Problem ? error.status : Status.Failed;
}
