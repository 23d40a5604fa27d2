// The small applets: each does what coreutils' program of the same name does, in the forms of its usage (applets.ts).
// Must not write through a link or remove what it leads to.
import { b, ch, chmod, listDirectory, mkdir, rmdir, unlink } from "../2-runtime/node.js";
import { join, same, slice, Text } from "../2-runtime/text.js";
import { check, die } from "./errors.js";
import {
  baseName, inFolder, Input, isFolder, isFolderItself, mkdirAll, NEW_FOLDER, Output, permissions, readLines,
} from "./files.js";
import { hexDigit, parseNumber } from "./words.js";

export function echo(argv: Uint8Array[]): number {
  const output = new Output();
  for (let i = 1; i < argv.length; i++) {
    if (i > 1) output.text(b(" "));
    output.text(argv[i]);
  }
  output.text(b("\n")).flush();
  return 0;
}

function catFile(name: Uint8Array, input: Input, output: Output): void {
  input.open(name);
  output.copyAll(input);
  input.close();
}
/** cat [FILE | @LIST]... : a list names one file a line; empty lines and lines with # do not count. */
export function cat(argv: Uint8Array[]): number {
  const input = new Input();
  const output = new Output();
  if (argv.length === 1) catFile(b("-"), input, output);
  for (let i = 1; i < argv.length; i++) {
    if (argv[i].length > 1 && argv[i][0] === ch('@')) {
      for (const name of readLines(slice(argv[i], 1, argv[i].length))) {
        if (name.length > 0 && name[0] !== ch('#')) catFile(name, input, output);
      }
    } else {
      catFile(argv[i], input, output);
    }
  }
  output.flush();
  return 0;
}

/** cp FILE... TARGET : into the target if it is a folder, which it must be for several files. */
export function cp(argv: Uint8Array[]): number {
  const input = new Input();
  const output = new Output();
  const target = argv[argv.length - 1];
  const into = isFolder(target);
  if (argv.length > 3 && !into) die(target, b("this is no folder, but there are several files"));
  for (let i = 1; i < argv.length - 1; i++) {
    if (isFolder(argv[i])) die(argv[i], b("this is a folder; name its files"));
    input.open(argv[i]);
    output.replace(into ? inFolder(target, baseName(argv[i])) : target);
    output.copyAll(input);
    output.close(permissions(argv[i]));
    input.close();
  }
  return 0;
}

/** mkdir [-p] FOLDER... */
export function makeDirectories(argv: Uint8Array[]): number {
  const parents = same(argv[1], b("-p"));
  for (let i = parents ? 2 : 1; i < argv.length; i++) {
    if (parents) mkdirAll(argv[i]);
    else check(argv[i], b("cannot create the folder"), mkdir(argv[i], NEW_FOLDER));
  }
  return 0;
}

/** chmod OCTAL FILE... */
export function changeMode(argv: Uint8Array[]): number {
  const mode = parseNumber(argv[1], 8);
  if (mode < 0 || mode > 0xfff) die(argv[1], b("this is no mode; give an octal number, 755 say"));
  for (let i = 2; i < argv.length; i++) check(argv[i], b("cannot change the mode"), chmod(argv[i], mode));
  return 0;
}

function removePath(path: Uint8Array, isRecursive: boolean): void {
  const isTree = isRecursive && isFolderItself(path);
  if (isTree) for (const name of listDirectory(path)) removePath(inFolder(path, name), true);
  check(path, b("cannot remove"), isTree ? rmdir(path) : unlink(path));
}
/** rm [-r] PATH... : a link is removed, never what it leads to. */
export function rm(argv: Uint8Array[]): number {
  const isRecursive = same(argv[1], b("-r"));
  for (let i = isRecursive ? 2 : 1; i < argv.length; i++) {
    const path = argv[i];
    const name = baseName(path);
    const isPlain = name.length > 0 && path[0] !== ch('-') && !same(name, b(".")) && !same(name, b(".."));
    if (!isPlain) die(path, b("refused; give a plain name"));
    removePath(path, isRecursive);
  }
  return 0;
}

/** cmp FILE FILE */
export function cmp(argv: Uint8Array[]): number {
  const left = new Input();
  const right = new Input();
  left.open(argv[1]);
  right.open(argv[2]);
  let byte = 0, other = 0;
  while (byte === other && byte >= 0) {
    byte = left.byte();
    other = right.byte();
  }
  if (byte !== other) die(argv[1], left.withPlace(join(b("it differs from "), argv[2])).take());
  return 0;
}

/** unhex < TEXT > BYTES, as the seed: line 1 is a title, # begins a comment, pairs of digits are bytes. */
export function unhex(_argv: Uint8Array[]): number {
  const output = new Output();
  const lines = readLines(b("-"));
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i];
    const bytes = new Text();
    let at = 0;
    while (at < line.length && line[at] !== ch('#')) {
      if (line[at] > ch('#')) {
        const high = hexDigit(line[at]);
        const low = at + 1 < line.length ? hexDigit(line[at + 1]) : -1;
        if (high < 0 || low < 0) {
          const problem = new Text().add(b("line ")).decimal(i + 1).add(b(": no pair of hexadecimal digits"));
          die(b("standard input"), problem.take());
        }
        bytes.byte(high << 4 | low);
        at++;
      }
      at++;
    }
    output.add(bytes.bytes, 0, bytes.size);
  }
  output.flush();
  return 0;
}
