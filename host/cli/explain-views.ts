// The provenance of a file, in the forms in which `explain` prints it: a tree of processes, the shortest way to
// something, the list of upstream's files that took part or did not, values for a document, a graph for dot.
import { UserError } from "../common/errors.js";
import { countOf, formatTable, shellWord } from "../common/text.js";
import type { Cause, Leaf, Maker, Provenance } from "../explain/provenance.js";
import type { UpstreamFile } from "../explain/reading-list.js";
import { findWay } from "../explain/way.js";
import type { ExplainedProcess } from "../report/document.js";

/** How many characters of a command line are shown. */
const shownCommand = 100;
/** How many paths of files with the same makers are shown. */
const shownPaths = 3;

/** What a process runs, as it could be typed. What a shell does itself, it does in a copy of itself. */
function commandOf({ step, process: { parent, programs } }: Maker): string {
  const program = programs.at(-1);
  if (program === undefined) {
    return parent === undefined ? "the shell that runs the plan" : `a copy of ${step.name}#${parent}`;
  }
  const command = program.arguments.map(shellWord).join(" ");
  return command.length > shownCommand ? `${command.slice(0, shownCommand)} …` : command;
}

const placeOf = ({ process: { programs } }: Maker): string => {
  const folder = programs.at(-1)?.folder;
  return folder === undefined ? "" : `  in ${folder}`;
};

function originOf({ makers, leaf }: Cause): string {
  const names = { file: "of the repository", archive: "an archive", unknown: "FROM NOBODY KNOWS WHERE" };
  return leaf === undefined ? `by ${makers.map(({ id }) => id).join(", ")}` : names[leaf.kind];
}

/** Lines on the causes of a process: files with one origin together. */
function describeCauses(causes: Cause[]): string[] {
  const groups = new Map<string, Cause[]>();
  for (const cause of causes) {
    const key = `${cause.how} ${originOf(cause)}`;
    groups.set(key, [...groups.get(key) ?? [], cause]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Cause];
    const paths = group.flatMap(({ use, leaf }) => use?.path ?? leaf?.path ?? []);
    const rest = paths.length - shownPaths;
    const shown = [...paths.slice(0, shownPaths), ...rest > 0 ? [`and ${rest} more`] : []].join(", ");
    return paths.length === 0 ? `${first.how} ${first.makers.map(({ id }) => id).join(", ")}`
      : `${first.how} ${shown}: ${originOf(first)}`;
  });
}

/** Each process once, below the one that it was found by, down to so many levels. */
export function processTree(provenance: Provenance, depth: number): string[] {
  const shown = new Set<Maker>();
  const lines: string[] = [];
  const show = (maker: Maker, level: number): void => {
    const indent = "  ".repeat(level);
    const causes = provenance.causes.get(maker) ?? [];
    shown.add(maker);
    lines.push(`${indent}${maker.id}  ${commandOf(maker)}${placeOf(maker)}`,
      ...describeCauses(causes).map((line) => `${indent}    ${line}`));
    for (const next of level + 1 < depth ? causes.flatMap(({ makers }) => makers) : []) {
      if (!shown.has(next)) {
        show(next, level + 1);
      }
    }
  };
  provenance.makers.filter((maker) => !shown.has(maker)).forEach((maker) => show(maker, 0));
  return [...lines, "", summaryOf(provenance)];
}

/** The files that no process has made, each once. */
export function leavesOf(provenance: Provenance): Leaf[] {
  const leaves = [...provenance.causes.values()].flat().flatMap(({ leaf }) => leaf ?? []);
  return [...new Map(leaves.map((leaf) => [`${leaf.kind} ${leaf.path}`, leaf])).values()];
}

function summaryOf(provenance: Provenance): string {
  const leaves = leavesOf(provenance);
  const count = (kind: Leaf["kind"]): number => leaves.filter((leaf) => leaf.kind === kind).length;
  const processes = provenance.causes.size === 1 ? "1 process" : `${provenance.causes.size} processes`;
  return `comes from ${processes}, ${countOf(count("file"), "file")} of the repository and ` +
    `${countOf(count("archive"), "archive")}` +
    (count("unknown") > 0 ? `; of ${countOf(count("unknown"), "file")} nobody knows where they are from` : "");
}

/** The shortest way to something, a line a process. */
export function wayTo(provenance: Provenance, artifact: string, name: string): string[] {
  const way = findWay(provenance, name);
  if (way === undefined) {
    throw new UserError(`${name}: does not lead to ${artifact}: expected a path in the machine or the repository, an ` +
      "archive's file name, the beginning of a hash, or STEP#NUMBER of a process that is");
  }
  return [artifact, ...way.flatMap(({ maker, cause }) => [
    `  by ${maker.id}  ${commandOf(maker)}${placeOf(maker)}`,
    ...cause === undefined ? [] : describeCauses([cause]).map((line) => `  which ${line}`),
  ])];
}

/** Processes and files for Graphviz; files with one maker and one user are one node. */
export function processDot(provenance: Provenance): string[] {
  const quoted = (text: string): string => JSON.stringify(text);
  return ["digraph explain {", ...[...provenance.causes].flatMap(([maker, causes]) => [
    `  ${quoted(maker.id)} [shape=box, label=${quoted(`${maker.id}\n${commandOf(maker).slice(0, 40)}`)}];`,
    ...causes.flatMap(({ how, use, makers, leaf }) => [
      ...makers.map(({ id }) => `  ${quoted(id)} -> ${quoted(maker.id)} [label=${quoted(use?.path ?? how)}];`),
      ...leaf === undefined ? [] : [`  ${quoted(leaf.path)} -> ${quoted(maker.id)};`],
    ]),
  ]), "}"];
}

/** The same as values. */
export function processDocument(provenance: Provenance): ExplainedProcess[] {
  return [...provenance.causes].map(([{ id, step, process }, causes]) => ({
    id, step: step.name,
    programs: process.programs.map(({ path, content, folder, arguments: words }) =>
      ({ path, sha256: content.sha256, folder, arguments: words })),
    causes: causes.map(({ how, use, makers, leaf }) => ({
      how, path: use?.path ?? null, sha256: use?.content.sha256 ?? null, by: makers.map((maker) => maker.id),
      ...leaf === undefined ? {} : { leaf: { kind: leaf.kind, path: leaf.path } },
    })),
  }));
}

/** The files of upstream that took part, or those that did not, with their lines. */
export function fileList(files: UpstreamFile[], wasRead: boolean): string[] {
  const chosen = files.filter((file) => file.wasRead === wasRead);
  const lines = chosen.reduce((sum, file) => sum + file.lines, 0);
  return [...formatTable([["archive", "file", "lines"],
    ...chosen.map(({ archive, path, lines: count }) => [archive, path, String(count)])], [false, false, true]),
  `${countOf(chosen.length, "file")} of ${files.length}, ${countOf(lines, "line")}, ` +
    (wasRead ? "took part" : "took no part")];
}
