// The console: reads lines and runs each as a script of the chain's shell, in a process of its own. With a script as
// its argument it runs that first, and speaks only when the script fails; its exit status is then the script's.
//
// How it thinks: `cd` and variables belong to the console, because a process that runs a line takes them with it. Each
// line is run in a process group of its own that owns the terminal, so that Ctrl-C ends the line and nothing else.
import {
  addr, b, ch, chdir, commandLine, currentDirectory, exit, fileMode, forkCall, open, close, spawn, syscall3,
} from "../runtime/node.js";
import { errorText, find, hasAt, join, same, slice, Text, writeAll } from "../tools/text.js";
import { LineReader, TERMINAL } from "./line.js";

const LINE = b("/interactive/line");
const TOOLS = b("/interactive/tools");
/** O_WRONLY, O_CREAT, O_TRUNC. */
const WRITE_NEW = 0x241;
const TIOCSPGRP = 0x5410;

/** The terminal once more: whoever becomes a process's standard input is closed under its old number. */
const input = syscall3(41, TERMINAL, 0, 0); // dup

/** Assignments so far, as lines of a script. */
const variables = new Text();

function say(text: Uint8Array): void { writeAll(1, text, text.length); }

function machineEnvironment(): Uint8Array[] { return [b("PATH=/usr/bin:/bin"), b("HOME=/"), b("TERM=vt100")]; }

/** Makes this process a group of its own, the one that Ctrl-C is for. Where there is no terminal, nothing happens. */
function takeTerminal(): void {
  const group = new Int32Array(1);
  syscall3(57, 0, 0, 0); // setpgid
  group[0] = syscall3(20, 0, 0, 0); // getpid
  syscall3(54, TERMINAL, TIOCSPGRP, addr(group)); // ioctl
}

function doNothing(_argv: Uint8Array[]): number {
  takeTerminal();
  return 0;
}

/** argv: a script. */
function runScript(argv: Uint8Array[]): number {
  return spawn(TOOLS, [b("sh"), argv[0]], machineEnvironment(), 0, 1);
}

function runLine(_argv: Uint8Array[]): number {
  takeTerminal();
  return runScript([LINE]);
}

function runShell(_argv: Uint8Array[]): number {
  takeTerminal();
  return spawn(b("/bin/sh"), [b("sh"), b("-i")], machineEnvironment(), 0, 1);
}

/** NAME= at the beginning of a line. */
function isAssignment(line: Uint8Array): boolean {
  const end = find(line, 0, ch('='));
  if (end < 1 || end === line.length || line[0] >= ch('0') && line[0] <= ch('9')) return false;
  for (let i = 0; i < end; i++) {
    const letter = line[i] | 32;
    const isDigit = line[i] >= ch('0') && line[i] <= ch('9');
    if ((letter < ch('a') || letter > ch('z')) && !isDigit && line[i] !== ch('_')) return false;
  }
  return true;
}

function writeLine(line: Uint8Array): void {
  const text = new Text().add(variables.take()).add(line).byte(10).take();
  const file = open(LINE, WRITE_NEW, 0x1a4);
  writeAll(file, text, text.length);
  close(file);
}

function changeFolder(path: Uint8Array): void {
  const result = chdir(path.length === 0 ? b("/") : path);
  if (result < 0) say(join(join(b("cd: "), path), join(b(": "), join(errorText(result), b("\n")))));
}

function takeLine(line: Uint8Array): void {
  if (same(line, b("cd"))) {
    changeFolder(b(""));
  } else if (hasAt(line, 0, b("cd "))) {
    changeFolder(slice(line, 3, line.length));
  } else if (line.length > 0) {
    writeLine(line);
    if (forkCall(runLine, [], input, 1) === 0 && isAssignment(line)) variables.add(line).byte(10);
  }
}

function takeLines(): void {
  const reader = new LineReader();
  say(b("Each line is a script of the chain's shell (docs/shell.md); exit or Ctrl-D leaves.\n"));
  while (true) {
    say(join(b("rootseed:"), join(currentDirectory(), b("# "))));
    const line = reader.next();
    if (line === null || same(line, b("exit"))) {
      say(b("\n"));
      return;
    }
    takeLine(line);
  }
}

function interact(): void {
  say(b("rootseed: shell\n"));
  forkCall(doNothing, [], input, 1);
  if (fileMode(b("/bin/sh")) >= 0) {
    forkCall(runShell, [], input, 1);
  } else {
    takeLines();
  }
}

function start(words: Uint8Array[]): number {
  if (words.length < 2) {
    interact();
    return 0;
  }
  const status = forkCall(runScript, [words[1]], 0, 1);
  if (status !== 0) interact();
  return status;
}

exit(start(commandLine()));
