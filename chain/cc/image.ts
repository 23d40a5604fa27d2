// The program as a whole: the machine code that C cannot say, the layout of static objects, and the ELF file.
// Format: Tool Interface Standard, ELF specification 1.2. Two segments: code with the headers before it, mapped from
// the start of the file; and data, on a page of its own, with the zeroed objects behind what the file holds.
import { b, fileMode, open, close, chmod, copyBytes, unlink } from "../runtime/node.js";
import {
  CODE_ADDRESS, RELATIVE, code, emit, emitAddress, here, relocationCount, relocationPlaces, relocationSymbols,
  setWordAt, wordAt,
} from "./code.js";
import { Symbol, firstStatic, newStatic } from "./symbols.js";
import { Text, die, fatal, internText, longerWords, setUnfinishedFile, writeAll } from "./text.js";
import { alignOf, functionReturning, intType, isFunction, sizeOf } from "./types.js";

// ---- addresses inside of static objects ----

let relocationOffsets: Int32Array = new Int32Array(4096);
let relocationNext: Int32Array = new Int32Array(4096);
let relocationTargets: Symbol[] = new Array<Symbol>(4096);
let relocations = 0;

/** Notes that the word at an offset of an object needs the address of `target` added. */
export function addDataRelocation(holder: Symbol, offset: number, target: Symbol): void {
  if (relocations === relocationOffsets.length) {
    relocationOffsets = longerWords(relocationOffsets, relocations * 2);
    relocationNext = longerWords(relocationNext, relocations * 2);
    const longer = new Array<Symbol>(relocations * 2);
    for (let i = 0; i < relocations; i++) longer[i] = relocationTargets[i];
    relocationTargets = longer;
  }
  relocationOffsets[relocations] = offset;
  relocationTargets[relocations] = target;
  relocationNext[relocations] = holder.relocations;
  holder.relocations = relocations;
  relocations++;
}

/** Forgets what addDataRelocation noted for an offset: a later designator overwrites it. */
export function dropDataRelocation(holder: Symbol, offset: number): void {
  let before = -1, at = holder.relocations;
  while (at >= 0) {
    if (relocationOffsets[at] === offset) {
      if (before < 0) holder.relocations = relocationNext[at];
      else relocationNext[before] = relocationNext[at];
    } else before = at;
    at = relocationNext[at];
  }
}

// ---- machine code that every program begins with ----

function emitAll(bytes: number[]): void { for (const byte of bytes) emit(byte); }

function beginRuntime(name: Uint8Array): Symbol {
  const interned = internText(name), symbol = newStatic(interned, functionReturning(intType));
  interned.external = symbol;
  symbol.isDefined = true;
  symbol.isPlaced = true;
  symbol.address = here;
  return symbol;
}

let truncate: Symbol | null = null;
let truncateUnsigned: Symbol | null = null;
/** Functions that turn st0 into the 64-bit integer edx:eax. */
export function truncateSymbol(): Symbol { return truncate!; }
export function truncateUnsignedSymbol(): Symbol { return truncateUnsigned!; }

export function emitRuntime(): void {
  // _start: xor ebp, ebp; mov eax, esp; push eax; call __start; hlt
  const start = internText(b("__start"));
  const startSymbol = newStatic(start, functionReturning(intType));
  start.external = startSymbol;
  emitAll([0x31, 0xed, 0x89, 0xe0, 0x50, 0xb9]);
  // mov ecx, __start; call ecx
  emitAddress(startSymbol, 0);
  emitAll([0xff, 0xd1, 0xf4]);

  beginRuntime(b("__syscall"));
  emitAll([0x53, 0x56, 0x57, 0x55]);         // push ebx, esi, edi, ebp
  emitAll([0x8b, 0x44, 0x24, 0x14]);         // mov eax, [esp + 20]
  emitAll([0x8b, 0x5c, 0x24, 0x18]);         // mov ebx, [esp + 24]
  emitAll([0x8b, 0x4c, 0x24, 0x1c]);         // mov ecx, [esp + 28]
  emitAll([0x8b, 0x54, 0x24, 0x20]);         // mov edx, [esp + 32]
  emitAll([0x8b, 0x74, 0x24, 0x24]);         // mov esi, [esp + 36]
  emitAll([0x8b, 0x7c, 0x24, 0x28]);         // mov edi, [esp + 40]
  emitAll([0x8b, 0x6c, 0x24, 0x2c]);         // mov ebp, [esp + 44]
  emitAll([0xcd, 0x80]);                     // int 80h
  emitAll([0x5d, 0x5f, 0x5e, 0x5b, 0xc3]);   // pop ebp, edi, esi, ebx; ret

  // jmp_buf: ebx, esi, edi, ebp, esp of the caller, return address
  beginRuntime(b("setjmp"));
  emitAll([0x8b, 0x4c, 0x24, 0x04]);         // mov ecx, [esp + 4]
  emitAll([0x89, 0x19, 0x89, 0x71, 0x04]);   // mov [ecx], ebx; mov [ecx + 4], esi
  emitAll([0x89, 0x79, 0x08]);               // mov [ecx + 8], edi
  emitAll([0x89, 0x69, 0x0c]);               // mov [ecx + 12], ebp
  emitAll([0x8d, 0x54, 0x24, 0x04]);         // lea edx, [esp + 4]
  emitAll([0x89, 0x51, 0x10]);               // mov [ecx + 16], edx
  emitAll([0x8b, 0x14, 0x24]);               // mov edx, [esp]
  emitAll([0x89, 0x51, 0x14]);               // mov [ecx + 20], edx
  emitAll([0x31, 0xc0, 0xc3]);               // xor eax, eax; ret

  beginRuntime(b("longjmp"));
  emitAll([0x8b, 0x54, 0x24, 0x04]);         // mov edx, [esp + 4]
  emitAll([0x8b, 0x44, 0x24, 0x08]);         // mov eax, [esp + 8]
  emitAll([0x85, 0xc0, 0x75, 0x01, 0x40]);   // test eax, eax; jnz over; inc eax
  emitAll([0x8b, 0x1a, 0x8b, 0x72, 0x04]);   // mov ebx, [edx]; mov esi, [edx + 4]
  emitAll([0x8b, 0x7a, 0x08]);               // mov edi, [edx + 8]
  emitAll([0x8b, 0x6a, 0x0c]);               // mov ebp, [edx + 12]
  emitAll([0x8b, 0x62, 0x10]);               // mov esp, [edx + 16]
  emitAll([0xff, 0x62, 0x14]);               // jmp [edx + 20]

  truncate = beginRuntime(b("__cc_truncate"));
  const truncateAt = here;
  emitAll([0x83, 0xec, 0x0c]);               // sub esp, 12
  emitAll([0xd9, 0x7c, 0x24, 0x08]);         // fnstcw [esp + 8]
  emitAll([0x8b, 0x44, 0x24, 0x08]);         // mov eax, [esp + 8]
  emitAll([0x80, 0xcc, 0x0c]);               // or ah, 0ch: round towards zero
  emitAll([0x66, 0x89, 0x44, 0x24, 0x0a]);   // mov [esp + 10], ax
  emitAll([0xd9, 0x6c, 0x24, 0x0a]);         // fldcw [esp + 10]
  emitAll([0xdf, 0x3c, 0x24]);               // fistp qword [esp]
  emitAll([0xd9, 0x6c, 0x24, 0x08]);         // fldcw [esp + 8]
  emitAll([0x58, 0x5a, 0x59, 0xc3]);         // pop eax; pop edx; pop ecx; ret

  truncateUnsigned = beginRuntime(b("__cc_truncate_unsigned"));
  emitAll([0x68, 0x00, 0x00, 0x00, 0x5f]);   // push 2^63 as a float
  emitAll([0xd9, 0x04, 0x24, 0x59]);         // fld dword [esp]; pop ecx
  emitAll([0xd8, 0xd1, 0xdf, 0xe0]);         // fcom st1; fnstsw ax
  emitAll([0xf6, 0xc4, 0x41, 0x75, 0x04]);   // test ah, 41h; jnz over: the value is not below 2^63
  emitAll([0xdd, 0xd8, 0xeb]);               // fstp st0; jmp __cc_truncate
  emit(truncateAt - here - 1);
  emitAll([0xde, 0xe9, 0xe8]);               // fsubp st1, st0; call __cc_truncate
  const distance = truncateAt - here - 4;
  emitAll([distance & 255, distance >> 8 & 255, 255, 255]);
  emitAll([0x81, 0xf2, 0x00, 0x00, 0x00, 0x80, 0xc3]);  // xor edx, 80000000h; ret
}

// ---- layout ----

/** Marks an object, and what its initializer points to. The list of what is marked grows while it is walked. */
let marked: Symbol[] = new Array<Symbol>(4096);
let markedCount = 0;

function mark(symbol: Symbol): void {
  if (symbol.isReferenced) return;
  symbol.isReferenced = true;
  if (markedCount === marked.length) {
    const longer = new Array<Symbol>(markedCount * 2);
    for (let i = 0; i < markedCount; i++) longer[i] = marked[i];
    marked = longer;
  }
  marked[markedCount] = symbol;
  markedCount++;
}

function markReferenced(): void {
  for (let i = 0; i < relocationCount; i++) mark(relocationSymbols[i]);
  for (let i = 0; i < markedCount; i++) {
    let at = marked[i].relocations;
    while (at >= 0) {
      mark(relocationTargets[at]);
      at = relocationNext[at];
    }
  }
}

/** Stops with the names of all that is used but defined nowhere. */
function checkDefined(): void {
  const message = new Text();
  message.add(b("cc: undefined:"));
  let isMissing = false;
  for (let i = 0; i < markedCount; i++) {
    const symbol = marked[i];
    if (symbol.isDefined || symbol.isTentative && !isFunction(symbol.type)) continue;
    message.byte(32);
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

function applyCodeRelocations(): void {
  for (let i = 0; i < relocationCount; i++) {
    let place = relocationPlaces[i], base = 0;
    if (place >= RELATIVE) {
      place = place - RELATIVE;
      base = CODE_ADDRESS + place;
    }
    setWordAt(code, place, wordAt(code, place) + finalAddress(relocationSymbols[i]) - base | 0);
  }
}

/** Puts the bytes of an object into the file, which shows memory from IMAGE_ADDRESS on. */
function placeData(file: Uint8Array, symbol: Symbol): void {
  const data = symbol.data!;
  let at = symbol.relocations;
  while (at >= 0) {
    const offset = relocationOffsets[at];
    setWordAt(data, offset, wordAt(data, offset) + finalAddress(relocationTargets[at]) | 0);
    at = relocationNext[at];
  }
  const size = symbol.size < data.length ? symbol.size : data.length;
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

/** Lays out and links the program, and writes it under its name with mode 755. */
export function writeProgram(path: Uint8Array): void {
  markReferenced();
  checkDefined();
  const dataStart = CODE_ADDRESS + here + PAGE - 1 & -PAGE;
  dataEnd = dataStart;
  layOut(true);
  const fileDataEnd = dataEnd;
  layOut(false);
  applyCodeRelocations();
  const file = new Uint8Array(fileDataEnd - IMAGE_ADDRESS);
  header(file, dataStart, fileDataEnd);
  copyBytes(file, HEADERS, code, 0, here);
  let symbol = firstStatic;
  while (symbol !== null) {
    if (symbol.isReferenced && symbol.data !== null) placeData(file, symbol);
    symbol = symbol.next;
  }
  const mode = fileMode(path), isRegular = mode >= 0 && (mode & 0xf000) === 0x8000;
  // a program that runs cannot be written to, but replaced
  if (isRegular) unlink(path);
  const fd = open(path, 0x241, 0x1ed);
  if (fd < 0) {
    setUnfinishedFile(null);
    fatal(b("cannot write "), path);
  }
  if (!writeAll(fd, file, file.length)) fatal(b("cannot write "), path);
  close(fd);
  if (mode < 0 || isRegular) chmod(path, 0x1ed);
}
