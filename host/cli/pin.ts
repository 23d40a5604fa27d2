// The command `pin`, for developers: a run that takes its results as the truth.
import { join } from "node:path";
import { writeAtomically } from "../common/files.js";
import { Status } from "../common/problem.js";
import { makeReporter } from "../report/reporter.js";
import { milestoneTable } from "../report/table.js";
import type { RunOptions } from "../run/options.js";
import { runChain } from "../run/run.js";
import { hashInputs, listInputs } from "../steps/inputs.js";
import { formatPins, unpinned } from "../steps/pins.js";
import { readSteps } from "../steps/steps.js";
import { packsSources } from "../store/keys.js";

/**
 * Runs without comparing; writes the inputs of all steps, and the pins of every step whose link ended, or is in the
 * store with the inputs that it has now. When something was written, the pin of the step that packs all of it is that
 * of another archive: unless that was made, too, it is taken away.
 */
export async function pinCommand(options: RunOptions): Promise<Status> {
  const report = makeReporter(process.stdout);
  const { document, failure, steps, log, made, kept } = await runChain(options, report);
  const written = await readSteps(options.root);
  let changes = 0;
  for (const [step, paths] of await listInputs(options.root, written)) {
    const text = formatPins(await hashInputs(options.root, paths));
    if (step.inputs === undefined || formatPins(step.inputs) !== text) {
      await writeAtomically(join(options.root, step.folder, "inputs"), text);
      changes += 1;
      report.note(`${step.folder}/inputs: written, ${paths.length} files`);
    }
  }
  milestoneTable(document.milestones, false, report.width).forEach((line) => report.note(line));
  const hashes = new Map(document.milestones.flatMap(({ name, artifacts }) =>
    artifacts.map(({ path, sha256 }) => [`${name}/${path}`, sha256 ?? ""])));
  for (const step of steps) {
    const isMade = made.of(step.name).length > 0;
    const pins = isMade ? made.of(step.name).map((path) => ({ path, sha256: hashes.get(path) as string }))
      : kept.find(({ name }) => name === step.name)?.pins;
    if (pins === undefined) {
      continue;
    }
    const text = formatPins(pins);
    const before = written.find(({ name }) => name === step.name)?.pins;
    const changed = before === undefined || formatPins(before) !== text;
    if (changed) {
      await writeAtomically(join(options.root, step.folder, "pins"), text);
      changes += 1;
    }
    report.note(`${step.folder}/pins: ${changed ? "written" : "unchanged"}, ${pins.length} artifacts`);
  }
  const packer = written.find(({ name }) => name === packsSources);
  if (changes > 0 && packer?.pins !== undefined && !steps.some(({ name }) => name === packsSources)) {
    const text = formatPins(packer.pins.map(({ path }) => ({ path, sha256: unpinned })));
    await writeAtomically(join(options.root, packer.folder, "pins"), text);
    report.note(`${packer.folder}/pins: to be made anew, because sources have changed that it packs`);
  }
  report.note(`console log: ${log}`);
  if (failure !== undefined) {
    report.note(`rootseed: ${failure.message}`);
    failure.details.forEach((line) => report.note(`  ${line}`));
    return Status.Failed;
  }
  return Status.Success;
}
