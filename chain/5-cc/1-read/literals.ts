// The values of numbers, characters and strings in a source (C99 6.4.4, 6.4.5). The spelling is a Name's text. Used by
// #if and by the parser; which type a constant gets, the parser decides.
import { b, ch } from "../../2-runtime/node.js";
import { Text } from "../../2-runtime/text.js";
import { Int64 } from "../model.js";
import { CARRIAGE_RETURN, FORM_FEED, VERTICAL_TAB } from "./files.js";
import { appendDigit, digitOf } from "./int64.js";
import { lexErrorAbout } from "./lexer.js";

const BELL = 7, BACKSPACE = 8, LARGEST_BYTE = 255;

/** An integer constant: its value, and what decides on its type. */
export class IntegerLiteral {
  number: Int64 = new Int64(0, 0);
  isUnsigned: boolean = false;
  /** Number of L in the suffix. */
  longs: number = 0;
  isDecimal: boolean = true;
}

/** Is a preprocessing number a floating constant? */
export function isFloating(text: Uint8Array): boolean {
  const isHex = text.length > 1 && text[0] === ch('0') && (text[1] | 32) === ch('x');
  for (const c of text) {
    if (c === ch('.')) return true;
    if ((c | 32) === (isHex ? ch('p') : ch('e'))) return true;
  }
  return false;
}

/** Reads an integer constant; stops with a message when it is none. */
export function readInteger(text: Uint8Array): IntegerLiteral {
  const literal = new IntegerLiteral();
  let base = 10, at = 0;
  if (text[0] === ch('0') && text.length > 1) {
    base = (text[1] | 32) === ch('x') ? 16 : 8;
    at = base === 8 ? 1 : 2;
  }
  literal.isDecimal = base === 10;
  const start = at;
  let isTooLarge = false;
  while (at < text.length && digitOf(text[at], base) >= 0) {
    if (!appendDigit(literal.number, base, digitOf(text[at], base))) isTooLarge = true;
    at++;
  }
  let longAt = -1, isValid = at > start || base === 8;
  while (at < text.length) {
    const letter = text[at] | 32;
    if (letter === ch('u') && !literal.isUnsigned) literal.isUnsigned = true;
    else if (letter === ch('l') && literal.longs === 0) {
      literal.longs = 1;
      longAt = at;
    } else if (letter === ch('l') && longAt === at - 1 && text[at] === text[longAt]) literal.longs = 2;
    else isValid = false;
    at++;
  }
  if (!isValid) lexErrorAbout(b("not a number: "), text);
  if (isTooLarge) lexErrorAbout(b("number exceeds 64 bits: "), text);
  return literal;
}

/** Reads the characters of a constant or string, between its quotes. */
class CharacterReader {
  text: Uint8Array;
  at: number = 1;
  constructor(text: Uint8Array) { this.text = text; }

  isAtEnd(): boolean { return this.at === this.text.length - 1; }

  /** The next byte, or the value of an escape. */
  read(): number {
    const first = this.text[this.at];
    this.at++;
    if (first !== ch('\\')) return first;
    const c = this.text[this.at];
    this.at++;
    switch (c) {
      case ch('n'): return ch('\n');
      case ch('t'): return ch('\t');
      case ch('r'): return CARRIAGE_RETURN;
      case ch('a'): return BELL;
      case ch('b'): return BACKSPACE;
      case ch('f'): return FORM_FEED;
      case ch('v'): return VERTICAL_TAB;
      case ch('"'): case ch('\''): case ch('\\'): case ch('?'): return c;
      default: break;
    }
    if (c === ch('x')) return this.number(16, 1000000);
    this.at--;
    if (digitOf(c, 8) >= 0) return this.number(8, 3);
    lexErrorAbout(b("unknown escape in "), this.text);
    return 0;
  }

  /** The value of an escape's digits. */
  number(base: number, most: number): number {
    let value = 0, digits = 0;
    while (!this.isAtEnd() && digits < most && digitOf(this.text[this.at], base) >= 0) {
      value = value > LARGEST_BYTE ? value : value * base + digitOf(this.text[this.at], base);
      this.at++;
      digits++;
    }
    if (digits === 0) lexErrorAbout(b("escape without digits in "), this.text);
    if (value > LARGEST_BYTE) lexErrorAbout(b("escape exceeds a byte in "), this.text);
    return value;
  }
}

/** The value of 'x'. */
export function characterValue(text: Uint8Array): number {
  const reader = new CharacterReader(text), value = reader.read();
  if (!reader.isAtEnd()) lexErrorAbout(b("not a single character: "), text);
  return value << 24 >> 24;
}

/** Appends the characters of a string constant. No NUL is added. */
export function decodeString(text: Uint8Array, into: Text): void {
  const reader = new CharacterReader(text);
  while (!reader.isAtEnd()) into.byte(reader.read());
}
