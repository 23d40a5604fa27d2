// Checks what a run has produced: every artifact that came, and every one that should have come, is compared with its
// pin; why the run failed, if it did, is put into words; all of it becomes the JSON document.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../common/files.js";
import type { Engine } from "../engines/engine.js";
import { findEngine } from "../engines/engines.js";
import { readHex, seedCodeBytes } from "../engines/firmware.js";
import { recordFileOf, recordPin } from "../record/place.js";
import { checkStage } from "../report/check.js";
import type { RunDocument, Stage, StepDocument } from "../report/document.js";
import { documentHead } from "../report/head.js";
import type { StepRun, TestCounts } from "../report/journal.js";
import { unpinned, type Pin } from "../steps/pins.js";
import { stagesOf, type Step } from "../steps/steps.js";
import type { CachedStep } from "../store/resume.js";
import { isRecorded } from "../tape/plan.js";
import type { RunResult } from "./execute.js";
import { findFailure, type Failure } from "./failure.js";
import { turnOf } from "./go-on.js";
import { whyLinuxFailed } from "./linux.js";
import type { PlannedLeg } from "./legs.js";
import type { RunOptions } from "./options.js";
import type { RunPlan } from "./plan.js";

export interface RunReport {
  document: RunDocument;
  failure: Failure | undefined;
}

export async function check(plan: RunPlan, result: RunResult): Promise<RunReport> {
  const { options, steps } = plan;
  const runs = [...steps.cached.map(asStepRun), ...result.record.runs];
  const stages = await checkStages(plan, runs, result.outFolder);
  markCached(stages, steps.cached);
  markEngines(stages, runs, steps.all, result.produced);
  const failure = await findFailure(options.root, result.record, whyStopped(plan, result), steps.toBuild,
    options.pinning ? [] : stages);
  const document = await makeDocument(options, { stages, steps: stepsRun(plan, runs), seedEngine: plan.seedEngine },
    failure);
  return Object.freeze({ document, failure });
}

/** Why the run did not end as it should; undefined when it did. What went wrong on this side comes first. */
function whyStopped(plan: RunPlan, result: RunResult): string | undefined {
  const { options, linux } = plan;
  const { trouble, outcome, record, consoleStatus } = result;
  if (trouble !== undefined) {
    return trouble;
  }
  if (linux !== undefined) {
    return whyLinuxFailed(outcome, record, linux.isShell);
  }
  // A run that came to the console because a step failed has failed, whatever was done there.
  if (options.console === "failing" && record.atConsole) {
    const status = consoleStatus === undefined ? "" : ` with status ${consoleStatus}`;
    return `a step failed, and the console was left${status}`;
  }
  // The status with which the user left the console is the machine's, too.
  if (consoleStatus !== undefined) {
    return undefined;
  }
  // On a PC the status is on the console.
  const code = "exitCode" in outcome ? outcome.exitCode : record.exitCode;
  if (code === undefined) {
    const cause = "stopped" in outcome ? outcome.stopped : undefined;
    return hasTurned(plan) && record.linux === undefined && record.current === undefined
      ? `Linux did not come up: ${cause}` : cause;
  }
  return code === 0 ? undefined : `the machine's first program ended with status ${code}`;
}

/** Whether the run goes on in Linux. */
function hasTurned({ legs, additions, options: { console } }: RunPlan): boolean {
  return legs.some((leg) => turnOf(leg, { additions, console }) !== undefined);
}

/** The stages that were begun, with their artifacts. */
async function checkStages(plan: RunPlan, allRuns: StepRun[], outFolder: string): Promise<Stage[]> {
  const { steps: { all: steps } } = plan;
  const stages: Stage[] = [];
  for (const name of stagesOf(steps)) {
    const members = steps.filter(({ stage }) => stage === name);
    const runs = allRuns.filter((run) => members.some((step) => step.name === run.name));
    if (runs.length > 0) {
      const seconds = runs.reduce((sum, run) => sum + secondsOf(run), 0);
      const tests = runs.flatMap((run) => run.tests ?? []);
      stages.push({
        name,
        seconds: Math.round(seconds * 1000) / 1000,
        artifacts: await checkStage(name, pinsToCheck(plan, runs, outFolder), outFolder,
          members.some(({ isUserStep }) => isUserStep)),
        ...(tests.length === 0 ? {} : { tests: tests.reduce(addCounts) }),
      });
    }
  }
  return stages;
}

/** A step from the store, with the time that it once took. */
function asStepRun({ entry }: CachedStep): StepRun {
  const { step: name, engine, seconds, tests } = entry;
  return { name, engine, begun: 0, ended: seconds * 1000, wasPaused: false, tests };
}

/** The steps that were begun, or come from the store, with what they ran on. */
function stepsRun({ steps, legs }: RunPlan, runs: StepRun[]): StepDocument[] {
  return steps.all.flatMap(({ name, stage, runsOn }) => {
    const run = runs.find((candidate) => candidate.name === name);
    const isCached = steps.cached.some((one) => one.step.name === name);
    const leg = legs.find(({ engine }) => engine.name === run?.engine);
    return run === undefined ? [] : [{
      name, stage, engine: run.engine, seconds: secondsOf(run), key: steps.keys.get(name),
      ...(isCached ? { fromStore: true as const } : {
        emulator: leg?.proven.runs.get(runsOn) ?? null,
        ...processorSeconds(run),
        ...leg?.engine.isEmulated === true ? { memory: leg.memory } : {},
      }),
    }];
  });
}

function processorSeconds({ processorTime }: StepRun): Pick<StepDocument, "userSeconds" | "systemSeconds"> {
  const round = (seconds: number): number => Math.round(seconds * 100) / 100;
  return processorTime === undefined ? {}
    : { userSeconds: round(processorTime.user), systemSeconds: round(processorTime.system) };
}

function secondsOf({ begun, ended }: StepRun): number {
  return Math.round((ended ?? performance.now()) - begun) / 1000;
}

/** Says of each artifact on which engine it was made, where its step is known. */
function markEngines(stages: Stage[], runs: StepRun[], steps: Step[], produced: Map<string, string[]>): void {
  const engineOf = new Map<string, string>();
  for (const { name, engine } of runs) {
    const pinned = steps.find((step) => step.name === name)?.pins?.map(({ path }) => path) ?? [];
    [...pinned, ...produced.get(name) ?? []].forEach((path) => engineOf.set(path, engine));
  }
  for (const { name, artifacts } of stages) {
    for (const artifact of artifacts) {
      const engine = engineOf.get(`${name}/${artifact.path}`);
      Object.assign(artifact, engine === undefined || artifact.sha256 === null ? {} : { engine });
    }
  }
}

function markCached(stages: Stage[], cached: CachedStep[]): void {
  const paths = new Set(cached.flatMap(({ entry }) => entry.artifacts.map(({ path }) => path)));
  for (const { name, artifacts } of stages) {
    for (const artifact of artifacts.filter(({ path }) => paths.has(`${name}/${path}`))) {
      artifact.fromStore = true;
    }
  }
}

/** The pins of the steps; not those of one that failed before it made anything: it has another fault. */
function pinsToCheck({ steps, legs }: RunPlan, runs: StepRun[], outFolder: string): Pin[] {
  return runs.flatMap((run) => {
    const step = steps.all.find(({ name }) => name === run.name);
    const record = step === undefined ? undefined : recordToCheck(step, legs, outFolder);
    const pins = [...step?.pins ?? [], ...record === undefined ? [] : [record]];
    const madeSomething = pins.some(({ path }) => existsSync(join(outFolder, path)));
    return run.ended !== undefined || madeSomething ? pins : [];
  });
}

/** The record of a step that was to be recorded, or that comes from the store with its record. */
function recordToCheck(step: Step, legs: readonly PlannedLeg[], outFolder: string): Pin | undefined {
  const recorder = legs.find(({ toBuild }) => toBuild.includes(step))?.recorder;
  if (recorder !== undefined && isRecorded(step, recorder)) {
    return recordPin(step, recorder) ?? { path: recordFileOf(step, recorder), sha256: unpinned };
  }
  return step.records.find(({ path }) => existsSync(join(outFolder, path)));
}

function addCounts(left: TestCounts, right: TestCounts): TestCounts {
  return {
    passed: left.passed + right.passed, failed: left.failed + right.failed, skipped: left.skipped + right.skipped,
  };
}

/** What a run has come to. */
interface Found {
  stages: Stage[];
  steps: StepDocument[];
  /** The engine on which the seed starts. */
  seedEngine: Engine;
}

/** The document of a run; without a failure it is ok. */
async function makeDocument(
  options: RunOptions, { stages, steps, seedEngine }: Found, failure: Pick<Failure, "stage" | "message"> | undefined,
): Promise<RunDocument> {
  const file = seedEngine.isEmulated ? "seed/boot.hex" : "seed/host.hex";
  const seed = await readHex(options.root, file);
  return {
    ...documentHead(options.root, "run"),
    ok: failure === undefined,
    engine: options.engine,
    seed: { file, bytes: await seedCodeBytes(options.root, file), sha256: sha256(seed) },
    steps,
    stages,
    ...(failure === undefined ? {} : { error: { stage: failure.stage, message: failure.message } }),
  };
}

/** The document of a run that did not begin. */
export function documentWithoutRun(options: RunOptions, message: string): Promise<RunDocument> {
  const found: Found = { stages: [], steps: [], seedEngine: findEngine(options.engine) };
  return makeDocument(options, found, { stage: null, message });
}
