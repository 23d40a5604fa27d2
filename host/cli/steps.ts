// The command `steps`.
import { Status } from "../common/problem.js";
import { formatBytes, formatTable } from "../common/text.js";
import { readSteps } from "../steps/steps.js";
import type { Context } from "./main.js";

/** Lists the steps in their order. */
export async function stepsCommand(context: Context, json: boolean): Promise<Status> {
  const steps = await readSteps(context.root);
  if (json) {
    process.stdout.write(`${JSON.stringify({ steps }, undefined, 2)}\n`);
    return Status.Success;
  }
  const rows = steps.map((step) => [
    step.folder,
    step.archives.map(({ file, bytes }) => `${file} (${formatBytes(bytes)})`).join(", ") || "-",
    String(step.patches.length),
    String(step.generated.length),
    step.pins === undefined ? "-" : String(step.pins.length),
  ]);
  const table = formatTable([["step", "upstream archives", "patches", "generated files", "artifacts"], ...rows],
    [false, false, true, true, true]);
  process.stdout.write(`${table.join("\n")}\n`);
  return Status.Success;
}
