// SHA-256 (FIPS 180-4) of bytes that come in pieces: for the kernel's record, and for the tools' sha256sum. The loops
// keep everything in local variables: much is hashed, and in emulators, too. It allocates nothing while it hashes, so
// that one object serves for all files.
import { b } from "../../2-runtime/node.js";

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2). */
const SHA_CONSTANTS: number[] = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];
/** The same of the square roots of the first 8 primes (section 5.3.3). */
const SHA_START: number[] = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

export const SHA_DIGITS = 64;

/** A hash of bytes that come in pieces. */
export class Sha256 {
  state: Int32Array = new Int32Array(8);
  schedule: Int32Array = new Int32Array(64);
  rest: Uint8Array = new Uint8Array(64); // the beginning of a block that is not full yet
  restSize: number = 0;
  blocks: number = 0; // full ones before the rest

  begin(): void {
    for (let i = 0; i < 8; i++) this.state[i] = SHA_START[i];
    this.restSize = 0;
    this.blocks = 0;
  }
  /** The 64 bytes of `data` from `start` on (section 6.2.2). */
  block(data: Uint8Array, start: number): void {
    const schedule = this.schedule;
    const constants = SHA_CONSTANTS;
    const state = this.state;
    let at = start;
    for (let i = 0; i < 16; i++) {
      schedule[i] = data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3];
      at += 4;
    }
    for (let i = 16; i < 64; i++) {
      const x = schedule[i - 15];
      const y = schedule[i - 2];
      const sigma0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
      const sigma1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
      schedule[i] = schedule[i - 16] + sigma0 + schedule[i - 7] + sigma1 | 0;
    }
    let s0 = state[0], s1 = state[1], s2 = state[2], s3 = state[3];
    let s4 = state[4], s5 = state[5], s6 = state[6], s7 = state[7];
    for (let i = 0; i < 64; i++) {
      const sum1 = (s4 >>> 6 | s4 << 26) ^ (s4 >>> 11 | s4 << 21) ^ (s4 >>> 25 | s4 << 7);
      const first = (s4 & s5 ^ ~s4 & s6) + s7 + sum1 + constants[i] + schedule[i] | 0;
      const sum0 = (s0 >>> 2 | s0 << 30) ^ (s0 >>> 13 | s0 << 19) ^ (s0 >>> 22 | s0 << 10);
      const second = sum0 + (s0 & s1 ^ s0 & s2 ^ s1 & s2) | 0;
      s7 = s6;
      s6 = s5;
      s5 = s4;
      s4 = s3 + first | 0;
      s3 = s2;
      s2 = s1;
      s1 = s0;
      s0 = first + second | 0;
    }
    state[0] = state[0] + s0 | 0;
    state[1] = state[1] + s1 | 0;
    state[2] = state[2] + s2 | 0;
    state[3] = state[3] + s3 | 0;
    state[4] = state[4] + s4 | 0;
    state[5] = state[5] + s5 | 0;
    state[6] = state[6] + s6 | 0;
    state[7] = state[7] + s7 | 0;
    this.blocks++;
  }
  addByte(value: number): void {
    this.rest[this.restSize] = value;
    this.restSize++;
    if (this.restSize === 64) {
      this.block(this.rest, 0);
      this.restSize = 0;
    }
  }
  add(data: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end) {
      if (this.restSize === 0 && end - at >= 64) {
        this.block(data, at);
        at += 64;
      } else {
        this.addByte(data[at]);
        at++;
      }
    }
  }
  /** Writes the hash as 64 hexadecimal digits; then the object may begin again. */
  finish(to: Uint8Array): void {
    // the length in bits, in eight bytes, the most significant first
    const high = this.blocks >>> 23;
    const low = this.blocks << 9 | this.restSize << 3;
    this.addByte(0x80);
    while (this.restSize !== 56) this.addByte(0);
    for (let shift = 24; shift >= 0; shift -= 8) this.addByte(high >>> shift & 0xff);
    for (let shift = 24; shift >= 0; shift -= 8) this.addByte(low >>> shift & 0xff);
    const digits = b("0123456789abcdef");
    for (let i = 0; i < SHA_DIGITS; i++) to[i] = digits[this.state[i >> 3] >>> 28 - (i & 7) * 4 & 15];
  }
}
