// Statements that jump: nested loops, break and continue through switch, cases that fall through, conditions whose
// right part must not run.
import { b, exit } from "../../../../chain/2-runtime/node.js";
import { say, say3 } from "../print.js";

let calls = 0;

function called(value: boolean): boolean {
  calls++;
  return value;
}

function loops(): number {
  let total = 0;
  let i = 0;
  while (true) {
    i++;
    if (i === 3) continue;
    if (i > 10) break;
    for (let j = 0; j < i; j++) {
      if (j === 5) break;
      const x = j * 2;
      if (x === 4) continue;
      total += x;
    }
  }
  for (;;) {
    total++;
    if (total % 7 === 0) break;
  }
  let n = 3;
  for (n = 5; n > 0;) n -= 2;
  return total * 10 + n;
}

function choose(n: number): number {
  let result = 0;
  switch (n) {
    case 1:
    case 2: result += 1;
    case 3: result += 10; break;
    case 4: {
      let z = n;
      z <<= 2;
      result = z;
      break;
    }
    case -1: return 1000;
    default: result = 99;
  }
  return result;
}

function inLoop(): number {
  let total = 0;
  for (let i = 0; i < 8; i++) {
    switch (i & 3) {
      case 0: continue;
      case 1:
        switch (i) {
          case 5: total += 500; break;
          default: total += 1;
        }
        break;
      case 2: total += 20;
    }
    total += 1000;
  }
  return total;
}

function conditions(a: number, c: number): number {
  let result = 0;
  if (a > 0 && c > 0) result |= 1;
  if (a > 0 || c > 0) result |= 2;
  if (!(a > 0) && c !== 5) result |= 4;
  else if (a === 3) result |= 8;
  else result |= 16;
  const chosen = a > 0 && c > 0 ? 32 : a < 0 ? 64 : 128;
  const value = (a & 1) === 0 && c || 256;
  return result + chosen + value;
}

say(b("loops"), loops());
say3(b("choose"), choose(1), choose(2), choose(3));
say3(b("choose"), choose(4), choose(5), choose(-1));
say(b("in-loop"), inLoop());
say3(b("conditions"), conditions(3, 5), conditions(-2, 5), conditions(0, -1));
if (called(false) && called(true)) say(b("wrong"), 0);
if (called(true) || called(false)) say(b("calls"), calls);
if (!called(false) && (called(true) || called(true))) say(b("calls"), calls);
while (calls > 0) calls -= 3;
say(b("calls"), calls);
exit(0);
