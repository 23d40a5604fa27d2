// What the user sees while something runs: lines, and on a terminal one live line below them.
//
// How it thinks: everything goes to one stream (standard output, or standard error when a JSON document
// owns standard output). A pipe gets plain lines only.

/** The least time between two paintings of the live line, in milliseconds. */
const repaintEvery = 100;

export interface Reporter {
  /** True on a terminal that can repaint a line. */
  isLive: boolean;
  /** How many characters a line may have; Infinity in a pipe. */
  width: number;
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
  let shown = 0;
  let lastPaint = 0;
  const clear = (): void => {
    if (shown > 0) {
      // A terminal that has become narrower since has wrapped the line.
      const above = Math.ceil(shown / (stream.columns || 80)) - 1;
      stream.write(`\r${above > 0 ? `\x1b[${above}A` : ""}\x1b[J`);
      shown = 0;
    }
  };
  return {
    isLive,
    width: stream.isTTY === true && stream.columns > 0 ? stream.columns : Infinity,
    clear,
    note(line: string): void {
      clear();
      stream.write(`${line}\n`);
    },
    live(line: string): void {
      const now = performance.now();
      if (isLive && (shown === 0 || now - lastPaint >= repaintEvery)) {
        const text = line.slice(0, (stream.columns || 80) - 1);
        clear();
        stream.write(text);
        lastPaint = now;
        shown = text.length;
      }
    },
  };
}
