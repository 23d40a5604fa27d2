// The key of a step: the hash of everything that went into it, and into the steps before it. The tools run all steps,
// also the first ones, so that their inputs count for every key. The kernel does not count: what it makes is the same
// as on the host's kernel, and no other step uses its file; but the system packs the source of all steps up to it.
import { sha256 } from "../common/files.js";
import { formatPins, type Pin } from "../steps/pins.js";
import type { Step, WholeChain } from "../steps/steps.js";

/** To be changed when entries of old versions must not be used any more. */
const version = "rootseed store 4";

/** The keys of all steps, by name, however far a run is to go. */
export function stepKeys(steps: WholeChain): Map<string, string> {
  const keys = new Map<string, string>();
  const base = steps.filter(({ flags }) => flags.includes("base"));
  let before = [version, ...base.map(describeForOthers)].join("\n");
  let sources = "";
  for (const step of steps) {
    sources += formatPins(step.inputs ?? []);
    const own = describe(step, step.inputs ?? []) + (step.flags.includes("sources") ? sources : "");
    keys.set(step.name, sha256(Buffer.from(`${before}\n${own}`)));
    before = sha256(Buffer.from(`${before}\n${describeForOthers(step)}`));
  }
  return keys;
}

/** What counts of a step for others: of one that no other uses only the inputs that it shares with them. */
function describeForOthers(step: Step): string {
  const inputs = step.inputs ?? [];
  const isUnused = step.flags.includes("unused");
  return describe(step, isUnused ? inputs.filter(({ path }) => path.startsWith("chain/2-runtime/")) : inputs);
}

/** Of its line in the manifest what reaches the machine. */
function describe(step: Step, inputs: Pin[]): string {
  const { folder, stage, runsOn, archives, exports } = step;
  const lists = archives.map(({ file, sha256: hash }) => `${hash}  ${file}\n`).join("");
  return `${folder} ${stage} ${runsOn}\n${formatPins(inputs)}${lists}exports ${exports.join(" ")}\n`;
}
