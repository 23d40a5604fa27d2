// The reference compiler of T: the same compiler as the machine code in chain/1-compiler, written to be read. For every
// program it makes the same bytes, and what is the same has the same name in both (test/t-names.test.ts).
//
// How it works. One pass reads the text and makes the code. But a function may be used before it is written, a class
// is as large as fields that come later say, and a jump over a string changes with its text. So the same pass runs
// four times over the same text: the first learns the symbols, the second knows the kind of each and therefore every
// length, the third knows every address, and the fourth only confirms: a symbol that is unknown then, or a value that
// still moves, is an error. No list of references to resolve is needed, and no tree.

import { CODE, GLOBALS } from "./code.js";
import { CompileError } from "./error.js";
import { finishHeader, writeHeader } from "./image.js";
import { Parser } from "./parser.js";
import { parseStatement } from "./statements.js";
import type { SymbolTable } from "./symbols.js";
import { Token } from "./tokens.js";

export { CompileError } from "./error.js";

const PASSES = 4;

/** What the compiler knows at its end, for those who check it. */
export interface Compilation {
  image: Uint8Array;
  symbols: SymbolTable;
  /** Every use of a member of a class or enum: where its name begins in the text, and of which type T takes it. */
  memberUses: { position: number; type: number }[];
}

/**
 * Compiles the text of a whole program (all its files one after the other) to an i386 ELF executable.
 * Throws a CompileError with line, token and reason.
 */
export function compileT(source: Uint8Array): Uint8Array {
  return compile(source).image;
}

/** The same, with what the compiler knows at its end. */
export function compile(source: Uint8Array): Compilation {
  const parser = new Parser(source);
  const { symbols, code, lexer } = parser;
  symbols.originSymbol.value = CODE;
  try {
    for (parser.pass = PASSES; parser.pass > 0; parser.pass--) {
      const origin = symbols.originSymbol.value;
      code.here = CODE;
      code.originDelta = origin - CODE | 0;
      parser.variables.nextGlobal = origin + GLOBALS | 0;
      parser.pending.type = 0;
      parser.memberUses = [];
      writeHeader(code, origin);
      lexer.rewind();
      parser.nextToken();
      while (parser.token !== Token.End) parseStatement(parser);
      code.emitBytes(0xf4);                             // hlt: a program ends by calling exit
    }
  } catch (error) {
    if (error instanceof RangeError) throw new CompileError(lexer.line, lexer.tokenText, "nested too deeply");
    throw error;
  }
  finishHeader(code);
  return { image: code.image(), symbols, memberUses: parser.memberUses };
}
