// The command `pin`, for developers: a run that takes its results as the truth.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { makePathPage, pathPage } from "../dev/audit/path.js";
import { compareText, hashFile, writeAtomically } from "../common/files.js";
import { Status, UserError } from "../common/errors.js";
import { makeReporter } from "../common/reporter.js";
import { recordFilesOf } from "../record/place.js";
import { stageTable } from "../report/table.js";
import type { RunOptions } from "../run/options.js";
import { runChain } from "../run/run.js";
import { hashInputs, listInputs } from "../steps/inputs.js";
import { exportListPath } from "../steps/exports.js";
import { formatPins, unpinned, type Pin } from "../steps/pins.js";
import { readSteps, type Step } from "../steps/steps.js";
import type { Definition } from "./context.js";
import { addRunOptions, named, readRunOptions, type RunCommandOptions } from "./options.js";

/**
 * Runs without comparing; writes the inputs of all steps, and the pins of every step that ended, or is in the
 * store with the inputs that it has now. Pins of later steps that are wrong by that are taken away.
 */
export async function pinCommand(options: RunOptions): Promise<Status> {
  const report = makeReporter(process.stdout);
  const { document, failure, plan: { steps, log }, result: { produced } } = await runChain(options, report);
  const written = await readSteps(options.root);
  const changedInputs = new Set<string>();
  for (const [step, paths] of await listInputs(options.root, written)) {
    const text = formatPins(await hashInputs(options.root, paths));
    if (step.inputs === undefined || formatPins(step.inputs) !== text) {
      await writeAtomically(join(options.root, step.folder, "inputs"), text);
      changedInputs.add(step.name);
      report.note(`${step.folder}/inputs: written, ${paths.length} files`);
    }
  }
  stageTable(document.stages, false, report.width).forEach((line) => report.note(line));
  const found = new Map(document.stages.flatMap(({ name, artifacts }) =>
    artifacts.map(({ path, sha256, bytes }) => [`${name}/${path}`, { sha256: sha256 ?? "", bytes: bytes ?? 0 }])));
  const changedFolders = new Set<string>();
  let hasChanged = false;
  for (const step of written) {
    hasChanged ||= changedInputs.has(step.name);
    const made = produced.get(step.name) ?? [];
    const cached = steps.cached.find((one) => one.step.name === step.name)?.step;
    const present = made.length > 0 ? made : cached?.pins?.map(({ path }) => path);
    const pins = present?.map((path) => ({ path, ...found.get(path) as Omit<Pin, "path"> }))
      ?? withoutStale(step, hasChanged, changedFolders);
    if (pins === undefined) {
      continue;
    }
    const before = new Map(step.pins?.map(({ path, sha256 }) => [path, sha256]));
    const isChanged = step.pins === undefined || formatPins(step.pins) !== formatPins(pins);
    if (isChanged) {
      await writeAtomically(join(options.root, step.folder, "pins"), formatPins(pins));
      hasChanged = true;
    }
    if (pins.some(({ path, sha256 }) => path === exportListPath(step) && sha256 !== before.get(path))) {
      step.exports.forEach((folder) => changedFolders.add(folder));
    }
    const left = pins.filter(({ sha256 }) => sha256 === unpinned).map(({ path }) => path);
    if (isChanged || steps.all.some(({ name }) => name === step.name)) {
      report.note(`${step.folder}/pins: ${isChanged ? "written" : "unchanged"}, ${pins.length} artifacts` +
        (left.length > 0 ? `; to be made again: ${left.join(" ")}` : ""));
    }
  }
  await writeAtomically(join(options.root, pathPage), await makePathPage(options.root));
  report.note(`console log: ${log}`);
  if (failure !== undefined) {
    report.note(`rootseed: ${failure.message}`);
    failure.details.forEach((line) => report.note(`  ${line}`));
    return Status.Failed;
  }
  return Status.Success;
}

/** Pins the records that are in DIR; those of another recorder stay. */
async function pinRecords(root: string, folder: string): Promise<Status> {
  const isThere = (path: string): boolean => existsSync(join(folder, path));
  const found = (await readSteps(root)).map((step) =>
    ({ step, paths: recordFilesOf(step).filter(isThere) }))
    .filter(({ paths }) => paths.length > 0);
  if (found.length === 0) {
    throw new UserError(`${folder}: there is no record of a step in it: expected STAGE/NAME.record`, Status.Usage);
  }
  for (const { step, paths } of found) {
    const pins = await Promise.all(paths.map(async (path) => ({ path, ...await hashFile(join(folder, path)) })));
    const others = step.records.filter(({ path }) => !paths.includes(path));
    const text = formatPins([...others, ...pins].sort((left, right) => compareText(left.path, right.path)));
    await writeAtomically(join(root, step.folder, "record"), text);
    process.stdout.write(`${step.folder}/record: ${text === formatPins(step.records) ? "unchanged" : "written"}\n`);
  }
  return Status.Success;
}

/**
 * The pins of a step that was not made: not those that are certainly wrong by what was written for earlier ones, which
 * are the list of a folder that they have left otherwise, and the archive of the sources up to there.
 */
function withoutStale(step: Step, hasChanged: boolean, changedFolders: Set<string>): Pin[] | undefined {
  const list = step.exports.some((folder) => changedFolders.has(folder)) ? exportListPath(step) : undefined;
  const packs = step.flags.includes("sources") && hasChanged;
  return step.pins?.map((pin) => packs || pin.path === list ? { path: pin.path, sha256: unpinned } : pin);
}

/** Adds the command `pin`. */
export const definePin: Definition = (program, context) => {
  addRunOptions(program.command("pin"), context)
    .description("for developers: run, and write the hashes of the results into steps/*/pins")
    .option("--records <dir>", "run nothing: pin the records of a finished run, `run --record --out DIR`", named)
    .action(async (options: RunCommandOptions & { records?: string }) => {
      context.finish(options.records === undefined ? await pinCommand(readRunOptions(context, options, true))
        : await pinRecords(context.root, options.records));
    });
};
