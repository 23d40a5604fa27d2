// Makes what the page knows besides the texts of the chain (model.ts).
import { recordPin } from "../record/place.js";
import { expectedSeconds, expectedStart } from "../report/times.js";
import { stepsUntil, type Step } from "../steps/steps.js";
import { shellAfter } from "../tape/console.js";
import { makePlan } from "../tape/plan.js";
import type { PageArchive, PageData } from "./model.js";

const engine = "v86";

/**
 * @param steps up to the last stage of `stages`
 * @param stages those that the page can go to
 * @param archives by file
 */
export function makePageData(
  steps: Step[], stages: string[], archives: Map<string, PageArchive>, version: string,
): PageData {
  const plans = stages.map((stage) =>
    [stage, shellAfter(makePlan(stepsUntil(steps, stage), true, "kernel")).join("\n")]);
  return {
    version, plans: Object.fromEntries(plans), startSeconds: expectedStart({}, engine),
    steps: steps.map((step) => ({
      name: step.name, stage: step.stage, flags: step.flags, inputs: step.inputs ?? [],
      archives: step.archives.map(({ file }) => archives.get(file) as PageArchive), pins: step.pins ?? [],
      record: recordPin(step, "kernel"), seconds: expectedSeconds({}, engine, step), memory: step.cost.machine,
    })),
  };
}
