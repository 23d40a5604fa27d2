// Reading bits and canonical prefix codes, for DEFLATE (RFC 1951, section 3) and bzip2. Both number codes of one length
// consecutively, shorter ones first, so that the lengths alone define a code; they differ in the order of bits: DEFLATE
// fills bytes from the lowest bit, bzip2 from the highest. Short codes are found by one look into a table, long ones
// length by length.
import { b } from "../runtime/node.js";
import { Input } from "./files.js";

const LOOKUP_BITS = 10;
const LOOKUP_SIZE = 1024;

/** The lowest `bits` bits of a code in the other order. */
function reverseBits(code: number, bits: number): number {
  let result = 0;
  for (let i = 0; i < bits; i++) result = result << 1 | code >> i & 1;
  return result;
}

export class PrefixCode {
  /** For the next LOOKUP_BITS bits: symbol * 32 + length of the code, or 0. */
  lookup: Int32Array = new Int32Array(LOOKUP_SIZE);
  count: Int32Array = new Int32Array(32); // codes of each length
  symbols: Int32Array = new Int32Array(288); // in the order of the codes
  unused: number = 0; // codes of the greatest length that are left over

  /** Makes the code of n symbols with these lengths (0: no code; at most `longest`): false when there are too many. */
  build(lengths: Uint8Array, start: number, n: number, longest: number, lowestFirst: boolean): boolean {
    const lookup = this.lookup;
    const count = this.count;
    const place = new Int32Array(32);
    for (let i = 0; i < LOOKUP_SIZE; i++) lookup[i] = 0;
    for (let i = 0; i < 32; i++) count[i] = 0;
    for (let i = 0; i < n; i++) count[lengths[start + i]]++;
    count[0] = 0;
    let left = 1;
    for (let length = 1; length <= longest; length++) {
      left = left * 2 - count[length];
      if (left < 0) return false;
      place[length + 1] = place[length] + count[length];
    }
    this.unused = left;
    for (let i = 0; i < n; i++) {
      const length = lengths[start + i];
      if (length > 0) {
        this.symbols[place[length]] = i;
        place[length]++;
      }
    }
    let code = 0;
    let index = 0;
    for (let length = 1; length <= LOOKUP_BITS; length++) {
      for (let i = 0; i < count[length]; i++) {
        const entry = this.symbols[index] << 5 | length;
        if (lowestFirst) {
          for (let at = reverseBits(code, length); at < LOOKUP_SIZE; at += 1 << length) lookup[at] = entry;
        } else {
          const from = code << LOOKUP_BITS - length;
          for (let at = 0; at < 1 << LOOKUP_BITS - length; at++) lookup[from + at] = entry;
        }
        code++;
        index++;
      }
      code <<= 1;
    }
    return true;
  }

  /** The entry of a code that is not in the table: `bits` begins with it, first bit highest; 0 when there is none. */
  long(bits: number, available: number): number {
    let first = 0;
    let index = 0;
    for (let length = 1; length <= available; length++) {
      const code = bits >> available - length;
      const n = this.count[length];
      if (code - first < n) return this.symbols[index + code - first] << 5 | length;
      index += n;
      first = first + n << 1;
    }
    return 0;
  }
}

export class BitReader {
  input: Input;
  lowestFirst: boolean;
  longest: number; // bits of a code; the input always has so many behind the last code
  hold: number = 0; // the bytes read last; what is not used yet is at the end where new bytes do not come in
  count: number = 0; // bits not used yet

  constructor(input: Input, lowestFirst: boolean, longest: number) {
    this.input = input;
    this.lowestFirst = lowestFirst;
    this.longest = longest;
  }
  damaged(what: Uint8Array): void { this.input.damaged(what); }

  /** Reads on until n bits are there, at most 24. */
  need(n: number): void {
    const input = this.input;
    while (this.count < n) {
      if (input.at === input.end && !input.fill()) this.damaged(b("it ends too early"));
      const next = input.buffer[input.at];
      input.at++;
      this.hold = this.lowestFirst ? this.hold | next << this.count : this.hold << 8 | next;
      this.count += 8;
    }
  }
  /** The next n bits, which stay. */
  peek(n: number): number {
    this.need(n);
    return (this.lowestFirst ? this.hold : this.hold >>> this.count - n) & (1 << n) - 1;
  }
  drop(n: number): void {
    this.count -= n;
    if (this.lowestFirst && n > 0) this.hold = this.hold >>> n;
  }
  /** The next n bits, at most 24. */
  bits(n: number): number {
    const value = this.peek(n);
    this.drop(n);
    return value;
  }
  symbol(code: PrefixCode): number {
    const bits = this.peek(this.longest);
    let entry = code.lookup[this.lowestFirst ? bits & LOOKUP_SIZE - 1 : bits >> this.longest - LOOKUP_BITS];
    if (entry === 0) entry = code.long(this.lowestFirst ? reverseBits(bits, this.longest) : bits, this.longest);
    if (entry === 0) this.damaged(b("a code that does not exist"));
    this.drop(entry & 31);
    return entry >> 5;
  }
  /** Drops what is left of a byte. */
  align(): void { this.drop(this.count & 7); }
  /** The next byte when all before it are used up; -1 at the end. */
  byteOrEnd(): number { return this.count > 0 ? this.bits(8) : this.input.byte(); }
}
