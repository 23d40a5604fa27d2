// The line editor: a prompt, a line that is edited in place, the lines before it, and names that complete it.
//
// How it thinks: the terminal wraps a long line by itself. So a place in the line is a row and a column of the
// terminal, and after a change all of it is written again, from the prompt on; only what is typed at the end is simply
// written, so that the console of a machine whose input is a file looks like a terminal's. Until the terminal has said
// how many columns it has, a line is one row, and a tab is a tab. Must not run anything.
import { b, ch, listDirectory, write } from "../2-runtime/node.js";
import { join, same, slice, Text } from "../2-runtime/text.js";
import { inFolder, isFolder } from "../4-tools/files.js";
import { find, hasAt, noBytes, Words } from "../4-tools/words.js";
import { ESCAPE, Key, Keys, RETURN } from "./keys.js";

const BELL = 7;

export function say(text: Uint8Array): void { write(1, text, text.length); }

/** A message for the host, which a terminal ignores: OSC rootseed TEXT BEL. */
export function tellHost(what: Uint8Array): void {
  say(new Text().byte(ESCAPE).add(b("]rootseed ")).add(what).byte(BELL).take());
}

function isContinuation(byte: number): boolean { return (byte & 0xc0) === 0x80; }

/** How many columns the first n bytes of a text take: one a character. */
function columnsOf(text: Uint8Array, n: number): number {
  let columns = 0;
  for (let i = 0; i < n; i++) if (!isContinuation(text[i])) columns++;
  return columns;
}

/** ESC [ N LETTER, unless N is 0: moves the cursor by so many rows (A: up) or columns (C: right). */
function move(to: Text, n: number, letter: number): void {
  if (n > 0) to.byte(ESCAPE).byte(ch('[')).decimal(n).byte(letter);
}

export class LineEditor {
  keys: Keys = new Keys();
  /** What completes the first word of a line. */
  commands: Words;
  history: Words = new Words();
  prompt: Uint8Array = noBytes;
  line: Text = new Text();
  cursor: number = 0; // a byte of the line
  row: number = 0; // of the terminal's cursor, counted from the prompt's
  shown: number = 0; // which line of the history is shown; their number: a new one
  draft: Uint8Array = noBytes; // the new line, while another is shown
  isTerminal: boolean; // else the lines come edited
  isCancelled: boolean = false; // the line read last, by Ctrl-C

  constructor(commands: Words, isTerminal: boolean) {
    this.commands = commands;
    this.isTerminal = isTerminal;
  }

  // ---- the screen ----

  /** The terminal's columns, or more than any line has. */
  width(): number { return this.keys.columns > 0 ? this.keys.columns : 0x7fffffff; }

  /** The columns from the prompt's first to a byte of the line. */
  columnsTo(place: number): number {
    return columnsOf(this.prompt, this.prompt.length) + columnsOf(this.line.bytes, place);
  }

  /** Writes everything again and puts the cursor where it belongs. */
  show(): void {
    const width = this.width();
    const end = this.columnsTo(this.line.size);
    const place = this.columnsTo(this.cursor);
    const screen = new Text();
    move(screen, this.row, ch('A'));
    screen.byte(RETURN).add(this.prompt).add(this.line.take());
    // a full row: only the next character would go to the next one
    if (end % width === 0) screen.byte(ch(' ')).byte(RETURN);
    screen.byte(ESCAPE).add(b("[J"));
    this.row = (place / width) | 0;
    move(screen, ((end / width) | 0) - this.row, ch('A'));
    screen.byte(RETURN);
    move(screen, place % width, ch('C'));
    say(screen.take());
  }

  beep(): void { say(new Text().byte(BELL).take()); }

  /** Puts the cursor after the line, and the terminal's into a new row. */
  leave(mark: Uint8Array): void {
    if (this.cursor < this.line.size) {
      this.cursor = this.line.size;
      this.show();
    }
    say(join(mark, b("\n")));
    this.row = 0;
  }

  // ---- changes ----

  previous(place: number): number {
    let before = place > 0 ? place - 1 : 0;
    while (before > 0 && isContinuation(this.line.bytes[before])) before--;
    return before;
  }
  following(place: number): number {
    let after = place < this.line.size ? place + 1 : place;
    while (after < this.line.size && isContinuation(this.line.bytes[after])) after++;
    return after;
  }
  /** Where the word before a place begins. */
  wordStart(place: number): number {
    let start = place;
    while (start > 0 && this.line.bytes[start - 1] === ch(' ')) start--;
    while (start > 0 && this.line.bytes[start - 1] !== ch(' ')) start--;
    return start;
  }

  insert(byte: number): void {
    const line = this.line;
    line.byte(0);
    for (let i = line.size - 1; i > this.cursor; i--) line.bytes[i] = line.bytes[i - 1];
    line.bytes[this.cursor] = byte;
    this.cursor++;
  }
  insertAll(text: Uint8Array): void { for (const byte of text) this.insert(byte); }

  typed(byte: number): void {
    const isAtEnd = this.cursor === this.line.size;
    this.insert(byte);
    const fillsRow = this.keys.columns > 0 && this.columnsTo(this.cursor) % this.width() === 0;
    if (isAtEnd && byte < 128 && !fillsRow) {
      say(new Text().byte(byte).take());
    } else if (!this.keys.continues()) {
      this.show();
    }
  }

  remove(from: number, to: number): void {
    const line = this.line;
    for (let i = to; i < line.size; i++) line.bytes[from + i - to] = line.bytes[i];
    line.size -= to - from;
    this.cursor = from;
    this.show();
  }

  go(place: number): void {
    this.cursor = place;
    this.show();
  }

  setLine(text: Uint8Array): void {
    this.line.size = 0;
    this.line.add(text);
    this.go(text.length);
  }

  /** Shows another line of the history. */
  recall(which: number): void {
    if (which < 0 || which > this.history.count) {
      this.beep();
      return;
    }
    if (this.shown === this.history.count) this.draft = this.line.take();
    this.shown = which;
    this.setLine(which === this.history.count ? this.draft : this.history.items[which]);
  }

  // ---- completion ----

  /** Completes the word before the cursor: a command, or the name of a file. */
  complete(): void {
    let start = this.cursor;
    while (start > 0 && find(b(" <>=;"), 0, this.line.bytes[start - 1]) < 0) start--;
    const word = slice(this.line.bytes, start, this.cursor);
    let slash = word.length;
    while (slash > 0 && word[slash - 1] !== ch('/')) slash--;
    const folder = slash > 0 ? slice(word, 0, slash) : b(".");
    const begin = slice(word, slash, word.length);
    const isCommand = start === 0 && slash === 0;
    const fitting = new Words();
    for (const name of isCommand ? this.commands.first(this.commands.count) : listDirectory(folder)) {
      if (hasAt(name, 0, begin) && (name[0] !== ch('.') || begin.length > 0)) fitting.add(name);
    }
    if (fitting.count === 0) {
      this.beep();
      return;
    }
    const first = fitting.items[0];
    let common = first.length;
    for (const name of fitting.first(fitting.count)) while (!hasAt(name, 0, slice(first, 0, common))) common--;
    this.insertAll(slice(first, begin.length, common));
    if (fitting.count === 1) this.insert(!isCommand && isFolder(inFolder(folder, first)) ? ch('/') : ch(' '));
    else if (common === begin.length) this.list(fitting);
    this.show();
  }

  /** Names in a row of their own below the line. */
  list(names: Words): void {
    const text = new Text().byte(ch('\n'));
    for (const name of names.first(names.count)) text.add(name).add(b("  "));
    say(text.byte(ch('\n')).take());
    this.row = 0;
  }

  // ---- a line ----

  /** Does what a key means while a line is edited. */
  press(key: number): void {
    const place = this.cursor;
    switch (key) {
      case Key.Home: this.go(0); break;
      case Key.End: this.go(this.line.size); break;
      case Key.Left: this.go(this.previous(place)); break;
      case Key.Right: this.go(this.following(place)); break;
      case Key.Erase: this.remove(this.previous(place), place); break;
      case Key.Delete:
      case Key.DeleteKey:
        this.remove(place, this.following(place));
        this.go(place);
        break;
      case Key.EraseToEnd: this.remove(place, this.line.size); break;
      case Key.EraseToStart: this.remove(0, place); break;
      case Key.EraseWord: this.remove(this.wordStart(place), place); break;
      case Key.Up: this.recall(this.shown - 1); break;
      case Key.Down: this.recall(this.shown + 1); break;
      case Key.Resized: this.show(); break;
      case Key.Clear:
        say(new Text().byte(ESCAPE).add(b("[H")).byte(ESCAPE).add(b("[2J")).take());
        this.row = 0;
        this.show();
        break;
      case Key.Complete:
        if (this.keys.columns > 0) this.complete();
        else this.typed(key);
        break;
      default:
        if (key >= ch(' ') && key < 256) this.typed(key);
        else if (key !== Key.Unknown) this.beep();
    }
  }

  /** Reads a line, without its end; null at the end of input. A line that was cancelled is an empty one. */
  read(prompt: Uint8Array): Uint8Array | null {
    this.prompt = prompt;
    this.line.size = 0;
    this.cursor = 0;
    this.shown = this.history.count;
    this.isCancelled = false;
    tellHost(b("prompt"));
    say(prompt);
    if (!this.isTerminal) return this.readPlain();
    while (true) {
      const key = this.keys.next();
      if (key < 0 || key === Key.Delete && this.line.size === 0) {
        this.leave(noBytes);
        return null;
      }
      if (key === Key.Cancel) {
        this.leave(b("^C"));
        this.isCancelled = true;
        return noBytes;
      }
      if (key === Key.Enter) {
        this.leave(noBytes);
        return this.remember(this.line.take());
      }
      this.press(key);
    }
    return null;
  }

  /** A line as it comes; the last one may have no end. */
  readPlain(): Uint8Array | null {
    let byte = this.keys.byte();
    if (byte < 0) return null;
    while (byte >= 0 && byte !== Key.Enter) {
      this.line.byte(byte);
      byte = this.keys.byte();
    }
    return this.line.take();
  }

  remember(line: Uint8Array): Uint8Array {
    const count = this.history.count;
    if (line.length > 0 && (count === 0 || !same(this.history.items[count - 1], line))) this.history.add(line);
    return line;
  }
}
