// The shell: reads a script and runs its commands, one after the other, until one fails. As POSIX sh under `set -eu`,
// for a small part of its language; everything else is an error with file and line (docs/shell.md).
//
// How it thinks: each script is parsed once without running, so that a syntax error anywhere stops it before its first
// command. There is no tree: a loop's body is read again each time. Applets of this program come before programs in
// PATH. Must not go on after a command that failed.
import { b, ch, chdir, close, fileMode, open, spawn } from "../2-runtime/node.js";
import { join, same, slice, Text } from "../2-runtime/text.js";
import { complain, die, errorText, NO_SUCH_FILE } from "./errors.js";
import { WordReader } from "./expand.js";
import { inFolder, isFolder, openOutput, READ_ONLY } from "./files.js";
import { Script } from "./script.js";
import { find, isDigit, noBytes, Words } from "./words.js";

/** What the function that starts applets answers when there is none of that name. */
export const NO_APPLET = -38;
const MOST_NESTED_LOOPS = 100;

/** Words that mean something at the beginning of a POSIX command, but not here. */
const REFUSED: Uint8Array[] = [
  b("if"), b("then"), b("else"), b("elif"), b("fi"), b("while"), b("until"), b("do"), b("case"), b("esac"), b("{"),
  b("}"), b("!"), b("in"), b("."), b(":"), b("["), b("test"), b("function"), b("break"), b("continue"), b("eval"),
  b("exec"), b("exit"), b("export"), b("read"), b("readonly"), b("return"), b("set"), b("shift"), b("trap"), b("unset"),
];

export class Shell {
  callApplet: (argv: Uint8Array[], stdin: number, stdout: number) => number;
  reader: WordReader = new WordReader();
  nesting: number = 0; // loops around the command

  constructor(callApplet: (argv: Uint8Array[], stdin: number, stdout: number) => number) {
    this.callApplet = callApplet;
  }

  // ---- running ----

  /** The program that a command names: its path, or nothing. */
  findProgram(name: Uint8Array): Uint8Array {
    if (find(name, 0, ch('/')) >= 0) return name;
    const path = this.reader.isSet(b("PATH")) ? this.reader.value(b("PATH")) : b("/bin");
    let from = 0;
    for (let to = 0; to <= path.length; to++) {
      if (to < path.length && path[to] !== ch(':')) continue;
      const candidate = inFolder(slice(path, from, to), name);
      if (fileMode(candidate) >= 0 && !isFolder(candidate)) return candidate;
      from = to + 1;
    }
    return noBytes;
  }
  /** Runs a command to its end: its status, or a negated error number. */
  start(argv: Uint8Array[], stdin: number, stdout: number): number {
    const reader = this.reader;
    if (same(argv[0], b("cd"))) {
      if (argv.length !== 2) reader.fail(b("cd needs one folder"), noBytes);
      return chdir(argv[1]);
    }
    const callApplet = this.callApplet;
    const status = callApplet(argv, stdin, stdout);
    if (status !== NO_APPLET) return status;
    const program = this.findProgram(argv[0]);
    if (program.length === 0) return NO_SUCH_FILE;
    return spawn(program, argv, reader.variables.first(reader.environmentCount), stdin, stdout);
  }
  checkOpen(path: Uint8Array, fd: number): number {
    if (fd < 0) this.reader.fail(join(path, b(": cannot open: ")), errorText(fd));
    return fd;
  }
  /** Runs a command with these files, if any, as standard input and output: its status, 0 when it was successful. */
  run(argv: Uint8Array[], input: Uint8Array | null, output: Uint8Array | null, append: boolean): number {
    if (argv.length === 0) this.reader.fail(b("nothing is left of this command"), noBytes);
    const stdin = input === null ? 0 : this.checkOpen(input, open(input, READ_ONLY, 0));
    const stdout = output === null ? 1 : this.checkOpen(output, openOutput(output, append));
    const status = this.start(argv, stdin, stdout);
    if (stdin !== 0) close(stdin);
    if (stdout !== 1) close(stdout);
    if (status === 0) return 0;
    this.report(argv, status);
    return status > 0 ? status : status === NO_SUCH_FILE ? 127 : 126;
  }
  /** Says which command failed, where and why. */
  report(argv: Uint8Array[], status: number): void {
    const message = new Text();
    if (status > 0) message.add(b("command failed with status ")).decimal(status);
    else message.add(b("cannot run (")).add(errorText(status));
    if (status === NO_SUCH_FILE && fileMode(this.findProgram(argv[0])) >= 0) {
      message.add(b(": the interpreter after #!, or the dynamic linker; link with -static"));
    }
    message.add(status > 0 ? b(":") : b("):"));
    for (let i = 0; i < argv.length && message.size < 400; i++) message.byte(ch(' ')).add(argv[i]);
    complain(this.reader.script.place(this.reader.lineOfCommand), message.take());
  }

  // ---- the language ----

  /** A command: words, and then redirections. */
  command(): number {
    const reader = this.reader;
    const script = reader.script;
    const list = new Words();
    let input: Uint8Array | null = null;
    let output: Uint8Array | null = null;
    let append = false;
    if (reader.readWords(list) === 0) script.refuse(b("a line without a command"));
    while (script.isAtOneOf(b("<>"))) {
      const isInput = script.peek() === ch('<');
      if (isDigit(script.text[script.at > 0 ? script.at - 1 : 0])) script.refuse(b("a redirection with a number"));
      if (isInput ? input !== null : output !== null) script.refuse(b("a second redirection of the same kind"));
      script.at++;
      if (!isInput) append = script.peek() === ch('>');
      if (append && !isInput) script.at++;
      if (script.isAtLineEnd() || script.isAtOneOf(b(";<>"))) {
        script.refuse(b("a redirection other than < FILE, > FILE, >> FILE"));
      }
      if (isInput) input = reader.readValue();
      else output = reader.readValue();
      script.skipBlanks();
    }
    script.endLine();
    return reader.parseOnly ? 0 : this.run(list.first(list.count), input, output, append);
  }
  /** The loop after its `for`. */
  loop(): number {
    const reader = this.reader;
    const script = reader.script;
    const line = script.line;
    const parseOnly = reader.parseOnly;
    const list = new Words();
    const form = b("a loop other than: for NAME in WORDS; do");
    this.nesting++;
    if (this.nesting > MOST_NESTED_LOOPS) script.refuse(b("a loop inside so many others"));
    script.skipBlanks();
    const name = script.name();
    if (name.length === 0 || same(name, b("IFS")) || !script.keyword(b("in"))) script.refuse(form);
    reader.readWords(list);
    if (script.peek() === ch(';')) script.at++;
    script.skipEmptyLines();
    if (!script.keyword(b("do"))) script.refuse(form);
    script.endLine();
    const bodyAt = script.at;
    const bodyLine = script.line;
    let status = 0;
    if (list.count === 0) {
      reader.parseOnly = true;
      this.block(line);
      reader.parseOnly = parseOnly;
    }
    for (let i = 0; i < list.count && status === 0; i++) {
      script.at = bodyAt;
      script.line = bodyLine;
      reader.assign(name, list.items[i]);
      status = this.block(line);
    }
    if (status === 0) script.endLine();
    this.nesting--;
    return status;
  }
  /** One line of the script: its status. */
  statement(): number {
    const reader = this.reader;
    const script = reader.script;
    reader.lineOfCommand = script.line;
    if (script.keyword(b("for"))) return this.loop();
    for (const word of REFUSED) if (script.keyword(word)) script.refuse(word);
    const name = script.assignedName();
    if (name.length === 0) return this.command();
    if (same(name, b("IFS"))) script.refuse(b("setting IFS"));
    const value = reader.readValue();
    script.endLine();
    if (!reader.parseOnly) reader.assign(name, value);
    return 0;
  }
  /** Commands up to `done`, if they belong to the loop of a line, or to the end of the script (line 0). */
  block(loopLine: number): number {
    const script = this.reader.script;
    let status = 0;
    let isEmpty = true;
    script.skipEmptyLines();
    while (status === 0 && script.peek() >= 0) {
      if (script.keyword(b("done"))) {
        if (loopLine === 0) script.refuse(b("done without for"));
        if (isEmpty) script.refuse(b("a loop without a command"));
        return 0;
      }
      isEmpty = false;
      status = this.statement();
      script.skipEmptyLines();
    }
    if (status === 0 && loopLine !== 0) die(script.place(loopLine), b("this loop has no done"));
    return status;
  }

  /** Parses a script, whose first line has this number, and runs it: its status. */
  runScript(file: Uint8Array, text: Uint8Array, line: number): number {
    let status = 0;
    for (let pass = 0; pass < 2; pass++) {
      this.reader.script = new Script(file, text, line);
      this.reader.parseOnly = pass === 0;
      status = this.block(0);
    }
    return status;
  }
}
