// Reads the steps: the lines of `steps/manifest` (manifest.ts), each with the folder that it names.
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../common/files.js";
import { Status, UserError } from "../common/errors.js";
import { containerOf, parseArchive, type Archive } from "../sources/archive.js";
import { parseCosts, unknownCost, type Cost } from "./costs.js";
import { checkFolders, parseManifest, stepFolder, type Flag, type ManifestEntry, type Processor } from "./manifest.js";
import { parsePins, type Pin, unpinned } from "./pins.js";

/** A line of a step's list of files that look generated. */
export interface GeneratedFile {
  path: string;
  /** What a pattern with * stands for. */
  files: number;
  reason: string | null;
}

export interface Step {
  /** What follows the number. */
  name: string;
  /** Its artifacts lie in /out/STAGE; several steps may share one. */
  stage: string;
  /** Where its folder is in the machine, and for ours in the repository: steps/NNN-name. */
  folder: string;
  /** What it makes: how its script begins to say it. */
  title: string;
  /** The step whose compiler it is made with, or `seed`; undefined where nothing is compiled. */
  madeBy: string | undefined;
  runsOn: Processor;
  /** True for a script of the user's that any machine's shell runs, whatever the processor. */
  runsAnywhere?: boolean;
  flags: Flag[];
  archives: Archive[];
  cost: Cost;
  /** Undefined when the step has no pins file yet. */
  pins: Pin[] | undefined;
  /** The files of the repository that take part (inputs.ts); undefined when they were not listed yet. */
  inputs: Pin[] | undefined;
  /** The pins of its records of processes, if there are any: by the chain's kernel, by strace (record/place.ts). */
  records: Pin[];
  /** Names of the *.patch files. */
  patches: string[];
  /**
   * Files of the archives that look as if a program had made them. One without a reason was made by a program, and the
   * step uses it as shipped; a reason says why it is none, or takes no part, or that it is made anew.
   */
  generated: GeneratedFile[];
  /** Folders of the machine, relative to its root, that later steps use: they are delivered, for runs that resume. */
  exports: string[];
  /** True for a step of the user's, which needs no pins; `run` is then how it is run, in the chain's shell language. */
  isUserStep: boolean;
  run?: string[];
  /** True for a script of the shell that was built before (`#!/bin/sh`); else it is one of the chain's shell. */
  ownShell: boolean;
}

declare const whole: unique symbol;

/**
 * All steps of a manifest. A part of them is no such list: what a step's key is made of lies in later steps, too, where
 * it packs all sources (store/keys.ts).
 */
export type WholeChain = Step[] & { readonly [whole]: true };

const manifestPath = "steps/manifest";

async function readManifest(root: string): Promise<ManifestEntry[]> {
  const text = await readIfThere(join(root, manifestPath));
  if (text === undefined) {
    throw new UserError(`${join(root, "steps")}: there is no manifest: is the repository complete?`);
  }
  return parseManifest(text, manifestPath);
}

/** The stage where a run ends that is not told where. */
export async function readDefaultStage(root: string): Promise<string> {
  return defaultOf(await readManifest(root)).stage;
}

function defaultOf(entries: ManifestEntry[]): ManifestEntry {
  const entry = entries.find(({ flags }) => flags.includes("default"));
  if (entry === undefined) {
    throw new UserError(`${manifestPath}: no step has the flag default`);
  }
  return entry;
}

/** All steps of a repository in their order. */
export async function readSteps(root: string): Promise<WholeChain> {
  const place = join(root, "steps");
  const entries = await readManifest(root);
  checkFolders(entries, await stepFolders(place), manifestPath);
  defaultOf(entries);
  const costs = parseCosts(await readIfThere(join(place, "costs")) ?? "", "steps/costs");
  const stranger = [...costs.keys()].find((cost) => !entries.some(({ name }) => name === cost));
  if (stranger !== undefined) {
    throw new UserError(`steps/costs: there is no step ${stranger}`);
  }
  return Promise.all(entries.map(async (entry) => readStep(entry, join(place, entry.folder), "steps",
    await Promise.all(entry.archives.map((name) => readArchive(entry, name, place, "steps"))),
    costs.get(entry.name) ?? unknownCost))) as Promise<WholeChain>;
}

/** The step folders in a folder, sorted. */
export async function stepFolders(place: string): Promise<string[]> {
  return (await readdir(place, { withFileTypes: true }))
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && stepFolder.test(entry.name))
    .map((entry) => entry.name)
    .sort(compareText);
}

/**
 * The archive that a line of a manifest names.
 * @param place the folder of the manifest
 * @param inMachine what that folder is called in the machine
 */
export async function readArchive(
  entry: ManifestEntry, name: string, place: string, inMachine: string,
): Promise<Archive> {
  const path = join(place, "archives", name);
  const list = `${inMachine}/archives/${name}`;
  const text = await readIfThere(path);
  if (text === undefined) {
    throw new UserError(`${entry.place}: there is no archive ${name}: ${path} is missing`);
  }
  const archive = parseArchive(text, list, inMachine === "steps" ? list : path);
  const container = containerOf(archive);
  if (container === undefined) {
    return archive;
  }
  const outer = await readArchive(entry, container.name, place, inMachine);
  return { ...archive, inside: { archive: outer, members: container.members } };
}

/**
 * Reads the folder `place` of a step.
 * @param inMachine the folder in the machine in which it will lie
 */
export async function readStep(
  entry: ManifestEntry, place: string, inMachine: string, archives: Archive[], cost: Cost,
): Promise<Step> {
  const folder = `${inMachine}/${entry.folder}`;
  const files = await readdir(place);
  const build = await readIfThere(join(place, "build"));
  if (build === undefined) {
    throw new UserError(`${folder}: the script "build" is missing: is the repository complete?`);
  }
  const pins = await readIfThere(join(place, "pins"));
  const inputs = await readIfThere(join(place, "inputs"));
  const record = await readIfThere(join(place, "record"));
  const { name, stage, madeBy, runsOn, flags, exports } = entry;
  return {
    name, stage, folder, madeBy, runsOn, flags, archives, cost, exports,
    title: titleOf(build),
    pins: pins === undefined ? undefined : checkPins(parsePins(pins, `${folder}/pins`), stage, folder),
    inputs: inputs === undefined ? undefined : parsePins(inputs, `${folder}/inputs`),
    records: parsePins(record ?? "", `${folder}/record`),
    patches: files.filter((file) => file.endsWith(".patch")).sort(compareText),
    generated: parseGenerated(await readIfThere(join(place, "generated")) ?? ""),
    isUserStep: false,
    ownShell: build.startsWith("#!/bin/sh\n"),
  };
}

/** The first words of a script's opening comment, up to a point, colon or semicolon. */
function titleOf(script: string): string {
  const [, comment = ""] = /^(?:#!.*\n)?((?:#.*\n)*)/.exec(script) ?? [];
  const text = comment.replace(/^# ?/gm, "").replaceAll("\n", " ");
  return text.split(/[.;:]\s/)[0]?.trim() ?? "";
}

/** Lines `PATH`, `PATTERN COUNT`, `PATH  REASON`, `PATTERN COUNT  REASON`. */
export function parseGenerated(text: string): GeneratedFile[] {
  return text.split("\n").map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== "").map((line) => {
    const [path = "", ...words] = line.split(/\s+/);
    const files = /^[0-9]+$/.test(words[0] ?? "") ? Number(words.shift()) : 1;
    return { path, files, reason: words.length === 0 ? null : words.join(" ") };
  });
}

/** How many files were made by programs and take part. */
export function countGenerated(files: GeneratedFile[]): number {
  return countFiles(files, (reason) => reason === null);
}

/** How many were made by programs, and are made again by the step, from what people write, before they take part. */
export function countMadeAnew(files: GeneratedFile[]): number {
  return countFiles(files, (reason) => reason?.startsWith("made anew") === true);
}

function countFiles(files: GeneratedFile[], counts: (reason: string | null) => boolean): number {
  return files.reduce((sum, { files: number, reason }) => sum + (counts(reason) ? number : 0), 0);
}

function checkPins(pins: Pin[], stage: string, folder: string): Pin[] {
  const stranger = pins.find((pin) => !pin.path.startsWith(`${stage}/`));
  if (stranger !== undefined) {
    throw new UserError(`${folder}/pins: ${stranger.path} does not lie below ${stage}/`);
  }
  return pins;
}

/** The text of a file; undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return existsSync(path) ? await readFile(path, "utf8") : undefined;
}

/** The names of the stages in their order. */
export function stagesOf(steps: Step[]): string[] {
  return [...new Set(steps.map((step) => step.stage))];
}

/** The step that has a flag which only one has; undefined when these steps do not have it. */
export function flagged(steps: Step[], flag: Flag): Step | undefined {
  return steps.find(({ flags }) => flags.includes(flag));
}

/** The steps up to the end of the stage (or step) `until`; up to the default one when it is undefined. */
export function stepsUntil(steps: Step[], until: string | undefined): Step[] {
  const wanted = until ?? flagged(steps, "default")?.name;
  const index = steps.findLastIndex((step) => step.stage === wanted || step.name === wanted);
  if (index < 0) {
    const names = stagesOf(steps).join(", ");
    throw new UserError(`no stage "${until}": choose one of ${names}`, Status.Usage);
  }
  return steps.slice(0, index + 1);
}

/** The processor that programs need after some of all steps: that of the next step, which goes on from there. */
export function processorAfter(allSteps: Step[], steps: Step[]): Processor {
  return (allSteps[steps.length] ?? steps.at(-1) as Step).runsOn;
}

/** The steps up to the end of the stage (or step) `until`; when it is undefined, of the last stage that is pinned. */
export function stepsToEnd(steps: Step[], until: string | undefined): Step[] {
  const isPinned = ({ pins }: Step): boolean => pins?.every(({ sha256 }) => sha256 !== unpinned) === true;
  const last = stagesOf(steps).findLast((stage) => steps.filter((step) => step.stage === stage).every(isPinned));
  return stepsUntil(steps, until ?? last ?? "");
}

/** The archives of some steps, each once, in the order of first use. */
export function archivesOf(steps: Step[]): Archive[] {
  const found = new Map<string, Archive>();
  for (const archive of steps.flatMap(({ archives }) => archives)) {
    const known = found.get(archive.file);
    if (known !== undefined && known.sha256 !== archive.sha256) {
      throw new UserError(`${archive.list}: ${archive.file} has another hash in ${known.list}`);
    }
    found.set(archive.file, known ?? archive);
  }
  return [...found.values()];
}
