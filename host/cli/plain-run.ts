// Runs that only make and compare, for `verify`: nothing of a user's in them, nothing copied or exported.
import { availableParallelism } from "node:os";
import { Status, UserError } from "../common/errors.js";
import type { Reporter } from "../common/reporter.js";
import { defaultHardware } from "../engines/hardware.js";
import type { RunDocument } from "../report/document.js";
import type { RunOptions } from "../run/options.js";
import { runChain } from "../run/run.js";
import type { Context } from "./context.js";
import type { Sources } from "./sources.js";

/** What a run is asked for that only makes and compares. */
export function plainRun({ root, signal }: Context, { cache, mirrors }: Sources, engine: string): RunOptions {
  return {
    root, signal, cache, mirrors, engine, otherEngine: true, until: undefined, out: undefined, memory: undefined,
    jobs: availableParallelism(), hardware: defaultHardware, log: undefined, verbose: false, pinning: false,
    fresh: false, exportTo: undefined, console: undefined, additions: { add: [], script: undefined, steps: undefined },
  };
}

type RunOrReason = { document: RunDocument; failure: { message: string } | undefined }
  | { document: undefined; failure: { message: string } };

/** What keeps one engine from running must not lose what others have made. */
export async function runOrReason(options: RunOptions, report: Reporter): Promise<RunOrReason> {
  try {
    return await runChain(options, report);
  } catch (error) {
    if (error instanceof UserError && error.status === Status.Failed) {
      return { document: undefined, failure: error };
    }
    throw error;
  }
}
