// The programs of the chain as the checks see them: a `sources` file lists the files of one program, relative to the
// repository. Files *.t hold inline machine code and constants that TypeScript cannot say: of them only the names are
// taken. Everything else is TypeScript.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expandLists, type SourceFile, SourceText } from "../compiler/sources.js";

export interface Program {
  /** For messages: the path of its list. */
  name: string;
  files: SourceFile[];
  text: SourceText;
}

/** Names that a *.t file defines. */
export interface InlineNames {
  /** `asm NAME BYTES;`: may only be called. */
  inline: Set<string>;
  /** `asm NAME;`: written before its one argument in parentheses. */
  ignored: Set<string>;
  constants: Set<string>;
}

export function isTypeScript(file: SourceFile): boolean {
  return file.path.endsWith(".ts");
}

export function makeProgram(name: string, files: SourceFile[]): Program {
  return { name, files, text: SourceText.of(files) };
}

/** Reads one list of sources, itself and its entries relative to `root`. Throws when a file is missing. */
export function readProgram(root: string, list: string): Program {
  return makeProgram(list, expandLists([`@${list}`], (file) => readFileSync(path.join(root, file))));
}

/** The lists `chain/NAME/sources`, sorted. */
export function findLists(root: string): string[] {
  return readdirSync(path.join(root, "chain")).sort()
    .map((folder) => `chain/${folder}/sources`)
    .filter((list) => existsSync(path.join(root, list)));
}

export function inlineNames(program: Program): InlineNames {
  const names: InlineNames = { inline: new Set(), ignored: new Set(), constants: new Set() };
  for (const file of program.files) {
    if (isTypeScript(file)) continue;
    const text = Buffer.from(file.bytes).toString("latin1").replace(/\/\/.*/g, "");
    for (const [, name, bytes] of text.matchAll(/\basm\s+(\w+)([^;]*);/g)) {
      (bytes.trim() === "" ? names.ignored : names.inline).add(name);
    }
    for (const [, name] of text.matchAll(/\b(?:const|let)\s+(\w+)/g)) names.constants.add(name);
  }
  return names;
}
