// Files: buffered reading and writing, paths, and the names that an archive or a patch may use. A file that is written
// here is renamed into place only when complete, or removed when the applet fails. Must not follow symbolic links in
// the folders of a name from an archive or a patch.
import {
  addr, b, ch, chmod, close, copyBytes, copyMemory, fileMode, mkdir, open, read, rename, unlink, write,
} from "../2-runtime/node.js";
import { join, same, slice, Text } from "../2-runtime/text.js";
import { check, die, setUnfinished } from "./errors.js";
import { find, hasAt, noBytes, splitLines } from "./words.js";

export const READ_ONLY = 0;
const WRITE_ONLY = 1;
const CREATE = 64;
const EXCLUSIVE = 128;
const TRUNCATE = 512;
const APPEND = 1024;
const BUFFER_SIZE = 65536;
const LONGEST_NAME = 4000;
/** Places in a file are named in messages up to here. */
const LAST_PLACE = 0x7ff00000;

// permissions: the octal digits of owner, group and others
const NEW_FILE = 6 << 6 | 6 << 3 | 6;
export const READABLE_FILE = 6 << 6 | 4 << 3 | 4;
export const NEW_FOLDER = 7 << 6 | 5 << 3 | 5;
export const PERMISSIONS = 7 << 6 | 7 << 3 | 7;
// the type of a file in its mode (stat(2)); a negated error number is none of them
const FILE_TYPE = 0xf000;
const FOLDER = 0x4000;

/** A file, or standard input, read through a buffer. One object serves many files, one after the other. */
export class Input {
  name: Uint8Array = b("standard input");
  fd: number = 0;
  buffer: Uint8Array = new Uint8Array(BUFFER_SIZE);
  at: number = 0; // the next byte in the buffer
  end: number = 0; // where the buffer's content ends
  before: number = 0; // bytes of the file before the buffer's content, counted up to LAST_PLACE
  memory: number = 0; // the beginning may already be in memory: from here
  memoryEnd: number = 0; // to here

  /** Begins with the file at `path`; "-" is standard input. */
  open(path: Uint8Array): void {
    this.fd = 0;
    this.name = b("standard input");
    this.at = 0;
    this.end = 0;
    this.before = 0;
    if (path.length === 1 && path[0] === ch('-')) return;
    this.name = path;
    this.fd = open(path, READ_ONLY, 0);
    check(path, b("cannot open"), this.fd);
  }
  /** Reads the next piece when the buffer is used up: false at the end of the file. */
  fill(): boolean {
    if (this.at < this.end) return true;
    if (this.before <= LAST_PLACE) this.before += this.end;
    this.at = 0;
    this.end = BUFFER_SIZE;
    if (this.memory < this.memoryEnd) {
      if (this.memoryEnd - this.memory < BUFFER_SIZE) this.end = this.memoryEnd - this.memory;
      copyMemory(addr(this.buffer), this.memory, this.end);
      this.memory += this.end;
    } else {
      this.end = read(this.fd, this.buffer, BUFFER_SIZE);
    }
    check(this.name, b("cannot read"), this.end);
    return this.end > 0;
  }
  /** The next byte, or -1 at the end. */
  byte(): number {
    if (!this.fill()) return -1;
    const value = this.buffer[this.at];
    this.at++;
    return value;
  }
  /** The next byte; there must be one. */
  need(): number {
    const value = this.byte();
    if (value < 0) this.damaged(b("it ends too early"));
    return value;
  }
  /** Text with the place in the file, if that is within what is counted. */
  withPlace(what: Uint8Array): Text {
    const text = new Text().add(what);
    return this.before > LAST_PLACE ? text : text.add(b(" at byte ")).decimal(this.before + this.at);
  }
  /** Dies with the place in the file. */
  damaged(what: Uint8Array): void { die(this.name, this.withPlace(what).add(b("; download it again")).take()); }
  close(): void { if (this.fd !== 0) close(this.fd); }
}

/** A file, or standard output, written through a buffer. One object serves many files, one after the other. */
export class Output {
  name: Uint8Array = b("standard output");
  path: Uint8Array = noBytes; // where it is written now
  fd: number = 1;
  buffer: Uint8Array = new Uint8Array(BUFFER_SIZE);
  size: number = 0;

  /** A new file, which must not exist yet. It goes again if the applet fails before close. */
  create(path: Uint8Array): void {
    this.name = path;
    this.path = path;
    this.size = 0;
    this.fd = open(path, WRITE_ONLY | CREATE | EXCLUSIVE, NEW_FILE);
    check(path, b("cannot create"), this.fd);
    setUnfinished(path);
  }
  /** A file that takes the place of what is at `path` when it is closed. */
  replace(path: Uint8Array): void {
    this.create(join(path, b(".part")));
    this.name = path;
  }
  add(from: Uint8Array, start: number, n: number): void {
    let done = 0;
    while (done < n) {
      if (this.size === BUFFER_SIZE) this.flush();
      const piece = n - done < BUFFER_SIZE - this.size ? n - done : BUFFER_SIZE - this.size;
      copyBytes(this.buffer, this.size, from, start + done, piece);
      this.size += piece;
      done += piece;
    }
  }
  text(piece: Uint8Array): Output {
    this.add(piece, 0, piece.length);
    return this;
  }
  /** The next n bytes of a file: how many there were. */
  copy(input: Input, n: number): number {
    let left = n;
    while (left > 0 && input.fill()) {
      const piece = input.end - input.at < left ? input.end - input.at : left;
      this.add(input.buffer, input.at, piece);
      input.at += piece;
      left -= piece;
    }
    return n - left;
  }
  /** The rest of a file. */
  copyAll(input: Input): void { while (input.fill()) this.copy(input, BUFFER_SIZE); }
  flush(): void {
    check(this.name, b("cannot write"), write(this.fd, this.buffer, this.size));
    this.size = 0;
  }
  /** Finishes the file, with these permissions. */
  close(mode: number): void {
    this.flush();
    check(this.path, b("cannot write"), close(this.fd));
    check(this.path, b("cannot set the mode"), chmod(this.path, mode));
    if (!same(this.path, this.name)) check(this.name, b("cannot rename"), rename(this.path, this.name));
    setUnfinished(null);
  }
}

/** Opens a file for a shell's output, as `>` and `>>` do. */
export function openOutput(path: Uint8Array, append: boolean): number {
  return open(path, WRITE_ONLY | CREATE | (append ? APPEND : TRUNCATE), NEW_FILE);
}

/** A whole file, or all of standard input for "-". */
export function readWhole(path: Uint8Array): Uint8Array {
  const input = new Input();
  const content = new Text();
  input.open(path);
  while (input.fill()) {
    content.add(slice(input.buffer, 0, input.end));
    input.at = input.end;
  }
  input.close();
  return content.take();
}

/** The lines of a file without their ends. Dies when there is a NUL: it would cut a name short. */
export function readLines(path: Uint8Array): Uint8Array[] {
  const text = readWhole(path);
  if (find(text, 0, 0) >= 0) die(path, b("this is no text: it has a NUL"));
  return splitLines(text);
}

// ---- paths ----

/** Whether a path is a folder, and not only a symbolic link to one. */
export function isFolderItself(path: Uint8Array): boolean { return (fileMode(path) & FILE_TYPE) === FOLDER; }
export function isFolder(path: Uint8Array): boolean { return isFolderItself(join(path, b("/."))); }

/** The last part of a path. */
export function baseName(path: Uint8Array): Uint8Array {
  let start = 0;
  for (let i = 0; i < path.length; i++) if (path[i] === ch('/')) start = i + 1;
  return slice(path, start, path.length);
}
export function inFolder(folder: Uint8Array, name: Uint8Array): Uint8Array {
  return new Text().add(folder).byte(ch('/')).add(name).take();
}

/** Creates a folder and those above it that do not exist yet. */
export function mkdirAll(path: Uint8Array): void {
  if (path.length > LONGEST_NAME) die(path, b("the name is too long"));
  for (let end = 1; end <= path.length; end++) {
    if (end === path.length || path[end] === ch('/')) {
      const part = slice(path, 0, end);
      if (!isFolder(part)) check(part, b("cannot create the folder"), mkdir(part, NEW_FOLDER));
    }
  }
}

/** Dies when a name from an archive or a patch could lead out of the folder. */
export function checkPath(source: Uint8Array, name: Uint8Array): void {
  const parts = new Text().byte(ch('/')).add(name).byte(ch('/')).take();
  let isBad = name.length === 0 || name.length > LONGEST_NAME || name[0] === ch('/') || find(name, 0, 0) >= 0;
  for (let i = 0; i < parts.length; i++) if (hasAt(parts, i, b("/../"))) isBad = true;
  if (isBad) die(source, new Text().add(b("the name ")).add(name).add(b(" leads out of the folder; refused")).take());
}

/** Makes the folders of `name` in `folder`. Dies where a file or a symbolic link is in the way. */
export function mkdirParents(folder: Uint8Array, name: Uint8Array): void {
  for (let i = 0; i < name.length; i++) {
    if (name[i] === ch('/')) {
      const parent = inFolder(folder, slice(name, 0, i));
      if (fileMode(parent) < 0) check(parent, b("cannot create the folder"), mkdir(parent, NEW_FOLDER));
      else if (!isFolderItself(parent)) die(parent, b("a link or file where a folder should be; refused"));
    }
  }
}

/** Makes room for a new file. A folder stays, and is an error. */
export function unlinkExisting(path: Uint8Array): void {
  if (fileMode(path) >= 0) check(path, b("cannot replace"), unlink(path));
}
export function permissions(path: Uint8Array): number { return fileMode(path) & PERMISSIONS; }
