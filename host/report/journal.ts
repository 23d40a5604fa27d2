// Reads the machine's console: splits it into lines, keeps the last ones, and understands the lines
// by which the chain reports (docs/architecture.md):
//
//     rootseed: begin NAME      rootseed: end NAME
//     rootseed: tests P F S     rootseed: exit CODE
//     rootseed: Linux VERSION, started from the seed

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface Link {
  name: string;
  /** Milliseconds of the host's clock. */
  begun: number;
  ended: number | undefined;
  /** True when the host program was stopped (Ctrl-Z) meanwhile: its time says nothing about the next run. */
  wasPaused: boolean;
  tests: TestCounts | undefined;
}

/** How many lines of the console a failure shows. */
const tailLines = 12;

/** A longer line without an end is taken as one. */
const longestLine = 65536;

export class Journal {
  readonly links: Link[] = [];
  exitCode: number | undefined;
  /** The version of the Linux that came up. */
  linux: string | undefined;
  /** The last lines of the console. */
  readonly tail: string[] = [];
  /** The last `line N: what` message of the compiler since the link in progress began. */
  compileError: { line: number; what: string } | undefined;
  /** When the console last said something. */
  lastOutput: number;
  /** Set when a person's console may begin: from its first line on, only how the machine ends counts. */
  hasConsole = false;
  /** True when that console has begun. */
  atConsole = false;
  private unfinished = "";
  private readonly changed: (link: Link, ended: boolean) => void;
  private readonly now: () => number;

  /** True on a lent kernel, where the chain's kernel is not compiled at the start. */
  readonly lent: boolean;

  /** @param changed called when a link begins or ends. */
  constructor(
    lent: boolean, changed: (link: Link, ended: boolean) => void, now: () => number = () => performance.now(),
  ) {
    this.lent = lent;
    this.changed = changed;
    this.now = now;
    this.lastOutput = now();
  }

  /** The link that has begun and not ended. */
  get current(): Link | undefined {
    const last = this.links.at(-1);
    return last !== undefined && last.ended === undefined ? last : undefined;
  }

  /** To be called when the host program goes on after it was stopped. */
  paused(): void {
    if (this.current !== undefined) {
      this.current.wasPaused = true;
    }
  }

  /** Takes console bytes. */
  push(bytes: Uint8Array): void {
    this.lastOutput = this.now();
    const lines = (this.unfinished + Buffer.from(bytes).toString("latin1")).split("\n");
    this.unfinished = (lines.pop() as string).slice(-longestLine);
    lines.forEach((line) => this.takeLine(line.replace(/\r/g, "")));
  }

  /** Takes what stands behind the last line end. */
  finish(): void {
    if (this.unfinished !== "") {
      this.takeLine(this.unfinished);
      this.unfinished = "";
    }
  }

  private takeLine(line: string): void {
    this.atConsole ||= this.hasConsole && line === "rootseed: shell";
    if (this.atConsole) {
      this.exitCode = /^rootseed: exit (\d+)$/.exec(line) === null ? this.exitCode : Number(line.slice(16));
      return;
    }
    if (line !== "") {
      this.tail.push(line);
      if (this.tail.length > tailLines) {
        this.tail.shift();
      }
    }
    const compileError = /^line ([0-9]{1,9})\b:? ?(.*)$/.exec(line);
    if (compileError !== null) {
      this.compileError = { line: Number(compileError[1]), what: compileError[2] as string };
    }
    this.linux = /^rootseed: Linux (\S+), started from the seed$/.exec(line)?.[1] ?? this.linux;
    const report = /^rootseed: (begin|end|tests|exit) (.+)$/.exec(line);
    if (report === null) {
      return;
    }
    const words = (report[2] as string).trim().split(/\s+/);
    switch (report[1]) {
      case "begin":
        this.begin(words[0] as string);
        break;
      case "end":
        this.end(words[0] as string);
        break;
      case "tests":
        this.count(words.map(Number));
        break;
      case "exit":
        this.exitCode = Number(words[0]);
    }
  }

  private begin(name: string): void {
    const link = { name, begun: this.now(), ended: undefined, wasPaused: false, tests: undefined };
    this.compileError = undefined;
    this.links.push(link);
    this.changed(link, false);
  }

  private end(name: string): void {
    const link = this.current;
    if (link !== undefined && link.name === name) {
      link.ended = this.now();
      this.changed(link, true);
    }
  }

  private count([passed, failed, skipped]: number[]): void {
    const link = this.current;
    if (link !== undefined && passed !== undefined && failed !== undefined) {
      link.tests = { passed, failed, skipped: skipped ?? 0 };
    }
  }
}
