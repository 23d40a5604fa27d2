// Takes what steps have made as they end, while the machine goes on: proves it by pins and manifest, keeps it in the
// store, and knows where it lies, for an export at the end of the run. What a step leaves in the machine arrives in a
// folder that is put aside at once, because the next step delivers again under the same names.
// It must not stop a run: what cannot be kept is said, and the run goes on. The store never gets what is a user's own.
import { existsSync, renameSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { explain } from "../common/errors.js";
import { giveName, hashFile, listFiles, makeFolder } from "../common/files.js";
import { parseFileList, type HostRecorder } from "../record/host-recorder.js";
import { parseEvents } from "../record/events.js";
import { recordFileOf } from "../record/place.js";
import { gatherProcesses } from "../record/processes.js";
import { formatRecord } from "../record/text.js";
import type { StepRun } from "../report/journal.js";
import type { Step } from "../steps/steps.js";
import { recordPlace } from "../tape/plan.js";
import { differenceFromPins, type FinishedStep } from "./resume.js";
import type { Entry, Store, StoredFile } from "./store.js";

/** Where the files of the steps come from. */
export interface StepFiles {
  /** The name of the engine. */
  engine: string;
  /** Holds STAGE/PATH. */
  outFolder: string;
  /** Where the engine puts what a step exports. */
  stateFolder: string;
  /** False where pins are about to be made: what was made is kept as it is. */
  pinned: boolean;
  /** Where strace records; the chain's kernel hands its record out. */
  recorder?: HostRecorder | undefined;
}

export class StoreWriter {
  private work: Promise<void> = Promise.resolve();

  /** @param finished gets the steps that ended with what they should have made. */
  constructor(
    private readonly store: Store, private readonly keys: Map<string, string>, private readonly files: StepFiles,
    private readonly finished: FinishedStep[], private readonly note: (line: string) => void,
  ) {}

  /**
   * To be called when a step ends.
   * @param artifacts its own, STAGE/PATH
   */
  stepEnded(step: Step, run: StepRun, artifacts: string[]): void {
    const { stateFolder } = this.files;
    const aside = `${stateFolder}-${run.name}`;
    if (existsSync(stateFolder)) {
      renameSync(stateFolder, aside);
    }
    this.work = this.work.then(() => this.take(step, run, artifacts, aside)).catch((error: unknown) => {
      this.note(`${run.name}: cannot be kept for later runs: ${explain(error)}`);
    });
  }

  /** Puts the record that the machine has delivered, if it has, into its final form and place. */
  private async takeRecord(step: Step, stateFolder: string): Promise<StoredFile | undefined> {
    const delivered = join(stateFolder, recordPlace(step));
    if (!existsSync(delivered)) {
      return undefined;
    }
    const text = await readFile(delivered, "utf8");
    await rm(delivered);
    const { recorder } = this.files;
    const processes = recorder === undefined ? gatherProcesses(parseEvents(text, `the record of ${step.name}`))
      : recorder.takeStep(parseFileList(text));
    const path = recordFileOf(step, recorder === undefined ? "kernel" : "strace");
    const place = join(this.files.outFolder, path);
    // Written elsewhere: the machine may be listing its files just now, and must not see one that is gone at once.
    await writeFile(delivered, formatRecord(step.name, processes));
    await makeFolder(dirname(place));
    await giveName(delivered, place);
    return { path, ...await hashFile(place) };
  }

  /** Resolves when everything is kept. */
  finish(): Promise<void> {
    return this.work;
  }

  private async take(step: Step, run: StepRun, paths: string[], stateFolder: string): Promise<void> {
    const { engine, outFolder, pinned } = this.files;
    if (!paths.every((path) => existsSync(join(outFolder, path)))) {
      // It will be said at the end of the run.
      return;
    }
    const record = await this.takeRecord(step, stateFolder);
    const entry: Entry = {
      step: run.name, engine, seconds: Math.round((run.ended as number) - run.begun) / 1000,
      ...(run.tests === undefined ? {} : { tests: run.tests }),
      artifacts: await hashFiles(outFolder, paths), state: await hashFiles(stateFolder, await listFiles(stateFolder)),
      ...(record === undefined ? {} : { record }),
    };
    const difference = differenceFromPins(step, entry, pinned);
    if (difference !== undefined) {
      this.note(`${run.name}: is not kept for later runs: ${difference}`);
      return;
    }
    const folders = { artifacts: outFolder, state: stateFolder };
    const finished: FinishedStep = { step, entry, place: (kind, { path }) => join(folders[kind], path) };
    this.finished.push(finished);
    if (!step.isUserStep) {
      for (const kind of ["artifacts", "state"] as const) {
        for (const file of entry[kind]) {
          await this.store.putFile(finished.place(kind, file), file);
        }
      }
      if (record !== undefined) {
        await this.store.putFile(join(outFolder, record.path), record);
      }
      await this.store.putEntry(this.keys.get(step.name) as string, entry);
    }
  }
}

async function hashFiles(folder: string, paths: string[]): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const path of paths) {
    files.push({ path, ...await hashFile(join(folder, path)) });
  }
  return files;
}
