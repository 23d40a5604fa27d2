// Command line of the reference compiler: compiles the files of one program, in order, and writes the executable to
// standard output. `@LIST` means the files that LIST names, one a line.
// On an error it writes nothing but one line on standard error, with the file and the line in it, and exits with 1.

import { readFileSync } from "node:fs";
import { CompileError, compileT } from "./compiler.js";
import { expandLists, SourceText } from "./sources.js";

function main(): number {
  const args = process.argv.slice(2);
  if (args.length === 0) {
    process.stderr.write("usage: node build/twin/compiler/main.js FILE|@LIST... > PROGRAM\n");
    return 2;
  }
  let text: SourceText;
  try {
    text = SourceText.of(expandLists(args, (path) => readFileSync(path)));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  try {
    process.stdout.write(compileT(text.bytes));
    return 0;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const { path, line } = text.locate(error.line);
    process.stderr.write(`${path}:${line}: ${error.token === "" ? "end of the text" : error.token}: ${error.reason}\n`);
    return 1;
  }
}

process.exitCode = main();
