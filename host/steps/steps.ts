// Reads the step folders `steps/NNN-name`. The number gives the order; a step belongs to the milestone that its file
// `milestone` names, or else to the one of its own name.
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../common/files.js";
import { Problem, Status } from "../common/problem.js";
import { parseLock, type Archive } from "../sources/lock.js";
import { parsePins, type Pin } from "./pins.js";

export interface Step {
  /** What follows the number. */
  name: string;
  /** Its artifacts lie in /out/MILESTONE; several steps may share one. */
  milestone: string;
  /** Relative to the repository: steps/NNN-name. */
  folder: string;
  archives: Archive[];
  /** Undefined when the step has no pins file yet. */
  pins: Pin[] | undefined;
  /** The files of the repository that take part (inputs.ts); undefined when they were not listed yet. */
  inputs: Pin[] | undefined;
  /** Names of the *.patch files. */
  patches: string[];
  /** Pre-generated upstream files that the step uses; a pattern with * has the number of files that it stands for. */
  generated: { path: string; files: number }[];
  /** Folders of the machine, relative to its root, that later steps use: they are handed out, for runs that resume. */
  leaves: string[];
  /** True for a step of the user's, which needs no pins; `run` is then how it is run, in the chain's shell language. */
  own: boolean;
  run?: string[];
  /** True for a script of the shell that was built before (`#!/bin/sh`); else it is one of the chain's shell. */
  ownShell: boolean;
}

/** All steps of a repository in their order. */
export async function readSteps(root: string): Promise<Step[]> {
  const names = (await readdir(join(root, "steps"), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && /^[0-9]{3}-[a-z0-9-]+$/.test(entry.name))
    .map((entry) => entry.name)
    .sort(compareText);
  const steps: Step[] = [];
  for (const name of names) {
    steps.push(await readStep(join(root, "steps", name), `steps/${name}`, name.slice(4)));
  }
  if (steps.length === 0) {
    throw new Problem(`${join(root, "steps")}: no step folders NNN-name: is the repository complete?`);
  }
  return steps;
}

/**
 * Reads a step from the folder `place`; in the machine it lies at `folder`.
 */
export async function readStep(place: string, folder: string, name: string): Promise<Step> {
  const files = await readdir(place);
  const build = join(place, "build");
  if (!existsSync(build)) {
    throw new Problem(`${folder}: the script "build" is missing: is the repository complete?`);
  }
  const lock = await readIfThere(join(place, "lock.json"));
  const pins = await readIfThere(join(place, "pins"));
  const inputs = await readIfThere(join(place, "inputs"));
  const generated = await readIfThere(join(place, "generated"));
  const leaves = (await readIfThere(join(place, "leaves")) ?? "").split("\n").filter((line) => line !== "");
  const milestone = (await readIfThere(join(place, "milestone")) ?? name).trim();
  if (!/^[a-z0-9-]+$/.test(milestone)) {
    throw new Problem(`${folder}/milestone: expected one word of small letters, digits and -, found "${milestone}"`);
  }
  return {
    name,
    milestone,
    folder,
    archives: lock === undefined ? [] : parseLock(lock, `${folder}/lock.json`),
    pins: pins === undefined ? undefined : checkPins(parsePins(pins, `${folder}/pins`), milestone, folder),
    inputs: inputs === undefined ? undefined : parsePins(inputs, `${folder}/inputs`),
    patches: files.filter((file) => file.endsWith(".patch")).sort(compareText),
    generated: parseGenerated(generated ?? ""),
    leaves,
    own: false,
    ownShell: (await readFile(build, "utf8")).startsWith("#!/bin/sh\n"),
  };
}

/** Lines `PATH` or `PATTERN COUNT`. */
function parseGenerated(text: string): Step["generated"] {
  return text.split("\n").map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== "").map((line) => {
    const [, path, files] = /^(.*?)(?:\s+([0-9]+))?$/.exec(line) as unknown as [string, string, string | undefined];
    return { path, files: Number(files ?? 1) };
  });
}

function checkPins(pins: Pin[], milestone: string, folder: string): Pin[] {
  const stranger = pins.find((pin) => !pin.path.startsWith(`${milestone}/`));
  if (stranger !== undefined) {
    throw new Problem(`${folder}/pins: ${stranger.path} does not lie below ${milestone}/`);
  }
  return pins;
}

async function readIfThere(path: string): Promise<string | undefined> {
  return existsSync(path) ? await readFile(path, "utf8") : undefined;
}

/** What is built without a wish: what every engine reaches in minutes. */
const defaultMilestone = "musl";

/** The names of the milestones in their order. */
export function milestonesOf(steps: Step[]): string[] {
  return [...new Set(steps.map((step) => step.milestone))];
}

/** The steps up to the end of the milestone (or step) `until`; up to the usual one when it is undefined. */
export function stepsUntil(steps: Step[], until: string | undefined): Step[] {
  const wanted = until ?? defaultMilestone;
  const index = steps.findLastIndex((step) => step.milestone === wanted || step.name === wanted);
  if (index < 0) {
    const names = milestonesOf(steps).join(", ");
    throw new Problem(`no milestone "${until}": choose one of ${names}`, Status.Usage);
  }
  return steps.slice(0, index + 1);
}

/** The steps up to the end of the milestone (or step) `until`; all of them when it is undefined. */
export function stepsToEnd(steps: Step[], until: string | undefined): Step[] {
  return until === undefined ? steps : stepsUntil(steps, until);
}

/** The archives of some steps, each once, in the order of first use. */
export function archivesOf(steps: Step[]): Archive[] {
  const found = new Map<string, Archive>();
  for (const step of steps) {
    for (const archive of step.archives) {
      const known = found.get(archive.file);
      if (known !== undefined && known.sha256 !== archive.sha256) {
        throw new Problem(`${step.folder}/lock.json: ${archive.file} has another hash in an earlier step`);
      }
      found.set(archive.file, known ?? archive);
    }
  }
  return [...found.values()];
}
