// Keys from the terminal, one after the other. It is read through standard error: standard input is the tape, and a
// terminal is open for reading and writing in all three places.
//
// How it thinks: what a terminal sends for a cursor key, ESC [ A say (ECMA-48, xterm's "Control Sequences"), becomes
// the control character that means the same in a shell's line editor, Ctrl-P. Must not write anything.
import { ch, read } from "../2-runtime/node.js";
import { isDigit } from "../4-tools/words.js";

export const TERMINAL = 2;
export const RETURN = 13;
export const ESCAPE = 27;
const RUBOUT = 127;

/** What a key means; all other numbers from 0 to 255 are the byte that was typed. */
export enum Key {
  Home = 1, Left = 2, Cancel = 3, Delete = 4, End = 5, Right = 6, Erase = 8, Complete = 9, Enter = 10, EraseToEnd = 11,
  Clear = 12, Down = 14, Up = 16, EraseToStart = 21, EraseWord = 23, DeleteKey = 256, Resized = 257, Unknown = 258,
}

export class Keys {
  /** The terminal's columns; 0 until it has said how many there are. */
  columns: number = 0;
  buffer: Uint8Array = new Uint8Array(4096);
  at: number = 0;
  end: number = 0;

  /** The next byte; -1 at the end of input. */
  byte(): number {
    if (this.at === this.end) {
      this.at = 0;
      this.end = read(TERMINAL, this.buffer, this.buffer.length);
      if (this.end <= 0) {
        this.end = 0;
        return -1;
      }
    }
    this.at++;
    return this.buffer[this.at - 1];
  }

  /** Whether the next byte has already been read and continues a character of UTF-8. */
  continues(): boolean { return this.at < this.end && (this.buffer[this.at] & 0xc0) === 0x80; }

  /** The next key; -1 at the end of input. */
  next(): number {
    const byte = this.byte();
    if (byte === RETURN) return Key.Enter;
    if (byte === RUBOUT) return Key.Erase;
    return byte === ESCAPE ? this.sequence() : byte;
  }

  /** The key after ESC: `[` or `O`, numbers with semicolons between them, and a letter or `~`. */
  sequence(): number {
    const kind = this.byte();
    if (kind !== ch('[') && kind !== ch('O')) return Key.Unknown;
    let first = -1;
    let number = 0;
    let final = this.byte();
    while (isDigit(final) || final === ch(';')) {
      if (final === ch(';')) {
        if (first < 0) first = number;
        number = 0;
      } else if (number < 10000) {
        number = number * 10 + final - ch('0');
      }
      final = this.byte();
    }
    return this.meaning(final, first < 0 ? number : first, number);
  }

  meaning(final: number, first: number, last: number): number {
    switch (final) {
      case ch('A'): return Key.Up;
      case ch('B'): return Key.Down;
      case ch('C'): return Key.Right;
      case ch('D'): return Key.Left;
      case ch('H'): return Key.Home;
      case ch('F'): return Key.End;
      case ch('~'):
        if (first === 1 || first === 7) return Key.Home;
        if (first === 4 || first === 8) return Key.End;
        return first === 3 ? Key.DeleteKey : Key.Unknown;
      case ch('t'):
        // the terminal's size: 8, rows, columns
        if (first !== 8 || last === this.columns) return Key.Unknown;
        this.columns = last;
        return Key.Resized;
      default: return Key.Unknown;
    }
  }
}
