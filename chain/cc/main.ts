// cc [-I DIR] [-D NAME[=VALUE]] [-U NAME] [-include FILE] [-E] -o OUT FILE.c ...
// The driver: reads the command line, compiles one file after the other into one program, and writes it. Exit status
// 0 when the program was written, else 1 with a message on standard error and no program.
import { b, ch, commandLine, exit, fileMode } from "../runtime/node.js";
import { externalDeclaration } from "./declarations.js";
import { addIncludeFolder, finishFile, startFile } from "./directives.js";
import { emitRuntime, writeProgram } from "./image.js";
import { Flag, SourceFile, Token, lexedLine, loadFile, shownPath, spell } from "./lexer.js";
import { Builtin, defineBuiltin, expandedToken, undefineAll } from "./macros.js";
import { setUpOperators } from "./operators.js";
import { leaveFileScope } from "./symbols.js";
import { Text, equalBytes, fatal, join, setUnfinishedFile, slice, writeAll } from "./text.js";
import { forgetTokens, next, setUpKeywords, token } from "./tokens.js";

const predefined = b("#define __STDC__ 1\n#define __STDC_VERSION__ 199901L\n#define __STDC_HOSTED__ 1\n");
const predefinedMachine = b("#define __i386__ 1\n#define __i386 1\n#define __linux__ 1\n#define __linux 1\n");
const predefinedUnix = b("#define __unix__ 1\n#define __unix 1\n#define __ELF__ 1\n#define __rootseed__ 1\n");
const predefinedTypes = b("#define __SIZE_TYPE__ unsigned int\n#define __PTRDIFF_TYPE__ int\n");
const predefinedLimits = b("#define __WCHAR_TYPE__ long\n#define __CHAR_BIT__ 8\n#define __INT_MAX__ 2147483647\n");
// no clock reaches a program
const predefinedTime = b("#define __DATE__ \"Jan  1 1970\"\n#define __TIME__ \"00:00:00\"\n");

/** What is read before each file: predefined macros, and -D, -U, -include as directives. */
const prologue = new Text();
let output: Uint8Array | null = null;
let isPreprocessingOnly = false;

function addDirective(directive: Uint8Array, operand: Uint8Array): void {
  for (const c of operand) if (c === 10) fatal(b("a newline in an option: "), operand);
  prologue.add(directive);
  prologue.add(operand);
  prologue.byte(10);
}

/** -D NAME is NAME 1; -D NAME=VALUE. */
function addDefinition(definition: Uint8Array): void {
  let equals = 0;
  while (equals < definition.length && definition[equals] !== ch('=')) equals++;
  const text = new Text();
  text.add(slice(definition, 0, equals));
  text.byte(32);
  if (equals === definition.length) text.byte(ch('1'));
  else text.add(slice(definition, equals + 1, definition.length));
  addDirective(b("#define "), text.copy());
}

/** The value of option `name` at words[at]: in the same word, or the next one. */
function optionValue(words: Uint8Array[], at: number, name: Uint8Array): Uint8Array {
  const word = words[at];
  if (word.length > name.length) return slice(word, name.length, word.length);
  if (at + 1 === words.length) fatal(b("a value must follow "), name);
  return words[at + 1];
}

/** Reads the options; the files are left at the start of `words`: how many. */
function readOptions(words: Uint8Array[]): number {
  let files = 0, at = 1;
  while (at < words.length) {
    const word = words[at];
    if (word.length === 0 || word[0] !== ch('-')) {
      words[files] = word;
      files++;
      at++;
      continue;
    }
    if (equalBytes(word, b("-E"))) {
      isPreprocessingOnly = true;
      at++;
      continue;
    }
    let name = slice(word, 0, word.length < 2 ? word.length : 2);
    if (equalBytes(word, b("-include"))) name = word;
    const value = isKnownOption(name) ? optionValue(words, at, name) : b("");
    if (equalBytes(name, b("-I"))) {
      if (!addIncludeFolder(join(value, b("/")))) fatal(b("too many -I"), b(""));
    } else if (equalBytes(name, b("-D"))) addDefinition(value);
    else if (equalBytes(name, b("-U"))) addDirective(b("#undef "), value);
    else if (equalBytes(name, b("-o"))) output = value;
    else if (equalBytes(name, b("-include"))) addDirective(b("#include "), quoted(value));
    else fatal(b("unknown option "), word);
    at += word.length > name.length ? 1 : 2;
  }
  return files;
}

function isKnownOption(name: Uint8Array): boolean {
  return equalBytes(name, b("-I")) || equalBytes(name, b("-D")) || equalBytes(name, b("-U")) ||
    equalBytes(name, b("-o")) || equalBytes(name, b("-include"));
}

function quoted(path: Uint8Array): Uint8Array { return join(join(b("\""), path), b("\"")); }

/** Makes a file be read next, after the prologue. */
function openSource(path: Uint8Array): void {
  const file = loadFile(path);
  if (file === null) fatal(b("cannot read "), path);
  undefineAll();
  forgetTokens();
  defineBuiltin(b("__LINE__"), Builtin.Line);
  defineBuiltin(b("__FILE__"), Builtin.File);
  startFile(file!);
  const text = new Text();
  text.add(prologue.copy());
  text.byte(0);
  text.byte(0);
  startFile(new SourceFile(b("<command line>"), b(""), text.copy()));
}

function compileFile(path: Uint8Array): void {
  openSource(path);
  next();
  while (token !== Token.End) externalDeclaration();
  leaveFileScope();
  finishFile();
}

/** -E: prints the tokens, one source line a line. */
function preprocessFile(path: Uint8Array): void {
  openSource(path);
  const text = new Text();
  let line = 0;
  let path0 = b("");
  while (true) {
    const word = expandedToken();
    if (word === Token.End) break;
    if (lexedLine !== line || path0 !== shownPath) {
      if (text.count > 0) text.byte(10);
      line = lexedLine;
      path0 = shownPath;
    } else text.byte(32);
    spell(word & ~Flag.NoExpand, text);
  }
  text.byte(10);
  finishFile();
  if (!writeAll(1, text.bytes, text.count)) fatal(b("cannot write the result"), b(""));
}

function main(): void {
  const words = commandLine();
  prologue.add(predefined);
  prologue.add(predefinedMachine);
  prologue.add(predefinedUnix);
  prologue.add(predefinedTypes);
  prologue.add(predefinedLimits);
  prologue.add(predefinedTime);
  const files = readOptions(words);
  if (files === 0) {
    fatal(b("usage: cc [-I DIR] [-D NAME[=VALUE]] [-U NAME] [-include FILE] [-E] -o OUT FILE.c ..."), b(""));
  }
  setUpOperators();
  setUpKeywords();
  if (isPreprocessingOnly) {
    for (let i = 0; i < files; i++) preprocessFile(words[i]);
    return;
  }
  if (output === null) fatal(b("-o OUT is missing"), b(""));
  for (let i = 0; i < files; i++) {
    if (equalBytes(words[i], output!)) fatal(b("the program would replace its source "), words[i]);
  }
  const mode = fileMode(output!);
  if (mode < 0 || (mode & 0xf000) === 0x8000) setUnfinishedFile(output);
  emitRuntime();
  for (let i = 0; i < files; i++) compileFile(words[i]);
  writeProgram(output!);
}

main();
exit(0);
