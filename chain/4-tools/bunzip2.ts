// bunzip2: blocks of up to 900,000 bytes, Burrows-Wheeler transformed, move-to-front and run-length coded, with prefix
// codes. There is no official description; the format is that of bzip2 1.0. The CRC of every block and of the whole
// stream is checked. Must not keep more than one block in memory.
import { b } from "../2-runtime/node.js";
import { BitReader, PrefixCode } from "./bits.js";
import { Input, Output } from "./files.js";

const LONGEST_BZIP2_CODE = 20;
const GROUP_SYMBOLS = 50; // symbols that share a selector

class Bunzip2 {
  source: BitReader = new BitReader(new Input(), false, LONGEST_BZIP2_CODE);
  output: Output = new Output();
  block: Int32Array = new Int32Array(0); // lowest 8 bits: byte; above: the place of the byte that follows it
  size: number = 0;
  crcTable: Int32Array = new Int32Array(256);
  codes: PrefixCode[] = new Array<PrefixCode>(6);
  selectors: Uint8Array = new Uint8Array(32768);
  lengths: Uint8Array = new Uint8Array(258);
  front: Uint8Array = new Uint8Array(256); // bytes, the most recent first

  constructor() {
    for (let i = 0; i < 6; i++) this.codes[i] = new PrefixCode();
    for (let i = 0; i < 256; i++) {
      let value = i << 24;
      for (let bit = 0; bit < 8; bit++) value = value < 0 ? value << 1 ^ 0x04c11db7 : value << 1;
      this.crcTable[i] = value;
    }
  }
  damaged(what: Uint8Array): void { this.source.damaged(what); }
  bits(n: number): number { return this.source.bits(n); }
  bits32(): number { return this.bits(16) << 16 | this.bits(16); }

  /** Which bytes occur, in order, into `front`: how many. */
  bytesInUse(): number {
    const groups = this.bits(16);
    let n = 0;
    for (let group = 0; group < 16; group++) {
      if ((groups << group & 0x8000) !== 0) {
        const members = this.bits(16);
        for (let i = 0; i < 16; i++) {
          if ((members << i & 0x8000) !== 0) {
            this.front[n] = group * 16 + i;
            n++;
          }
        }
      }
    }
    if (n === 0) this.damaged(b("a block without bytes"));
    return n;
  }

  /** Which code each group of symbols uses, themselves move-to-front coded: how many groups. */
  readSelectors(codeCount: number): number {
    const recent = new Uint8Array(6);
    for (let i = 0; i < 6; i++) recent[i] = i;
    const n = this.bits(15);
    for (let i = 0; i < n; i++) {
      let place = 0;
      while (this.bits(1) !== 0) {
        place++;
        if (place >= codeCount) this.damaged(b("a code number that does not exist"));
      }
      const chosen = recent[place];
      for (; place > 0; place--) recent[place] = recent[place - 1];
      recent[0] = chosen;
      this.selectors[i] = chosen;
    }
    return n;
  }

  readCode(code: PrefixCode, symbolCount: number): void {
    let length = this.bits(5);
    for (let i = 0; i < symbolCount; i++) {
      // each of them is checked: else their sum could leave the range and come back
      while (length > 0 && length <= LONGEST_BZIP2_CODE && this.bits(1) !== 0) length += this.bits(1) === 0 ? 1 : -1;
      if (length < 1 || length > LONGEST_BZIP2_CODE) this.damaged(b("impossible code lengths"));
      this.lengths[i] = length;
    }
    const fits = code.build(this.lengths, 0, symbolCount, LONGEST_BZIP2_CODE);
    if (!fits) this.damaged(b("impossible code lengths"));
  }

  /** The symbols of a block into the lowest 8 bits of `block`. */
  readBlock(): void {
    const block = this.block;
    const front = this.front;
    const endSymbol = this.bytesInUse() + 1;
    const codeCount = this.bits(3);
    if (codeCount < 2 || codeCount > 6) this.damaged(b("a wrong number of codes"));
    const groups = this.readSelectors(codeCount);
    for (let i = 0; i < codeCount; i++) this.readCode(this.codes[i], endSymbol + 1);
    let symbol = 0;
    let symbolCount = 0;
    let size = 0;
    let run = 0; // repetitions of the byte in front so far
    let weight = 1; // what the next digit of the run's length is worth
    while (symbol !== endSymbol) {
      const group = (symbolCount / GROUP_SYMBOLS) | 0;
      if (group >= groups) this.damaged(b("more symbols than the block may have"));
      symbol = this.source.symbol(this.codes[this.selectors[group]]);
      symbolCount++;
      if (symbol < 2) {
        run += weight << symbol;
        weight <<= 1;
        if (size + run > block.length) this.damaged(b("a block that is too long"));
      } else {
        for (; run > 0; run--) {
          block[size] = front[0];
          size++;
        }
        weight = 1;
        if (symbol !== endSymbol) {
          if (size === block.length) this.damaged(b("a block that is too long"));
          const value = front[symbol - 1];
          for (let i = symbol - 1; i > 0; i--) front[i] = front[i - 1];
          front[0] = value;
          block[size] = value;
          size++;
        }
      }
    }
    this.size = size;
  }

  /** Links each byte of the block to the one that follows it in the text. */
  link(): void {
    const block = this.block;
    const size = this.size;
    const places = new Int32Array(256);
    for (let i = 0; i < size; i++) places[block[i]]++;
    let sum = 0;
    for (let i = 0; i < 256; i++) {
      const n = places[i];
      places[i] = sum;
      sum += n;
    }
    for (let i = 0; i < size; i++) {
      const byte = block[i] & 0xff;
      const place = places[byte];
      places[byte] = place + 1;
      block[place] |= i << 8;
    }
  }

  /** The text from the block, beginning at `origin`: four equal bytes are followed by a number of more. -> its CRC */
  write(origin: number): number {
    const block = this.block;
    const table = this.crcTable;
    const output = this.output;
    const buffer = output.buffer;
    let size = output.size;
    let place = block[origin] >> 8;
    let crc = -1;
    let last = -1;
    let equal = 0;
    for (let left = this.size; left > 0; left--) {
      const entry = block[place];
      let byte = entry & 0xff;
      let times = 1;
      place = entry >> 8;
      if (equal === 4) {
        times = byte;
        byte = last;
        equal = 0;
      } else if (byte === last) {
        equal++;
      } else {
        equal = 1;
        last = byte;
      }
      for (; times > 0; times--) {
        if (size === buffer.length) {
          output.size = size;
          output.flush();
          size = 0;
        }
        buffer[size] = byte;
        size++;
        crc = crc << 8 ^ table[crc >>> 24 ^ byte];
      }
    }
    output.size = size;
    return ~crc;
  }

  /** A stream after its "B". */
  stream(): void {
    const isBzip2 = this.bits(16) === 0x5a68; // "Zh"
    const level = this.bits(8) - 0x30;
    if (!isBzip2 || level < 1 || level > 9) this.damaged(b("it is no bzip2 file"));
    if (this.block.length < level * 100000) this.block = new Int32Array(level * 100000);
    let crc = 0;
    let magic = this.bits(24);
    while (magic === 0x314159) {
      if (this.bits(24) !== 0x265359) this.damaged(b("no block where one should begin"));
      const blockCrc = this.bits32();
      if (this.bits(1) !== 0) this.damaged(b("a randomised block, as only bzip2 0.9 made them"));
      const origin = this.bits(24);
      this.readBlock();
      if (origin >= this.size) this.damaged(b("a block begins after its end"));
      this.link();
      if (this.write(origin) !== blockCrc) this.damaged(b("a block's CRC is wrong"));
      crc = (crc << 1 | crc >>> 31) ^ blockCrc;
      magic = this.bits(24);
    }
    if (magic !== 0x177245 || this.bits(24) !== 0x385090) this.damaged(b("no block where one should begin"));
    if (this.bits32() !== crc) this.damaged(b("the content's CRC is wrong"));
    this.source.align();
  }

  /** All streams: at least one, up to the end of the file. */
  all(): void {
    let first = this.bits(8);
    while (first === 0x42) {
      this.stream();
      first = this.source.byteOrEnd();
      if (first < 0) return;
    }
    this.damaged(b("it is no bzip2 file, or something else follows the compressed data"));
  }
}

/** bunzip2 < FILE.bz2 > FILE */
export function bunzip2(_argv: Uint8Array[]): number {
  const stream = new Bunzip2();
  stream.all();
  stream.output.flush();
  return 0;
}
