// patch: applies unified diffs (POSIX diff -u) to files below the current folder. A hunk must match exactly,
// at the line that it names. A file is changed only when all its hunks fit. Must not guess: whatever is no unified
// diff, or does not fit, is an error with the number of the hunk.
import { b, ch, fileMode, unlink } from "../runtime/node.js";
import { checkParents, inFolder, makeParents, Output, permissions, readWhole, safeName } from "./files.js";
import {
  check, die, find, hasAt, isDigit, noBytes, parseNumber, same, slice, splitLines, Text, Words, wrongUsage,
} from "./text.js";

const NEW_PATCHED_FILE = 0x1a4; // rw-r--r--

class Patch {
  name: Uint8Array; // of the patch
  lines: Uint8Array[];
  strip: number; // leading parts to leave out of names
  at: number = 0; // line of the patch
  file: Uint8Array = noBytes; // the file that is patched
  old: Uint8Array[] = [];
  done: number = 0; // old lines that are dealt with
  result: Text = new Text();
  // the hunk
  hunk: number = 0;
  column: number = 0; // in its first line
  oldStart: number = 0;
  oldCount: number = 0;
  newCount: number = 0;
  remove: Words = new Words(); // lines that it expects
  insert: Words = new Words(); // and what it puts in their place

  constructor(name: Uint8Array, lines: Uint8Array[], strip: number) {
    this.name = name;
    this.lines = lines;
    this.strip = strip;
  }
  malformed(what: Uint8Array): void {
    die(this.name, new Text().add(b("line ")).decimal(this.at + 1).add(b(" of the patch: ")).add(what).take());
  }
  /** Whether the current line begins with a text. */
  begins(text: Uint8Array): boolean { return this.at < this.lines.length && hasAt(this.lines[this.at], 0, text); }

  /** The name in a "--- " or "+++ " line, without its leading parts; nothing for /dev/null. */
  fileName(): Uint8Array {
    const line = this.lines[this.at];
    let end = 4;
    while (end < line.length && line[end] !== ch('\t') && line[end] !== ch('\n')) end++;
    const name = slice(line, 4, end);
    const hasTab = end < line.length && line[end] === ch('\t');
    const isPath = name.length > 0 && name[0] !== ch('"') && name[name.length - 1] !== ch('/');
    if (!isPath || !hasTab && find(name, 0, ch(' ')) >= 0) this.malformed(b("no name, or one with quotes or blanks"));
    if (same(name, b("/dev/null"))) return noBytes;
    let start = 0;
    for (let i = 0; i < this.strip; i++) {
      start = find(name, start, ch('/')) + 1;
      if (start === 0) this.malformed(b("the name has too few parts"));
    }
    return safeName(this.name, slice(name, start, name.length));
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
    this.hunk++;
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
      this.at++;
      const kind = line[0];
      let text = slice(line, kind === ch('\n') ? 0 : 1, line.length);
      if (this.begins(b("\\"))) {
        text = slice(text, 0, text.length - 1);
        this.at++;
      }
      if (kind !== ch(' ') && kind !== ch('\n') && kind !== ch('-') && kind !== ch('+')) {
        this.malformed(b("the hunk has a line that is none of a diff"));
      }
      if (kind !== ch('+')) this.remove.add(text);
      if (kind !== ch('-')) this.insert.add(text);
    }
    if (this.remove.count !== this.oldCount || this.insert.count !== this.newCount) {
      this.malformed(b("the hunk has more lines than it says"));
    }
  }
  /** Whether the hunk's old lines stand at this place of the file. */
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
      const problem = new Text().add(b("hunk ")).decimal(this.hunk).add(b(" (line ")).decimal(first + 1);
      die(this.file, problem.add(b(" of the patch) does not fit; the file is as it was")).take());
    }
    this.copyOld(place);
    for (let i = 0; i < this.newCount; i++) this.append(this.insert.items[i]);
    this.done = place + this.oldCount;
  }
  append(line: Uint8Array): void {
    const size = this.result.size;
    if (size > 0 && this.result.bytes[size - 1] !== ch('\n')) this.malformed(b("a line without end is not the last"));
    this.result.add(line);
  }
  copyOld(end: number): void {
    for (; this.done < end; this.done++) this.append(this.old[this.done]);
  }

  /** The hunks of one file, whose "--- " line is the current one. */
  patchFile(): void {
    const oldName = this.fileName();
    this.at++;
    const newName = this.fileName();
    this.at++;
    this.file = newName.length > 0 ? newName : oldName;
    if (this.file.length === 0) this.malformed(b("both names are /dev/null"));
    if (oldName.length > 0 && !same(oldName, this.file)) this.malformed(b("two names for one file"));
    const path = inFolder(b("."), this.file);
    checkParents(b("."), this.file);
    const exists = fileMode(path) >= 0;
    if (oldName.length === 0 && exists) die(this.file, b("the patch creates it, but it exists"));
    if (!exists && !this.begins(b("@@ -0,0 "))) die(this.file, b("there is no such file"));
    this.old = exists ? splitLines(readWhole(path), true) : [];
    this.done = 0;
    this.hunk = 0;
    this.result.size = 0;
    if (!this.begins(b("@@ -"))) this.malformed(b("a hunk should begin here"));
    while (this.begins(b("@@ -"))) this.applyHunk();
    if (this.begins(b(" ")) || this.begins(b("+")) || this.begins(b("-")) && !this.begins(b("--"))) {
      this.malformed(b("the hunk has more lines than it says"));
    }
    this.copyOld(this.old.length);
    if (newName.length === 0) {
      if (this.result.size > 0) die(this.file, b("the patch removes it, but it has more lines"));
      check(path, b("cannot remove"), unlink(path));
    } else {
      if (this.result.size === 0) die(this.file, b("the patch leaves nothing of it, and does not remove it"));
      const output = new Output();
      makeParents(b("."), this.file);
      output.replace(path);
      output.add(this.result.bytes, 0, this.result.size);
      output.close(exists ? permissions(path) : NEW_PATCHED_FILE);
    }
  }
  /** All files of the patch; other lines before and between them are comments, but git's that change more are not. */
  all(): void {
    let files = 0;
    let git = false;
    while (this.at < this.lines.length) {
      if (this.begins(b("diff --git "))) git = true;
      const changesMore = this.begins(b("rename ")) || this.begins(b("copy ")) || this.begins(b("GIT binary patch"))
        || this.begins(b("Binary files ")) || this.begins(b("new mode ")) || this.begins(b("new file mode 100755"));
      if (git && changesMore) this.malformed(b("only changes of text are known here"));
      if (this.begins(b("--- ")) && this.at + 1 < this.lines.length && hasAt(this.lines[this.at + 1], 0, b("+++ "))) {
        this.patchFile();
        files++;
        git = false;
      } else {
        if (this.begins(b("@@ -"))) this.malformed(b("a hunk without a file"));
        this.at++;
      }
    }
    if (files === 0) die(this.name, b("there is no unified diff in it"));
  }
}

/** patch -pN < FILE : N parts of the names are left out */
export function patch(argv: Uint8Array[]): number {
  const strip = hasAt(argv[1], 0, b("-p")) ? parseNumber(slice(argv[1], 2, argv[1].length), 10) : -1;
  if (strip < 0) wrongUsage();
  const text = readWhole(b("-"));
  if (text.length > 0 && text[text.length - 1] !== ch('\n')) die(b("standard input"), b("its last line has no end"));
  new Patch(b("standard input"), splitLines(text, true), strip).all();
  return 0;
}
