// `verify --fixed-points`: the checks of checks/, on this computer's kernel. Each folder there holds steps as a user's,
// and has the name of the stage or step after which they run (checks/README.md).
//
// How it thinks: a check passes when its run does; what the chain makes for it comes from the store where it is there.
// One that fails must not keep the others from running.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { compareText } from "../common/files.js";
import { explain, Status, UserError } from "../common/errors.js";
import { makeReporter } from "../common/reporter.js";
import { formatSeconds, formatTable } from "../common/text.js";
import { engines } from "../engines/engines.js";
import { defaultHardware } from "../engines/hardware.js";
import { verifySchema } from "../report/document.js";
import { documentHead, printable } from "../report/head.js";
import { divide } from "../run/legs.js";
import { readSteps, stepsUntil, type Step } from "../steps/steps.js";
import type { Context } from "./context.js";
import { plainRun, runOrReason } from "./plain-run.js";
import type { Sources } from "./sources.js";

type Check = NonNullable<z.infer<typeof verifySchema>["checks"]>[number];

export async function verifyFixedPoints(context: Context, options: Sources & { json?: true }): Promise<Status> {
  const report = makeReporter(options.json ? process.stderr : process.stdout);
  const allSteps = await readSteps(context.root);
  const engine = await hostKernelEngine(context, options, allSteps);
  const checks: Check[] = [];
  const rows = [["after", "check", "took", "result"]];
  for (const after of await foldersInOrder(context.root, allSteps)) {
    const folder = join(context.root, "checks", after);
    const steps = (await readdir(folder)).filter((name) => /^[0-9]{3}-/.test(name)).sort(compareText);
    const begun = performance.now();
    const { failure } = await runOrReason({
      ...plainRun(context, options, engine), until: after,
      additions: { add: [`${join(context.root, "checks/test-libraries")}:/checks/test-libraries`], script: undefined,
        steps: folder },
    }, report);
    checks.push({ after, steps, ok: failure === undefined,
      ...failure === undefined ? {} : { message: failure.message } });
    const took = formatSeconds((performance.now() - begun) / 1000);
    rows.push([after, steps.join(" "), took, failure === undefined ? "ok" : `FAILED: ${failure.message}`]);
  }
  ["", ...formatTable(rows, [false, false, true, false], report.width)].forEach((line) => report.note(line));
  const ok = checks.every((check) => check.ok);
  if (options.json) {
    const document = { ok, columns: [], fromStore: {}, notRun: [], artifacts: [], checks };
    process.stdout.write(`${printable(verifySchema, { ...documentHead(context.root, "verify"), ...document })}\n`);
  }
  return ok ? Status.Success : Status.Failed;
}

/** The folders of checks in the order of the steps after which they run. */
async function foldersInOrder(root: string, steps: Step[]): Promise<string[]> {
  const folders = (await readdir(join(root, "checks"), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (folders.length === 0) {
    throw new UserError("checks: there is no folder of checks in it: take all of the repository");
  }
  return folders.sort((left, right) => stepsUntil(steps, left).length - stepsUntil(steps, right).length);
}

/** The first engine on this computer's kernel that runs all steps. */
async function hostKernelEngine({ root }: Context, { cache }: Sources, steps: Step[]): Promise<string> {
  const obstacles: string[] = [];
  for (const { name: engine } of engines.filter(({ isEmulated }) => !isEmulated)) {
    try {
      await divide(steps, undefined, { engine, otherEngine: true, hardware: defaultHardware, root, cache });
      return engine;
    } catch (error) {
      obstacles.push(`${engine}: ${explain(error)}`);
    }
  }
  throw new UserError(`NOT RUN: the checks need this computer's kernel; ${obstacles.join("; ")}`);
}
