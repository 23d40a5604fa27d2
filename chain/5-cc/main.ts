// cc [-I DIR] [-D NAME[=VALUE]] -o OUT FILE.c ...
// The driver: reads the command line, compiles one file after the other into one program, and writes it. Exit status
// 0 when the program was written, else 1 with a message on standard error and no program.
import { b, ch, commandLine, exit, fileMode } from "../2-runtime/node.js";
import { join, same, slice, Text } from "../2-runtime/text.js";
import { undefineAll } from "./1-read/definitions.js";
import { addIncludeFolder, setUpDirectives } from "./1-read/directives.js";
import { isRegularFile, loadFile, readFile } from "./1-read/files.js";
import { enterFile, leaveFile } from "./1-read/lexer.js";
import { setUpOperators } from "./1-read/operators.js";
import { fatal, setUnfinishedFile } from "./1-read/fatal.js";
import { forgetTokens, next, setUpKeywords, token } from "./1-read/tokens.js";
import { externalDeclaration } from "./2-parse/declarations.js";
import { leaveFileScope } from "./2-parse/scopes.js";
import { generateFunction } from "./3-make/functions.js";
import { writeProgram } from "./3-make/image.js";
import { emitRuntime } from "./3-make/start.js";
import { SourceFile, Token } from "./model.js";

const predefined: Uint8Array[] = [
  b("#define __STDC__ 1\n#define __STDC_VERSION__ 199901L\n#define __STDC_HOSTED__ 1\n"),
  b("#define __i386__ 1\n#define __i386 1\n#define __linux__ 1\n#define __linux 1\n"),
  b("#define __unix__ 1\n#define __unix 1\n#define __ELF__ 1\n#define __rootseed__ 1\n"),
  b("#define __SIZE_TYPE__ unsigned int\n#define __PTRDIFF_TYPE__ int\n"),
  b("#define __WCHAR_TYPE__ long\n#define __CHAR_BIT__ 8\n#define __INT_MAX__ 2147483647\n"),
  // no clock reaches a program
  b("#define __DATE__ \"Jan  1 1970\"\n#define __TIME__ \"00:00:00\"\n"),
];

/** What the command line says. */
class Options {
  /** What is read before each file: predefined macros, and -D as directives. */
  prologue: Text = new Text();
  output: Uint8Array | null = null;
  files: Uint8Array[];
  fileCount: number = 0;
  /** What is wrong, once something is; the output's name is still looked for. */
  complaint: Uint8Array | null = null;
  constructor(words: Uint8Array[]) { this.files = new Array<Uint8Array>(words.length); }

  complain(message: Uint8Array, word: Uint8Array): void {
    if (this.complaint === null) this.complaint = join(message, word);
  }

  addFile(path: Uint8Array): void {
    this.files[this.fileCount] = path;
    this.fileCount++;
  }

  /** -D NAME is NAME 1; -D NAME=VALUE. */
  define(definition: Uint8Array): void {
    this.prologue.add(b("#define "));
    let hasValue = false;
    for (const c of definition) {
      if (c === ch('\n')) this.complain(b("a newline in an option: "), definition);
      this.prologue.byte(c === ch('=') && !hasValue ? ch(' ') : c);
      if (c === ch('=')) hasValue = true;
    }
    this.prologue.add(hasValue ? b("\n") : b(" 1\n"));
  }

  obey(letter: number, value: Uint8Array): void {
    if (letter === ch('D')) this.define(value);
    else if (letter === ch('o')) this.output = value;
    else if (!addIncludeFolder(join(value, b("/")))) this.complain(b("too many -I"), b(""));
  }
}

function readOptions(words: Uint8Array[]): Options {
  const options = new Options(words);
  for (const piece of predefined) options.prologue.add(piece);
  let at = 1;
  while (at < words.length) {
    const word = words[at], letter = word.length > 1 ? word[1] : 0;
    at++;
    if (word.length === 0 || word[0] !== ch('-')) options.addFile(word);
    else if (letter !== ch('I') && letter !== ch('D') && letter !== ch('o')) {
      options.complain(b("unknown option "), word);
    } else if (word.length > 2) options.obey(letter, slice(word, 2, word.length));
    else if (at === words.length) options.complain(b("a value must follow "), word);
    else {
      options.obey(letter, words[at]);
      at++;
    }
  }
  return options;
}

/** Stops unless the options are right. If anything is wrong, an old program goes too, but never a source. */
function checkOptions(options: Options): void {
  const output = options.output;
  // a source may be reached by another path: what has its bytes is taken for it
  const outputFile = output !== null ? readFile(output) : null;
  const old = outputFile !== null ? outputFile.take() : null;
  for (let i = 0; i < options.fileCount && old !== null; i++) {
    const source = readFile(options.files[i]);
    if (source === null || source.size !== old.length) continue;
    if (same(old, source.take())) fatal(b("the program would replace its source "), options.files[i]);
  }
  const mode = output !== null ? fileMode(output) : -1;
  if (mode < 0 || isRegularFile(mode)) setUnfinishedFile(output);
  if (options.complaint !== null) fatal(options.complaint, b(""));
  if (options.fileCount === 0) fatal(b("usage: cc [-I DIR] [-D NAME[=VALUE]] -o OUT FILE.c ..."), b(""));
  if (output === null) fatal(b("-o OUT is missing"), b(""));
}

/** Makes a file be read next, after the prologue. */
function openSource(path: Uint8Array, prologue: Uint8Array): void {
  const file = loadFile(path);
  if (file === null) fatal(b("cannot read "), path);
  undefineAll();
  forgetTokens();
  enterFile(file!);
  enterFile(new SourceFile(b("<command line>"), b(""), join(prologue, new Uint8Array(2))));
}

function compileFile(path: Uint8Array, prologue: Uint8Array): void {
  openSource(path, prologue);
  next();
  while (token !== Token.End) {
    const definition = externalDeclaration();
    if (definition !== null) generateFunction(definition);
  }
  leaveFileScope();
  leaveFile();
}

function main(): void {
  const options = readOptions(commandLine());
  checkOptions(options);
  setUpOperators();
  setUpKeywords();
  setUpDirectives();
  emitRuntime();
  for (let i = 0; i < options.fileCount; i++) compileFile(options.files[i], options.prologue.take());
  writeProgram(options.output!);
}

main();
exit(0);
