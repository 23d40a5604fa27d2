// The chain itself: `rootseed run` on an engine, as a user runs it, with the seconds of each step.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runSchema, type RunDocument } from "../../report/document.js";

export interface ChainResult {
  document: RunDocument;
  /** From the start of the program to its end. */
  wallSeconds: number;
}

/** Runs the chain; everything it says goes to standard error. */
export function measureChain(root: string, engine: string, args: string[]): ChainResult {
  const started = performance.now();
  const result = spawnSync(join(root, "rootseed"), ["run", "--fresh", "--engine", engine, "--json", ...args],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 });
  const wallSeconds = (performance.now() - started) / 1000;
  if (result.status !== 0) {
    throw new Error(`the run on ${engine} ended with status ${result.status}`);
  }
  return { document: runSchema.parse(JSON.parse(result.stdout)), wallSeconds };
}

/** User time of the chain's programs, of the steps of a run on the host's kernel. */
export function programSeconds({ steps }: RunDocument): number {
  return steps.reduce((sum, { name, userSeconds }) => {
    if (userSeconds === undefined) {
      throw new Error(`the step ${name} has run without its processor time being known`);
    }
    return sum + userSeconds;
  }, 0);
}
