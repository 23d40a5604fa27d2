// Other versions of Node, from npm's package `node`, in a folder of their own; and what the emulated PC costs on them.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { UserError } from "../../common/errors.js";
import { markdownTable } from "./markdown.js";
import { userSeconds } from "./programs.js";

/** The versions that are supported: the oldest, those with long support, the newest. */
export const supportedNodes = ["20", "22", "24", "latest"];

/** The ratio to Node 22's user time that no newer Node may exceed. */
export const mostRatio = 1.3;

/** Each version is measured so often, in turn; the best time counts. */
const repetitions = 2;

export interface InstalledNode {
  /** As `process.versions.node` has it: 24.21.0. */
  version: string;
  /** The folder of its program, for PATH. */
  folder: string;
}

export interface NodeResult {
  version: string;
  userSeconds: number;
  /** To Node 22's. */
  ratio: number;
}

/** Installs versions of Node below a folder; those that are there already are kept. */
export function installNodes(folder: string, versions: string[]): InstalledNode[] {
  return versions.map((wanted) => {
    const prefix = join(folder, wanted);
    const bin = join(prefix, "node_modules/node/bin");
    if (!existsSync(join(bin, "node"))) {
      mkdirSync(prefix, { recursive: true });
      const options = ["--prefix", prefix, "--no-audit", "--no-fund", "--loglevel=error"];
      execFileSync("npm", ["install", ...options, `node@${wanted}`], { stdio: ["ignore", 2, 2] });
    }
    if (!existsSync(join(bin, "node"))) {
      throw new UserError(`npm's package node@${wanted} has brought no program (are install scripts switched off?)`);
    }
    const version = execFileSync(join(bin, "node"), ["-p", "process.versions.node"], { encoding: "utf8" }).trim();
    return { version, folder: bin };
  });
}

/** An environment in which `node` is that one. */
export function environmentFor({ folder }: InstalledNode): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"]}` };
}

/** User time of a run on v86 from the seed to a stage, side by side: one version after the other, and again. */
export function measureNodes(root: string, nodes: InstalledNode[], until: string, scratch: string): NodeResult[] {
  const best = new Map<string, number>();
  for (let time = 0; time < repetitions; time++) {
    for (const node of nodes) {
      const command = [join(root, "rootseed"), "run", "--engine", "v86", "--fresh", "--until", until,
        "--log", join(scratch, "console.log")];
      const { seconds } = userSeconds(command, join(scratch, "times"), environmentFor(node));
      best.set(node.version, Math.min(seconds, best.get(node.version) ?? Infinity));
    }
  }
  const [, base] = [...best].find(([version]) => version.startsWith("22.")) ?? ["", NaN];
  return [...best].map(([version, seconds]) => ({ version, userSeconds: seconds, ratio: seconds / base }));
}

/** A table in Markdown. */
export function describeNodes(results: NodeResult[], until: string): string[] {
  const rows = results.map(({ version, userSeconds: seconds, ratio }) =>
    [version, seconds.toFixed(1), ratio.toFixed(2)]);
  return [`v86, seed → ${until}, user time by version of Node, side by side, the best of ${repetitions}:`, "",
    ...markdownTable([["Node.js", "user seconds", "to Node 22"], ...rows], [false, true, true])];
}
