// The tape in memory, where the compiler's entry has put it: text NUL text NUL text NUL, then files, each behind a line
// `PATH LENGTH`. The kernel makes the whole tape the first program's standard input, as a file whose frames are those
// in which the tape lies, and decodes the tape's first file, the hex of seed/host, to make that program.
import { b, ch, load8, store8, ult } from "../runtime/node.js";
import { findByte } from "./1-machine/node-glue.js";
import { DIRECT_MAP, PAGE, S_IFREG } from "./1-machine/numbers.js";
import { panic } from "./1-machine/console.js";
import { reservePages } from "./2-memory/pages.js";
import { Inode, makeInode } from "./2-memory/inode.js";
import { setContentPage, writeContent } from "./2-memory/content.js";

const TAPE = 0xc4800000 | 0;
const TAPE_FIRST_PAGE = 0x4800;
const TAPE_LIMIT = 0x20000000;
const SECTOR = 512;

let filesStart = 0;
let tapeEnd = 0;

/** The address behind the NUL that ends the text at an address. */
function behindText(at: number): number {
  const left = TAPE + TAPE_LIMIT - at;
  const n = findByte(at, 0, left);
  if (n === left) panic(b("the tape has no end"), at);
  return at + n + 1;
}

/** The address of the content of the file whose header line is at an address; its length is in fileBytes. */
export let fileBytes = 0;
function behindHeader(at: number): number {
  let digit = at;
  while (load8(digit) !== ch(' ')) digit++;
  digit++;
  fileBytes = 0;
  while (load8(digit) !== 10) {
    fileBytes = fileBytes * 10 + load8(digit) - ch('0');
    digit++;
  }
  return digit + 1;
}

/** Finds the tape's parts; rest: the address of the tools' text, as the compiler left it. Its frames are claimed. */
export function findTape(rest: number): void {
  filesStart = behindText(DIRECT_MAP + rest | 0);
  let at = filesStart;
  while (load8(at) !== 0 && ult(at, TAPE + TAPE_LIMIT)) {
    const content = behindHeader(at);
    at = content + fileBytes | 0;
  }
  if (!ult(at, TAPE + TAPE_LIMIT)) panic(b("the tape has no end"), at);
  tapeEnd = TAPE + (at + 1 - TAPE + SECTOR - 1 & ~(SECTOR - 1)) | 0;
  reservePages(TAPE_FIRST_PAGE, tapeEnd - DIRECT_MAP + PAGE - 1 >>> 12);
}

/** The whole tape as a file, in place. */
export function makeTapeFile(): Inode {
  const inode = makeInode(S_IFREG | 0x124, 0, 0);
  inode.size = tapeEnd - TAPE;
  const pages = inode.size + PAGE - 1 >>> 12;
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
export function decodeHostSeed(inode: Inode, scratch: number): void {
  let at = behindHeader(filesStart);
  const end = at + fileBytes;
  let n = 0;
  while (at < end && load8(at) !== 10) at++;
  while (at < end) {
    const byte = load8(at);
    if (byte === ch('#')) {
      while (at < end && load8(at) !== 10) at++;
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
