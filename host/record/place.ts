// Where the record of a step lies: among the artifacts of its stage, with an ending of its own. It is no artifact:
// nothing is made of it, and a run without one is whole.

import type { Pin } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";

const ending = ".record";

const recorders = ["kernel", "strace"] as const;

/** Who records: the chain's kernel, or strace where another kernel runs the step. */
export type Recorder = typeof recorders[number];

/** STAGE/NAME.record; by strace, which does not know each content's hash, STAGE/NAME.strace.record. */
export function recordFileOf({ stage, name }: Pick<Step, "stage" | "name">, recorder: Recorder): string {
  return `${stage}/${name}${recorder === "kernel" ? "" : `.${recorder}`}${ending}`;
}

/** Where a step's record may lie, by whom it may be. */
export function recordFilesOf(step: Pick<Step, "stage" | "name">): string[] {
  return recorders.map((recorder) => recordFileOf(step, recorder));
}

/** The pin of a step's record, if there is one. */
export function recordPin(step: Step, recorder: Recorder): Pin | undefined {
  return step.records.find(({ path }) => path === recordFileOf(step, recorder));
}

export function isRecord(path: string): boolean {
  return path.endsWith(ending);
}
