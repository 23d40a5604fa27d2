// What the tests of cc share: the compiler in two forms, native (made by the chain's own compiler) and under Node (the
// same sources, types stripped).
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { runsI386, spawnI386 } from "./i386.js";
import { chainStart, root } from "./tools-support.js";

export const corpus = path.join(root, "test/corpus/cc");
export const library = path.join(root, "chain/libc");
export const libraryFiles = fs.readdirSync(library).filter((name) => name.endsWith(".c")).sort()
  .map((name) => path.join(library, name));

const sources = fs.readFileSync(path.join(root, "chain/cc/sources"), "utf8").trim().split("\n");

/** The native compiler, or nothing where it cannot run. */
export function buildNativeCc(folder: string): string | null {
  const start = chainStart();
  if (start === null || !runsI386) return null;
  const seed = path.join(folder, "seed");
  fs.writeFileSync(seed, start.seed, { mode: 0o755 });
  const nul = Buffer.from([0]);
  const text = sources.map((file) => fs.readFileSync(path.join(root, file)));
  const input = Buffer.concat([start.compiler, nul, nul, ...text, nul]);
  const made = spawnI386(seed, [], { input, maxBuffer: 1 << 24 });
  if (made.status !== 0) throw new Error(`cc does not compile: ${made.error?.message ?? made.stderr.toString()}`);
  const program = path.join(folder, "cc");
  fs.writeFileSync(program, made.stdout, { mode: 0o755 });
  return program;
}

/** The same sources as JavaScript: the file to give to Node. */
export function buildTwinCc(folder: string): string {
  const files = [...sources.filter((file) => file.startsWith("chain/cc/")), "chain/runtime/node.ts"];
  for (const file of files) {
    const output = path.join(folder, file.replace(/\.ts$/, ".js"));
    fs.mkdirSync(path.dirname(output), { recursive: true });
    const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    const source = fs.readFileSync(path.join(root, file), "utf8");
    fs.writeFileSync(output, ts.transpileModule(source, { compilerOptions: options }).outputText);
  }
  fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  return path.join(folder, "chain/cc/main.js");
}

export interface Outcome { status: number | null; signal: string | null; stderr: string; program: Buffer | null }

/** Starts a form of cc: the native program, or node with the twin. */
export function spawnCc(command: string[], words: string[], cwd: string): ReturnType<typeof spawnI386> {
  const [program, ...first] = command;
  const options = { cwd, timeout: 60_000 };
  return first.length === 0 ? spawnI386(program, words, options) : spawnSync(program, [...first, ...words], options);
}

/** Runs a form of cc (a command and its first words) in a folder, and takes away what it wrote to `output`. */
export function runCc(command: string[], words: string[], cwd: string, output: string): Outcome {
  fs.rmSync(output, { force: true });
  const run = spawnCc(command, [...words, "-o", output], cwd);
  const written = fs.existsSync(output) ? fs.readFileSync(output) : null;
  return { status: run.status, signal: run.signal, stderr: run.stderr.toString("latin1"), program: written };
}
