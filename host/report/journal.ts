// Reads the machine's console: splits it into lines, keeps the last ones, and understands the lines
// by which the chain reports (docs/architecture.md):
//
//     rootseed: begin NAME      rootseed: end NAME
//     rootseed: tests P F S     rootseed: exit CODE
//     rootseed: Linux VERSION, started from the seed

import { latin1 } from "../common/bytes.js";
import type { ProcessorTime } from "../common/processor-time.js";

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface StepRun {
  name: string;
  /** On which engine. */
  engine: string;
  /** Milliseconds of the host's clock. */
  begun: number;
  ended: number | undefined;
  /** True when the host program was stopped (Ctrl-Z) meanwhile: its time says nothing about the next run. */
  wasPaused: boolean;
  tests: TestCounts | undefined;
  /** On the host's kernel, once it has ended. */
  processorTime?: ProcessorTime;
}

/** How many lines of the console a failure shows. */
const tailLines = 12;

/** A longer line without an end is taken as one. */
const longestLine = 65536;

/** A step has begun or ended. */
export interface StepEvent {
  run: StepRun;
  hasEnded: boolean;
}

/** What the consoles of a run have said: its steps on all machines, and the errors that the last machine names. */
export interface ConsoleRecord {
  readonly runs: StepRun[];
  /** The step that has begun and not ended. */
  readonly current: StepRun | undefined;
  readonly exitCode: number | undefined;
  /** The version of the Linux that came up. */
  readonly linux: string | undefined;
  /** The last lines. */
  readonly tail: string[];
  /** The last `line N: what` message of the compiler since the step in progress began. */
  readonly compileError: { line: number; what: string } | undefined;
  /** True when the user's console has begun. */
  readonly atConsole: boolean;
  /** True on the host's kernel, where the chain's kernel is not compiled at the start. */
  readonly onHostKernel: boolean;
}

export class Journal implements ConsoleRecord {
  readonly runs: StepRun[] = [];
  exitCode: number | undefined;
  linux: string | undefined;
  readonly tail: string[] = [];
  compileError: { line: number; what: string } | undefined;
  /** When the console last said something. */
  lastOutput: number;
  atConsole = false;
  onHostKernel = false;
  private engine = "";
  private hasConsole = false;
  private unfinished = "";
  private events: StepEvent[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {
    this.lastOutput = now();
  }

  /**
   * To be called when a machine begins: what the one before has said, other than of its steps, is over.
   * @param hasConsole true when a user's console may begin: from its first line on, only how the machine ends counts
   */
  machineBegins(engine: string, onHostKernel: boolean, hasConsole = false): void {
    this.finish();
    this.engine = engine;
    this.onHostKernel = onHostKernel;
    this.hasConsole = hasConsole;
    this.exitCode = undefined;
    this.linux = undefined;
    this.compileError = undefined;
    this.atConsole = false;
    this.tail.length = 0;
    this.lastOutput = this.now();
  }

  get current(): StepRun | undefined {
    const last = this.runs.at(-1);
    return last !== undefined && last.ended === undefined ? last : undefined;
  }

  /** To be called when the host program goes on after it was stopped. */
  paused(): void {
    if (this.current !== undefined) {
      this.current.wasPaused = true;
    }
  }

  /** Takes console bytes; gives what has happened to steps. */
  push(bytes: Uint8Array): StepEvent[] {
    this.events = [];
    this.lastOutput = this.now();
    const lines = (this.unfinished + latin1(bytes)).split("\n");
    this.unfinished = (lines.pop() as string).slice(-longestLine);
    lines.forEach((line) => this.takeLine(line.replace(/\r/g, "")));
    return this.events;
  }

  /** Takes what follows the last line end. */
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
    const run = { name, engine: this.engine, begun: this.now(), ended: undefined, wasPaused: false, tests: undefined };
    this.compileError = undefined;
    this.runs.push(run);
    this.events.push({ run, hasEnded: false });
  }

  private end(name: string): void {
    const run = this.current;
    if (run !== undefined && run.name === name) {
      run.ended = this.now();
      this.events.push({ run, hasEnded: true });
    }
  }

  private count([passed, failed, skipped]: number[]): void {
    const run = this.current;
    if (run !== undefined && passed !== undefined && failed !== undefined) {
      run.tests = { passed, failed, skipped: skipped ?? 0 };
    }
  }
}
