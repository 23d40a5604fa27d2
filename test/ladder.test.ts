// The chain's programs are read from the bottom to the top: imports go down only, but for the exceptions listed here.
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { programFolder } from "../host/tape/source.js";
import { root } from "./support/folders.js";
import { faultsOf, type Ladder } from "./support/ladder.js";

/** The programs whose files are in reading order, with the circles that they need. */
const programs: { name: string; exceptions: string[] }[] = [
  {
    name: "kernel",
    // the last device of all: what is written to it starts Linux, which is found by its path
    exceptions: ["chain/3-kernel/4-files/devices.ts -> chain/3-kernel/linux.ts"],
  },
  { name: "tools", exceptions: [] },
  {
    name: "cc",
    // C's grammar: expressions hold types (casts, sizeof), types hold expressions. The kinds of values: integers are
    // made of and into floating and 64-bit ones, and come out of calls.
    exceptions: [
      "2-parse/expressions.ts -> 2-parse/declarations.ts", "2-parse/expressions.ts -> 2-parse/specifiers.ts",
      "2-parse/specifiers.ts -> 2-parse/declarations.ts", "2-parse/statements.ts -> 2-parse/declarations.ts",
      "3-make/integers.ts -> 3-make/calls.ts", "3-make/integers.ts -> 3-make/floats.ts",
      "3-make/integers.ts -> 3-make/longlong.ts",
    ].map((edge) => edge.replace(/\b(?=[23]-)/g, "chain/5-cc/")),
  },
  { name: "console", exceptions: [] },
];

function readLadder({ name, exceptions }: { name: string; exceptions: string[] }): Ladder {
  const paths = readFileSync(join(root, `${programFolder(name)}/sources`), "utf8").trim().split("\n");
  return { files: paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })), exceptions };
}

describe.each(programs)("chain/$name", (program) => {
  test("imports go down only", () => expect(faultsOf(readLadder(program))).toEqual([]));

  test("an import that goes up is found", () => {
    const ladder = readLadder(program);
    const folder = programFolder(program.name);
    const own = ladder.files.filter(({ path }) => path.startsWith(`${folder}/`) && path.endsWith(".ts"));
    const [low, high] = [own[0]!, own.at(-1)!];
    const way = posix.relative(posix.dirname(low.path), high.path).replace(/^(?!\.)/, "./").replace(/\.ts$/, ".js");
    low.text = `import { start } from "${way}";\n${low.text}`;
    expect(faultsOf(ladder)).toEqual([`${low.path} -> ${high.path}: an import that goes up`]);
  });

  test("an exception that nothing needs is found", () => {
    const ladder = readLadder(program);
    ladder.exceptions = [...ladder.exceptions, "a -> b"];
    expect(faultsOf(ladder)).toEqual(["a -> b: nothing needs it"]);
  });
});

test("a rung out of order is found, and an import of a higher rung's index", () => {
  const files = (...paths: string[]): Ladder["files"] => paths.map((path) => ({ path, text: "" }));
  expect(faultsOf({ files: files("chain/x/2-top/b.ts", "chain/x/1-base/a.ts"), exceptions: [] }))
    .toEqual(["chain/x/1-base/a.ts comes after files of a higher rung"]);
  const ladder = files("chain/x/1-base/a.ts", "chain/x/2-top/b.ts", "chain/x/2-top/c.ts");
  ladder[0]!.text = 'import { b } from "../2-top/index.js";\n';
  ladder[2]!.text = 'import { a } from "../1-base/index.js";\n';
  expect(faultsOf({ files: ladder, exceptions: [] }))
    .toEqual(["chain/x/1-base/a.ts -> chain/x/2-top/index.ts: an import that goes up"]);
});
