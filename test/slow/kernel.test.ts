// What builds ask of the chain's kernel, asked by busybox and make on it in QEMU: long argument lists, files with
// holes or too large, memory that comes back, make's job server (which waits in pselect).
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { because, canRun, makeScratch, obstacleTo, root, rootseed } from "../host-support.js";

const scratch = makeScratch("slow-kernel");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

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
