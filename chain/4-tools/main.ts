// The start of the tools: one program that is a shell and the commands that steps need before busybox. From a file it
// is the applet that its first argument names. Compiled in place from the tape, it is the first process of the machine:
// it unpacks the tape's files and runs the script /plan. Must be the last file of `sources`.
import { b, commandLine, exit, tapeAddress } from "../2-runtime/node.js";
import { runApplet, sh } from "./applets.js";
import { die, setApplet } from "./errors.js";
import { Input } from "./files.js";
import { NO_APPLET } from "./shell.js";
import { unpackFiles } from "./tape.js";
import { noBytes, Words } from "./words.js";

/** The end of the seed's buffer: the rest of a longer tape is read from standard input. */
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
  const argv = new Words();
  for (let i = 1; i < words.length; i++) argv.add(words[i]);
  const status = argv.count === 0 ? NO_APPLET : runApplet(argv.first(argv.count));
  if (status === NO_APPLET) die(b("usage"), b("tools APPLET [ARGUMENT...], see chain/4-tools/README.md"));
  return status;
}

exit(tapeAddress() !== 0 ? startFromTape() : startFromFile());
