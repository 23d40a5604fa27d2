// The command `steps`.
import type { z } from "zod";
import { Status } from "../common/problem.js";
import { formatBytes, formatTable } from "../common/text.js";
import { stepsSchema } from "../report/document.js";
import { documentHead, printable } from "../report/head.js";
import { hashOf } from "../report/verdicts.js";
import { unpinned, type Pin } from "../steps/pins.js";
import { readSteps, type Step } from "../steps/steps.js";
import type { Context } from "./main.js";

/** The JSON document. */
function describeSteps(root: string, steps: Step[]): z.infer<typeof stepsSchema> {
  const known = (pins: Pin[] | undefined) => pins?.map((pin) => ({ path: pin.path, sha256: hashOf(pin) })) ?? null;
  return {
    ...documentHead(root, "steps"),
    steps: steps.map(({ name, milestone, folder, archives, patches, generated, leaves, pins, inputs }) =>
      ({ name, milestone, folder, archives, patches, generated, leaves, pins: known(pins), inputs: known(inputs) })),
  };
}

const isUnpinned = ({ sha256 }: Pin): boolean => sha256 === unpinned;

/** Lists the steps in their order. */
export async function stepsCommand(context: Context, json: boolean): Promise<Status> {
  const steps = await readSteps(context.root);
  if (json) {
    process.stdout.write(`${printable(stepsSchema, describeSteps(context.root, steps))}\n`);
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
