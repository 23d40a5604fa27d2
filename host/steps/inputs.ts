// The inputs of a step: every file of the repository that takes part in it, with its hash, in `inputs` next to its
// `pins` and in the same form, paths relative to the repository. So a changed byte of a source is found before anything
// is made of it, by the host and again in the machine, even where it would not change what is built.
//
// Which files these are: those of the step's own folder, its archives' files, and those of seed/, chain/ and steps/lib/
// that its files name, or that these name. A folder stands for what is below it, a list `…/sources` also for the files
// in it. A file counts for the first step that uses it. The manifest counts only for the step that packs it: the
// machine does not read it, and of the step's own line the host makes the plan.
import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareText, hashFile, listFiles } from "../common/files.js";
import { UserError } from "../common/errors.js";
import type { Pin } from "./pins.js";
import type { Step, WholeChain } from "./steps.js";

/** What is written after a run, from its results or from these very inputs. */
const made = new Set(["pins", "inputs", "record"]);

/** The paths of the inputs of all steps, in order; each list sorted by byte. */
export async function listInputs(root: string, steps: Step[]): Promise<Map<Step, string[]>> {
  const used = new Set<string>();
  const inputs = new Map<Step, string[]>();
  for (const [step, files] of await listUsedFiles(root, steps)) {
    const paths = files.filter((path) => !used.has(path));
    paths.forEach((path) => used.add(path));
    inputs.set(step, paths);
  }
  return inputs;
}

/** The same, but each list has all files that the step uses, also those that count for an earlier one. */
export async function listUsedFiles(root: string, steps: Step[]): Promise<Map<Step, string[]>> {
  const files = new Map<Step, string[]>();
  for (const step of steps) {
    const own = (await listFiles(join(root, step.folder))).filter((path) => !made.has(path) && takesPart(path))
      .map((path) => `${step.folder}/${path}`);
    const named = await filesNamedBy(root, own.filter((path) => !path.endsWith(".patch")));
    const lists = step.archives.map(({ list }) => list);
    const shared = [...step.ownShell ? ["steps/run"] : [], ...step.flags.includes("sources") ? ["steps/manifest"] : []];
    files.set(step, [...new Set([...own, ...lists, ...named, ...shared])].sort(compareText));
  }
  return files;
}

/** The files of seed/, chain/ and steps/lib/ that files name, and that those of steps/lib/ name. */
async function filesNamedBy(root: string, paths: string[]): Promise<string[]> {
  const found = new Set<string>();
  const toRead = [...paths];
  for (const path of toRead) {
    const code = (await readFile(join(root, path), "latin1")).split("\n").filter((line) => !/^\s*#( |!|$)/.test(line));
    for (const [, name] of code.join("\n").matchAll(/(?:^|[\s/@<"])((?:seed|chain|steps\/lib)\/[A-Za-z0-9_./-]+)/g)) {
      const files = await filesOf(root, (name as string).replace(/\/$/, ""));
      const isNew = files.filter((file) => takesPart(file) && !found.has(file));
      isNew.forEach((file) => found.add(file));
      toRead.push(...isNew.filter((file) => file.startsWith("steps/lib/")));
    }
  }
  return [...found];
}

/** What the name of a file or a folder stands for; nothing when there is neither. */
async function filesOf(root: string, path: string): Promise<string[]> {
  const place = join(root, path);
  if (!existsSync(place)) {
    return [];
  }
  if (statSync(place).isDirectory()) {
    return (await listFiles(place)).map((file) => `${path}/${file}`);
  }
  return path.endsWith("/sources")
    ? [path, ...(await readFile(place, "utf8")).split("\n").filter((line) => line !== "")] : [path];
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
export async function withPresentInputs(root: string, steps: WholeChain): Promise<WholeChain> {
  const lists = await listInputs(root, steps);
  return Promise.all(steps.map(async (step) => ({ ...step, inputs: await hashInputs(root, lists.get(step) ?? []) }))) as
    Promise<WholeChain>;
}

/** Throws when a file differs from the inputs of its step, is missing, or was added. */
export async function checkInputs(root: string, steps: Step[]): Promise<void> {
  for (const [step, paths] of await listInputs(root, steps)) {
    const expected = new Map((step.inputs ?? []).map(({ path, sha256 }) => [path, sha256]));
    const wrong = (difference: string): UserError => new UserError(`the step ${step.name}: ${difference}; ` +
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
