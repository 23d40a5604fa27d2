// What a user adds to a run: files and folders (--add), a script behind the last milestone (--script), and step folders
// of their own (--steps); docs/own-steps.md explains them. Artifacts come out like ours, but need no pins.
//
// How it thinks: all of it lies on the tape, but nothing of it is in its place before our last step has ended. So our
// steps are built, kept for later runs and compared with their pins as if the user had added nothing.
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareText, listFiles, readOrdinaryFile } from "../common/files.js";
import { Problem, Status } from "../common/problem.js";
import { milestonesOf, readStep, type Step } from "../steps/steps.js";
import { isInsidePath } from "../tape/delivery.js";
import { formatFiles, type TapeFile } from "../tape/tape.js";

export interface OwnWishes {
  /** HOSTPATH:PATH. */
  add: string[];
  script: string | undefined;
  steps: string | undefined;
}

export interface OwnWork {
  files: TapeFile[];
  /** Lines of the plan, behind our last step, that put the files of --add in their places. */
  placing: string[];
  steps: Step[];
}

/** The milestone of --script. */
const scriptName = "script";

/** The files of --add, on the tape. */
const addedFiles = "added";

/** What the tape itself brings; nobody may replace it. */
const chainPlaces = [
  "seed", "chain", "steps", "sources", "plan", "from-store", "linux-hashes", "seed-host", "interactive", addedFiles,
  "out", "dev", "proc",
];

/** What is looked for below /bin before there is a userland: the chain's own tools. */
const chainInterpreters = ["/bin/tools"];

/**
 * Reads what a user adds.
 * @param chainSteps ours that come before
 * @param allSteps ours, however far the run goes: their names are taken
 */
export async function ownWork(wishes: OwnWishes, chainSteps: Step[], allSteps: Step[]): Promise<OwnWork> {
  const work: OwnWork = { files: [], placing: [], steps: [] };
  for (const wish of wishes.add) {
    await addFiles(wish, work);
  }
  const placed = work.files.map(({ path }) => `/${path}`);
  if (work.files.length > 0) {
    const programs = work.placing;
    work.files = [{ path: addedFiles, content: formatFiles(work.files) }];
    work.placing = ["cd /", `unpack < ${addedFiles}`, `rm ${addedFiles}`, ...programs];
  }
  if (wishes.steps !== undefined) {
    await addSteps(wishes.steps, allSteps, work);
  }
  if (wishes.script !== undefined) {
    await addScript(wishes.script, work);
  }
  if (!chainSteps.some(({ ownShell }) => ownShell)) {
    requireInterpreters(work, [...chainInterpreters, ...placed]);
  }
  return work;
}

/** Throws when a script of the user's asks by its #! line for a program that will not be there. */
function requireInterpreters(work: OwnWork, there: string[]): void {
  for (const { folder } of work.steps) {
    const script = work.files.find(({ path }) => path === `${folder}/build`)?.content ?? new Uint8Array(0);
    const interpreter = /^#! *([^ \n]+)/.exec(Buffer.from(script.subarray(0, 128)).toString("latin1"))?.[1];
    if (interpreter !== undefined && !there.includes(interpreter)) {
      throw new Problem(`${folder}/build: its first line asks for ${interpreter}, which is not there before the ` +
        "milestone userland: leave that line out for the chain's shell (docs/shell.md), or go on --until userland",
      Status.Usage);
    }
  }
}

async function addFiles(wish: string, work: OwnWork): Promise<void> {
  const colon = wish.lastIndexOf(":");
  const from = wish.slice(0, colon);
  const to = wish.slice(colon + 1).replace(/^\/+|\/+$/g, "");
  if (colon <= 0 || !isInsidePath(to)) {
    throw new Problem(`--add ${wish}: expected HOSTPATH:PATH, with a path in the machine such as /bin/program`,
      Status.Usage);
  }
  const first = to.split("/")[0] as string;
  if (chainPlaces.includes(first)) {
    throw new Problem(`--add ${wish}: /${first} belongs to the chain: choose another path`, Status.Usage);
  }
  const isFolder = (await stat(from)).isDirectory();
  const paths = isFolder ? await listFiles(from) : [""];
  if (paths.length === 0) {
    throw new Problem(`--add ${wish}: there is no file in this folder`, Status.Usage);
  }
  for (const path of paths) {
    const file = join(from, path);
    const place = path === "" ? to : `${to}/${path}`;
    work.files.push({ path: place, content: await readOrdinaryFile(file) });
    if (await isExecutable(file)) {
      work.placing.push(`chmod 755 /${place}`);
    }
  }
}

async function addSteps(folder: string, allSteps: Step[], work: OwnWork): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^[0-9]{3}-[a-z0-9-]+$/.test(name)).sort(compareText);
  if (names.length === 0) {
    throw new Problem(`--steps ${folder}: there is no step folder NNN-name in it (docs/own-steps.md)`, Status.Usage);
  }
  const ours = new Set([...milestonesOf(allSteps), ...allSteps.map(({ name }) => name), scriptName]);
  const known = new Set(ours);
  for (const name of names) {
    const place = join(folder, name);
    const step = await readStep(place, `own/${name}`, name.slice(4));
    if (known.has(step.name) || ours.has(step.milestone)) {
      throw new Problem(`--steps ${folder}: the name ${ours.has(step.milestone) ? step.milestone : step.name} is ` +
        "taken: choose another one", Status.Usage);
    }
    known.add(step.name);
    const programs: string[] = [];
    for (const path of await listFiles(place)) {
      work.files.push({ path: `${step.folder}/${path}`, content: await readOrdinaryFile(join(place, path)) });
      if (await isExecutable(join(place, path))) {
        programs.push(`chmod 755 /${step.folder}/${path}`);
      }
    }
    const run = linesFor(step, await readFile(join(place, "build")));
    work.steps.push({ ...step, own: true, inputs: undefined, run: [...programs, ...run] });
  }
}

async function addScript(file: string, work: OwnWork): Promise<void> {
  const folder = `own/${scriptName}`;
  const content = await readOrdinaryFile(file);
  work.files.push({ path: `${folder}/build`, content });
  const step: Step = {
    name: scriptName, milestone: scriptName, folder, archives: [], pins: undefined, inputs: undefined, patches: [],
    generated: [], leaves: [], own: true, ownShell: false,
  };
  work.steps.push({ ...step, run: linesFor(step, content) });
}

async function isExecutable(path: string): Promise<boolean> {
  return ((await stat(path)).mode & 0o111) !== 0;
}

/** A script with a #! line is a program; else it is one of the chain's shell. */
function linesFor(step: Step, script: Buffer): string[] {
  const path = `/${step.folder}/build`;
  const run = script.toString("latin1", 0, 2) === "#!" ? [`chmod 755 ${path}`, path] : [`sh ${path}`];
  return [`mkdir -p /out/${step.milestone}`, "cd /", ...run];
}
