// From bytes to preprocessing tokens (C99 6.4). A token is one word: kind in bits 0-7, flags in bits 8 and 9, and from
// bit 10 on the index of the Name that spells it. `lex` skips blanks and comments, finds out by the class of the next
// character what begins there, and takes it. Here live the files that are being read, the position in each, and the
// error message. Spliced lines are joined when a file is loaded. Nothing here knows of macros or directives.
import { b, ch } from "../../2-runtime/node.js";
import { join, slice, Text } from "../../2-runtime/text.js";
import { Flag, Name, SourceFile, Token } from "../model.js";
import { CARRIAGE_RETURN, FORM_FEED, jointAt, readFile, VERTICAL_TAB } from "./files.js";
import { internHashed, names } from "./names.js";
import { die } from "./fatal.js";

// ---- files: the state of this phase ----

/** An open #if (C99 6.10, if-section): see directives.ts. */
export class IfSection {
  /** Has a group of it been taken? */
  isTaken: boolean;
  hasElse: boolean = false;
  outer: IfSection | null;
  constructor(isTaken: boolean, outer: IfSection | null) {
    this.isTaken = isTaken;
    this.outer = outer;
  }
}

/** How far a file has been read: of the one that is read now, and of those that include it. */
class Reader {
  file: SourceFile;
  at: number = 0;
  line: number = 1;
  /** Where the line begins. */
  lineStart: number = 0;
  /** Where the last token began. */
  tokenLine: number = 1;
  tokenColumn: number = 1;
  /** Has this line no token yet? A directive may begin there. */
  isLineStart: boolean = true;
  /** The innermost #if that is open in this file. */
  ifSection: IfSection | null = null;
  outer: Reader | null;
  depth: number;
  constructor(file: SourceFile, outer: Reader | null) {
    this.file = file;
    this.outer = outer;
    this.depth = outer === null ? 0 : outer.depth + 1;
  }

  beginToken(): void {
    this.tokenLine = this.line;
    this.tokenColumn = this.at - this.lineStart + 1;
  }

  /** After a newline, which ends before `at`. */
  beginLine(at: number): void {
    this.at = at;
    this.line++;
    this.lineStart = at;
  }
}

const MOST_NESTED_FILES = 200;

/** The file that is being read; below the outermost one is an empty one. */
export let reader: Reader = new Reader(new SourceFile(b(""), b(""), new Uint8Array(2)), null);

/** Starts to read a file inside the current one. */
export function enterFile(file: SourceFile): void {
  if (reader.depth === MOST_NESTED_FILES) lexError(b("files include each other too deeply"));
  reader = new Reader(file, reader);
}

/** Goes back to the including file. */
export function leaveFile(): void { reader = reader.outer!; }

// ---- messages ----

/** Stops with a message about a place, whose line and column are those of joined lines. */
export function errorAt(
  file: SourceFile, atLine: number, atColumn: number, message: Uint8Array, detail: Uint8Array,
): void {
  let row = atLine, column = atColumn;
  const original = file.hasJoints ? readFile(file.path) : null;
  if (original !== null) {
    let i = 0, left = atColumn - 1;
    for (let newlines = 1; newlines < atLine; i++) if (original.bytes[i] === ch('\n')) newlines++;
    column = 1;
    while (left > 0 || jointAt(original.bytes, i) > 0) {
      const joint = jointAt(original.bytes, i);
      row += joint > 0 ? 1 : 0;
      column = joint > 0 ? 1 : column + 1;
      left -= joint > 0 ? 0 : 1;
      i += joint > 0 ? joint : 1;
    }
  }
  const text = new Text().add(file.path).byte(ch(':')).decimal(row).byte(ch(':')).decimal(column);
  die(text.add(b(": ")).add(message).add(detail));
}

/** Stops with a message about the token read last. */
export function lexError(message: Uint8Array): void { lexErrorAbout(message, b("")); }
export function lexErrorAbout(message: Uint8Array, detail: Uint8Array): void {
  errorAt(reader.file, reader.tokenLine, reader.tokenColumn, message, detail);
}

// ---- characters ----

enum Class { Other, Letter, Digit, Blank, Newline, Quote, Slash, Dot, Punctuation, End }

function classify(): Uint8Array {
  const table = new Uint8Array(256);
  for (let c = ch('!'); c <= ch('~'); c++) table[c] = Class.Punctuation;
  for (let c = ch('a'); c <= ch('z'); c++) table[c] = Class.Letter;
  for (let c = ch('A'); c <= ch('Z'); c++) table[c] = Class.Letter;
  table[ch('_')] = Class.Letter;
  for (let c = ch('0'); c <= ch('9'); c++) table[c] = Class.Digit;
  for (const c of [ch(' '), ch('\t'), VERTICAL_TAB, FORM_FEED, CARRIAGE_RETURN]) table[c] = Class.Blank;
  table[ch('\n')] = Class.Newline;
  table[ch('"')] = Class.Quote;
  table[ch('\'')] = Class.Quote;
  table[ch('/')] = Class.Slash;
  table[ch('.')] = Class.Dot;
  table[ch('@')] = Class.Other;
  table[ch('$')] = Class.Other;
  table[ch('`')] = Class.Other;
  table[ch('\\')] = Class.Other;
  table[0] = Class.End;
  return table;
}

const classOf = classify();

const longPunctuators: Uint8Array[] = [
  b("->"), b("++"), b("--"), b("<="), b(">="), b("=="), b("!="), b("&&"), b("||"), b("..."), b("##"), b("<<"), b(">>"),
  b("+="), b("-="), b("*="), b("/="), b("%="), b("&="), b("|="), b("^="), b("<<="), b(">>="),
];

/** Takes the longest punctuator that begins with c, the current character, before `following`. */
function punctuator(c: number, following: number): number {
  let token = c;
  let length = 1;
  // all but -> have '=' or their first character second
  if (following === ch('=') || following === c || following === ch('>')) {
    for (let i = 0; i < longPunctuators.length; i++) {
      const text = longPunctuators[i];
      if (text[0] !== c || text[1] !== following || text.length <= length) continue;
      if (text.length === 3 && reader.file.text[reader.at + 2] !== text[2]) continue;
      token = Token.Arrow + i;
      length = text.length;
    }
  }
  reader.at += length;
  return token;
}

/** Where what is quoted ends, after the closing quote; `from` is after the opening one. */
function endOfQuoted(from: number, quote: number): number {
  const text = reader.file.text;
  let to = from;
  while (text[to] !== quote) {
    if (text[to] === ch('\\') && text[to + 1] !== ch('\n')) to++;
    if (text[to] === ch('\n') || text[to] === 0) {
      lexError(quote === ch('"') ? b("unterminated string") : b("unterminated character constant"));
    }
    to++;
  }
  return to + 1;
}

function endOfName(start: number): number {
  const text = reader.file.text;
  let end = start + 1;
  while (classOf[text[end]] === Class.Letter || classOf[text[end]] === Class.Digit) end++;
  return end;
}

/** Preprocessing numbers (C99 6.4.8): letters, digits, dots, and signs after an exponent's letter. */
function endOfNumber(start: number): number {
  const text = reader.file.text;
  let end = start + 1;
  while (true) {
    const kind = classOf[text[end]], letter = text[end] | 32;
    if (kind !== Class.Letter && kind !== Class.Digit && kind !== Class.Dot) return end;
    end++;
    if ((letter === ch('e') || letter === ch('p')) && (text[end] === ch('+') || text[end] === ch('-'))) end++;
  }
}

function skipBlockComment(): void {
  const text = reader.file.text;
  reader.beginToken();
  let i = reader.at + 2;
  while (text[i] !== ch('*') || text[i + 1] !== ch('/')) {
    if (text[i] === ch('\n')) reader.beginLine(i + 1);
    if (text[i] === 0) lexError(b("unterminated comment"));
    i++;
  }
  reader.at = i + 2;
}

function skipLineComment(): void {
  const text = reader.file.text;
  while (text[reader.at] !== ch('\n') && text[reader.at] !== 0) reader.at++;
}

/** Moves to the next token or newline: Flag.SpaceBefore when there are blanks or comments before it, else 0. */
function skipSpace(): number {
  const text = reader.file.text;
  let space = 0;
  while (true) {
    const kind = classOf[text[reader.at]], following = text[reader.at + 1];
    if (kind === Class.Blank) reader.at++;
    else if (kind === Class.Slash && following === ch('*')) skipBlockComment();
    else if (kind === Class.Slash && following === ch('/')) skipLineComment();
    else return space;
    space = Flag.SpaceBefore;
  }
}

/** The token of a kind that ends before `end`. */
function take(kind: number, end: number): number {
  const text = reader.file.text, start = reader.at;
  let hash = 0;
  for (let i = start; i < end; i++) hash = hash * 31 + text[i] | 0;
  reader.at = end;
  return internHashed(text, start, end, hash).index << Flag.IndexShift | kind;
}

/** The next token, Newline (at the end of the line that it ends) and End among them. */
export function lex(): number {
  const space = skipSpace(), text = reader.file.text, start = reader.at, c = text[start], kind = classOf[c];
  reader.beginToken();
  switch (kind) {
    case Class.Letter: return take(Token.Name, endOfName(start)) | space;
    case Class.Digit: return take(Token.Number, endOfNumber(start)) | space;
    case Class.Quote: return take(c === ch('"') ? Token.String : Token.Character, endOfQuoted(start + 1, c)) | space;
    case Class.Newline:
      reader.beginLine(start + 1);
      return Token.Newline;
    case Class.End: return Token.End;
    case Class.Other: return take(Token.Other, start + 1) | space;
    default: break;
  }
  const isNumber = kind === Class.Dot && classOf[text[start + 1]] === Class.Digit;
  return (isNumber ? take(Token.Number, endOfNumber(start)) : punctuator(c, text[start + 1])) | space;
}

// ---- other than by tokens ----

/** Skips the rest of the line with its Newline, without making tokens: only comments and quotes are recognized. */
export function skipLine(): void {
  const text = reader.file.text;
  while (text[reader.at] !== 0) {
    const c = text[reader.at], following = text[reader.at + 1];
    if (c === ch('/') && following === ch('*')) skipBlockComment();
    else if (c === ch('/') && following === ch('/')) skipLineComment();
    else if (c === ch('\n')) return reader.beginLine(reader.at + 1);
    else {
      reader.at++;
      if (c === ch('"') || c === ch('\'')) skipQuotedLoosely(c);
    }
  }
}

/** A string in a skipped group: text in the middle of prose may hold an odd quote. */
function skipQuotedLoosely(quote: number): void {
  const text = reader.file.text;
  let i = reader.at;
  while (text[i] !== quote) {
    if (text[i] === ch('\\')) i++;
    if (text[i] === ch('\n') || text[i] === 0) return;
    i++;
  }
  reader.at = i + 1;
}

function skipBlanks(): void { while (classOf[reader.file.text[reader.at]] === Class.Blank) reader.at++; }

/** At the start of a line of a skipped group: is it a directive? Moves to after the '#'. */
export function skipToHash(): boolean {
  skipBlanks();
  if (reader.file.text[reader.at] !== ch('#')) return false;
  reader.at++;
  return true;
}

export function isAtEnd(): boolean { return reader.file.text[reader.at] === 0; }

/** The bytes of the rest of the line, for #error. */
export function restOfLine(): Uint8Array {
  skipBlanks();
  const start = reader.at;
  skipLineComment();
  return slice(reader.file.text, start, reader.at);
}

/** Reads the file name of #include <...>; the '<' has been read. */
export function headerName(): Uint8Array {
  const text = reader.file.text, start = reader.at;
  let end = start;
  while (text[end] !== ch('>')) {
    if (text[end] === ch('\n') || text[end] === 0) {
      reader.beginToken();
      lexError(b("#include <: > is missing"));
    }
    end++;
  }
  reader.at = end + 1;
  return slice(text, start, end);
}

/** The one token that `text` spells, or 0 when it is not exactly one. */
export function lexAlone(text: Uint8Array): number {
  // an odd quote cannot be part of one token, and must not be reported as unterminated
  let quotes = 0;
  for (const c of text) if (c === ch('"') || c === ch('\'')) quotes++;
  if (quotes === 1) return 0;
  const outer = reader;
  reader = new Reader(new SourceFile(outer.file.path, b(""), join(text, new Uint8Array(2))), outer);
  reader.line = outer.line;
  const token = lex(), isWhole = reader.at === text.length && kindOf(token) !== Token.Newline;
  reader = outer;
  return isWhole ? token & ~Flag.SpaceBefore : 0;
}

/** The kind of a token, without its flags. */
export function kindOf(token: number): number { return token & Flag.Kind; }

/** The Name that spells a token which is not punctuation. */
export function nameOf(token: number): Name { return names[token >> Flag.IndexShift]; }

// ---- spelling ----

export function spell(token: number, into: Text): void {
  const kind = token & Flag.Kind;
  if (kind >= Token.Arrow && kind <= Token.ShiftRightAssign) into.add(longPunctuators[kind - Token.Arrow]);
  else if (kind > ch(' ') && kind < Token.Arrow) into.byte(kind);
  else if (kind !== Token.End && kind !== Token.Newline) into.add(nameOf(token).text);
}
