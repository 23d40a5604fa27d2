// The record: what happens in the machine, a line an event, so that of every file it can be said which programs made it
// and from which files. Off, it costs a comparison an event. A program that opens /dev/record to write begins it, one
// that opens it to read ends it: from then on it is a file like others.
//
// How it thinks: a process reads or writes the files that it opens, and those that it has open when its program starts,
// or, where it goes on in its parent's program, from the beginning.
// What a file holds has a number, whose size and SHA-256 a line before its first use tells; it is hashed when it is
// opened to read, or run, and when its last writer closes it. No line may depend on time, memory or the processor. The
// lines: docs/record.md.
import { ch, load8, store8 } from "../../2-runtime/node.js";
import { addr, loadWord, O_ACCMODE, O_PATH, O_TRUNC, S_IFIFO, S_IFREG } from "../1-machine/index.js";
import {
  alloc, fileType, Inode, mayRead, mayWrite, readContent, resizeContent, Sha256, SHA_DIGITS, writeContent,
} from "../2-memory/index.js";
import { current, mayReadUser, Process, userStringLength } from "../3-processes/index.js";
import { PATH_LIMIT, rootDirectory, writePathBefore } from "./directory.js";

const LINE_BYTES = 4096, PIECE_BYTES = 16384, RECORDED_STRING_LIMIT = 0x20000;

/** /dev/record, and whether it grows. */
let recordInode: Inode | null = null;
let isRecording = false;
/** How many contents have a number, over all records; the first number of this one. */
let contentCount = 0;
let firstContent = 1;
/** The part of a line that is not in the file yet; where a directory's path is put together, up to the end. */
const line = alloc(LINE_BYTES);
let lineBytes = 0;
const pathBuffer = alloc(PATH_LIMIT);
const piece = new Uint8Array(PIECE_BYTES);
const pieceHash = new Sha256();
const hashDigits = new Uint8Array(SHA_DIGITS);

export function setRecord(inode: Inode): void { recordInode = inode; }

/** When memory is used up the record ends, and is empty: half of one would say too little. */
function flushLine(): void {
  const inode = recordInode!;
  const count = isRecording ? writeContent(inode, inode.size, line, lineBytes) : 0;
  inode.size += count;
  if (count < lineBytes) {
    isRecording = false;
    resizeContent(inode, 0);
  }
  lineBytes = 0;
}
function addByte(byte: number): void {
  if (lineBytes === LINE_BYTES) flushLine();
  store8(line + lineBytes, byte);
  lineBytes++;
}
function addDecimal(n: number): void {
  if (n > 9) addDecimal((n / 10) | 0);
  addByte(ch('0') + n % 10);
}
function addField(n: number): void {
  addByte(ch(' '));
  addDecimal(n);
}
/** Text, with ends of lines and backslashes as \n and \\. */
function addEscaped(from: number, n: number): void {
  for (let i = 0; i < n; i++) {
    const byte = load8(from + i);
    if (byte === ch('\n') || byte === ch('\\')) addByte(ch('\\'));
    addByte(byte === ch('\n') ? ch('n') : byte);
  }
}
/** A directory's path; nothing for one that is removed, or too deep. */
function addDirectory(directory: Inode): void {
  const start = writePathBefore(directory, pathBuffer + PATH_LIMIT, PATH_LIMIT);
  if (start !== 0) addEscaped(start, pathBuffer + PATH_LIMIT - start);
}
/** Ends a line with the path of a name in a directory. */
function endWithPath(directory: Inode, name: number, nameLength: number): void {
  addByte(ch(' '));
  if (directory !== rootDirectory()) addDirectory(directory);
  addByte(ch('/'));
  addEscaped(name, nameLength);
  endLine();
}
/** KIND PROCESS. */
function beginLine(kind: number, id: number): void {
  addByte(kind);
  addField(id);
}
/** KIND PROCESS FILE CONTENT. */
function beginFileLine(kind: number, id: number, inode: Inode, content: number): void {
  beginLine(kind, id);
  addField(inode.number);
  addField(content);
}
function endLine(): void {
  addByte(ch('\n'));
  flushLine();
}

/** The number of what a file holds; a line tells size and hash of what has none yet, or may change under a writer. */
function numberContent(inode: Inode): number {
  if (inode.content >= firstContent) return inode.content;
  contentCount++;
  if (inode.writers === 0) inode.content = contentCount;
  addByte(ch('c'));
  addField(contentCount);
  addField(inode.size);
  addByte(ch(' '));
  pieceHash.begin();
  for (let at = 0; at < inode.size; at += PIECE_BYTES) {
    const count = inode.size - at < PIECE_BYTES ? inode.size - at : PIECE_BYTES;
    readContent(inode, at, addr(piece), count);
    pieceHash.add(piece, 0, count);
  }
  pieceHash.finish(hashDigits);
  for (const digit of hashDigits) addByte(digit);
  endLine();
  return contentCount;
}

function isNoted(inode: Inode): boolean { return isRecording && inode !== recordInode && fileType(inode) === S_IFREG; }

/** A process has opened a file by a name. One that is to be written, and is not empty, may be read or kept, too. */
export function recordOpened(inode: Inode, directory: Inode, name: number, nameLength: number, flags: number): void {
  const writes = (flags & O_ACCMODE) !== 0 || (flags & O_TRUNC) !== 0;
  if (inode === recordInode) {
    isRecording = writes;
    firstContent = contentCount + 1;
  }
  if (!isNoted(inode) || nameLength === 0 || (flags & O_PATH) !== 0) return;
  if (!writes || inode.size > 0) {
    beginFileLine(ch('r'), current.id, inode, numberContent(inode));
    endWithPath(directory, name, nameLength);
  }
  if (writes) {
    inode.content = 0;
    recordName(ch('w'), inode, directory, name, nameLength);
  }
}

/** A file, or a directory, and a name: that by which it was opened to write (w), or a new one (n). */
export function recordName(kind: number, inode: Inode, directory: Inode, name: number, nameLength: number): void {
  if (!isRecording || inode === recordInode) return;
  beginLine(kind, current.id);
  addField(inode.number);
  endWithPath(directory, name, nameLength);
}

/** What a file holds now that its last writer has closed it, or it has been cut. */
export function recordWritten(inode: Inode): void {
  inode.content = 0;
  if (!isNoted(inode)) return;
  beginFileLine(ch('d'), current.id, inode, numberContent(inode));
  endLine();
}

/** A process made (f), or ended (e), with its id or status. */
export function recordProcess(kind: number, n: number): void {
  if (!isRecording) return;
  beginLine(kind, current.id);
  addField(n);
  endLine();
}

/** A file (i) or pipe (p) of a process. A file without a name is the tape, or came from the process itself. */
function recordOpenFile(id: number, inode: Inode, reads: boolean, writes: boolean): void {
  const isFile = isNoted(inode) && inode.links > 0;
  if (!isFile && fileType(inode) !== S_IFIFO) return;
  beginFileLine(isFile ? ch('i') : ch('p'), id, inode, isFile && reads ? numberContent(inode) : 0);
  addByte(ch(' '));
  addByte(reads ? writes ? ch('b') : ch('r') : ch('w'));
  endLine();
}

/** What a process that has been made, or has become a program, has open: to read (r), to write (w) or both (b). */
export function recordOpenFiles(process: Process): void {
  for (let descriptor = 0; isRecording && descriptor < process.fileEnd; descriptor++) {
    const file = process.files[descriptor];
    if (file !== null) recordOpenFile(process.id, file.inode!, mayRead(file), mayWrite(file));
  }
}

/** The running process has become a program of a name, with its arguments on its stack. */
export function recordProgram(inode: Inode, directory: Inode, name: number, nameLength: number, stack: number): void {
  if (!isRecording) return;
  beginFileLine(ch('x'), current.id, inode, numberContent(inode));
  endWithPath(directory, name, nameLength);
  beginLine(ch('o'), current.id);
  endWithPath(current.directory!, 0, 0);
  const wordBytes = current.is64Bit ? 8 : 4;
  for (let at = stack + wordBytes; mayReadUser(at, wordBytes) && loadWord(at, 0, wordBytes) !== 0; at += wordBytes) {
    beginLine(ch('a'), current.id);
    addByte(ch(' '));
    addEscaped(loadWord(at, 0, wordBytes), userStringLength(loadWord(at, 0, wordBytes), RECORDED_STRING_LIMIT));
    endLine();
  }
  recordOpenFiles(current);
}
