// The fixed point does not depend on the first compiler: docs/trust.md has the commands by which its readers check
// that, with a first TinyCC that the gcc of this computer has built. Here they are run as they are.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { obstacleTo, wordsBefore } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";

const missing = ["gcc", "patch", "bzip2"].find((program) => spawnSync(program, ["--version"]).error !== undefined);
const why = missing === undefined ? obstacleTo("chroot") : `${missing} is not installed`;

const scratch = makeScratch("first-compiler");

const skipped = why === undefined ? "" : ` (skipped: ${why})`;

it.skipIf(why !== undefined)(`the commands of docs/trust.md end with our pins${skipped}`, () => {
  const [, commands = ""] = /^```sh\n(work=[^]*?)^```$/m.exec(readFileSync(join(root, "docs/trust.md"), "utf8"))!;
  const words = [...wordsBefore(["run", "--engine", "chroot"]), "sh", "-eu", "-c", commands];
  const { status, stdout, stderr } = spawnSync(words[0]!, words.slice(1), {
    cwd: root, encoding: "utf8", env: { ...process.env, TMPDIR: scratch },
  });
  expect(`${stdout}${stderr}`).toMatch(/^rootseed: everything .*matches its pin/m);
  expect(status).toBe(0);
});
