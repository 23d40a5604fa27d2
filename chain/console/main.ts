// The console: reads lines and runs each as a script of the chain's shell, in a process of its own. With a plan as its
// argument it runs that first, and takes lines only when one of its steps fails.
//
// How it thinks: each line runs in a process of its own, and what `cd` and an assignment change would end with it: such
// a line is run once more, in the console itself. Each line is run in a process group of its own that owns the
// terminal, so that Ctrl-C ends the line and nothing else. While a line is edited, the terminal passes on every key;
// while one is run, it is as it was. Must not write outside of /interactive.
import {
  addr, b, ch, commandLine, copyBytes, currentDirectory, exit, fileMode, forkCall, spawn, syscall3, unlink,
} from "../2-runtime/node.js";
import { slice, Text } from "../2-runtime/text.js";
import { setApplet } from "../4-tools/errors.js";
import { Script } from "../4-tools/script.js";
import { Shell } from "../4-tools/shell.js";
import { noBytes, parseNumber, splitLines } from "../4-tools/words.js";
import { callCommand, commandNames } from "./commands.js";
import { TERMINAL } from "./keys.js";
import { LineEditor, say, tellHost } from "./line.js";
import { Plan } from "./plan.js";

const SHELL = b("/bin/sh");
/** A person in a shell that a step has built makes this file to run the failed step again. */
const RETRY = b("/interactive/retry");

// struct termios: 36 bytes, the local flags at 12
const TERMIOS_BYTES = 36, LOCAL_FLAGS = 12, ISIG = 1, ICANON = 2, ECHO = 8;
const TCGETS = 0x5401, TCSETS = 0x5402, TIOCSPGRP = 0x5410;
// calls of the kernel
const GETPID = 20, DUP = 41, IOCTL = 54, SETPGID = 57;

/** A second descriptor of the terminal: forkCall closes the one that becomes a process's standard input. */
const input = syscall3(DUP, TERMINAL, 0, 0);
const usual = new Uint8Array(TERMIOS_BYTES);
const isTerminal = syscall3(IOCTL, TERMINAL, TCGETS, addr(usual)) >= 0;

const shell = new Shell(callCommand);
const plan = new Plan();
const editor = new LineEditor(commandNames(), isTerminal);

/** As it was, or so that it passes every key on. Lines from a file are not echoed: only a terminal has columns. */
function setTerminal(passesKeys: boolean): void {
  const flags = new Uint8Array(TERMIOS_BYTES);
  copyBytes(flags, 0, usual, 0, TERMIOS_BYTES);
  if (passesKeys) flags[LOCAL_FLAGS] &= ~(ISIG | ICANON | ECHO);
  else if (editor.keys.columns === 0) flags[LOCAL_FLAGS] &= ~ECHO;
  if (isTerminal) syscall3(IOCTL, TERMINAL, TCSETS, addr(flags));
}

/** Makes this process a group of its own, the one that Ctrl-C is for. Where there is no terminal, nothing happens. */
function takeTerminal(): void {
  const group = new Int32Array(1);
  syscall3(SETPGID, 0, 0, 0);
  group[0] = syscall3(GETPID, 0, 0, 0);
  syscall3(IOCTL, TERMINAL, TIOCSPGRP, addr(group));
}

function runStep(_argv: Uint8Array[]): number {
  takeTerminal();
  return plan.runStep();
}

/** argv: the line. */
function runLine(argv: Uint8Array[]): number {
  takeTerminal();
  return shell.runScript(noBytes, argv[0], 1);
}

function runOtherShell(_argv: Uint8Array[]): number {
  takeTerminal();
  return spawn(SHELL, [b("sh"), b("-i")], shell.reader.variables.first(shell.reader.environmentCount), 0, 1);
}

/** Whether a step has built a shell that runs here: one for x86-64 needs long mode. */
function hasOtherShell(): boolean {
  return fileMode(SHELL) >= 0 && spawn(SHELL, [b("sh"), b("-c"), b(":")], shell.reader.variables.first(0), 0, 1) === 0;
}

/** NAME= at the beginning of a line. */
function isAssignment(line: Uint8Array): boolean {
  return new Script(noBytes, line, 1).assignedName().length > 0;
}

/** Whether a line is this command. */
function isCommand(line: Uint8Array, name: Uint8Array): boolean { return new Script(noBytes, line, 1).keyword(name); }

/** The rest of a line after a command's name, without blanks around it. */
function argumentOf(line: Uint8Array, name: Uint8Array): Uint8Array {
  const script = new Script(noBytes, line, 1);
  script.keyword(name);
  script.skipBlanks();
  let end = line.length;
  while (end > script.at && line[end - 1] === ch(' ')) end--;
  return slice(line, script.at, end);
}

/** Whether more lines belong to a text: loops are open, or its last line ends with a backslash. */
function isOpen(text: Uint8Array): boolean {
  let open = 0;
  for (const line of splitLines(text)) {
    if (isCommand(line, b("for"))) open++;
    if (isCommand(line, b("done"))) open--;
  }
  return open > 0 || text.length > 0 && text[text.length - 1] === ch('\\');
}

class Console {
  status: number = 0; // 1 when a line has failed, unless `exit` gives another one
  isOver: boolean = false;

  fail(message: Uint8Array): void {
    say(message);
    this.status = 1;
  }

  leave(argument: Uint8Array): void {
    const status = parseNumber(argument, 10);
    this.isOver = argument.length === 0 || status >= 0 && status < 256;
    if (!this.isOver) this.fail(b("exit: the status is a number from 0 to 255\n"));
    else if (status >= 0) this.status = status;
  }

  retry(): void {
    if (plan.isDone()) this.fail(b("retry: there is no step that has failed\n"));
    else if (plan.run(runStep)) say(b("The step has succeeded, and those after it; the run still counts as failed.\n"));
    else this.fail(noBytes);
  }

  takeLine(line: Uint8Array): void {
    if (isCommand(line, b("exit"))) {
      this.leave(argumentOf(line, b("exit")));
    } else if (isCommand(line, b("retry"))) {
      this.retry();
    } else if (line.length > 0) {
      const isCd = isCommand(line, b("cd"));
      const text = isCd && argumentOf(line, b("cd")).length === 0 ? b("cd /") : line;
      if (forkCall(runLine, [text], input, 1) !== 0) this.fail(noBytes);
      else if (isCd || isAssignment(text)) shell.runScript(noBytes, text, 1);
    }
  }

  /** A line, and those that belong to it; null at the end of input. */
  read(): Uint8Array | null {
    setTerminal(true);
    let text = editor.read(new Text().add(b("rootseed:")).add(currentDirectory()).add(b("# ")).take());
    while (text !== null && isOpen(text)) {
      const more = editor.read(b("> "));
      text = more === null || editor.isCancelled ? more : new Text().add(text).byte(ch('\n')).add(more).take();
    }
    setTerminal(false);
    return text;
  }

  takeLines(): void {
    say(b("A console in the machine: help lists the commands, exit or Ctrl-D leaves, Ctrl-] ends it at once.\n"));
    if (!plan.isDone()) say(b("retry runs the failed step again.\n"));
    while (!this.isOver) {
      const line = this.read();
      if (line === null) return;
      this.takeLine(line);
    }
  }

  /** A shell that a step has built replaces this one. */
  useOtherShell(): void {
    say(b("The machine's /bin/sh: exit or Ctrl-D leaves, Ctrl-] ends the machine at once.\n"));
    if (!plan.isDone()) say(b("`touch /interactive/retry; exit` runs the failed step again.\n"));
    this.status = forkCall(runOtherShell, [], input, 1);
    if (unlink(RETRY) === 0) {
      this.retry();
      this.useOtherShell();
    }
  }

  /** A session: its status. */
  interact(): number {
    const isOther = hasOtherShell();
    setTerminal(!isOther); // before anything is typed
    say(b("rootseed: shell\n"));
    setApplet(b("sh"), noBytes);
    shell.reader.assign(b("PATH"), b("/usr/bin:/bin"));
    shell.reader.assign(b("HOME"), b("/"));
    shell.reader.assign(b("TERM"), b("vt100"));
    shell.reader.environmentCount = shell.reader.variables.count;
    if (isOther) this.useOtherShell();
    else this.takeLines();
    tellHost(new Text().add(b("exit ")).decimal(this.status).take());
    return this.status;
  }
}

function start(words: Uint8Array[]): number {
  if (words.length < 2) return new Console().interact();
  plan.read(words[1]);
  if (plan.run(runStep)) return 0;
  new Console().interact();
  return 1;
}

exit(start(commandLine()));
