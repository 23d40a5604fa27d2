// Reads the records of processes that the store has, or a folder that a run was told to write: those of all steps up to
// one, from the first on. A step without a record that an explanation needs is an error that says how to make one.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../common/errors.js";
import { sha256 } from "../common/files.js";
import { recordFileOf } from "../record/place.js";
import { parseRecord } from "../record/text.js";
import type { Step, WholeChain } from "../steps/steps.js";
import { stepKeys } from "../store/keys.js";
import type { Store } from "../store/store.js";
import type { RecordedStep } from "./provenance.js";

/**
 * @param last the one up to which
 * @param place the store, or the folder of `run --record --out`
 */
export async function readRecords(steps: WholeChain, last: Step, place: Store | string): Promise<RecordedStep[]> {
  const keys = stepKeys(steps);
  const records: RecordedStep[] = [];
  for (const step of steps.slice(0, steps.indexOf(last) + 1)) {
    const bytes = typeof place === "string" ? await fromFolder(place, step)
      : await fromStore(place, keys.get(step.name) as string);
    if (bytes === undefined) {
      throw new UserError(`${recordFileOf(step)}: there is no record of the step ${step.name}: ` +
        `\`./rootseed run --record --until ${last.stage}\` makes records`);
    }
    const found = sha256(bytes);
    if (step.record !== undefined && step.record.sha256 !== found) {
      throw new UserError(`${recordFileOf(step)}: expected SHA-256 ${step.record.sha256}, found ${found}`);
    }
    records.push({ step, processes: parseRecord(bytes.toString("utf8"), recordFileOf(step)) });
  }
  return records;
}

async function fromFolder(folder: string, step: Step): Promise<Buffer | undefined> {
  const place = join(folder, recordFileOf(step));
  return existsSync(place) ? readFile(place) : undefined;
}

async function fromStore(store: Store, key: string): Promise<Buffer | undefined> {
  const entry = await store.find(key);
  if (entry !== undefined && "damaged" in entry) {
    throw new UserError(`${entry.damaged}`);
  }
  return entry?.record === undefined ? undefined : store.read(entry.record);
}
