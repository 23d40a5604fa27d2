// The key of a link: the hash of everything that went into it, and into the links before it. Kernel and tools run all
// links, also the first ones, so that their inputs count for every key.
import { sha256 } from "../common/files.js";
import { formatPins } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";

/** To be changed when entries of old versions must not be used any more. */
const version = "rootseed store 1";

/** The links that every link runs on. */
const foundation = ["compiler", "kernel", "tools"];

/** The keys of steps (all from the first one on, with their inputs), by name. */
export function linkKeys(steps: Step[]): Map<string, string> {
  const keys = new Map<string, string>();
  const base = steps.filter(({ name }) => foundation.includes(name));
  let before = [version, ...base.map(describe)].join("\n");
  for (const step of steps) {
    before = sha256(Buffer.from(`${before}\n${describe(step)}`));
    keys.set(step.name, before);
  }
  return keys;
}

function describe(step: Step): string {
  const archives = step.archives.map(({ file, sha256: hash }) => `${hash}  ${file}\n`).join("");
  return `${step.folder}\n${formatPins(step.inputs ?? [])}${archives}leaves ${step.leaves.join(" ")}\n`;
}
