// A person at the machine's console: from the line `rootseed: shell` on, what the machine says goes to the terminal,
// and what is typed goes to the machine. On an emulated PC the machine edits the line, so that our terminal is
// set to pass everything on; on the host's kernel we edit it (line-editor.ts).
//
// How it thinks: chain/console also speaks to us, in messages that a terminal passes over (OSC): `prompt` when it
// waits for a line, and `exit STATUS` as its last word. Only when it waits is it told the terminal's size, as xterm
// tells it, and only where that is news: a program that runs would take it for something typed.
import { PassThrough } from "node:stream";
import { LineEditor } from "./line-editor.js";

/** What a machine says when it begins to listen, and what is typed to an emulated PC at the end of the input. */
export interface ConsoleProtocol {
  banner: string;
  exitKeys: string;
}

/** Those of chain/console. A line without an end is ended, too. */
const chainConsole: ConsoleProtocol = { banner: "rootseed: shell\n", exitKeys: "\n\x04" };

/** Ctrl-] exports, whatever the machine does. */
const leaveKey = 0x1d;

const message = /\x1b\]rootseed (prompt|exit (\d+))\x07/;
const messageBegun = /\x1b(\][^\x07]{0,40})?$/;

/** Bytes after which the machine no longer waits for a line: its end, Ctrl-C, Ctrl-D. */
const endsOfLine = [0x0a, 0x0d, 0x03, 0x04];

export class Console {
  /** What is typed. */
  readonly input = new PassThrough();
  /** With which status the person has left; undefined as long as nobody has, or when the machine stopped. */
  status: number | undefined;
  private readonly leaving = new AbortController();
  private pending = "";
  private isOpen = false;
  /** The machine waits for a line. */
  private isAsked = false;
  private knowsSize = false;
  private hasEnded = false;
  /** On a terminal, where the machine does not edit lines itself. */
  private editor: LineEditor | undefined;

  /**
   * @param isEmulated true on an emulated PC, whose terminal edits lines
   * @param opened called when the machine begins to listen
   */
  constructor(
    private readonly isEmulated: boolean, private readonly opened: () => void,
    private readonly protocol: ConsoleProtocol = chainConsole,
  ) {}

  /** Aborted when the person leaves by Ctrl-]. */
  get signal(): AbortSignal {
    return this.leaving.signal;
  }

  /** Takes what the machine says. */
  onOutput(bytes: Uint8Array): void {
    this.pending += Buffer.from(bytes).toString("latin1");
    if (!this.isOpen) {
      const at = this.pending.indexOf(this.protocol.banner);
      if (at < 0) {
        this.pending = this.pending.slice(-this.protocol.banner.length);
        return;
      }
      this.pending = this.pending.slice(at + this.protocol.banner.length);
      this.open();
    }
    this.printPending();
  }

  /** Gives the terminal back. */
  close(): void {
    if (this.isOpen) {
      this.editor?.close();
      process.stdin.removeListener("data", this.type).removeListener("end", this.end).pause();
      process.stdout.removeListener("resize", this.tellSize);
      this.setRaw(false);
    }
  }

  private open(): void {
    this.isOpen = true;
    this.opened();
    if (!this.isEmulated && process.stdin.isTTY && process.stdout.isTTY) {
      this.editor = new LineEditor({ line: (line) => this.input.write(`${line}\n`), end: this.end });
    }
    this.setRaw(true);
    process.stdin.on("data", this.type).on("end", this.end).resume();
    process.stdout.on("resize", this.tellSize);
  }

  /** Prints what has come, except a message that is not whole yet, and what comes after the last one. */
  private printPending(): void {
    for (let found = message.exec(this.pending); found !== null; found = message.exec(this.pending)) {
      this.print(this.pending.slice(0, found.index));
      this.pending = this.pending.slice(found.index + found[0].length);
      if (found[2] !== undefined) {
        this.status = Number(found[2]);
      } else {
        this.answerPrompt();
      }
    }
    const begun = messageBegun.exec(this.pending)?.index ?? this.pending.length;
    this.print(this.pending.slice(0, begun));
    this.pending = this.pending.slice(begun);
  }

  private answerPrompt(): void {
    this.isAsked = true;
    this.editor?.ask();
    if (!this.knowsSize) {
      this.tellSize();
    }
    if (this.hasEnded && this.isEmulated) {
      this.input.write(this.protocol.exitKeys);
    }
  }

  private readonly tellSize = (): void => {
    this.knowsSize = this.isAsked;
    if (this.isAsked && this.isEmulated && process.stdin.isTTY && process.stdout.isTTY) {
      this.input.write(`\x1b[8;${process.stdout.rows};${process.stdout.columns}t`);
    }
  };

  private readonly type = (bytes: Buffer): void => {
    if (process.stdin.isTTY && bytes.includes(leaveKey)) {
      this.leaving.abort();
      return;
    }
    this.isAsked &&= !bytes.some((byte) => endsOfLine.includes(byte));
    if (this.editor !== undefined) {
      this.editor.type(bytes);
    } else {
      this.input.write(bytes);
    }
  };

  private readonly end = (): void => {
    this.hasEnded = true;
    if (this.isEmulated) {
      this.input.write(this.protocol.exitKeys);
    } else {
      this.input.end();
    }
  };

  private setRaw(raw: boolean): void {
    if ((this.isEmulated || this.editor !== undefined) && process.stdin.isTTY) {
      process.stdin.setRawMode(raw);
    }
  }

  private print(text: string): void {
    // Node's raw mode still makes CR LF of LF.
    if (this.status !== undefined) {
      return;
    }
    if (this.editor !== undefined) {
      this.editor.print(text);
    } else {
      process.stdout.write(text, "latin1");
    }
  }
}
