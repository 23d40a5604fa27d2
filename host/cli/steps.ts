// The command `steps`.
import type { z } from "zod";
import { Status } from "../common/errors.js";
import { formatBytes, formatTable } from "../common/text.js";
import { stepsSchema } from "../report/document.js";
import { documentHead, printable } from "../report/head.js";
import { hashOf } from "../report/check.js";
import { unpinned, type Pin } from "../steps/pins.js";
import { countGenerated, readSteps, type Step } from "../steps/steps.js";
import type { Context, Definition } from "./context.js";

/** The JSON document. */
function describeSteps(root: string, steps: Step[]): z.infer<typeof stepsSchema> {
  const known = (pins: Pin[] | undefined) => pins?.map((pin) => ({ path: pin.path, sha256: hashOf(pin) })) ?? null;
  return {
    ...documentHead(root, "steps"),
    steps: steps.map(({ name, title, stage, folder, madeBy, runsOn, flags, patches, generated, exports, ...step }) => ({
      name, title, stage, folder, madeBy: madeBy ?? null, runsOn, flags, patches, generated, exports,
      archives: step.archives.map(({ name: short, file, bytes, sha256, places }) =>
        ({ name: short, file, bytes, sha256, places })),
      pins: known(step.pins),
      inputs: known(step.inputs),
    })),
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
  const head = ["step", "stage", "made by", "runs on", "patches", "generated", "artifacts", "archives"];
  const rows = steps.map((step) => [
    step.folder,
    step.stage,
    step.madeBy ?? "-",
    step.runsOn,
    String(step.patches.length),
    String(countGenerated(step.generated)),
    stateOfPins(step),
    step.archives.map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`).join(", "),
  ]);
  const lines = formatTable([head, ...rows], [false, false, false, false, true, true, false, false]);
  process.stdout.write(`${lines.join("\n")}\n`);
  return Status.Success;
}

/** How many artifacts a step has, and whether all are pinned. */
function stateOfPins({ pins }: Step): string {
  return pins === undefined ? "NOT PINNED" : `${pins.length} ${pins.some(isUnpinned) ? "NOT PINNED" : "pinned"}`;
}

/** Adds the command `steps`. */
export const defineSteps: Definition = (program, context) => {
  program.command("steps")
    .description("list the steps with their archives, patches and artifacts")
    .option("--json", "as a JSON document")
    .action(async (options: { json?: true }) => {
      context.finish(await stepsCommand(context, options.json ?? false));
    });
};
