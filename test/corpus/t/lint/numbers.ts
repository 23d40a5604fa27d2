// Numbers that JavaScript and T would see differently.
import { addr, b, exit, store32, ult, imul } from "../../../../chain/2-runtime/node.js";

const TOP = 0x80000000;                                 // expect: does not fit 32 bits
const TOP_CUT = 0x80000000 | 0;
const SUM = 0x7fffffff + 1;                             // expect: does not fit 32 bits
const TABLE = [0xffffffff, 0x80000000, 1];
const DECIMAL = [4294967295];                           // expect: does not fit 32 bits
function numbers(x: number, y: number): number {
  let n = x / y;                                        // expect: only as (a / b) | 0
  n = (x / y) | 0;
  n = x / 2 | 0;
  n = (x / y) & 7;                                      // expect: only as (a / b) | 0
  n = (x / 0) | 0;                                      // expect: division by zero
  n = x % 0;                                            // expect: division by zero
  n /= 2;                                               // expect: /= is not in T
  n = x >>> 0;                                          // expect: >>> 0 does nothing in T
  n = x >>> 1;
  n = x * y | 0;                                        // expect: write imul(a, c)
  n = x * 1000 | 0;
  n = imul(x, y);
  n = -2147483648;
  n = -2147483649;                                      // expect: does not fit 32 bits
  n = x ^ 0xedb88320;
  store32(0xc0000000, 0xffffffff);
  if (x === 0xffffffff) n = 1;                          // expect: does not fit 32 bits
  if (addr(b("x")) < x) n = 2;                          // expect: compare them with ult
  if (ult(addr(b("x")), x)) n = 3;
  return n;
}
exit(numbers(TOP, SUM));
