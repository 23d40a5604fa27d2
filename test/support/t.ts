// What the tests of T share: the corpus as programs, the two compilers (the one in hex and the reference compiler) with
// their answers in one form, and ways to run what they make.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { makeProgram, type Program } from "../../twin/checks/programs.js";
import { CompileError, compileT } from "../../twin/compiler/compiler.js";
import { compileByHex, runtimeFiles } from "./chain.js";
import { readRoot, root } from "./folders.js";
import { runsI386, spawnI386 } from "./i386.js";
import { hangsAfter } from "./limits.js";

/** The *.ts files of a folder of the corpus, sorted. */
export function corpus(folder: string): string[] {
  return fs.readdirSync(path.join(root, "test/corpus/t", folder)).sort()
    .filter((file) => file.endsWith(".ts")).map((file) => `test/corpus/t/${folder}/${file}`);
}

/** A program of the runtime and these files. */
export function programOf(...files: string[]): Program {
  const all = [...runtimeFiles, ...files].map((file) => ({ path: file, bytes: readRoot(file) }));
  return makeProgram(files[files.length - 1], all);
}

/** The line of a program's text before its last file. */
export function linesBefore(program: Program): number {
  let lines = 0;
  for (const file of program.files.slice(0, -1)) lines += file.bytes.filter((byte) => byte === 10).length;
  return lines;
}

export interface Compiled {
  status: number | string;
  image: Buffer;
  /** Of the message `line N: near TEXT`. */
  line: number;
  near: string;
}

/** The compiler in hex, started by the seed; undefined where i386 programs of Linux cannot run. */
export function hexCompiler(): ((source: Uint8Array) => Compiled) | undefined {
  if (!runsI386) return undefined;
  return (source) => {
    const run = compileByHex(source);
    const [, line, near] = /^line (\d+): near ([^]*)\n$/.exec(run.stderr) ?? ["", "0", ""];
    return { status: run.status, image: run.stdout, line: Number(line), near };
  };
}

/** The same by the reference compiler. */
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
  const run = spawnI386(file, args, { cwd: root, timeout: hangsAfter, maxBuffer: 1 << 26 });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr.toString() };
}

/** Runs a module with Node, with these bytes as its input. */
export function runNode(file: string, args: string[] = [], input: Uint8Array = Buffer.alloc(0)): Run {
  const options = { cwd: root, input, timeout: hangsAfter, maxBuffer: 1 << 26 };
  const run = spawnSync(process.execPath, [file, ...args], options);
  return { status: run.status, stdout: run.stdout, stderr: run.stderr.toString() };
}
