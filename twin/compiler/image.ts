// The header in front of every program: an i386 ELF executable with one segment that holds file and globals,
// readable, writable and executable (System V gABI, chapters 4 and 5). The code follows at once.

import type { Code } from "./code.js";
import { CODE, CODE_BYTES } from "./code.js";

const HEADER_BYTES = 84;
const GLOBALS_BYTES = 0x40000;
const FILE_SIZE = CODE + 68;

export function writeHeader(code: Code, origin: number): void {
  const half = (value: number): void => code.byte(value, value >> 8);
  code.byte(0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0);
  code.word(0);
  code.word(0);
  half(2);                              // executable
  half(3);                              // i386
  code.word(1);
  code.word(origin + HEADER_BYTES);     // entry: behind the header
  code.word(52);                        // program header: behind this one
  code.word(0);
  code.word(0);
  half(52);
  half(32);
  half(1);                              // one segment
  half(0);
  half(0);
  half(0);
  code.word(1);                         // to be loaded
  code.word(0);                         // from the beginning of the file
  code.word(origin);
  code.word(0);
  code.word(0);                         // size in the file: known at the end
  code.word(CODE_BYTES + GLOBALS_BYTES);
  code.word(7);                         // read, write, execute
  code.word(0x1000);
}

export function finishHeader(code: Code): void {
  code.setWordAt(FILE_SIZE, code.here - CODE);
}
