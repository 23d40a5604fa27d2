// Bytes: growing arrays, text that is being built, messages that end the program. This file knows nothing of C. It must
// not allocate per character read.
import { b, ch, copyBytes, exit, unlink, write } from "../../runtime/node.js";

/** A copy of `old` with room for `size` bytes. */
export function longerBytes(old: Uint8Array, size: number): Uint8Array {
  const longer = new Uint8Array(size);
  copyBytes(longer, 0, old, 0, old.length);
  return longer;
}

/** Text that is being built. */
export class Text {
  bytes: Uint8Array = new Uint8Array(256);
  count: number = 0;

  clear(): void { this.count = 0; }

  byte(c: number): void {
    if (this.count === this.bytes.length) this.bytes = longerBytes(this.bytes, this.count * 2);
    this.bytes[this.count] = c;
    this.count++;
  }

  add(more: Uint8Array): void {
    if (this.count + more.length > this.bytes.length) {
      this.bytes = longerBytes(this.bytes, (this.count + more.length) * 2);
    }
    copyBytes(this.bytes, this.count, more, 0, more.length);
    this.count += more.length;
  }

  /** A number that is not negative, in decimal. */
  decimal(n: number): void {
    if (n > 9) this.decimal((n / 10) | 0);
    this.byte(ch('0') + n % 10);
  }

  copy(): Uint8Array { return slice(this.bytes, 0, this.count); }
}

export function slice(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const part = new Uint8Array(to - from);
  copyBytes(part, 0, bytes, from, to - from);
  return part;
}

export function equalBytes(a: Uint8Array, c: Uint8Array): boolean {
  if (a.length !== c.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== c[i]) return false;
  return true;
}

export function join(a: Uint8Array, c: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + c.length);
  copyBytes(both, 0, a, 0, a.length);
  copyBytes(both, a.length, c, 0, c.length);
  return both;
}

export function writeAll(fd: number, bytes: Uint8Array, length: number): boolean {
  let from = bytes, left = length;
  while (left > 0) {
    const done = write(fd, from, left);
    if (done <= 0) return false;
    left -= done;
    if (left > 0) from = slice(from, done, done + left);
  }
  return true;
}

let unfinishedFile: Uint8Array | null = null;

/** From now until null is given, a fatal error removes this file: no half-written output is left. */
export function setUnfinishedFile(path: Uint8Array | null): void { unfinishedFile = path; }

/** Prints a message that lies in `text` and ends the program with status 1. */
export function die(text: Text): void {
  text.byte(ch('\n'));
  writeAll(2, text.bytes, text.count);
  if (unfinishedFile !== null) unlink(unfinishedFile);
  exit(1);
}

/** Ends the program with a message that belongs to no place in a source. */
export function fatal(message: Uint8Array, name: Uint8Array): void {
  const text = new Text();
  text.add(b("cc: "));
  text.add(message);
  text.add(name);
  die(text);
}
