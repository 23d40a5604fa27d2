// What there is to say: of a run, by its document; or of the store. Nothing is said of bytes that are not there: every
// artifact is hashed again, here, before a statement has it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { UserError } from "../common/errors.js";
import { differenceOf, sha256 } from "../common/files.js";
import type { attestedRunSchema } from "../report/document.js";
import type { Pin } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";
import { Store } from "../store/store.js";
import { artifactsOf, recordOf, type Builder, type Evidence } from "./statement.js";

/** Of a run's document what statements take from it. */
export type Run = z.infer<typeof attestedRunSchema>;

/** The id of a run: the hash of what its document says. */
export function runId(run: Run): string {
  const { rootseed, date, host, steps, stages } = run;
  return sha256(Buffer.from(JSON.stringify([rootseed, date, host, steps, stages])));
}

/**
 * What a run says of its steps; throws where it says nothing of one.
 * @param keys those of this repository's steps: what was made of something else is not made of what is here
 */
export function evidenceOfRun(run: Run, steps: Step[], keys: Map<string, string>): Evidence[] {
  const { date } = run;
  const { platform, release, processor, model } = run.host;
  return steps.map((step) => {
    const ran = run.steps.find(({ name }) => name === step.name);
    if (ran === undefined) {
      throw new UserError(`the run has not built the step ${step.name}: --until takes less`);
    }
    if (ran.key !== keys.get(step.name)) {
      throw new UserError(`the run has made the step ${step.name} of something else than this repository has: ` +
        "use the version that it was made with, or run again");
    }
    const { engine, emulator, memory, fromStore } = ran;
    const stage = run.stages.find(({ name }) => name === step.stage);
    return {
      step, artifacts: complete(step, artifactsOf(step, stage?.artifacts ?? [])),
      record: recordOf(step, stage?.artifacts ?? []),
      circumstances: fromStore === true ? { engine, fromStore }
        : { engine, ...emulator === undefined ? {} : { emulator }, ...memory === undefined ? {} : { memory },
          host: { platform, release, processor, model } },
      run: fromStore === true ? {} : { invocationId: runId(run), finishedOn: date },
    };
  });
}

/** What the store says of steps; throws where it has nothing of one. */
export async function evidenceOfStore(store: Store, steps: Step[], keys: Map<string, string>): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  for (const step of steps) {
    const entry = await store.find(keys.get(step.name) as string);
    if (entry === undefined || "damaged" in entry) {
      throw new UserError(`the store has nothing of the step ${step.name}` +
        `${entry === undefined ? "" : ` that is whole (${entry.damaged})`}: \`./rootseed run --until ${step.name}\` ` +
        "makes it");
    }
    const found = entry.artifacts.map((file) => ({ ...file, path: file.path.slice(step.stage.length + 1) }));
    evidence.push({
      step, artifacts: complete(step, artifactsOf(step, found)), record: entry.record, run: {},
      circumstances: { engine: entry.engine, fromStore: true },
    });
  }
  return evidence;
}

function complete(step: Step, artifacts: Pin[]): Pin[] {
  const missing = (step.pins ?? []).find(({ path }) => !artifacts.some((artifact) => artifact.path === path));
  if (missing !== undefined || artifacts.length === 0) {
    throw new UserError(`${missing?.path ?? step.name}: has not come, so that nothing can be said of it`);
  }
  return artifacts;
}

/** Throws unless every artifact lies in the folder (STAGE/PATH), or in the store, with the hash that it should have. */
export async function proveArtifacts(evidence: Evidence[], folder: string | undefined, store: Store): Promise<void> {
  for (const { path, sha256: hash } of evidence.flatMap(({ artifacts }) => artifacts)) {
    const object = store.object(hash);
    const place = folder !== undefined ? join(folder, path) : object;
    const difference = folder === undefined && !existsSync(object)
      ? `${path}: the store has no such file (any more): name the folder of \`run --out\` with --artifacts`
      : await differenceOf(place, hash);
    if (difference !== undefined) {
      throw new UserError(difference);
    }
  }
}

/** The program that has built, or has what was built. */
export function builderNamed(id: string, { version, commit, modified }: Run["rootseed"], node: string): Builder {
  return {
    id, version: {
      rootseed: version, ...commit === null ? {} : { commit }, ...modified === true ? { modified: "true" } : {}, node,
    },
  };
}
