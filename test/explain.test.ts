// What an artifact comes from: the graph has all that could take part and nothing else, each with its hash, down to the
// seed; and the three forms in which it is printed.
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { Ajv2020 } from "ajv/dist/2020.js";
import { explainArtifact, type Node } from "../host/explain/graph.js";
import { sha256 } from "../host/common/files.js";
import { readSteps, stepsUntil } from "../host/steps/steps.js";
import { readRoot, root } from "./support/folders.js";
import { rootseed } from "./support/host.js";

const steps = await readSteps(root);
const graph = await explainArtifact(root, steps, "tcc/tcc");
const nodes = [...graph.values()];
const ofKind = (kind: Node["kind"]): Node[] => nodes.filter((node) => node.kind === kind);

describe("the graph of an artifact", () => {
  it("has the steps before its own that others use, their artifacts and their archives", () => {
    const before = stepsUntil(steps, "tcc").filter(({ flags }) => !flags.includes("unused"));
    expect(ofKind("step").map(({ path }) => path).sort()).toEqual(before.map(({ name }) => name).sort());
    const others = before.slice(0, -1).flatMap(({ pins }) => pins ?? []).map(({ path }) => path);
    expect(ofKind("artifact").map(({ path }) => path).sort()).toEqual(["tcc/tcc", ...others].sort());
    expect(ofKind("archive").map(({ path }) => path)).toEqual(before.flatMap(({ archives }) => archives)
      .map(({ file }) => file));
  });

  it("ends in files of the repository and archives; the files have the hashes that it says", () => {
    expect(nodes.filter(({ from }) => from.length === 0).every(({ kind }) => kind === "file" || kind === "archive"))
      .toBe(true);
    const files = ofKind("file");
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["seed/boot.hex", "chain/4-tools/main.ts",
      "chain/1-compiler/compiler.hex", "chain/5-cc/main.ts", "steps/005-tcc/build"]));
    expect(files.map(({ path }) => [path, sha256(readRoot(path))])).toEqual(files.map((one) => [one.path, one.sha256]));
  });

  it("has no node that the artifact does not lead to, and no edge to nowhere", () => {
    const reached = new Set<string>();
    const follow = (id: string): void => {
      if (!reached.has(id)) {
        reached.add(id);
        graph.get(id)!.from.forEach(follow);
      }
    };
    follow("artifact:tcc/tcc");
    expect([...reached].sort()).toEqual(nodes.map(({ id }) => id).sort());
  });
});

describe("explain", () => {
  it("prints a text, a document as its schema has it, and a graph that dot reads", async () => {
    const text = await rootseed(["explain", "tcc/tcc"]);
    const files = ofKind("file").length;
    expect(text.out).toContain(`\ntcc/tcc comes from 4 steps, 1 archive and ${files} files of the repository.\n`);
    const json = await rootseed(["explain", (nodes[0]?.sha256 as string).slice(0, 12), "--json"]);
    const validate = new Ajv2020({ allErrors: true })
      .compile(JSON.parse(readRoot("docs/schemas/explain.json").toString()) as object);
    const document = JSON.parse(json.out) as { artifact: string; nodes: Node[] };
    validate(document);
    expect([validate.errors ?? [], document.artifact, document.nodes]).toEqual([[], "artifact:tcc/tcc", nodes]);
    const dot = await rootseed(["explain", "tcc/tcc", "--dot"]);
    expect(dot.out).toContain('  "step:cc" -> "artifact:cc/cc";\n');
    if (spawnSync("dot", ["-V"]).status === 0) {
      expect(spawnSync("dot", ["-Tplain"], { input: dot.out }).status).toBe(0);
    }
  });

  it.each([[["nothing/there"], "is no artifact of a step"], [["tcc/tcc", "--json", "--dot"], "not several"],
    [[], "missing required argument"]])("%j: a usage error", async (args, message) => {
    const { status, out, err } = await rootseed(["explain", ...args]);
    expect([status, out, err.includes(message)]).toEqual([2, "", true]);
  });
});
