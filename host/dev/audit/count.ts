// Counts lines of code: lines that are not blank and not comment alone.
//
// How it thinks: a small scanner per family of languages knows what opens a comment and what is a
// string, so that `"//"` in a string is code and `*/ x = 1;` is code too.
import { UserError } from "../../common/errors.js";

export type Language = "hex" | "T" | "TypeScript" | "C" | "shell";

export interface LineCount {
  lines: number;
  codeLines: number;
}

/** The language of a file of the chain by its name; undefined for what is no code (lists, pins, texts). */
export function languageOf(path: string): Language | undefined {
  if (path.endsWith(".hex")) {
    return "hex";
  }
  if (path.endsWith(".t")) {
    return "T";
  }
  if (path.endsWith(".ts")) {
    return "TypeScript";
  }
  if (/\.(?:c|cc|h|S)$/.test(path)) {
    return "C";
  }
  // Of a step everything else is read as well, but for what programs write (pins, inputs) and texts; scripts, lists and
  // awk have the same comments.
  const isRead = /\.(sh|awk|config)$/.test(path) ||
    (/^steps\/(?:run|manifest|[^/]+\/(?:[^/]+\/)?[^/.]+)$/.test(path) &&
      !/\/(?:pins|inputs|generated)$|^steps\/archives\//.test(path));
  return isRead ? "shell" : undefined;
}

/** Counts one file. */
export function countLines(text: string, language: Language): LineCount {
  const lines = text.split("\n");
  if (lines.at(-1) === "") {
    lines.pop();
  }
  switch (language) {
    case "hex":
      // The first line is a title; elsewhere only bytes are code, and rows of zeros that fill a place up are not.
      return { lines: lines.length, codeLines: lines.slice(1).filter(isHexCode).length };
    case "shell":
      return { lines: lines.length, codeLines: lines.filter((line) => !/^\s*(#.*)?$/.test(line)).length };
    case "T":
    case "TypeScript":
    case "C":
      return { lines: lines.length, codeLines: countSlashLanguage(lines) };
    default:
      throw new UserError(`no way to count ${language satisfies never}`);
  }
}

function isHexCode(line: string): boolean {
  const bytes = line.replace(/#.*/, "").trim();
  return bytes !== "" && !(/^(00 ?)+$/.test(bytes) && !line.includes("#"));
}

function countSlashLanguage(lines: string[]): number {
  let inComment = false;
  let count = 0;
  for (const line of lines) {
    let hasCode = false;
    let quote = "";
    for (let at = 0; at < line.length; at++) {
      const pair = line.slice(at, at + 2);
      if (inComment) {
        if (pair === "*/") {
          inComment = false;
          at++;
        }
      } else if (quote !== "") {
        if (line[at] === "\\") {
          at++;
        } else if (line[at] === quote) {
          quote = "";
        }
      } else if (pair === "//") {
        break;
      } else if (pair === "/*") {
        inComment = true;
        at++;
      } else if (line[at] !== " " && line[at] !== "\t" && line[at] !== "\r") {
        hasCode = true;
        quote = "\"'`".includes(line[at] as string) ? line[at] as string : "";
      }
    }
    if (hasCode) {
      count++;
    }
  }
  return count;
}

/** The lines that a patch adds or takes away. */
export function changedLines(patch: string): number {
  return patch.split("\n").filter((line) => /^[+-]/.test(line) && !/^(\+\+\+|---) /.test(line)).length;
}
