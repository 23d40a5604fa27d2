// A script's text and a place in it: the small steps that reading the shell's language (docs/shell.md) is made of, and
// errors with file and line. Must not expand or run anything.
import { b, ch } from "../2-runtime/node.js";
import { slice, Text } from "../2-runtime/text.js";
import { die } from "./errors.js";
import { find, hasAt, isDigit, noBytes } from "./words.js";

function isNameByte(character: number): boolean {
  const letter = character | 0x20;
  return letter >= ch('a') && letter <= ch('z') || character === ch('_') || isDigit(character);
}

export class Script {
  file: Uint8Array;
  text: Uint8Array;
  at: number = 0;
  line: number;

  constructor(file: Uint8Array, text: Uint8Array, firstLine: number) {
    this.file = file;
    this.text = text;
    this.line = firstLine;
  }
  /** "FILE:LINE", for messages; nothing when the text is in no file. */
  place(line: number): Uint8Array {
    return this.file.length === 0 ? noBytes : new Text().add(this.file).byte(ch(':')).decimal(line).take();
  }
  /** Dies because of something that other shells know. */
  refuse(what: Uint8Array): void {
    const problem = new Text().add(what).add(b(" is not in this shell's language (docs/shell.md)"));
    die(this.place(this.line), problem.take());
  }
  refuseByte(character: number): void { this.refuse(new Text().byte(character).take()); }

  /** The byte at `at`, or -1 at the end. */
  peek(): number { return this.at < this.text.length ? this.text[this.at] : -1; }
  /** Whether the byte at `at` is one of these. */
  isAtOneOf(characters: Uint8Array): boolean { return this.peek() >= 0 && find(characters, 0, this.peek()) >= 0; }
  /** The next byte inside quotes that were opened in `line`. */
  take(line: number): number {
    if (this.peek() < 0) die(this.place(line), b("a quote or backslash has no end"));
    const character = this.text[this.at];
    this.at++;
    if (character === 0) this.refuse(b("a NUL"));
    if (character === ch('\n')) this.line++;
    return character;
  }
  skipBlanks(): void {
    while (this.isAtOneOf(b(" \t")) || hasAt(this.text, this.at, b("\\\n"))) {
      if (this.peek() === ch('\\')) {
        this.at++;
        this.line++;
      }
      this.at++;
    }
  }
  /** Whether nothing but blanks and a comment is left of the line. */
  isAtLineEnd(): boolean {
    this.skipBlanks();
    if (this.peek() === ch('#')) while (this.peek() !== ch('\n') && this.peek() >= 0) this.at++;
    return this.peek() === ch('\n') || this.peek() < 0;
  }
  /** Dies unless the line is at its end. */
  endLine(): void { if (!this.isAtLineEnd()) this.refuse(b("a second command in a line, or a word after < or >")); }
  skipEmptyLines(): void {
    while (this.isAtLineEnd() && this.peek() >= 0) {
      this.at++;
      this.line++;
    }
  }
  /** Steps over this word if it comes next. */
  keyword(word: Uint8Array): boolean {
    this.skipBlanks();
    const start = this.at;
    if (hasAt(this.text, start, word)) this.at += word.length;
    if (this.at > start && (this.peek() < 0 || this.isAtOneOf(b(" \t\n;<>|&()\\")))) return true;
    this.at = start;
    return false;
  }
  /** A variable's name, if one comes next; else nothing. */
  name(): Uint8Array {
    const start = this.at;
    while (isNameByte(this.peek()) && !(this.at === start && isDigit(this.peek()))) this.at++;
    return slice(this.text, start, this.at);
  }
  /** The name in "NAME=", if that comes next; else nothing. */
  assignedName(): Uint8Array {
    const start = this.at;
    const name = this.name();
    if (this.peek() === ch('=')) {
      this.at++;
      return name;
    }
    this.at = start;
    return b("");
  }
  /** The rest of a variable after its dollar sign: NAME or {NAME}. */
  variableName(): Uint8Array {
    const hasBraces = this.peek() === ch('{');
    if (hasBraces) this.at++;
    const name = this.name();
    if (name.length === 0 || hasBraces && this.peek() !== ch('}')) {
      this.refuse(b("a dollar sign that begins neither $NAME nor ${NAME}"));
    }
    if (hasBraces) this.at++;
    return name;
  }
}
