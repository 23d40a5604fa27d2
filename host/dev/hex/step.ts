// Keeps the two columns of a .hex file in step: says where the bytes are not what the assembly says, or writes them.
// The committed text is the source; nothing is written unless it was asked for.
import { assembleLines, type Program } from "./assemble.js";
import { formatHexFile, parseHexFile } from "../../tape/hex.js";

/** A line whose bytes and assembly disagree. */
export interface Difference {
  line: number;
  assembly: string;
  committed: string;
  assembled: string;
}

/** What came of a check. */
export interface Check {
  program: Program;
  differences: Difference[];
  /** The text with the bytes that the assembly gives. */
  refreshed: string;
}

const hex = (bytes: Iterable<number>): string =>
  [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");

/** Compares bytes and assembly of a .hex text, line by line; a HexError when it cannot be read. */
export function checkHex(text: string): Check {
  const lines = parseHexFile(text);
  const program = assembleLines(lines);
  const differences: Difference[] = [];
  const made = new Map(program.lines.map((line) => [line.code, line.bytes]));
  for (const line of lines) {
    if (line.kind !== "code") continue;
    const bytes = made.get(line) ?? [];
    if (hex(bytes) !== hex(line.bytes)) {
      const { assembly } = line;
      differences.push({ line: line.line, assembly, committed: hex(line.bytes), assembled: hex(bytes) });
    }
    line.bytes = bytes;
  }
  return { program, differences, refreshed: formatHexFile(lines) };
}
