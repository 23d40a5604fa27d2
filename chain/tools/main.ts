// The start of the tools: one program that is a shell and the commands that steps need before busybox. From a file it
// is the applet that its own name or its first argument says. Compiled in place from the tape, it is the first process
// of the machine: it unpacks the tape's files and runs the script /plan. All other files come before this one.
import { b, commandLine, exit, tapeAddress } from "../runtime/node.js";
import { runApplet, sh } from "./applets.js";
import { baseName, Input } from "./files.js";
import { NO_APPLET } from "./shell.js";
import { unpackFiles } from "./tape.js";
import { die, noBytes, setApplet, sliceWords } from "./text.js";

/** The end of the seed's buffer: what the tape has more is still to be read from standard input. */
const SEED_BUFFER_END = 0x08000000;

function startFromTape(): number {
  const tape = new Input();
  tape.name = b("the tape");
  tape.memory = tapeAddress();
  tape.memoryEnd = SEED_BUFFER_END;
  unpackFiles(tape, b(""));
  setApplet(b("sh"), noBytes);
  return sh([b("sh"), b("/plan")]);
}

function startFromFile(): number {
  const words = commandLine();
  words[0] = baseName(words[0]);
  let status = runApplet(words);
  if (status === NO_APPLET) {
    if (words.length > 1) status = runApplet(sliceWords(words, 1, words.length));
    if (status === NO_APPLET) die(b("usage"), b("tools APPLET [ARGUMENT...], see chain/tools/README.md"));
  }
  return status;
}

exit(tapeAddress() !== 0 ? startFromTape() : startFromFile());
