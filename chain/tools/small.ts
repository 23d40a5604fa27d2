// The small applets: what coreutils has of the same name does the same, as far as the usage line goes.
import { b, ch, chmod, fileMode, listDirectory, mkdir, rmdir, unlink } from "../runtime/node.js";
import {
  baseName, inFolder, Input, isFolder, isLink, makeFolders, NEW_FOLDER, Output, permissions, readLines,
} from "./files.js";
import { check, die, hexDigit, join, parseNumber, same, slice, Text } from "./text.js";

export function echo(argv: Uint8Array[]): number {
  const output = new Output();
  for (let i = 1; i < argv.length; i++) {
    if (i > 1) output.text(b(" "));
    output.text(argv[i]);
  }
  output.text(b("\n"));
  output.flush();
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
  if (argv.length > 3 && !into) die(target, b("it is no folder, but there are several files"));
  for (let i = 1; i < argv.length - 1; i++) {
    if (isFolder(argv[i])) die(argv[i], b("it is a folder; name its files"));
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
    if (parents) makeFolders(argv[i]);
    else check(argv[i], b("cannot create the folder"), mkdir(argv[i], NEW_FOLDER));
  }
  return 0;
}

/** chmod OCTAL | +x FILE... */
export function changeMode(argv: Uint8Array[]): number {
  const plusX = same(argv[1], b("+x"));
  const mode = parseNumber(argv[1], 8);
  if (!plusX && (mode < 0 || mode > 0xfff)) die(argv[1], b("it is no mode; give an octal number or +x"));
  for (let i = 2; i < argv.length; i++) {
    check(argv[i], b("cannot change the mode"), chmod(argv[i], plusX ? permissions(argv[i]) | 0x49 : mode));
  }
  return 0;
}

function removeTree(path: Uint8Array): void {
  for (const name of listDirectory(path)) {
    const member = inFolder(path, name);
    if (!isLink(member) && isFolder(member)) removeTree(member);
    else check(member, b("cannot remove"), unlink(member));
  }
  check(path, b("cannot remove"), rmdir(path));
}
/** rm [-r|-f|-rf] PATH... : a link goes, never what it leads to; -f: what does not exist is no error. */
export function rm(argv: Uint8Array[]): number {
  const both = same(argv[1], b("-rf"));
  const recursive = both || same(argv[1], b("-r"));
  const force = both || same(argv[1], b("-f"));
  for (let i = recursive || force ? 2 : 1; i < argv.length; i++) {
    const path = argv[i];
    const name = baseName(path);
    if (name.length === 0 || same(name, b(".")) || same(name, b(".."))) die(path, b("refused; give a plain name"));
    if (recursive && !isLink(path) && isFolder(path)) removeTree(path);
    else if (!force || fileMode(path) >= 0) check(path, b("cannot remove"), unlink(path));
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

export function succeed(_argv: Uint8Array[]): number { return 0; }
export function failAlways(_argv: Uint8Array[]): number { return 1; }

/** unhex < TEXT > BYTES, as the seed: line 1 is a title, # begins a comment, pairs of digits are bytes. */
export function unhex(_argv: Uint8Array[]): number {
  const input = new Input();
  const output = new Output();
  let line = 1;
  let next = ch('#');
  while (next > 0) {
    if (next === ch('#')) while (next > 0 && next !== ch('\n')) next = input.byte();
    if (next === ch('\n')) {
      line++;
    } else if (next >= ch('#')) {
      const high = hexDigit(next);
      const low = hexDigit(input.byte());
      if (high < 0 || low < 0) {
        die(input.name, new Text().add(b("line ")).decimal(line).add(b(": no pair of hexadecimal digits")).take());
      }
      output.text(new Text().byte(high << 4 | low).take());
    }
    if (next >= 0) next = input.byte();
  }
  output.flush();
  return 0;
}
