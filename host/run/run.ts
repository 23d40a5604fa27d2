// One run: archives, tape, machine, verdicts.
//
// How it thinks: everything that can be known is checked before the machine starts (engine, folders,
// archives); then the machine runs, and only its console and the files that it hands out count. Whatever
// happens, the work folder goes away at the end.
import { existsSync } from "node:fs";
import { access, constants, mkdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { copyAtomically, makeFolder, sha256 } from "../common/files.js";
import { about, Interrupted, LocalProblem, Problem, Status } from "../common/problem.js";
import { makeWorkFolder } from "../common/work-folder.js";
import type { Engine, FileBeside, Outcome } from "../engines/engine.js";
import { findEngine } from "../engines/engines.js";
import { readFirmware, readHex, seedCodeBytes, type Firmware } from "../engines/firmware.js";
import type { Milestone, RunDocument } from "../report/document.js";
import { documentHead } from "../report/head.js";
import { Journal, type Link, type TestCounts } from "../report/journal.js";
import { Progress } from "../report/progress.js";
import type { Reporter } from "../report/reporter.js";
import { readTimes, rememberTimes, usualSeconds, type Times } from "../report/times.js";
import { judgeMilestone } from "../report/verdicts.js";
import { Keeper, type FinishedLink } from "../store/keeper.js";
import { linkKeys } from "../store/keys.js";
import { findKept, restoreArtifacts, resumeFiles, type KeptLink } from "../store/resume.js";
import { Store } from "../store/store.js";
import { checkInputs, withPresentInputs } from "../steps/inputs.js";
import { manifestPath } from "../steps/manifest.js";
import type { Pin } from "../steps/pins.js";
import { milestonesOf, readSteps, stepsUntil, type Step } from "../steps/steps.js";
import { makeConsole } from "../tape/console.js";
import { makePlan } from "../tape/plan.js";
import { diskTapeLimit, makeTape } from "../tape/tape.js";
import { ConsoleLog, logInFolder } from "./console-log.js";
import { checkExport, exportSystem } from "./export.js";
import { describeToConsole, findFailure, type Failure } from "./failure.js";
import {
  endsWithLinux, linuxConsole, linuxEnd, linuxFiles, memoryForSystem, whyLinuxFailed, type LinuxEnd,
} from "./linux.js";
import { announce, checkMemory, needsOf, requireRoom, settleMemory } from "./needs.js";
import { ownWork } from "./own.js";
import type { RunOptions } from "./options.js";
import { Made } from "./made.js";
import { Session } from "./session.js";
import { obtainArchives } from "./supplies.js";

export interface RunResult {
  document: RunDocument;
  failure: Failure | undefined;
  /** The file with the console's output. */
  log: string;
  steps: Step[];
  /** Which step made which artifacts. */
  made: Made;
  /** The steps that were not made, because the store had them. */
  kept: Step[];
  /** The status with which a person has left the console that comes after all. */
  consoleStatus: number | undefined;
}

/** Runs the chain up to the milestone that was asked for; throws only for what comes before the machine. */
export async function runChain(options: RunOptions, report: Reporter): Promise<RunResult> {
  const engine = findEngine(options.engine);
  const readAs = options.pinning ? withPresentInputs : (_: string, all: Step[]) => all;
  const allSteps = await readAs(options.root, await readSteps(options.root));
  const chainSteps = stepsUntil(allSteps, options.until);
  const own = await ownWork(options.own, chainSteps, allSteps);
  const steps = [...chainSteps, ...own.steps];
  if (options.exportTo !== undefined) {
    checkExport(options.exportTo, steps);
  }
  checkMemory(engine, options.memory);
  const { emulator } = await engine.check(options);
  if (emulator !== null && !engine.isMachine) {
    report.note(`i386 programs run through ${emulator}`);
  }
  const firmware = await readFirmware(options.root);
  const log = await logFile(options, steps);
  await prepareFolder(dirname(log));
  if (options.out !== undefined) {
    await prepareFolder(resolve(options.out));
  }
  if (options.exportTo !== undefined) {
    await prepareFolder(dirname(resolve(options.exportTo)));
  }
  if (!options.pinning) {
    requirePins(chainSteps);
    await checkInputs(options.root, chainSteps);
  }
  const times = await readTimes(options.cache);
  const store = new Store(options.cache);
  const keys = linkKeys(allSteps);
  const kept = options.fresh ? []
    : await findKept(store, chainSteps, keys, !options.pinning, (line) => report.note(line));
  if (options.pinning) {
    kept.forEach(({ step, entry }) => {
      step.pins = entry.artifacts.map(({ path, sha256: hash }) => ({ path, sha256: hash }));
    });
  }
  const toMake = steps.filter((step) => !kept.some((link) => link.step === step));
  const startsLinux = engine.startsLinux && !options.pinning && endsWithLinux(steps);
  const isShell = options.console === "after";
  if (startsLinux && own.placing.length > 0) {
    throw new Problem("--add: Linux starts from what its step has made, and would not see your files: " +
      "stop at an earlier milestone", Status.Usage);
  }
  const memory = settleMemory(engine, options.memory, toMake, startsLinux && isShell ? memoryForSystem : 0);
  const supplies = await obtainArchives(engine.takesFiles, toMake, options, report, async (missing) => {
    const needs = needsOf(engine, steps, toMake, missing, times, { jobs: options.jobs, memory });
    announce(engine, steps, toMake, needs).forEach((line) => report.note(line));
    await requireRoom(options.cache, toMake.length > 0 ? needs.disk : 0);
  });
  const linux = startsLinux ? linuxEnd(isShell, memory) : undefined;
  linux?.notes.forEach((line) => report.note(line));
  const runsMachine = toMake.length > 0 || own.placing.length > 0 || options.console !== undefined ||
    linux !== undefined;
  const resumed = linux !== undefined && toMake.length === 0
    ? { beside: [], ...await linuxFiles(store, kept, linux.archive) }
    : await resumeFiles(store, runsMachine ? kept : [], engine.takesFiles, !options.pinning);
  const placing = own.placing.map((line) => `${line}\n`).join("");
  const stepsPlan = makePlan(toMake.filter((step) => !step.own), !options.pinning) + placing +
    makePlan(own.steps, !options.pinning) + (linux?.line ?? "");
  const console = linux === undefined ? options.console : undefined;
  const plan = [...resumed.prologue, ...planLines(stepsPlan, console)].join("\n");
  const files = [...supplies.onTape, ...resumed.onTape, ...own.files];
  if (console === "failing") {
    files.push({ path: "interactive/plan", content: Buffer.from(stepsPlan) });
  }
  const tape = await makeTape(options.root, files, plan, engine.isMachine ? diskTapeLimit : undefined);
  const workFolder = await makeWorkFolder(options.cache);
  try {
    const beside = [...supplies.beside, ...resumed.beside];
    const prepared = {
      engine, steps, toMake, runsMachine, firmware, memory, tape, beside, log, workFolder, times, store, keys, kept,
      linux, hasAdded: own.placing.length > 0, emulator,
    };
    return await runMachine(prepared, options, report);
  } finally {
    await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The plan as it is, or with a console. */
function planLines(plan: string, console: RunOptions["console"]): string[] {
  switch (console) {
    case "after":
      return [plan, ...makeConsole(), "/interactive/console", ""];
    case "failing":
      return [...makeConsole(), "/interactive/console /interactive/plan", ""];
    default:
      return [plan];
  }
}

function requirePins(steps: Step[]): void {
  const unpinned = steps.find((step) => step.pins === undefined || step.inputs === undefined);
  if (unpinned !== undefined) {
    const file = unpinned.pins === undefined ? "pins" : "inputs";
    throw new Problem(`${unpinned.folder}/${file} is missing: is the repository complete? ` +
      "(`./rootseed pin` makes pins)");
  }
}

async function logFile(options: RunOptions, steps: Step[]): Promise<string> {
  if (options.log !== undefined) {
    return resolve(options.log);
  }
  return options.out !== undefined
    ? join(resolve(options.out), "console.log")
    : logInFolder(join(options.cache, "logs"), `${options.engine}-${steps.at(-1)?.name}`);
}

async function prepareFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  await access(folder, constants.W_OK);
}

interface Prepared {
  engine: Engine;
  steps: Step[];
  /** The steps that are not in the store. */
  toMake: Step[];
  /** False when the store has everything that was asked for. */
  runsMachine: boolean;
  firmware: Firmware;
  /** MB of an emulated machine. */
  memory: number;
  tape: Uint8Array;
  beside: FileBeside[];
  log: string;
  workFolder: string;
  times: Times;
  store: Store;
  keys: Map<string, string>;
  kept: KeptLink[];
  /** How the plan ends with Linux, if it does. */
  linux: LinuxEnd | undefined;
  /** True when the user has put files in beside the plan. */
  hasAdded: boolean;
  /** What runs i386 programs on a lent kernel that does not itself. */
  emulator: string | null;
}

async function runMachine(prepared: Prepared, options: RunOptions, report: Reporter): Promise<RunResult> {
  const { engine, steps, toMake, firmware, log, workFolder, times, store, keys, kept, linux, hasAdded } = prepared;
  const names = toMake.map((step) => step.name);
  const outFolder = join(workFolder, "root/out");
  const stateFolder = join(workFolder, "state");
  await mkdir(outFolder, { recursive: true });
  await restoreArtifacts(store, kept, outFolder);
  const note = (line: string): void => report.note(line);
  const started = performance.now();
  const made = new Made(steps, outFolder);
  // An emulated machine hands out with a delay: what a step without pins has made is known at the end only.
  const keeper = options.pinning && engine.isMachine ? undefined : new Keeper({
    store, keys, steps, engine: engine.name, outFolder, stateFolder, note, pinned: !options.pinning,
    artifactsOf: (step) => options.pinning ? made.of(step.name) : artifactsToKeep(step),
  });
  const journal = new Journal(!engine.isMachine, (link, ended) => {
    progress.changed(link, ended);
    if (ended) {
      made.stepEnded(link.name);
      keeper?.linkEnded(link);
    }
  });
  const progress = new Progress(
    report, () => journal, names, (link) => usualSeconds(times, engine.name, link), steps.map(({ name }) => name));
  const paused = (): void => journal.paused();
  process.on("SIGCONT", paused);
  const consoleLog = new ConsoleLog(log);
  const session = options.console === undefined ? undefined : new Session(engine.isMachine, () => {
    progress.stop();
    if (options.console === "failing") {
      describeToConsole(journal).forEach(note);
    }
  }, linux === undefined ? undefined : linuxConsole);
  journal.hasConsole = session !== undefined;
  let outcome: Outcome;
  let trouble: string | undefined;
  try {
    outcome = !prepared.runsMachine ? { exitCode: 0 } : await engine.run({
      tape: prepared.tape,
      beside: prepared.beside,
      firmware,
      memory: prepared.memory,
      jobs: options.jobs,
      hardware: options.hardware,
      emptyTape: () => makeTape(options.root, [], "true\n"),
      workFolder,
      outFolder,
      stateFolder,
      note,
      signal: session === undefined ? options.signal : AbortSignal.any([options.signal, session.signal]),
      input: session?.input,
      console: (bytes) => {
        consoleLog.write(bytes);
        if (options.verbose) {
          report.clear();
          process.stderr.write(bytes);
        }
        journal.push(bytes);
        session?.hear(bytes);
      },
    });
  } catch (error) {
    const left = error instanceof Interrupted && session?.signal.aborted === true;
    const ofMachine = error instanceof Problem && !(error instanceof Interrupted || error instanceof LocalProblem);
    if (!left && !ofMachine) {
      throw about(workFolder, error);
    }
    trouble = left ? undefined : error.message;
    outcome = { exitCode: 0 };
  } finally {
    session?.close();
    progress.stop();
    process.off("SIGCONT", paused);
    consoleLog.close();
    await keeper?.finish();
    await rememberTimes(options.cache, engine.name, secondsByLink(journal, started));
  }
  journal.finish();
  const milestones = await judge(steps, [...kept.map(asLink), ...journal.links], outFolder);
  markKept(milestones, kept);
  // What went wrong on this side (with what was handed out, say) counts, whatever the machine says of itself.
  const stopped = trouble ?? (linux !== undefined ? whyLinuxFailed(outcome, journal, linux.isShell)
    : whyLeft(options.console, journal, session?.status) ?? whyStopped(outcome, journal, session?.status));
  const failure = await findFailure(options.root, engine, journal, stopped, toMake,
    options.pinning ? [] : milestones);
  if (linux !== undefined && failure === undefined) {
    note(`Linux ${journal.linux} came up, started by the chain's kernel`);
  }
  if (options.out !== undefined) {
    await handOut(milestones, outFolder, resolve(options.out), options.pinning);
  }
  if (options.exportTo !== undefined && failure === undefined) {
    await exportSystem(steps, [...kept.map((link) => inStore(store, link)), ...keeper?.finished ?? []],
      options.exportTo);
    note(`exported: ${options.exportTo}` + (hasAdded || steps.some(({ own, leaves }) => own && leaves.length === 0)
      ? "; nothing is in it of --add, --script and of own steps without `leaves` (docs/own-steps.md)" : ""));
  }
  const document = await makeDocument(options, milestones, failure, prepared.emulator);
  made.finish();
  const consoleStatus = options.console === "after" ? session?.status : undefined;
  return { document, failure, log, steps, made, kept: kept.map(({ step }) => step), consoleStatus };
}

/** What of a step is looked at when it ends; more of a user's own step would be nobody's business. */
function artifactsToKeep(step: Step): string[] {
  const pinned = step.pins?.map(({ path }) => path) ?? [];
  return step.own ? [...new Set([...pinned, manifestPath(step) ?? []].flat())] : pinned;
}

function inStore(store: Store, link: KeptLink): FinishedLink {
  return { ...link, place: (_, { sha256: hash }) => store.object(hash) };
}

/** A run that came to the console because a step failed has failed, whatever was done there. */
function whyLeft(console: RunOptions["console"], journal: Journal, status: number | undefined): string | undefined {
  return console === "failing" && journal.atConsole
    ? `a step failed, and the console was left${status === undefined ? "" : ` with status ${status}`}` : undefined;
}

/**
 * Why the machine did not end with status 0; undefined when it did. On a PC the status stands on the console.
 * @param left the status with which a person left the console; it is then the machine's, too
 */
function whyStopped(outcome: Outcome, journal: Journal, left: number | undefined): string | undefined {
  if (left !== undefined) {
    return undefined;
  }
  const code = "exitCode" in outcome ? outcome.exitCode : journal.exitCode;
  if (code === undefined) {
    return "stopped" in outcome ? outcome.stopped : undefined;
  }
  return code === 0 ? undefined : `the machine's first program ended with status ${code}`;
}

/** The milestones that were begun, with their artifacts: all that came, and all that should have come. */
async function judge(steps: Step[], allLinks: Link[], outFolder: string): Promise<Milestone[]> {
  const milestones: Milestone[] = [];
  for (const name of milestonesOf(steps)) {
    const own = new Set(steps.filter(({ milestone }) => milestone === name).map((step) => step.name));
    const links = allLinks.filter((link) => own.has(link.name));
    if (links.length > 0) {
      const seconds = links.reduce((sum, link) => sum + ((link.ended ?? performance.now()) - link.begun) / 1000, 0);
      const tests = links.flatMap((link) => link.tests ?? []);
      milestones.push({
        name,
        seconds: Math.round(seconds * 1000) / 1000,
        artifacts: await judgeMilestone(name, pinsToJudge(steps, links, outFolder), outFolder,
          steps.some((step) => step.milestone === name && step.own)),
        ...(tests.length === 0 ? {} : { tests: tests.reduce(addCounts) }),
      });
    }
  }
  return milestones;
}

/** A link from the store, with the time that it once took. */
function asLink({ entry }: KeptLink): Link {
  return { name: entry.link, begun: 0, ended: entry.seconds * 1000, wasPaused: false, tests: entry.tests };
}

function markKept(milestones: Milestone[], kept: KeptLink[]): void {
  const paths = new Set(kept.flatMap(({ entry }) => entry.artifacts.map(({ path }) => path)));
  for (const { name, artifacts } of milestones) {
    for (const artifact of artifacts.filter(({ path }) => paths.has(`${name}/${path}`))) {
      artifact.fromStore = true;
    }
  }
}

/** The pins of the links; not those of one that failed before it made anything: it has another fault. */
function pinsToJudge(steps: Step[], links: Link[], outFolder: string): Pin[] {
  return links.flatMap((link) => {
    const pins = steps.find((step) => step.name === link.name)?.pins ?? [];
    const madeSomething = pins.some(({ path }) => existsSync(join(outFolder, path)));
    return link.ended !== undefined || madeSomething ? pins : [];
  });
}

function addCounts(left: TestCounts, right: TestCounts): TestCounts {
  return {
    passed: left.passed + right.passed, failed: left.failed + right.failed, skipped: left.skipped + right.skipped,
  };
}

/** Copies what is right to OUT/MILESTONE/PATH. */
async function handOut(milestones: Milestone[], from: string, to: string, pinning: boolean): Promise<void> {
  for (const { name, artifacts } of milestones) {
    for (const artifact of artifacts) {
      if (artifact.ok || (pinning && artifact.sha256 !== null)) {
        await copyAtomically(join(from, name, artifact.path), join(to, name, artifact.path));
      }
    }
  }
}

function secondsByLink(journal: Journal, started: number): Record<string, number> {
  const round = (milliseconds: number): number => Math.round(milliseconds / 10) / 100;
  const ended = journal.links.filter((link) => link.ended !== undefined && !link.wasPaused);
  const seconds = Object.fromEntries(ended.map((link) => [link.name, round((link.ended as number) - link.begun)]));
  const first = journal.links[0];
  return first === undefined ? seconds : { start: round(first.begun - started), ...seconds };
}

/** The document of a run on an engine; without a failure it is ok. */
export async function makeDocument(
  options: RunOptions, milestones: Milestone[], failure: Pick<Failure, "milestone" | "message"> | undefined,
  emulator: string | null = null,
): Promise<RunDocument> {
  const file = findEngine(options.engine).isMachine ? "seed/boot.hex" : "seed/host.hex";
  const seed = await readHex(options.root, file);
  return {
    ...documentHead(options.root, "run"),
    ok: failure === undefined,
    engine: options.engine,
    emulator,
    seed: { file, bytes: await seedCodeBytes(options.root, file), sha256: sha256(seed) },
    milestones,
    ...(failure === undefined ? {} : { error: { milestone: failure.milestone, message: failure.message } }),
  };
}
