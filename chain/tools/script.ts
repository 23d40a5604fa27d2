// A script's text and a place in it: the small steps that reading the shell's language (docs/shell.md) is made of, and
// errors with file and line. Must not expand or run anything.
import { b, ch } from "../runtime/node.js";
import { die, find, hasAt, isDigit, noBytes, slice, Text } from "./text.js";

function isNameByte(character: number): boolean {
  const letter = character | 0x20;
  return letter >= ch('a') && letter <= ch('z') || character === ch('_') || isDigit(character);
}

export class Script {
  file: Uint8Array;
  text: Uint8Array;
  at: number = 0;
  line: number = 1;

  constructor(file: Uint8Array, text: Uint8Array) {
    this.file = file;
    this.text = text;
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
  comes(characters: Uint8Array): boolean { return this.peek() >= 0 && find(characters, 0, this.peek()) >= 0; }
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
    while (this.comes(b(" \t")) || hasAt(this.text, this.at, b("\\\n"))) {
      if (this.peek() === ch('\\')) {
        this.at++;
        this.line++;
      }
      this.at++;
    }
  }
  /** Whether nothing but blanks and a comment is left of the line. */
  atLineEnd(): boolean {
    this.skipBlanks();
    if (this.peek() === ch('#')) while (this.peek() !== ch('\n') && this.peek() >= 0) this.at++;
    return this.peek() === ch('\n') || this.peek() < 0;
  }
  /** Dies unless the line is at its end. */
  endLine(): void { if (!this.atLineEnd()) this.refuse(b("more than one command in a line")); }
  skipEmptyLines(): void {
    while (this.atLineEnd() && this.peek() >= 0) {
      this.at++;
      this.line++;
    }
  }
  /** Steps over this word if it comes next. */
  keyword(word: Uint8Array): boolean {
    this.skipBlanks();
    const start = this.at;
    if (hasAt(this.text, start, word)) this.at += word.length;
    if (this.at > start && (this.peek() < 0 || this.comes(b(" \t\n;<>|&()\\")))) return true;
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
  /** What stands behind a dollar sign: NAME, {NAME}, a digit or {DIGITS}. */
  variableName(): Uint8Array {
    const braces = this.peek() === ch('{');
    if (braces) this.at++;
    const start = this.at;
    let name = this.name();
    if (name.length === 0) {
      if (isDigit(this.peek())) this.at++;
      while (braces && isDigit(this.peek())) this.at++;
      name = slice(this.text, start, this.at);
    }
    if (name.length === 0 || braces && this.peek() !== ch('}')) {
      this.refuse(b("a dollar sign that begins neither $NAME nor ${NAME} nor $1"));
    }
    if (braces) this.at++;
    return name;
  }
}
