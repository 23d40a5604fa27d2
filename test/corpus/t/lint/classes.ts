// What passes in TypeScript because it has the same structure, or the same name.
import { b, ch, exit } from "../../../../chain/2-runtime/node.js";

class Meter { value: number = 0; run: (n: number) => number = one; }
class Second { value: number = 0; run: (n: number) => number = one; go(): number { return 1; } }
class Pair { left: Second = new Second(); list: Second[] = []; }

function one(n: number): number { return n; }
function none(): number { return 1; }
function take(x: Meter): number { return x.value; }
function takeAll(x: Meter[]): number { return x.length; }
function give(x: Second): Meter { return x; }           // expect: Second passes for Meter
function make(x: Second): Array<Meter | null> { return [null, x]; }  // expect: Second passes for Meter
function call(f: (n: number) => number): number { return f(1); }
function want(f: (x: Meter) => number): number { return f(new Meter()); }
function second(x: Second): number { return x.value; }

function test(x: Second, list: Second[], pair: Pair): number {
  let m: Meter = x;                                     // expect: Second passes for Meter
  m = x;                                                // expect: Second passes for Meter
  m = x.value > 1 ? new Meter() : x;                    // expect: Second passes for Meter
  let n = take(x);                                      // expect: Second passes for Meter
  n = takeAll(list);                                    // expect: Second passes for Meter
  n = takeAll([x]);                                     // expect: Second passes for Meter
  n = call(none);                                       // expect: takes 0 arguments, it will be called with 1
  n = want(second);                                     // expect: Second passes for Meter
  n = take(x as Meter);                                 // expect: Second passes for Meter
  n = take(x as unknown as Meter);
  n = x.run(1);                                         // expect: is a field
  n = (x.run)(1);
  const method = x.go;                                  // expect: it can only be called
  list.push(x);                                         // expect: there is no push
  list.length = 0;                                      // expect: does not change
  const part = b("text").subarray(1);                   // expect: there is no subarray
  pair.left.value = n;
  return pair.list[0].value + m.value;
}
exit(test(new Second(), [], new Pair()));
