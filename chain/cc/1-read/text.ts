// Bytes and names: growing arrays, building text, messages, and the table that makes equal spellings one Name.
// Everything that the compiler reads as a word (identifiers, numbers, strings) becomes a Name once; from then on two
// spellings are compared by identity. This file knows nothing of C. It must not allocate per character read.
import { b, ch, copyBytes, exit, unlink, write } from "../../runtime/node.js";
import { Name } from "../model.js";

/** A copy of `old` with room for `size` bytes. */
export function longerBytes(old: Uint8Array, size: number): Uint8Array {
  const longer = new Uint8Array(size);
  copyBytes(longer, 0, old, 0, old.length);
  return longer;
}

/** A copy of `old` with room for `size` words. */
export function longerWords(old: Int32Array, size: number): Int32Array {
  const longer = new Int32Array(size);
  for (let i = 0; i < old.length; i++) longer[i] = old[i];
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

/** From now until null is given, a fatal error removes this file: no half-written output stays behind. */
export function setUnfinishedFile(path: Uint8Array | null): void { unfinishedFile = path; }

/** Prints a message that lies in `text` and ends the program with status 1. */
export function die(text: Text): void {
  text.byte(10);
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

/** The number of a name must fit a token word beside its kind and flags. */
const MOST_NAMES = 1 << 20;
const HASH_SIZE = 1 << 14;

function emptyTable(): Array<Name | null> {
  const table = new Array<Name | null>(HASH_SIZE);
  for (let i = 0; i < HASH_SIZE; i++) table[i] = null;
  return table;
}

const hashTable = emptyTable();
export let names = new Array<Name>(4096);
let nameCount = 0;

/** The Name of the bytes from..to, whose hash (h = h * 31 + byte, from 0) the caller has computed. */
export function internHashed(bytes: Uint8Array, from: number, to: number, hash: number): Name {
  const slot = hash & HASH_SIZE - 1;
  let name = hashTable[slot];
  const length = to - from;
  while (name !== null) {
    const text = name.text;
    if (name.hash === hash && text.length === length) {
      let i = 0;
      while (i < length && text[i] === bytes[from + i]) i++;
      if (i === length) return name;
    }
    name = name.next;
  }
  if (nameCount === MOST_NAMES) fatal(b("too many different names"), b(""));
  if (nameCount === names.length) {
    const longer = new Array<Name>(nameCount * 2);
    for (let i = 0; i < nameCount; i++) longer[i] = names[i];
    names = longer;
  }
  const fresh = new Name(slice(bytes, from, to), hash, nameCount);
  fresh.next = hashTable[slot];
  hashTable[slot] = fresh;
  names[nameCount] = fresh;
  nameCount++;
  return fresh;
}

export function intern(bytes: Uint8Array, from: number, to: number): Name {
  let hash = 0;
  for (let i = from; i < to; i++) hash = hash * 31 + bytes[i] | 0;
  return internHashed(bytes, from, to, hash);
}

export function internText(text: Uint8Array): Name { return intern(text, 0, text.length); }

/** How many names exist: all are names[0] ... names[count - 1]. */
export function countNames(): number { return nameCount; }
