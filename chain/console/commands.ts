// The commands that only the console has, and what `help` says: the applets' own table is where its lines come from.
import { b, ch, fileMode, forkCall, listDirectory } from "../2-runtime/node.js";
import { same, slice } from "../2-runtime/text.js";
import { APPLETS, callApplet } from "../4-tools/applets.js";
import { die, setApplet } from "../4-tools/errors.js";
import { inFolder, isFolder, Output } from "../4-tools/files.js";
import { find, Words } from "../4-tools/words.js";

/** How the console's own commands are used: those with a name here run in a process of their own. */
const LS = b("ls [PATH]...");
const HELP = b("help");
const OWN: Uint8Array[] = [b("cd FOLDER"), b("exit [STATUS]"), HELP, LS, b("retry")];

/** The name at the beginning of a usage. */
function nameOf(usage: Uint8Array): Uint8Array {
  const blank = find(usage, 0, ch(' '));
  return blank < 0 ? usage : slice(usage, 0, blank);
}

/** The names of all commands, for completion. */
export function commandNames(): Words {
  const names = new Words();
  for (const usage of OWN) names.add(nameOf(usage));
  for (const applet of APPLETS) names.add(nameOf(applet.usage));
  return names;
}

/** ls [PATH]... : the names in folders, one a line; that of a folder ends with a slash. */
function ls(argv: Uint8Array[]): number {
  const output = new Output();
  setApplet(b("ls"), LS);
  for (let i = 1; i < argv.length || i === 1; i++) {
    const path = argv.length > 1 ? argv[i] : b(".");
    if (fileMode(path) < 0) die(path, b("no such file or folder"));
    if (!isFolder(path)) {
      output.text(path).text(b("\n"));
    } else {
      for (const name of listDirectory(path)) {
        output.text(name).text(isFolder(inFolder(path, name)) ? b("/\n") : b("\n"));
      }
    }
  }
  output.flush();
  return 0;
}

function help(_argv: Uint8Array[]): number {
  const output = new Output();
  output.text(b("Each line is a script of the chain's shell. Its language, which docs/shell.md describes:\n"));
  output.text(b("  COMMAND WORD 'WORD' \"$NAME\" *.c < FILE > FILE >> FILE\n  NAME=VALUE\n"));
  output.text(b("  for NAME in WORDS; do (commands, a line each, then:) done\n"));
  output.text(b("The console's own commands; retry runs the failed step again, and those after it:\n"));
  for (const usage of OWN) showUsage(output, usage);
  output.text(b("The commands of chain/4-tools (chain/4-tools/README.md):\n"));
  for (const applet of APPLETS) showUsage(output, applet.usage);
  output.text(b("All other commands are programs, by their path, or in /usr/bin and /bin.\n"));
  output.text(b("Keys: cursor keys, Home, End, Tab, Ctrl-A E B F D H K U W L P N. Ctrl-C ends what runs,\n"));
  output.text(b("Ctrl-D on an empty line leaves, Ctrl-] ends the machine at once.\n"));
  output.flush();
  return 0;
}

function showUsage(output: Output, usage: Uint8Array): void {
  output.text(b("  ")).text(usage).text(b("\n"));
}

/** Runs a command that the console or the tools have, in a process of its own: its status, or NO_APPLET. */
export function callCommand(argv: Uint8Array[], stdin: number, stdout: number): number {
  if (same(argv[0], b("ls"))) return forkCall(ls, argv, stdin, stdout);
  if (same(argv[0], HELP)) return forkCall(help, argv, stdin, stdout);
  return callApplet(argv, stdin, stdout);
}
