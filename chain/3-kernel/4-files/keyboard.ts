// The keyboard of a PC: scan codes of set 1 from port 60h become bytes of the terminal, with a US layout.
import { b, ch } from "../../2-runtime/node.js";
import { inb } from "../1-machine/index.js";
import { typeByte } from "./terminal.js";

const STATUS = 0x64, DATA = 0x60, ESCAPE_KEY = 1, BACKSPACE_KEY = 14, CONTROL = 0x1d, LEFT_SHIFT = 0x2a,
  RIGHT_SHIFT = 0x36, RELEASED = 0x80;

/** The bytes of scan codes 0 to 57; NUL for keys without one and for backspace, ? for 0 and escape. */
const plainKeys = b("??1234567890-=\0\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ");
const shiftedKeys = b("??!@#$%^&*()_+\0\tQWERTYUIOP{}\n\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ");

/** Keys that are held down. */
let isShifted = false;
let isControl = false;

function takeScanCode(code: number): void {
  const key = code & 127;
  if (key === LEFT_SHIFT || key === RIGHT_SHIFT) {
    isShifted = code < RELEASED;
  } else if (key === CONTROL) {
    isControl = code < RELEASED;
  } else if (code === ESCAPE_KEY) {
    typeByte(27);
  } else if (code === BACKSPACE_KEY) {
    typeByte(127);
  } else if (code < RELEASED && key < plainKeys.length) {
    const byte = isShifted ? shiftedKeys[key] : plainKeys[key];
    if (byte === 0) return;
    typeByte(isControl && byte >= ch('a') ? byte & 31 : byte);
  }
}

/** Takes what the keyboard has sent; bytes of the mouse (status bit 5) are thrown away. */
export function pollKeyboard(): void {
  let patience = 32;
  while ((inb(STATUS) & 1) !== 0 && patience > 0) {
    const isMouse = (inb(STATUS) & 0x20) !== 0;
    const code = inb(DATA);
    if (!isMouse) takeScanCode(code);
    patience--;
  }
}
