// What several commands share of the command line: how values are read, which options there are, and what they mean
// for a run. An option that would have no effect is refused, not ignored.
import { type Command, InvalidArgumentError, Option } from "commander";
import { availableParallelism } from "node:os";
import type { SigningKey } from "../attest/keys.js";
import { Status, UserError } from "../common/errors.js";
import { parseInteger } from "../common/text.js";
import { defaultEngine, engines, findEngine } from "../engines/engines.js";
import { biosNames, defaultHardware, diskNames, qemuVariants, type Hardware } from "../engines/hardware.js";
import type { RunOptions } from "../run/options.js";
import type { Context } from "./context.js";
import { addSourceOptions, sourcesFrom, type SourceOptions } from "./sources.js";

/** The options of `run`, `shell` and `pin` as they were typed. */
export interface RunCommandOptions extends SourceOptions {
  engine: string;
  otherEngine?: boolean;
  until?: string;
  out?: string;
  memory?: number;
  jobs?: number;
  log?: string;
  json?: true;
  fresh?: true;
  verbose?: true;
  record?: true;
  bios?: Hardware["bios"];
  disk?: Hardware["disk"];
  cpu?: string;
  clock?: string;
  kvm?: true;
  add?: string[];
  script?: string;
  steps?: string;
  export?: string;
  sign?: string;
  interactive?: true;
  watch?: number | true;
  console?: RunOptions["console"];
}

/** A positive whole number. */
export function positive(text: string): number {
  const value = parseInteger(text);
  if (value === undefined || value === 0) {
    throw new InvalidArgumentError("a positive whole number is needed.");
  }
  return value;
}

/** A port that a server may have without rights; 0 is any. */
export function port(text: string): number {
  const value = parseInteger(text);
  if (value === undefined || value > 65535 || (value > 0 && value < 1024)) {
    throw new InvalidArgumentError("a number from 1024 to 65535 is needed.");
  }
  return value;
}

/** A name that is not empty. */
export function named(text: string): string {
  if (text === "") {
    throw new InvalidArgumentError("a name is needed.");
  }
  return text;
}

/** A time of this century, which is all that the chain's kernel reads of a clock. */
function moment(text: string): string {
  if (!/^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$/.test(text)) {
    throw new InvalidArgumentError("a time like 2040-02-29T23:59:00 is needed.");
  }
  return text;
}

/** Adds a value to those given before. */
export function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

/** Names of engines, with commas between. */
export function names(text: string): string[] {
  const found = text.split(",").filter((name) => name !== "");
  const choices = [...engines.map(({ name }) => name), ...Object.keys(qemuVariants)];
  if (!found.every((name) => choices.includes(name)) || found.length === 0) {
    throw new InvalidArgumentError(`choose from ${choices.join(",")}.`);
  }
  return [...new Set(found)];
}

/** What the chain runs on. */
export function addMachineOptions(command: Command): Command {
  const { bios, disk } = defaultHardware;
  return command
    .addOption(new Option("--engine <name>", "what the chain runs on").choices(engines.map(({ name }) => name))
      .default(defaultEngine))
    .option("--no-other-engine", "fail where this computer's kernel does not run a step, which v86 would make")
    .option("--memory <MB>", "memory of an emulated machine (default: what the steps need)", positive)
    .option("--jobs <n>", "processes at a time, on this computer's kernel or in the chain's Linux " +
      "(default: one a processor)", positive)
    .addOption(new Option("--bios <whose>", `BIOS of engine qemu (default: ${bios})`).choices(biosNames))
    .addOption(new Option("--disk <controller>", `disk of engine qemu (default: ${disk})`).choices(diskNames))
    .option("--cpu <model>", "processor of engine qemu, as QEMU calls it (default: QEMU's)", named)
    .option("--clock <time>", "time at which engine qemu begins, YYYY-MM-DDTHH:MM:SS (default: now)", moment)
    .option("--kvm", "let engine qemu use KVM where a probe shows that it works");
}

/** The engine's name; throws when an option has no effect on it. */
function checkedEngine(options: RunCommandOptions): string {
  const wrong = (["bios", "disk", "cpu", "clock", "kvm"] as const).find((name) => options[name] !== undefined);
  if (wrong !== undefined && options.engine !== "qemu") {
    throw new UserError(`--${wrong}: engine ${options.engine} has no choice there: use it with --engine qemu`,
      Status.Usage);
  }
  const engine = findEngine(options.engine);
  const { isEmulated } = engine;
  if (options.jobs !== undefined && isEmulated && !engine.startsLinux) {
    throw new UserError(`--jobs has no effect with engine ${options.engine} (one processor)`, Status.Usage);
  }
  if (options.otherEngine === false && isEmulated) {
    throw new UserError(`--no-other-engine: engine ${options.engine} makes all steps itself: leave the option out`,
      Status.Usage);
  }
  if (options.memory !== undefined && !isEmulated) {
    throw new UserError(`--memory: engine ${options.engine} uses this computer's memory: leave the option out`,
      Status.Usage);
  }
  return options.engine;
}

/** What `run` and `pin` share. */
export function addRunOptions(command: Command, { defaultStage }: Context): Command {
  return addSourceOptions(addMachineOptions(command)
    .option("--until <stage>", `stop after this stage or step (default: ${defaultStage})`)
    .option("--out <dir>", "copy the artifacts to DIR/STAGE/PATH", named)
    .option("--log <file>", "where the console's output goes (default: in the out or cache folder)", named)
    .option("--json", "end with one JSON document on standard output; all else goes to standard error")
    .option("--fresh", "use nothing that an earlier run has built")
    .option("--verbose", "show the console on standard error as it comes"));
}

/** What the options of `run`, `shell` and `pin` mean. */
export function readRunOptions(
  context: Context, options: RunCommandOptions, pinning: boolean, signer?: SigningKey,
): RunOptions {
  return {
    root: context.root,
    engine: checkedEngine(options),
    otherEngine: options.otherEngine ?? true,
    until: options.until,
    out: options.out,
    memory: options.memory,
    jobs: options.jobs ?? availableParallelism(),
    log: options.log,
    hardware: {
      bios: options.bios ?? defaultHardware.bios, disk: options.disk ?? defaultHardware.disk, kvm: options.kvm ?? false,
      ...options.cpu === undefined ? {} : { cpu: options.cpu },
      ...options.clock === undefined ? {} : { clock: options.clock },
    },
    fresh: options.fresh ?? false,
    additions: { add: options.add ?? [], script: options.script, steps: options.steps },
    exportTo: options.export,
    signer,
    console: options.console ?? (options.interactive ? "failing" : undefined),
    ...sourcesFrom(options),
    verbose: options.verbose ?? false,
    record: options.record ?? false,
    pinning,
    signal: context.signal,
  };
}

/** Throws when options do not go together. */
export function refuseTogether(isWrong: boolean, message: string): void {
  if (isWrong) {
    throw new UserError(message, Status.Usage);
  }
}
