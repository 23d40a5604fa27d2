// T sources: a program's `sources` file lists its files, one path a line, relative to the
// repository; the T source is their concatenation, byte for byte. The compiler counts lines of the
// concatenation, so that a line number has to be led back to a file for a person to read.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../common/errors.js";

/** The folders of the chain in the order in which they are read; the console is no part of the trusted path. */
export const chainFolders = ["1-compiler", "2-runtime", "3-kernel", "4-tools", "5-cc", "6-libc", "7-lex", "console"];

export interface ProgramSource {
  /** The program's folder, relative to the repository. */
  folder: string;
  text: Buffer;
  /** The files in order, with the first line (from 1) that each has in the concatenation. */
  files: { path: string; firstLine: number }[];
}

/** The folder of a program of the chain: `chain/3-kernel` for `kernel`. */
export function programFolder(name: string): string {
  const folder = chainFolders.find((candidate) => candidate.replace(/^\d-/, "") === name);
  return `chain/${folder ?? name}`;
}

/** Reads the T source of the program NAME: kernel, tools, cc or console. */
export async function readProgramSource(root: string, name: string): Promise<ProgramSource> {
  const folder = programFolder(name);
  const list = `${folder}/sources`;
  if (!existsSync(join(root, list))) {
    throw new UserError(`${list} is missing: is the repository complete?`);
  }
  const files: ProgramSource["files"] = [];
  const texts: Buffer[] = [];
  let line = 1;
  for (const path of (await readFile(join(root, list), "utf8")).split("\n").filter((entry) => entry !== "")) {
    if (!existsSync(join(root, path))) {
      throw new UserError(`${list}: ${path} is missing: is the repository complete?`);
    }
    const text = await readFile(join(root, path));
    if (text.includes(0)) {
      throw new UserError(`${path}: holds a NUL byte, which would end the source`);
    }
    files.push({ path, firstLine: line });
    texts.push(text);
    line += text.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  }
  return { folder, text: Buffer.concat(texts), files };
}

/** `path:line` for a line of the concatenation. */
export function locateLine(source: ProgramSource, line: number): string {
  const file = source.files.findLast((candidate) => candidate.firstLine <= line);
  return file === undefined ? `${source.folder}, line ${line}` : `${file.path}:${line - file.firstLine + 1}`;
}
