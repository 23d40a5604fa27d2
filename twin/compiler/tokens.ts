// The tokens of T, each one byte, as in the machine-code compiler. A single character is its own token, `a` for
// every name, `0` for every number, keywords begin at E0. An operator of several characters is folded into one
// byte, (code * 18 + character) & 255: 18 is the smallest factor for which no two operators of T meet.
// Nothing here reads text; that is lexer.ts.

export enum Token {
  End = 0,
  Not = 0x21,
  String = 0x22,
  OpenParenthesis = 0x28,
  CloseParenthesis = 0x29,
  Comma = 0x2c,
  Minus = 0x2d,
  Dot = 0x2e,
  Number = 0x30,
  Colon = 0x3a,
  Semicolon = 0x3b,
  Less = 0x3c,
  Assign = 0x3d,
  Greater = 0x3e,
  OpenBracket = 0x5b,
  CloseBracket = 0x5d,
  Name = 0x61,
  OpenBrace = 0x7b,
  Bar = 0x7c,
  CloseBrace = 0x7d,
  Tilde = 0x7e,

  If = 0xe0,
  While,
  For,
  Break,
  Continue,
  Return,
  Let,
  Const,
  Function,
  Class,
  Export,
  Import,
  Asm,
  Enum,
  Switch,
  Case,
  Default,
  // From here on not the beginning of a statement.
  Else,
  As,
  New,
}

/** The keywords, in the order of their token codes. */
export const KEYWORDS = [
  "if", "while", "for", "break", "continue", "return", "let", "const", "function", "class", "export", "import",
  "asm", "enum", "switch", "case", "default", "else", "as", "new",
];

/** The code of an operator that already has `code`, with one more character. */
export function fold(code: number, character: number): number {
  return code * 18 + character & 255;
}

/** The token code of an operator written as text. */
export function operatorToken(text: string): number {
  let code = text.charCodeAt(0);
  for (let i = 1; i < text.length; i++) code = fold(code, text.charCodeAt(i));
  return code;
}

/** Characters that join with the same character after them: && ++ -- << == >> ||. */
const DOUBLING = new Set([..."&+-<=>|~^"].map((character) => character.charCodeAt(0)));

/** Whether `next` belongs to the operator with this code whose last character is `last`. */
export function joins(code: number, last: number, next: number): boolean {
  const comparison = code === Token.Less || code === Token.Greater || code === Token.Not;
  if (next === Token.Assign && comparison) return true;
  return next === last && DOUBLING.has(last);
}
