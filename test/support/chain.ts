// The chain's programs, as the tests run them: seed and compiler from their hex, sources joined as the chain joins
// them, and the same sources as JavaScript for Node, with nothing changed but the types, which go.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { decodeHex } from "../../host/dev/hex/index.js";
import { programFolder } from "../../host/tape/source.js";
import { isTypeScript, readProgram, type Program } from "../../twin/checks/programs.js";
import { makeScratch, readRoot, root } from "./folders.js";
import { spawnI386 } from "./i386.js";
import { hangsAfter } from "./limits.js";

/** The runtime of a program for Linux, in order: what test programs in T begin with. */
export const runtimeFiles = ["intrinsics.t", "user.t", "memory.ts", "user.ts"].map((file) => `chain/2-runtime/${file}`);

/** The bytes of a hex file. */
export const hexBytes = (file: string): Uint8Array => decodeHex(readRoot(file).toString("latin1"));

/** The compiler of T, as it is committed. */
export const compilerHex = readRoot("chain/1-compiler/compiler.hex").toString("latin1");

/** A program of the chain: kernel, tools, cc or console. */
export const chainProgram = (name: string): Program => readProgram(root, `${programFolder(name)}/sources`);

let seedFile: string | undefined;

/** The file of seed/host as a program. */
export function seedProgram(): string {
  if (seedFile === undefined) {
    seedFile = join(makeScratch("seed"), "seed");
    writeFileSync(seedFile, hexBytes("seed/host.hex"), { mode: 0o755 });
  }
  return seedFile;
}

export interface Result {
  /** Exit status, or the name of the signal that ended it. */
  status: number | string;
  stdout: Buffer;
  stderr: string;
}

/** Runs an i386 program; its standard output goes to `output` where that is given. */
export function runProgram(file: string, input: string | Uint8Array = "", output?: number): Result {
  const stdio = ["pipe", output ?? "pipe", "pipe"] as ("pipe" | number)[];
  const options = { input, stdio, maxBuffer: 1 << 26, timeout: hangsAfter };
  const { status, signal, stdout, stderr } = spawnI386(file, [], options);
  return { status: status ?? signal ?? "?", stdout: stdout ?? Buffer.alloc(0), stderr: stderr.toString("latin1") };
}

/** Compiles T with the compiler in hex, started by the seed, as the chain does. */
export function compileByHex(source: Uint8Array): Result {
  const input = [Buffer.from(`${compilerHex}\0\0`, "latin1"), source, Buffer.alloc(1)];
  return runProgram(seedProgram(), Buffer.concat(input));
}

/** A TypeScript text as JavaScript. */
export function stripTypes(text: string, module = ts.ModuleKind.ESNext): string {
  return ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module } }).outputText;
}

/** Writes TypeScript files of the repository as JavaScript below a folder; gives the path of the last one. */
export function writeForNode(folder: string, files: string[]): string {
  let output = "";
  for (const file of files) {
    output = join(folder, file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, stripTypes(readFileSync(join(root, file), "utf8")));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  return output;
}

/** Writes a program for Node: with what is its machine there; gives the path of its last file, which is its start. */
export function writeProgramForNode(folder: string, program: Program): string {
  const files = program.files.filter(isTypeScript).map(({ path }) => path);
  return writeForNode(folder, ["chain/2-runtime/node.ts", ...files]);
}
