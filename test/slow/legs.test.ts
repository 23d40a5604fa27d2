// The real chain on a kernel that runs no i386 programs: v86, which has no long mode, makes the steps from i386 to
// x86-64, the kernel goes on with the shell among them; all as pinned. The steps before these are made where that is
// quickest.
import { join } from "node:path";
import { expect, it } from "vitest";
import { runSchema } from "../../host/report/document.js";
import { flagged, readSteps, stepsUntil } from "../../host/steps/steps.js";
import { because, canRun, hasNamespaces, obstacleToRules } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";
import { rootseed } from "../support/host.js";

const engine = ["bwrap", "chroot"].find(hasNamespaces);
const obstacle = obstacleToRules() ?? (engine === undefined ? "no namespaces here" : undefined);

it.skipIf(obstacle !== undefined)(`v86, then ${engine ?? "the kernel"}${because(obstacle)}`, async () => {
  const scratch = makeScratch("slow-legs");
  const steps = await readSteps(root);
  const first = steps.findIndex(({ runsOn }) => runsOn === "x86-64");
  const [before, until] = [flagged(steps, "default")?.name as string, steps[first + 1]?.name as string];
  const [mirror, cache] = [join(scratch, "mirror"), join(scratch, "cache")];
  const user = process.env["ROOTSEED_CACHE"] === undefined ? [] : ["--cache", process.env["ROOTSEED_CACHE"]];
  expect((await rootseed(["mirror", mirror, "--until", until, ...user])).status).toBe(0);
  const places = ["--cache", cache, "--mirror", mirror, "--only-mirror"];
  const quickest = ["chroot", "bwrap"].find(canRun) ?? "v86";
  expect((await rootseed(["run", "--engine", quickest, "--until", before, ...places])).status).toBe(0);
  const { status, out } = await rootseed(
    ["run", "--engine", engine as string, "--until", until, "--json", ...places], { interpreter: "none" });
  const document = runSchema.parse(JSON.parse(out));
  expect([status, document.error]).toEqual([0, undefined]);
  const made = document.steps.filter(({ fromStore }) => fromStore === undefined);
  const count = stepsUntil(steps, before).length;
  expect(made.map(({ name, engine: on }) => `${name} ${on}`)).toEqual(steps.slice(count, first + 2)
    .map(({ name, runsOn }) => `${name} ${runsOn === "i386" ? "v86" : engine}`));
});
