// The small applets: what coreutils has of the same name does the same, as far as the usage line goes.
import {
  b, ch, chmod, currentDirectory, fileMode, link, listDirectory, mkdir, rename, rmdir, symlink, unlink,
} from "../runtime/node.js";
import {
  baseName, clearName, EVERYTHING, inFolder, Input, isFolder, isLink, makeFolders, NEW_FOLDER, Output, permissions,
  readWhole,
} from "./files.js";
import { check, die, find, hexDigit, needArguments, parseNumber, same, slice, Text } from "./text.js";

function hasOption(argv: Uint8Array[], place: number, option: Uint8Array): boolean {
  return argv.length > place && same(argv[place], option);
}

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
  output.copy(input, EVERYTHING);
  input.close();
}
/** cat [FILE | @LIST]... : a list names one file a line; empty lines and lines with # do not count. */
export function cat(argv: Uint8Array[]): number {
  const input = new Input();
  const output = new Output();
  if (argv.length === 1) catFile(b("-"), input, output);
  for (let i = 1; i < argv.length; i++) {
    if (argv[i].length > 1 && argv[i][0] === ch('@')) {
      const list = readWhole(slice(argv[i], 1, argv[i].length));
      let start = 0;
      while (start < list.length) {
        let end = find(list, start, ch('\n'));
        if (end < 0) end = list.length;
        if (end > start && list[start] !== ch('#')) catFile(slice(list, start, end), input, output);
        start = end + 1;
      }
    } else {
      catFile(argv[i], input, output);
    }
  }
  output.flush();
  return 0;
}

/** Where a file goes that is copied, moved or linked to `target`: into it, if it is a folder. */
function destination(argv: Uint8Array[], source: Uint8Array): Uint8Array {
  const target = argv[argv.length - 1];
  return isFolder(target) ? inFolder(target, baseName(source)) : target;
}
/** Dies unless there is a source, and a target which is a folder if there are several sources. */
function needTarget(argv: Uint8Array[], first: number, usage: Uint8Array): void {
  needArguments(argv, first + 1, usage);
  const target = argv[argv.length - 1];
  if (argv.length > first + 2 && !isFolder(target)) die(target, b("it is no folder, but there are several sources"));
}

/** cp FILE... TARGET */
export function cp(argv: Uint8Array[]): number {
  const input = new Input();
  const output = new Output();
  needTarget(argv, 1, b("cp FILE... TARGET"));
  for (let i = 1; i < argv.length - 1; i++) {
    if (isFolder(argv[i])) die(argv[i], b("it is a folder; name its files"));
    input.open(argv[i]);
    output.replace(destination(argv, argv[i]));
    output.copy(input, EVERYTHING);
    output.close(permissions(argv[i]));
    input.close();
  }
  return 0;
}

/** mv FILE... TARGET */
export function mv(argv: Uint8Array[]): number {
  needTarget(argv, 1, b("mv FILE... TARGET"));
  for (let i = 1; i < argv.length - 1; i++) {
    check(argv[i], b("cannot move"), rename(argv[i], destination(argv, argv[i])));
  }
  return 0;
}

/** ln [-s] SOURCE... TARGET */
export function ln(argv: Uint8Array[]): number {
  const symbolic = hasOption(argv, 1, b("-s"));
  const first = symbolic ? 2 : 1;
  needTarget(argv, first, b("ln [-s] SOURCE... TARGET"));
  for (let i = first; i < argv.length - 1; i++) {
    const path = destination(argv, argv[i]);
    check(path, b("cannot link"), symbolic ? symlink(argv[i], path) : link(argv[i], path));
  }
  return 0;
}

/** mkdir [-p] FOLDER... */
export function makeDirectories(argv: Uint8Array[]): number {
  const parents = hasOption(argv, 1, b("-p"));
  needArguments(argv, parents ? 2 : 1, b("mkdir [-p] FOLDER..."));
  for (let i = parents ? 2 : 1; i < argv.length; i++) {
    if (parents) makeFolders(argv[i]);
    else check(argv[i], b("cannot create the folder"), mkdir(argv[i], NEW_FOLDER));
  }
  return 0;
}

/** chmod OCTAL | +x FILE... */
export function changeMode(argv: Uint8Array[]): number {
  needArguments(argv, 2, b("chmod OCTAL|+x FILE..."));
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
/** rm [-r] [-f] PATH... : a link goes, never what it leads to. */
export function rm(argv: Uint8Array[]): number {
  let recursive = false;
  let force = false;
  let i = 1;
  for (; i < argv.length && argv[i].length > 1 && argv[i][0] === ch('-'); i++) {
    for (let j = 1; j < argv[i].length; j++) {
      if (argv[i][j] === ch('r')) recursive = true;
      else if (argv[i][j] === ch('f')) force = true;
      else die(argv[i], b("unknown option"));
    }
  }
  if (!force) needArguments(argv, i, b("rm [-r] [-f] PATH..."));
  for (; i < argv.length; i++) {
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
  needArguments(argv, 2, b("cmp FILE FILE"));
  const left = new Input();
  const right = new Input();
  left.open(argv[1]);
  right.open(argv[2]);
  let line = 1;
  let at = 1;
  let next = left.byte();
  let other = right.byte();
  while (next === other && next >= 0) {
    if (next === ch('\n')) line++;
    at++;
    next = left.byte();
    other = right.byte();
  }
  if (next === other) return 0;
  if (next < 0) die(argv[1], b("it ends before the other file"));
  if (other < 0) die(argv[2], b("it ends before the other file"));
  const output = new Output();
  const place = new Text().add(b(" differ: byte ")).decimal(at).add(b(", line ")).decimal(line).byte(ch('\n'));
  output.text(argv[1]);
  output.text(b(" "));
  output.text(argv[2]);
  output.add(place.bytes, 0, place.size);
  output.flush();
  return 1;
}

export function pwd(argv: Uint8Array[]): number { return echo([argv[0], currentDirectory()]); }
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
