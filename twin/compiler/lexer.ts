// From bytes to tokens. `next` passes over space and comments and leaves in the lexer what it found: the token's
// code, for a name its entry in the table, for a number its value. A string is only announced by its quote: the
// parser takes its characters one by one, because they go straight into the code.
// It looks at one character at a time and never back; text after the end reads as NUL.

import { CompileError } from "./error.js";
import { type Name, type Names, hashOf } from "./names.js";
import { fold, joins, Token } from "./tokens.js";

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const STAR = 42;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
const SMALL_A = 97;
const SMALL_N = 110;
const SMALL_T = 116;
const SMALL_X = 120;
const SMALL_Z = 122;

/** Letters, digits and the underscore (with bit 5 set, all of one case). */
function isNameCharacter(character: number): boolean {
  const lower = character | 0x20;
  return lower >= ZERO && lower <= NINE || lower >= SMALL_A && lower <= SMALL_Z || lower === 0x7f;
}

/** The value of a digit in any base up to 36; 36 or more for what is none. */
function digitValue(character: number): number {
  const digit = (character | 0x20) - ZERO & 255;
  return digit < 10 ? digit : digit - (SMALL_A - ZERO - 10) & 255;
}

export class Lexer {
  token: number = Token.Name;
  line = 1;
  /** The name that was read last, and its hash. */
  name: Name;
  hash = hashOf("origin");
  /** The number that was read last. */
  number = 0;

  private position = 0;
  private tokenStart = 0;

  constructor(private readonly source: Uint8Array, private readonly names: Names) {
    this.name = names.origin;
  }

  /** Back to the beginning of the text, for the next pass. */
  rewind(): void {
    this.position = 0;
    this.line = 1;
  }

  /** The present token as it is written, for messages. */
  get tokenText(): string {
    const length = this.token === Token.String ? 1 : this.position - this.tokenStart;
    return new TextDecoder("latin1").decode(this.source.subarray(this.tokenStart, this.tokenStart + length));
  }

  fail(reason: string): never {
    throw new CompileError(this.line, this.tokenText, reason);
  }

  /** The character `ahead` places after the present one; NUL after the end. */
  private peek(ahead = 0): number {
    return this.source[this.position + ahead] ?? 0;
  }

  private take(): number {
    const character = this.peek();
    this.position++;
    return character;
  }

  next(): void {
    this.skipSpace();
    this.tokenStart = this.position;
    const character = this.peek();
    if (character === 0) {
      // One end is a token like others; a second one means that somebody waits for what will not come.
      const again = this.token === Token.End;
      this.token = Token.End;
      if (again) this.fail("the text ends too early");
    } else if (isNameCharacter(character)) {
      if (character <= NINE) this.readNumber();
      else this.readName();
    } else if (character === APOSTROPHE) {
      this.readCharacter();
    } else {
      this.readOperator();
    }
  }

  private skipSpace(): void {
    for (;;) {
      const character = this.peek();
      if (character === SLASH && this.peek(1) === SLASH) {
        this.skipLineComment();
      } else if (character === SLASH && this.peek(1) === STAR) {
        this.skipBlockComment();
      } else if (character > SPACE || character === 0) {
        return;
      } else {
        if (character === NEWLINE) this.line++;
        this.position++;
      }
    }
  }

  private skipLineComment(): void {
    while (this.peek() !== NEWLINE) {
      if (this.position >= this.source.length) this.failAt(this.position, "the last line has no line feed");
      this.position++;
    }
  }

  private skipBlockComment(): void {
    this.position++;
    for (;;) {
      const character = this.take();
      if (character === 0) this.failAt(this.position - 1, "a comment has no end");
      if (character === NEWLINE) this.line++;
      if (character === STAR && this.peek() === SLASH) break;
    }
    this.position++;
  }

  private failAt(position: number, reason: string): never {
    this.position = position;
    this.tokenStart = position;
    this.fail(reason);
  }

  private readName(): void {
    let hash = 0;
    while (isNameCharacter(this.peek())) hash = Math.imul(hash, 101) + this.take() | 0;
    this.hash = hash;
    this.name = this.names.find(hash);
    this.token = this.name.kind >= Token.If ? this.name.kind : Token.Name;
  }

  private readNumber(): void {
    let base = 10;
    if (this.peek() === ZERO && this.peek(1) === SMALL_X) {
      base = 16;
      this.position += 2;
    }
    let number = 0;
    while (digitValue(this.peek()) < base) number = Math.imul(number, base) + digitValue(this.take()) | 0;
    this.number = number;
    this.token = Token.Number;
  }

  /** 'x' is the number of the character. */
  private readCharacter(): void {
    this.position++;
    this.number = this.readEscaped();
    if (this.peek() !== APOSTROPHE) {
      this.token = Token.String;
      this.fail("one character, then ', belongs here; a string is b(\"text\")");
    }
    this.position++;
    this.token = Token.Number;
  }

  private readOperator(): void {
    let last = this.take();
    let code = last;
    while (joins(code, last, this.peek())) {
      last = this.take();
      code = fold(code, last);
    }
    this.token = code;
  }

  /** A character of a string, with \n \t \0 \\ \" \' decoded; any other character after \ stands for itself. */
  private readEscaped(): number {
    const character = this.take();
    if (character !== BACKSLASH) return character;
    const escaped = this.take();
    if (escaped === SMALL_N) return 10;
    if (escaped === SMALL_T) return 9;
    if (escaped === ZERO) return 0;
    return escaped;
  }

  /** After the opening quote of a string: the next of its bytes, or -1 when it has ended. */
  stringByte(): number {
    const character = this.peek();
    if (character < SPACE) this.fail("the string does not end on its line");
    if (character === QUOTE) {
      this.position++;
      return -1;
    }
    return this.readEscaped();
  }
}
