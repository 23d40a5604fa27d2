// The words of a command: from a script's text with its quotes, variables and patterns to the arguments of a program.
//
// How it thinks: a word grows byte by byte, and with it a flag for each byte, because only an unquoted `*` is a
// pattern, and which files fit is known only after the last byte. Must not run anything.
import { b, ch, environment, listDirectory } from "../2-runtime/node.js";
import { join, slice, Text } from "../2-runtime/text.js";
import { die } from "./errors.js";
import { Script } from "./script.js";
import { find, hasAt, noBytes, Words } from "./words.js";

export class WordReader {
  script: Script = new Script(noBytes, noBytes, 1);
  parseOnly: boolean = true; // then variables are not looked up, and there are no words
  lineOfCommand: number = 0; // where the command begins
  variables: Words = new Words(); // as NAME=VALUE; those of the environment come first and are for programs, too
  environmentCount: number = 0;
  word: Text = new Text(); // the argument that is being read
  isUnquoted: Text = new Text(); // for each of its bytes: 1 if it was outside quotes
  hasWord: boolean = false; // whether there is one: '' is one without bytes

  constructor() {
    for (const variable of environment()) this.variables.add(variable);
    this.environmentCount = this.variables.count;
  }
  /** Dies with the place of the command. */
  fail(what: Uint8Array, about: Uint8Array): void { die(this.script.place(this.lineOfCommand), join(what, about)); }

  // ---- variables ----

  /** The index of a variable; that of a new one if it is not set. */
  indexOf(name: Uint8Array): number {
    const start = join(name, b("="));
    let i = 0;
    while (i < this.variables.count && !hasAt(this.variables.items[i], 0, start)) i++;
    return i;
  }
  assign(name: Uint8Array, value: Uint8Array): void {
    const i = this.indexOf(name);
    if (i === this.variables.count) this.variables.add(name);
    this.variables.items[i] = new Text().add(name).byte(ch('=')).add(value).take();
  }
  isSet(name: Uint8Array): boolean { return this.indexOf(name) < this.variables.count; }
  value(name: Uint8Array): Uint8Array {
    if (!this.isSet(name)) this.fail(b("this variable is not set: "), name);
    const variable = this.variables.items[this.indexOf(name)];
    return slice(variable, name.length + 1, variable.length);
  }

  // ---- words ----

  put(byte: number, isUnquoted: number): void {
    this.hasWord = true;
    this.word.byte(byte);
    this.isUnquoted.byte(isUnquoted);
  }
  /** The variable at the script's place. Outside quotes, its blanks end a word if a list of words is given. */
  expandVariable(list: Words | null, isUnquoted: number): void {
    const name = this.script.variableName();
    if (this.parseOnly) return;
    for (const byte of this.value(name)) {
      if (list !== null && find(b(" \t\n"), 0, byte) >= 0) this.endWord(list);
      else this.put(byte, isUnquoted);
    }
  }
  /** The rest of a quoted piece, up to the next quote of its kind. */
  readQuoted(quote: number): void {
    const line = this.script.line;
    let next = this.script.take(line);
    this.hasWord = true;
    while (next !== quote) {
      const isSpecial = quote === ch('"') && find(b("$`\\"), 0, next) >= 0;
      if (!isSpecial) this.put(next, 0);
      else if (next === ch('$')) this.expandVariable(null, 0);
      else this.script.refuse(b("a backslash or backquote inside \""));
      next = this.script.take(line);
    }
  }
  /** Reads the word at the script's place. With a list, the value of a variable may end it and begin others. */
  readWord(list: Words | null): void {
    const script = this.script;
    while (script.peek() >= 0 && !script.isAtOneOf(b(" \t\n;<>"))) {
      const next = script.take(script.line);
      if (next === ch('\'') || next === ch('"')) {
        this.readQuoted(next);
      } else if (next === ch('$')) {
        this.expandVariable(list, 1);
      } else if (next === ch('\\')) {
        const escaped = script.take(script.line);
        if (escaped !== ch('\n')) this.put(escaped, 0);
      } else {
        if (find(b("|&()`~"), 0, next) >= 0) script.refuseByte(next);
        this.put(next, 1);
      }
    }
  }
  clearWord(): void {
    this.hasWord = false;
    this.word.clear();
    this.isUnquoted.clear();
  }
  /** A word that is one value: of a variable, or a file's name. */
  readValue(): Uint8Array {
    this.readWord(null);
    const value = this.word.take();
    this.clearWord();
    return value;
  }
  /** Adds words up to the end of the line or one of `;<>` to a list: how many the script has. */
  readWords(list: Words): number {
    let count = 0;
    while (!this.script.isAtLineEnd() && !this.script.isAtOneOf(b(";<>"))) {
      this.readWord(list);
      this.endWord(list);
      count++;
    }
    return count;
  }
  endWord(list: Words): void {
    if (this.hasWord && !this.parseOnly) this.addFiles(this.word.take(), list);
    this.clearWord();
  }
  /** Adds the files that match a pattern, in order; a word without a `*` is no pattern, and added itself. */
  addFiles(word: Uint8Array, list: Words): void {
    let star = -1;
    let slash = -1;
    for (let i = 0; i < word.length; i++) {
      const byte = this.isUnquoted.bytes[i] !== 0 ? word[i] : 0;
      if (word[i] === ch('/')) slash = i;
      if (byte === ch('?') || byte === ch('[') || byte === ch('*') && star >= 0) {
        this.fail(b("a pattern can only have one *, no ? and no [; else quote it: "), word);
      }
      if (byte === ch('*')) star = i;
    }
    if (star < 0) {
      list.add(word);
      return;
    }
    if (slash > star) this.fail(b("a * is only allowed in the last part of a path: "), word);
    const folder = slice(word, 0, slash + 1);
    const begin = slice(word, slash + 1, star);
    const end = slice(word, star + 1, word.length);
    const before = list.count;
    for (const name of listDirectory(folder.length === 0 ? b(".") : folder)) {
      const fits = name.length >= begin.length + end.length && (name[0] !== ch('.') || begin.length > 0);
      if (fits && hasAt(name, 0, begin) && hasAt(name, name.length - end.length, end)) list.add(join(folder, name));
    }
    if (list.count === before) this.fail(b("no file matches "), word);
  }
}
