// Lines from the terminal. It is read through standard error: standard input is the tape, and a terminal is open for
// reading and writing in all three places.
import { read } from "../runtime/node.js";
import { Text } from "../tools/text.js";

export const TERMINAL = 2;

export class LineReader {
  buffer: Uint8Array = new Uint8Array(4096);
  at: number = 0;
  end: number = 0;

  /** The next line without its end; null at the end of input. */
  next(): Uint8Array | null {
    const line = new Text();
    while (true) {
      while (this.at < this.end) {
        const byte = this.buffer[this.at];
        this.at++;
        if (byte === 10) return line.take();
        line.byte(byte);
      }
      this.at = 0;
      this.end = read(TERMINAL, this.buffer, this.buffer.length);
      if (this.end <= 0) return null;
    }
    return null;
  }
}
