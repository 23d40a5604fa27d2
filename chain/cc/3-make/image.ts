// The program as a whole: the layout of static objects, and the ELF file.
// Format: Tool Interface Standard, ELF specification 1.2. Two segments: code with the headers before it, mapped from
// the start of the file; and data, on a page of its own, with the zeroed objects after what the file holds.
import { b, ch, chmod, close, copyBytes, fileMode, open, unlink } from "../../runtime/node.js";
import { isRegularFile } from "../1-read/files.js";
import { die, fatal, setUnfinishedFile, Text, writeAll } from "../1-read/text.js";
import { firstStatic } from "../2-parse/scopes.js";
import { alignOf, isFunction, sizeOf } from "../2-parse/types.js";
import { Relocation, Symbol } from "../model.js";
import { code, CODE_ADDRESS, codeRelocations, here, setWordAt, wordAt } from "./code.js";

/** What is used, each linked to the one found after it. */
let firstReferenced: Symbol | null = null;
let lastReferenced: Symbol | null = null;

function mark(symbol: Symbol): void {
  if (symbol.isReferenced) return;
  symbol.isReferenced = true;
  if (lastReferenced === null) firstReferenced = symbol;
  else lastReferenced.nextReferenced = symbol;
  lastReferenced = symbol;
}

/** Marks what the code speaks of, and what the initializers of marked objects speak of. */
function markReferenced(): void {
  for (let at = codeRelocations; at !== null; at = at.next) mark(at.symbol);
  for (let symbol = firstReferenced; symbol !== null; symbol = symbol.nextReferenced) {
    for (let at = symbol.relocations; at !== null; at = at.next) mark(at.symbol);
  }
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

let dataEnd = 0;

/** Gives addresses to all referenced objects, either those with bytes or the zeroed ones. */
function layOut(withBytes: boolean): void {
  let symbol = firstStatic;
  while (symbol !== null) {
    if (symbol.isReferenced && !isFunction(symbol.type) && (symbol.data !== null) === withBytes) {
      const align = alignOf(symbol.type);
      if (symbol.size === 0) symbol.size = sizeOf(symbol.type);
      dataEnd = dataEnd + align - 1 & -align;
      symbol.address = dataEnd;
      dataEnd = dataEnd + symbol.size;
      if (dataEnd < IMAGE_ADDRESS) fatal(b("the program's data is too large"), b(""));
    }
    symbol = symbol.next;
  }
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

function header(file: Uint8Array, dataStart: number, fileDataEnd: number): void {
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
/** rwxr-xr-x, 755 in octal. */
const EXECUTABLE = 0x1ed;

/** Lays out and links the program, and writes it under its name with mode 755. */
export function writeProgram(path: Uint8Array): void {
  markReferenced();
  checkDefined();
  const dataStart = CODE_ADDRESS + here + PAGE - 1 & -PAGE;
  dataEnd = dataStart;
  layOut(true);
  const fileDataEnd = dataEnd;
  layOut(false);
  relocate(code, CODE_ADDRESS, codeRelocations);
  const file = new Uint8Array(fileDataEnd - IMAGE_ADDRESS);
  header(file, dataStart, fileDataEnd);
  copyBytes(file, HEADERS, code, 0, here);
  let symbol = firstStatic;
  while (symbol !== null) {
    if (symbol.isReferenced && symbol.data !== null) placeData(file, symbol);
    symbol = symbol.next;
  }
  const mode = fileMode(path);
  const isRegular = isRegularFile(mode);
  // a program that runs cannot be written to, but replaced
  if (isRegular) unlink(path);
  const fd = open(path, CREATE_TRUNCATED, EXECUTABLE);
  if (fd < 0) {
    setUnfinishedFile(null);
    fatal(b("cannot write "), path);
  }
  if (!writeAll(fd, file, file.length)) fatal(b("cannot write "), path);
  close(fd);
  if (mode < 0 || isRegular) chmod(path, EXECUTABLE);
}
