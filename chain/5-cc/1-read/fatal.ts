// Messages that end the program, and the half-written output that goes with it. Must not know where in a source it is:
// that is the lexer's.
import { b, ch, exit, unlink, write } from "../../2-runtime/node.js";
import { Text } from "../../2-runtime/text.js";

/** Set once the command line is known: a message may end the program anywhere. */
let unfinishedFile: Uint8Array | null = null;

/** From now until null is given, a fatal error removes this file: no half-written output is left. */
export function setUnfinishedFile(path: Uint8Array | null): void { unfinishedFile = path; }

/** Prints a message and ends the program with status 1. */
export function die(text: Text): void {
  text.byte(ch('\n'));
  write(2, text.bytes, text.size);
  if (unfinishedFile !== null) unlink(unfinishedFile);
  exit(1);
}

/** Ends the program with a message that belongs to no place in a source. */
export function fatal(message: Uint8Array, name: Uint8Array): void {
  die(new Text().add(b("cc: ")).add(message).add(name));
}
