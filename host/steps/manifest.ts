// The manifest of a step: all files that it leaves for later ones, with their hashes, as `sha256sum FOLDER…` lists them
// in the machine when the step has ended. It is an artifact, MILESTONE/NAME.manifest, so that its one line in `pins`
// stands for every file that later steps find. The host makes the same text of what was handed out, or of what the
// store has: a link is kept, used again or exported only with exactly these files.
import { sha256 } from "../common/files.js";
import { formatPins, type Pin } from "./pins.js";
import type { Step } from "./steps.js";

/** Its path below /out; undefined for a step that leaves nothing. */
export function manifestPath(step: Pick<Step, "milestone" | "name" | "leaves">): string | undefined {
  return step.leaves.length === 0 ? undefined : `${step.milestone}/${step.name}.manifest`;
}

/** The text for the files in the folders of `leaves`: folder by folder, the names in each by their bytes. */
export function formatManifest(leaves: string[], files: Pin[]): string {
  return formatPins(leaves.flatMap((folder) => files.filter(({ path }) => path.startsWith(`${folder}/`))
    .map(({ path, sha256: hash }) => ({ path, sha256: hash, order: Buffer.from(path.replaceAll("/", "\0")) }))
    .sort((left, right) => Buffer.compare(left.order, right.order))));
}

/**
 * What is wrong with the files that a step has left, in words; undefined when they are all that its manifest lists.
 * @param artifacts those of the step, the manifest among them
 */
export function differenceFromManifest(step: Step, artifacts: Pin[], files: Pin[]): string | undefined {
  const path = manifestPath(step);
  const outside = files.find((file) => !step.leaves.some((folder) => file.path.startsWith(`${folder}/`)));
  if (outside !== undefined) {
    return `${outside.path}: the step ${step.name} does not leave this file`;
  }
  const expected = artifacts.find((artifact) => artifact.path === path)?.sha256;
  const found = sha256(Buffer.from(formatManifest(step.leaves, files)));
  return path === undefined || found === expected ? undefined
    : `the ${files.length} files that the step ${step.name} has left are not those of ${path}: ` +
      `expected SHA-256 ${expected ?? "(there is no such artifact)"} of their list, found ${found}`;
}
