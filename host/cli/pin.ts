// The command `pin`, for developers: a run that takes its results as the truth.
import { join } from "node:path";
import { writeAtomically } from "../common/files.js";
import { Status } from "../common/problem.js";
import { makeReporter } from "../report/reporter.js";
import { milestoneTable } from "../report/table.js";
import type { RunOptions } from "../run/options.js";
import { runChain } from "../run/run.js";
import { hashInputs, listInputs } from "../steps/inputs.js";
import { manifestPath } from "../steps/manifest.js";
import { formatPins, unpinned, type Pin } from "../steps/pins.js";
import { readSteps, type Step } from "../steps/steps.js";
import { packsSources } from "../store/keys.js";

/**
 * Runs without comparing; writes the inputs of all steps, and the pins of every step whose link ended, or is in the
 * store with the inputs that it has now. Pins of later steps that are wrong by that are taken away.
 */
export async function pinCommand(options: RunOptions): Promise<Status> {
  const report = makeReporter(process.stdout);
  const { document, failure, steps, log, made, kept } = await runChain(options, report);
  const written = await readSteps(options.root);
  let hasChanged = false;
  for (const [step, paths] of await listInputs(options.root, written)) {
    const text = formatPins(await hashInputs(options.root, paths));
    if (step.inputs === undefined || formatPins(step.inputs) !== text) {
      await writeAtomically(join(options.root, step.folder, "inputs"), text);
      hasChanged = true;
      report.note(`${step.folder}/inputs: written, ${paths.length} files`);
    }
  }
  milestoneTable(document.milestones, false, report.width).forEach((line) => report.note(line));
  const hashes = new Map(document.milestones.flatMap(({ name, artifacts }) =>
    artifacts.map(({ path, sha256 }) => [`${name}/${path}`, sha256 ?? ""])));
  const changedFolders = new Set<string>();
  for (const step of written) {
    const isMade = made.of(step.name).length > 0;
    const pins = isMade ? made.of(step.name).map((path) => ({ path, sha256: hashes.get(path) as string }))
      : kept.find(({ name }) => name === step.name)?.pins ?? withoutStale(step, hasChanged, changedFolders);
    if (pins === undefined) {
      continue;
    }
    const before = new Map(step.pins?.map(({ path, sha256 }) => [path, sha256]));
    const isChanged = step.pins === undefined || formatPins(step.pins) !== formatPins(pins);
    if (isChanged) {
      await writeAtomically(join(options.root, step.folder, "pins"), formatPins(pins));
      hasChanged = true;
    }
    if (pins.some(({ path, sha256 }) => path === manifestPath(step) && sha256 !== before.get(path))) {
      step.leaves.forEach((folder) => changedFolders.add(folder));
    }
    const left = pins.filter(({ sha256 }) => sha256 === unpinned).map(({ path }) => path);
    if (isChanged || steps.some(({ name }) => name === step.name)) {
      report.note(`${step.folder}/pins: ${isChanged ? "written" : "unchanged"}, ${pins.length} artifacts` +
        (left.length > 0 ? `; to be made anew: ${left.join(" ")}` : ""));
    }
  }
  report.note(`console log: ${log}`);
  if (failure !== undefined) {
    report.note(`rootseed: ${failure.message}`);
    failure.details.forEach((line) => report.note(`  ${line}`));
    return Status.Failed;
  }
  return Status.Success;
}

/**
 * The pins of a step that was not made: not those that are certainly wrong by what was written for earlier ones, which
 * are the manifest of a folder that they have left otherwise, and the archive of all sources.
 */
function withoutStale(step: Step, hasChanged: boolean, changedFolders: Set<string>): Pin[] | undefined {
  const manifest = step.leaves.some((folder) => changedFolders.has(folder)) ? manifestPath(step) : undefined;
  const packs = step.name === packsSources && hasChanged;
  return step.pins?.map((pin) => packs || pin.path === manifest ? { ...pin, sha256: unpinned } : pin);
}
