// Reading bits and canonical prefix codes, for DEFLATE (RFC 1951, section 3) and bzip2. Both number codes of one length
// consecutively, shorter ones first, so that the lengths alone define a code. They differ in the order of bits: bzip2
// begins with a byte's highest bit, DEFLATE with its lowest, and there numbers (but not codes) begin with their
// lowest bit. So DEFLATE's bytes are turned around when they are read, and its numbers turned back.
import { b } from "../runtime/node.js";
import { Input } from "./files.js";

/** Codes of up to so many bits are found by one look into a table, longer ones length by length. */
const LOOKUP_BITS = 10;
const LOOKUP_SIZE = 1024;

/** The lowest n bits of a number in the other order. */
function reverseBits(value: number, n: number): number {
  let result = 0;
  for (let i = 0; i < n; i++) result = result << 1 | value >> i & 1;
  return result;
}

export class PrefixCode {
  lookup: Int32Array = new Int32Array(LOOKUP_SIZE); // for the next bits: symbol * 32 + length of the code, or 0
  count: Int32Array = new Int32Array(32); // codes of each length
  symbols: Int32Array = new Int32Array(288); // in the order of the codes
  unused: number = 0; // codes of the greatest length that are left over

  /** Makes the code of n symbols with these lengths (0: no code; at most `longest`): false when there are too many. */
  build(lengths: Uint8Array, start: number, n: number, longest: number): boolean {
    const count = this.count;
    const place = new Int32Array(32);
    for (let i = 0; i < 32; i++) count[i] = 0;
    for (let i = 0; i < n; i++) count[lengths[start + i]]++;
    count[0] = 0;
    this.unused = 1;
    for (let length = 1; length <= longest; length++) {
      this.unused = this.unused * 2 - count[length];
      if (this.unused < 0) return false;
      place[length + 1] = place[length] + count[length];
    }
    for (let i = 0; i < n; i++) {
      const length = lengths[start + i];
      if (length > 0) {
        this.symbols[place[length]] = i;
        place[length]++;
      }
    }
    // in the order of the codes, each fills the entries that begin with it
    let index = 0;
    let filled = 0;
    for (let length = 1; length <= LOOKUP_BITS; length++) {
      for (let i = 0; i < count[length]; i++) {
        const end = filled + (1 << LOOKUP_BITS - length);
        for (; filled < end; filled++) this.lookup[filled] = this.symbols[index] << 5 | length;
        index++;
      }
    }
    for (; filled < LOOKUP_SIZE; filled++) this.lookup[filled] = 0;
    return true;
  }

  /** The entry of a code that is not in the table, at the beginning of these n bits; 0 when there is none. */
  long(bits: number, n: number): number {
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
  longest: number; // bits of a code; the input always has so many behind the last code
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

  /** The next n bits, at most 24, which stay. */
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
    let entry = code.lookup[bits >> this.longest - LOOKUP_BITS];
    if (entry === 0) entry = code.long(bits, this.longest);
    if (entry === 0) this.damaged(b("a code that does not exist"));
    this.count -= entry & 31;
    return entry >> 5;
  }
  /** Drops what is left of a byte. */
  align(): void { this.count -= this.count & 7; }
  /** The next byte when all before it are used up; -1 at the end. */
  byteOrEnd(): number { return this.count > 0 ? this.bits(8) : this.input.byte(); }
}
