// Follows the machines of a run, one after the other: what they say goes into the log and the journal; when a step
// begins or ends, progress is shown, its artifacts are noted, and its results go into the store.
import { latin1 } from "../common/bytes.js";
import { difference, processorTime, type ProcessorTime } from "../common/processor-time.js";
import type { Reporter } from "../common/reporter.js";
import { rootIn, traceIn } from "../engines/root-folder.js";
import { HostRecorder } from "../record/host-recorder.js";
import { Journal, type StepEvent, type StepRun } from "../report/journal.js";
import { Progress } from "../report/progress.js";
import type { ExpectedStep } from "../report/run-event.js";
import { expectedSeconds, expectedStart, rememberTimes } from "../report/times.js";
import { exportListPath } from "../steps/exports.js";
import type { Step } from "../steps/steps.js";
import type { FinishedStep } from "../store/resume.js";
import { StoreWriter } from "../store/writer.js";
import { ArtifactTracker } from "./artifact-tracker.js";
import { ConsoleLog } from "./console-log.js";
import { hasConsole, type PlannedLeg } from "./legs.js";
import type { RunOptions } from "./options.js";
import type { RunPlan } from "./plan.js";

export interface RunFolders {
  work: string;
  /** Holds STAGE/PATH. */
  out: string;
  /** Where the engine puts what a step exports. */
  state: string;
}

export class Observer {
  readonly journal = new Journal();
  readonly progress: Progress;
  readonly artifacts: ArtifactTracker;
  /** The steps of this run that ended with what they should have made. */
  readonly finished: FinishedStep[] = [];
  private writer: StoreWriter | undefined;
  private recorder: HostRecorder | undefined;
  private readonly log: ConsoleLog;
  /** When the run was planned: times that are told count from then. */
  private readonly planned = performance.now();
  /** When the machine of the leg began. */
  private started = performance.now();
  /** Reads the processor time of the leg's machine, where that is a process of the host's kernel. */
  private readProcessorTime: () => ProcessorTime | undefined = () => undefined;
  private processorTimeBefore: ProcessorTime | undefined;

  constructor(
    private readonly plan: RunPlan, private readonly folders: RunFolders, private readonly report: Reporter,
  ) {
    const { steps } = plan;
    this.log = new ConsoleLog(plan.log);
    this.artifacts = new ArtifactTracker(steps.all, folders.out);
    const names = (list: Step[]): string[] => list.map(({ name }) => name);
    this.progress = new Progress(report, this.journal, names(steps.toBuild), (step) => expectedSecondsOf(step, plan),
      names(steps.all));
    process.on("SIGCONT", this.paused);
    this.watcher?.({ kind: "planned", engine: plan.options.engine, steps: expectedSteps(plan),
      startSeconds: expectedSecondsOf("start", plan) });
  }

  /** To be called when the machine of a leg begins. */
  legBegins(leg: PlannedLeg): void {
    const { options, steps, store } = this.plan;
    const { engine } = leg;
    this.journal.machineBegins(engine.name, !engine.isEmulated, hasConsole(options, leg));
    this.started = performance.now();
    this.readProcessorTime = () => undefined;
    const { out: outFolder, state: stateFolder } = this.folders;
    // An emulated machine delivers with a delay: what a step without pins has made is known at the end only.
    this.recorder = leg.recorder !== "strace" ? undefined
      : new HostRecorder(rootIn(this.folders.work), traceIn(this.folders.work));
    const files = {
      engine: engine.name, outFolder, stateFolder, pinned: !options.pinning, recorder: this.recorder,
    };
    this.writer = options.pinning && engine.isEmulated ? undefined
      : new StoreWriter(store, steps.keys, files, this.finished, (line) => this.report.note(line));
  }

  /** To be called when the leg runs below a process of the host's kernel. */
  processStarted(pid: number): void {
    this.readProcessorTime = () => processorTime(pid);
  }

  /** Takes what the machine says. */
  take(bytes: Uint8Array): void {
    this.log.write(bytes);
    if (this.plan.options.verbose) {
      this.report.clear();
      process.stderr.write(bytes);
    }
    this.watcher?.({ kind: "console", text: latin1(bytes) });
    this.journal.push(bytes).forEach((event) => this.follow(event));
  }

  /** To be called when the machine of a leg has stopped, in whatever way. */
  async legEnds({ engine }: PlannedLeg): Promise<void> {
    await this.writer?.finish();
    this.recorder?.close();
    const ofLeg = this.journal.runs.filter((run) => run.engine === engine.name);
    await rememberTimes(this.plan.options.cache, engine.name, secondsByStep(ofLeg, this.started));
    this.journal.finish();
    this.artifacts.finish();
  }

  /** To be called when no machine follows. */
  close(): void {
    this.progress.stop();
    process.off("SIGCONT", this.paused);
    this.log.close();
  }

  private get watcher(): RunOptions["watcher"] {
    return this.plan.options.watcher;
  }

  private secondsAt(milliseconds: number): number {
    return (milliseconds - this.planned) / 1000;
  }

  private readonly paused = (): void => this.journal.paused();

  private follow({ run, hasEnded }: StepEvent): void {
    this.progress.changed(run, hasEnded);
    this.watcher?.({ kind: "step", name: run.name, begun: this.secondsAt(run.begun),
      ended: run.ended === undefined ? undefined : this.secondsAt(run.ended) });
    if (!hasEnded) {
      this.processorTimeBefore = this.readProcessorTime();
      return;
    }
    const [before, after] = [this.processorTimeBefore, this.readProcessorTime()];
    if (before !== undefined && after !== undefined) {
      run.processorTime = difference(after, before);
    }
    this.artifacts.stepEnded(run.name);
    const step = this.plan.steps.all.find(({ name }) => name === run.name);
    if (step !== undefined) {
      const { pinning } = this.plan.options;
      this.writer?.stepEnded(step, run, pinning ? this.artifacts.producedBy(step.name) : artifactsToKeep(step));
    }
  }
}

/** The expected seconds of a step, or of the start before the first. */
function expectedSecondsOf(name: string, { legs, times }: RunPlan): number {
  const leg = legs.find(({ steps }) => steps.some((step) => step.name === name)) ?? legs[0];
  const step = leg?.steps.find((candidate) => candidate.name === name);
  const engine = leg?.engine.name ?? "";
  return step === undefined ? expectedStart(times, engine) : expectedSeconds(times, engine, step);
}

/** All steps of a run, with what they usually take, and where they run or ran. */
function expectedSteps(plan: RunPlan): ExpectedStep[] {
  return plan.steps.all.map((step) => {
    const cached = plan.steps.cached.find((one) => one.step === step);
    const leg = plan.legs.find(({ steps }) => steps.includes(step));
    return {
      name: step.name, stage: step.stage, engine: cached?.entry.engine ?? leg?.engine.name ?? plan.options.engine,
      seconds: cached?.entry.seconds ?? expectedSecondsOf(step.name, plan), fromStore: cached !== undefined,
    };
  });
}

/** What of a step is looked at when it ends: of the user's steps only what is pinned or exported. */
function artifactsToKeep(step: Step): string[] {
  const pinned = step.pins?.map(({ path }) => path) ?? [];
  return step.isUserStep ? [...new Set([...pinned, exportListPath(step) ?? []].flat())] : pinned;
}

function secondsByStep(runs: StepRun[], started: number): Record<string, number> {
  const round = (milliseconds: number): number => Math.round(milliseconds / 10) / 100;
  const ended = runs.filter((run) => run.ended !== undefined && !run.wasPaused);
  const seconds = Object.fromEntries(ended.map((run) => [run.name, round((run.ended as number) - run.begun)]));
  const first = runs[0];
  return first === undefined ? seconds : { start: round(first.begun - started), ...seconds };
}
