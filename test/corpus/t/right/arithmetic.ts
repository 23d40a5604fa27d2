// Operators on 32-bit words: on variables, on constants (folded), and mixed.
import { b, exit, imul } from "../../../../chain/2-runtime/node.js";
import { say, say3 } from "../print.js";

const BIG = 1 << 30;
const MASK = ~0xff;
const LOWEST = 1 << 31;

function both(x: number, y: number): void {
  say3(b("sum"), x + y | 0, x - y | 0, -x | 0);
  say3(b("product"), x * 3, y * -5, imul(x, x));
  say3(b("quotient"), (x / y) | 0, (y / x) | 0, (x / -7) | 0);
  say3(b("remainder"), x % y, y % x, x % -7);
  say3(b("bits"), x & y, x | y, x ^ y);
  say3(b("shifts"), x << 3, x >> 3, x >>> 3);
  say3(b("shifts"), x << y, x >> y, (x >>> y) | 0);
  say3(b("not"), ~x, ~y, !x ? 1 : 0);
  say3(b("order"), x < y ? 1 : 0, x > y ? 1 : 0, x <= y ? 1 : 0);
  say3(b("equal"), x >= y ? 1 : 0, x === y ? 1 : 0, x !== y ? 1 : 0);
}

function assigned(start: number): number {
  let x = start;
  x += 5; x -= 2; x *= 3; x %= 100; x <<= 4; x >>= 1; x >>>= 1; x |= 0x41; x &= ~0x40; x ^= 0xf0;
  x++;
  x--;
  let y = x = x + 1;
  y = y * 2;
  return x * 1000 + y;
}

say3(b("constants"), BIG, MASK, LOWEST);
say3(b("folded"), 1 + 2 * 3 - 4 << 1 & 0xff | 1, -16 >> 2, -16 >>> 28);
say3(b("folded"), (7 / 2) | 0, 7 % 4, 2 < 3 ? 10 : 20);
say3(b("folded"), ~5 ^ -1, !0 ? 1 : 0, 0xffffffff | 0);
say3(b("grouping"), (1 + 2) * 3, 1 - (2 - 3), 2 * (3 + 4) * 5);
both(100, 7);
both(-100, 7);
both(7, 7);
say(b("assigned"), assigned(10));
exit(0);
