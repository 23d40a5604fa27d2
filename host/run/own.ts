// What a user adds to a run: files and folders (--add), a script behind the last milestone (--script), and step folders
// of their own (--steps). All of it lies on the tape like ours; artifacts come out like ours, but need no pins.
import { existsSync } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareText, listFiles, readOrdinaryFile } from "../common/files.js";
import { Problem, Status } from "../common/problem.js";
import { milestonesOf, readStep, type Step } from "../steps/steps.js";
import { isInsidePath } from "../tape/delivery.js";
import type { TapeFile } from "../tape/tape.js";

export interface OwnWishes {
  /** HOSTPATH:PATH. */
  add: string[];
  script: string | undefined;
  steps: string | undefined;
}

export interface OwnWork {
  files: TapeFile[];
  /** Lines for the beginning of the plan. */
  prologue: string[];
  steps: Step[];
}

/** The milestone of --script. */
const scriptName = "script";

/** What the tape itself brings; nobody may replace it. */
const chainPlaces = ["seed", "chain", "steps", "sources", "plan", "from-store", "seed-host", "out", "dev", "proc"];

export async function ownWork(wishes: OwnWishes, chainSteps: Step[]): Promise<OwnWork> {
  const work: OwnWork = { files: [], prologue: [], steps: [] };
  for (const wish of wishes.add) {
    await addFiles(wish, work);
  }
  if (wishes.steps !== undefined) {
    await addSteps(wishes.steps, chainSteps, work);
  }
  if (wishes.script !== undefined) {
    await addScript(wishes.script, work);
  }
  return work;
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
    await addFile(join(from, path), path === "" ? to : `${to}/${path}`, work);
  }
}

async function addFile(from: string, to: string, work: OwnWork): Promise<void> {
  work.files.push({ path: to, content: await readOrdinaryFile(from) });
  if (((await stat(from)).mode & 0o111) !== 0) {
    work.prologue.push(`chmod 755 /${to}`);
  }
}

async function addSteps(folder: string, chainSteps: Step[], work: OwnWork): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^[0-9]{3}-[a-z0-9-]+$/.test(name)).sort(compareText);
  if (names.length === 0) {
    throw new Problem(`--steps ${folder}: there is no step folder NNN-name in it (see steps/README.md)`, Status.Usage);
  }
  const taken = new Set([...milestonesOf(chainSteps), ...chainSteps.map(({ name }) => name), scriptName]);
  for (const name of names) {
    const place = join(folder, name);
    const step = await readStep(place, `own/${name}`, name.slice(4));
    if (taken.has(step.name) || taken.has(step.milestone)) {
      throw new Problem(`--steps ${folder}: the name ${step.name} is taken: choose another one`, Status.Usage);
    }
    for (const path of await listFiles(place)) {
      await addFile(join(place, path), `${step.folder}/${path}`, work);
    }
    work.steps.push({ ...step, own: true, inputs: undefined, leaves: [], run: await runLines(place, step) });
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

async function runLines(place: string, step: Step): Promise<string[]> {
  const build = join(place, "build");
  return existsSync(build) ? linesFor(step, await readFile(build)) : [];
}

/** A script with a #! line is a program; else it is one of the chain's shell. */
function linesFor(step: Step, script: Buffer): string[] {
  const path = `/${step.folder}/build`;
  const run = script.toString("latin1", 0, 2) === "#!" ? [`chmod 755 ${path}`, path] : [`sh ${path}`];
  return [`mkdir -p /out/${step.milestone}`, "cd /", ...run];
}
