// The chain on the lent kernel, from the seed as far as gcc 3.4.6 (where i386 programs need qemu-user, as far as musl:
// it is twenty times slower), everything made anew; ROOTSEED_NATIVE_UNTIL takes it to another milestone. What it makes
// stays in the store of the user's cache, where other tests find it. Skipped, and said so, where neither chroot nor
// bubblewrap can be used.
import { expect, it } from "vitest";
import { runSchema } from "../../host/report/document.js";
import { milestonesOf, readSteps, stepsUntil } from "../../host/steps/steps.js";
import { because, canRun, obstacleTo, root, rootseed } from "../host-support.js";
import { kernelRunsI386 } from "../i386.js";

const until = process.env["ROOTSEED_NATIVE_UNTIL"] ?? (kernelRunsI386 ? "gcc3" : "musl");
const engine = ["chroot", "bwrap"].find(canRun);
const obstacles = ["chroot", "bwrap"].map(obstacleTo).join("; ");
const name = `${engine ?? "a lent kernel"}: from the seed to ${until}, all as pinned` +
  because(engine === undefined ? obstacles : undefined);

it.skipIf(engine === undefined)(name, { timeout: 3 * 3600_000 }, async () => {
  const { status, out, err } = await rootseed(
    ["run", "--engine", engine as string, "--until", until, "--fresh", "--json"]);
  expect(err).toContain("everything was built from the seed and matches its pin");
  expect(status).toBe(0);
  const document = runSchema.parse(JSON.parse(out));
  const steps = stepsUntil(await readSteps(root), until);
  expect(document.milestones.map((milestone) => milestone.name)).toEqual(milestonesOf(steps));
  const artifacts = document.milestones.flatMap((milestone) => milestone.artifacts);
  expect(artifacts).toHaveLength(steps.flatMap(({ pins }) => pins ?? []).length);
  expect(artifacts.every(({ ok, fromStore }) => ok && fromStore === undefined)).toBe(true);
});
