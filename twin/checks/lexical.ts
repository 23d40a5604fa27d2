// Whether T and TypeScript see the same tokens. The text is ASCII, and the reference compiler's lexer reads it in
// step with the tokens of the syntax tree: whatever one language reads differently (a---b, ~~x, >> in nested generics,
// 1_000, octal, escapes, comments) shows as a token that begins or ends elsewhere, or has another value.

import ts from "typescript";
import { CompileError } from "../compiler/error.js";
import { Lexer } from "../compiler/lexer.js";
import { SymbolTable } from "../compiler/symbols.js";
import { Token } from "../compiler/tokens.js";

const S = ts.SyntaxKind;

type ReportAt = (position: number, message: string) => void;

/** The tokens of a file in order, imports left out: the compiler skips them. */
function tokensOf(file: ts.SourceFile): ts.Node[] {
  const tokens: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isToken(node) || node.kind === S.Identifier) {
      if (node.getEnd() > node.getStart(file)) tokens.push(node);
    } else if (!ts.isJSDoc(node)) {
      node.getChildren(file).forEach(visit);
    }
  };
  for (const statement of file.statements) visit(statement);
  return tokens;
}

/** Tokens that T reads as several: x += y as + and =, => as = and >. */
function isSeveral(kind: ts.SyntaxKind): boolean {
  return kind === S.EqualsGreaterThanToken
    || kind >= S.FirstCompoundAssignment && kind <= S.LastCompoundAssignment;
}

export function checkLexical(file: ts.SourceFile, bytes: Uint8Array, report: ReportAt): void {
  const odd = bytes.findIndex((byte) => byte > 126 || byte < 32 && byte !== 10 && byte !== 9);
  if (odd >= 0) {
    report(file.text.length > odd ? odd : 0, "only ASCII characters, spaces and line feeds belong in a source");
    return;
  }
  if (bytes.length > 0 && bytes[bytes.length - 1] !== 10) report(bytes.length, "the last line needs a line feed");
  const fail = (reason: string): never => { throw new CompileError(0, "", reason); };
  const lexer = new Lexer(bytes, new SymbolTable(fail), () => undefined);
  try {
    compare(file, lexer, report);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    report(lexer.tokenStart, error.reason);
  }
}

function compare(file: ts.SourceFile, lexer: Lexer, report: ReportAt): void {
  const tokens = tokensOf(file);
  let i = 0;
  lexer.nextToken();
  while (i < tokens.length) {
    const token = tokens[i];
    if (token.kind === S.ImportKeyword && ts.isImportDeclaration(token.parent)) {
      while (lexer.token !== Token.Semicolon) lexer.nextToken();
      while (tokens[i].kind !== S.SemicolonToken) i++;
      if (!matches(tokens[i], lexer, report)) return;
      i++;
    } else {
      if (!matches(token, lexer, report)) return;
      i++;
    }
  }
  if (lexer.token !== Token.End) {
    report(lexer.tokenStart, `T reads ${lexer.tokenText} here, where TypeScript sees nothing`);
  }
}

/** Takes the lexer over one token of TypeScript; false, with a report, when T reads something else. */
function matches(token: ts.Node, lexer: Lexer, report: ReportAt): boolean {
  const start = token.getStart();
  const end = token.getEnd();
  if (lexer.tokenStart !== start) {
    report(start, `T reads ${lexer.tokenText} here: put a space between, or write it in another way`);
    return false;
  }
  let problem = "";
  if (lexer.token === Token.String) problem = readString(token, lexer);
  else if (isSeveral(token.kind)) while (lexer.position < end) lexer.nextToken();
  else if (ts.isStringLiteral(token) && !isCharacter(token, lexer.number)) problem = "ch takes one ASCII character";
  else if (ts.isNumericLiteral(token) && !isSameNumber(token, lexer)) problem = "write it in decimal, or with 0x";
  if (problem !== "" || lexer.position !== end) {
    report(start, problem || `T reads ${lexer.tokenText} here: put a space between, or write it in another way`);
    return false;
  }
  lexer.nextToken();
  return true;
}

function readString(token: ts.Node, lexer: Lexer): string {
  let text = "";
  while (!lexer.takeClosingQuote()) text += String.fromCharCode(lexer.readStringCharacter());
  return ts.isStringLiteral(token) && token.text === text ? "" : "T reads another text here";
}

function isCharacter(token: ts.StringLiteral, number: number): boolean {
  return token.text.length === 1 && token.text.charCodeAt(0) === number;
}

function isSameNumber(token: ts.NumericLiteral, lexer: Lexer): boolean {
  return lexer.token === Token.Number && Number(token.text) === lexer.number >>> 0;
}
