// Makes what the page knows besides the texts of the chain (model.ts).
import { expectedSeconds, expectedStart } from "../report/times.js";
import type { Step } from "../steps/steps.js";
import { shellAfter } from "../tape/console.js";
import { makePlan } from "../tape/plan.js";
import type { PageData } from "./model.js";

const engine = "v86";

/**
 * @param steps up to the last stage of `stages`
 * @param stages those that the page can go to
 */
export function makePageData(
  steps: Step[], stages: string[], { version, emulatorBytes }: Pick<PageData, "version" | "emulatorBytes">,
): PageData {
  const plans = stages.map((stage) => {
    const until = steps.slice(0, steps.findLastIndex((step) => step.stage === stage) + 1);
    return [stage, shellAfter(makePlan(until, true, "kernel")).join("\n")];
  });
  return {
    version, emulatorBytes, plans: Object.fromEntries(plans), startSeconds: expectedStart({}, engine),
    steps: steps.map((step) => ({
      name: step.name, stage: step.stage, folder: step.folder, flags: step.flags, inputs: step.inputs ?? [],
      archives: step.archives.map(({ file, bytes, sha256 }) => ({ file, bytes, sha256 })), pins: step.pins ?? [],
      record: step.record, seconds: expectedSeconds({}, engine, step), memory: step.cost.machine,
    })),
  };
}
