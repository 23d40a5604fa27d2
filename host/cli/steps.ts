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
    String(step.patches.length),
    String(step.generated.reduce((sum, { files }) => sum + files, 0)),
    step.pins === undefined ? "-" : `${step.pins.length}${step.pins.some(isUnpinned) ? ", NOT PINNED" : ""}`,
  ]);
  const head = ["step, archives", "milestone", "patches", "generated files", "artifacts"];
  const [title, ...lines] = formatTable([head, ...rows], [false, false, true, true, true]);
  const withArchives = lines.flatMap((line, index) => [
    line, ...(steps[index]?.archives ?? []).map(({ file, bytes }) => `    ${file} (${formatBytes(bytes)})`),
  ]);
  process.stdout.write(`${[title, ...withArchives].join("\n")}\n`);
  return Status.Success;
}
