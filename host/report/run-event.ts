// What a run tells those who watch it while it goes on, and what can be told from that. It must not need Node: the page
// imports it.

export interface ExpectedStep {
  name: string;
  stage: string;
  /** On which it runs, or ran. */
  engine: string;
  /** What it usually takes. */
  seconds: number;
  /** An earlier run has made it. */
  fromStore: boolean;
}

/** Times are seconds since the run was planned. */
export type RunEvent =
  | { kind: "planned"; engine: string; steps: ExpectedStep[]; startSeconds: number }
  | { kind: "step"; name: string; begun: number; ended: number | undefined }
  | { kind: "console"; text: string };

/** A step that has begun; times are of any clock. */
export interface BegunStep {
  name: string;
  begun: number;
  ended: number | undefined;
}

/** What a run is expected to take; in the unit of its clock. */
export interface Expectations {
  /** The names of the steps that it makes. */
  toRun: string[];
  expected: (step: string) => number;
  /** What comes before the first step. */
  start: number;
}

/** The time that is left; undefined where what runs now takes longer than expected. */
export function timeLeft(
  { toRun, expected, start }: Expectations, steps: BegunStep[], started: number, now: number,
): number | undefined {
  const begun = new Set(steps.map(({ name }) => name));
  const toCome = toRun.filter((name) => !begun.has(name)).reduce((sum, name) => sum + expected(name), 0);
  const last = steps.at(-1);
  const current = last?.ended === undefined ? last : undefined;
  const isStarting = steps.length === 0;
  const usual = current !== undefined ? expected(current.name) : isStarting ? start : 0;
  const spent = current !== undefined || isStarting ? now - (current?.begun ?? started) : 0;
  return spent > usual ? undefined : toCome + usual - spent;
}
