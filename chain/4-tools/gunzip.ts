// gunzip: the gzip file format (RFC 1952) and DEFLATE (RFC 1951). The content's CRC and length are checked. A file has
// one member, and its header at most a name; anything else is refused. Must not keep more than a window of the output
// in memory.
import { b, copyBytes, fillBytes } from "../2-runtime/node.js";
import { BitReader, PrefixCode } from "./bits.js";
import { Input, Output } from "./files.js";

const LENGTH_BASE: number[] = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA: number[] = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DISTANCE_BASE: number[] = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA: number[] = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** The order in which the lengths of the code of code lengths are stored. */
const LENGTH_ORDER: number[] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const HAS_NAME = 8; // of the header's flags
const LONGEST_CODE = 15;
const HISTORY = 32768; // how far back a match may reach
const WINDOW_SIZE = 131072;
const LONGEST_MATCH = 258;

class Inflate {
  source: BitReader = new BitReader(new Input(), true, LONGEST_CODE);
  output: Output = new Output();
  window: Uint8Array = new Uint8Array(WINDOW_SIZE);
  size: number = 0; // bytes in the window
  flushed: number = 0; // of these, written
  total: number = 0;
  crc: number = 0;
  crcTable: Int32Array = new Int32Array(256);
  literals: PrefixCode = new PrefixCode();
  distances: PrefixCode = new PrefixCode();
  lengths: Uint8Array = new Uint8Array(320);

  constructor() {
    for (let i = 0; i < 256; i++) {
      let value = i;
      for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? value >>> 1 ^ 0xedb88320 : value >>> 1;
      this.crcTable[i] = value;
    }
  }
  damaged(what: Uint8Array): void { this.source.damaged(what); }
  bits(n: number): number { return this.source.bits(n); }
  bits32(): number { return this.bits(16) | this.bits(16) << 16; }

  /** Writes what is new in the window, and keeps of it what matches can reach. */
  flush(): void {
    const table = this.crcTable;
    const window = this.window;
    const end = this.size;
    let crc = ~this.crc;
    for (let i = this.flushed; i < end; i++) crc = table[(crc ^ window[i]) & 0xff] ^ crc >>> 8;
    this.crc = ~crc;
    this.total = this.total + (end - this.flushed) | 0;
    this.output.add(window, this.flushed, end - this.flushed);
    if (end > HISTORY) {
      copyBytes(window, 0, window, end - HISTORY, HISTORY);
      this.size = HISTORY;
    }
    this.flushed = this.size;
  }

  /** The symbols of a block, up to its end mark. */
  symbols(): void {
    const source = this.source;
    const window = this.window;
    let symbol = source.symbol(this.literals);
    while (symbol !== 256) {
      let size = this.size;
      if (symbol < 256) {
        window[size] = symbol;
        size++;
      } else {
        if (symbol > 285) this.damaged(b("a length that does not exist"));
        const stop = size + LENGTH_BASE[symbol - 257] + source.bits(LENGTH_EXTRA[symbol - 257]);
        symbol = source.symbol(this.distances);
        if (symbol > 29) this.damaged(b("a distance that does not exist"));
        let from = size - DISTANCE_BASE[symbol] - source.bits(DISTANCE_EXTRA[symbol]);
        if (from < 0) this.damaged(b("a match before the beginning"));
        while (size < stop) {
          window[size] = window[from];
          size++;
          from++;
        }
      }
      this.size = size;
      if (size > WINDOW_SIZE - LONGEST_MATCH) this.flush();
      symbol = source.symbol(this.literals);
    }
  }

  /** Section 3.2.4. */
  stored(): void {
    this.source.align();
    const length = this.bits(16);
    if ((length ^ this.bits(16)) !== 0xffff) this.damaged(b("a stored block's length is wrong"));
    for (let i = 0; i < length; i++) {
      if (this.size === WINDOW_SIZE) this.flush();
      this.window[this.size] = this.bits(8);
      this.size++;
    }
    if (this.size > WINDOW_SIZE - LONGEST_MATCH) this.flush();
  }

  /** Section 3.2.6. */
  fixedCodes(): void {
    const lengths = this.lengths;
    for (let i = 0; i < 288; i++) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    for (let i = 288; i < 320; i++) lengths[i] = 5;
    this.literals.build(lengths, 0, 288, LONGEST_CODE);
    this.distances.build(lengths, 288, 30, LONGEST_CODE);
  }

  /** Section 3.2.7. */
  dynamicCodes(): void {
    const lengths = this.lengths;
    const literalCount = this.bits(5) + 257;
    const total = literalCount + this.bits(5) + 1;
    const orderCount = this.bits(4) + 4;
    for (let i = 0; i < 19; i++) lengths[LENGTH_ORDER[i]] = i < orderCount ? this.bits(3) : 0;
    if (!this.literals.build(lengths, 0, 19, 7)) this.damaged(b("impossible code lengths"));
    let n = 0;
    while (n < total) {
      const symbol = this.source.symbol(this.literals);
      let repeat = 1;
      let value = symbol;
      if (symbol === 16) {
        if (n === 0) this.damaged(b("a repeated length without a first one"));
        value = lengths[n - 1];
        repeat = 3 + this.bits(2);
      } else if (symbol > 16) {
        value = 0;
        repeat = symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      }
      if (n + repeat > total) this.damaged(b("too many code lengths"));
      fillBytes(lengths, n, value, repeat);
      n += repeat;
    }
    if (lengths[256] === 0) this.damaged(b("a block that cannot end"));
    const fits = this.distances.build(lengths, literalCount, total - literalCount, LONGEST_CODE)
      && this.literals.build(lengths, 0, literalCount, LONGEST_CODE);
    if (!fits) this.damaged(b("impossible code lengths"));
  }

  /** All blocks, to the last one. */
  blocks(): void {
    let last = 0;
    while (last === 0) {
      last = this.bits(1);
      const kind = this.bits(2);
      if (kind === 0) {
        this.stored();
      } else {
        if (kind === 1) this.fixedCodes();
        else if (kind === 2) this.dynamicCodes();
        else this.damaged(b("a block of unknown kind"));
        this.symbols();
      }
    }
  }

  file(): void {
    if (this.bits(16) !== 0x8b1f) this.damaged(b("it is no gzip file"));
    if (this.bits(8) !== 8) this.damaged(b("unknown compression method"));
    const flags = this.bits(8);
    if ((flags & ~HAS_NAME) !== 0) this.damaged(b("a header with more than a name"));
    for (let i = 0; i < 6; i++) this.bits(8); // time, level, operating system
    if ((flags & HAS_NAME) !== 0) while (this.bits(8) !== 0) continue;
    this.blocks();
    this.flush();
    this.source.align();
    if (this.bits32() !== this.crc) this.damaged(b("the content's CRC is wrong"));
    if (this.bits32() !== this.total) this.damaged(b("the content's length is wrong"));
    if (this.source.byteOrEnd() >= 0) this.damaged(b("something follows the compressed data"));
  }
}

/** gunzip < FILE.gz > FILE */
export function gunzip(_argv: Uint8Array[]): number {
  const inflate = new Inflate();
  inflate.file();
  inflate.output.flush();
  return 0;
}
