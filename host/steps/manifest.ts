// Reads `steps/manifest`, the list of all steps in their order, one a line; the file itself says what its columns mean.
// A folder with steps of the user's may have such a list, too (docs/own-steps.md).
//
// How it thinks: the list is complete or wrong. Every name in it is checked here, by what the list alone tells; that
// folders and archives are there, where they are read (steps.ts).
import { parseRows, parseWords, wrongRow, type Row } from "./columns.js";

const titles = ["step", "stage", "made by", "runs on", "exports", "flags", "archives"];

/** What a step runs on: programs for a processor, on our kernel or any Linux; or any Linux for x86-64, but not ours. */
const processors = ["i386", "x86-64", "linux"] as const;

export type Processor = (typeof processors)[number];

/** What may be true of a step; of those that are `single`, of one step alone. */
const flags = {
  base: "every step runs on it",
  unused: "no other step uses its file",
  fixpoint: "it rebuilds itself until no byte changes",
  default: "a run ends here, if not told where",
  shell: "later steps have its /bin/sh",
  linux: "our kernel can start its stage",
  sources: "it packs the repository's sources",
} as const;

export type Flag = keyof typeof flags;

const single: Flag[] = ["default", "shell", "linux", "sources"];

/** A step as its line describes it. */
export interface ManifestEntry {
  /** Its folder: NNN-NAME. */
  folder: string;
  name: string;
  /** Its artifacts lie in /out/STAGE; several steps may share one. */
  stage: string;
  /** The step whose compiler it is made with, or `seed`; undefined where nothing is compiled. */
  madeBy: string | undefined;
  runsOn: Processor;
  /** Folders of the machine, relative to its root, that later steps use. */
  exports: string[];
  flags: Flag[];
  /** Names in steps/archives. */
  archives: string[];
  /** FILE:LINE, for messages. */
  place: string;
}

export const stepFolder = /^[0-9]{3}-[a-z0-9]+(-[a-z0-9]+)*$/;
const word = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Not `-`, which is nothing, so that a shell can split the column. */
const archiveName = /^[a-z0-9]+$/;
const exportedFolder = /^[A-Za-z0-9_+-][A-Za-z0-9._+-]*(\/[A-Za-z0-9_+-][A-Za-z0-9._+-]*)*$/;

/**
 * Parses a manifest; `path` is for the messages.
 * @param earlier the names of the steps that come before all of these
 */
export function parseManifest(text: string, path: string, earlier: string[] = []): ManifestEntry[] {
  const entries: ManifestEntry[] = [];
  const names = ["seed", ...earlier];
  for (const row of parseRows(text, path, titles)) {
    const entry = parseEntry(row);
    checkOrder(row, entry, entries);
    if (entry.madeBy !== undefined && !names.includes(entry.madeBy)) {
      throw wrongRow(row, `made by ${JSON.stringify(entry.madeBy)}: expected seed, the name of an earlier step, or -`);
    }
    if (entry.runsOn === "linux" && earlier.length === 0 && !entries.some((one) => one.flags.includes("linux"))) {
      throw wrongRow(row, "runs on linux: expected a step with the flag linux, which makes it, before this one");
    }
    names.push(entry.name);
    entries.push(entry);
  }
  if (entries.length === 0) {
    throw wrongRow({ place: path }, "there is no step in it");
  }
  return entries;
}

function parseEntry(row: Row): ManifestEntry {
  const [folder, stage, madeBy, runsOn, exports, flagWords, archives] = row.fields as
    [string, string, string, string, string, string, string];
  const processor = processors.find((name) => name === runsOn);
  if (!stepFolder.test(folder)) {
    throw wrongRow(row, "expected a folder NNN-name (three digits, then small letters, digits and -), found " +
      JSON.stringify(folder));
  }
  if (!word.test(stage)) {
    throw wrongRow(row, `expected a stage of small letters, digits and -, found ${JSON.stringify(stage)}`);
  }
  if (processor === undefined) {
    throw wrongRow(row, `runs on ${JSON.stringify(runsOn)}: expected one of ${processors.join(", ")}`);
  }
  return {
    folder,
    name: folder.slice(4),
    stage,
    madeBy: madeBy === "-" ? undefined : madeBy,
    runsOn: processor,
    exports: parseWords(row, exports, exportedFolder, "a folder of the machine without the first /, like usr/lib"),
    flags: parseWords(row, flagWords, new RegExp(`^(${Object.keys(flags).join("|")})$`),
      `a flag of ${Object.keys(flags).join(", ")}`) as Flag[],
    archives: parseWords(row, archives, archiveName, "the name of an archive (small letters and digits)"),
    place: row.place,
  };
}

/** Throws when a step is not in its place after the others, or takes the name of another one. */
function checkOrder(row: Row, entry: ManifestEntry, before: ManifestEntry[]): void {
  const last = before.at(-1);
  if (last !== undefined && entry.folder.slice(0, 3) <= last.folder.slice(0, 3)) {
    throw wrongRow(row, `${entry.folder} comes after ${last.folder}: its number must be larger`);
  }
  const namesake = before.find(({ name }) => name === entry.name);
  if (namesake !== undefined) {
    throw wrongRow(row, `the name ${entry.name} is that of ${namesake.folder}, too`);
  }
  if (last !== undefined && entry.stage !== last.stage && before.some(({ stage }) => stage === entry.stage)) {
    throw wrongRow(row, `the stage ${entry.stage} has ended before ${last.folder}: the steps of a stage follow each ` +
      "other");
  }
  const other = before.find(({ name, stage }) =>
    (name === entry.stage || stage === entry.name) && stage !== entry.stage);
  if (other !== undefined) {
    throw wrongRow(row, `${other.name === entry.stage ? entry.stage : entry.name} names ${other.folder} or its stage ` +
      "already: a step and another stage cannot share a name");
  }
  const repeated = entry.flags.find((flag) => single.includes(flag) && before.some((one) => one.flags.includes(flag)));
  if (repeated !== undefined) {
    throw wrongRow(row, `the flag ${repeated} is for one step alone, and an earlier one has it`);
  }
}

/** Throws when the folders that there are differ from those that a manifest lists. */
export function checkFolders(entries: ManifestEntry[], folders: string[], path: string): void {
  const missing = entries.find(({ folder }) => !folders.includes(folder));
  if (missing !== undefined) {
    throw wrongRow(missing, `there is no folder ${missing.folder} beside the manifest`);
  }
  const unlisted = folders.find((name) => !entries.some(({ folder }) => folder === name));
  if (unlisted !== undefined) {
    throw wrongRow({ place: path }, `the folder ${unlisted} has no line in it: add one, or remove the folder`);
  }
}
