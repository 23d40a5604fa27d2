// Takes what links have made as they end, while the machine goes on: proves it by pins and manifest, keeps it in the
// store, and knows where it lies, for an export at the end of the run. What a link leaves in the machine arrives in a
// folder that is put aside at once, because the next link hands out again under the same names.
// It must not stop a run: what cannot be kept is said, and the run goes on. The store never gets what is a user's own.
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { explain } from "../common/problem.js";
import { hashFile, listFiles } from "../common/files.js";
import type { Link } from "../report/journal.js";
import type { Step } from "../steps/steps.js";
import { differenceFromPins } from "./resume.js";
import type { Entry, Store, StoredFile } from "./store.js";

export interface Keeping {
  store: Store;
  keys: Map<string, string>;
  steps: Step[];
  engine: string;
  /** The artifacts of a step that has ended, MILESTONE/PATH. */
  artifactsOf: (step: Step) => string[];
  /** False where pins are about to be made: what was made is kept as it is. */
  pinned: boolean;
  /** Holds MILESTONE/PATH. */
  outFolder: string;
  /** Where the engine puts what a link leaves. */
  stateFolder: string;
  note: (line: string) => void;
}

/** A link that has ended, in this run or an earlier one, with its files. */
export interface FinishedLink {
  step: Step;
  entry: Entry;
  /** Where an artifact, or a file that it has left, lies on this computer. */
  place: (kind: "artifacts" | "state", file: StoredFile) => string;
}

export class Keeper {
  /** The links of this run that ended with what they should have made. */
  readonly finished: FinishedLink[] = [];
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly keeping: Keeping) {}

  /** To be called when a link ends. */
  linkEnded(link: Link): void {
    const { stateFolder, steps } = this.keeping;
    const aside = `${stateFolder}-${link.name}`;
    if (existsSync(stateFolder)) {
      renameSync(stateFolder, aside);
    }
    const step = steps.find(({ name }) => name === link.name);
    if (step !== undefined) {
      this.work = this.work.then(() => this.take(step, link, aside)).catch((error: unknown) => {
        this.keeping.note(`${link.name}: cannot be kept for later runs: ${explain(error)}`);
      });
    }
  }

  /** Resolves when everything is kept. */
  finish(): Promise<void> {
    return this.work;
  }

  private async take(step: Step, link: Link, stateFolder: string): Promise<void> {
    const { store, keys, engine, outFolder, pinned } = this.keeping;
    const paths = this.keeping.artifactsOf(step);
    if (!paths.every((path) => existsSync(join(outFolder, path)))) {
      // It will be said at the end of the run.
      return;
    }
    const entry: Entry = {
      link: link.name, engine, seconds: Math.round((link.ended as number) - link.begun) / 1000,
      ...(link.tests === undefined ? {} : { tests: link.tests }),
      artifacts: await hashFiles(outFolder, paths), state: await hashFiles(stateFolder, await listFiles(stateFolder)),
    };
    const difference = differenceFromPins(step, entry, pinned);
    if (difference !== undefined) {
      this.keeping.note(`${link.name}: is not kept for later runs: ${difference}`);
      return;
    }
    const folders = { artifacts: outFolder, state: stateFolder };
    const finished: FinishedLink = { step, entry, place: (kind, { path }) => join(folders[kind], path) };
    this.finished.push(finished);
    if (!step.own) {
      for (const kind of ["artifacts", "state"] as const) {
        for (const file of entry[kind]) {
          await store.putFile(finished.place(kind, file), file);
        }
      }
      await store.putEntry(keys.get(step.name) as string, entry);
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
