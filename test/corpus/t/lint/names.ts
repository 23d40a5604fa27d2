// Names that mean something else in T.
import { b, ch as character, exit, imul, simulateMemory } from "../../../../chain/2-runtime/node.js";  // expect: no as in imports | character is in no file | simulateMemory is in no file

let alloc = 1;                                          // expect: alloc is also a name in user.ts
let isBefore = 1;                                       // expect: isBefore is also a name in user.ts
let origin = 0;                                         // expect: origin is
let asm = 5;                                            // expect: asm is a keyword of T
let aaaaaa = 1;
class Lengths {
  length: number = 1;                                   // expect: take another name
  as: number = 2;                                       // expect: as is a keyword of T
}
function shadows(fail: number, addr: number): number {  // expect: fail is called by what the compiler emits | T ignores addr before
  const load8 = fail + addr;
  return load8;
}
let openNameRight = 1;
let byteFindList = 2;                                   // expect: byteFindList has the same hash as openNameRight
for (let i = 0; i < 3; i++) aaaaaa++;                   // expect: no let or const in a statement of the top level
switch (aaaaaa) { case 1: aaaaaa = 2; }                 // expect: allowed only in functions
const machine = imul;                                   // expect: can only be called
const nothing = undefined;                              // expect: undefined is not in T
const largest = Math.imul(1, 2);                        // expect: Math is of the standard library
const bytes = Uint8Array;                               // expect: only as a type or in new
exit(0);
