// The text of a program: its files one after the other, as the chain's `cat` puts them together. Remembers where
// each file begins, so that a line of the whole can be said as file and line.

export interface SourceFile {
  path: string;
  bytes: Uint8Array;
}

export class SourceText {
  private constructor(readonly files: SourceFile[], readonly bytes: Uint8Array) {}

  static of(files: SourceFile[]): SourceText {
    return new SourceText(files, Buffer.concat(files.map((file) => file.bytes)));
  }

  /** The file and line in it of a line of the whole text, both from 1. */
  locate(line: number): { path: string; line: number } {
    let before = 0;
    for (const file of this.files) {
      const lines = countNewlines(file.bytes);
      if (line <= before + lines) return { path: file.path, line: line - before };
      before += lines;
    }
    const last = this.files[this.files.length - 1];
    return { path: last.path, line: line - before + countNewlines(last.bytes) };
  }
}

function countNewlines(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === 10) count++;
  return count;
}

/** Reads the named files; @LIST means the files whose paths LIST holds, one a line. */
export function expandLists(args: string[], readFile: (path: string) => Uint8Array): SourceFile[] {
  const files: SourceFile[] = [];
  for (const arg of args) {
    const paths = arg.startsWith("@")
      ? Buffer.from(readFile(arg.slice(1))).toString("latin1").split("\n").filter((line) => line !== "")
      : [arg];
    for (const path of paths) files.push({ path, bytes: readFile(path) });
  }
  return files;
}
