// The chain's programs are read from the bottom to the top: imports go down only, but for the exceptions listed here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { faultsOf, type Ladder } from "./ladder.js";

const root = join(import.meta.dirname, "..");

/** The programs whose folders are ladders, with the circles that they need. */
const programs: { name: string; exceptions: string[] }[] = [
  {
    name: "kernel",
    // the last device of all: what is written to it starts Linux, which is found by its path
    exceptions: ["chain/kernel/4-files/devices.ts -> chain/kernel/linux.ts"],
  },
];

function readLadder({ name, exceptions }: { name: string; exceptions: string[] }): Ladder {
  const paths = readFileSync(join(root, `chain/${name}/sources`), "utf8").trim().split("\n");
  return { files: paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })), exceptions };
}

describe.each(programs)("chain/$name", (program) => {
  test("imports go down only", () => expect(faultsOf(readLadder(program))).toEqual([]));

  test("an import that goes up is found", () => {
    const ladder = readLadder(program);
    const [lowest, highest] = [ladder.files.findIndex(({ path }) => /\/1-/.test(path)), ladder.files.length - 1];
    const low = ladder.files[lowest] as Ladder["files"][number];
    const high = ladder.files[highest] as Ladder["files"][number];
    const upward = `import { start } from "../${high.path.split("/").at(-1)?.replace(".ts", ".js")}";\n`;
    ladder.files[lowest] = { path: low.path, text: upward + low.text };
    expect(faultsOf(ladder)).toEqual([`${low.path} -> ${high.path}: an import that goes up`]);
  });

  test("a rung out of order, and an exception that nothing needs, are found", () => {
    const ladder = readLadder(program);
    const first = ladder.files.findIndex(({ path }) => /\/1-/.test(path));
    ladder.files.push(...ladder.files.splice(first, 1));
    ladder.exceptions = [...ladder.exceptions, "a -> b"];
    const faults = faultsOf(ladder);
    expect(faults).toContain(`${ladder.files.at(-1)?.path} stands behind files of a higher rung`);
    expect(faults).toContain("a -> b: nothing needs it");
  });
});
