// The compiler of T on the host: the twin of the machine code in chain/compiler, byte for byte. It is written to be
// read: what the machine code does with registers and tables is here said with names.
//
// How it works. One pass reads the text and makes the code. But a function may be used before it is written, a class
// is as large as fields that come later say, and a jump over a string changes with its text. So the same pass runs
// four times over the same text: the first learns the names, the second knows every kind of name and therefore every
// length, the third knows every address, and the fourth only confirms: a name that is unknown then, or a value that
// still moves, is an error. No list of fixups is needed, and no tree.

import { CODE, CODE_BYTES } from "./code.js";
import { CompileError } from "./error.js";
import { finishHeader, writeHeader } from "./image.js";
import type { Names } from "./names.js";
import { Parser } from "./parser.js";
import { parseStatement } from "./statements.js";
import { Token } from "./tokens.js";

export { CompileError } from "./error.js";

const PASSES = 4;

/** What the compiler knows at its end, for those who check it. */
export interface Compilation {
  image: Uint8Array;
  names: Names;
  /** Every use of a member of a class or enum: where its name begins in the text, and of which type T takes it. */
  memberUses: { position: number; type: number }[];
}

/**
 * Compiles the text of a whole program (all its files one after the other) to an i386 ELF executable.
 * Throws a CompileError with line, token and reason.
 */
export function compileT(source: Uint8Array): Uint8Array {
  return compileAndExplain(source).image;
}

export function compileAndExplain(source: Uint8Array): Compilation {
  const parser = new Parser(source);
  const { names, code, lexer } = parser;
  names.origin.value = CODE;
  try {
    for (parser.pass = PASSES; parser.pass > 0; parser.pass--) {
      const origin = names.origin.value;
      code.here = CODE;
      code.delta = origin - CODE | 0;
      parser.nextGlobal = origin + CODE_BYTES | 0;
      parser.type = 0;
      parser.memberUses = [];
      writeHeader(code, origin);
      lexer.rewind();
      parser.next();
      while (parser.token !== Token.End) parseStatement(parser);
      code.byte(0xf4);                                  // hlt: a program ends by calling exit
    }
  } catch (error) {
    if (error instanceof RangeError) throw new CompileError(lexer.line, lexer.tokenText, "nested too deeply");
    throw error;
  }
  finishHeader(code);
  return { image: code.image(), names, memberUses: parser.memberUses };
}
