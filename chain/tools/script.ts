// The shell's language: a script's text becomes commands, all before the first one runs. The language is a small part
// of POSIX sh (docs/shell.md); everything else is an error with file and line. Must not expand or run anything.
import { b, ch } from "../runtime/node.js";
import { die, find, hasAt, same, slice, Text } from "./text.js";

export enum PartKind { Plain, Quoted, Variable, QuotedVariable }

/** A piece of a word: text, or the name of a variable. */
export class Part {
  kind: PartKind = PartKind.Plain;
  text: Text = new Text();
  next: Part | null = null;
}

export class Word {
  first: Part | null = null;
  last: Part | null = null;
  next: Word | null = null;

  /** Where more text of this kind can be added; a variable's name is always a new part. */
  open(kind: PartKind): Text {
    const last = this.last;
    if (last !== null && last.kind === kind && kind <= PartKind.Quoted) return last.text;
    const part = new Part();
    part.kind = kind;
    if (last === null) this.first = part;
    else last.next = part;
    this.last = part;
    return part.text;
  }
  /** The word if nothing in it is quoted or a variable, else nothing. */
  plain(): Uint8Array {
    const only = this.first;
    return only !== null && only.next === null && only.kind === PartKind.Plain ? only.text.take() : b("");
  }
}

export enum CommandKind { Run, Assign, Loop }

export class Command {
  kind: CommandKind = CommandKind.Run;
  line: number = 0;
  name: Uint8Array = b(""); // of the variable, if not Run
  words: Word | null = null; // the command's, the loop's, or the value
  input: Word | null = null; // <
  output: Word | null = null; // > or >>
  append: boolean = false;
  body: Command | null = null; // of a loop
  next: Command | null = null;
}

/** Words that mean something at the beginning of a POSIX command, but not here. */
const REFUSED: Uint8Array[] = [
  b("if"), b("then"), b("else"), b("elif"), b("fi"), b("while"), b("until"), b("do"), b("case"), b("esac"), b("{"),
  b("}"), b("!"), b("in"), b("."), b(":"), b("["), b("test"), b("function"), b("break"), b("continue"), b("eval"),
  b("exec"), b("exit"), b("export"), b("read"), b("readonly"), b("return"), b("set"), b("shift"), b("trap"), b("umask"), b("unset"),
];

export function isDigit(character: number): boolean { return character >= ch('0') && character <= ch('9'); }
function isNameByte(character: number): boolean {
  const letter = character | 0x20;
  return letter >= ch('a') && letter <= ch('z') || character === ch('_') || isDigit(character);
}
function isBlank(character: number): boolean { return character === ch(' ') || character === ch('\t'); }

export class Parser {
  file: Uint8Array;
  text: Uint8Array;
  at: number = 0;
  line: number = 1;

  constructor(file: Uint8Array, text: Uint8Array) {
    this.file = file;
    this.text = text;
  }
  failAt(line: number, what: Uint8Array): void {
    die(new Text().add(this.file).byte(ch(':')).decimal(line).take(), what);
  }
  /** Dies because of something that other shells know. */
  refuse(what: Uint8Array): void {
    this.failAt(this.line, new Text().add(what).add(b(" is not in this shell's language (docs/shell.md)")).take());
  }
  refuseByte(character: number): void { this.refuse(new Text().byte(character).take()); }

  /** The byte at `at`, or -1 at the end. */
  peek(): number { return this.at < this.text.length ? this.text[this.at] : -1; }
  /** The next byte inside quotes that were opened in `line`. */
  take(line: number): number {
    if (this.at === this.text.length) this.failAt(line, b("a quote or backslash has no end"));
    const character = this.text[this.at];
    this.at++;
    if (character === ch('\n')) this.line++;
    return character;
  }
  skipBlanks(): void {
    while (isBlank(this.peek()) || hasAt(this.text, this.at, b("\\\n"))) {
      if (this.peek() === ch('\\')) {
        this.at++;
        this.line++;
      }
      this.at++;
    }
  }
  /** Whether nothing but blanks and a comment is left of the line. */
  atLineEnd(): boolean {
    this.skipBlanks();
    if (this.peek() === ch('#')) while (this.peek() !== ch('\n') && this.peek() !== -1) this.at++;
    return this.peek() === ch('\n') || this.peek() === -1;
  }
  /** Dies unless the line is at its end. */
  endLine(): void { if (!this.atLineEnd()) this.refuse(b("more than one command in a line")); }
  skipEmptyLines(): void {
    while (this.atLineEnd() && this.peek() === ch('\n')) {
      this.at++;
      this.line++;
    }
  }
  /** Steps over this word if it comes next. */
  keyword(word: Uint8Array): boolean {
    this.skipBlanks();
    const end = this.at + word.length;
    const after = end < this.text.length ? this.text[end] : ch('\n');
    if (!hasAt(this.text, this.at, word) || find(b(" \t\n;<>|&()\\"), 0, after) < 0) return false;
    this.at = end;
    return true;
  }
  /** A variable's name, if one comes next; else nothing. */
  name(): Uint8Array {
    const start = this.at;
    while (isNameByte(this.peek()) && !(this.at === start && isDigit(this.peek()))) this.at++;
    return slice(this.text, start, this.at);
  }

  /** A variable, behind its dollar sign. */
  variable(word: Word, kind: PartKind): void {
    const braces = this.peek() === ch('{');
    if (braces) this.at++;
    let name = this.name();
    if (name.length === 0) {
      const start = this.at;
      if (isDigit(this.peek())) this.at++;
      while (braces && isDigit(this.peek())) this.at++;
      name = slice(this.text, start, this.at);
    }
    if (name.length === 0 || braces && this.peek() !== ch('}')) {
      this.refuse(b("a dollar sign that begins neither $NAME nor ${NAME} nor $1"));
    }
    word.open(kind).add(name);
    if (braces) this.at++;
  }
  singleQuoted(word: Word): void {
    const line = this.line;
    const text = word.open(PartKind.Quoted);
    let next = this.take(line);
    while (next !== ch('\'')) {
      text.byte(next);
      next = this.take(line);
    }
  }
  doubleQuoted(word: Word): void {
    const line = this.line;
    let next = 0;
    while (next !== ch('"')) {
      const text = word.open(PartKind.Quoted);
      next = this.take(line);
      if (next === ch('$')) {
        this.variable(word, PartKind.QuotedVariable);
      } else if (next === ch('`')) {
        this.refuseByte(next);
      } else if (next === ch('\\')) {
        const escaped = this.take(line);
        if (find(b("$\"\\`\n"), 0, escaped) < 0) text.byte(ch('\\'));
        if (escaped !== ch('\n')) text.byte(escaped);
      } else if (next !== ch('"')) {
        text.byte(next);
      }
    }
  }
  /** The word that begins at `at`; it is empty where none can begin. */
  word(): Word {
    const word = new Word();
    let next = this.peek();
    while (next !== -1 && find(b(" \t\n;<>"), 0, next) < 0) {
      this.at++;
      if (next === ch('\'')) {
        this.singleQuoted(word);
      } else if (next === ch('"')) {
        this.doubleQuoted(word);
      } else if (next === ch('$')) {
        this.variable(word, PartKind.Variable);
      } else if (next === ch('\\')) {
        const escaped = this.take(this.line);
        if (escaped !== ch('\n')) word.open(PartKind.Quoted).byte(escaped);
      } else {
        if (find(b("|&()`\0"), 0, next) >= 0 || next === ch('~') && word.first === null) this.refuseByte(next);
        word.open(PartKind.Plain).byte(next);
      }
      next = this.peek();
    }
    return word;
  }
  /** The words up to the end of the line, or a semicolon or redirection, added to a command's. */
  words(command: Command): void {
    let last = command.words;
    while (last !== null && last.next !== null) last = last.next;
    while (!this.atLineEnd() && find(b(";<>"), 0, this.peek()) < 0) {
      const word = this.word();
      if (last === null) command.words = word;
      else last.next = word;
      last = word;
    }
  }

  redirection(command: Command): void {
    const direction = this.peek();
    const before = this.at > 0 ? this.text[this.at - 1] : 0;
    if (isDigit(before)) this.refuse(b("a redirection with a number"));
    this.at++;
    const append = direction === ch('>') && this.peek() === ch('>');
    if (append) this.at++;
    this.skipBlanks();
    const word = this.word();
    if (word.first === null) this.refuse(b("a redirection other than < FILE, > FILE, >> FILE"));
    if (direction === ch('<') ? command.input !== null : command.output !== null) {
      this.refuse(b("a second redirection of the same kind"));
    }
    if (direction === ch('<')) {
      command.input = word;
    } else {
      command.output = word;
      command.append = append;
    }
  }

  assignment(command: Command): boolean {
    const start = this.at;
    command.name = this.name();
    if (command.name.length === 0 || this.peek() !== ch('=')) {
      this.at = start;
      return false;
    }
    this.at++;
    command.kind = CommandKind.Assign;
    command.words = this.word();
    if (same(command.name, b("IFS"))) this.refuse(b("setting IFS"));
    return true;
  }

  loop(command: Command): void {
    command.kind = CommandKind.Loop;
    this.skipBlanks();
    command.name = this.name();
    if (command.name.length === 0 || !this.keyword(b("in"))) this.refuse(b("a loop other than: for NAME in WORDS; do"));
    this.words(command);
    if (this.peek() === ch(';')) this.at++;
    this.skipEmptyLines();
    if (!this.keyword(b("do"))) this.refuse(b("a loop other than: for NAME in WORDS; do"));
    this.endLine();
    command.body = this.block(command.line);
  }

  command(): Command {
    const command = new Command();
    command.line = this.line;
    if (this.keyword(b("for"))) {
      this.loop(command);
    } else if (!this.assignment(command)) {
      this.words(command);
      while (this.peek() === ch('<') || this.peek() === ch('>')) {
        this.redirection(command);
        this.words(command);
      }
      if (command.words === null) this.refuse(b("a line without a command"));
      else for (const word of REFUSED) if (same(command.words.plain(), word)) this.refuse(word);
    }
    this.endLine();
    return command;
  }

  /** Commands up to `done`, if they belong to the loop of a line, or to the end of the script (line 0). */
  block(loopLine: number): Command | null {
    let first: Command | null = null;
    let last: Command | null = null;
    this.skipEmptyLines();
    while (this.peek() !== -1) {
      if (this.keyword(b("done"))) {
        if (loopLine === 0) this.refuse(b("done without for"));
        return first;
      }
      const command = this.command();
      if (last === null) first = command;
      else last.next = command;
      last = command;
      this.skipEmptyLines();
    }
    if (loopLine !== 0) this.failAt(loopLine, b("this loop has no done"));
    return first;
  }
}
