// One run, as a pipeline of values: planRun gives a plan, execute carries it out and gives a result, check compares
// that with the pins and gives a report; then what is right goes where the user wants it. The work folder is always
// removed.
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { copyAtomically, writeAtomically } from "../common/files.js";
import type { Reporter } from "../common/reporter.js";
import { makeWorkFolder } from "../common/work-folder.js";
import type { Stage } from "../report/document.js";
import { formatPins, type Pin } from "../steps/pins.js";
import { inStore } from "../store/resume.js";
import { check, type RunReport } from "./check.js";
import { execute, type RunResult } from "./execute.js";
import { exportSystem } from "./export.js";
import type { RunOptions } from "./options.js";
import { planRun, type RunPlan } from "./plan.js";
import { referrersOf } from "./referrers.js";

const sumsFile = "SHA256SUMS";

export interface FinishedRun extends RunReport {
  plan: RunPlan;
  result: RunResult;
}

/** Runs the chain up to the stage that was asked for; throws only for what comes before the machine. */
export async function runChain(options: RunOptions, report: Reporter): Promise<FinishedRun> {
  const plan = await planRun(options, report);
  const workFolder = await makeWorkFolder(options.cache);
  try {
    const result = await execute(plan, workFolder, report);
    const checked = await check(plan, result);
    await writeOutput(plan, result, checked, report);
    return { ...checked, plan, result };
  } finally {
    await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Artifacts to --out, and of a run that succeeded the system to --export. */
async function writeOutput(plan: RunPlan, result: RunResult, checked: RunReport, report: Reporter): Promise<void> {
  const { options, steps, store } = plan;
  const { failure, document } = checked;
  if (failure === undefined && result.record.linux !== undefined) {
    report.note(`Linux ${result.record.linux} came up, started by the chain's kernel`);
  }
  if (options.out !== undefined) {
    await copyArtifacts(document.stages, result.outFolder, resolve(options.out), options.pinning);
  }
  if (options.exportTo !== undefined && failure === undefined) {
    const cached = steps.cached.map((step) => inStore(store, step));
    await exportSystem(steps.all, [...cached, ...result.finished], options.exportTo,
      await referrersOf(plan, document));
    const isIncomplete = plan.additions.placing.length > 0 ||
      steps.all.some(({ isUserStep, exports }) => isUserStep && exports.length === 0);
    report.note(`exported: ${options.exportTo}` + (isIncomplete
      ? "; nothing is in it of --add, --script and of own steps without exports (docs/own-steps.md)" : ""));
  }
}

/** Copies what is right to OUT/STAGE/PATH; OUT/SHA256SUMS lists it as `sha256sum -c` reads it. */
async function copyArtifacts(stages: Stage[], from: string, to: string, pinning: boolean): Promise<void> {
  const copied: Pin[] = [];
  for (const { name, artifacts } of stages) {
    for (const { path, sha256, ok } of artifacts) {
      if (sha256 !== null && (ok || pinning)) {
        await copyAtomically(join(from, name, path), join(to, name, path), sha256);
        copied.push({ path: `${name}/${path}`, sha256 });
      }
    }
  }
  if (copied.length > 0) {
    await writeAtomically(join(to, sumsFile), formatPins(copied));
  }
}
