// The command `npm run check:kernel -- OPTIONS`: `rootseed run --engine qemu OPTIONS`, and a row in docs/checks.md for
// each step that ran: when, how long, in how much memory, what came out. FILE.json in front of the options is the
// document of a run that has ended (`run --engine qemu --json`).
//
// How it thinks: the table says what runs have shown, so only steps that really ran, and whose artifacts are all as
// pinned, get a row; a step from the store keeps the row that it has, as long as its pins are the same.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../../common/files.js";
import { explain, Status, UserError } from "../../common/errors.js";
import { repositoryRoot } from "../../common/repository.js";
import { formatSeconds } from "../../common/text.js";
import { runSchema, type RunDocument } from "../../report/document.js";
import type { Pin } from "../../steps/pins.js";
import { readSteps, type Step } from "../../steps/steps.js";
import { tableBetween, withTable } from "./page.js";

/** The lines around the table. */
export const kernelMarks = { begin: "<!-- steps -->", end: "<!-- end of steps -->" };
const head = ["step", "made", "took", "memory", "conditions", "date", "commit"];

export async function main(args: string[]): Promise<void> {
  try {
    const root = repositoryRoot();
    const ended = args[0]?.endsWith(".json") === true ? args[0] : undefined;
    const document = ended === undefined ? run(root, args) : readDocument(ended);
    const conditions = (ended === undefined ? args : args.slice(1)).join(" ").replace(/--until \S+ ?/, "");
    const page = join(root, "docs/checks.md");
    const text = readFileSync(page, "utf8");
    const rows = new Map(tableBetween(text, kernelMarks).map((cells) => [cells[0] as string, cells]));
    const steps = await readSteps(root);
    for (const row of rowsOf(document, steps, conditions)) {
      rows.set(row[0] as string, row);
    }
    // In the order of the steps; what was pinned again has to run again.
    const sorted = steps.flatMap(({ name, pins }) => {
      const row = rows.get(`\`${name}\``);
      return row !== undefined && row[1] === describePins(pins ?? []) ? [row] : [];
    });
    await writeAtomically(page, withTable(text, kernelMarks, head, sorted));
    process.exitCode = document.ok ? Status.Success : Status.Failed;
  } catch (error) {
    process.stderr.write(`rootseed: ${explain(error)}\n`);
    process.exitCode = error instanceof UserError ? error.status : Status.Failed;
  }
}

function run(root: string, args: string[]): RunDocument {
  const { stdout } = spawnSync(join(root, "rootseed"), ["run", "--engine", "qemu", "--json", ...args],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 });
  if (stdout === "") {
    throw new UserError("the run has printed no document (see above)");
  }
  return runSchema.parse(JSON.parse(stdout));
}

function readDocument(file: string): RunDocument {
  return runSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** What a row says of a step's artifacts. */
export function describePins(pins: Pin[]): string {
  return pins.map(({ path, sha256 }) => `${path.slice(path.indexOf("/") + 1)} ${sha256?.slice(0, 16)}`).join(", ");
}

/** A row for each step that ran and made what is pinned. */
function rowsOf(document: RunDocument, steps: Step[], conditions: string): string[][] {
  const { commit, modified } = document.rootseed;
  const artifacts = new Map(document.stages.flatMap(({ name, artifacts: made }) =>
    made.map((artifact) => [`${name}/${artifact.path}`, artifact])));
  return document.steps.flatMap(({ name, emulator, memory, seconds, fromStore }) => {
    const pins = steps.find((step) => step.name === name)?.pins ?? [];
    const isAsPinned = pins.every(({ path, sha256 }) => artifacts.get(path)?.sha256 === sha256);
    if (fromStore === true || pins.length === 0 || !isAsPinned) {
      return [];
    }
    const qemu = (emulator ?? "").replace(/^QEMU emulator version (\S+).*/, "QEMU $1");
    return [[`\`${name}\``, describePins(pins), formatSeconds(seconds), memory === undefined ? "" : `${memory} MB`,
      `${qemu} ${conditions}`.trim(), document.date.slice(0, 10),
      `${commit?.slice(0, 10) ?? "unknown"}${modified === true ? " with changes" : ""}`]];
  });
}
