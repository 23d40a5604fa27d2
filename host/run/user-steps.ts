// What a user adds to a run: files and folders (--add), a script after the last stage (--script), and step folders
// of their own (--steps); docs/own-steps.md explains them. Artifacts come out like ours, but need no pins.
//
// How it thinks: all of it lies on the tape, but nothing of it is in its place before our last step has ended. So our
// steps are built, kept for later runs and compared with their pins as if the user had added nothing.
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { listFiles, readOrdinaryFile } from "../common/files.js";
import { Status, UserError } from "../common/errors.js";
import { shellWord } from "../common/text.js";
import type { Archive } from "../sources/archive.js";
import { unknownCost } from "../steps/costs.js";
import { checkFolders, parseManifest, type ManifestEntry, type Processor } from "../steps/manifest.js";
import {
  flagged, processorAfter, readArchive, readIfThere, readStep, stagesOf, stepFolders, type Step,
} from "../steps/steps.js";
import { isInsidePath } from "../tape/delivery-stream.js";
import { formatFiles, type TapeFile } from "../tape/format.js";

export interface AdditionOptions {
  /** HOSTPATH:PATH. */
  add: string[];
  script: string | undefined;
  steps: string | undefined;
}

export interface UserAdditions {
  files: TapeFile[];
  /** Lines of the plan, after our last step, that put the files of --add in their places. */
  placing: string[];
  steps: Step[];
  /** The processor for what follows our last step, where the user does not say so. */
  runsOn: Processor;
}

/** Where the user's steps are in the machine. */
const userFolder = "own";

/** The stage of --script. */
const scriptName = "script";

/** The files of --add, on the tape. */
const addedFiles = "added";

/** What the tape itself brings; nobody may replace it. */
const reservedPaths = [
  "seed", "chain", "steps", "sources", "plan", "stored-hashes", "linux-hashes", "seed-host", "interactive", addedFiles,
  "out", "dev", "proc",
];

/** What is looked for below /bin before there is a userland: the chain's own tools. */
const chainInterpreters = ["/bin/tools"];

/**
 * Reads what a user adds.
 * @param chainSteps ours that come before
 * @param allSteps ours, however far the run goes: their names are taken
 */
export async function readUserAdditions(
  options: AdditionOptions, chainSteps: Step[], allSteps: Step[],
): Promise<UserAdditions> {
  const runsOn = processorAfter(allSteps, chainSteps);
  const additions: UserAdditions = { files: [], placing: [], steps: [], runsOn };
  for (const addition of options.add) {
    await addFiles(addition, additions);
  }
  const placed = additions.files.map(({ path }) => `/${path}`);
  if (additions.files.length > 0) {
    const programs = additions.placing;
    additions.files = [{ path: addedFiles, content: formatFiles(additions.files) }];
    additions.placing = ["cd /", `unpack < ${addedFiles}`, `rm ${addedFiles}`, ...programs];
  }
  if (options.steps !== undefined) {
    await addSteps(options.steps, allSteps, additions);
  }
  if (options.script !== undefined) {
    await addScript(options.script, additions);
  }
  if (flagged(chainSteps, "shell") === undefined) {
    requireInterpreters(additions, flagged(allSteps, "shell")?.stage, [...chainInterpreters, ...placed]);
  }
  return additions;
}

/** Throws when a script of the user's asks by its #! line for a program that will not be there. */
function requireInterpreters(additions: UserAdditions, shell: string | undefined, there: string[]): void {
  for (const { folder } of additions.steps) {
    const script = additions.files.find(({ path }) => path === `${folder}/build`)?.content ?? new Uint8Array(0);
    const interpreter = /^#! *([^ \n]+)/.exec(Buffer.from(script.subarray(0, 128)).toString("latin1"))?.[1];
    if (interpreter !== undefined && !there.includes(interpreter)) {
      throw new UserError(`${folder}/build: its first line asks for ${interpreter}, which is not there before the ` +
        `stage ${shell}: leave that line out for the chain's shell (docs/shell.md), or go on --until ${shell}`,
      Status.Usage);
    }
  }
}

async function addFiles(addition: string, additions: UserAdditions): Promise<void> {
  const colon = addition.lastIndexOf(":");
  const from = addition.slice(0, colon);
  const to = addition.slice(colon + 1).replace(/^\/+|\/+$/g, "");
  if (colon <= 0 || !isInsidePath(to)) {
    throw new UserError(`--add ${addition}: expected HOSTPATH:PATH, with a path in the machine such as /bin/program`,
      Status.Usage);
  }
  const first = to.split("/")[0] as string;
  if (reservedPaths.includes(first)) {
    throw new UserError(`--add ${addition}: /${first} belongs to the chain: choose another path`, Status.Usage);
  }
  const isFolder = (await stat(from)).isDirectory();
  const paths = isFolder ? await listFiles(from) : [""];
  if (paths.length === 0) {
    throw new UserError(`--add ${addition}: there is no file in this folder`, Status.Usage);
  }
  for (const path of paths) {
    const file = join(from, path);
    const place = path === "" ? to : `${to}/${path}`;
    additions.files.push({ path: place, content: await readOrdinaryFile(file) });
    if (await isExecutable(file)) {
      additions.placing.push(`chmod 755 ${shellWord(`/${place}`)}`);
    }
  }
}

async function addSteps(folder: string, allSteps: Step[], additions: UserAdditions): Promise<void> {
  const ours = new Set([...stagesOf(allSteps), ...allSteps.map(({ name }) => name), scriptName]);
  const known = new Set(ours);
  for (const entry of await userEntries(folder, allSteps, additions.runsOn)) {
    const place = join(folder, entry.folder);
    const archives = await addArchives(entry, folder, allSteps, additions);
    const step = await readStep(entry, place, userFolder, archives, unknownCost);
    if (known.has(step.name) || ours.has(step.stage)) {
      throw new UserError(`--steps ${folder}: the name ${ours.has(step.stage) ? step.stage : step.name} is ` +
        "taken: choose another one", Status.Usage);
    }
    known.add(step.name);
    const programs: string[] = [];
    for (const path of await listFiles(place)) {
      additions.files.push({ path: `${step.folder}/${path}`, content: await readOrdinaryFile(join(place, path)) });
      if (await isExecutable(join(place, path))) {
        programs.push(`chmod 755 ${shellWord(`/${step.folder}/${path}`)}`);
      }
    }
    const script = await readFile(join(place, "build"));
    const run = [...programs, ...linesFor(step, script)];
    const runsAnywhere = entry.isPlain === true && !isProgramScript(script);
    additions.steps.push({ ...step, isUserStep: true, inputs: undefined, run, runsAnywhere });
  }
}

/** A line of the user's manifest, or what is taken where there is no manifest: then nothing says what it needs. */
type UserEntry = ManifestEntry & { isPlain?: true };

/** The lines of the folder's manifest; without one each step is a stage of its own, without archives and exports. */
async function userEntries(folder: string, allSteps: Step[], runsOn: Processor): Promise<UserEntry[]> {
  const folders = await stepFolders(folder);
  if (folders.length === 0) {
    throw new UserError(`--steps ${folder}: there is no step folder NNN-name in it (docs/own-steps.md)`, Status.Usage);
  }
  const path = join(folder, "manifest");
  const text = await readIfThere(path);
  if (text === undefined) {
    return folders.map((name) =>
      ({ ...plainStep(name.slice(4), runsOn), isPlain: true, folder: name, archives: [], place: path }));
  }
  const entries = parseManifest(text, path, allSteps.map(({ name }) => name));
  checkFolders(entries, folders, path);
  const wrong = entries.find(({ flags }) => flags.length > 0);
  if (wrong !== undefined) {
    throw new UserError(`${wrong.place}: flags are for the chain's own steps: expected -`, Status.Usage);
  }
  return entries;
}

/** The archives of a step: of the user's folder, or of those that the chain has anyway. */
async function addArchives(
  entry: ManifestEntry, folder: string, allSteps: Step[], additions: UserAdditions,
): Promise<Archive[]> {
  return Promise.all(entry.archives.map(async (name) => {
    const path = join(folder, "archives", name);
    const ours = allSteps.flatMap(({ archives }) => archives).find((archive) => archive.name === name);
    if (ours !== undefined && !existsSync(path)) {
      return ours;
    }
    const archive = await readArchive(entry, name, folder, userFolder);
    if (!additions.files.some((file) => file.path === archive.list)) {
      additions.files.push({ path: archive.list, content: await readOrdinaryFile(path) });
    }
    return archive;
  }));
}

/** A step of which nothing is known but its name. */
function plainStep(name: string, runsOn: Processor) {
  return { name, stage: name, madeBy: undefined, runsOn, flags: [], exports: [] };
}

async function addScript(file: string, additions: UserAdditions): Promise<void> {
  const folder = `${userFolder}/${scriptName}`;
  const content = await readOrdinaryFile(file);
  additions.files.push({ path: `${folder}/build`, content });
  const step: Step = {
    ...plainStep(scriptName, additions.runsOn), folder, title: "", archives: [], cost: unknownCost, pins: undefined,
    inputs: undefined, patches: [], records: [], generated: [], isUserStep: true, ownShell: false,
  };
  additions.steps.push({ ...step, run: linesFor(step, content), runsAnywhere: !isProgramScript(content) });
}

async function isExecutable(path: string): Promise<boolean> {
  return ((await stat(path)).mode & 0o111) !== 0;
}

/** A script with a #! line is a program; else it is one of the chain's shell. */
const isProgramScript = (script: Buffer): boolean => script.toString("latin1", 0, 2) === "#!";

function linesFor(step: Step, script: Buffer): string[] {
  const path = shellWord(`/${step.folder}/build`);
  return isProgramScript(script) ? [`chmod 755 ${path}`, path] : [`sh ${path}`];
}
