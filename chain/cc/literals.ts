// What numbers, characters and strings in a source stand for (C99 6.4.4, 6.4.5). The spelling is a Name's text; the
// value is left in variables of this file. Used by #if and by the parser.
import { b, ch, ult } from "../runtime/node.js";
import { lexErrorAbout } from "./lexer.js";
import { Text } from "./text.js";
import { addWide, divideWide, high, lessWide, multiplyWide } from "./wide.js";

export let literalLow = 0;
export let literalHigh = 0;
export let literalUnsigned = false;
/** Number of L in the suffix. */
export let literalLongs = 0;
export let literalDecimal = true;

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
export function readInteger(text: Uint8Array): void {
  let base = 10, at = 0;
  if (text[0] === ch('0') && text.length > 1) {
    const letter = text[1] | 32;
    base = letter === ch('x') ? 16 : 8;
    at = base === 8 ? 1 : 2;
  }
  const start = at;
  const most = divideWide(-1, -1, base, 0, true, false), mostHigh = high;
  let low = 0, top = 0, isTooLarge = false;
  while (at < text.length) {
    const c = text[at];
    let digit = c - ch('0');
    if (c > ch('9')) digit = base === 16 && (c | 32) <= ch('f') ? (c | 32) - ch('a') + 10 : 99;
    if (digit >= base || digit < 0) break;
    isTooLarge = isTooLarge || lessWide(most, mostHigh, low, top, true);
    low = multiplyWide(low, top, base, 0);
    low = addWide(low, high, digit, 0);
    top = high;
    isTooLarge = isTooLarge || top === 0 && ult(low, digit);
    at++;
  }
  let isUnsigned = false;
  let longs = 0;
  let longAt = -1;
  let isValid = at > start || base === 8;
  while (at < text.length) {
    const letter = text[at] | 32;
    if (letter === ch('u') && !isUnsigned) isUnsigned = true;
    else if (letter === ch('l') && longs === 0) {
      longs = 1;
      longAt = at;
    } else if (letter === ch('l') && longs === 1 && longAt === at - 1 && text[at] === text[longAt]) longs = 2;
    else isValid = false;
    at++;
  }
  if (!isValid) lexErrorAbout(b("not a number: "), text);
  if (isTooLarge) lexErrorAbout(b("a number beyond 64 bits: "), text);
  literalLow = low;
  literalHigh = top;
  literalUnsigned = isUnsigned;
  literalLongs = longs;
  literalDecimal = base === 10;
}

/** Where the last character read by `readCharacter` ended. */
let characterEnd = 0;

function octalOrHex(text: Uint8Array, from: number, base: number, most: number): number {
  let value = 0, at = from;
  while (at < text.length - 1 && at < from + most) {
    const c = text[at];
    let digit = c - ch('0');
    if (c > ch('9')) digit = (c | 32) >= ch('a') && (c | 32) <= ch('f') ? (c | 32) - ch('a') + 10 : 99;
    if (digit < 0 || digit >= base) break;
    value = value > 255 ? value : value * base + digit;
    at++;
  }
  if (at === from) lexErrorAbout(b("escape without digits in "), text);
  if (value > 255) lexErrorAbout(b("escape beyond a byte in "), text);
  characterEnd = at;
  return value;
}

/** The byte (or escape) at text[at]. */
function readCharacter(text: Uint8Array, at: number): number {
  characterEnd = at + 1;
  if (text[at] !== 92) return text[at];
  const c = text[at + 1];
  characterEnd = at + 2;
  switch (c) {
    case 0x6e: return 10;
    case 0x74: return 9;
    case 0x72: return 13;
    case 0x61: return 7;
    case 0x62: return 8;
    case 0x66: return 12;
    case 0x76: return 11;
    case 0x22: case 0x27: case 0x5c: case 0x3f: return c;
    default: break;
  }
  if (c === ch('x')) return octalOrHex(text, at + 2, 16, 1000000);
  if (c >= ch('0') && c <= ch('7')) return octalOrHex(text, at + 1, 8, 3);
  lexErrorAbout(b("unknown escape in "), text);
  return 0;
}

/** The value of 'x'. */
export function characterValue(text: Uint8Array): number {
  const value = readCharacter(text, 1);
  if (characterEnd !== text.length - 1) lexErrorAbout(b("one character is wanted in "), text);
  return value << 24 >> 24;
}

/** Appends the characters of a string constant. No NUL is added. */
export function decodeString(text: Uint8Array, into: Text): void {
  let at = 1;
  while (at < text.length - 1) {
    into.byte(readCharacter(text, at));
    at = characterEnd;
  }
}
