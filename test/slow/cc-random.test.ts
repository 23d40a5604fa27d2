// chain/5-cc on the random programs of fuzz/c-programs.ts: compiled by cc they must print what they print compiled by
// gcc. Without `gcc -m32` the test is skipped.
//
// With ROOTSEED_SEED=N the first program is that of seed N, so that a message about seed N can be seen again at once.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { buildNativeCc, library, libraryFiles, runCc } from "../support/cc.js";
import { CGenerator } from "../fuzz/c-programs.js";
import { makeScratch } from "../support/folders.js";
import { noI386, runsI386, spawnI386 } from "../support/i386.js";
import { hangsAfter } from "../support/limits.js";
import { Random, seedFor } from "../support/random.js";

const PROGRAMS = 300;

/** Signed integers wrap, floating values have the precision of the x87 until they are stored or cast. */
const gccWords = ["-m32", "-O0", "-w", "-fwrapv", "-std=gnu99", "-fexcess-precision=standard"];

const folder = makeScratch("cc-random");

function gcc(source: string, output: string): { status: number | null; stderr: string } {
  const run = spawnSync("gcc", [...gccWords, "-o", output, source], { cwd: folder, encoding: "utf8" });
  return { status: run.status, stderr: run.error?.message ?? run.stderr };
}

/** Why the programs cannot be compared here, if they cannot. */
function reasonToSkip(): string | undefined {
  if (!runsI386) return noI386;
  fs.writeFileSync(path.join(folder, "empty.c"), "int main(void) { return 0; }\n");
  if (gcc("empty.c", "empty").status !== 0) return "no gcc -m32 here (gcc-multilib)";
  return undefined;
}

const reason = reasonToSkip();
const native = reason === undefined ? buildNativeCc(folder) : null;
const shown = reason === undefined ? "" : ` [${reason}]`;

it.skipIf(native === null)(`random programs print what gcc's print${shown}`, () => {
  const seed = seedFor("cc-random");
  const wrong: string[] = [];
  let accepted = 0;
  for (let i = 0; i < PROGRAMS; i++) {
    fs.writeFileSync(path.join(folder, "random.c"), new CGenerator(new Random(seed + i)).program());
    const label = `seed ${seed + i}`;
    expect([label, gcc("random.c", "by-gcc")]).toEqual([label, { status: 0, stderr: "" }]);
    const expected = spawnI386("./by-gcc", [], { cwd: folder, timeout: hangsAfter });
    expect([label, expected.status]).toEqual([label, 0]);
    const output = path.join(folder, "by-cc");
    const words = ["-I", path.join(library, "include"), "random.c", ...libraryFiles];
    const made = runCc([native!], words, folder, output);
    if (made.status === 1 && made.program === null && /^random\.c:\d+:\d+: /.test(made.stderr)) continue;
    if (made.status === 0) {
      fs.writeFileSync(output, made.program!, { mode: 0o755 });
      const run = spawnI386(output, [], { cwd: folder, timeout: hangsAfter });
      accepted++;
      if (run.status === 0 && run.stdout.equals(expected.stdout)) continue;
    }
    wrong.push(`${label}: ${made.stderr}`);
  }
  console.log(`cc-random: ${PROGRAMS} programs, ${accepted} accepted, ${wrong.length} wrong`);
  expect(wrong).toEqual([]);
  expect(accepted).toBeGreaterThanOrEqual(PROGRAMS * 0.8);
});
