// Finds the links that an earlier run has finished, and brings them into a machine: their artifacts and what they leave
// go on the tape as files (or beside it, where a machine takes files: they may be large), and the plan begins with
// lines that compare them with their hashes, make programs executable, and unpack the packages among them.
//
// How it thinks: a file is proven by its hash when it is looked for, and again when it is used; artifacts are those of
// the pins, and what a link leaves is what its pinned manifest lists. What is not so is said, and made again.
import { join } from "node:path";
import { copyAtomically, isProgram, isProgramText } from "../common/files.js";
import { explain } from "../common/problem.js";
import type { FileBeside } from "../engines/engine.js";
import { differenceFromManifest, manifestPath } from "../steps/manifest.js";
import { formatPins, unpinned } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";
import type { TapeFile } from "../tape/tape.js";
import { standsAlone } from "./keys.js";
import type { Entry, Store, StoredFile } from "./store.js";

/** A link that is not made again. */
export interface KeptLink {
  step: Step;
  entry: Entry;
}

/**
 * The links that the store has, whole and as pinned: from the first one to where one is missing that later ones use.
 * @param pinned false where pins are about to be made.
 */
export async function findKept(
  store: Store, steps: Step[], keys: Map<string, string>, pinned: boolean, note: (line: string) => void,
): Promise<KeptLink[]> {
  await store.tidy().catch((error: unknown) => note(`the store cannot be tidied up: ${explain(error)}`));
  const kept: KeptLink[] = [];
  for (const step of steps) {
    const entry = await findOne(store, step, keys.get(step.name) as string, pinned, note);
    if (entry !== undefined) {
      kept.push({ step, entry });
    } else if (!standsAlone(step)) {
      break;
    }
  }
  return kept;
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
 * What of a link is not as its pins and its manifest say, in words; undefined when all of it is.
 * @param pinned false where pins are about to be made: the manifest counts all the same.
 */
export function differenceFromPins(step: Step, entry: Entry, pinned: boolean): string | undefined {
  const found = new Map(entry.artifacts.map(({ path, sha256 }) => [path, sha256]));
  const wrong = (pinned ? step.pins ?? [] : [])
    .find((pin) => pin.sha256 === unpinned ? !found.has(pin.path) : found.get(pin.path) !== pin.sha256);
  return wrong === undefined ? differenceFromManifest(step, entry.artifacts, entry.state)
    : `${wrong.path}: expected SHA-256 ${wrong.sha256}, found ${found.get(wrong.path) ?? "no such file"}`;
}

/** Copies the artifacts of kept links to FOLDER/MILESTONE/PATH. */
export async function restoreArtifacts(store: Store, kept: KeptLink[], folder: string): Promise<void> {
  for (const { path, sha256 } of kept.flatMap(({ entry }) => entry.artifacts)) {
    await copyAtomically(store.object(sha256), join(folder, path), sha256);
  }
}

/**
 * The files that links have left, by their path in the machine: of links that leave the same folder, it is as the last
 * one has left it.
 */
export function filesLeft<L extends KeptLink>(links: L[]): Map<string, { link: L; file: StoredFile }> {
  const files = new Map<string, { link: L; file: StoredFile }>();
  for (const link of links) {
    for (const path of files.keys()) {
      if (link.step.leaves.some((folder) => path.startsWith(`${folder}/`))) {
        files.delete(path);
      }
    }
    link.entry.state.forEach((file) => files.set(file.path, { link, file }));
  }
  return files;
}

/** The artifact that is the package a link has installed: the one of its own name (steps/run). */
export function packageOf({ step, entry }: KeptLink): StoredFile | undefined {
  return entry.artifacts.find(({ path }) => path === `${step.milestone}/${step.name}.tar`);
}

export interface Resumed {
  onTape: TapeFile[];
  beside: FileBeside[];
  /** How the plan begins. */
  prologue: string[];
}

/**
 * What a machine is given of kept links.
 * @param takesFiles true for a machine that can be given files beside the tape
 * @param check false where pins are about to be made: leaves the comparison with them out
 */
export async function resumeFiles(
  store: Store, kept: KeptLink[], takesFiles: boolean, check: boolean,
): Promise<Resumed> {
  const resumed: Resumed = { onTape: [], beside: [], prologue: [] };
  if (kept.length === 0) {
    return resumed;
  }
  const files = [
    ...kept.flatMap(({ entry }) => entry.artifacts).map((file) => ({ ...file, path: `out/${file.path}` })),
    ...[...filesLeft(kept).values()].map(({ file }) => file),
  ];
  const programs: string[] = [];
  for (const { path, ...file } of files) {
    let isExecutable: boolean;
    if (takesFiles) {
      resumed.beside.push({ path, from: store.object(file.sha256) });
      isExecutable = await isProgram(store.object(file.sha256));
    } else {
      const content = await store.read({ path, ...file });
      resumed.onTape.push({ path, content });
      isExecutable = isProgramText(content);
    }
    if (isExecutable) {
      programs.push(path);
    }
  }
  resumed.onTape.push({ path: "from-store", content: Buffer.from(formatPins(files)) });
  const manifest = kept.map(({ step }) => manifestPath(step)).findLast((path) => path !== undefined);
  const pinned = kept.filter(({ step }) => check && step.pins?.every(({ sha256 }) => sha256 !== unpinned));
  const packages = kept.flatMap((link) => packageOf(link) ?? []);
  return {
    ...resumed,
    prologue: [
      `echo rootseed: from the store: ${kept.map(({ step }) => step.name).join(" ")}`,
      "mkdir -p /bin /build /tmp",
      "cd /",
      "sha256sum -c /from-store",
      ...(manifest === undefined ? [] : [`sha256sum -c /out/${manifest}`]),
      "cd /out",
      ...pinned.map(({ step }) => `sha256sum -c /${step.folder}/pins`),
      "cd /",
      ...programs.map((path) => `chmod 755 /${path}`),
      ...packages.map(({ path }) => `tar xf /out/${path}`),
    ],
  };
}
