// The console's output: the first serial port, the debug port E9 and the VGA text screen, all three at once; the
// kernel's own messages; and the end of the machine. Terminal input and line editing are in terminal.ts.
import { b, ch, copyMemory, load8, store16, udiv, umod } from "../../2-runtime/node.js";
import { halt, inb, outb, sendBytes } from "./node-glue.js";
import { DIRECT_MAP } from "./numbers.js";

// The 16550's registers, relative to its port: data 0, interrupts 1, FIFO 2, line 3, modem 4, line status 5.
export const COM1 = 0x3f8, COM2 = 0x2f8, LINE_STATUS = 5, TRANSMITTER_EMPTY = 0x20, ALL_SENT = 0x40, FIFO_BYTES = 16;

const SCREEN = DIRECT_MAP + 0xb8000 | 0, COLUMNS = 80, ROWS = 25, GREY_ON_BLACK = 0x700;

export const BACKSPACE = 8, CARRIAGE_RETURN = 13;

/** Where the next character goes on the screen. */
let cursorColumn = 0;
let cursorRow = 0;

/** 115,200 bits a second, 8 data bits, no parity, 1 stop bit, FIFOs on, interrupts off. */
export function startSerial(port: number): void {
  outb(port + 1, 0);
  outb(port + 3, 0x80);
  outb(port, 1);
  outb(port + 1, 0);
  outb(port + 3, 3);
  outb(port + 2, 7);
  outb(port + 4, 11);
}

/**
 * Waits; minutes, where an emulator's port has nobody who reads it: what is sent too early is lost. A machine without
 * that port answers FFh, and a port that hangs must not hang us for ever.
 */
function waitSerial(port: number, until: number): void {
  let patience = 1000000000;
  while ((inb(port + LINE_STATUS) & until) === 0 && patience > 0) patience--;
}

/** Sends n bytes of memory, a FIFO's worth at a time. */
export function sendSerial(port: number, address: number, n: number): void {
  let at = address;
  let left = n;
  while (left > 0) {
    const count = left < FIFO_BYTES ? left : FIFO_BYTES;
    waitSerial(port, TRANSMITTER_EMPTY);
    sendBytes(port, at, count);
    at += count;
    left -= count;
  }
}

function scrollScreen(): void {
  copyMemory(SCREEN, SCREEN + COLUMNS * 2, COLUMNS * (ROWS - 1) * 2);
  for (let i = 0; i < COLUMNS; i++) store16(SCREEN + (COLUMNS * (ROWS - 1) + i) * 2, GREY_ON_BLACK | ch(' '));
  cursorRow = ROWS - 1;
}

function putScreen(byte: number): void {
  if (byte === ch('\n')) {
    cursorColumn = 0;
    cursorRow++;
  } else if (byte === CARRIAGE_RETURN) {
    cursorColumn = 0;
  } else if (byte === BACKSPACE) {
    if (cursorColumn > 0) cursorColumn--;
  } else if (byte === ch('\t')) {
    cursorColumn = cursorColumn + 8 & ~7;
  } else if (byte >= ch(' ')) {
    store16(SCREEN + (cursorRow * COLUMNS + cursorColumn) * 2, GREY_ON_BLACK | byte);
    cursorColumn++;
  }
  if (cursorColumn >= COLUMNS) {
    cursorColumn = 0;
    cursorRow++;
  }
  if (cursorRow >= ROWS) scrollScreen();
}

/** Writes n bytes of memory on the console. */
export function writeConsole(address: number, n: number): void {
  sendSerial(COM1, address, n);
  for (let i = 0; i < n; i++) {
    const byte = load8(address + i);
    outb(0xe9, byte);
    putScreen(byte);
  }
}

export function putConsole(byte: number): void {
  waitSerial(COM1, TRANSMITTER_EMPTY);
  outb(COM1, byte);
  outb(0xe9, byte);
  putScreen(byte);
}

export function print(text: Uint8Array): void {
  for (let i = 0; i < text.length; i++) putConsole(text[i]);
}

/** An unsigned number in decimal. */
export function printNumber(n: number): void {
  const rest = udiv(n, 10);
  if (rest !== 0) printNumber(rest);
  putConsole(ch('0') + umod(n, 10));
}

export function printHex(n: number): void {
  for (let shift = 28; shift >= 0; shift -= 4) {
    const digit = n >>> shift & 15;
    putConsole(digit < 10 ? ch('0') + digit : ch('a') - 10 + digit);
  }
}

/** The port has sent the last byte, and the BIOS knows where the screen's cursor is (its data, 0450h). */
export function leaveConsole(): void {
  waitSerial(COM1, ALL_SENT);
  store16(DIRECT_MAP + 0x450, cursorRow << 8 | cursorColumn);
}

/** Ends the machine as emulators know it (QEMU's isa-debug-exit; "Shutdown" to 8900h), or stops the processor. */
export function stopMachine(code: number): void {
  leaveConsole();
  outb(0xf4, code);
  const word = b("Shutdown");
  for (let i = 0; i < word.length; i++) outb(0x8900, word[i]);
  while (true) halt(0);
}

/** A fault of the kernel itself: says so and stops the machine. */
export function panic(what: Uint8Array, value: number): void {
  print(b("rootseed: kernel stopped: "));
  print(what);
  print(b(" "));
  printHex(value);
  print(b("\n"));
  stopMachine(125);
}

/** What the compiler calls for an index out of range; the line is that of the whole kernel's text. */
export function fail(line: number): void {
  print(b("rootseed: kernel stopped: index out of range, line "));
  printNumber(line);
  print(b("\n"));
  stopMachine(125);
}
