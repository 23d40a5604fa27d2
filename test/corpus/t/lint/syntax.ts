// Syntax that TypeScript has and T has not. Each line with a problem says which.
import { b, ch, exit } from "../../../../chain/2-runtime/node.js";

interface Shape { x: number }                           // expect: not in T: write a class
type Alias = number;                                    // expect: not in T: write a class, or number
class Base { x: number = 1; }
class Derived extends Base { y: number = 2; }           // expect: extends Base is not in T
class Sealed {
  static count: number = 0;                             // expect: static is not in T
  private secret: number = 0;                           // expect: private is not in T
  readonly fixed: number = 0;                           // expect: readonly is not in T
  maybe?: number;                                       // expect: no optional fields
  late!: number;                                        // expect: no ! here
  open = 5;                                             // expect: the type of a field must be written
  bare: number = 0                                      // expect: the semicolon is missing
  get size(): number { return 1; }                      // expect: write a method
  method() { return 1; }                                // expect: the return type must be written
}
function noType(n: number) { return n; }                // expect: the return type must be written
function defaults(n: number = 1): number { return n; }  // expect: no default values
function optional(n?: number): number { return 1; }     // expect: no optional parameters
function rest(...n: number[]): number { return 1; }     // expect: no rest parameters | T reads . here
function generic<T>(x: T): number { return 1; }         // expect: T is not in T
function text(s: string): number { return 1; }          // expect: string is not in T: write Uint8Array
function anything(s: any): number { return 1; }         // expect: any is not in T
function either(x: Base | number): number { return 1; }  // expect: a union is a class or array | null
function first(x: null | Base): number { return 1; }    // expect: null last
function list(x: (Base | null)[]): number { return 1; }  // expect: write Array<A | null>
function nested(f: (a: Array<number>) => void): void { return; }  // expect: no > inside the parameters
function statements(n: number, x: Base | null): number {
  var old = 1;                                          // expect: var is not in T
  let empty: number;                                    // expect: a variable needs a value
  const arrow = (a: number): number => a;               // expect: write a function of its own
  const [one, two] = [1, 2];                            // expect: write one const for each part
  do { n--; } while (n > 5);                            // expect: write while (true)
  for (const i in [1]) n++;                             // expect: write for with a counter
  for (const i = 0; n < 5;) n++;                        // expect: write let
  for (let i of [1]) n++;                               // expect: write for (const x of array)
  outer: while (n > 0) n--;                             // expect: write a function and return from it
  try { n++; } finally { n--; }                         // expect: return a number that tells the error
  if (n == 1) n = 2;                                    // expect: write ===
  if (n != 1) n = 2;                                    // expect: write !==
  n = n ** 2;                                           // expect: the operator ** is not in T
  n = (n++, n);                                         // expect: write two statements | x++ only as a statement
  const old2 = x ?? new Base();                         // expect: write x !== null
  const member = x?.x;                                  // expect: ?. is not in T
  const value = n++;                                    // expect: only as a statement
  --n;                                                  // expect: --x is not in T
  n = +n;                                               // expect: unary + is not in T
  const template = `text`;                              // expect: write b("text")
  const quoted = "text";                                // expect: text is allowed only in
  const single = b('text');                             // expect: b takes double quotes
  const double = ch("x");                               // expect: ch takes single quotes
  const object = { x: 1 };                              // expect: write a class and new
  const kind = typeof n;                                // expect: typeof n is not in T
  const half = n as unknown;                            // expect: unknown is allowed only in
  function inside(): void { return; }                   // expect: belong at the top level
  switch (n) {
    default: n = 1;                                     // expect: default must be the last one
    case 1: const inner = 2;                            // expect: needs braces
  }
  n = n + 1                                             // expect: the semicolon is missing
  return n;
}
export default Base;                                    // expect: write export before the declaration
exit(0);
