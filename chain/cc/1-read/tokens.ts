// Tokens for the parser: macros expanded, keywords told apart from names, adjacent strings joined; one
// token at a time, with one more to look ahead. Keeps the position of the current token for messages.
import { b, ch } from "../../runtime/node.js";
import { Flag, Name, SourceFile, Token } from "../model.js";
import { currentFile, errorAt, kindOf, lexedColumn, lexedLine, nameOf, spell } from "./lexer.js";
import { decodeString } from "./literals.js";
import { expandedToken } from "./macros.js";
import { internText } from "./names.js";
import { Text } from "./text.js";

/** Kind of the current token: Token.Name, a keyword, a literal or a punctuator. */
export let token = 0;
/** The spelling of a name, number or character. */
export let tokenName: Name = internText(b(""));
/** The decoded characters of a string, without a NUL. */
export const stringText: Text = new Text();

let tokenWord = 0;
let tokenFile: SourceFile = currentFile;
let tokenLine = 0;
let tokenColumn = 0;

let ahead = -1;
let aheadFile: SourceFile = currentFile;
let aheadLine = 0;
let aheadColumn = 0;

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

function fetch(): number {
  if (ahead >= 0) {
    const word = ahead;
    ahead = -1;
    tokenFile = aheadFile;
    tokenLine = aheadLine;
    tokenColumn = aheadColumn;
    return word;
  }
  const word = expandedToken();
  tokenFile = currentFile;
  tokenLine = lexedLine;
  tokenColumn = lexedColumn;
  return word;
}

/** The kind of the token after the current one, keywords as names. */
export function peek(): number {
  if (ahead < 0) {
    ahead = expandedToken();
    aheadFile = currentFile;
    aheadLine = lexedLine;
    aheadColumn = lexedColumn;
  }
  return ahead & Flag.Kind;
}

/** The Name of that token, if it is one. */
export function peekName(): Name { return nameOf(ahead); }

export function forgetTokens(): void { ahead = -1; }

/** Moves to the next token. */
export function next(): void {
  const word = fetch();
  tokenWord = word;
  const kind = kindOf(word);
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
  const firstLine = tokenLine, firstColumn = tokenColumn;
  decodeString(tokenName.text, stringText);
  if (peek() !== Token.String) return;
  // the joined string gets a spelling of its own, so that equal strings share one object
  const joined = new Text();
  joined.add(tokenName.text);
  while (peek() === Token.String) {
    const part = nameOf(fetch()).text;
    decodeString(part, stringText);
    joined.add(part);
  }
  tokenName = internText(joined.copy());
  tokenLine = firstLine;
  tokenColumn = firstColumn;
}

/** Stops with a message at the current token. */
export function error(message: Uint8Array): void { errorAbout(message, b("")); }
export function errorAbout(message: Uint8Array, detail: Uint8Array): void {
  errorAt(tokenFile, tokenLine, tokenColumn, message, detail);
}

/** Stops because the current token is not allowed here. */
export function unexpected(wanted: Uint8Array): void {
  const text = new Text();
  text.add(b("expected "));
  text.add(wanted);
  text.add(b(" before "));
  if (token === Token.End) text.add(b("the end of the file"));
  else spell(tokenWord, text);
  error(text.copy());
}

export function accept(kind: number): boolean {
  if (token !== kind) return false;
  next();
  return true;
}

export function expect(kind: number): void {
  if (token !== kind) {
    const wanted = new Text();
    wanted.byte(ch('\''));
    wanted.byte(kind);
    wanted.byte(ch('\''));
    unexpected(wanted.copy());
  }
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
