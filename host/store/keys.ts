// The key of a link: the hash of everything that went into it, and into the links before it. The tools run all links,
// also the first ones, so that their inputs count for every key. The kernel does not count: what it makes is the same
// as on a lent kernel, and no other link uses its file; but the last link packs its source.
import { sha256 } from "../common/files.js";
import { formatPins, type Pin } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";

/** To be changed when entries of old versions must not be used any more. */
const version = "rootseed store 3";

/** The links that every link runs on. */
const foundation = ["compiler", "kernel", "tools"];

/** The link that packs the sources of the whole chain (steps/023-system). */
export const packsSources = "system";

/** True for a link that no later one uses: when it is not in the store, those behind it are good all the same. */
export function standsAlone(step: Step): boolean {
  return step.name === "kernel";
}

/** The keys of steps, by name: of all that there are, with their inputs, however far a run is to go. */
export function linkKeys(steps: Step[]): Map<string, string> {
  const keys = new Map<string, string>();
  const base = steps.filter(({ name }) => foundation.includes(name));
  let before = [version, ...base.map(describeForOthers)].join("\n");
  const sources = steps.map((step) => formatPins(step.inputs ?? [])).join("");
  for (const step of steps) {
    const own = describe(step, step.inputs ?? []) + (step.name === packsSources ? sources : "");
    keys.set(step.name, sha256(Buffer.from(`${before}\n${own}`)));
    before = sha256(Buffer.from(`${before}\n${describeForOthers(step)}`));
  }
  return keys;
}

/** What counts of a step for others: of one that stands alone only the inputs that it shares with them. */
function describeForOthers(step: Step): string {
  const inputs = step.inputs ?? [];
  return describe(step, standsAlone(step) ? inputs.filter(({ path }) => path.startsWith("chain/runtime/")) : inputs);
}

function describe(step: Step, inputs: Pin[]): string {
  const archives = step.archives.map(({ file, sha256: hash }) => `${hash}  ${file}\n`).join("");
  return `${step.folder}\n${formatPins(inputs)}${archives}leaves ${step.leaves.join(" ")}\n`;
}
