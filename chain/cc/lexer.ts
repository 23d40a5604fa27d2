// From bytes to preprocessing tokens (C99 6.4). A token is one word: kind in bits 0-7, flags in bits 8 and 9, and
// from bit 10 on the index of the Name that spells it. Spliced lines are joined when a file is loaded, so that this
// file sees plain lines. Here live the open files and the current position, and with it the error message.
import { b, ch, close, fileMode, open, read, fileSize } from "../runtime/node.js";
import { Name, Text, die, equalBytes, fatal, internHashed, longerBytes, names } from "./text.js";

export enum Token {
  End, Name, Number, String, Character, Newline,
  /** In a macro's body: a parameter, and # parameter; the index is its number. */
  Parameter, Stringize,
  Other,
  // from 33 to 126: punctuation of one character is its own code
  Arrow = 128, Increment, Decrement, LessEqual, GreaterEqual, Equal, NotEqual, AndAnd, OrOr, Ellipsis, HashHash,
  ShiftLeft, ShiftRight,
  // op= : in the order of `assignmentOperators` in expressions.ts
  AddAssign, SubtractAssign, MultiplyAssign, DivideAssign, ModuloAssign, AndAssign, OrAssign, XorAssign,
  ShiftLeftAssign, ShiftRightAssign,
  // keywords: made from names for the parser only
  Auto, Break, Case, Char, Const, Continue, Default, Do, Double, Else, Enum, Extern, Float, For, Goto, If, Inline,
  Int, Long, Register, Restrict, Return, Short, Signed, Sizeof, Static, Struct, Switch, Typedef, Union, Unsigned,
  Void, Volatile, While, Attribute, BuiltinVaList, BuiltinVaStart, BuiltinVaArg, BuiltinVaEnd, BuiltinVaCopy,
}

export enum Flag { Kind = 0xff, SpaceBefore = 0x100, NoExpand = 0x200, IndexShift = 10 }

// ---- files ----

export class SourceFile {
  path: Uint8Array;
  /** What stands before the file's own name: where #include "..." looks first. */
  folder: Uint8Array;
  text: Uint8Array;
  /** Were lines joined, so that places must be looked up in the file itself? */
  hasJoints: boolean = false;
  next: SourceFile | null = null;
  constructor(path: Uint8Array, folder: Uint8Array, text: Uint8Array) {
    this.path = path;
    this.folder = folder;
    this.text = text;
  }
}

let loadedFiles: SourceFile | null = null;

/** Bytes of the text read or joined last, and how many pairs of its lines were joined. */
let sourceLength = 0;
let joints = 0;

/** The bytes of a file, with at least two NUL bytes behind them; null when it cannot be opened. */
export function readFile(path: Uint8Array): Uint8Array | null {
  const mode = fileMode(path);
  if (mode < 0 || (mode & 0xf000) === 0x4000) return null;
  const fd = open(path, 0, 0);
  if (fd < 0) return null;
  const expected = fileSize(path);
  let raw: Uint8Array = new Uint8Array((expected > 0 ? expected : 0) + 4096);
  let length = 0;
  while (true) {
    if (raw.length - length < 2048) raw = longerBytes(raw, raw.length * 2);
    const chunk = length === 0 ? raw : new Uint8Array(raw.length - length);
    const got = read(fd, chunk, chunk.length);
    if (got < 0) fatal(b("cannot read "), path);
    if (got <= 0) break;
    if (length > 0) for (let i = 0; i < got; i++) raw[length + i] = chunk[i];
    length += got;
  }
  close(fd);
  sourceLength = length;
  return raw;
}

/** Bytes of the backslash and newline at text[at], which join two lines; 0 where there are none. */
function jointAt(text: Uint8Array, at: number): number {
  if (text[at] !== 92) return 0;
  if (text[at + 1] === 10) return 2;
  return text[at + 1] === 13 && text[at + 2] === 10 ? 3 : 0;
}

/**
 * Phase 2 of translation, in place: lines ended by \n, joined where one ends in a backslash, two NUL bytes at the end.
 * The newlines taken out follow the joined line, so that the lines behind it keep their numbers.
 */
function joinLines(text: Uint8Array): void {
  const length = sourceLength;
  let to = 0, owed = 0, at = 0;
  joints = 0;
  while (at < length) {
    const c = text[at];
    const joint = c === 92 ? jointAt(text, at) : 0;
    if (joint > 0) {
      owed++;
      joints++;
      at += joint;
      continue;
    }
    while (c === 10 && owed > 0) {
      text[to] = 10;
      to++;
      owed--;
    }
    if (c !== 13 || text[at + 1] !== 10) {
      text[to] = c;
      to++;
    }
    at++;
  }
  if (to > 0 && text[to - 1] !== 10) {
    text[to] = 10;
    to++;
  }
  text[to] = 0;
  text[to + 1] = 0;
  sourceLength = to;
}

/** Opens a file, or finds it among those already read. Null when there is none. */
export function loadFile(path: Uint8Array): SourceFile | null {
  let file = loadedFiles;
  while (file !== null) {
    if (equalBytes(file.path, path)) return file;
    file = file.next;
  }
  const text = readFile(path);
  if (text === null) return null;
  joinLines(text);
  for (let i = 0; i < sourceLength; i++) {
    if (text[i] === 0) fatal(b("a NUL byte in "), path);
  }
  let folderEnd = path.length;
  while (folderEnd > 0 && path[folderEnd - 1] !== ch('/')) folderEnd--;
  const folder = new Text();
  for (let i = 0; i < folderEnd; i++) folder.byte(path[i]);
  const loaded = new SourceFile(path, folder.copy(), text);
  loaded.hasJoints = joints > 0;
  loaded.next = loadedFiles;
  loadedFiles = loaded;
  return loaded;
}

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
    for (let newlines = 1; newlines < atLine; i++) if (original[i] === 10) newlines++;
    column = 1;
    while (left > 0 || jointAt(original, i) > 0) {
      const joint = jointAt(original, i);
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
    if (text[to] === 92 && text[to + 1] !== 10) to++;
    if (text[to] === 10 || text[to] === 0) {
      lexError(quote === 34 ? b("string is not closed on its line") : b("character is not closed on its line"));
    }
    to++;
  }
  return to + 1;
}

function skipBlockComment(): void {
  const text = source;
  let i = at + 2;
  while (text[i] !== ch('*') || text[i + 1] !== ch('/')) {
    if (text[i] === 10) {
      line++;
      lineStart = i + 1;
    }
    if (text[i] === 0) lexError(b("comment is not closed"));
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
        while (text[end] !== 10 && text[end] !== 0) end++;
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
      return nameToken(c === 34 ? Token.String : Token.Character, start, skipQuoted(start + 1, c)) | space;
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

/** Skips the rest of the line, its Newline too, but for comments as blindly as a skipped group wants it. */
export function skipLine(): void {
  const text = source;
  while (true) {
    const c = text[at];
    if (c === 10) {
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
      while (text[at] !== 10 && text[at] !== 0) at++;
      continue;
    }
    at++;
    if (c === 34 || c === 39) skipQuotedLoosely(c);
  }
}

/** A string in a skipped group: text in the middle of prose may hold an odd quote. */
function skipQuotedLoosely(quote: number): void {
  const text = source;
  let i = at;
  while (text[i] !== quote) {
    if (text[i] === 92) i++;
    if (text[i] === 10 || text[i] === 0) return;
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
  while (text[at] !== 10 && text[at] !== 0) {
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
    if (text[at] === 10 || text[at] === 0) {
      lexedColumn = start - lineStart + 1;
      lexError(b("#include <: > is missing"));
    }
    name.byte(text[at]);
    at++;
  }
  at++;
  return name.copy();
}

/** The one token that `bytes` (ended by a NUL beyond `length`) spell, or 0 when they are not exactly one. */
export function lexAlone(bytes: Uint8Array, length: number): number {
  const savedSource = source;
  const savedAt = at;
  const savedLine = lexedLine;
  const savedColumn = lexedColumn;
  // an odd quote cannot be part of one token, and must not be reported as unclosed
  let quotes = 0;
  for (let i = 0; i < length; i++) if (bytes[i] === 34 || bytes[i] === 39) quotes++;
  if (quotes === 1) return 0;
  bytes[length] = 0;
  bytes[length + 1] = 0;
  source = bytes;
  at = 0;
  let token = lex();
  if (at !== length || (token & Flag.Kind) === Token.Newline) token = 0;
  source = savedSource;
  at = savedAt;
  lexedLine = savedLine;
  lexedColumn = savedColumn;
  return token & ~Flag.SpaceBefore;
}

/** The Name that spells a token which is not punctuation. */
export function nameOf(token: number): Name { return names[token >> Flag.IndexShift]; }

// ---- spelling ----

export function spell(token: number, into: Text): void {
  const kind = token & Flag.Kind;
  if (kind >= Token.Arrow && kind <= Token.ShiftRightAssign) into.add(longPunctuators[kind - Token.Arrow]);
  else if (kind > 32 && kind < 127) into.byte(kind);
  else if (kind !== Token.End && kind !== Token.Newline) into.add(nameOf(token).text);
}
