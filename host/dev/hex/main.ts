// The command of the hex tool:  node build/host/dev/hex/main.js [--write] [--binary OUT] FILE.hex ...
// Checks that bytes and assembly of the files agree, and prints their sizes. It changes a file only with --write, and
// exits with 1 when a file is out of step or cannot be read, with 2 when it is called wrongly.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { decodeHex, HexError } from "../../tape/hex.js";
import { checkHex, type Check } from "./step.js";

interface Options {
  write?: boolean;
  binary?: string;
}

/** Replaces a file in one step, so that nobody ever sees half of it. */
function replaceFile(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.new`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

/** Prints the size of a file and of its parts. */
function report(path: string, { program }: Check): void {
  const instructions = program.lines.filter((line) => line.isInstruction).length;
  const data = program.lines.length - instructions;
  console.log(`${path}: ${program.bytes.length} bytes, ${instructions} instructions, ${data} lines of data`);
}

/** True when the file is in step, or was brought into step. */
function bringIntoStep(path: string, options: Options): boolean {
  const text = readFileSync(path, "utf8");
  const check = checkHex(text);
  if (options.write === true) {
    if (check.refreshed !== text) replaceFile(path, check.refreshed);
  } else if (check.differences.length > 0) {
    for (const { line, assembly, committed, assembled } of check.differences.slice(0, 20)) {
      const wrong = `the file has ${committed || "nothing"}, the assembly gives ${assembled || "nothing"}`;
      console.error(`${path}:${line}: ${assembly}: ${wrong}`);
    }
    console.error(`${path}: ${check.differences.length} lines out of step; --write refreshes the bytes`);
    return false;
  }
  if (Buffer.compare(decodeHex(check.refreshed), check.program.bytes) !== 0) {
    throw new HexError(1, "the plain hex rules give other bytes than the lines");
  }
  if (options.binary !== undefined) replaceFile(options.binary, check.program.bytes);
  report(path, check);
  return true;
}

function run(files: string[], options: Options): void {
  if (options.binary !== undefined && files.length > 1) {
    console.error("hex: --binary takes one file");
    process.exitCode = 2;
    return;
  }
  for (const path of files) {
    try {
      if (!bringIntoStep(path, options)) process.exitCode = 1;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      console.error(error instanceof HexError ? `${path}: ${message}` : `${path}: ${code ?? message}`);
      process.exitCode = 1;
    }
  }
}

new Command("hex")
  .description("keeps bytes and assembly of commented hex files in step")
  .argument("<files...>", "the .hex files")
  .option("--write", "write the bytes that the assembly gives")
  .option("--binary <file>", "write the bytes as a binary file too")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(run)
  .parse();
