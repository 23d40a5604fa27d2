// The chain on the host's kernel, all of it built again from the seed, up to make; ROOTSEED_NATIVE_UNTIL
// names another stage. What it builds stays in the store of the user's cache, where other tests find it. Skipped where
// neither chroot nor bubblewrap works.
import { expect, it } from "vitest";
import { runSchema } from "../../host/report/document.js";
import { stagesOf, readSteps, stepsUntil } from "../../host/steps/steps.js";
import { because, canRun, obstacleTo } from "../support/engines.js";
import { root } from "../support/folders.js";
import { rootseed } from "../support/host.js";

const until = process.env["ROOTSEED_NATIVE_UNTIL"] ?? "make";
const engine = ["chroot", "bwrap"].find(canRun);
const obstacles = ["chroot", "bwrap"].map(obstacleTo).join("; ");
const name = `${engine ?? "the host's kernel"}: from the seed to ${until}, all as pinned` +
  because(engine === undefined ? obstacles : undefined);

it.skipIf(engine === undefined)(name, { timeout: 3 * 3600_000 }, async () => {
  const { status, out, err } = await rootseed(
    ["run", "--engine", engine as string, "--until", until, "--fresh", "--json"]);
  expect(err).toContain("everything was built from the seed and matches its pin");
  expect(status).toBe(0);
  const document = runSchema.parse(JSON.parse(out));
  const steps = stepsUntil(await readSteps(root), until);
  expect(document.stages.map((stage) => stage.name)).toEqual(stagesOf(steps));
  const artifacts = document.stages.flatMap((stage) => stage.artifacts);
  expect(artifacts).toHaveLength(steps.flatMap(({ pins }) => pins ?? []).length);
  expect(artifacts.every(({ ok, fromStore }) => ok && fromStore === undefined)).toBe(true);
});
