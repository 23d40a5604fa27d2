// The command `steps`.
import { Status } from "../common/problem.js";
import { formatBytes, formatTable } from "../common/text.js";
import { unpinned, type Pin } from "../steps/pins.js";
import { readSteps } from "../steps/steps.js";
import type { Context } from "./main.js";

const isUnpinned = ({ sha256 }: Pin): boolean => sha256 === unpinned;

/** Lists the steps in their order. */
export async function stepsCommand(context: Context, json: boolean): Promise<Status> {
  const steps = await readSteps(context.root);
  if (json) {
    process.stdout.write(`${JSON.stringify({ steps }, undefined, 2)}\n`);
    return Status.Success;
  }
  const rows = steps.map((step) => [
    step.folder,
    step.milestone,
    step.archives.map(({ file, bytes }) => `${file} (${formatBytes(bytes)})`).join(", ") || "-",
    String(step.patches.length),
    String(step.generated.reduce((sum, { files }) => sum + files, 0)),
    step.pins === undefined ? "-" : `${step.pins.length}${step.pins.some(isUnpinned) ? ", NOT PINNED" : ""}`,
  ]);
  const head = ["step", "milestone", "upstream archives", "patches", "generated files", "artifacts"];
  const table = formatTable([head, ...rows], [false, false, false, true, true, true]);
  process.stdout.write(`${table.join("\n")}\n`);
  return Status.Success;
}
