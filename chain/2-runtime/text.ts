// Byte strings and texts that grow, for the tools, the console and cc. Must not do anything but compute: no file is
// touched and nothing is printed here.
import { ch, copyBytes } from "./node.js";

/** A copy of `old` with room for `size` bytes. */
export function longerBytes(old: Uint8Array, size: number): Uint8Array {
  const longer = new Uint8Array(size);
  copyBytes(longer, 0, old, 0, old.length);
  return longer;
}

/** Bytes from `start` up to, not including, `end`, in a new array. */
export function slice(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const piece = new Uint8Array(end - start);
  copyBytes(piece, 0, bytes, start, end - start);
  return piece;
}

/** A text that grows at its end; the first `size` of its bytes are in use. */
export class Text {
  bytes: Uint8Array = new Uint8Array(64);
  size: number = 0;

  clear(): void { this.size = 0; }
  byte(value: number): Text {
    if (this.size === this.bytes.length) this.bytes = longerBytes(this.bytes, this.size * 2);
    this.bytes[this.size] = value;
    this.size++;
    return this;
  }
  add(piece: Uint8Array): Text {
    const end = this.size + piece.length;
    if (end > this.bytes.length) this.bytes = longerBytes(this.bytes, end * 2);
    copyBytes(this.bytes, this.size, piece, 0, piece.length);
    this.size = end;
    return this;
  }
  /** A number that is not negative. */
  decimal(value: number): Text {
    if (value > 9) this.decimal((value / 10) | 0);
    return this.byte(ch('0') + value % 10);
  }
  /** A copy of the bytes in use. */
  take(): Uint8Array { return slice(this.bytes, 0, this.size); }
}

export function join(left: Uint8Array, right: Uint8Array): Uint8Array { return new Text().add(left).add(right).take(); }

export function same(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}
