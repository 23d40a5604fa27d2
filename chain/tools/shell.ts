// The shell: reads a script and runs its commands, one after the other, until one fails. As POSIX sh under `set -eu`,
// for a small part of its language; everything else is an error with file and line (docs/shell.md). A script is read
// twice: first dry, when nothing is expanded and nothing runs, so that a mistake anywhere stops it before its first
// command. A loop's body is read again each time. Applets of this program come before programs in PATH.
import { b, ch, chdir, close, environment, fileMode, listDirectory, open, spawn } from "../runtime/node.js";
import { inFolder, isFolder, openOutput, READ_ONLY, readWhole } from "./files.js";
import { Script } from "./script.js";
import {
  complain, die, errorText, find, hasAt, isDigit, join, noBytes, parseNumber, same, slice, sliceWords,
  Text, Words,
} from "./text.js";

/** What the function that starts applets answers when there is none of that name. */
export const NO_APPLET = -38;
/** Loops inside each other. */
const DEEPEST = 100;

/** Words that mean something at the beginning of a POSIX command, but not here. */
const REFUSED: Uint8Array[] = [
  b("if"), b("then"), b("else"), b("elif"), b("fi"), b("while"), b("until"), b("do"), b("case"), b("esac"), b("{"),
  b("}"), b("!"), b("in"), b("."), b(":"), b("["), b("test"), b("function"), b("break"), b("continue"), b("eval"),
  b("exec"), b("exit"), b("export"), b("read"), b("readonly"), b("return"), b("set"), b("shift"), b("trap"), b("unset"),
];

/** Why a program that is there cannot be started: the error, and what must be there to start it, if it says so. */
function whyNotStarted(error: number, program: Uint8Array): Uint8Array {
  const isScript = hasAt(program, 0, b("#!"));
  let start = isScript ? 2 : program.length;
  // the headers of the segments of an ELF file of 32 bits; that of type 3 (PT_INTERP) has the place of a name
  for (let at = 52; hasAt(program, 1, b("ELF")) && at + 32 <= program.length && at < 52 + program[44] * 32; at += 32) {
    if (program[at] === 3) start = program[at + 4] | program[at + 5] << 8;
  }
  while (start < program.length && program[start] === ch(' ')) start++;
  let end = start;
  while (end < program.length && program[end] > ch(' ')) end++;
  if (end === start) return errorText(error);
  const reason = new Text().add(b("it needs ")).add(slice(program, start, end)).add(b(": "));
  return reason.add(isScript ? errorText(error) : b("link with -static")).take();
}

export class Shell {
  callApplet: (argv: Uint8Array[], stdin: number, stdout: number) => number;
  script: Script = new Script(noBytes, noBytes);
  dry: boolean = true;
  line: number = 0; // where the command begins
  depth: number = 0; // loops around it
  positional: Uint8Array[] = [];
  variables: Words = new Words(); // as NAME=VALUE; those of the environment come first and are for programs, too
  environment: number = 0; // how many they are
  field: Text = new Text(); // the argument that is being made
  active: Text = new Text(); // for each of its bytes: 1 if it was not quoted
  begun: boolean = false; // whether there is one, perhaps an empty one

  constructor(callApplet: (argv: Uint8Array[], stdin: number, stdout: number) => number) {
    this.callApplet = callApplet;
    for (const variable of environment()) this.variables.add(variable);
    this.environment = this.variables.count;
  }
  fail(what: Uint8Array, about: Uint8Array): void { die(this.script.place(this.line), join(what, about)); }

  // ---- variables ----

  /** The number of a variable; that of a new one if it is not set. */
  variable(name: Uint8Array): number {
    const start = join(name, b("="));
    let i = 0;
    while (i < this.variables.count && !hasAt(this.variables.items[i], 0, start)) i++;
    return i;
  }
  assign(name: Uint8Array, value: Uint8Array): void {
    const i = this.variable(name);
    if (i === this.variables.count) this.variables.add(name);
    this.variables.items[i] = new Text().add(name).byte(ch('=')).add(value).take();
  }
  value(name: Uint8Array): Uint8Array {
    const i = this.variable(name);
    const number = parseNumber(name, 10);
    if (number >= 0 && number < this.positional.length) return this.positional[number];
    if (i === this.variables.count) this.fail(b("this variable is not set: "), name);
    const variable = this.variables.items[i];
    return slice(variable, name.length + 1, variable.length);
  }

  // ---- words ----

  put(byte: number, active: number): void {
    this.begun = true;
    this.field.byte(byte);
    this.active.byte(active);
  }
  /** The variable at the script's place; split at blanks if a list is given. */
  expandVariable(list: Words | null, active: number): void {
    const name = this.script.variableName();
    if (this.dry) return;
    for (const byte of this.value(name)) {
      if (list !== null && find(b(" \t\n"), 0, byte) >= 0) this.endField(list);
      else this.put(byte, active);
    }
  }
  /** What stands behind a quote, up to the next one of its kind. */
  readQuoted(quote: number): void {
    const line = this.script.line;
    let next = this.script.take(line);
    this.begun = true;
    while (next !== quote) {
      if (quote === ch('\'')) {
        this.put(next, 0);
      } else if (next === ch('$')) {
        this.expandVariable(null, 0);
      } else if (next === ch('`')) {
        this.script.refuseByte(next);
      } else if (next === ch('\\')) {
        next = this.script.take(line);
        if (find(b("$\"\\`\n"), 0, next) < 0) this.put(ch('\\'), 0);
        if (next !== ch('\n')) this.put(next, 0);
      } else {
        this.put(next, 0);
      }
      next = this.script.take(line);
    }
  }
  /** The word at the script's place into `field`. With a list, unquoted values may make several fields. */
  readWord(list: Words | null): void {
    const script = this.script;
    const start = script.at;
    while (script.peek() >= 0 && !script.comes(b(" \t\n;<>"))) {
      const next = script.take(script.line);
      if (next === ch('\'') || next === ch('"')) {
        this.readQuoted(next);
      } else if (next === ch('$')) {
        this.expandVariable(list, 1);
      } else if (next === ch('\\')) {
        const escaped = script.take(script.line);
        if (escaped !== ch('\n')) this.put(escaped, 0);
      } else {
        const before = script.at === start + 1 ? ch(':') : script.text[script.at - 2];
        if (find(b("|&()`"), 0, next) >= 0 || next === ch('~') && before === ch(':')) script.refuseByte(next);
        this.put(next, 1);
      }
    }
  }
  clearField(): void {
    this.begun = false;
    this.field.size = 0;
    this.active.size = 0;
  }
  /** A word that is one value: of a variable, or a file's name. */
  readValue(): Uint8Array {
    this.readWord(null);
    const value = this.field.take();
    this.clearField();
    return value;
  }
  /** Words up to the end of the line or one of `;<>`, added to a list: how many. */
  readWords(list: Words): number {
    let count = 0;
    while (!this.script.atLineEnd() && !this.script.comes(b(";<>"))) {
      this.readWord(list);
      this.endField(list);
      count++;
    }
    return count;
  }
  endField(list: Words): void {
    if (this.begun && !this.dry) this.matchFiles(this.field.take(), list);
    this.clearField();
  }
  /** Adds the files that a pattern stands for, in order; what is no pattern stands for itself. */
  matchFiles(field: Uint8Array, list: Words): void {
    let star = -1;
    let slash = -1;
    for (let i = 0; i < field.length; i++) {
      const byte = this.active.bytes[i] !== 0 ? field[i] : 0;
      if (field[i] === ch('/')) slash = i;
      if (byte === ch('?') || byte === ch('[') && find(field, i, ch(']')) >= 0 || byte === ch('*') && star >= 0) {
        this.fail(b("a pattern can only have one *, no ? and no []; else quote it: "), field);
      }
      if (byte === ch('*')) star = i;
    }
    if (star < 0) {
      list.add(field);
      return;
    }
    if (slash > star) this.fail(b("a * can only stand in the last part of a path: "), field);
    const folder = slice(field, 0, slash + 1);
    const begin = slice(field, slash + 1, star);
    const end = slice(field, star + 1, field.length);
    const before = list.count;
    for (const name of listDirectory(folder.length === 0 ? b(".") : folder)) {
      const fits = name.length >= begin.length + end.length && (name[0] !== ch('.') || begin.length > 0);
      if (fits && hasAt(name, 0, begin) && hasAt(name, name.length - end.length, end)) list.add(join(folder, name));
    }
    if (list.count === before) this.fail(b("no file matches "), field);
  }

  // ---- running ----

  /** The program that a command names: its path, or nothing. */
  findProgram(name: Uint8Array): Uint8Array {
    if (find(name, 0, ch('/')) >= 0) return name;
    const path = this.variable(b("PATH")) < this.variables.count ? this.value(b("PATH")) : b("/bin");
    let from = 0;
    while (from < path.length) {
      let to = find(path, from, ch(':'));
      if (to < 0) to = path.length;
      const candidate = inFolder(slice(path, from, to), name);
      if (fileMode(candidate) >= 0 && !isFolder(candidate)) return candidate;
      from = to + 1;
    }
    return noBytes;
  }
  /** Runs a command to its end: its status, or a negated error number. */
  start(argv: Uint8Array[], stdin: number, stdout: number): number {
    if (same(argv[0], b("cd"))) {
      if (argv.length !== 2) this.fail(b("cd needs one folder"), noBytes);
      return chdir(argv[1]);
    }
    const callApplet = this.callApplet;
    const status = callApplet(argv, stdin, stdout);
    if (status !== NO_APPLET) return status;
    const program = this.findProgram(argv[0]);
    return program.length > 0 ? spawn(program, argv, this.variables.first(this.environment), stdin, stdout) : -2;
  }
  checkOpen(path: Uint8Array, fd: number): number {
    if (fd < 0) this.fail(join(path, b(": cannot open: ")), errorText(fd));
    return fd;
  }
  /** Runs a command with these files, if any, as standard input and output: its status, 0 when it was successful. */
  run(argv: Uint8Array[], input: Uint8Array | null, output: Uint8Array | null, append: boolean): number {
    if (argv.length === 0) this.fail(b("nothing is left of this command"), noBytes);
    const stdin = input === null ? 0 : this.checkOpen(input, open(input, READ_ONLY, 0));
    const stdout = output === null ? 1 : this.checkOpen(output, openOutput(output, append));
    const status = this.start(argv, stdin, stdout);
    if (stdin !== 0) close(stdin);
    if (stdout !== 1) close(stdout);
    if (status === 0) return 0;
    const message = new Text();
    const program = status === -2 || status === -8 ? this.findProgram(argv[0]) : noBytes;
    const content = fileMode(program) >= 0 ? readWhole(program) : noBytes;
    if (status < 0) message.add(b("cannot run (")).add(whyNotStarted(status, content)).add(b("):"));
    else message.add(b("command failed with status ")).decimal(status).byte(ch(':'));
    for (let i = 0; i < argv.length && message.size < 400; i++) message.byte(ch(' ')).add(argv[i]);
    complain(this.script.place(this.line), message.take());
    return status > 0 ? status : status === -2 ? 127 : 126;
  }

  /** The command at the script's place: its status. */
  command(): number {
    const script = this.script;
    const list = new Words();
    let input: Uint8Array | null = null;
    let output: Uint8Array | null = null;
    let append = false;
    let count = this.readWords(list);
    while (script.comes(b("<>"))) {
      const isInput = script.peek() === ch('<');
      if (isDigit(script.text[script.at > 0 ? script.at - 1 : 0])) script.refuse(b("a redirection with a number"));
      if (isInput ? input !== null : output !== null) script.refuse(b("a second redirection of the same kind"));
      script.at++;
      if (!isInput) append = script.peek() === ch('>');
      if (append && !isInput) script.at++;
      if (script.atLineEnd() || script.comes(b(";<>"))) {
        script.refuse(b("a redirection other than < FILE, > FILE, >> FILE"));
      }
      if (isInput) input = this.readValue();
      else output = this.readValue();
      count += this.readWords(list);
    }
    if (count === 0) script.refuse(b("a line without a command"));
    script.endLine();
    return this.dry ? 0 : this.run(list.first(list.count), input, output, append);
  }
  /** The loop behind its `for`. */
  loop(): number {
    const script = this.script;
    const line = script.line;
    const dry = this.dry;
    const list = new Words();
    const form = b("a loop other than: for NAME in WORDS; do");
    this.depth++;
    if (this.depth > DEEPEST) script.refuse(b("a loop inside so many others"));
    script.skipBlanks();
    const name = script.name();
    if (name.length === 0 || same(name, b("IFS")) || !script.keyword(b("in"))) script.refuse(form);
    this.readWords(list);
    if (script.peek() === ch(';')) script.at++;
    script.skipEmptyLines();
    if (!script.keyword(b("do"))) script.refuse(form);
    script.endLine();
    const bodyAt = script.at;
    const bodyLine = script.line;
    let status = 0;
    if (list.count === 0) {
      this.dry = true;
      this.block(line);
      this.dry = dry;
    }
    for (let i = 0; i < list.count && status === 0; i++) {
      script.at = bodyAt;
      script.line = bodyLine;
      this.assign(name, list.items[i]);
      status = this.block(line);
    }
    if (status === 0) script.endLine();
    this.depth--;
    return status;
  }
  /** One line of the script: its status. */
  statement(): number {
    const script = this.script;
    this.line = script.line;
    if (script.keyword(b("for"))) return this.loop();
    for (const word of REFUSED) if (script.keyword(word)) script.refuse(word);
    const name = script.assignedName();
    if (name.length === 0) return this.command();
    if (same(name, b("IFS"))) script.refuse(b("setting IFS"));
    const value = this.readValue();
    script.endLine();
    if (!this.dry) this.assign(name, value);
    return 0;
  }
  /** Commands up to `done`, if they belong to the loop of a line, or to the end of the script (line 0). */
  block(loopLine: number): number {
    const script = this.script;
    let status = 0;
    let empty = true;
    script.skipEmptyLines();
    while (status === 0 && script.peek() >= 0) {
      if (script.keyword(b("done"))) {
        if (loopLine === 0) script.refuse(b("done without for"));
        if (empty) script.refuse(b("a loop without a command"));
        return 0;
      }
      empty = false;
      status = this.statement();
      script.skipEmptyLines();
    }
    if (status === 0 && loopLine !== 0) die(script.place(loopLine), b("this loop has no done"));
    return status;
  }

  /** sh SCRIPT [ARGUMENT...] */
  runScript(argv: Uint8Array[]): number {
    this.positional = sliceWords(argv, 1, argv.length);
    const text = readWhole(argv[1]);
    this.script = new Script(argv[1], text);
    this.block(0);
    this.script = new Script(argv[1], text);
    this.dry = false;
    return this.block(0);
  }
}
