// The command `audit`.
import { audit, auditDocumentSchema, type Audit } from "../dev/audit/audit.js";
import { readByCalls, readByRecords } from "../dev/audit/opened.js";
import { searchRead, type Search } from "../dev/audit/search.js";
import { Status } from "../common/errors.js";
import { formatTable } from "../common/text.js";
import { documentHead, printable } from "../report/head.js";
import { cacheFolder } from "../sources/cache.js";
import { readSteps } from "../steps/steps.js";
import type { Context, Definition } from "./context.js";
import { named, refuseTogether } from "./options.js";

interface AuditOptions {
  json?: true;
  records?: string;
  opened?: string;
  cache?: string;
}

/** Prints what there is to read, with the limits; it fails when one is not kept, or a file is not explained. */
export async function auditCommand(context: Context, options: AuditOptions): Promise<Status> {
  const counted = await audit(context.root);
  const wasRead = options.records !== undefined ? await readByRecords(await readSteps(context.root), options.records)
    : options.opened !== undefined ? await readByCalls(options.opened) : undefined;
  const search = wasRead === undefined ? null : await searchRead(context.root, wasRead, cacheFolder(options.cache));
  const result = { ...counted, search };
  const lines = options.json ? [printable(auditDocumentSchema, { ...documentHead(context.root, "audit"), ...result })]
    : [...describe(counted, process.stdout.isTTY ? process.stdout.columns : Infinity), "", ...describeSearch(search)];
  process.stdout.write(`${lines.join("\n")}\n`);
  const isExplained = search === null || search.marked.every(({ reason }) => reason !== null);
  return counted.totals.limitsKept && isExplained ? Status.Success : Status.Failed;
}

/** What the search for generators' marks has found. */
function describeSearch(search: Search | null): string[] {
  if (search === null) {
    return ["Marks of generators in the files that builds read: NOT SEARCHED, as no record of a run was given " +
      "(--records DIR, --opened FILE)."];
  }
  const { searched, marked, notSearched } = search;
  const unexplained = marked.filter(({ reason }) => reason === null);
  return [
    `Files of the archives that the run has read: ${searched}; with a mark of a generator: ${marked.length}; ` +
      `of these not explained: ${unexplained.length}.`,
    ...unexplained.map(({ path, line, text }) => `${path}:${line}: ${text}`),
    ...notSearched.length === 0 ? []
      : [`NOT SEARCHED, as the record has nothing of them, or they are not in the cache: ${notSearched.join(", ")}.`],
  ];
}

function limitCells(limit: number | null, kept: boolean): string[] {
  return [limit === null ? "-" : String(limit), kept ? "" : "ABOVE THE LIMIT"];
}

function describe(result: Audit, width: number): string[] {
  const { totals } = result;
  const codeRows = [
    ...result.seeds.map((seed) => [seed.file, String(seed.code), ...limitCells(seed.limit, seed.kept), seed.sha256]),
    ["chain/1-compiler/compiler.hex", String(result.machineCodeBytes),
      ...limitCells(result.machineCodeLimit, result.machineCodeBytes <= result.machineCodeLimit), ""],
  ];
  const partRows = result.parts.map((part) => [part.name, part.language, String(part.files), String(part.lines),
    String(part.codeLines), ...limitCells(part.limit, part.kept)]);
  const stepRows = result.steps.map((step) => [step.name, String(step.archives.length), String(step.patches.length),
    String(step.patchLines), String(step.generatedFiles), String(step.madeAnewFiles)]);
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
    ...formatTable([["part", "language", "files", "lines", "code", "limit", ""], ...partRows,
      ["all", "", String(totals.files), String(totals.lines), String(totals.codeLines), "", ""]],
    [false, false, true, true, true, true, false]),
    "",
    "Upstream packages (patch lines: added or removed):",
    ...formatTable([["step", "archives", "patches", "patch lines", "generated files", "made anew"], ...stepRows],
      [false, true, true, true, true, true]),
    `All patches together: ${totals.patchLines} lines, limit ${result.patchLineLimit}.`,
    `What tells packages how they are built, up to Linux (scripts, lists, headers): ${result.configurationLines} ` +
      `lines, limit ${result.configurationLimit}; their programs in C and awk: ${result.programLines} lines.`,
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

/** Adds the command `audit`. */
export const defineAudit: Definition = (program, context) => {
  program.command("audit")
    .description("count what a person has to read, and compare with the limits")
    .option("--json", "as a JSON document")
    .option("--records <dir>", "search what a run has read for files that programs made, by its records of processes",
      named)
    .option("--opened <file>", "the same by what strace has said of a run (docs/without-configure.md)", named)
    .option("--cache <dir>", "folder with the archives (or ROOTSEED_CACHE; default: in the user's cache folder)")
    .action(async (options: AuditOptions) => {
      refuseTogether(options.records !== undefined && options.opened !== undefined,
        "--records and --opened say the same in two ways: use one of them");
      refuseTogether(options.cache !== undefined && (options.records ?? options.opened) === undefined,
        "--cache is for the search of what a run has read: use it with --records or --opened");
      context.finish(await auditCommand(context, options));
    });
};
