// What the tests of the tools share: the program in two forms, native (compiled by the twin of the chain's compiler,
// which gives the same bytes) and under Node (the same sources, types stripped), and a way to run both on copies of one
// folder and compare all they leave. Where no i386 programs run, the native one is left out: a skipped test says so.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import ts from "typescript";
import { afterAll } from "vitest";
import { runApplet } from "../chain/tools/applets.js";
import { decodeHex } from "../host/hex/index.js";
import { compileT } from "../twin/compiler/compiler.js";
import { i386Command, runsI386 } from "./i386.js";
import { inProcess } from "./tools-in-process.js";

export const root = path.resolve(import.meta.dirname, "..");
export const corpus = path.join(root, "test/corpus/tools");

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

/** A folder that goes when the tests end. */
export function scratch(): string {
  folders.push(fs.mkdtempSync(path.join(os.tmpdir(), "rootseed-tools-")));
  return folders[folders.length - 1];
}

const read = (file: string): Buffer => fs.readFileSync(path.join(root, file));
export const toolsSource = (): Buffer =>
  Buffer.concat(read("chain/tools/sources").toString().trim().split("\n").map((file) => read(file)));

/** seed/host and the compiler's hex, or nothing where native programs cannot run. */
export function chainStart(): { seed: Uint8Array; compiler: Buffer } | null {
  const seed = path.join(root, "seed/host.hex");
  const compiler = process.env.ROOTSEED_COMPILER_HEX ?? path.join(root, "chain/compiler/compiler.hex");
  const possible = process.platform === "linux" && ["x64", "ia32"].includes(process.arch);
  if (!possible || !fs.existsSync(seed) || !fs.existsSync(compiler)) return null;
  return { seed: decodeHex(fs.readFileSync(seed, "utf8")), compiler: fs.readFileSync(compiler) };
}

/** The native program, or nothing where it cannot run. */
function buildNative(folder: string): string | null {
  if (!runsI386) return null;
  const program = path.join(folder, "tools");
  fs.writeFileSync(program, compileT(toolsSource()), { mode: 0o755 });
  return program;
}

/** The sources of the tools, and more, as JavaScript. */
function buildTwin(folder: string, more: string[]): string {
  const files = ["tools", "runtime"].flatMap((part) => fs.readdirSync(path.join(root, "chain", part))
    .filter((name) => name.endsWith(".ts")).map((name) => path.join("chain", part, name)));
  for (const file of [...files, ...more]) {
    const output = path.join(folder, file.replace(/\.ts$/, ".js"));
    fs.mkdirSync(path.dirname(output), { recursive: true });
    const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    fs.writeFileSync(output, ts.transpileModule(read(file).toString(), { compilerOptions: options }).outputText);
  }
  fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  return path.join(folder, "chain/tools/main.js");
}

export interface Programs { folder: string; native: string | null; twin: string }

export function buildTools(more: string[] = []): Programs {
  const folder = scratch();
  return { folder, native: buildNative(folder), twin: buildTwin(folder, more) };
}

export interface Run { status: number | null; stdout: Buffer; stderr: string; files: Record<string, string> }

/** Every file below a folder: its mode and content (long ones: its hash), or the target of a link. */
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
  const folder = scratch();
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
  const options = { cwd: folder, input, maxBuffer: 1 << 28, timeout: 60_000, env };
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
