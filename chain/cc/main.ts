// cc [-I DIR] [-D NAME[=VALUE]] -o OUT FILE.c ...
// The driver: reads the command line, compiles one file after the other into one program, and writes it. Exit status
// 0 when the program was written, else 1 with a message on standard error and no program.
import { b, ch, commandLine, exit, fileMode } from "../runtime/node.js";
import { undefineAll } from "./1-read/definitions.js";
import { addIncludeFolder, finishFile, setUpDirectives, startFile } from "./1-read/directives.js";
import { isRegularFile, loadFile, readFile } from "./1-read/files.js";
import { setUpOperators } from "./1-read/operators.js";
import { equalBytes, fatal, join, setUnfinishedFile, slice, Text } from "./1-read/text.js";
import { forgetTokens, next, setUpKeywords, token } from "./1-read/tokens.js";
import { externalDeclaration } from "./2-parse/declarations.js";
import { leaveFileScope } from "./2-parse/scopes.js";
import { generateFunction } from "./3-make/functions.js";
import { writeProgram } from "./3-make/image.js";
import { emitRuntime } from "./3-make/start.js";
import { SourceFile, Token } from "./model.js";

const predefined = b("#define __STDC__ 1\n#define __STDC_VERSION__ 199901L\n#define __STDC_HOSTED__ 1\n");
const predefinedMachine = b("#define __i386__ 1\n#define __i386 1\n#define __linux__ 1\n#define __linux 1\n");
const predefinedUnix = b("#define __unix__ 1\n#define __unix 1\n#define __ELF__ 1\n#define __rootseed__ 1\n");
const predefinedTypes = b("#define __SIZE_TYPE__ unsigned int\n#define __PTRDIFF_TYPE__ int\n");
const predefinedLimits = b("#define __WCHAR_TYPE__ long\n#define __CHAR_BIT__ 8\n#define __INT_MAX__ 2147483647\n");
// no clock reaches a program
const predefinedTime = b("#define __DATE__ \"Jan  1 1970\"\n#define __TIME__ \"00:00:00\"\n");

/** What is read before each file: predefined macros, and -D as directives. */
const prologue = new Text();
let output: Uint8Array | null = null;
/** What is wrong with the options, once something is; the output's name is still looked for. */
let complaint: Uint8Array | null = null;

function complain(message: Uint8Array, word: Uint8Array): void {
  if (complaint === null) complaint = join(message, word);
}

/** -D NAME is NAME 1; -D NAME=VALUE. */
function addDefinition(definition: Uint8Array): void {
  prologue.add(b("#define "));
  let hasValue = false;
  for (const c of definition) {
    if (c === ch('\n')) complain(b("a newline in an option: "), definition);
    prologue.byte(c === ch('=') && !hasValue ? 32 : c);
    if (c === ch('=')) hasValue = true;
  }
  prologue.add(hasValue ? b("\n") : b(" 1\n"));
}

function obeyOption(letter: number, value: Uint8Array): void {
  if (letter === ch('D')) addDefinition(value);
  else if (letter === ch('o')) output = value;
  else if (!addIncludeFolder(join(value, b("/")))) complain(b("too many -I"), b(""));
}

/** Reads the options; the files are left at the start of `words`: how many. */
function readOptions(words: Uint8Array[]): number {
  let files = 0, at = 1;
  while (at < words.length) {
    const word = words[at];
    at++;
    if (word.length === 0 || word[0] !== ch('-')) {
      words[files] = word;
      files++;
      continue;
    }
    const letter = word.length > 1 ? word[1] : 0;
    if (letter !== ch('I') && letter !== ch('D') && letter !== ch('o')) complain(b("unknown option "), word);
    else if (word.length > 2) obeyOption(letter, slice(word, 2, word.length));
    else if (at === words.length) complain(b("a value must follow "), word);
    else {
      obeyOption(letter, words[at]);
      at++;
    }
  }
  return files;
}

/** Makes a file be read next, after the prologue. */
function openSource(path: Uint8Array): void {
  const file = loadFile(path);
  if (file === null) fatal(b("cannot read "), path);
  undefineAll();
  forgetTokens();
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
  while (token !== Token.End) {
    const definition = externalDeclaration();
    if (definition !== null) generateFunction(definition);
  }
  leaveFileScope();
  finishFile();
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
  const known = output !== null;
  // a source may be reached by another path: what has its bytes is taken for it
  const outputFile = known ? readFile(output!) : null, old = outputFile !== null ? outputFile.copy() : null;
  for (let i = 0; i < files && old !== null; i++) {
    const source = readFile(words[i]);
    if (source === null || source.count !== old.length) continue;
    if (equalBytes(old, source.copy())) fatal(b("the program would replace its source "), words[i]);
  }
  const mode = known ? fileMode(output!) : -1;
  if (mode < 0 || isRegularFile(mode)) setUnfinishedFile(output);
  if (complaint !== null) fatal(complaint, b(""));
  if (files === 0) fatal(b("usage: cc [-I DIR] [-D NAME[=VALUE]] -o OUT FILE.c ..."), b(""));
  if (!known) fatal(b("-o OUT is missing"), b(""));
  setUpOperators();
  setUpKeywords();
  setUpDirectives();
  emitRuntime();
  for (let i = 0; i < files; i++) compileFile(words[i]);
  writeProgram(output!);
}

main();
exit(0);
