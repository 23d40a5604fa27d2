// Byte strings: comparing and cutting them, growing texts and lists, and the one way in which every applet reports
// an error. Must not open files; the only thing it does to the file system is to remove a file that an applet that
// fails has begun to write.
import { b, ch, copyBytes, exit, unlink, write } from "../runtime/node.js";

export const noBytes: Uint8Array = b("");

/** A text that grows at its end; `size` bytes of `bytes` are in use. */
export class Text {
  bytes: Uint8Array = new Uint8Array(64);
  size: number = 0;

  reserve(more: number): void {
    if (this.size + more <= this.bytes.length) return;
    const larger = new Uint8Array((this.size + more) * 2);
    copyBytes(larger, 0, this.bytes, 0, this.size);
    this.bytes = larger;
  }
  byte(value: number): Text {
    this.reserve(1);
    this.bytes[this.size] = value;
    this.size++;
    return this;
  }
  add(piece: Uint8Array): Text {
    this.reserve(piece.length);
    copyBytes(this.bytes, this.size, piece, 0, piece.length);
    this.size += piece.length;
    return this;
  }
  decimal(value: number): Text {
    if (value > 9) this.decimal((value / 10) | 0);
    return this.byte(ch('0') + value % 10);
  }
  /** A copy of what is in it. */
  take(): Uint8Array { return slice(this.bytes, 0, this.size); }
}

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
  first(n: number): Uint8Array[] { return sliceWords(this.items, 0, n); }
}

/** The lines of a text, with their line feeds, of which the last may have none, or without. */
export function splitLines(text: Uint8Array, keepEnds: boolean): Uint8Array[] {
  const lines = new Words();
  let start = 0;
  while (start < text.length) {
    const end = find(text, start, ch('\n'));
    const next = end < 0 ? text.length : end + 1;
    lines.add(slice(text, start, keepEnds || end < 0 ? next : end));
    start = next;
  }
  return lines.first(lines.count);
}

/** The words from `start` up to, not including, `end`, in a new array. */
export function sliceWords(words: Uint8Array[], start: number, end: number): Uint8Array[] {
  const list = new Array<Uint8Array>(end - start);
  for (let i = start; i < end; i++) list[i - start] = words[i];
  return list;
}

/** Bytes from `start` up to, not including, `end`, in a new array. */
export function slice(text: Uint8Array, start: number, end: number): Uint8Array {
  const piece = new Uint8Array(end - start);
  copyBytes(piece, 0, text, start, end - start);
  return piece;
}
export function join(left: Uint8Array, right: Uint8Array): Uint8Array { return new Text().add(left).add(right).take(); }

/** Whether `part` stands in `text` at `start`. */
export function hasAt(text: Uint8Array, start: number, part: Uint8Array): boolean {
  if (start < 0 || start + part.length > text.length) return false;
  for (let i = 0; i < part.length; i++) if (text[start + i] !== part[i]) return false;
  return true;
}
export function same(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && hasAt(left, 0, right);
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

// ---- errors ----

let appletName: Uint8Array = b("tools");
let appletUsage: Uint8Array = noBytes;
let unfinished: Uint8Array | null = null;

/** Names the applet, and how it is used, for messages. */
export function setApplet(name: Uint8Array, usage: Uint8Array): void {
  appletName = name;
  appletUsage = usage;
}
/** Names the file that must not stay when the applet fails; null when there is none any more. */
export function setUnfinished(path: Uint8Array | null): void { unfinished = path; }

/** Writes n bytes from the start of `bytes`, which may be moved meanwhile: 0 or a negated error number. */
export function writeAll(fd: number, bytes: Uint8Array, n: number): number {
  let left = n;
  while (left > 0) {
    const done = write(fd, bytes, left);
    if (done < 0) return done;
    left -= done;
    if (left > 0) copyBytes(bytes, 0, bytes, done, left);
  }
  return 0;
}

/** Says `APPLET: PLACE: PROBLEM` on standard error; without a place, `APPLET: PROBLEM`. */
export function complain(place: Uint8Array, problem: Uint8Array): void {
  const line = new Text().add(appletName).add(b(": ")).add(place);
  if (place.length > 0) line.add(b(": "));
  line.add(problem).byte(ch('\n'));
  writeAll(2, line.bytes, line.size);
}

/** Ends the applet with status 1 and a message. Its half-written file goes. */
export function die(place: Uint8Array, problem: Uint8Array): void {
  complain(place, problem);
  if (unfinished !== null) unlink(unfinished);
  exit(1);
}

export function errorText(error: number): Uint8Array {
  switch (error) {
    case -1: return b("not permitted");
    case -2: return b("no such file or folder");
    case -8: return b("not an executable program");
    case -12: return b("out of memory");
    case -13: return b("permission denied");
    case -17: return b("it exists already");
    case -20: return b("a part of the path is no folder");
    case -21: return b("it is a folder");
    case -28: return b("no space left");
    case -39: return b("the folder is not empty");
    default: return new Text().add(b("error ")).decimal(-error).take();
  }
}

/** Dies unless the result of a system call says that it worked. */
export function check(place: Uint8Array, action: Uint8Array, result: number): void {
  if (result < 0) die(place, new Text().add(action).add(b(": ")).add(errorText(result)).take());
}

/** Dies because of the applet's arguments. */
export function wrongUsage(): void { die(b("usage"), appletUsage); }
