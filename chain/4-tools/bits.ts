// Reading bits and canonical prefix codes, for DEFLATE (RFC 1951, section 3) and bzip2. Both number codes of one length
// consecutively, shorter ones first, so that the lengths alone define a code. They differ in the order of bits: bzip2
// begins with a byte's highest bit, DEFLATE with its lowest, and there numbers (but not codes) begin with their
// lowest bit. So DEFLATE's bytes are turned around when they are read, and its numbers turned back.
import { b } from "../2-runtime/node.js";
import { Input } from "./files.js";

/** Codes of up to so many bits are looked for length by length only once, and then found in a table. */
const LOOKUP_BITS = 10;
const LOOKUP_SIZE = 1024;

/** The lowest n bits of a number in the other order. */
function reverseBits(value: number, n: number): number {
  let result = 0;
  for (let i = 0; i < n; i++) result = result << 1 | value >> i & 1;
  return result;
}

export class PrefixCode {
  known: Int32Array = new Int32Array(LOOKUP_SIZE); // for the next bits: symbol * 32 + length of the code, or 0
  count: Int32Array = new Int32Array(32); // codes of each length
  symbols: Int32Array = new Int32Array(288); // in the order of the codes

  /** Makes the code of n symbols with these lengths (0: no code; at most `longest`): false when there are too many. */
  build(lengths: Uint8Array, start: number, n: number, longest: number): boolean {
    const count = this.count;
    const place = new Int32Array(32);
    for (let i = 0; i < 32; i++) count[i] = 0;
    for (let i = 0; i < n; i++) count[lengths[start + i]]++;
    count[0] = 0;
    let unused = 1; // codes of this length
    for (let length = 1; length <= longest; length++) {
      unused = unused * 2 - count[length];
      if (unused < 0) return false;
      place[length + 1] = place[length] + count[length];
    }
    for (let i = 0; i < n; i++) {
      const length = lengths[start + i];
      if (length > 0) {
        this.symbols[place[length]] = i;
        place[length]++;
      }
    }
    for (let i = 0; i < LOOKUP_SIZE; i++) this.known[i] = 0;
    return true;
  }

  /** symbol * 32 + length of the code at the beginning of these n bits; 0 when there is none. */
  find(bits: number, n: number): number {
    let first = 0;
    let index = 0;
    for (let length = 1; length <= n; length++) {
      const place = (bits >> n - length) - first;
      if (place < this.count[length]) return this.symbols[index + place] << 5 | length;
      index += this.count[length];
      first = first + this.count[length] << 1;
    }
    return 0;
  }
}

export class BitReader {
  input: Input;
  lowestFirst: boolean;
  longest: number; // bits of a code; the input always has so many after the last code
  order: Uint8Array = new Uint8Array(256); // each byte as it is read
  hold: number = 0; // the bits read last, the newest lowest
  count: number = 0; // how many of them are not used yet

  constructor(input: Input, lowestFirst: boolean, longest: number) {
    this.input = input;
    this.lowestFirst = lowestFirst;
    this.longest = longest;
    for (let i = 0; i < 256; i++) this.order[i] = lowestFirst ? reverseBits(i, 8) : i;
  }
  damaged(what: Uint8Array): void { this.input.damaged(what); }

  /** The next n bits, at most 24, which stay unread. */
  peek(n: number): number {
    const input = this.input;
    while (this.count < n) {
      if (input.at === input.end && !input.fill()) this.damaged(b("it ends too early"));
      this.hold = this.hold << 8 | this.order[input.buffer[input.at]];
      input.at++;
      this.count += 8;
    }
    return this.hold >>> this.count - n & (1 << n) - 1;
  }
  /** The number in the next n bits, at most 24. */
  bits(n: number): number {
    const value = this.peek(n);
    this.count -= n;
    return this.lowestFirst ? reverseBits(value, n) : value;
  }
  symbol(code: PrefixCode): number {
    const bits = this.peek(this.longest);
    const index = bits >> this.longest - LOOKUP_BITS;
    let entry = code.known[index];
    if (entry === 0) {
      entry = code.find(bits, this.longest);
      if (entry === 0) this.damaged(b("a code that does not exist"));
      if ((entry & 31) <= LOOKUP_BITS) code.known[index] = entry;
    }
    this.count -= entry & 31;
    return entry >> 5;
  }
  /** Drops what is left of a byte. */
  align(): void { this.count -= this.count & 7; }
  /** The next byte when all before it are used up; -1 at the end. */
  byteOrEnd(): number { return this.count > 0 ? this.bits(8) : this.input.byte(); }
}
