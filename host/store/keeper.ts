// Keeps links in the store as they end, while the machine goes on. What a link leaves in the machine arrives in a
// folder that is put aside at once, because the next link hands out again under the same names.
// It must not stop a run: what cannot be kept is said, and the run goes on.
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { explain } from "../common/problem.js";
import { listFiles } from "../common/files.js";
import type { Link } from "../report/journal.js";
import type { Step } from "../steps/steps.js";
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

export class Keeper {
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
    if (step !== undefined && !step.own) {
      this.work = this.work.then(() => this.keep(step, link, aside)).catch((error: unknown) => {
        this.keeping.note(`${link.name}: cannot be kept for later runs: ${explain(error)}`);
      });
    }
  }

  /** Resolves when everything is kept. */
  finish(): Promise<void> {
    return this.work;
  }

  private async keep(step: Step, link: Link, stateFolder: string): Promise<void> {
    const { store, keys, engine, outFolder, pinned } = this.keeping;
    const artifacts: StoredFile[] = [];
    for (const path of this.keeping.artifactsOf(step)) {
      const from = join(outFolder, path);
      const stored = existsSync(from) ? await store.putFile(from, path) : undefined;
      const pin = step.pins?.find((candidate) => candidate.path === path);
      if (stored === undefined || (pinned && stored.sha256 !== pin?.sha256)) {
        // It will be said at the end of the run.
        return;
      }
      artifacts.push(stored);
    }
    const state: StoredFile[] = [];
    for (const path of await listFiles(stateFolder)) {
      state.push(await store.putFile(join(stateFolder, path), path));
    }
    const leavesAll = step.leaves.every((folder) => state.some(({ path }) => path.startsWith(`${folder}/`)));
    if (leavesAll) {
      const entry: Entry = {
        link: link.name, engine, seconds: Math.round((link.ended as number) - link.begun) / 1000,
        ...(link.tests === undefined ? {} : { tests: link.tests }), artifacts, state,
      };
      await store.putEntry(keys.get(step.name) as string, entry);
    }
  }
}
