// T sources: a program's `sources` file lists its files, one path a line, relative to the
// repository; the T source is their concatenation, byte for byte. The compiler counts lines of the
// concatenation, so that a line number has to be led back to a file for a person to read.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../common/problem.js";

export interface ProgramSource {
  /** The program's name: chain/NAME. */
  name: string;
  text: Buffer;
  /** The files in order, with the first line (from 1) that each has in the concatenation. */
  files: { path: string; firstLine: number }[];
}

/** Reads the T source of chain/NAME. */
export async function readProgramSource(root: string, name: string): Promise<ProgramSource> {
  const list = `chain/${name}/sources`;
  if (!existsSync(join(root, list))) {
    throw new Problem(`${list} is missing: is the repository complete?`);
  }
  const files: ProgramSource["files"] = [];
  const texts: Buffer[] = [];
  let line = 1;
  for (const path of (await readFile(join(root, list), "utf8")).split("\n").filter((entry) => entry !== "")) {
    if (!existsSync(join(root, path))) {
      throw new Problem(`${list}: ${path} is missing: is the repository complete?`);
    }
    const text = await readFile(join(root, path));
    if (text.includes(0)) {
      throw new Problem(`${path}: holds a NUL byte, which would end the source`);
    }
    files.push({ path, firstLine: line });
    texts.push(text);
    line += text.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  }
  return { name, text: Buffer.concat(texts), files };
}

/** `path:line` for a line of the concatenation. */
export function locateLine(source: ProgramSource, line: number): string {
  const file = source.files.findLast((candidate) => candidate.firstLine <= line);
  return file === undefined ? `chain/${source.name}, line ${line}` : `${file.path}:${line - file.firstLine + 1}`;
}
