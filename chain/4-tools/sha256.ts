// The applet sha256sum, with the output and the check lists of GNU coreutils; of a folder it hashes all files below.
// Must not pass over a line of a list that it does not understand.
import { b, ch, listDirectory } from "../2-runtime/node.js";
import { same, slice, Text } from "../2-runtime/text.js";
import { Sha256, SHA_DIGITS } from "../3-kernel/2-memory/sha256.js";
import { complain, die, wrongUsage } from "./errors.js";
import { inFolder, Input, isFolder, Output, readLines } from "./files.js";
import { hexDigit, isDigit } from "./words.js";

const fileHash = new Sha256();

function hashOf(input: Input): Uint8Array {
  const digits = new Uint8Array(SHA_DIGITS);
  fileHash.begin();
  while (input.fill()) {
    fileHash.add(input.buffer, input.at, input.end);
    input.at = input.end;
  }
  input.close();
  fileHash.finish(digits);
  return digits;
}

/** Checks the files of a list of `HASH  NAME` lines and comments: 1 when one of them differs; dies for other lines. */
function checkList(listName: Uint8Array, input: Input, output: Output): number {
  const lines = readLines(listName);
  let status = 0;
  let checked = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line.length > 0 && line[0] === ch('#')) continue;
    let digits = 0;
    while (digits < line.length && hexDigit(line[digits]) >= 0) digits++;
    if (digits !== 64 || line.length < 67 || line[64] !== ch(' ') || line[65] !== ch(' ') && line[65] !== ch('*')) {
      die(listName, new Text().add(b("line ")).decimal(i + 1).add(b(" is not \"HASH  NAME\"")).take());
    }
    const expected = slice(line, 0, 64);
    const name = slice(line, 66, line.length);
    for (let j = 0; j < 64; j++) if (!isDigit(expected[j])) expected[j] |= 0x20;
    input.open(name);
    const found = hashOf(input);
    const matches = same(expected, found);
    output.text(name).text(matches ? b(": OK\n") : b(": FAILED\n"));
    if (!matches) {
      complain(name, new Text().add(b("expected ")).add(expected).add(b(", found ")).add(found).take());
      status = 1;
    }
    checked++;
  }
  output.flush();
  if (checked === 0) die(listName, b("it is empty; there is nothing to check"));
  return status;
}

/** Writes the line of a file, or those of all files below a folder, by the bytes of the names in each. */
function hashPath(path: Uint8Array, input: Input, output: Output): void {
  if (isFolder(path)) {
    for (const name of listDirectory(path)) hashPath(inFolder(path, name), input, output);
    return;
  }
  input.open(path);
  output.text(hashOf(input)).text(b("  ")).text(path).text(b("\n"));
}

/** sha256sum PATH... | sha256sum -c LIST... : "-" is standard input. */
export function sha256sum(argv: Uint8Array[]): number {
  const input = new Input();
  const output = new Output();
  const isCheck = same(argv[1], b("-c"));
  let status = 0;
  if (isCheck && argv.length === 2) wrongUsage();
  for (let i = isCheck ? 2 : 1; i < argv.length; i++) {
    if (isCheck) status |= checkList(argv[i], input, output);
    else hashPath(argv[i], input, output);
  }
  output.flush();
  return status;
}
