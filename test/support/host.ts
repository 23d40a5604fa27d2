// Runs ./rootseed as a user would, in this repository or in a copy that a test may damage, and finds what a run has
// left running or mounted. It must not import the program: what a user sees is a process with output and an exit
// status.
import { spawn } from "node:child_process";
import { cpSync, readFileSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "vitest";
import { withI386, wordsBefore } from "./engines.js";
import { root } from "./folders.js";

export interface Finished {
  status: number | null;
  out: string;
  err: string;
}

export interface RunSettings {
  /** Another repository than ours. */
  repository?: string;
  cwd?: string;
  environment?: Record<string, string>;
  /** Another user's number. */
  user?: number;
  /** What runs i386 programs below it; `none` where they are not to run. */
  interpreter?: string;
  /** What is on standard input; nothing without. */
  input?: string;
}

const settingsOf = ({ repository, cwd, environment, user }: RunSettings) => ({
  program: join(repository ?? root, "rootseed"),
  options: {
    cwd: cwd ?? root, env: { ...process.env, ...environment }, ...(user === undefined ? {} : { uid: user, gid: user }),
  },
});

/** Runs ./rootseed with arguments to its end. */
export function rootseed(args: string[], settings: RunSettings = {}): Promise<Finished> {
  return start(args, settings).finished;
}

/** Starts ./rootseed; the test may send it a signal. */
export function start(args: string[], settings: RunSettings = {}) {
  const { program, options } = settingsOf(settings);
  // Where a test hides programs, it would hide them from these words, too.
  const isPlain = settings.user === undefined && settings.environment?.["PATH"] === undefined;
  const before = settings.interpreter !== undefined ? withI386(settings.interpreter)
    : isPlain ? wordsBefore(args) : [];
  const [first, ...rest] = [...before, program, ...args] as [string, ...string[]];
  const child = spawn(first, rest, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => undefined);
  child.stdin.end(settings.input ?? "");
  const result: Finished = { status: null, out: "", err: "" };
  child.stdout.on("data", (text: Buffer) => {
    result.out += text.toString();
  });
  child.stderr.on("data", (text: Buffer) => {
    result.err += text.toString();
  });
  let isFinished = false;
  const finished = new Promise<Finished>((resolve) => child.on("close", (status) => {
    isFinished = true;
    resolve({ ...result, status });
  }));
  /** Resolves to the output so far when that contains a text; rejects when the program ends without. */
  const outputWith = async (text: string, stream: "out" | "err" = "out"): Promise<string> => {
    while (!result[stream].includes(text)) {
      if (isFinished) {
        throw new Error(`ended without "${text}": ${result.out}${result.err}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return result[stream];
  };
  return { child, finished, outputWith };
}

/** Copies what the program and the chain need into a repository of its own. */
export function copyRepository(to: string): string {
  const parts = ["rootseed", "package.json", "package-lock.json", "tsconfig.json", "host", "seed", "firmware", "chain",
    "steps", "docs/looks-generated", "build/host", "build/host.stamp"];
  for (const part of parts) {
    cpSync(join(root, part), join(to, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(to, "node_modules"));
  return to;
}

/** Fails when something of runs in a folder of makeScratch stays; what was killed gets the time to end. */
export async function expectNothingLeft(folder: string, where = ""): Promise<void> {
  for (let tries = 0; tries < 300 && leftovers(folder).length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect([where, leftovers(folder)]).toEqual([where, []]);
}

/**
 * What is still there of runs in a folder of makeScratch: processes whose root or working folder lies below it, and
 * mounts from or to there that any process sees (in a sandbox a root folder is a mount, and is called /).
 */
function leftovers(folder: string): string[] {
  const read = (pid: string, kind: string): string[] => {
    try {
      return kind === "mountinfo" ? readFileSync(`/proc/${pid}/mountinfo`, "latin1").split("\n")
        : [readlinkSync(`/proc/${pid}/${kind}`)];
    } catch {
      return [];
    }
  };
  const pids = readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name));
  return pids.flatMap((pid) => ["root", "cwd", "mountinfo"].flatMap((kind) => read(pid, kind))
    .filter((line) => line.includes(basename(folder))).map((line) => `process ${pid}: ${line}`));
}
