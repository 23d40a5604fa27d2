// A person at the machine's console: from the line `rootseed: shell` on, what the machine says goes to the terminal,
// and what is typed goes to the machine. On an emulated PC the chain's kernel edits the line, so that our terminal is
// set to pass everything on; on a lent kernel our terminal edits it.
import { PassThrough } from "node:stream";

/** What is said when a machine begins to listen, and what is typed to an emulated PC when the person has no more. */
export interface ConsoleWords {
  beginning: string;
  farewell: string;
}

/** Those of chain/console. */
const chainConsole: ConsoleWords = { beginning: "rootseed: shell\n", farewell: "\x04" };

/** Ctrl-] leaves, whatever the machine does. */
const leaveKey = 0x1d;

export class Session {
  /** What is typed. */
  readonly input = new PassThrough();
  private readonly leaving = new AbortController();
  private heard = "";
  private isOpen = false;

  /**
   * @param isMachine true on an emulated PC, whose terminal edits lines
   * @param opened called when the machine begins to listen
   */
  constructor(
    private readonly isMachine: boolean, private readonly opened: () => void,
    private readonly words: ConsoleWords = chainConsole,
  ) {}

  /** Aborted when the person leaves by Ctrl-]. */
  get signal(): AbortSignal {
    return this.leaving.signal;
  }

  /** Takes what the machine says. */
  hear(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString("latin1");
    if (this.isOpen) {
      this.show(text);
      return;
    }
    this.heard = (this.heard + text).slice(-4096 - text.length);
    const at = this.heard.indexOf(this.words.beginning);
    if (at >= 0) {
      this.open();
      this.show(this.heard.slice(at + this.words.beginning.length));
    }
  }

  /** Gives the terminal back. */
  close(): void {
    if (this.isOpen) {
      this.isOpen = false;
      process.stdin.removeAllListeners("data").removeAllListeners("end").pause();
      this.setRaw(false);
    }
  }

  private open(): void {
    this.isOpen = true;
    this.opened();
    this.setRaw(true);
    process.stdin.on("data", (bytes: Buffer) => {
      if (process.stdin.isTTY && bytes.includes(leaveKey)) {
        this.leaving.abort();
      } else {
        this.input.write(bytes);
      }
    });
    process.stdin.on("end", () => this.isMachine ? this.input.write(this.words.farewell) : this.input.end());
    process.stdin.resume();
  }

  private setRaw(raw: boolean): void {
    if (this.isMachine && process.stdin.isTTY) {
      process.stdin.setRawMode(raw);
    }
  }

  private show(text: string): void {
    // Node's raw mode still makes CR LF of LF.
    process.stdout.write(text, "latin1");
  }
}
