// Plans a run: reads what was asked for and what the repository and the store have, checks all that can be known before
// a machine starts, divides the run into legs, fetches archives, and lays out the first machine. The plan is a frozen
// value; execute.ts carries it out.
//
// It must not start anything, and must not leave anything but the cache folder, the folders of the output, and
// archives.
import { access, constants } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Status, UserError } from "../common/errors.js";
import { makeFolder } from "../common/files.js";
import type { Reporter } from "../common/reporter.js";
import { countOf } from "../common/text.js";
import type { Engine } from "../engines/engine.js";
import { findEngine, recorderOn } from "../engines/engines.js";
import { readFirmware, type Firmware } from "../engines/firmware.js";
import { readTimes, type Times } from "../report/times.js";
import type { Recorder } from "../record/place.js";
import { checkInputs, withPresentInputs } from "../steps/inputs.js";
import { readSteps, stepsUntil, type Step } from "../steps/steps.js";
import { stepKeys } from "../store/keys.js";
import { findCached, inStore, type CachedStep } from "../store/resume.js";
import { Store } from "../store/store.js";
import { isRecorded } from "../tape/plan.js";
import { obtainArchives } from "./archives.js";
import { logInFolder } from "./console-log.js";
import { announce, chooseMemory, estimateRun, requireRoom, validateMemory } from "./estimate.js";
import { checkExport } from "./export.js";
import { memoryToGoOn, requireLinux, turnOf } from "./go-on.js";
import { layOut, type Layout } from "./lay-out.js";
import { divide, type Leg, type Need, type PlannedLeg } from "./legs.js";
import { endsWithLinux, linuxEnd, memoryForSystem, type LinuxEnd } from "./linux.js";
import type { RunOptions } from "./options.js";
import { readUserAdditions, type UserAdditions } from "./user-steps.js";

/** The steps of a run. */
export interface StepPlan {
  /** The chain's up to the end that was asked for, then the user's. */
  all: Step[];
  /** Those that the store does not have. */
  toBuild: Step[];
  cached: CachedStep[];
  /** The keys of the store, by the names of all steps that there are. */
  keys: Map<string, string>;
}

export interface RunPlan {
  options: RunOptions;
  steps: StepPlan;
  /** Those in which a machine does something, in their order; none when the store has everything that was asked for. */
  legs: readonly PlannedLeg[];
  /** What the first leg's machine begins with; that of a later one is laid out when the earlier ones are over. */
  layout: Layout | undefined;
  /** The engine on which the seed starts, in this run or in an earlier one. */
  seedEngine: Engine;
  firmware: Firmware;
  /** What the last leg's machine does besides the steps. */
  additions: UserAdditions;
  /** How the run ends with Linux, if it does. */
  linux: LinuxEnd | undefined;
  store: Store;
  /** The file for the console's output. */
  log: string;
  /** What this computer has needed before. */
  times: Times;
}

/** Throws for everything that keeps the run from starting. */
export async function planRun(options: RunOptions, report: Reporter): Promise<RunPlan> {
  const note = (line: string): void => report.note(line);
  const repositorySteps = await readSteps(options.root);
  const allSteps = options.pinning ? await withPresentInputs(options.root, repositorySteps) : repositorySteps;
  const chainSteps = stepsUntil(allSteps, options.until);
  const additions = await readUserAdditions(options.additions, chainSteps, allSteps);
  const requested = [...chainSteps, ...additions.steps];
  const engine = findEngine(options.engine);
  const startsLinux = engine.startsLinux && !options.pinning && endsWithLinux(requested);
  checkOptions(options, engine, startsLinux && additions.placing.length > 0);
  if (options.exportTo !== undefined) {
    checkExport(options.exportTo, requested, allSteps, options.signer !== undefined);
  }
  requireLinux(engine, requested);
  const divided = await divide(requested, endingOf(options, requested, additions, startsLinux), options);
  emulatorsOf(divided).forEach((line) => note(line));
  const firmware = await readFirmware(options.root);
  const log = await prepareOutput(options, requested);
  if (!options.pinning) {
    requirePins(chainSteps);
    await checkInputs(options.root, chainSteps);
  }
  const store = new Store(options.cache);
  const keys = stepKeys(allSteps);
  const recorded = recordedSteps(divided, options);
  noteUnrecorded(requested.filter((step) => !recorded.has(step)), options).forEach(note);
  const cached = options.fresh ? [] : await findCached(store, chainSteps, keys, !options.pinning, note, recorded);
  const steps = planSteps(requested, cached, keys, options.pinning);
  const withLinux = startsLinux ? { stage: requested.at(-1)?.stage as string } : undefined;
  const { legs, linux } = planLegs(divided, steps, additions, options, withLinux);
  const times = await readTimes(options.cache);
  await obtainArchives(steps.toBuild, options, report, async (missing) => {
    const estimate = estimateRun(legs, steps.all, missing, times, options);
    announce(options.engine, legs, steps.all, steps.toBuild, estimate).forEach(note);
    await requireRoom(options.cache, steps.toBuild.length > 0 ? estimate.disk : 0);
  });
  [...linux?.notes ?? [], ...legs.flatMap((leg) => noteOnTurn(leg, additions, options))].forEach(note);
  const [first] = legs;
  const layout = first === undefined ? undefined
    : await layOut(first, { options, firmware, additions, linux }, cached.map((step) => inStore(store, step)));
  const seedEngine = (divided[0] as Leg).engine;
  return Object.freeze({ options, steps, legs, layout, seedEngine, firmware, additions, linux, store, log, times });
}

/** The steps of which records are made, each with who makes it. */
function recordedSteps(legs: Leg[], { record }: RunOptions): Map<Step, Recorder> {
  return new Map(legs.flatMap(({ engine, steps }) =>
    steps.filter((step) => record === true && isRecorded(step, recorderOn(engine)))
      .map((step) => [step, recorderOn(engine)])));
}

function noteUnrecorded(steps: Step[], { record }: RunOptions): string[] {
  const names = steps.map(({ name }) => name).join(", ");
  return record !== true || steps.length === 0 ? [] : [`--record: no record is made of ${names}`];
}

/** What follows the steps, for a person, and is no step. */
function endingOf(
  options: RunOptions, steps: Step[], additions: UserAdditions, startsLinux: boolean,
): Need | undefined {
  const { runsOn } = additions;
  if (options.console === "after" && !startsLinux) {
    return { what: `the console after the stage ${steps.at(-1)?.stage}`, runsOn, runsAnywhere: true };
  }
  return additions.placing.length === 0 ? undefined
    : { what: "what puts the files of --add in their places", runsOn, runsAnywhere: true };
}

/** Lines on programs that run others in the kernel's place. */
function emulatorsOf(legs: Leg[]): string[] {
  return legs.filter(({ engine }) => !engine.isEmulated).flatMap(({ proven, steps }) => [...proven.runs]
    .filter(([processor, emulator]) => emulator !== null && steps.some(({ runsOn }) => runsOn === processor))
    .map(([processor, emulator]) => `${processor} programs run through ${emulator}`));
}

/** The legs in which a machine does something, and how the last one ends with Linux, where the run does. */
function planLegs(
  divided: Leg[], steps: StepPlan, additions: UserAdditions, options: RunOptions,
  withLinux: { stage: string } | undefined,
): Pick<RunPlan, "legs" | "linux"> {
  const isShell = options.console === "after";
  const toStart = withLinux !== undefined && isShell ? memoryForSystem : 0;
  const planned = divided.map((leg) => planLeg(leg, leg === divided.at(-1), steps, options, additions, toStart));
  requirePinnedLegs(planned, options);
  const memory = planned.at(-1)?.memory ?? 0;
  const hasMore = additions.placing.length > 0 || options.console !== undefined || withLinux !== undefined;
  return {
    legs: Object.freeze(planned.filter(({ toBuild, isLast }) => toBuild.length > 0 || (isLast && hasMore))),
    linux: withLinux === undefined ? undefined : linuxEnd(withLinux.stage, isShell, memory),
  };
}

function planLeg(
  leg: Leg, isLast: boolean, plan: StepPlan, options: RunOptions, additions: UserAdditions, toStart: number,
): PlannedLeg {
  const names = new Set(leg.steps.map(({ name }) => name));
  const ofLeg = (steps: Step[]): Step[] => steps.filter(({ name }) => names.has(name));
  const toBuild = ofLeg(plan.toBuild);
  const requested = leg.engine.name === options.engine ? options.memory : undefined;
  const steps = ofLeg(plan.all);
  const goesOn = turnOf({ ...leg, steps, toBuild, isLast }, { additions, console: options.console }) !== undefined;
  const memory = chooseMemory(leg.engine, requested, toBuild, goesOn ? memoryToGoOn : toStart);
  const recorder = options.record === true ? recorderOn(leg.engine) : undefined;
  return Object.freeze({ ...leg, steps, toBuild, memory, isLast, recorder });
}

/** Says which steps run in the Linux that was made, and how. */
function noteOnTurn(leg: PlannedLeg, additions: UserAdditions, { console, jobs }: RunOptions): string[] {
  const turn = turnOf(leg, { additions, console });
  const names = turn?.after.map(({ name }) => name) ?? [];
  return turn === undefined ? [] : [`  ${names.length > 0 ? `${names.join(", ")}: ` : ""}in the Linux of the stage ` +
    `${turn.stage}, started by the chain's kernel, on ${countOf(jobs, "processor")}`];
}

/** Throws where pins are to be made of what one leg hands to another: what a step without pins has made is not kept. */
function requirePinnedLegs(legs: PlannedLeg[], { pinning, engine }: RunOptions): void {
  const other = legs.find((leg) => leg.engine.name !== engine && leg.toBuild.length > 0);
  if (pinning && other !== undefined) {
    const where = `--engine ${other.engine.name} --until ${other.steps.at(-1)?.name}`;
    throw new UserError(`--engine ${engine} does not run the step ${other.toBuild[0]?.name}, and pins are made on ` +
      `one engine at a time: first \`./rootseed pin ${where}\`, then \`./rootseed run ${where}\`, then this`);
  }
}

/** Throws for options that cannot be met, whatever the store has. */
function checkOptions(options: RunOptions, engine: Engine, addsToLinux: boolean): void {
  validateMemory(engine, options.memory);
  if (addsToLinux) {
    throw new UserError("--add: Linux starts from what its step has made, and would not see your files: " +
      "stop at an earlier stage", Status.Usage);
  }
}

function requirePins(steps: Step[]): void {
  const unpinned = steps.find((step) => step.pins === undefined || step.inputs === undefined);
  if (unpinned !== undefined) {
    const file = unpinned.pins === undefined ? "pins" : "inputs";
    throw new UserError(`${unpinned.folder}/${file} is missing: is the repository complete? ` +
      "(`./rootseed pin` makes pins)");
  }
}

/** Makes the folders that the run writes to; gives the file for the console's output. */
async function prepareOutput(options: RunOptions, steps: Step[]): Promise<string> {
  const log = options.log !== undefined ? resolve(options.log)
    : options.out !== undefined ? join(resolve(options.out), "console.log")
      : await logInFolder(join(options.cache, "logs"), `${options.engine}-${steps.at(-1)?.name}`);
  const folders = [dirname(log), ...(options.out === undefined ? [] : [resolve(options.out)]),
    ...(options.exportTo === undefined ? [] : [dirname(resolve(options.exportTo))])];
  for (const folder of folders) {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  }
  return log;
}

/** Where pins are about to be made, those of a cached step are what the store has. */
function planSteps(requested: Step[], found: CachedStep[], keys: Map<string, string>, pinning: boolean): StepPlan {
  const cached = found.map(({ step, entry }) => {
    const pins = entry.artifacts.map(({ path, sha256 }) => ({ path, sha256 }));
    return { step: pinning ? { ...step, pins } : step, entry };
  });
  const all = requested.map((step) => cached.find((one) => one.step.name === step.name)?.step ?? step);
  const toBuild = all.filter((step) => !cached.some((one) => one.step === step));
  [all, toBuild, cached].forEach((list) => Object.freeze(list));
  return Object.freeze({ all, toBuild, cached, keys });
}
