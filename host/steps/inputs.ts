// The inputs of a step: every file of the repository that takes part in it, with its hash, in `inputs` beside its
// `pins` and in the same form, paths relative to the repository. So a changed byte of a source is found before anything
// is made of it, by the host and again in the machine, even where it would not change what is built.
//
// Which files these are: those of the step's own folder, and those that its script names. A folder stands for what is
// below it, a list `…/sources` also for the files in it. A file counts for the first step that uses it.
import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareText, hashFile, listFiles } from "../common/files.js";
import { Problem } from "../common/problem.js";
import type { Pin } from "./pins.js";
import type { Step } from "./steps.js";

/** Made from the results of a run, or from these very inputs. */
const made = new Set(["pins", "inputs"]);

/** The paths of the inputs of all steps, in order; each list sorted by byte. */
export async function listInputs(root: string, steps: Step[]): Promise<Map<Step, string[]>> {
  const used = new Set<string>();
  const inputs = new Map<Step, string[]>();
  for (const step of steps) {
    const own = (await listFiles(join(root, step.folder))).filter((path) => !made.has(path) && takesPart(path))
      .map((path) => `${step.folder}/${path}`);
    const named = await filesNamedBy(root, await readFile(join(root, step.folder, "build"), "latin1"));
    if (step.ownShell) {
      named.push("steps/run");
    }
    const paths = [...new Set([...own, ...named])].filter((path) => !used.has(path)).sort(compareText);
    paths.forEach((path) => used.add(path));
    inputs.set(step, paths);
  }
  return inputs;
}

/** The files of seed/ and chain/ that a script names. */
async function filesNamedBy(root: string, script: string): Promise<string[]> {
  const code = script.split("\n").filter((line) => !/^\s*#/.test(line)).join("\n");
  const found: string[] = [];
  for (const [, name] of code.matchAll(/(?:^|[\s/@<])((?:seed|chain)\/[A-Za-z0-9_./-]+)/g)) {
    const path = (name as string).replace(/\/$/, "");
    if (!existsSync(join(root, path))) {
      continue;
    }
    if (statSync(join(root, path)).isDirectory()) {
      found.push(...(await listFiles(join(root, path))).map((file) => `${path}/${file}`));
    } else {
      found.push(path);
    }
    if (path.endsWith("/sources")) {
      found.push(...(await readFile(join(root, path), "utf8")).split("\n").filter((line) => line !== ""));
    }
  }
  return found.filter(takesPart);
}

/** Not what is only read by people, or left by an editor. */
function takesPart(path: string): boolean {
  return !path.endsWith(".md") && !path.endsWith("~");
}

/** The inputs of a step as they are now. */
export async function hashInputs(root: string, paths: string[]): Promise<Pin[]> {
  return Promise.all(paths.map(async (path) => ({ path, sha256: (await hashFile(join(root, path))).sha256 })));
}

/** The steps with the inputs that their files have now, whatever `inputs` says. */
export async function withPresentInputs(root: string, steps: Step[]): Promise<Step[]> {
  const lists = await listInputs(root, steps);
  return Promise.all(steps.map(async (step) => ({ ...step, inputs: await hashInputs(root, lists.get(step) ?? []) })));
}

/** Throws when a file differs from the inputs of its step, is missing, or was added. */
export async function checkInputs(root: string, steps: Step[]): Promise<void> {
  for (const [step, paths] of await listInputs(root, steps)) {
    const expected = new Map((step.inputs ?? []).map(({ path, sha256 }) => [path, sha256]));
    const wrong = (difference: string): Problem => new Problem(`the link ${step.name}: ${difference}; ` +
      "if it was changed on purpose, `./rootseed pin` makes new pins");
    for (const { path, sha256 } of await hashInputs(root, paths)) {
      const pin = expected.get(path);
      if (pin === undefined) {
        throw wrong(`${path}: is not among ${step.folder}/inputs; found SHA-256 ${sha256}`);
      }
      if (pin !== sha256) {
        throw wrong(`${path}: expected SHA-256 ${pin}, found ${sha256}`);
      }
      expected.delete(path);
    }
    const [missing] = expected;
    if (missing !== undefined) {
      throw wrong(`${missing[0]}: expected SHA-256 ${missing[1]}, but it is missing or not used any more`);
    }
  }
}
