// The plan: the script that the tools run first in the machine. For each step it names the step on the console,
// compares its sources and its archives with their hashes, runs its script, and lists what it exports
// (steps/exports.ts); then it delivers the step's artifacts and compares them with their pins, and delivers the folders
// that later steps use, so that a run can begin after this step.
import { exportListPath } from "../steps/exports.js";
import type { Recorder } from "../record/place.js";
import { unpinned } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";

const listOfFiles = "find / -xdev -type f -exec sha256sum {} +";

/** Where the machine puts what there is of a step's record of processes (docs/record.md). */
export function recordPlace(step: { name: string }): string {
  return `records/${step.name}`;
}

/**
 * The text of /plan.
 * @param check false where pins and inputs are about to be made: leaves the comparisons out.
 * @param record who records what each step's script does, if anybody: the chain's kernel, which then delivers what it
 *   has written, or strace, which needs a list of the files that there are at the end
 */
export function makePlan(steps: Step[], check: boolean, record?: Recorder): string {
  const ofStage = (name: string): Step[] => steps.filter(({ stage }) => stage === name);
  return steps.map((step) => [
    `echo rootseed: begin ${step.name}`,
    `mkdir -p /out/${step.stage}`,
    ...(check && step.inputs !== undefined ? [`sha256sum -c /${step.folder}/inputs`] : []),
    ...(step.archives.length > 0 ? ["cd /sources", `sha256sum -c ${listsOf(step)}`, "cd /"] : []),
    ...(isRecorded(step, record) ? beginRecord : []),
    ...(step.run ?? [step.ownShell
      ? `/bin/sh /steps/run ${step.folder.replace("steps/", "")} ${step.stage}`
      : `sh /${step.folder}/build`]),
    ...(isRecorded(step, record) ? endRecord(step, record as Recorder) : []),
    ...(step.exports.length > 0 ? [`sha256sum ${step.exports.join(" ")} > out/${exportListPath(step)}`] : []),
    "cd /out",
    ...handOut(step, ofStage(step.stage), check),
    // The machine reads whole lists: one with an artifact that is not pinned is left to the host.
    ...(check && step.pins?.every(({ sha256 }) => sha256 !== unpinned) ? [`sha256sum -c /${step.folder}/pins`] : []),
    ...step.exports.map((folder) => `deliver ../${folder}`),
    "cd /",
    `echo rootseed: end ${step.name}`,
    "",
  ].join("\n")).join("");
}

/** strace asks for a list that a program of busybox's makes. */
export function isRecorded({ ownShell, isUserStep }: Step, record: Recorder | undefined): boolean {
  return !isUserStep && (record === "kernel" || (record === "strace" && ownShell));
}

// Redirections of a command that is no process: opening it to write begins the record, to read ends it.
const beginRecord = ["cd / > /dev/record"];

function endRecord(step: Step, record: Recorder): string[] {
  const place = recordPlace(step);
  return ["cd / < /dev/record", "mkdir -p /records",
    `${record === "kernel" ? "cat /dev/record" : listOfFiles} > /${place}`, "cd /out", `deliver ../${place}`, "cd /"];
}

function listsOf(step: Step): string {
  return step.archives.map(({ list }) => `/${list}`).join(" ");
}

/** The lines by which a step of a stage delivers its artifacts, so that a run can begin after it. */
function handOut(step: Step, ofStage: Step[], check: boolean): string[] {
  if (check && step.pins !== undefined && ofStage.length > 1) {
    return step.pins.map(({ path }) => `deliver ${path}`);
  }
  // Without pins, which artifacts are which step's is not known: the last one delivers all.
  return step === ofStage.at(-1) ? [`deliver ${step.stage}`] : [];
}
