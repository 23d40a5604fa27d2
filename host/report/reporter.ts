// What the user sees while something runs: lines, and on a terminal one live line below them.
//
// How it thinks: everything goes to one stream (standard output, or standard error when a JSON document
// owns standard output). A pipe gets plain lines only. Colours only on a terminal that wants them.

/** The least time between two paintings of the live line, in milliseconds. */
const repaintEvery = 100;

export interface Reporter {
  /** True on a terminal that can repaint a line. */
  isLive: boolean;
  /** A line that stays. */
  note: (line: string) => void;
  /** The line at the bottom: replaced by the next; nothing in a pipe. */
  live: (line: string) => void;
  /** Takes the live line away. */
  clear: () => void;
}

/** A reporter on a stream. */
export function makeReporter(stream: NodeJS.WriteStream): Reporter {
  const isLive = stream.isTTY === true && process.env["TERM"] !== "dumb";
  let shown = false;
  let lastPaint = 0;
  const clear = (): void => {
    if (shown) {
      stream.write("\r\x1b[K");
      shown = false;
    }
  };
  return {
    isLive,
    clear,
    note(line: string): void {
      clear();
      stream.write(`${line}\n`);
    },
    live(line: string): void {
      const now = performance.now();
      if (isLive && (!shown || now - lastPaint >= repaintEvery)) {
        lastPaint = now;
        shown = true;
        stream.write(`\r\x1b[K${line.slice(0, (stream.columns || 80) - 1)}`);
      }
    },
  };
}
