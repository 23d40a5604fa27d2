// The command `image`: the disk for a real PC.
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { sha256, writeAtomically } from "../common/files.js";
import { Problem, Status } from "../common/problem.js";
import { formatBytes } from "../common/text.js";
import { readFirmware } from "../engines/firmware.js";
import { makeReporter } from "../report/reporter.js";
import { obtainArchives } from "../run/supplies.js";
import { checkInputs } from "../steps/inputs.js";
import { readSteps, stepsUntil } from "../steps/steps.js";
import { makePlan } from "../tape/plan.js";
import { makeDisk, makeTape } from "../tape/tape.js";
import type { Context } from "./main.js";

/** Writes the image; whatever happens, the file is whole or as it was. */
export async function imageCommand(
  context: Context, file: string, cache: string, mirrors: string[], until: string | undefined,
): Promise<Status> {
  if (existsSync(file) && !statSync(file).isFile()) {
    throw new Problem(`${file}: is no ordinary file: write the image to a file, then copy that to the device ` +
      "(docs/real-pc.md)", Status.Usage);
  }
  const report = makeReporter(process.stdout);
  const steps = stepsUntil(await readSteps(context.root), until);
  await checkInputs(context.root, steps);
  const wishes = { cache, mirrors, signal: context.signal };
  const { onTape } = await obtainArchives(false, steps, wishes, report, () => undefined);
  const { bootSeed } = await readFirmware(context.root);
  const disk = makeDisk(bootSeed, await makeTape(context.root, onTape, makePlan(steps, true)));
  await writeAtomically(resolve(file), disk);
  report.note(`${file}: ${formatBytes(disk.length)} (${disk.length / 512} sectors), SHA-256 ${sha256(disk)}`);
  report.note("docs/real-pc.md says how it gets onto a stick, and what to expect on the screen");
  return Status.Success;
}
