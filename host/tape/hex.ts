// The text of a .hex file: what a line is, what the seeds read in it, and how a line is laid out again. A file is
// read as the chain reads it (decodeHex) and as a person reads it (parseHexFile); this file knows nothing of machine
// code. Layout of a line:  bytes   #   assembly   ; reason
// A `#` in the first column opens prose; a `#` further right, assembly. Bytes without `#` continue the line above.

/** What is wrong in a .hex file, and in which line; the message is made for a person. */
export class HexError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = "HexError";
    this.line = line;
  }
}

/** One line with an assembly column, together with the lines of bytes that continue it. */
export interface CodeLine {
  /** Line number, from 1. */
  line: number;
  /** The bytes as they are committed. */
  bytes: number[];
  /** The assembly column, without the reason; a label, a constant, a directive or an instruction. */
  assembly: string;
  reason: string;
}

/** A line of a .hex file: prose (also blank lines and the title) or code. */
export type HexLine = { kind: "prose"; line: number; text: string } | ({ kind: "code" } & CodeLine);

const BYTES_WIDTH = 24;
const ASSEMBLY_WIDTH = 36;
/** Data of more bytes than this are in rows of their own, as wide as a line may be. */
const LONG_DATA = 48;
const LONG_ROW = 40;
const SHORT_ROW = 8;

/**
 * The bytes that the seeds make of a hex text. Their rules: the first line is a title; `#` opens a comment up to the
 * line feed; every character below `#` is blank; the two digits of a byte are adjacent; NUL, or here the end, ends
 * the text. Where the seeds would make garbage of other characters, this throws a HexError.
 */
export function decodeHex(text: string): Uint8Array {
  const bytes: number[] = [];
  const end = text.includes("\0") ? text.indexOf("\0") : text.length;
  const lines = text.slice(0, end).split("\n");
  if (lines.length < 2) throw new HexError(1, "a hex text begins with a title line");
  if (lines.pop() !== "") throw new HexError(lines.length + 1, "a hex text ends with a line feed");
  lines.slice(1).forEach((line, index) => {
    const digits = line.replace(/#.*$/, "");
    for (const word of digits.split(/[\t\r !"]+/)) {
      if (!/^([0-9A-Fa-f]{2})*$/.test(word)) throw new HexError(index + 2, `not pairs of hex digits: ${word}`);
      for (let at = 0; at < word.length; at += 2) bytes.push(parseInt(word.slice(at, at + 2), 16));
    }
  });
  return Uint8Array.from(bytes);
}

/** The text without comments and blank lines, as it goes on a tape: a title line, then lines of bytes. */
export function stripHex(text: string): string {
  const [title = "#", ...lines] = text.split("\n");
  const kept = lines.map((line) => line.replace(/#.*$/, "").trim()).filter((line) => line !== "");
  return `${[title, ...kept].join("\n")}\n`;
}

/** Splits the comment of a code line at the first `;` outside quotes. */
function splitReason(comment: string): [string, string] {
  let quote = "";
  for (let at = 0; at < comment.length; at++) {
    const character = comment[at];
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === "\"") {
      quote = character;
    } else if (character === ";") {
      return [comment.slice(0, at).trim(), comment.slice(at + 1).trim()];
    }
  }
  return [comment.trim(), ""];
}

/** The lines of a .hex file; a HexError for a line that is none. */
export function parseHexFile(text: string): HexLine[] {
  const lines: HexLine[] = [];
  text.replace(/\n$/, "").split("\n").forEach((textLine, index) => {
    const line = index + 1;
    const sharp = textLine.indexOf("#");
    if (index === 0 || textLine.trim() === "" || sharp === 0) {
      lines.push({ kind: "prose", line, text: textLine });
      return;
    }
    let bytes: number[];
    try {
      bytes = [...decodeHex(`#\n${sharp < 0 ? textLine : textLine.slice(0, sharp)}\n`)];
    } catch {
      throw new HexError(line, "the bytes column holds something else than pairs of hex digits");
    }
    if (sharp >= 0) {
      const [assembly, reason] = splitReason(textLine.slice(sharp + 1));
      lines.push({ kind: "code", line, bytes, assembly, reason });
      return;
    }
    const above = lines.at(-1);
    if (above?.kind !== "code") throw new HexError(line, "bytes without assembly");
    above.bytes.push(...bytes);
  });
  return lines;
}

const hex = (bytes: number[]): string =>
  bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");

function rows(bytes: number[], width: number): string[] {
  const result: string[] = [];
  for (let at = 0; at < bytes.length; at += width) result.push(hex(bytes.slice(at, at + width)));
  return result;
}

/** Lays a code line out; data that do not fit the bytes column go on in the lines below. */
export function formatCodeLine(code: CodeLine): string {
  const isData = /^(db|dw|dd|times)\b/.test(code.assembly);
  const long = isData && code.bytes.length > LONG_DATA;
  const [first = "", ...more] = long ? ["", ...rows(code.bytes, LONG_ROW)]
    : isData ? rows(code.bytes, SHORT_ROW) : [hex(code.bytes)];
  const indent = code.assembly.endsWith(":") ? "" : "  ";
  const assembly = `${indent}${code.assembly}`;
  const comment = code.reason === "" ? assembly : `${assembly.padEnd(ASSEMBLY_WIDTH)} ; ${code.reason}`;
  return [`${first.padEnd(BYTES_WIDTH)}# ${comment}`.trimEnd(), ...more].join("\n");
}

/** The whole text again, with the bytes that `lines` hold. */
export function formatHexFile(lines: HexLine[]): string {
  return `${lines.map((line) => (line.kind === "prose" ? line.text : formatCodeLine(line))).join("\n")}\n`;
}
