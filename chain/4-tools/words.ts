// Lists of byte strings, looking for something in one, and numbers as text. Must not touch files or print.
import { b, ch } from "../2-runtime/node.js";
import { slice } from "../2-runtime/text.js";

export const noBytes: Uint8Array = b("");

/** A list of byte strings that grows at its end. */
export class Words {
  items: Uint8Array[] = new Array<Uint8Array>(8);
  count: number = 0;

  add(word: Uint8Array): void {
    if (this.count === this.items.length) {
      const larger = new Array<Uint8Array>(this.count * 2);
      for (let i = 0; i < this.count; i++) larger[i] = this.items[i];
      this.items = larger;
    }
    this.items[this.count] = word;
    this.count++;
  }
  /** The first n words as an array of its own. */
  first(n: number): Uint8Array[] {
    const list = new Array<Uint8Array>(n);
    for (let i = 0; i < n; i++) list[i] = this.items[i];
    return list;
  }
}

/** The lines of a text without their ends; the last one may have none. */
export function splitLines(text: Uint8Array): Uint8Array[] {
  const lines = new Words();
  let start = 0;
  while (start < text.length) {
    const lineFeed = find(text, start, ch('\n'));
    const end = lineFeed < 0 ? text.length : lineFeed;
    lines.add(slice(text, start, end));
    start = end + 1;
  }
  return lines.first(lines.count);
}

/** Whether `text` has `part` at `start`. */
export function hasAt(text: Uint8Array, start: number, part: Uint8Array): boolean {
  if (start < 0 || start + part.length > text.length) return false;
  for (let i = 0; i < part.length; i++) if (text[start + i] !== part[i]) return false;
  return true;
}

/** The place of a byte at or after `start`; -1 when there is none. */
export function find(text: Uint8Array, start: number, byte: number): number {
  for (let i = start; i < text.length; i++) if (text[i] === byte) return i;
  return -1;
}

/** The number that all of `text` spells in base 8 or 10; -1 when it is none or does not fit 31 bits. */
export function parseNumber(text: Uint8Array, base: number): number {
  let value = 0;
  if (text.length === 0) return -1;
  for (const character of text) {
    const digit = character - ch('0');
    if (digit < 0 || digit >= base || value > 0x0ccccccb) return -1;
    value = value * base + digit;
  }
  return value;
}

export function isDigit(character: number): boolean { return character >= ch('0') && character <= ch('9'); }

/** The value of a hexadecimal digit of either case, or -1. */
export function hexDigit(character: number): number {
  if (isDigit(character)) return character - ch('0');
  const letter = character | 0x20;
  return letter >= ch('a') && letter <= ch('f') ? letter - ch('a') + 10 : -1;
}
