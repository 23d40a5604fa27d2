// The program as a whole: the layout of static objects, and the ELF file.
// Format: Tool Interface Standard, ELF specification 1.2. Two segments: code with the headers before it, mapped from
// the start of the file; and data, on a page of its own, with the zeroed objects after what the file holds.
import { b, ch, chmod, close, copyBytes, fileMode, open, unlink, write } from "../../2-runtime/node.js";
import { Text } from "../../2-runtime/text.js";
import { isRegularFile } from "../1-read/files.js";
import { die, fatal, setUnfinishedFile } from "../1-read/fatal.js";
import { firstStatic } from "../2-parse/scopes.js";
import { alignOf, isFunction, sizeOf } from "../2-parse/types.js";
import { Relocation, Symbol } from "../model.js";
import { code, CODE_ADDRESS, codeRelocations, here, setWordAt, wordAt } from "./code.js";

/** What is used, each linked to the one found after it. */
class ReferencedList {
  first: Symbol | null = null;
  last: Symbol | null = null;

  /** Adds the symbols of relocations that are not in the list yet. */
  addAll(relocations: Relocation | null): void {
    for (let at = relocations; at !== null; at = at.next) {
      const symbol = at.symbol;
      if (symbol.isReferenced) continue;
      symbol.isReferenced = true;
      if (this.last === null) this.first = symbol;
      else this.last.nextReferenced = symbol;
      this.last = symbol;
    }
  }
}

/** Marks what the code refers to, and what the initializers of marked objects refer to. */
function markReferenced(): void {
  const list = new ReferencedList();
  list.addAll(codeRelocations);
  for (let symbol = list.first; symbol !== null; symbol = symbol.nextReferenced) list.addAll(symbol.relocations);
}

/** Stops with the names of all that is used but defined nowhere. */
function checkDefined(): void {
  const message = new Text();
  message.add(b("cc: undefined:"));
  let isMissing = false;
  for (let symbol = firstStatic; symbol !== null; symbol = symbol.next) {
    if (!symbol.isReferenced || symbol.isDefined || symbol.isTentative && !isFunction(symbol.type)) continue;
    message.byte(ch(' '));
    if (symbol.name !== null) message.add(symbol.name.text);
    isMissing = true;
  }
  if (isMissing) die(message);
}

const PAGE = 4096;
const HEADERS = 0x80;
const IMAGE_ADDRESS = CODE_ADDRESS - HEADERS;

/** Gives addresses to all referenced objects, either those with bytes or the zeroed ones: where they end. */
function layOut(withBytes: boolean, start: number): number {
  let end = start;
  for (let symbol = firstStatic; symbol !== null; symbol = symbol.next) {
    if (!symbol.isReferenced || isFunction(symbol.type) || (symbol.data !== null) !== withBytes) continue;
    const align = alignOf(symbol.type);
    if (symbol.size === 0) symbol.size = sizeOf(symbol.type);
    symbol.address = end + align - 1 & -align;
    end = symbol.address + symbol.size;
    if (end < IMAGE_ADDRESS) fatal(b("the program's data is too large"), b(""));
  }
  return end;
}

function finalAddress(symbol: Symbol): number {
  return isFunction(symbol.type) ? CODE_ADDRESS + symbol.address : symbol.address;
}

/** Adds the addresses of symbols to words of `bytes`, which will lie at `origin` in memory. */
function relocate(bytes: Uint8Array, origin: number, first: Relocation | null): void {
  for (let at = first; at !== null; at = at.next) {
    const base = at.isRelative ? origin + at.place : 0;
    setWordAt(bytes, at.place, wordAt(bytes, at.place) + finalAddress(at.symbol) - base | 0);
  }
}

/** Puts the bytes of an object into the file, which shows memory from IMAGE_ADDRESS on. */
function placeData(file: Uint8Array, symbol: Symbol): void {
  const data = symbol.data!, size = symbol.size < data.length ? symbol.size : data.length;
  relocate(data, symbol.address, symbol.relocations);
  copyBytes(file, symbol.address - IMAGE_ADDRESS, data, 0, size);
}

function header(file: Uint8Array, dataStart: number, fileDataEnd: number, dataEnd: number): void {
  const codeSize = HEADERS + here;
  const words: number[] = [
    0x464c457f, 0x00010101, 0, 0,              // magic, 32-bit little-endian
    0x00030002, 1, CODE_ADDRESS, 52, 0, 0,     // executable for i386, entry, program headers at 52
    0x00200034, 2, 0,                          // sizes of the headers, two segments, no sections
    1, 0, IMAGE_ADDRESS, IMAGE_ADDRESS, codeSize, codeSize, 5, PAGE,
    1, dataStart - IMAGE_ADDRESS, dataStart, dataStart, fileDataEnd - dataStart, dataEnd - dataStart, 6, PAGE,
  ];
  for (let i = 0; i < words.length; i++) setWordAt(file, i * 4, words[i]);
}

/** open(2): O_WRONLY | O_CREAT | O_TRUNC. */
const CREATE_TRUNCATED = 0x241;
/** rwxr-xr-x: octal digits, which T cannot write. */
const MODE_755 = 0x1ed;

/** Lays out and links the program, and writes it under its name with mode 755. */
export function writeProgram(path: Uint8Array): void {
  markReferenced();
  checkDefined();
  const dataStart = CODE_ADDRESS + here + PAGE - 1 & -PAGE;
  const fileDataEnd = layOut(true, dataStart);
  const dataEnd = layOut(false, fileDataEnd);
  relocate(code, CODE_ADDRESS, codeRelocations);
  const file = new Uint8Array(fileDataEnd - IMAGE_ADDRESS);
  header(file, dataStart, fileDataEnd, dataEnd);
  copyBytes(file, HEADERS, code, 0, here);
  for (let symbol = firstStatic; symbol !== null; symbol = symbol.next) {
    if (symbol.isReferenced && symbol.data !== null) placeData(file, symbol);
  }
  const mode = fileMode(path);
  const isRegular = isRegularFile(mode);
  // a program that runs cannot be written to, but replaced
  if (isRegular) unlink(path);
  const fd = open(path, CREATE_TRUNCATED, MODE_755);
  if (fd < 0) {
    setUnfinishedFile(null);
    fatal(b("cannot write "), path);
  }
  if (write(fd, file, file.length) < 0) fatal(b("cannot write "), path);
  close(fd);
  if (mode < 0 || isRegular) chmod(path, MODE_755);
}
