// Finds the steps that an earlier run has finished, and brings them into a machine: their artifacts and what they leave
// go on the tape as files (or next to it, where a machine takes files: they may be large), and the plan begins with
// lines that compare them with their hashes, make programs executable, and unpack the packages among them.
//
// How it thinks: a file is proven by its hash when it is looked for, and again when it is used; artifacts are those of
// the pins, and what a step exports is what its pinned list has. What is not so is said, and made again.
import { join } from "node:path";
import { copyAtomically, isProgram, isProgramText, readProven } from "../common/files.js";
import { explain } from "../common/errors.js";
import { shellWord } from "../common/text.js";
import type { ExtraFile } from "../engines/engine.js";
import { differenceFromExportList, exportListPath } from "../steps/exports.js";
import { recordFileOf, recordPin, type Recorder } from "../record/place.js";
import { formatPins, unpinned } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";
import type { TapeFile } from "../tape/format.js";
import type { Entry, Store, StoredFile } from "./store.js";

/** A step that is not made again. */
export interface CachedStep {
  step: Step;
  entry: Entry;
}

/** A step that has ended, in this run or an earlier one, with its files. */
export interface FinishedStep extends CachedStep {
  /** Where an artifact, or a file that it has left, lies on this computer. */
  place: (kind: "artifacts" | "state", file: StoredFile) => string;
}

/** A cached step with its files in the store. */
export function inStore(store: Store, step: CachedStep): FinishedStep {
  return { ...step, place: (_, { sha256: hash }) => store.object(hash) };
}

/**
 * The steps that the store has, whole and as pinned: from the first one to where one is missing that later ones use.
 * @param pinned false where pins are about to be made.
 * @param recorded those that are missing where the store has no record of them by this recorder, or not the pinned one
 */
export async function findCached(
  store: Store, steps: Step[], keys: Map<string, string>, pinned: boolean, note: (line: string) => void,
  recorded = new Map<Step, Recorder>(),
): Promise<CachedStep[]> {
  await store.tidy().catch((error: unknown) => note(`the store cannot be tidied up: ${explain(error)}`));
  const cached: CachedStep[] = [];
  for (const step of steps) {
    const entry = await findOne(store, step, keys.get(step.name) as string, pinned, note);
    if (entry !== undefined && hasRecord(step, entry, recorded.get(step))) {
      cached.push({ step, entry });
    } else if (!step.flags.includes("unused")) {
      break;
    }
  }
  return cached;
}

function hasRecord(step: Step, { record }: Entry, recorder: Recorder | undefined): boolean {
  return recorder === undefined || (record?.path === recordFileOf(step, recorder) &&
    (recordPin(step, recorder)?.sha256 ?? record.sha256) === record.sha256);
}

async function findOne(
  store: Store, step: Step, key: string, pinned: boolean, note: (line: string) => void,
): Promise<Entry | undefined> {
  const entry = await store.find(key);
  if (entry === undefined) {
    return undefined;
  }
  const damage = "damaged" in entry ? entry.damaged : differenceFromPins(step, entry, pinned);
  if (damage === undefined) {
    return entry as Entry;
  }
  note(`${step.name}: what the store has of it is damaged and not used (${damage})`);
  // Where it cannot be removed it cannot be replaced, which will be said then.
  await store.remove(key).catch(() => undefined);
  return undefined;
}

/**
 * What of a step is not as its pins and its list of exports say, in words; undefined when all of it is.
 * @param pinned false where pins are about to be made: the list counts in any case.
 */
export function differenceFromPins(step: Step, entry: Entry, pinned: boolean): string | undefined {
  const found = new Map(entry.artifacts.map(({ path, sha256 }) => [path, sha256]));
  const wrong = (pinned ? step.pins ?? [] : [])
    .find((pin) => pin.sha256 === unpinned ? !found.has(pin.path) : found.get(pin.path) !== pin.sha256);
  return wrong === undefined ? differenceFromExportList(step, entry.artifacts, entry.state)
    : `${wrong.path}: expected SHA-256 ${wrong.sha256}, found ${found.get(wrong.path) ?? "no such file"}`;
}

/** Copies the artifacts of cached steps, and where it is wanted their records, to FOLDER/STAGE/PATH. */
export async function restoreArtifacts(
  store: Store, cached: CachedStep[], folder: string, withRecords: boolean,
): Promise<void> {
  const files = cached.flatMap(({ entry: { artifacts, record } }) =>
    withRecords && record !== undefined ? [...artifacts, record] : artifacts);
  for (const { path, sha256 } of files) {
    await copyAtomically(store.object(sha256), join(folder, path), sha256);
  }
}

/**
 * The files that steps have left, by their path in the machine: of steps that leave the same folder, it is as the last
 * one has left it.
 */
export function filesLeft<L extends CachedStep>(steps: L[]): Map<string, { from: L; file: StoredFile }> {
  const files = new Map<string, { from: L; file: StoredFile }>();
  for (const from of steps) {
    for (const path of files.keys()) {
      if (from.step.exports.some((folder) => path.startsWith(`${folder}/`))) {
        files.delete(path);
      }
    }
    from.entry.state.forEach((file) => files.set(file.path, { from, file }));
  }
  return files;
}

/** The artifact that is the package a step has installed: the one of its own name (steps/run). */
export function packageOf({ step, entry }: CachedStep): StoredFile | undefined {
  return entry.artifacts.find(({ path }) => path === `${step.stage}/${step.name}.tar`);
}

export interface Resumed {
  onTape: TapeFile[];
  extraFiles: ExtraFile[];
  /** How the plan begins. */
  prologue: string[];
}

/**
 * What a machine is given of steps that are not made again.
 * @param takesFiles true for a machine that can be given files next to the tape
 * @param check false where pins are about to be made: leaves the comparison with them out
 */
export async function resumeFiles(steps: FinishedStep[], takesFiles: boolean, check: boolean): Promise<Resumed> {
  const resumed: Resumed = { onTape: [], extraFiles: [], prologue: [] };
  if (steps.length === 0) {
    return resumed;
  }
  const files = [
    ...steps.flatMap((step) => step.entry.artifacts.map((file) =>
      ({ path: `out/${file.path}`, sha256: file.sha256, from: step.place("artifacts", file) }))),
    ...[...filesLeft(steps).values()].map(({ from: step, file }) =>
      ({ path: file.path, sha256: file.sha256, from: step.place("state", file) })),
  ];
  const programs: string[] = [];
  for (const { path, sha256, from } of files) {
    let isExecutable: boolean;
    if (takesFiles) {
      resumed.extraFiles.push({ path, from });
      isExecutable = await isProgram(from);
    } else {
      const content = await readProven(from, sha256);
      resumed.onTape.push({ path, content });
      isExecutable = isProgramText(content);
    }
    if (isExecutable) {
      programs.push(path);
    }
  }
  const hashes = formatPins(files.map(({ path, sha256 }) => ({ path, sha256 })));
  resumed.onTape.push({ path: "stored-hashes", content: Buffer.from(hashes) });
  const exportList = steps.map(({ step }) => exportListPath(step)).findLast((path) => path !== undefined);
  const pinned = steps.filter(({ step }) => check && step.pins?.every(({ sha256 }) => sha256 !== unpinned));
  const packages = steps.flatMap((step) => packageOf(step) ?? []);
  return {
    ...resumed,
    prologue: [
      `echo rootseed: from the store: ${steps.map(({ step }) => step.name).join(" ")}`,
      "mkdir -p /bin /build /tmp",
      "cd /",
      "sha256sum -c /stored-hashes",
      ...(exportList === undefined ? [] : [`sha256sum -c /out/${exportList}`]),
      "cd /out",
      ...pinned.map(({ step }) => `sha256sum -c /${step.folder}/pins`),
      "cd /",
      ...programs.map((path) => `chmod 755 ${shellWord(`/${path}`)}`),
      ...packages.map(({ path }) => `tar xf /out/${path}`),
    ],
  };
}
