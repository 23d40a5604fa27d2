// Output of the small programs beside this file: lines `WORD NUMBER NUMBER ...`.
import { b, ch, umod, udiv, write } from "../../../chain/2-runtime/node.js";

const line = new Uint8Array(4096);
let used = 0;

function putByte(byte: number): void {
  line[used] = byte;
  used++;
}

function putDigits(n: number): void {
  if (n > 9 || n < 0) putDigits(udiv(n, 10));
  putByte(ch('0') + umod(n, 10));
}

export function text(bytes: Uint8Array): void {
  for (const byte of bytes) putByte(byte);
}

export function number(n: number): void {
  putByte(ch(' '));
  if (n < 0) putByte(ch('-'));
  putDigits(n < 0 ? -n | 0 : n);
}

export function end(): void {
  text(b("\n"));
  write(1, line, used);
  used = 0;
}

export function say(word: Uint8Array, n: number): void {
  text(word);
  number(n);
  end();
}

export function say3(word: Uint8Array, x: number, y: number, z: number): void {
  text(word);
  number(x);
  number(y);
  number(z);
  end();
}
