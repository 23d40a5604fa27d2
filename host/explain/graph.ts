// Where an artifact comes from, as a graph: artifacts, the steps that made them, and what these are made of, down to
// the seed. It is what the repository says of its steps (steps/origins.ts): everything that could take part is in it. A
// record of processes can only take away from it.
//
// How it thinks: a node is named by its kind and path, so that two graphs can be compared; its edges lead to what it is
// made of. Nothing is in the graph that the artifact does not lead to.
import { Status, UserError } from "../common/errors.js";
import { findOrigins, type Origin } from "../steps/origins.js";
import { unpinned, type Pin } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";

export type Kind = "artifact" | "step" | "archive" | "file";

export interface Node {
  /** KIND:PATH. */
  id: string;
  kind: Kind;
  path: string;
  /** Null of a step, and where there is no pin. */
  sha256: string | null;
  /** The ids of what it is made of. */
  from: string[];
}

/** The graph: the node that was asked for first, each node before what it is made of for the first time. */
export type Graph = Map<string, Node>;

const idOf = (kind: Kind, path: string): string => `${kind}:${path}`;

/** The artifact that a path, or at least eight digits of a hash, stands for. */
export function findArtifact(steps: Step[], name: string): { step: Step; pin: Pin } {
  const isHash = /^[0-9a-f]{8,64}$/.test(name);
  const found = steps.flatMap((step) => (step.pins ?? [])
    .filter(({ path, sha256 }) => path === name || (isHash && sha256.startsWith(name)))
    .map((pin) => ({ step, pin })));
  const [first] = found;
  if (first === undefined) {
    throw new UserError(`${name}: is no artifact of a step, nor the beginning of one's hash: expected STAGE/PATH, ` +
      "as `rootseed steps --json` lists them", Status.Usage);
  }
  return first;
}

/** Everything that an artifact comes from. */
export async function explainArtifact(root: string, steps: Step[], name: string): Promise<Graph> {
  const origins = await findOrigins(root, steps);
  const graph: Graph = new Map();
  const { step, pin } = findArtifact(steps, name);
  addArtifact(graph, step, pin, origins);
  return graph;
}

function addArtifact(graph: Graph, step: Step, { path, sha256 }: Pin, origins: Map<string, Origin>): string {
  const from = [idOf("step", step.name)];
  const id = add(graph, "artifact", path, sha256 === unpinned ? null : sha256, from);
  addStep(graph, step, origins);
  return id;
}

function addStep(graph: Graph, step: Step, origins: Map<string, Origin>): void {
  const id = idOf("step", step.name);
  if (graph.has(id)) {
    return;
  }
  const { inputs, archives, earlier } = origins.get(step.name) as Origin;
  const from: string[] = [];
  graph.set(id, { id, kind: "step", path: step.name, sha256: null, from });
  from.push(...inputs.map(({ path, sha256 }) => add(graph, "file", path, sha256, [])),
    ...archives.map(({ file, sha256 }) => add(graph, "archive", file, sha256, [])));
  for (const one of [...earlier].reverse()) {
    from.push(...(one.pins ?? []).map((pin) => addArtifact(graph, one, pin, origins)));
  }
}

function add(graph: Graph, kind: Kind, path: string, sha256: string | null, from: string[]): string {
  const id = idOf(kind, path);
  if (!graph.has(id)) {
    graph.set(id, { id, kind, path, sha256, from });
  }
  return id;
}
