// The plan of a run that stops at a console where a step fails: its steps one after the other, from any of them on.
//
// How it thinks: each step of a plan begins with the line that names it and needs nothing of the shell that has run
// those before it, so that each is a script of its own. Messages name the plan's file and its lines all the same.
import { b, chdir, forkCall } from "../runtime/node.js";
import { callApplet } from "../tools/applets.js";
import { readWhole } from "../tools/files.js";
import { Script } from "../tools/script.js";
import { Shell } from "../tools/shell.js";
import { hasAt, noBytes, setApplet, splitLines, Text } from "../tools/text.js";

const STEP = b("echo rootseed: begin ");

/** Runs a script's text from its beginning, first dry: its status. */
export function runText(shell: Shell, file: Uint8Array, text: Uint8Array, line: number): number {
  let status = 0;
  for (let pass = 0; pass < 2; pass++) {
    shell.script = new Script(file, text);
    shell.script.line = line;
    shell.dry = pass === 0;
    status = shell.block(0);
  }
  return status;
}

export class Plan {
  file: Uint8Array = noBytes;
  lines: Uint8Array[] = [];
  at: number = 0; // the line at which the next step begins

  read(file: Uint8Array): void {
    this.file = file;
    this.lines = splitLines(readWhole(file), true);
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
    for (let i = this.at; i < this.end(); i++) text.add(this.lines[i]);
    chdir(b("/"));
    setApplet(b("sh"), noBytes);
    return runText(new Shell(callApplet), this.file, text.take(), this.at + 1);
  }
}
