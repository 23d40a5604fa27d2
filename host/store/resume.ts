// Finds the links that an earlier run has finished, and brings them into a machine: their artifacts and what they leave
// go on the tape as files (or beside it, where a machine takes files: they may be large), and the plan begins with
// lines that compare them with their hashes, make programs executable, and unpack the packages among them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { copyAtomically, isProgram } from "../common/files.js";
import type { FileBeside } from "../engines/engine.js";
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
  await store.tidy();
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
  const damage = "damaged" in entry ? entry.damaged : pinned ? differenceFromPins(step, entry) : undefined;
  if (damage === undefined) {
    return entry as Entry;
  }
  note(`${step.name}: what the store has of it is damaged and not used (${damage})`);
  await store.remove(key);
  return undefined;
}

function differenceFromPins(step: Step, entry: Entry): string | undefined {
  const found = new Map(entry.artifacts.map(({ path, sha256 }) => [path, sha256]));
  const wrong = step.pins?.find((pin) => found.get(pin.path) !== pin.sha256);
  return wrong === undefined ? undefined
    : `${wrong.path}: expected SHA-256 ${wrong.sha256}, found ${found.get(wrong.path) ?? "no such file"}`;
}

/** Copies the artifacts of kept links to FOLDER/MILESTONE/PATH. */
export async function restoreArtifacts(store: Store, kept: KeptLink[], folder: string): Promise<void> {
  for (const { path, sha256 } of kept.flatMap(({ entry }) => entry.artifacts)) {
    await copyAtomically(store.object(sha256), join(folder, path));
  }
}

/** The files of kept links by their path in the machine; of two with the same path the later one. */
export function filesOf(kept: KeptLink[]): Map<string, StoredFile> {
  const files = new Map<string, StoredFile>();
  for (const { entry } of kept) {
    entry.artifacts.forEach((file) => files.set(`out/${file.path}`, file));
    entry.state.forEach((file) => files.set(file.path, file));
  }
  return files;
}

export interface Resumed {
  onTape: TapeFile[];
  beside: FileBeside[];
  /** How the plan begins. */
  prologue: string[];
}

/** What a machine is given of kept links. */
export async function resumeFiles(store: Store, kept: KeptLink[], takesFiles: boolean): Promise<Resumed> {
  const resumed: Resumed = { onTape: [], beside: [], prologue: [] };
  if (kept.length === 0) {
    return resumed;
  }
  const files = filesOf(kept);
  const programs: string[] = [];
  const hashes: string[] = [];
  for (const [path, { sha256 }] of files) {
    if (takesFiles) {
      resumed.beside.push({ path, from: store.object(sha256) });
    } else {
      resumed.onTape.push({ path, content: await readFile(store.object(sha256)) });
    }
    hashes.push(`${sha256}  ${path}\n`);
    if (await isProgram(store.object(sha256))) {
      programs.push(path);
    }
  }
  resumed.onTape.push({ path: "from-store", content: Buffer.from(hashes.join("")) });
  return {
    ...resumed,
    prologue: [
      `echo rootseed: from the store: ${kept.map(({ step }) => step.name).join(" ")}`,
      "mkdir -p /bin /build /tmp",
      "cd /",
      "sha256sum -c /from-store",
      "cd /out",
      ...kept.map(({ step }) => `sha256sum -c /${step.folder}/pins`),
      "cd /",
      ...programs.map((path) => `chmod 755 /${path}`),
      // A step's artifact of its own name is the package that it has installed (steps/run).
      ...kept.map(({ step }) => `${step.milestone}/${step.name}.tar`)
        .filter((path) => files.has(`out/${path}`)).map((path) => `tar xf /out/${path}`),
    ],
  };
}
