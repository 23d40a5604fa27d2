// The tape in memory, where the compiler's entry has put it: text NUL text NUL text NUL, then files, each after a line
// `PATH LENGTH`. The kernel makes the whole tape the first program's standard input, as a file whose pages are those
// in which the tape lies, and decodes the tape's first file, the hex of seed/host, to make that program.
import { b, ch, load8, store8, ult } from "../2-runtime/node.js";
import { DIRECT_MAP, findByte, MODE_444, PAGE, pagesFor, panic, S_IFREG } from "./1-machine/index.js";
import { Inode, makeInode, reservePages, setContentPage, writeContent } from "./2-memory/index.js";

const TAPE = 0xc4800000 | 0, TAPE_FIRST_PAGE = 0x4800, TAPE_LIMIT = 0x20000000, SECTOR = 512;

/** Where the tape's files begin, and where it ends: addresses. */
export class Tape {
  files: number = 0;
  end: number = 0;
}

/** The address after the NUL that ends the text at an address. */
function afterText(at: number): number {
  const left = TAPE + TAPE_LIMIT - at;
  const n = findByte(at, 0, left);
  if (n === left) panic(b("the tape has no end"), at);
  return at + n + 1;
}

/** The address after the next such byte. */
function after(at: number, byte: number): number { return at + findByte(at, byte, TAPE_LIMIT) + 1; }

/** The length of the file whose header line, `PATH LENGTH`, is at an address. */
function fileBytes(header: number): number {
  let at = after(header, ch(' '));
  let n = 0;
  while (load8(at) !== ch('\n')) {
    n = n * 10 + load8(at) - ch('0');
    at++;
  }
  return n;
}

/** Finds the tape's parts; rest: the address of the tools' text, as the compiler left it. Its pages are reserved. */
export function findTape(rest: number): Tape {
  const tape = new Tape();
  tape.files = afterText(DIRECT_MAP + rest | 0);
  let at = tape.files;
  while (load8(at) !== 0 && ult(at, TAPE + TAPE_LIMIT)) at = after(at, ch('\n')) + fileBytes(at) | 0;
  if (!ult(at, TAPE + TAPE_LIMIT)) panic(b("the tape has no end"), at);
  tape.end = TAPE + (at + 1 - TAPE + SECTOR - 1 & ~(SECTOR - 1)) | 0;
  reservePages(TAPE_FIRST_PAGE, pagesFor(tape.end - DIRECT_MAP));
  return tape;
}

/** The whole tape as a file, in place. */
export function makeTapeFile(tape: Tape): Inode {
  const inode = makeInode(S_IFREG | MODE_444, 0, 0);
  inode.size = tape.end - TAPE;
  const pages = pagesFor(inode.size);
  for (let page = 0; page < pages; page++) {
    if (!setContentPage(inode, page, TAPE_FIRST_PAGE + page)) panic(b("out of memory for the tape"), page);
  }
  return inode;
}

function isDigit(byte: number): boolean {
  return byte >= ch('0') && byte <= ch('9') || (byte | 32) >= ch('a') && (byte | 32) <= ch('f');
}
function digitValue(byte: number): number { return byte <= ch('9') ? byte - ch('0') : (byte | 32) - ch('a') + 10; }

/**
 * Decodes the tape's first file into an executable file: a title line, then pairs of hex digits, with comments from #
 * to the end of the line and any white space between.
 */
export function decodeHostSeed(tape: Tape, inode: Inode, scratch: number): void {
  let at = after(tape.files, ch('\n'));
  const end = at + fileBytes(tape.files);
  let n = 0;
  at = after(at, ch('\n'));
  while (at < end) {
    const byte = load8(at);
    if (byte === ch('#')) {
      at = after(at, ch('\n'));
    } else if (isDigit(byte) && n < PAGE) {
      store8(scratch + n, digitValue(byte) << 4 | digitValue(load8(at + 1)));
      n++;
      at += 2;
    } else {
      at++;
    }
  }
  inode.size = writeContent(inode, 0, scratch, n);
}
