// The plan: the script that the tools run first in the machine. It names each step on the console,
// compares its sources with their hashes, runs its step, lists what it leaves for later ones (steps/manifest.ts), hands
// its files out and compares them with their pins, all in the machine; then it hands out the folders that later steps
// use, so that a run can begin behind this step.
import { manifestPath } from "../steps/manifest.js";
import { unpinned } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";

/**
 * The text of /plan.
 * @param check false where pins and inputs are about to be made: leaves the comparisons out.
 */
export function makePlan(steps: Step[], check: boolean): string {
  const ofMilestone = (name: string): Step[] => steps.filter(({ milestone }) => milestone === name);
  return steps.map((step) => [
    `echo rootseed: begin ${step.name}`,
    ...(check && step.inputs !== undefined ? [`sha256sum -c /${step.folder}/inputs`] : []),
    ...(step.run ?? [step.ownShell
      ? `/bin/sh /steps/run ${step.folder.replace("steps/", "")} ${step.milestone}`
      : `sh /${step.folder}/build`]),
    ...(step.leaves.length > 0 ? [`sha256sum ${step.leaves.join(" ")} > out/${manifestPath(step)}`] : []),
    "cd /out",
    ...handOut(step, ofMilestone(step.milestone), check),
    // The machine reads whole lists: one with an artifact that is not pinned is left to the host.
    ...(check && step.pins?.every(({ sha256 }) => sha256 !== unpinned) ? [`sha256sum -c /${step.folder}/pins`] : []),
    ...step.leaves.map((folder) => `deliver ../${folder}`),
    "cd /",
    `echo rootseed: end ${step.name}`,
    "",
  ].join("\n")).join("");
}

/** The lines by which a step of a milestone hands out its artifacts, so that a run can begin behind it. */
function handOut(step: Step, ofMilestone: Step[], check: boolean): string[] {
  if (check && step.pins !== undefined && ofMilestone.length > 1) {
    return step.pins.map(({ path }) => `deliver ${path}`);
  }
  // Without pins, which artifacts are which step's is not known: the last one hands out all.
  return step === ofMilestone.at(-1) ? [`deliver ${step.milestone}`] : [];
}
