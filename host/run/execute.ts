// Carries a plan out: starts the machine of each leg and waits until it stops; a leg goes on with what the earlier ones
// have made. Only a machine's console and the files that it delivers count; whether they are right is for check.ts,
// except that a later leg begins only with steps that are as they should be. The result is a frozen value.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Interrupted, LocalError, UserError, withPath } from "../common/errors.js";
import type { Reporter } from "../common/reporter.js";
import type { Outcome, Surroundings } from "../engines/engine.js";
import { traceIn } from "../engines/root-folder.js";
import type { ConsoleRecord } from "../report/journal.js";
import { inStore, restoreArtifacts, type FinishedStep } from "../store/resume.js";
import { makeTape } from "../tape/tape.js";
import { Console } from "./console.js";
import { describeToConsole } from "./failure.js";
import { layOut, type Layout } from "./lay-out.js";
import { hasConsole, type PlannedLeg } from "./legs.js";
import { linuxConsole } from "./linux.js";
import { Observer, type RunFolders } from "./observer.js";
import type { RunPlan } from "./plan.js";

export interface RunResult {
  /** Holds the artifacts, STAGE/PATH, of this run and of the store. */
  outFolder: string;
  /** How the last machine that was started has stopped. */
  outcome: Outcome;
  /** What went wrong on this side, with what was delivered, say. */
  trouble: string | undefined;
  /** What the consoles have said. */
  record: ConsoleRecord;
  /** The artifacts of the steps that ended, by their names. */
  produced: Map<string, string[]>;
  /** The steps that ended with what they should have made. */
  finished: FinishedStep[];
  /** The status with which the user has left the console. */
  consoleStatus: number | undefined;
}

/** @param workFolder removed by the caller when the result is not needed any more. */
export async function execute(plan: RunPlan, workFolder: string, report: Reporter): Promise<RunResult> {
  const folders = { work: workFolder, out: join(workFolder, "root/out"), state: join(workFolder, "state") };
  await mkdir(folders.out, { recursive: true });
  await restoreArtifacts(plan.store, plan.steps.cached, folders.out, plan.options.record ?? false);
  const observer = new Observer(plan, folders, report);
  let end: LegEnd = { outcome: { exitCode: 0 }, trouble: undefined, consoleStatus: undefined };
  try {
    for (const leg of plan.legs) {
      end = await runLeg(plan, leg, { folders, observer, report });
      if (leg.isLast || !hasEndedWell(end, observer)) {
        break;
      }
      end.trouble = whyNotHanded(leg, observer);
      if (end.trouble !== undefined) {
        break;
      }
    }
  } finally {
    observer.close();
  }
  return Object.freeze({
    outFolder: folders.out,
    ...end,
    record: Object.freeze(observer.journal),
    produced: new Map(plan.steps.all.map(({ name }) => [name, observer.artifacts.producedBy(name)])),
    finished: observer.finished,
  });
}

/** How a leg has ended. */
type LegEnd = Pick<RunResult, "outcome" | "trouble" | "consoleStatus">;

interface Around {
  folders: RunFolders;
  observer: Observer;
  report: Reporter;
}

function hasEndedWell({ outcome, trouble }: LegEnd, { journal }: Observer): boolean {
  const code = "exitCode" in outcome ? outcome.exitCode : journal.exitCode;
  return trouble === undefined && code === 0 && !journal.atConsole;
}

/** Why the next leg cannot go on with what a leg has made; undefined when it can. */
function whyNotHanded({ engine, toBuild }: PlannedLeg, { finished }: Observer): string | undefined {
  const missing = toBuild.find((step) => !finished.some((one) => one.step === step));
  return missing === undefined ? undefined
    : `what the step ${missing.name} has made on ${engine.name} is not as it should be; no engine goes on with it`;
}

async function runLeg(plan: RunPlan, leg: PlannedLeg, around: Around): Promise<LegEnd> {
  const { folders, observer } = around;
  observer.legBegins(leg);
  const console = openConsole(plan, leg, around);
  // A person who leaves by Ctrl-] ends the machine, which is no failure.
  let outcome: Outcome = { exitCode: 0 };
  let trouble: string | undefined;
  try {
    const made = [...plan.steps.cached.map((step) => inStore(plan.store, step)), ...observer.finished];
    const layout = leg === plan.legs[0] ? plan.layout as Layout : await layOut(leg, plan, made);
    outcome = await runMachine(plan, leg, layout, { ...around, console });
  } catch (error) {
    const hasLeft = error instanceof Interrupted && console?.signal.aborted === true;
    const isOfMachine = error instanceof UserError && !(error instanceof Interrupted || error instanceof LocalError);
    if (!hasLeft && !isOfMachine) {
      throw withPath(folders.work, error);
    }
    trouble = hasLeft ? undefined : error.message;
  } finally {
    console?.close();
    await observer.legEnds(leg);
  }
  return { outcome, trouble, consoleStatus: console?.status };
}

/** The user's console, when one was asked for. */
function openConsole(
  { options, linux }: RunPlan, leg: PlannedLeg, { observer, report }: Around,
): Console | undefined {
  return !hasConsole(options, leg) ? undefined : new Console(leg.engine.isEmulated, () => {
    observer.progress.stop();
    if (options.console === "failing") {
      describeToConsole(observer.journal).forEach((line) => report.note(line));
    }
  }, linux === undefined ? undefined : linuxConsole);
}

function runMachine(
  { options }: RunPlan, { engine, recorder }: PlannedLeg, layout: Layout,
  { folders, observer, console, report }: Around & { console: Console | undefined },
): Promise<Outcome> {
  const surroundings: Surroundings = {
    jobs: options.jobs,
    workFolder: folders.work,
    outFolder: folders.out,
    stateFolder: folders.state,
    note: (line) => report.note(line),
    signal: console === undefined ? options.signal : AbortSignal.any([options.signal, console.signal]),
    input: console?.input,
    trace: recorder === "strace" ? traceIn(folders.work) : undefined,
    processStarted: (pid) => observer.processStarted(pid),
    console: (bytes) => {
      observer.take(bytes);
      console?.onOutput(bytes);
    },
  };
  if (layout.begins === "shell") {
    if (engine.runShell === undefined) {
      throw new Error(`engine ${engine.name} does not begin with a shell`);
    }
    return engine.runShell({ ...surroundings, entries: layout.entries, extraFiles: layout.extraFiles });
  }
  const { firmware, tape, rest, extraFiles, memory } = layout;
  return engine.run({
    ...surroundings, firmware, tape, rest, extraFiles, memory, hardware: options.hardware,
    emptyTape: () => makeTape(options.root, [], "true\n"),
  });
}
