// Reads the records of processes that the store has, or a folder that a run was told to write: those of all steps up to
// one, from the first on. A step without a record that an explanation needs is an error that says how to make one.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../common/errors.js";
import { sha256 } from "../common/files.js";
import { recordFileOf, recordFilesOf } from "../record/place.js";
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
    const record = typeof place === "string" ? await findRecord(place, step)
      : await fromStore(place, keys.get(step.name) as string);
    if (record === undefined) {
      throw new UserError(`${recordFileOf(step, "kernel")}: there is no record of the step ${step.name}: ` +
        `\`./rootseed run --record --until ${last.stage}\` makes records`);
    }
    const found = sha256(record.bytes);
    const pin = step.records.find(({ path }) => path === record.path);
    if (pin !== undefined && pin.sha256 !== found) {
      throw new UserError(`${record.path}: expected SHA-256 ${pin.sha256}, found ${found}`);
    }
    records.push({ step, processes: parseRecord(record.bytes.toString("utf8"), record.path) });
  }
  return records;
}

export interface FoundRecord {
  /** STAGE/NAME.record, by which its pin is found. */
  path: string;
  bytes: Buffer;
}

/** The record of a step in the folder of `run --record --out`, by whom it may be; undefined when there is none. */
export async function findRecord(folder: string, step: Step): Promise<FoundRecord | undefined> {
  const path = recordFilesOf(step).find((one) => existsSync(join(folder, one)));
  return path === undefined ? undefined : { path, bytes: await readFile(join(folder, path)) };
}

async function fromStore(store: Store, key: string): Promise<FoundRecord | undefined> {
  const entry = await store.find(key);
  if (entry !== undefined && "damaged" in entry) {
    throw new UserError(`${entry.damaged}`);
  }
  return entry?.record === undefined ? undefined : { path: entry.record.path, bytes: await store.read(entry.record) };
}
