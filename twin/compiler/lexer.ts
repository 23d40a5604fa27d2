// From bytes to tokens. `nextToken` skips space and comments and leaves in the lexer what it found: the token's code,
// for a name its symbol, for a number its value. A string is only announced by its quote: the parser takes its
// characters one by one, because they go straight into the code.
// It looks at one character at a time and never back; text after the end reads as NUL.

import { CompileError } from "./error.js";
import { hashOf, type Symbol, type SymbolTable } from "./symbols.js";
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

/** What \ and a character mean. */
const ESCAPES = new Map([..."nt0\\'\""].map((letter, i) => [letter.charCodeAt(0), [10, 9, 0, 92, 39, 34][i]]));

export class Lexer {
  token: number = Token.Name;
  line = 1;
  /** The symbol of the name that was read last, and the name's hash. */
  symbol: Symbol;
  nameHash = hashOf("origin");
  /** The number that was read last. */
  number = 0;

  /** Where the current token begins, and where it ends. */
  tokenStart = 0;
  position = 0;
  /** The same of the token before it. */
  private previousStart = 0;
  private previousEnd = 0;

  /** `checkRoom` is asked at every token and character whether there is room for the code that it may need. */
  constructor(
    private readonly source: Uint8Array, private readonly symbols: SymbolTable,
    private readonly checkRoom: () => void,
  ) {
    this.symbol = symbols.originSymbol;
  }

  /** Back to the beginning of the text, for the next pass. */
  rewind(): void {
    this.position = 0;
    this.line = 1;
  }

  /** The current token as it is written, for messages. */
  get tokenText(): string {
    const length = this.source[this.tokenStart] === QUOTE ? 1 : this.position - this.tokenStart;
    return this.textAt(this.tokenStart, this.tokenStart + length);
  }

  private textAt(start: number, end: number): string {
    return Buffer.from(this.source.subarray(start, end)).toString("latin1");
  }

  fail(reason: string): never {
    throw new CompileError(this.line, this.tokenText, reason);
  }

  /** The same, naming the token before: when a name turns out to be unknown, the lexer is past it. */
  failAtPrevious(reason: string): never {
    throw new CompileError(this.line, this.textAt(this.previousStart, this.previousEnd), reason);
  }

  /** The character `ahead` places after the current one; NUL after the end. */
  private peek(ahead = 0): number {
    return this.source[this.position + ahead] ?? 0;
  }

  private take(): number {
    const character = this.peek();
    this.position++;
    return character;
  }

  nextToken(): void {
    this.checkRoom();
    this.previousStart = this.tokenStart;
    this.previousEnd = this.position;
    this.skipSpace();
    this.tokenStart = this.position;
    const character = this.peek();
    if (character === 0) {
      // One end is a token like others; a second one means that the parser waits for what does not come.
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
    while (this.peek() !== NEWLINE && this.peek() !== 0) this.position++;
  }

  private skipBlockComment(): void {
    this.tokenStart = this.position;
    this.position += 2;
    for (;;) {
      const character = this.take();
      if (character === 0) {
        this.position = this.tokenStart + 2;
        this.fail("the comment has no end");
      }
      if (character === NEWLINE) this.line++;
      if (character === STAR && this.peek() === SLASH) break;
    }
    this.position++;
  }

  private readName(): void {
    let hash = 0;
    while (isNameCharacter(this.peek())) hash = Math.imul(hash, 101) + this.take() | 0;
    this.nameHash = hash;
    if (hash === 0) this.fail("the hash of this name is 0, which marks a free place: take another");
    this.symbol = this.symbols.findSymbol(hash);
    this.token = this.symbol.kind >= Token.If ? this.symbol.kind : Token.Name;
  }

  private readNumber(): void {
    let base = 10;
    if (this.peek() === ZERO && this.peek(1) === SMALL_X) {
      base = 16;
      this.position += 2;
    }
    let number = 0;
    while (digitValue(this.peek()) < base) {
      number = number * base + digitValue(this.take());
      if (number > 0xffffffff) this.fail("the number does not fit 32 bits");
    }
    this.number = number | 0;
    this.token = Token.Number;
  }

  /** 'x' is the number of the character. */
  private readCharacter(): void {
    this.position++;
    if (this.peek() === APOSTROPHE) this.fail("a character belongs between the quotes");
    this.number = this.readStringCharacter();
    if (this.peek() !== APOSTROPHE) this.fail("' belongs after one character; a string is b(\"text\")");
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

  /** A character of a string; \n \t \0 \\ \" \' are the only escapes. */
  readStringCharacter(): number {
    this.checkRoom();
    const character = this.take();
    if (character < SPACE) this.fail("the text in quotes does not end on its line, or holds a control character");
    if (character !== BACKSLASH) return character;
    return ESCAPES.get(this.take()) ?? this.fail("the escapes are \\n \\t \\0 \\\\ \\\" \\'");
  }

  /** Whether a string ends here; takes its closing quote. */
  takeClosingQuote(): boolean {
    if (this.peek() !== QUOTE) return false;
    this.position++;
    return true;
  }
}
