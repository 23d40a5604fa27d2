// Files as a stream, in the format of the tape (docs/architecture.md): a line `PATH LENGTH`, then LENGTH bytes; a NUL
// byte instead of a line ends the stream. Unpacks the tape itself, and hands artifacts to the host. No name may lead
// out of the folder that is unpacked into.
import { b, ch, chdir, fileMode, fileSize, listDirectory } from "../2-runtime/node.js";
import { slice, Text } from "../2-runtime/text.js";
import { check, die } from "./errors.js";
import {
  checkPath, inFolder, Input, isFolder, mkdirParents, openOutput, Output, READABLE_FILE, unlinkExisting,
} from "./files.js";
import { parseNumber } from "./words.js";

const LONGEST_HEADER = 4096;

/** Unpacks the files of a stream below a folder. */
export function unpackFiles(input: Input, folder: Uint8Array): void {
  const output = new Output();
  let next = input.byte();
  while (next > 0) {
    const header = new Text();
    while (next > 0 && next !== ch('\n') && header.size < LONGEST_HEADER) {
      header.byte(next);
      next = input.byte();
    }
    const line = header.take();
    let space = line.length - 1;
    while (space > 0 && line[space] !== ch(' ')) space--;
    const size = parseNumber(slice(line, space + 1, line.length), 10);
    if (next !== ch('\n') || size < 0) input.damaged(b("no line \"PATH LENGTH\""));
    const name = slice(line, 0, space);
    const path = inFolder(folder, name);
    checkPath(input.name, name);
    mkdirParents(folder, name);
    unlinkExisting(path);
    output.create(path);
    if (output.copy(input, size) !== size) input.damaged(b("it ends too early"));
    output.close(READABLE_FILE);
    next = input.byte();
  }
}

/** unpack < STREAM : into the current folder. */
export function unpack(_argv: Uint8Array[]): number {
  unpackFiles(new Input(), b("."));
  return 0;
}

function deliverPath(path: Uint8Array, input: Input, output: Output): void {
  if (isFolder(path)) {
    for (const name of listDirectory(path)) deliverPath(inFolder(path, name), input, output);
    return;
  }
  const size = fileSize(path);
  if (size < 0) die(path, b("it cannot be read, or is too long"));
  output.text(path).text(new Text().byte(ch(' ')).decimal(size).byte(ch('\n')).take());
  input.open(path);
  if (output.copy(input, size) !== size || input.byte() >= 0) die(path, b("it is too long, or changes meanwhile"));
  input.close();
}

/** deliver NAME : the file /out/NAME, or the files below it, to the host, where there is one. */
export function deliver(argv: Uint8Array[]): number {
  if (fileMode(b("/dev/host")) < 0) return 0;
  const output = new Output();
  output.fd = openOutput(b("/dev/host"), false);
  check(b("/dev/host"), b("cannot open"), output.fd);
  check(b("/out"), b("cannot enter"), chdir(b("/out")));
  if (fileMode(argv[1]) < 0) die(argv[1], b("there is no such file in /out"));
  deliverPath(argv[1], new Input(), output);
  output.flush();
  return 0;
}
