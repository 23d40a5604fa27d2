// Where the record of a step lies: among the artifacts of its stage, with an ending of its own. It is no artifact:
// nothing is made of it, and a run without one is whole.

const ending = ".record";

/** Who records: the chain's kernel, or strace where another kernel runs the step. */
export type Recorder = "kernel" | "strace";

/** STAGE/NAME.record, which can be pinned; by strace, which does not know each file's hash, NAME.strace.record. */
export function recordFileOf({ stage, name }: { stage: string; name: string }, recorder: Recorder = "kernel"): string {
  return `${stage}/${name}${recorder === "kernel" ? "" : `.${recorder}`}${ending}`;
}

export function isRecord(path: string): boolean {
  return path.endsWith(ending);
}
