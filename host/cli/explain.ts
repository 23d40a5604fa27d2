// The command `explain`: where an artifact comes from, for people (step by step), as JSON, or as a graph for dot.
import { Status } from "../common/errors.js";
import { countOf } from "../common/text.js";
import { explainArtifact, type Graph, type Node } from "../explain/graph.js";
import { explainSchema } from "../report/document.js";
import { documentHead, printable } from "../report/head.js";
import { readSteps, type Step } from "../steps/steps.js";
import type { Context, Definition } from "./context.js";
import { explainProcesses, type ProcessOptions } from "./explain-processes.js";
import { named, positive, refuseTogether } from "./options.js";

interface ExplainOptions extends ProcessOptions {
  json?: true;
  dot?: true;
}

export async function explainCommand(context: Context, name: string, options: ExplainOptions): Promise<Status> {
  const steps = await readSteps(context.root);
  const graph = await explainArtifact(context.root, steps, name);
  const nodes = [...graph.values()];
  const artifact = nodes[0] as Node;
  const lines = options.json
    ? [printable(explainSchema, { ...documentHead(context.root, "explain"), artifact: artifact.id, nodes })]
    : options.dot ? asDot(nodes) : describe(graph, artifact, steps);
  process.stdout.write(`${lines.join("\n")}\n`);
  return Status.Success;
}

/** A heading and what it is of, if there is anything. */
function listed(heading: string, nodes: Node[]): string[] {
  return nodes.length === 0 ? [] : [`  ${heading}`, ...nodes.map(({ path, sha256 }) => `    ${sha256}  ${path}`)];
}

/** Each step once, the last one first: what it makes of that comes from elsewhere, and which steps it follows. */
function describe(graph: Graph, artifact: Node, steps: Step[]): string[] {
  const nodes = [...graph.values()];
  const known = new Set<string>();
  const lines = [`${artifact.path}  ${artifact.sha256 ?? "NOT PINNED"}`];
  const inOrder = steps.filter(({ name }) => graph.has(`step:${name}`));
  const own = new Map(inOrder.map(({ name }) => [name, (graph.get(`step:${name}`) as Node).from
    .map((id) => graph.get(id) as Node).filter(({ id, kind }) => kind !== "artifact" && !known.has(id) &&
      known.add(id))]));
  for (const { name, title, folder, madeBy, pins } of [...inOrder].reverse()) {
    const files = (own.get(name) ?? []).filter(({ kind }) => kind === "file");
    const archives = (graph.get(`step:${name}`) as Node).from.map((id) => graph.get(id) as Node)
      .filter(({ kind }) => kind === "archive");
    lines.push("", `${folder}  ${title}`,
      `  made by: ${madeBy ?? "no compiler"}; makes ${countOf(pins?.length ?? 0, "artifact")}`,
      ...listed(`${countOf(files.length, "file")} of the repository that no earlier step has`, files),
      ...listed(countOf(archives.length, "archive"), archives));
  }
  const count = (kind: Node["kind"]): number => nodes.filter((node) => node.kind === kind).length;
  return [...lines, "", `${artifact.path} comes from ${countOf(count("step"), "step")}, ` +
    `${countOf(count("archive"), "archive")} and ${countOf(count("file"), "file")} of the repository.`];
}

/** Steps, archives and artifacts for Graphviz; files of the repository are a number, as nobody reads hundreds. */
function asDot(nodes: Node[]): string[] {
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
  const shapes = { step: "box", archive: "folder", artifact: "ellipse", file: "note" } as const;
  const shown = nodes.filter(({ kind }) => kind !== "file");
  return [
    "digraph explain {",
    ...shown.map(({ id, kind, path, from }) => `  ${quoted(id)} [shape=${shapes[kind]}, label=${quoted(
      kind === "step" ? `${path} (${from.filter((one) => one.startsWith("file:")).length} files)` : path)}];`),
    ...shown.flatMap(({ id, from }) => from.filter((one) => !one.startsWith("file:"))
      .map((one) => `  ${quoted(one)} -> ${quoted(id)};`)),
    "}",
  ];
}

/** Adds the command `explain`. */
export const defineExplain: Definition = (program, context) => {
  program.command("explain")
    .description("list the steps, archives and files that an artifact comes from, down to the seed")
    .argument("<artifact>", "STAGE/PATH, or the first digits of its SHA-256")
    .option("--json", "as a JSON document")
    .option("--dot", "as a graph for Graphviz")
    .option("--processes", "by the records of processes (`run --record`): who made it, what they ran and read")
    .option("--records <dir>", "where `run --record --out DIR` has put them (default: the store)", named)
    .option("--depth <n>", "how many levels of processes are shown (default: 3)", positive)
    .option("--why <path>", "the shortest way from it to a file, a process STEP#NUMBER or a hash", named)
    .option("--read", "upstream's files that took part in it, with their lines: what an auditor has to read")
    .option("--unread", "upstream's files in the same archives that took no part in it")
    .option("--cache <dir>", "folder of archives and store (or ROOTSEED_CACHE; default: in the user's cache folder)")
    .action(async (name: string, options: ExplainOptions) => {
      const views = [options.json, options.dot, options.why, options.read, options.unread, options.depth]
        .filter((view) => view !== undefined);
      refuseTogether(views.length > 1, "one of --json, --dot, --depth, --why, --read and --unread, not several");
      const isByProcess = options.processes === true || options.records !== undefined ||
        (views.length > 0 && options.json === undefined && options.dot === undefined);
      context.finish(await (isByProcess ? explainProcesses : explainCommand)(context, name, options));
    });
};
