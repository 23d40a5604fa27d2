// What the tests of T share: the corpus as programs, the chain's own compiler run on the lent kernel, and a generator
// of random numbers whose seed is printed.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import ts from "typescript";
import { afterAll } from "vitest";
import { makeProgram, type Program } from "../twin/checks/programs.js";
import { CompileError, compileT } from "../twin/compiler/compiler.js";
import { runsI386, spawnI386 } from "./i386.js";

export const root = path.resolve(import.meta.dirname, "..");

const RUNTIME = [
  "chain/runtime/intrinsics.t", "chain/runtime/user.t", "chain/runtime/memory.ts", "chain/runtime/user.ts",
];

export const readRoot = (file: string): Buffer => fs.readFileSync(path.join(root, file));

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

/** A folder that goes when the tests end. */
export function scratch(): string {
  folders.push(fs.mkdtempSync(path.join(os.tmpdir(), "rootseed-t-")));
  return folders[folders.length - 1];
}

/** The *.ts files of a folder of the corpus, sorted. */
export function corpus(folder: string): string[] {
  return fs.readdirSync(path.join(root, "test/corpus/t", folder)).sort()
    .filter((file) => file.endsWith(".ts")).map((file) => `test/corpus/t/${folder}/${file}`);
}

/** A program of the runtime and these files. */
export function programOf(...files: string[]): Program {
  const all = [...RUNTIME, ...files].map((file) => ({ path: file, bytes: readRoot(file) }));
  return makeProgram(files[files.length - 1], all);
}

/** The line of a program's text before its last file. */
export function linesBefore(program: Program): number {
  let lines = 0;
  for (const file of program.files.slice(0, -1)) lines += file.bytes.filter((byte) => byte === 10).length;
  return lines;
}

/** Bytes of a hex text: a title, then pairs of digits, # to the end of the line for people. */
function decodeHex(text: string): Buffer {
  const lines = text.split("\n").slice(1).map((line) => line.replace(/#.*/, ""));
  return Buffer.from(lines.join("").replace(/\s/g, ""), "hex");
}

export interface Compiled {
  status: number | null;
  image: Buffer;
  /** Of the message `line N: near TEXT`. */
  line: number;
  near: string;
}

/** The compiler in hex, started by the seed; undefined where i386 programs of Linux cannot run. */
export function hexCompiler(): ((source: Uint8Array) => Compiled) | undefined {
  if (!runsI386) return undefined;
  const seed = path.join(scratch(), "seed");
  fs.writeFileSync(seed, decodeHex(readRoot("seed/host.hex").toString()), { mode: 0o755 });
  const compiler = readRoot("chain/compiler/compiler.hex").toString().replace(/#.*/g, "");
  const twoNuls = Buffer.alloc(2);
  return (source) => {
    const input = Buffer.concat([Buffer.from(compiler), twoNuls, source, twoNuls.subarray(1)]);
    const run = spawnI386(seed, [], { input, timeout: 60_000, maxBuffer: 1 << 26 });
    const [, line, near] = /^line (\d+): near ([^]*)\n$/.exec(run.stderr.toString("latin1")) ?? ["", "0", ""];
    return { status: run.status, image: run.stdout, line: Number(line), near };
  };
}

/** The same from the twin. */
export function twinCompile(source: Uint8Array): Compiled {
  try {
    return { status: 0, image: Buffer.from(compileT(source)), line: 0, near: "" };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return { status: 1, image: Buffer.alloc(0), line: error.line, near: error.token };
  }
}

/** What differs between the two compilers' answers, in a few words; empty when they agree. */
export function disagreement(hex: Compiled, twin: Compiled): string {
  if (hex.status !== 0 && hex.status !== 1) return `the hex compiler ended with ${hex.status}`;
  if (hex.status !== twin.status) {
    return `hex ${hex.status} (line ${hex.line}, ${hex.near}), twin ${twin.status} (line ${twin.line}, ${twin.near})`;
  }
  if (hex.status === 0) return hex.image.equals(twin.image) ? "" : "other bytes";
  if (hex.image.length > 0) return "output in spite of an error";
  if (hex.line !== twin.line) return `hex stops at line ${hex.line}, twin at ${twin.line}`;
  // The message ends at a control character and has at most 24 characters.
  const token = [...twin.near].slice(0, 24).join("").replace(/[^ -\xff][^]*/, "");
  return hex.near.startsWith(token) ? "" : `hex stops at ${hex.near}, twin at ${twin.near}`;
}

export interface Run {
  status: number | null;
  stdout: Buffer;
  stderr: string;
}

/** Runs an executable with these bytes. */
export function runNative(image: Uint8Array, folder: string, args: string[] = []): Run {
  const file = path.join(folder, "program");
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, image, { mode: 0o755 });
  const run = spawnI386(file, args, { cwd: root, timeout: 60_000, maxBuffer: 1 << 26 });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr.toString() };
}

/** Runs a module with Node, with these bytes as its input. */
export function runNode(file: string, args: string[] = [], input: Uint8Array = Buffer.alloc(0)): Run {
  const run = spawnSync(process.execPath, [file, ...args], { cwd: root, input, timeout: 60_000, maxBuffer: 1 << 26 });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr.toString() };
}

/** Writes the program's files below `folder` with nothing changed but the types taken out; returns the last one. */
export function stripTypes(program: Program, folder: string): string {
  const files = ["chain/runtime/node.ts", ...program.files.map((file) => file.path)];
  let last = "";
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    last = path.join(folder, file.replace(/\.ts$/, ".js"));
    fs.mkdirSync(path.dirname(last), { recursive: true });
    fs.writeFileSync(last, stripTypesOf(readRoot(file).toString()));
  }
  fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }\n');
  return last;
}

export function stripTypesOf(text: string, module = ts.ModuleKind.ESNext): string {
  return ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module } }).outputText;
}

/** A generator of random numbers that is the same everywhere (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 to below n. */
  below(n: number): number {
    this.state = this.state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(this.state ^ this.state >>> 15, this.state | 1);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61) ^ mixed;
    return Math.floor(((mixed ^ mixed >>> 14) >>> 0) / 4294967296 * n);
  }

  of<T>(choices: readonly T[]): T { return choices[this.below(choices.length)]; }
}

/** The seed of a test: fixed, or ROOTSEED_SEED; always printed. */
export function seedFor(test: string): number {
  const seed = Number(process.env.ROOTSEED_SEED ?? 20261124);
  console.log(`${test}: seed ${seed} (ROOTSEED_SEED=N for another)`);
  return seed;
}
