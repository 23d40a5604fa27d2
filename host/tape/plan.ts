// The plan: the script that the tools run first in the machine. It names each link on the console,
// compares its sources with their hashes, runs its step, hands its files out and compares them with their pins, all in
// the machine.
import type { Step } from "../steps/steps.js";

/**
 * The text of /plan.
 * @param check false where pins and inputs are about to be made: leaves the comparisons out.
 */
export function makePlan(steps: Step[], check: boolean): string {
  return steps.map((step) => [
    `echo rootseed: begin ${step.name}`,
    ...(check ? [`sha256sum -c /${step.folder}/inputs`] : []),
    `sh /${step.folder}/build`,
    "cd /out",
    `deliver ${step.name}`,
    ...(check ? [`sha256sum -c /${step.folder}/pins`] : []),
    "cd /",
    `echo rootseed: end ${step.name}`,
    "",
  ].join("\n")).join("");
}
