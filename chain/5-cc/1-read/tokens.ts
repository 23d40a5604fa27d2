// Tokens for the parser: macros expanded, keywords told apart from names, adjacent strings joined; one token at a time,
// with one more to look ahead. Keeps the place of the current token for messages. What a token means in the grammar is
// the parser's affair.
import { b, ch } from "../../2-runtime/node.js";
import { Text } from "../../2-runtime/text.js";
import { Name, SourceFile, Token } from "../model.js";
import { errorAt, kindOf, nameOf, reader, spell } from "./lexer.js";
import { decodeString } from "./literals.js";
import { expandedToken } from "./macros.js";
import { internText } from "./names.js";

/** A token with the place where it was read: a macro's tokens have the place of its use. */
class PlacedToken {
  word: number = 0;
  file: SourceFile = reader.file;
  line: number = 0;
  column: number = 0;

  read(): void {
    this.word = expandedToken();
    this.file = reader.file;
    this.line = reader.tokenLine;
    this.column = reader.tokenColumn;
  }
}

// ---- the current token: the state that the parser shares with its functions ----

/** Kind of the current token: Token.Name, a keyword, a literal or a punctuator. */
export let token = 0;
/** The spelling of a name, number, character or string. */
export let tokenName: Name = internText(b(""));
/** The decoded characters of a string, without a NUL. */
export const stringText: Text = new Text();

let currentToken = new PlacedToken();
/** The token after it, if one was looked at. */
let ahead = new PlacedToken();
let hasAhead = false;

function setKeyword(text: Uint8Array, keyword: number): void { internText(text).keyword = keyword; }

export function setUpKeywords(): void {
  const words: Uint8Array[] = [
    b("auto"), b("break"), b("case"), b("char"), b("const"), b("continue"), b("default"), b("do"), b("double"),
    b("else"), b("enum"), b("extern"), b("float"), b("for"), b("goto"), b("if"), b("inline"), b("int"), b("long"),
    b("register"), b("restrict"), b("return"), b("short"), b("signed"), b("sizeof"), b("static"), b("struct"),
    b("switch"), b("typedef"), b("union"), b("unsigned"), b("void"), b("volatile"), b("while"),
    b("__attribute__"), b("__builtin_va_list"), b("__builtin_va_start"), b("__builtin_va_arg"), b("__builtin_va_end"),
    b("__builtin_va_copy"),
  ];
  for (let i = 0; i < words.length; i++) setKeyword(words[i], Token.Auto + i);
}

/** The kind of the token after the current one, keywords as names. */
export function peek(): number {
  if (!hasAhead) ahead.read();
  hasAhead = true;
  return kindOf(ahead.word);
}

/** The Name of that token, if it is one. */
export function peekName(): Name { return nameOf(ahead.word); }

export function forgetTokens(): void { hasAhead = false; }

/** Moves to the next token. */
export function next(): void {
  if (hasAhead) {
    const spare = currentToken;
    currentToken = ahead;
    ahead = spare;
    hasAhead = false;
  } else currentToken.read();
  const word = currentToken.word, kind = kindOf(word);
  token = kind;
  if (kind === Token.Name) {
    tokenName = nameOf(word);
    if (tokenName.keyword !== 0) token = tokenName.keyword;
  } else if (kind === Token.Number || kind === Token.Character) {
    tokenName = nameOf(word);
  } else if (kind === Token.String) joinStrings(word);
  else if (kind === Token.Other) error(b("stray character"));
}

/** Reads all strings that follow each other as one. */
function joinStrings(first: number): void {
  tokenName = nameOf(first);
  stringText.clear();
  token = Token.String;
  decodeString(tokenName.text, stringText);
  if (peek() !== Token.String) return;
  // the joined string gets a spelling of its own, so that equal strings share one object
  const joined = new Text();
  joined.add(tokenName.text);
  while (peek() === Token.String) {
    const part = peekName().text;
    hasAhead = false;
    decodeString(part, stringText);
    joined.add(part);
  }
  tokenName = internText(joined.take());
}

/** Stops with a message at the current token. */
export function error(message: Uint8Array): void { errorAbout(message, b("")); }
export function errorAbout(message: Uint8Array, detail: Uint8Array): void {
  errorAt(currentToken.file, currentToken.line, currentToken.column, message, detail);
}

/** Stops because the current token is not allowed here. */
export function unexpected(wanted: Uint8Array): void {
  const text = new Text().add(b("expected ")).add(wanted).add(b(" before "));
  if (token === Token.End) text.add(b("the end of the file"));
  else spell(currentToken.word, text);
  error(text.take());
}

export function accept(kind: number): boolean {
  if (token !== kind) return false;
  next();
  return true;
}

export function expect(kind: number): void {
  if (token !== kind) unexpected(new Text().byte(ch('\'')).byte(kind).byte(ch('\'')).take());
  next();
}

/** Bounds the recursion of the parser, for expressions, statements, types and initializers together. */
const MOST_NESTED = 400;
let nested = 0;
export function enterNesting(): void {
  nested++;
  if (nested > MOST_NESTED) error(b("nested too deeply"));
}
export function leaveNesting(): void { nested--; }
