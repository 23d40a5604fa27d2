// tar: unpacks archives in the ustar, GNU and old formats (POSIX "ustar Interchange Format", GNU tar manual, "Basic Tar
// Format"): files, folders, symbolic links, and GNU's long names. Owners and times are not kept. An archive that is cut
// short, damaged or holds anything else (hard links, pax headers of a file) is an error. Must not write outside the
// folder, not even through a symbolic link that the archive itself has made.
import { b, ch, chmod, symlink } from "../2-runtime/node.js";
import { join, same, slice, Text } from "../2-runtime/text.js";
import { check, die, wrongUsage } from "./errors.js";
import {
  checkPath, inFolder, Input, isFolder, mkdirParents, Output, PERMISSIONS, unlinkExisting,
} from "./files.js";
import { find, hasAt, noBytes, parseNumber } from "./words.js";

const BLOCK = 512;
const LONGEST_NAME_MEMBER = 65536;
const OWNER_PERMISSIONS = 7 << 6;

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
    let isEnd = true;
    for (let i = 0; i < BLOCK; i++) {
      const byte = this.input.need();
      this.header[i] = byte;
      if (byte !== 0) isEnd = false;
      if (i < 148 || i >= 156) sum += byte;
    }
    if (!isEnd && this.octal(148, 8) !== sum) this.input.damaged(b("a header with a wrong checksum"));
    return !isEnd;
  }

  /** The content of a member that is about others: the next one's name, or a comment. */
  content(size: number): Uint8Array {
    if (size > LONGEST_NAME_MEMBER) this.input.damaged(b("a name that is too long"));
    const text = new Text();
    for (let i = 0; i < size; i++) text.byte(this.input.need());
    return text.take();
  }

  /** The name of the member: its own, or the long one before it. */
  name(): Uint8Array {
    if (this.longName.length > 0) return this.longName;
    const name = this.field(0, 100);
    const hasPrefix = hasAt(this.header, 257, b("ustar\0")) && this.header[345] !== 0;
    return hasPrefix ? inFolder(this.field(345, 155), name) : name;
  }

  /** Unpacks a file, folder or symbolic link. */
  member(type: number, size: number): void {
    const name = this.name();
    const path = inFolder(this.folder, name);
    checkPath(this.input.name, name);
    const mode = this.octal(100, 8) & PERMISSIONS;
    const isFile = type === ch('0') || type === 0;
    const isFolderMember = type === ch('5') || isFile && name[name.length - 1] === ch('/');
    if (!isFile && !isFolderMember && type !== ch('2')) {
      die(path, new Text().add(b("this tar does not know members of type ")).byte(type).take());
    }
    if (size > 0 && (isFolderMember || !isFile)) this.input.damaged(b("a folder or link with content"));
    if (isFolderMember) {
      mkdirParents(this.folder, join(name, b("/")));
      check(path, b("cannot set the mode"), chmod(path, mode | OWNER_PERMISSIONS));
      return;
    }
    mkdirParents(this.folder, name);
    unlinkExisting(path);
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
        this.content(size); // pax's comments on the whole archive
      } else if (type === ch('L')) {
        const text = this.content(size);
        const end = find(text, 0, 0);
        this.longName = slice(text, 0, end < 0 ? text.length : end);
      } else {
        this.member(type, size);
        this.longName = noBytes;
      }
      for (let padding = -size & BLOCK - 1; padding > 0; padding--) this.input.need();
    }
    let rest = 0;
    while (rest === 0) rest = this.input.byte();
    if (rest > 0) this.input.damaged(b("something after the archive's end"));
    this.input.close();
  }
}

/** tar xf FILE [-C FOLDER] */
export function tar(argv: Uint8Array[]): number {
  const isElsewhere = argv.length === 5 && same(argv[3], b("-C"));
  if (!same(argv[1], b("xf")) || argv.length !== 3 && !isElsewhere) wrongUsage();
  const folder = isElsewhere ? argv[4] : b(".");
  if (!isFolder(folder)) die(folder, b("there is no such folder"));
  new Archive(argv[2], folder).extract();
  return 0;
}
