// The layout of the host program: its rooms form a ladder, no files import each other in a circle, and no function has
// more lines than fit on a screen.
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { expect, it } from "vitest";
import { listFiles } from "../host/common/files.js";
import { readSteps, stagesOf } from "../host/steps/steps.js";
import { circleIn, importsOf, longFunctions, textsIn } from "./support/layout.js";
import { root } from "./support/folders.js";

/** The rooms from the bottom to the top: each may import from those before it. */
const rooms = [
  "common", "sources", "steps", "record", "tape", "engines", "report", "store", "attest", "explain", "page", "run",
  "dev/hex", "dev/audit", "dev/bench", "dev/release", "dev", "cli",
];

/** The most lines that a function may have. */
const mostLines = 60;

const files = (await listFiles(join(root, "host"))).filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(join(root, "host", path), "utf8") }));

/** The imports within the host, as FROM -> TO. */
function imports(all: typeof files): Map<string, string[]> {
  return new Map(all.map(({ path, text }) => [path, importsOf(text).filter((name) => name.startsWith("."))
    .map((name) => posix.join(posix.dirname(path), name).replace(/\.js$/, ".ts"))]));
}

function upwardImports(all: typeof files): string[] {
  const rank = (path: string): number => rooms.indexOf(posix.dirname(path));
  return [...imports(all)].flatMap(([from, to]) =>
    to.filter((path) => rank(path) > rank(from)).map((path) => `${from} -> ${path}`));
}

it("every file is in a room", () => {
  expect(files.map(({ path }) => posix.dirname(path)).filter((room) => !rooms.includes(room))).toEqual([]);
});

it("a room imports only from those below it; an import that goes up is found", () => {
  expect(upwardImports(files)).toEqual([]);
  const planted = { path: "common/planted.ts", text: 'import type { Engine } from "../engines/engine.js";\n' };
  expect(upwardImports([...files, planted])).toEqual(["common/planted.ts -> engines/engine.ts"]);
});

it("no files import each other in a circle; one that does is found", () => {
  expect(circleIn(imports(files))).toBeUndefined();
  const text = readFileSync(join(root, "host/common/files.ts"), "utf8");
  const low = { path: "common/processes.ts", text: 'import { sha256 } from "./files.js";\n' };
  expect(text).toContain('from "./processes.js"');
  expect(circleIn(imports([...files.filter(({ path }) => path !== low.path), low])))
    .toEqual(["common/files.ts", "common/processes.ts"]);
});

it(`no function has more than ${mostLines} lines; one that does is found`, () => {
  expect(files.flatMap(({ path, text }) => longFunctions(path, text, mostLines))).toEqual([]);
  const body = "  use(1);\n".repeat(mostLines - 2);
  for (const [head, end] of [["function planted() {\n", "}\n"], ["const planted = () => {\n", "};\n"],
    ["const grown = { planted() {\n", "} };\n"]]) {
    const place = files[0] as { path: string; text: string };
    expect(longFunctions(place.path, `${place.text}${head}${body}${end}`, mostLines)).toEqual([]);
    expect(longFunctions(place.path, `${place.text}${head}${body}  use(2);\n${end}`, mostLines))
      .toEqual([expect.stringMatching(/^[a-z/-]+\.ts:[0-9]+: a function of 61 lines$/)]);
  }
});

it("no text of the host names a step or a stage; one that does is found", async () => {
  const steps = await readSteps(root);
  // What the host may say: flags of the manifest, the chain's programs, and words of plain English.
  const own = [...steps.flatMap(({ flags }) => flags), ...await readdir(join(root, "chain")), "make", "system"]
    .map((name) => name.replace(/^[0-9]-/, ""));
  const names = [...stagesOf(steps), ...steps.map(({ name }) => name)].filter((name) => !own.includes(name));
  const named = (all: typeof files): string[] => all.flatMap(({ path, text }) => textsIn(text)
    // `node:zlib` is a module of Node.
    .filter((words) => !words.startsWith("node:") && names.some((name) => words.split(/[^\w-]+/).includes(name)))
    .map((words) => `${path}: ${words}`));
  expect(named(files.filter(({ path }) => !path.startsWith("dev/")))).toEqual([]);
  const planted = { path: "common/planted.ts", text: "const hint = `go on --until ${stage}, or musl`;\n" };
  expect(named([planted])).toEqual(["common/planted.ts: , or musl"]);
});
