// patch: applies unified diffs (POSIX diff -u) to files below the current folder. A hunk must match exactly at the line
// that it names, and a file is changed only when all its hunks fit. Must not guess: a diff that creates, removes or
// renames a file, or does not fit, is an error with its line.
import { b, ch, fileMode } from "../2-runtime/node.js";
import { same, slice, Text } from "../2-runtime/text.js";
import { die, wrongUsage } from "./errors.js";
import { checkPath, inFolder, mkdirParents, Output, permissions, readWhole } from "./files.js";
import { find, hasAt, isDigit, noBytes, parseNumber, splitLines, Words } from "./words.js";

const PATCH = b("the patch"); // in messages

/** The lines of a file. Dies when the last one has no end: such files are not patched here. */
function linesOf(path: Uint8Array, name: Uint8Array): Uint8Array[] {
  const text = readWhole(path);
  if (text.length > 0 && text[text.length - 1] !== ch('\n')) die(name, b("its last line has no end"));
  return splitLines(text);
}

class Patch {
  lines: Uint8Array[]; // of the patch
  at: number = 0; // the current one
  file: Uint8Array = noBytes; // the file to change
  old: Uint8Array[] = []; // its lines
  done: number = 0; // old lines that the result has, or that a hunk has replaced
  result: Text = new Text();
  // the hunk
  column: number = 0; // in its first line
  oldStart: number = 0;
  oldCount: number = 0;
  newCount: number = 0;
  remove: Words = new Words(); // lines that it expects
  insert: Words = new Words(); // and what it puts in their place

  constructor(lines: Uint8Array[]) { this.lines = lines; }
  malformed(what: Uint8Array): void {
    die(PATCH, new Text().add(b("line ")).decimal(this.at + 1).add(b(": ")).add(what).take());
  }
  /** Whether the line so many after the current one begins with a text. */
  begins(after: number, text: Uint8Array): boolean {
    const line = this.at + after;
    return line < this.lines.length && hasAt(this.lines[line], 0, text);
  }

  /** The name in a "--- " or "+++ " line, without its first part; steps over the line. */
  fileName(): Uint8Array {
    const line = this.lines[this.at];
    let end = 4;
    while (end < line.length && line[end] !== ch('\t')) end++;
    const name = slice(line, 4, end);
    const isPath = name.length > 0 && name[0] !== ch('"') && name[name.length - 1] !== ch('/');
    const isWhole = end < line.length || find(name, 0, ch(' ')) < 0; // a blank may come before a date
    if (!isPath || !isWhole) this.malformed(b("no name, or one with quotes or blanks"));
    if (same(name, b("/dev/null"))) this.malformed(b("files are only changed here, not created or removed"));
    const slash = find(name, 0, ch('/'));
    if (slash < 0) this.malformed(b("the name has only one part"));
    const path = slice(name, slash + 1, name.length);
    checkPath(PATCH, path);
    this.at++;
    return path;
  }

  /** The number at `column` of the hunk's first line. */
  number(): number {
    const line = this.lines[this.at];
    const start = this.column;
    while (this.column < line.length && isDigit(line[this.column])) this.column++;
    const value = parseNumber(slice(line, start, this.column), 10);
    if (value < 0) this.malformed(b("a wrong line number"));
    return value;
  }
  /** A range's number of lines: ",COUNT", or 1 without it. */
  count(): number {
    if (!hasAt(this.lines[this.at], this.column, b(","))) return 1;
    this.column++;
    return this.number();
  }
  expect(text: Uint8Array): void {
    if (!hasAt(this.lines[this.at], this.column, text)) this.malformed(b("a wrong hunk"));
    this.column += text.length;
  }
  /** "@@ -START[,COUNT] +START[,COUNT] @@" */
  hunkHeader(): void {
    this.column = 0;
    this.expect(b("@@ -"));
    this.oldStart = this.number();
    this.oldCount = this.count();
    this.expect(b(" +"));
    this.number();
    this.newCount = this.count();
    this.expect(b(" @@"));
    this.at++;
  }
  /** Reads a hunk's lines. */
  readHunk(): void {
    this.hunkHeader();
    this.remove.count = 0;
    this.insert.count = 0;
    while (this.remove.count < this.oldCount || this.insert.count < this.newCount) {
      if (this.at === this.lines.length) this.malformed(b("the hunk ends too early"));
      const line = this.lines[this.at];
      const kind = line.length === 0 ? ch(' ') : line[0];
      const text = line.length === 0 ? line : slice(line, 1, line.length);
      if (kind !== ch(' ') && kind !== ch('-') && kind !== ch('+')) {
        this.malformed(b("the hunk has a line that is none of a diff"));
      }
      this.at++;
      if (kind !== ch('+')) this.remove.add(text);
      if (kind !== ch('-')) this.insert.add(text);
    }
    if (this.remove.count !== this.oldCount || this.insert.count !== this.newCount) {
      this.malformed(b("the hunk has more lines than it says"));
    }
  }
  /** Whether the file has the hunk's old lines at this place. */
  fits(place: number): boolean {
    if (place < this.done || place > this.old.length - this.oldCount) return false;
    for (let i = 0; i < this.oldCount; i++) if (!same(this.old[place + i], this.remove.items[i])) return false;
    return true;
  }
  applyHunk(): void {
    const first = this.at;
    this.readHunk();
    const place = this.oldCount === 0 ? this.oldStart : this.oldStart - 1;
    if (!this.fits(place)) {
      const hunk = new Text().add(b("the hunk in line ")).decimal(first + 1).add(b(" of the patch"));
      die(this.file, hunk.add(b(" does not fit; the file is as it was")).take());
    }
    this.copyOld(place);
    for (let i = 0; i < this.newCount; i++) this.result.add(this.insert.items[i]).byte(ch('\n'));
    this.done = place + this.oldCount;
  }
  copyOld(end: number): void {
    for (; this.done < end; this.done++) this.result.add(this.old[this.done]).byte(ch('\n'));
  }

  /** The hunks of one file, whose "--- " line is the current one. */
  patchFile(): void {
    this.file = this.fileName();
    if (!same(this.fileName(), this.file)) this.malformed(b("two names for one file"));
    const path = inFolder(b("."), this.file);
    if (fileMode(path) < 0) die(this.file, b("there is no such file"));
    mkdirParents(b("."), this.file); // they are there: refuses links
    this.old = linesOf(path, this.file);
    this.done = 0;
    this.result.clear();
    if (!this.begins(0, b("@@ -"))) this.malformed(b("a hunk should begin here"));
    while (this.begins(0, b("@@ -"))) this.applyHunk();
    if (this.begins(0, b(" ")) || this.begins(0, b("+")) || this.begins(0, b("-")) && !this.begins(0, b("--"))) {
      this.malformed(b("the hunk has more lines than it says"));
    }
    if (this.begins(0, b("\\"))) this.malformed(b("a line without end, which is not known here"));
    this.copyOld(this.old.length);
    if (this.result.size === 0) die(this.file, b("the patch leaves nothing of it"));
    const output = new Output();
    output.replace(path);
    output.add(this.result.bytes, 0, this.result.size);
    output.close(permissions(path));
  }
  /** All files of the patch; other lines before and between them are comments. */
  all(): void {
    let files = 0;
    while (this.at < this.lines.length) {
      const changesText = this.begins(1, b("index ")) && this.begins(2, b("--- "));
      if (this.begins(0, b("diff --git ")) && !changesText) this.malformed(b("only changes of text are known here"));
      if (this.begins(0, b("--- ")) && this.begins(1, b("+++ "))) {
        this.patchFile();
        files++;
      } else {
        if (this.begins(0, b("@@ -"))) this.malformed(b("a hunk without a file"));
        this.at++;
      }
    }
    if (files === 0) die(PATCH, b("there is no unified diff in it"));
  }
}

/** patch -p1 < FILE : the first part of each name is left out */
export function patch(argv: Uint8Array[]): number {
  if (!same(argv[1], b("-p1"))) wrongUsage();
  new Patch(linesOf(b("-"), PATCH)).all();
  return 0;
}
