// Nothing to say here: what might look like a problem, and is none.
import { b, ch, exit, imul, ult } from "../../../../chain/2-runtime/node.js";

const enum Small { One = 1, Two }
const negative = -1;
const mask = ~0;
let count = 0; /*/ one comment, not two: let count = 1; /* */

class Node {
  next: Node | null = null;
  value: number = 0;
  kind: Small = Small.Two;
}

function walk(start: Node | null): number {
  let total = 0;
  let node = start;
  while (node !== null) {
    total += node.value;
    node = node.next;
  }
  for (let i = 0, j = 10; i < j; i++) total = total + imul(i, j) | 0;
  for (;;) {
    if (total > 5 || ult(total, 5)) break;
    count++;
  }
  const last = new Array<Node | null>(2);
  last[0] = start;
  last[1] = null;
  const found = last[0] === null ? last[1] : last[0];
  if (found !== null && found.kind === Small.Two) return (found.value / 3) | 0;
  return total >>> 1 ^ mask;
}

function handle(f: (node: Node | null) => number, text: Uint8Array): number {
  return f(null) + text.length + text[0] - ch('a') % 3;
}

const first = new Node();
exit(walk(first) + handle(walk, b("abc")) + negative);
