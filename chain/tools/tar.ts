// tar: unpacks archives in the ustar, GNU and old formats (POSIX "ustar Interchange Format", GNU tar manual, "Basic Tar
// Format"). Knows files, folders, symbolic links, long names (GNU 'L', pax path). Owners and times are not kept.
// Must not write outside the folder, not even through a symbolic link that the archive itself has made; an archive that
// is cut short, damaged or holds anything else, hard links say, is an error.
import { b, ch, chmod, symlink } from "../runtime/node.js";
import { clearName, inFolder, Input, isFolder, makeParents, Output, safeName } from "./files.js";
import { check, die, find, hasAt, join, noBytes, parseNumber, same, slice, Text, wrongUsage } from "./text.js";

const BLOCK = 512;
const LONGEST_NAME_MEMBER = 65536;

class Archive {
  input: Input = new Input();
  output: Output = new Output();
  folder: Uint8Array;
  header: Uint8Array = new Uint8Array(BLOCK);
  longName: Uint8Array = noBytes; // for the next member, from the one before it

  constructor(name: Uint8Array, folder: Uint8Array) {
    this.input.open(name);
    this.folder = folder;
  }

  /** The text of a field: up to a NUL, or all of it. */
  field(start: number, size: number): Uint8Array {
    const end = find(this.header, start, 0);
    return slice(this.header, start, end < 0 || end > start + size ? start + size : end);
  }
  /** The octal number of a field, which may have blanks around it. */
  octal(start: number, size: number): number {
    const text = this.field(start, size);
    let from = 0;
    let to = text.length;
    while (from < to && text[from] === ch(' ')) from++;
    while (to > from && text[to - 1] === ch(' ')) to--;
    const value = from === to ? 0 : parseNumber(slice(text, from, to), 8);
    if (value < 0) this.input.damaged(b("a header with a wrong number"));
    return value;
  }

  /** Reads the next header: false at the block of zeros that ends an archive. */
  nextHeader(): boolean {
    let sum = 8 * ch(' ');
    let zeros = true;
    for (let i = 0; i < BLOCK; i++) {
      const byte = this.input.need();
      this.header[i] = byte;
      if (byte !== 0) zeros = false;
      if (i < 148 || i >= 156) sum += byte;
    }
    if (!zeros && this.octal(148, 8) !== sum) this.input.damaged(b("a header with a wrong checksum"));
    return !zeros;
  }

  /** The content of a member that describes the next one. */
  content(size: number): Uint8Array {
    if (size > LONGEST_NAME_MEMBER) this.input.damaged(b("a name that is too long"));
    const text = new Text();
    for (let i = 0; i < size; i++) text.byte(this.input.need());
    return text.take();
  }
  /** The rest of a member's last block. */
  skipPadding(size: number): void {
    for (let left = -size & BLOCK - 1; left > 0; left--) this.input.need();
  }
  /** Records "LENGTH KEY=VALUE\n" of a pax header. */
  pax(records: Uint8Array): void {
    let at = 0;
    while (at < records.length) {
      const space = find(records, at, ch(' '));
      const size = space < 0 ? -1 : parseNumber(slice(records, at, space), 10);
      const equals = space < 0 ? -1 : find(records, space, ch('='));
      const end = size > records.length - at ? -1 : at + size - 1;
      if (equals < 0 || equals > end || records[end] !== ch('\n')) {
        this.input.damaged(b("a wrong pax header"));
      }
      const key = slice(records, space + 1, equals);
      if (same(key, b("path"))) this.longName = slice(records, equals + 1, end);
      else if (same(key, b("size")) || same(key, b("linkpath"))) this.input.damaged(b("a pax header with more"));
      at = end + 1;
    }
  }

  /** The name of the member: its own, or what came before it. */
  name(): Uint8Array {
    if (this.longName.length > 0) return this.longName;
    const name = this.field(0, 100);
    const hasPrefix = hasAt(this.header, 257, b("ustar\0")) && this.header[345] !== 0;
    return hasPrefix ? inFolder(this.field(345, 155), name) : name;
  }

  /** A member that is a file, folder or link. */
  member(type: number, size: number): void {
    const source = this.input.name;
    const longName = this.name();
    const name = safeName(source, longName);
    const path = inFolder(this.folder, name);
    const mode = this.octal(100, 8) & 0x1ff;
    const isFile = type === ch('0') || type === 0;
    if (type === ch('5') || isFile && longName[longName.length - 1] === ch('/')) {
      if (size > 0) this.input.damaged(b("a folder with content"));
      makeParents(this.folder, join(name, b("/")));
      check(path, b("cannot set the mode"), chmod(path, mode | 0x1c0));
      return;
    }
    if (name.length === 0) this.input.damaged(b("a file without a name"));
    if (size > 0 && !isFile) this.input.damaged(b("a link with content"));
    if (!isFile && type !== ch('2')) {
      die(path, new Text().add(b("the archive has it as a member of unknown type ")).byte(type).take());
    }
    makeParents(this.folder, name);
    clearName(path);
    if (isFile) {
      this.output.create(path);
      if (this.output.copy(this.input, size) !== size) this.input.damaged(b("it ends too early"));
      this.output.close(mode);
    } else {
      check(path, b("cannot link"), symlink(this.field(157, 100), path));
    }
  }

  extract(): void {
    while (this.nextHeader()) {
      const type = this.header[156];
      const size = this.octal(124, 12);
      if (type === ch('g')) {
        this.content(size);
      } else if (type === ch('x')) {
        this.pax(this.content(size));
      } else if (type === ch('L')) {
        const text = this.content(size);
        const end = find(text, 0, 0);
        this.longName = slice(text, 0, end < 0 ? text.length : end);
      } else {
        this.member(type, size);
        this.longName = noBytes;
      }
      this.skipPadding(size);
    }
    let rest = 0;
    while (rest === 0) rest = this.input.byte();
    if (rest > 0) this.input.damaged(b("something behind the archive's end"));
    this.input.close();
  }
}

/** tar xf FILE [-C FOLDER] */
export function tar(argv: Uint8Array[]): number {
  const known = same(argv[1], b("xf")) || same(argv[1], b("-xf"));
  const elsewhere = argv.length === 5 && same(argv[3], b("-C"));
  if (!known || argv.length !== 3 && !elsewhere) wrongUsage();
  const folder = elsewhere ? argv[4] : b(".");
  if (!isFolder(folder)) die(folder, b("there is no such folder"));
  new Archive(argv[2], folder).extract();
  return 0;
}
