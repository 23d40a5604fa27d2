// The plan: the script that the tools run first in the machine. It names each step on the console,
// compares its sources with their hashes, runs its step, hands its files out and compares them with their pins, all in
// the machine; then it hands out the folders that later steps use, so that a run can begin behind this step.
import type { Step } from "../steps/steps.js";

/**
 * The text of /plan.
 * @param check false where pins and inputs are about to be made: leaves the comparisons out.
 */
export function makePlan(steps: Step[], check: boolean): string {
  const isLast = (step: Step): boolean => steps.findLast(({ milestone }) => milestone === step.milestone) === step;
  return steps.map((step) => [
    `echo rootseed: begin ${step.name}`,
    ...(check && step.inputs !== undefined ? [`sha256sum -c /${step.folder}/inputs`] : []),
    ...(step.run ?? [step.ownShell
      ? `/bin/sh /steps/run ${step.folder.replace("steps/", "")} ${step.milestone}`
      : `sh /${step.folder}/build`]),
    "cd /out",
    ...(check && step.pins !== undefined
      ? [...step.pins.map(({ path }) => `deliver ${path}`), `sha256sum -c /${step.folder}/pins`]
      // Which artifacts belong to which step of a milestone is not known yet.
      : isLast(step) ? [`deliver ${step.milestone}`] : []),
    ...step.leaves.map((folder) => `deliver ../${folder}`),
    "cd /",
    `echo rootseed: end ${step.name}`,
    "",
  ].join("\n")).join("");
}
