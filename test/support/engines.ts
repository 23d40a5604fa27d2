// Which engines can run here, and why others cannot: the reasons that skipped tests give.
//
// How it thinks: on a kernel that runs no i386 programs, the engines on the host's kernel still run where qemu-user is
// installed and a rule of binfmt_misc can be made in a namespace of the test's own (with-i386.sh). Whether that works
// is tried once, with the isolation that the engine uses. ROOTSEED_TEST_WITHOUT also knows `namespaces`, `binfmt` (such
// a rule) and `qemu`.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { it } from "vitest";
import { emulator, isProven, kernelRunsI386, noI386, withProgram, without } from "./i386.js";

/** The words that run a command where this program runs i386 programs. */
export const withI386 = (interpreter: string): string[] =>
  ["sh", join(import.meta.dirname, "with-i386.sh"), interpreter];

const find = (program: string): string =>
  spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).stdout.trim();

/** The words to put before ./rootseed so that i386 programs run below it; none where the kernel runs them. */
export const hostWords = kernelRunsI386 || emulator === undefined || without.has("binfmt") ? []
  : withI386(find(emulator));

/** Why no rule of binfmt_misc can be made here for a command and what it starts; undefined where one can. */
export function obstacleToRules(): string | undefined {
  const [program, ...rest] = [...withI386("none"), "true"];
  const can = process.platform === "linux" && !without.has("binfmt") && !without.has("namespaces") &&
    spawnSync(program as string, rest).status === 0;
  return can ? undefined : "no rule of binfmt_misc can be made here in a namespace (Linux 6.7 and later can)";
}

/** How an engine on the host's kernel isolates its first program. */
const isolations: Record<string, (program: string) => string[]> = {
  chroot: (program) => [
    "setpriv", "--pdeathsig", "KILL", "unshare", ...process.getuid?.() === 0 ? [] : ["--map-root-user"],
    "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", program,
  ],
  bwrap: (program) => ["bwrap", "--unshare-all", "--ro-bind", "/", "/", program],
};

export const isLent = (engine: string): boolean => engine in isolations;

function namespaceObstacle([idle, ...words]: string[]): string | undefined {
  if (without.has("namespaces")) return "ROOTSEED_TEST_WITHOUT";
  const { status, stderr, error } = spawnSync(idle as string, words, { encoding: "utf8" });
  if (status === 0) return undefined;
  return error !== undefined ? `${idle} is not installed` : (stderr ?? "").split("\n")[0];
}

/** Whether an engine on the host's kernel could start any program here. */
export const hasNamespaces = (engine: string): boolean =>
  namespaceObstacle((isolations[engine] as (program: string) => string[])("true")) === undefined;

function findObstacle(engine: string): string | undefined {
  const isolation = isolations[engine];
  if (isolation === undefined) {
    const isThere = engine !== "qemu" || spawnSync("qemu-system-x86_64", ["--version"]).status === 0;
    return !isThere || without.has(engine) ? "qemu-system-x86_64 is not installed" : undefined;
  }
  if (process.platform !== "linux") return "this system is not Linux";
  const reason = namespaceObstacle(isolation("true"));
  if (reason !== undefined) return `no namespaces for engine ${engine} here (${reason})`;
  if (!kernelRunsI386 && hostWords.length === 0) return noI386;
  return withProgram((program) => isProven([...hostWords, ...isolation(program)])) ? undefined
    : "this kernel runs no i386 programs, and no rule of binfmt_misc can be made in a namespace (Linux 6.7 can)";
}

const obstacles = new Map<string, string | undefined>();

/** Why an engine cannot run here; undefined when it can. */
export function obstacleTo(engine: string): string | undefined {
  if (!obstacles.has(engine)) obstacles.set(engine, findObstacle(engine));
  return obstacles.get(engine);
}

/** True when an engine can run here, in ./rootseed as test/support/host.ts starts it. */
export const canRun = (engine: string): boolean => obstacleTo(engine) === undefined;

/** Those that can run; for each of the others one skipped test, with the reason. */
export function enginesHere(engines: string[]): string[] {
  for (const engine of engines.filter((name) => !canRun(name))) {
    it.skip(`engine ${engine}${because(obstacleTo(engine))}`, () => undefined);
  }
  return engines.filter(canRun);
}

/** The end of a test's name: why it is skipped. The closing line lists and counts these. */
export const because = (reason: string | undefined): string => reason === undefined ? "" : ` (skipped: ${reason})`;

/** The words to put before ./rootseed with these arguments. */
export function wordsBefore(args: string[]): string[] {
  const engine = args[args.findIndex((word) => word === "--engine" || word === "--engines") + 1] ?? "";
  return engine.split(",").some(isLent) ? hostWords : [];
}
