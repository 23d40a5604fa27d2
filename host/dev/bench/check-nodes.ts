// The command `npm run check:node`: every version of Node that is supported builds the chain at the same cost, and
// passes the tests. Exit status 1 when one is slower than allowed, or fails.
//
//     npm run check:node -- [--nodes FOLDER] [--versions 20,22,24,latest]
//                           [--until tcc | --no-speed] [--no-tests | TESTS…]
//
// Without FOLDER the versions are installed again (400 MB), and removed at the end.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { explain } from "../../common/errors.js";
import { repositoryRoot } from "../../common/repository.js";
import { describeNodes, environmentFor, installNodes, measureNodes, mostRatio, supportedNodes } from "./nodes.js";

/** Runs all that was asked for; what fails is said, and does not keep the rest from running. */
export function main(args: string[]): void {
  const scratch = mkdtempSync(join(tmpdir(), "rootseed-nodes-"));
  try {
    const failures = check(args, scratch);
    failures.forEach((line) => process.stdout.write(`FAILED: ${line}\n`));
    process.exitCode = failures.length > 0 ? 1 : 0;
  } catch (error) {
    process.stderr.write(`rootseed: ${explain(error)}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function check(args: string[], scratch: string): string[] {
  const { values, positionals: tests } = parseArgs({
    args, allowPositionals: true, options: {
      "nodes": { type: "string", default: join(scratch, "nodes") },
      "versions": { type: "string", default: supportedNodes.join(",") },
      "until": { type: "string", default: "tcc" },
      "no-speed": { type: "boolean", default: false },
      "no-tests": { type: "boolean", default: false },
    },
  });
  const root = repositoryRoot();
  const nodes = installNodes(values.nodes, values.versions.split(","));
  const failures: string[] = [];
  if (!values["no-speed"]) {
    const results = measureNodes(root, nodes, values.until, scratch);
    process.stdout.write(`${describeNodes(results, values.until).join("\n")}\n\n`);
    for (const { version, ratio } of results.filter((result) => result.ratio > mostRatio)) {
      failures.push(`Node ${version}: ${ratio.toFixed(2)} times the user time of Node 22, ${mostRatio} are allowed`);
    }
  }
  for (const node of values["no-tests"] ? [] : nodes) {
    process.stdout.write(`npm test on Node ${node.version}\n`);
    const { status } = spawnSync(join(node.folder, "node"), [join(root, "host/setup.mjs"), "test", ...tests],
      { cwd: root, stdio: "inherit", env: environmentFor(node) });
    if (status !== 0) {
      failures.push(`npm test on Node ${node.version}: status ${status}`);
    }
  }
  return failures;
}
