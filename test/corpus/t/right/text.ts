// Enums, bytes of text with every escape, and the functions of the runtime that T programs have.
import {
  b, ch, copyBytes, exit, fillBytes, imul, udiv, ult, umod, umulHigh,
} from "../../../../chain/2-runtime/node.js";
import { end, number, say, say3, text } from "../print.js";

enum Color { Red, Green = 10, Blue, Mask = 1 << 4 | 3, Last = -1, Zero }

const CHOSEN = Color.Blue;

function name(color: Color): Uint8Array {
  switch (color) {
    case Color.Red: return b("red");
    case Color.Green: return b("green");
    case CHOSEN: return b("blue");
    default: return b("?");
  }
}

function isSame(a: Uint8Array, c: Uint8Array): boolean {
  if (a.length !== c.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== c[i]) return false;
  return true;
}

say3(b("enum"), Color.Blue, Color.Mask, Color.Zero);
text(name(Color.Red));
text(name(Color.Green));
text(name(Color.Blue));
text(name(Color.Last));
end();
text(b("quote \" back \\ tab\t|single '|// no comment /* none */"));
end();
say3(b("zero"), b("a\0b").length, b("a\0b")[1], b("a\0b")[2]);
say3(b("characters"), ch('\n'), ch('\''), ch('\\'));
say3(b("characters"), ch('"'), ch('\0'), ch(' '));
say3(b("same"), isSame(b("abc"), b("abc")) ? 1 : 0, isSame(b("abc"), b("abd")) ? 1 : 0, isSame(b(""), b("")) ? 1 : 0);
say3(b("unsigned"), udiv(-2, 1000), umod(-2, 1000), umulHigh(-1, 16));
say3(b("ult"), ult(1, -1) ? 1 : 0, ult(-1, 1) ? 1 : 0, ult(5, 5) ? 1 : 0);
say(b("imul"), imul(0x12345678, 0x9abcdef));
const target = new Uint8Array(8);
copyBytes(target, 2, b("hello"), 1, 4);
fillBytes(target, 6, ch('x'), 2);
target[0] = ch('<');
target[1] = ch('>');
text(target);
number(target.length);
end();
exit(0);
