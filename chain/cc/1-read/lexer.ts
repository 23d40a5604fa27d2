// From bytes to preprocessing tokens (C99 6.4). A token is one word: kind in bits 0-7, flags in bits 8 and 9, and
// from bit 10 on the index of the Name that spells it. Spliced lines are joined when a file is loaded, so that this
// file sees plain lines. Here live the files being read and the current position, and with it the error message.
import { b, ch } from "../../runtime/node.js";
import { Flag, Name, SourceFile, Token } from "../model.js";
import { jointAt, readFile } from "./files.js";
import { internHashed, names } from "./names.js";
import { die, join, Text } from "./text.js";

// ---- files ----

/** A file that is being read, or waits for one that it includes. */
class OpenFile {
  file: SourceFile;
  at: number;
  line: number;
  lineStart: number;
  conditions: number;
  outer: OpenFile | null;
  constructor(
    file: SourceFile, at: number, line: number, lineStart: number, conditions: number, outer: OpenFile | null,
  ) {
    this.file = file;
    this.at = at;
    this.line = line;
    this.lineStart = lineStart;
    this.conditions = conditions;
    this.outer = outer;
  }
}

const MOST_NESTED_FILES = 200;
let nestedFiles = 0;
let waiting: OpenFile | null = null;

const emptyText = new Uint8Array(2);
export let currentFile: SourceFile = new SourceFile(b(""), b(""), emptyText);
let source: Uint8Array = emptyText;
let at = 0;
export let line = 0;
let lineStart = 0;
/** Where the last token began. */
export let lexedLine = 0;
export let lexedColumn = 0;

/** Starts to read a file inside the current one; `conditions` is handed back when it ends. */
export function enterFile(file: SourceFile, conditions: number): void {
  if (nestedFiles === MOST_NESTED_FILES) lexError(b("files include each other too deeply"));
  nestedFiles++;
  waiting = new OpenFile(currentFile, at, line, lineStart, conditions, waiting);
  currentFile = file;
  source = file.text;
  at = 0;
  line = 1;
  lineStart = 0;
}

/** Goes back to the including file: its `conditions`, or -1 when this was the outermost. */
export function leaveFile(): number {
  const outer = waiting!;
  waiting = outer.outer;
  nestedFiles--;
  if (nestedFiles === 0) return -1;
  currentFile = outer.file;
  source = currentFile.text;
  at = outer.at;
  line = outer.line;
  lineStart = outer.lineStart;
  return outer.conditions;
}

export function isOutermostFile(): boolean { return nestedFiles === 1; }

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
  const text = new Text();
  text.add(file.path);
  text.byte(ch(':'));
  text.decimal(row);
  text.byte(ch(':'));
  text.decimal(column);
  text.add(b(": "));
  text.add(message);
  text.add(detail);
  die(text);
}

/** Stops with a message about the token read last. */
export function lexError(message: Uint8Array): void { lexErrorAbout(message, b("")); }
export function lexErrorAbout(message: Uint8Array, detail: Uint8Array): void {
  errorAt(currentFile, lexedLine, lexedColumn, message, detail);
}

// ---- characters ----

enum Class { Other, Letter, Digit, Blank, Newline, Quote, Slash, Dot, Punctuation, End }

function classify(): Uint8Array {
  const table = new Uint8Array(256);
  for (let c = 33; c < 127; c++) table[c] = Class.Punctuation;
  for (let c = ch('a'); c <= ch('z'); c++) table[c] = Class.Letter;
  for (let c = ch('A'); c <= ch('Z'); c++) table[c] = Class.Letter;
  table[ch('_')] = Class.Letter;
  for (let c = ch('0'); c <= ch('9'); c++) table[c] = Class.Digit;
  table[32] = Class.Blank;
  table[9] = Class.Blank;
  table[11] = Class.Blank;
  table[12] = Class.Blank;
  table[13] = Class.Blank;
  table[10] = Class.Newline;
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

/** The longest punctuator that begins with c, the current character, before `following`. */
function punctuator(c: number, following: number): number {
  let token = c;
  let length = 1;
  // all but -> have '=' or their first character second
  if (following === ch('=') || following === c || following === ch('>')) {
    for (let i = 0; i < longPunctuators.length; i++) {
      const text = longPunctuators[i];
      if (text[0] !== c || text[1] !== following || text.length <= length) continue;
      if (text.length === 3 && source[at + 2] !== text[2]) continue;
      token = Token.Arrow + i;
      length = text.length;
    }
  }
  at += length;
  return token;
}

/** From after an opening quote: skips to after the closing one. */
function skipQuoted(from: number, quote: number): number {
  const text = source;
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

function skipBlockComment(): void {
  const text = source;
  let i = at + 2;
  while (text[i] !== ch('*') || text[i + 1] !== ch('/')) {
    if (text[i] === ch('\n')) {
      line++;
      lineStart = i + 1;
    }
    if (text[i] === 0) lexError(b("unterminated comment"));
    i++;
  }
  at = i + 2;
}

function nameToken(kind: number, start: number, end: number): number {
  const text = source;
  let hash = 0;
  for (let i = start; i < end; i++) hash = hash * 31 + text[i] | 0;
  at = end;
  return internHashed(text, start, end, hash).index << Flag.IndexShift | kind;
}

/** The next token, Newline and End among them. */
export function lex(): number {
  const text = source;
  let space = 0;
  while (true) {
    const start = at;
    const c = text[start];
    const kind = classOf[c];
    if (kind === Class.Blank) {
      at = start + 1;
      space = Flag.SpaceBefore;
      continue;
    }
    if (kind === Class.Letter) {
      lexedLine = line;
      lexedColumn = start - lineStart + 1;
      let hash = c;
      let end = start + 1;
      let d = text[end];
      while (classOf[d] === Class.Letter || classOf[d] === Class.Digit) {
        hash = hash * 31 + d | 0;
        end++;
        d = text[end];
      }
      at = end;
      return internHashed(text, start, end, hash).index << Flag.IndexShift | Token.Name | space;
    }
    if (kind === Class.Newline) {
      // the position of a Newline is the line that it ends
      lexedLine = line;
      lexedColumn = start - lineStart + 1;
      at = start + 1;
      line++;
      lineStart = start + 1;
      return Token.Newline;
    }
    if (kind === Class.Slash) {
      lexedLine = line;
      lexedColumn = start - lineStart + 1;
      if (text[start + 1] === ch('*')) {
        skipBlockComment();
        space = Flag.SpaceBefore;
        continue;
      }
      if (text[start + 1] === ch('/')) {
        let end = start;
        while (text[end] !== ch('\n') && text[end] !== 0) end++;
        at = end;
        continue;
      }
      return punctuator(c, text[start + 1]) | space;
    }
    lexedLine = line;
    lexedColumn = start - lineStart + 1;
    if (kind === Class.Digit || kind === Class.Dot && classOf[text[start + 1]] === Class.Digit) {
      return nameToken(Token.Number, start, endOfNumber(start)) | space;
    }
    if (kind === Class.Quote) {
      return nameToken(c === ch('"') ? Token.String : Token.Character, start, skipQuoted(start + 1, c)) | space;
    }
    if (kind === Class.End) return Token.End;
    if (kind !== Class.Other) return punctuator(c, text[start + 1]) | space;
    return nameToken(Token.Other, start, start + 1) | space;
  }
}

/** Preprocessing numbers (C99 6.4.8): letters, digits, dots, and signs after an exponent's letter. */
function endOfNumber(start: number): number {
  const text = source;
  let end = start + 1;
  while (true) {
    const c = text[end];
    const kind = classOf[c];
    if (kind === Class.Letter || kind === Class.Digit || kind === Class.Dot) {
      end++;
      const letter = c | 32;
      if ((letter === ch('e') || letter === ch('p')) && (text[end] === ch('+') || text[end] === ch('-'))) end++;
      continue;
    }
    return end;
  }
}

/** Skips the rest of the line with its Newline, without making tokens: only comments and quotes are recognized. */
export function skipLine(): void {
  const text = source;
  while (true) {
    const c = text[at];
    if (c === ch('\n')) {
      at++;
      line++;
      lineStart = at;
      return;
    }
    if (c === 0) return;
    if (c === ch('/') && text[at + 1] === ch('*')) {
      lexedLine = line;
      lexedColumn = at - lineStart + 1;
      skipBlockComment();
      continue;
    }
    if (c === ch('/') && text[at + 1] === ch('/')) {
      while (text[at] !== ch('\n') && text[at] !== 0) at++;
      continue;
    }
    at++;
    if (c === ch('"') || c === ch('\'')) skipQuotedLoosely(c);
  }
}

/** A string in a skipped group: text in the middle of prose may hold an odd quote. */
function skipQuotedLoosely(quote: number): void {
  const text = source;
  let i = at;
  while (text[i] !== quote) {
    if (text[i] === ch('\\')) i++;
    if (text[i] === ch('\n') || text[i] === 0) return;
    i++;
  }
  at = i + 1;
}

/** At the start of a line of a skipped group: is it a directive? Moves to after the '#'. */
export function skipToHash(): boolean {
  const text = source;
  while (classOf[text[at]] === Class.Blank) at++;
  if (text[at] !== ch('#')) return false;
  at++;
  return true;
}

export function isAtEnd(): boolean { return source[at] === 0; }

/** The bytes of the rest of the line, for #error. */
export function restOfLine(): Uint8Array {
  const text = source;
  while (classOf[text[at]] === Class.Blank) at++;
  const rest = new Text();
  while (text[at] !== ch('\n') && text[at] !== 0) {
    rest.byte(text[at]);
    at++;
  }
  return rest.copy();
}

/** Reads the file name of #include <...>; the '<' has been read. */
export function headerName(): Uint8Array {
  const text = source;
  const start = at;
  const name = new Text();
  while (text[at] !== ch('>')) {
    if (text[at] === ch('\n') || text[at] === 0) {
      lexedColumn = start - lineStart + 1;
      lexError(b("#include <: > is missing"));
    }
    name.byte(text[at]);
    at++;
  }
  at++;
  return name.copy();
}

/** The one token that `text` spells, or 0 when it is not exactly one. */
export function lexAlone(text: Uint8Array): number {
  const savedSource = source, savedAt = at, savedLine = lexedLine, savedColumn = lexedColumn;
  // an odd quote cannot be part of one token, and must not be reported as unterminated
  let quotes = 0;
  for (const c of text) if (c === ch('"') || c === ch('\'')) quotes++;
  if (quotes === 1) return 0;
  source = join(text, new Uint8Array(2));
  at = 0;
  let token = lex();
  if (at !== text.length || kindOf(token) === Token.Newline) token = 0;
  source = savedSource;
  at = savedAt;
  lexedLine = savedLine;
  lexedColumn = savedColumn;
  return token & ~Flag.SpaceBefore;
}

/** The kind of a token, without its flags. */
export function kindOf(token: number): number { return token & Flag.Kind; }

/** The Name that spells a token which is not punctuation. */
export function nameOf(token: number): Name { return names[token >> Flag.IndexShift]; }

// ---- spelling ----

export function spell(token: number, into: Text): void {
  const kind = token & Flag.Kind;
  if (kind >= Token.Arrow && kind <= Token.ShiftRightAssign) into.add(longPunctuators[kind - Token.Arrow]);
  else if (kind > 32 && kind < 127) into.byte(kind);
  else if (kind !== Token.End && kind !== Token.Newline) into.add(nameOf(token).text);
}
