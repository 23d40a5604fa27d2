// The command `audit`.
import { audit, auditDocumentSchema, type Audit } from "../audit/audit.js";
import { Status } from "../common/problem.js";
import { formatTable } from "../common/text.js";
import { documentHead, printable } from "../report/head.js";
import type { Context } from "./main.js";

/** Prints what there is to read, with the limits beside it; it fails when one is not kept. */
export async function auditCommand(context: Context, json: boolean): Promise<Status> {
  const result = await audit(context.root);
  const lines = json ? [printable(auditDocumentSchema, { ...documentHead(context.root, "audit"), ...result })]
    : describe(result, process.stdout.isTTY ? process.stdout.columns : Infinity);
  process.stdout.write(`${lines.join("\n")}\n`);
  return result.totals.limitsKept ? Status.Success : Status.Failed;
}

function judge(limit: number | null, kept: boolean): string[] {
  return [limit === null ? "-" : String(limit), kept ? "" : "ABOVE THE LIMIT"];
}

function describe(result: Audit, width: number): string[] {
  const { totals } = result;
  const codeRows = [
    ...result.seeds.map((seed) => [seed.file, String(seed.code), ...judge(seed.limit, seed.kept), seed.sha256]),
    ["chain/compiler/compiler.hex", String(result.machineCodeBytes),
      ...judge(result.machineCodeLimit, result.machineCodeBytes <= result.machineCodeLimit), ""],
  ];
  const linkRows = result.links.map((link) => [link.name, link.language, String(link.files), String(link.lines),
    String(link.codeLines), ...judge(link.limit, link.kept)]);
  const stepRows = result.steps.map((step) => [step.name, String(step.archives.length), String(step.patches.length),
    String(step.patchLines), String(step.generatedFiles)]);
  const archives = new Map<string, { sha256: string; steps: string[] }>();
  for (const { name, archives: ofStep } of result.steps) {
    for (const { file, sha256 } of ofStep) {
      const known = archives.get(file) ?? { sha256, steps: [] };
      archives.set(file, { sha256, steps: [...known.steps, name] });
    }
  }
  const patches = result.steps.flatMap((step) => step.patches);
  return [
    "Machine code that goes in, all of it as commented hex:",
    ...formatTable([["file", "bytes", "limit", "", "SHA-256 of the bytes"], ...codeRows],
      [false, true, true, false, false], width),
    "",
    "What there is to read (code: not blank, not comment alone):",
    ...formatTable([["link", "language", "files", "lines", "code", "limit", ""], ...linkRows,
      ["all", "", String(totals.files), String(totals.lines), String(totals.codeLines), "", ""]],
    [false, false, true, true, true, true, false]),
    "",
    "Upstream packages (patch lines: added or removed):",
    ...formatTable([["step", "archives", "patches", "patch lines", "generated files"], ...stepRows],
      [false, true, true, true, true]),
    `All patches together: ${totals.patchLines} lines, limit ${result.patchLineLimit}.`,
    "",
    "The archives, as they are fetched:",
    ...formatTable([["SHA-256", "file", "steps"],
      ...[...archives].map(([file, { sha256, steps }]) => [sha256, file, steps.join(" ")])],
    [false, false, false], width),
    "",
    "The patches, and why they are there:",
    ...patches.flatMap(({ file, lines, reason }) => [`${file}, ${lines} lines`, `  ${reason}`]),
    "",
    totals.limitsKept ? "All limits are kept." : "NOT all limits are kept.",
  ];
}
