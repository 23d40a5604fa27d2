// What builds ask of the chain's kernel, tried with busybox and make in QEMU: long argument lists, files that have
// holes or are too large, memory that is freed, make's job server (which waits in pselect).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { because, canRun, obstacleTo } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";
import { rootseed } from "../support/host.js";

const scratch = makeScratch("slow-kernel");

const name = `the userland finds on the chain's kernel what builds need${because(obstacleTo("qemu"))}`;
it.skipIf(!canRun("qemu"))(name, async () => {
  const log = join(scratch, "log");
  const script = join(root, "test/corpus/kernel/userland.sh");
  const { status, err } = await rootseed(["run", "--engine", "qemu", "--until", "make", "--script", script,
    "--log", log]);
  expect(err).not.toMatch(/failed/);
  expect(status).toBe(0);
  const said = readFileSync(log, "latin1").split("\n").map((line) => line.trimEnd());
  for (const line of ["arguments 1050000", "sparse 2000000001 4", "too large is refused", "memory back 1",
    "most at once 3 12"]) {
    expect(said).toContain(line);
  }
});
