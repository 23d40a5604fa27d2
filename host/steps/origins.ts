// Where what a step makes comes from: the files of the repository, the archives and the earlier steps without which it
// might make something else. Statements list it, and `explain` follows it down to the seed.
//
// How it thinks: what cannot be told apart without a record of processes counts. When a step runs, all that earlier
// steps have made is in the machine, so all of it counts for the step; only what the manifest calls unused does not.
// What every step runs on (base) counts for all of them, also for the first: the machine makes it from its sources at
// the start, before there is a step. Hashes are those of the repository's lists of inputs, not of the files as they are
// now (inputs.ts compares the two).
import { UserError } from "../common/errors.js";
import { compareText } from "../common/files.js";
import type { Archive } from "../sources/archive.js";
import { listUsedFiles } from "./inputs.js";
import type { Pin } from "./pins.js";
import type { Step } from "./steps.js";

export interface Origin {
  /** The files of the repository that the step uses itself, and those of what every step runs on, sorted by byte. */
  inputs: Pin[];
  archives: Archive[];
  /** The steps whose results are in the machine when it runs, in their order. */
  earlier: Step[];
}

/**
 * Where each step's results come from, by the names of the steps.
 * @param steps from the first one on, without a gap
 */
export async function findOrigins(root: string, steps: Step[]): Promise<Map<string, Origin>> {
  const hashes = new Map(steps.flatMap(({ inputs }) => inputs ?? []).map(({ path, sha256 }) => [path, sha256]));
  const used = await listUsedFiles(root, steps);
  const base = steps.filter(({ flags }) => flags.includes("base") && !flags.includes("unused"));
  const origins = new Map<string, Origin>();
  const packed = new Set<string>();
  for (const [step, files] of used) {
    files.forEach((path) => packed.add(path));
    const paths = step.flags.includes("sources") ? [...packed]
      : [...new Set([...files, ...base.flatMap((one) => used.get(one) ?? [])])];
    const inputs = paths.sort(compareText).map((path) => {
      const sha256 = hashes.get(path);
      if (sha256 === undefined) {
        throw new UserError(`the step ${step.name}: ${path}: is not among the inputs of any step; ` +
          "if it was changed on purpose, `./rootseed pin` makes new pins");
      }
      return { path, sha256 };
    });
    const earlier = steps.slice(0, steps.indexOf(step)).filter(({ flags }) => !flags.includes("unused"));
    origins.set(step.name, { inputs, archives: step.archives, earlier });
  }
  return origins;
}
