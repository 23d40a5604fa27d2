// The same steps, recorded by the chain's kernel in QEMU and by strace on this computer's kernel: the records say the
// same, but that strace does not know what a file held that was gone in the end. Where one of the two cannot run, the
// test is skipped.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { differenceOfRecords } from "../../host/record/compare.js";
import { recordFileOf, type Recorder } from "../../host/record/place.js";
import type { Process } from "../../host/record/model.js";
import { parseRecord } from "../../host/record/text.js";
import { readSteps, stepsUntil } from "../../host/steps/steps.js";
import { because, hasNamespaces } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";
import { rootseed } from "../support/host.js";

const scratch = makeScratch("slow-record");
const steps = stepsUntil(await readSteps(root), "byacc").filter(({ runsOn }) => runsOn === "x86-64");
const missing = ["strace", "qemu-system-x86_64"].find((program) => spawnSync(program, ["--version"]).status !== 0);
const obstacle = missing !== undefined ? `${missing} is not installed`
  : hasNamespaces("chroot") ? undefined : "no root folder of its own can be made here";

it.skipIf(obstacle !== undefined)(`strace and the chain's kernel record the same${because(obstacle)}`, async () => {
  for (const engine of ["chroot", "qemu"]) {
    const { status, err } = await rootseed(["run", "--record", "--engine", engine, "--jobs", "1", "--until", "byacc",
      "--out", join(scratch, engine)]);
    expect([engine, status, err]).toEqual([engine, 0, ""]);
  }
  const read = (engine: string, path: string): Process[] =>
    parseRecord(readFileSync(join(scratch, engine, path), "utf8"), path);
  const recordOf = (step: typeof steps[number], engine: string, recorder: Recorder): Process[] =>
    read(engine, recordFileOf(step, recorder));
  const differences = steps.map((step) =>
    [step.name, differenceOfRecords(recordOf(step, "qemu", "kernel"), recordOf(step, "chroot", "strace"))]);
  expect(differences).toEqual(steps.map(({ name }) => [name, undefined]));
}, 3_600_000);
