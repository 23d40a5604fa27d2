// The plan of a run that stops at a console where a step fails: its steps one after the other, from any of them on.
//
// How it thinks: each step of a plan begins with the line that names it and needs nothing of the shell that ran
// those before it, so that each is a script of its own. Must not change the lines' numbers: messages name them.
import { b, ch, chdir, forkCall } from "../2-runtime/node.js";
import { Text } from "../2-runtime/text.js";
import { callApplet } from "../4-tools/applets.js";
import { setApplet } from "../4-tools/errors.js";
import { readWhole } from "../4-tools/files.js";
import { Shell } from "../4-tools/shell.js";
import { hasAt, noBytes, splitLines } from "../4-tools/words.js";

const STEP = b("echo rootseed: begin ");

export class Plan {
  file: Uint8Array = noBytes;
  lines: Uint8Array[] = [];
  at: number = 0; // the line at which the next step begins

  read(file: Uint8Array): void {
    this.file = file;
    this.lines = splitLines(readWhole(file));
  }

  isDone(): boolean { return this.at === this.lines.length; }

  /** Runs the steps from the next one on until one fails, `runStep` in a process each: true if none does. */
  run(runStep: (argv: Uint8Array[]) => number): boolean {
    while (!this.isDone()) {
      if (forkCall(runStep, [], 0, 1) !== 0) return false;
      this.at = this.end();
    }
    return true;
  }

  /** Where the step that begins at `at` ends. */
  end(): number {
    let end = this.at + 1;
    while (end < this.lines.length && !hasAt(this.lines[end], 0, STEP)) end++;
    return end;
  }

  /** Runs the next step in this process: its status. */
  runStep(): number {
    const text = new Text();
    for (let i = this.at; i < this.end(); i++) text.add(this.lines[i]).byte(ch('\n'));
    chdir(b("/"));
    setApplet(b("sh"), noBytes);
    return new Shell(callApplet).runScript(this.file, text.take(), this.at + 1);
  }
}
