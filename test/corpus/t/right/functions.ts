// Functions: recursion, definitions that come later, many parameters, values of functions in variables, fields and
// arrays, and assignments that are values.
import { b, exit } from "../../../../chain/2-runtime/node.js";
import { say, say3 } from "../print.js";

class Handler {
  run: (n: number) => number = double;
  next: Handler | null = null;
  apply(n: number): number { return (this.run)(n) + 1; }
}

function fibonacci(n: number): number { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
function isEven(n: number): boolean { return n === 0 || isOdd(n - 1); }
function isOdd(n: number): boolean { return n !== 0 && isEven(n - 1); }
function double(n: number): number { return n + n; }
function square(n: number): number { return n * n; }

function apply(f: (n: number) => number, n: number): number { return f(n) + f(n + 1); }

function seven(a: number, c: number, d: number, e: number, f: number, g: number, h: number): number {
  return ((((((a * 3 + c) * 3 + d) * 3 + e) * 3 + f) * 3 + g) * 3) + h;
}

function nothing(): void { return; }

function choose(which: number): (n: number) => number {
  if (which === 0) return double;
  return square;
}

function assignments(): number {
  let x = 1;
  let y = 2;
  let z = 3;
  x = y = z = 5;
  const list = [0, 0];
  list[0] = list[1] = x + (y = 7);
  return list[0] * 100 + list[1] + y + z;
}

const functions: Array<(n: number) => number> = [double, square, fibonacci];

say(b("fibonacci"), fibonacci(15));
say3(b("parity"), isEven(10) ? 1 : 0, isOdd(10) ? 1 : 0, isEven(7) ? 1 : 0);
say3(b("apply"), apply(double, 20), apply(square, 3), apply(fibonacci, 9));
say(b("seven"), seven(1, 2, 3, 4, 5, 6, 7));
nothing();
const handler = new Handler();
say(b("handler"), handler.apply(21));
handler.run = square;
handler.next = new Handler();
say3(b("handler"), handler.apply(5), handler.next.apply(5), (handler.run)(9));
let total = 0;
let at = 0;
while (at < functions.length) {
  total += functions[at](10);
  at++;
}
say3(b("table"), total, choose(0)(8), choose(1)(8));
const chosen = choose(1);
say(b("chosen"), chosen(12));
say(b("assignments"), assignments());
exit(0);
