// The shell: runs the commands of a script, one after the other, and stops at the first one that fails. As POSIX sh
// under `set -eu`, for the language of script.ts. Applets of this program come before programs in PATH.
import {
  b, ch, chdir, close, environment, fileMode, listDirectory, open, spawn,
} from "../runtime/node.js";
import { inFolder, isFolder, noBytes, openOutput, READ_ONLY, readWhole } from "./files.js";
import { Command, CommandKind, Parser, PartKind, Word } from "./script.js";
import {
  complain, die, errorText, find, hasAt, join, needArguments, parseNumber, same, slice, Text, Words, wordsFrom,
} from "./text.js";

/** What the function that starts applets answers when there is none of that name. */
export const NO_APPLET = -38;

export class Shell {
  callApplet: (argv: Uint8Array[], stdin: number, stdout: number) => number;
  script: Uint8Array = b("");
  line: number = 0;
  positional: Uint8Array[] = [];
  variables: Words = new Words(); // as NAME=VALUE; those of the environment come first and are for programs, too
  environment: number = 0; // how many they are
  field: Text = new Text(); // the argument that is being made
  unquoted: Text = new Text(); // for each of its bytes: 1 if it may be a pattern's
  begun: boolean = false; // whether there is one, perhaps an empty one

  constructor(callApplet: (argv: Uint8Array[], stdin: number, stdout: number) => number) {
    this.callApplet = callApplet;
    for (const variable of environment()) this.variables.add(variable);
    this.environment = this.variables.count;
  }
  place(): Uint8Array { return new Text().add(this.script).byte(ch(':')).decimal(this.line).take(); }
  fail(what: Uint8Array): void { die(this.place(), what); }

  // ---- variables ----

  /** The number of a variable; that of a new one if it is not set. */
  variable(name: Uint8Array): number {
    const start = new Text().add(name).byte(ch('=')).take();
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
    if (i === this.variables.count) this.fail(new Text().add(b("the variable ")).add(name).add(b(" is not set")).take());
    const variable = this.variables.items[i];
    return slice(variable, name.length + 1, variable.length);
  }

  // ---- expansion ----

  /** A value or a file's name: variables are replaced, and that is all. */
  expandOne(word: Word): Uint8Array {
    const result = new Text();
    let part = word.first;
    while (part !== null) {
      const text = part.text.take();
      result.add(part.kind >= PartKind.Variable ? this.value(text) : text);
      part = part.next;
    }
    return result.take();
  }
  /** The arguments that a word becomes, added to a list: unquoted values are split at blanks, patterns replaced. */
  expand(word: Word, list: Words): void {
    let part = word.first;
    while (part !== null) {
      const kind = part.kind;
      const text = part.text.take();
      const quoted = kind === PartKind.Quoted || kind === PartKind.QuotedVariable;
      if (quoted) this.begun = true;
      for (const byte of kind >= PartKind.Variable ? this.value(text) : text) {
        if (kind === PartKind.Variable && (byte === ch(' ') || byte === ch('\t') || byte === ch('\n'))) {
          this.endField(list);
        } else {
          this.begun = true;
          this.field.byte(byte);
          this.unquoted.byte(quoted ? 0 : 1);
        }
      }
      part = part.next;
    }
    this.endField(list);
  }
  expandAll(command: Command): Words {
    const list = new Words();
    let word = command.words;
    while (word !== null) {
      this.expand(word, list);
      word = word.next;
    }
    return list;
  }
  endField(list: Words): void {
    if (this.begun) this.matchFiles(this.field.take(), list);
    this.begun = false;
    this.field.size = 0;
    this.unquoted.size = 0;
  }
  /** Adds the files that a pattern stands for, in order; what is no pattern stands for itself. */
  matchFiles(field: Uint8Array, list: Words): void {
    let star = -1;
    let slash = -1;
    for (let i = 0; i < field.length; i++) {
      const active = this.unquoted.bytes[i] !== 0;
      if (field[i] === ch('/')) slash = i;
      if (active && (field[i] === ch('?') || field[i] === ch('[') && find(field, i, ch(']')) >= 0)) {
        this.fail(join(b("patterns can only have one *; quote this word: "), field));
      }
      if (active && field[i] === ch('*')) {
        if (star >= 0) this.fail(join(b("a pattern can only have one *: "), field));
        star = i;
      }
    }
    if (star < 0) {
      list.add(field);
      return;
    }
    if (slash > star) this.fail(join(b("a * can only stand in the last part of a path: "), field));
    const folder = slice(field, 0, slash + 1);
    const begin = slice(field, slash + 1, star);
    const end = slice(field, star + 1, field.length);
    const before = list.count;
    for (const name of listDirectory(folder.length === 0 ? b(".") : folder)) {
      const fits = name.length >= begin.length + end.length && (name[0] !== ch('.') || begin.length > 0);
      if (fits && hasAt(name, 0, begin) && hasAt(name, name.length - end.length, end)) list.add(join(folder, name));
    }
    if (list.count === before) this.fail(join(b("no file matches "), field));
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
  /** Runs an applet or program to its end: its status, or a negated error number. */
  start(argv: Uint8Array[], stdin: number, stdout: number): number {
    const callApplet = this.callApplet;
    const status = callApplet(argv, stdin, stdout);
    if (status !== NO_APPLET) return status;
    const program = this.findProgram(argv[0]);
    return program.length > 0 ? spawn(program, argv, this.variables.first(this.environment), stdin, stdout) : -2;
  }
  /** Opens a redirection's file, or dies. */
  redirect(word: Word | null, standard: number, append: boolean): number {
    if (word === null) return standard;
    const path = this.expandOne(word);
    const fd = standard === 0 ? open(path, READ_ONLY, 0) : openOutput(path, append);
    if (fd < 0) this.fail(new Text().add(path).add(b(": cannot open: ")).add(errorText(fd)).take());
    return fd;
  }
  /** The status of a command, 0 when it was successful. */
  runOne(command: Command): number {
    const list = this.expandAll(command);
    const argv = list.first(list.count);
    if (argv.length === 0) return 0;
    let status = 0;
    if (same(argv[0], b("cd"))) {
      if (argv.length !== 2) this.fail(b("cd needs one folder"));
      status = chdir(argv[1]);
    } else {
      const stdin = this.redirect(command.input, 0, false);
      const stdout = this.redirect(command.output, 1, command.append);
      status = this.start(argv, stdin, stdout);
      if (stdin !== 0) close(stdin);
      if (stdout !== 1) close(stdout);
    }
    if (status === 0) return 0;
    const message = new Text();
    if (status < 0) message.add(b("cannot run (")).add(errorText(status)).byte(ch(')'));
    else message.add(b("command failed with status ")).decimal(status);
    message.byte(ch(':'));
    for (let i = 0; i < argv.length && message.size < 400; i++) message.byte(ch(' ')).add(argv[i]);
    complain(this.place(), message.take());
    return status > 0 ? status : same(argv[0], b("cd")) ? 1 : status === -2 ? 127 : 126;
  }
  run(first: Command | null): number {
    let command = first;
    let status = 0;
    while (command !== null && status === 0) {
      this.line = command.line;
      if (command.kind === CommandKind.Run) {
        status = this.runOne(command);
      } else if (command.kind === CommandKind.Loop) {
        status = this.runLoop(command);
      } else {
        this.assign(command.name, this.expandOne(command.words!));
      }
      command = command.next;
    }
    return status;
  }
  runLoop(command: Command): number {
    const list = this.expandAll(command);
    let status = 0;
    for (let i = 0; i < list.count && status === 0; i++) {
      this.assign(command.name, list.items[i]);
      status = this.run(command.body);
    }
    return status;
  }
  /** sh SCRIPT [ARGUMENT...] */
  runScript(argv: Uint8Array[]): number {
    needArguments(argv, 1, b("sh SCRIPT [ARGUMENT...]"));
    this.positional = wordsFrom(argv, 1);
    this.script = argv[1];
    return this.run(new Parser(argv[1], readWhole(argv[1])).block(0));
  }
}
