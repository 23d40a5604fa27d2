// The header in front of every program: an i386 ELF executable with one segment that holds file and globals,
// readable, writable and executable (System V gABI, chapters 4 and 5). The code follows directly.

import type { Code } from "./code.js";
import { CODE, GLOBALS } from "./code.js";

const HEADER_BYTES = 84;
const GLOBALS_SIZE = 0x40000;
/** The position of p_filesz. */
const FILE_SIZE = CODE + 68;

export function writeHeader(code: Code, origin: number): void {
  const half = (value: number): void => code.emitBytes(value, value >> 8);
  code.emitBytes(0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0);
  code.emitWord(0);
  code.emitWord(0);
  half(2);                              // executable
  half(3);                              // i386
  code.emitWord(1);
  code.emitWord(origin + HEADER_BYTES);     // entry: after the header
  code.emitWord(52);                        // program header: after this one
  code.emitWord(0);
  code.emitWord(0);
  half(52);
  half(32);
  half(1);                              // one segment
  half(0);
  half(0);
  half(0);
  code.emitWord(1);                         // to be loaded
  code.emitWord(0);                         // from the beginning of the file
  code.emitWord(origin);
  code.emitWord(0);
  code.emitWord(0);                         // size in the file: known at the end
  code.emitWord(GLOBALS + GLOBALS_SIZE);
  code.emitWord(7);                         // read, write, execute
  code.emitWord(0x1000);
}

export function finishHeader(code: Code): void {
  code.setWordAt(FILE_SIZE, code.here - CODE);
}
