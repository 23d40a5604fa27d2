// What the tests of the tools share: the program in two forms, native (by the reference compiler, which makes the
// chain's bytes) and under Node (the same sources, types stripped), and a way to run both on copies of one folder and
// compare everything they leave. Where i386 programs do not run, the native form is left out, and a skipped test says
// so.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { runApplet } from "../../chain/4-tools/applets.js";
import { compileT } from "../../twin/compiler/compiler.js";
import { chainProgram, writeForNode, writeProgramForNode } from "./chain.js";
import { makeScratch, root } from "./folders.js";
import { i386Command, runsI386 } from "./i386.js";
import { hangsAfter } from "./limits.js";
import { inProcess } from "./tools-in-process.js";

export const corpus = path.join(root, "test/corpus/tools");

export const toolsSource = (): Uint8Array => chainProgram("tools").text.bytes;

/** The native program, or nothing where it cannot run. */
function buildNative(folder: string): string | null {
  if (!runsI386) return null;
  const program = path.join(folder, "tools");
  fs.writeFileSync(program, compileT(toolsSource()), { mode: 0o755 });
  return program;
}

export interface Programs { folder: string; native: string | null; twin: string }

/** Both forms, and more files of the repository beside the one for Node. */
export function buildTools(more: string[] = []): Programs {
  const folder = makeScratch("tools");
  writeForNode(folder, more);
  return { folder, native: buildNative(folder), twin: writeProgramForNode(folder, chainProgram("tools")) };
}

export interface Run { status: number | null; stdout: Buffer; stderr: string; files: Record<string, string> }

/** Every file below a folder: its mode and content (long ones: its hash), or the target of a step. */
export function listing(folder: string, below = ""): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of fs.readdirSync(path.join(folder, below)).sort()) {
    const relative = path.join(below, name);
    const file = path.join(folder, relative);
    const stat = fs.lstatSync(file);
    const mode = (stat.mode & 0o777).toString(8);
    if (stat.isSymbolicLink()) {
      result[relative] = `-> ${fs.readlinkSync(file)}`;
    } else if (stat.isDirectory()) {
      result[relative] = `${mode} folder`;
      Object.assign(result, listing(folder, relative));
    } else {
      result[relative] = `${mode} ${shown(fs.readFileSync(file))}`;
    }
  }
  return result;
}

/** A text for messages and comparisons: long ones as their hash. */
export function shown(content: Buffer | string): string {
  if (content.length < 2000) return Buffer.from(content).toString("latin1");
  return createHash("sha256").update(content).digest("hex");
}

export type Setup = Record<string, string | Buffer>;

type Action = (folder: string) => { status: number | null; stdout: Buffer; stderr: string };

function inFreshFolder(setup: Setup, action: Action): Run {
  const folder = makeScratch("tools");
  for (const [name, content] of Object.entries(setup)) {
    fs.mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  const outcome = action(folder);
  const files = listing(folder);
  fs.rmSync(folder, { recursive: true });
  return { ...outcome, files };
}

const asProcess = (command: string[], input: Buffer): Action => (folder) => {
  const env = { PATH: "/bin:/usr/bin", GREETING: "hello  you" };
  const options = { cwd: folder, input, maxBuffer: 1 << 28, timeout: hangsAfter, env };
  const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), options);
  return { status, stdout, stderr: stderr.toString("latin1") };
};

const asFunction = (words: string[], input: Buffer): Action => (folder) => {
  const before = process.cwd();
  process.chdir(folder);
  try {
    const outcome = inProcess(input, () => runApplet(words.map((word) => new Uint8Array(Buffer.from(word)))));
    return { ...outcome, stdout: Buffer.from(outcome.stdout, "latin1") };
  } finally {
    process.chdir(before);
  }
};

/** Runs both forms in fresh folders with these files, and fails where they differ. */
export function runBoth(programs: Programs, words: string[], setup: Setup = {}, input: Buffer | string = ""): Run {
  const data = Buffer.from(input);
  const apart = words[0] === "sh" || words[0] === "nothing";
  const twin = inFreshFolder(setup,
    apart ? asProcess([process.execPath, programs.twin, ...words], data) : asFunction(words, data));
  if (programs.native !== null) {
    const native = inFreshFolder(setup, asProcess(i386Command(programs.native, words), data));
    if (JSON.stringify(native) !== JSON.stringify(twin)) {
      const show = (run: Run): string => JSON.stringify({ ...run, stdout: run.stdout.toString() }).slice(0, 2000);
      throw new Error(`native and Node differ for ${words.join(" ")}:\n${show(native)}\n${show(twin)}`);
    }
  }
  return twin;
}
