// What a step exports: the files in the folders that its line of the manifest names, which later steps use. Their list,
// as `sha256sum FOLDER…` writes it in the machine when the step has ended, is an artifact, STAGE/NAME.exports, so that
// its one line in `pins` stands for every file that later steps find. The host makes the same text of what was
// delivered, or of what the store has: a step is kept, used again or exported only with exactly these files.
import { sha256 } from "../common/files.js";
import { formatPins, type Pin } from "./pins.js";
import type { Step } from "./steps.js";

/** The path of the list below /out; undefined for a step that exports nothing. */
export function exportListPath(step: Pick<Step, "stage" | "name" | "exports">): string | undefined {
  return step.exports.length === 0 ? undefined : `${step.stage}/${step.name}.exports`;
}

/** The list of the files in some folders: folder by folder, the names in each by their bytes. */
export function formatExportList(folders: string[], files: Pin[]): string {
  return formatPins(folders.flatMap((folder) => files.filter(({ path }) => path.startsWith(`${folder}/`))
    .map(({ path, sha256: hash }) => ({ path, sha256: hash, order: Buffer.from(path.replaceAll("/", "\0")) }))
    .sort((left, right) => Buffer.compare(left.order, right.order))));
}

/**
 * What is wrong with the files that a step has exported, in words; undefined when they are all that its list has.
 * @param artifacts those of the step, the list among them
 */
export function differenceFromExportList(step: Step, artifacts: Pin[], files: Pin[]): string | undefined {
  const path = exportListPath(step);
  const outside = files.find((file) => !step.exports.some((folder) => file.path.startsWith(`${folder}/`)));
  if (outside !== undefined) {
    return `${outside.path}: the step ${step.name} does not export this file`;
  }
  const expected = artifacts.find((artifact) => artifact.path === path)?.sha256;
  const found = sha256(Buffer.from(formatExportList(step.exports, files)));
  return path === undefined || found === expected ? undefined
    : `the ${files.length} files that the step ${step.name} has exported are not those of ${path}: ` +
      `expected SHA-256 ${expected ?? "(there is no such artifact)"} of their list, found ${found}`;
}
