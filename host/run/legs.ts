// Divides a run into its legs: a leg is what one engine does of it. Mostly there is one, on the engine that was asked
// for. Where a host's kernel does not run the programs of the first steps (i386), an emulated PC makes these, and the
// kernel goes on with what they have made, by a shell that is made for it: the steps are the same on every engine.
//
// How it thinks: by what an engine has proven to run, and by what each step needs, whatever the store has, so that the
// same command is answered in the same way every time. There are two legs at the most, and never a way back: nothing
// that follows the first step of the kernel's leg may need what the kernel does not run.
import { UserError } from "../common/errors.js";
import type { Engine, Proven } from "../engines/engine.js";
import { defaultEngine, findEngine } from "../engines/engines.js";
import type { Recorder } from "../record/place.js";
import type { Processor } from "../steps/manifest.js";
import { flagged, type Step } from "../steps/steps.js";
import type { RunOptions } from "./options.js";

export interface Leg {
  engine: Engine;
  proven: Proven;
  /** How its machine begins: with the seed, or with the shell that an earlier leg has made. */
  begins: "seed" | "shell";
  /** Its steps, in their order. */
  steps: Step[];
}

/** A leg with what is known of it before its machine begins. */
export interface PlannedLeg extends Leg {
  /** Those of its steps that the store does not have. */
  toBuild: Step[];
  /** MB of an emulated machine; 0 on a host's kernel. */
  memory: number;
  /** What follows the steps belongs to it: what the user adds, a console, Linux. */
  isLast: boolean;
  /** Who records its steps; undefined where nobody does. */
  recorder: Recorder | undefined;
}

/** Whether a person gets a console in a leg: in each where a step fails, or after the last one. */
export function hasConsole({ console }: Pick<RunOptions, "console">, { isLast }: PlannedLeg): boolean {
  return console === "failing" || (console === "after" && isLast);
}

/**
 * What needs a processor: a step; or what comes after them, for a person, a console, say. Where it may run anywhere, a
 * machine that begins with the seed does, too.
 */
export interface Need {
  what: string;
  runsOn: Processor;
  runsAnywhere?: boolean | undefined;
}

export type LegOptions = Pick<RunOptions, "engine" | "otherEngine" | "hardware" | "root" | "cache">;

/**
 * The legs of a run. Throws a UserError with what, why and what to do where a step cannot run.
 * @param ending what comes after the steps
 */
export async function divide(steps: Step[], ending: Need | undefined, options: LegOptions): Promise<Leg[]> {
  const engine = findEngine(options.engine);
  const proven = await engine.check(options);
  const needs = [...steps.map((step): Need => ({ ...step, what: `the step ${step.name}` })), ...ending ? [ending] : []];
  const missing = needs.filter(({ runsOn, runsAnywhere }) => !proven.runs.has(runsOn) &&
    !(runsAnywhere === true && proven.runs.has("i386")));
  if (missing.length === 0) {
    return [{ engine, proven, begins: "seed", steps }];
  }
  const hopeless = missing.find(({ runsOn }) => runsOn !== "i386" || engine.runShell === undefined);
  if (hopeless !== undefined) {
    const cause = proven.obstacles.get(hopeless.runsOn) ?? "it runs no such programs";
    throw new UserError(`--engine ${engine.name} does not run ${hopeless.what}, which needs ` +
      `${inWords[hopeless.runsOn]}: ${cause}; ${cureFor(steps, needs.indexOf(hopeless))}`);
  }
  const other = findEngine(defaultEngine);
  if (!options.otherEngine) {
    throw new UserError(`--engine ${engine.name}: ${proven.obstacles.get("i386")}; without --no-other-engine, engine ` +
      `${other.name} makes the i386 steps, and ${engine.name} the others`);
  }
  const end = needs.lastIndexOf(missing.at(-1) as Need) + 1;
  requireWay(engine, steps, needs, end);
  const provenOther = await other.check(options);
  const first: Leg = { engine: other, proven: provenOther, begins: "seed", steps: steps.slice(0, end) };
  return end === needs.length ? [first] : [first, { engine, proven, begins: "shell", steps: steps.slice(end) }];
}

/** Throws where the first `end` of what is needed cannot be a leg of i386, or makes no shell for the second leg. */
function requireWay(engine: Engine, steps: Step[], needs: Need[], end: number): void {
  const cannot = (what: string): UserError =>
    new UserError(`--engine ${engine.name} runs no i386 programs here, and ${what}: use --engine qemu`);
  const stranger = needs.slice(0, end).find(({ runsOn }) => runsOn !== "i386");
  if (stranger !== undefined) {
    throw cannot(`${needs[end - 1]?.what} needs them, after ${stranger.what}, which needs ${stranger.runsOn}`);
  }
  if (end < needs.length && flagged(steps.slice(0, end), "shell") === undefined) {
    throw cannot(`${needs[end]?.what}, which needs ${needs[end]?.runsOn}, comes before there is a shell to go on with`);
  }
}

const inWords: Record<Processor, string> = { "i386": "i386", "x86-64": "x86-64", "linux": "Linux on x86-64" };

/** What to do where an engine cannot run what comes at an index, a step or what follows them. */
function cureFor(steps: Step[], index: number): string {
  const stage = steps[index]?.stage;
  const before = steps.slice(0, index).findLast((step) => step.stage !== stage)?.stage;
  return "use --engine qemu, or bwrap or chroot where the kernel runs them" +
    (stage === undefined || before === undefined ? "" : `; or stop earlier (--until ${before})`);
}
