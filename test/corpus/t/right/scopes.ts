// Names: inner ones shadow outer ones and give them back; constants take no place, inside functions too; a global may
// be used by a function that stands before it; frames of more than 128 bytes and objects of more than 32 fields.
import { b, exit } from "../../../../chain/2-runtime/node.js";
import { say, say3 } from "../print.js";

const value = 1;
let counter = 100;

function shadow(value: number): number {
  const outer = value;
  let result = 0;
  {
    const value = 20;
    result += value;
    {
      let value = outer + 1;
      value *= 3;
      result += value;
    }
    result += value;
  }
  for (let value = 0; value < 3; value++) result += value;
  for (const value of [100, 200]) result += value;
  return result + value;
}

function useLater(): number { return laterNumber + laterConstant + laterText.length; }

const laterConstant = 5;
const laterText = b("four");
let laterNumber = 6;

function constants(): number {
  const size = 4 * 8;
  const again = size + 1;
  const name = b("abc");
  let n = again;
  if (n === 33) {
    const size = 2;
    n = n * size;
  }
  return n + size + name[2];
}

function bigFrame(n: number): number {
  let a0 = n, a1 = n + 1, a2 = n + 2, a3 = n + 3, a4 = n + 4, a5 = n + 5, a6 = n + 6, a7 = n + 7, a8 = n + 8;
  let c0 = a0 * 2, c1 = a1 * 2, c2 = a2 * 2, c3 = a3 * 2, c4 = a4 * 2, c5 = a5 * 2, c6 = a6 * 2, c7 = a7 * 2;
  let d0 = c0 + a0, d1 = c1 + a1, d2 = c2 + a2, d3 = c3 + a3, d4 = c4 + a4, d5 = c5 + a5, d6 = c6 + a6, d7 = c7 + a8;
  let e0 = d0 ^ d1, e1 = d1 ^ d2, e2 = d2 ^ d3, e3 = d3 ^ d4, e4 = d4 ^ d5, e5 = d5 ^ d6, e6 = d6 ^ d7;
  e6++;
  e0 += e6;
  return n < 3 ? bigFrame(n + 1) + e0 + e1 : e0 + e1 + e2 + e3 + e4 + e5 + e6;
}

class Wide {
  f00: number = 0; f01: number = 1; f02: number = 2; f03: number = 3; f04: number = 4; f05: number = 5;
  f06: number = 6; f07: number = 7; f08: number = 8; f09: number = 9; f10: number = 10; f11: number = 11;
  f12: number = 12; f13: number = 13; f14: number = 14; f15: number = 15; f16: number = 16; f17: number = 17;
  f18: number = 18; f19: number = 19; f20: number = 20; f21: number = 21; f22: number = 22; f23: number = 23;
  f24: number = 24; f25: number = 25; f26: number = 26; f27: number = 27; f28: number = 28; f29: number = 29;
  f30: number = 30; f31: number = 31; f32: number = 32; f33: number = 33; f34: number = 34;
  last(): number {
    this.f34 += this.f33;
    this.f32 = this.f34;
    return this.f31 * 10000 + this.f32 * 100 + this.f34;
  }
}

say3(b("shadow"), shadow(7), value, shadow(value));
say(b("later"), useLater());
counter++;
say3(b("constants"), constants(), counter, laterNumber);
say(b("frame"), bigFrame(0));
say(b("wide"), new Wide().last());
exit(counter & 1);
