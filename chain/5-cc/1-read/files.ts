// Source files: read once, whole, with their spliced lines joined (C99 5.1.1.2, phase 2), so that the lexer sees plain
// lines; what was joined is looked up in the file again only for a message. Where files are looked for, others decide.
import { b, ch, close, fileMode, fileSize, open, read } from "../../2-runtime/node.js";
import { longerBytes, same, slice, Text } from "../../2-runtime/text.js";
import { SourceFile } from "../model.js";
import { fatal } from "./fatal.js";

// characters that T has no escape for
export const VERTICAL_TAB = 11, FORM_FEED = 12, CARRIAGE_RETURN = 13;

// the type of a file in its mode, and two of its values (stat(2): S_IFMT, S_IFDIR, S_IFREG)
const FILE_TYPE = 0xf000;
const FOLDER = 0x4000;
const REGULAR = 0x8000;

function isFolder(mode: number): boolean { return (mode & FILE_TYPE) === FOLDER; }
export function isRegularFile(mode: number): boolean { return mode >= 0 && (mode & FILE_TYPE) === REGULAR; }

/** All files that were read: an included one is mostly included again. */
let loadedFiles: SourceFile | null = null;

/** The bytes of a file, with room for two NUL bytes after them; null when it cannot be opened. */
export function readFile(path: Uint8Array): Text | null {
  const mode = fileMode(path);
  if (mode < 0 || isFolder(mode)) return null;
  const fd = open(path, 0, 0);
  if (fd < 0) return null;
  const expected = fileSize(path);
  let raw: Uint8Array = new Uint8Array((expected > 0 ? expected : 0) + 4096);
  let length = 0;
  while (true) {
    if (raw.length - length < 2048) raw = longerBytes(raw, raw.length * 2);
    const chunk = length === 0 ? raw : new Uint8Array(raw.length - length);
    const got = read(fd, chunk, chunk.length);
    if (got < 0) fatal(b("cannot read "), path);
    if (got <= 0) break;
    if (length > 0) for (let i = 0; i < got; i++) raw[length + i] = chunk[i];
    length += got;
  }
  close(fd);
  const text = new Text();
  text.bytes = raw;
  text.size = length;
  return text;
}

/** Bytes of the backslash and newline at text[at], which join two lines; 0 where there are none. */
export function jointAt(text: Uint8Array, at: number): number {
  if (text[at] !== ch('\\')) return 0;
  if (text[at + 1] === ch('\n')) return 2;
  return text[at + 1] === CARRIAGE_RETURN && text[at + 2] === ch('\n') ? 3 : 0;
}

/**
 * Phase 2 of translation, in place: lines ended by \n, joined where one ends in a backslash, two NUL bytes at the end.
 * The newlines taken out follow the joined line, so that the lines after it keep their numbers. Were any joined?
 */
function joinLines(source: Text): boolean {
  const text = source.bytes;
  let to = 0, owed = 0, at = 0, hasJoints = false;
  while (at < source.size) {
    const c = text[at], joint = jointAt(text, at);
    if (joint > 0) {
      owed++;
      hasJoints = true;
      at += joint;
      continue;
    }
    while (c === ch('\n') && owed > 0) {
      text[to] = ch('\n');
      to++;
      owed--;
    }
    if (c !== CARRIAGE_RETURN || text[at + 1] !== ch('\n')) {
      text[to] = c;
      to++;
    }
    at++;
  }
  if (to > 0 && text[to - 1] !== ch('\n')) {
    text[to] = ch('\n');
    to++;
  }
  text[to] = 0;
  text[to + 1] = 0;
  source.size = to;
  return hasJoints;
}

/** Opens a file, or finds it among those already read. Null when there is none. */
export function loadFile(path: Uint8Array): SourceFile | null {
  let file = loadedFiles;
  while (file !== null) {
    if (same(file.path, path)) return file;
    file = file.next;
  }
  const text = readFile(path);
  if (text === null) return null;
  const hasJoints = joinLines(text);
  for (let i = 0; i < text.size; i++) if (text.bytes[i] === 0) fatal(b("a NUL byte in "), path);
  let folderEnd = path.length;
  while (folderEnd > 0 && path[folderEnd - 1] !== ch('/')) folderEnd--;
  const loaded = new SourceFile(path, slice(path, 0, folderEnd), text.bytes);
  loaded.hasJoints = hasJoints;
  loaded.next = loadedFiles;
  loadedFiles = loaded;
  return loaded;
}
