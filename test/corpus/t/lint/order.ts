// Globals that are used before they have their value.
import { exit } from "../../../../chain/2-runtime/node.js";

class Counter {
  start: number = first;
  count(): number { return second; }
}
const early = sum();                                    // expect: this runs before second has its value
const counter = new Counter();                          // expect: this runs before first has its value
const first = one();
const second = one();
const TEN = 10;
function one(): number { return 1; }
function sum(): number { return indirect() + TEN; }
function indirect(): number { return second; }
exit(early + counter.count() + sum());
