// What the tests of cc share: the compiler in two forms, native (compiled from the seed on, as in the chain) and under
// Node (the same sources, types stripped), and a way to run either.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { chainProgram, compileByHex, writeProgramForNode } from "./chain.js";
import { root } from "./folders.js";
import { runsI386, spawnI386 } from "./i386.js";
import { hangsAfter } from "./limits.js";

export const corpus = path.join(root, "test/corpus/cc");
export const library = path.join(root, "chain/6-libc");
export const libraryFiles = fs.readdirSync(library).filter((name) => name.endsWith(".c")).sort()
  .map((name) => path.join(library, name));

/** The native compiler, or nothing where it cannot run. */
export function buildNativeCc(folder: string): string | null {
  if (!runsI386) return null;
  const made = compileByHex(chainProgram("cc").text.bytes);
  if (made.status !== 0) throw new Error(`cc does not compile: ${made.stderr || made.status}`);
  const program = path.join(folder, "cc");
  fs.writeFileSync(program, made.stdout, { mode: 0o755 });
  return program;
}

/** The same sources as JavaScript: the file to give to Node. */
export function buildTwinCc(folder: string): string {
  return writeProgramForNode(folder, chainProgram("cc"));
}

export interface Outcome { status: number | null; signal: string | null; stderr: string; program: Buffer | null }

/** Starts a form of cc: the native program, or Node with the other one. */
export function spawnCc(command: string[], words: string[], cwd: string): ReturnType<typeof spawnI386> {
  const [program, ...first] = command;
  const options = { cwd, timeout: hangsAfter };
  return first.length === 0 ? spawnI386(program, words, options) : spawnSync(program, [...first, ...words], options);
}

/** Runs a form of cc (a command and its first words) in a folder, and takes away what it wrote to `output`. */
export function runCc(command: string[], words: string[], cwd: string, output: string): Outcome {
  fs.rmSync(output, { force: true });
  const run = spawnCc(command, [...words, "-o", output], cwd);
  const written = fs.existsSync(output) ? fs.readFileSync(output) : null;
  return { status: run.status, signal: run.signal, stderr: run.stderr.toString("latin1"), program: written };
}
