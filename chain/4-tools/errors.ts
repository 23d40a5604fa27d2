// The one way in which every applet reports an error. Must not open files; the only thing that it does to the file
// system is to remove the file that a failing applet has begun to write.
import { b, ch, exit, unlink, write } from "../2-runtime/node.js";
import { Text } from "../2-runtime/text.js";
import { noBytes } from "./words.js";

/** What calls of the system answer when there is no file of that name. */
export const NO_SUCH_FILE = -2;

let appletName: Uint8Array = b("tools");
let appletUsage: Uint8Array = noBytes;
let unfinished: Uint8Array | null = null;

/** Names the applet, and how it is used, for messages. */
export function setApplet(name: Uint8Array, usage: Uint8Array): void {
  appletName = name;
  appletUsage = usage;
}
/** Names the file that must not stay when the applet fails; null when there is none any more. */
export function setUnfinished(path: Uint8Array | null): void { unfinished = path; }

/** Says `APPLET: PLACE: PROBLEM` on standard error; without a place, `APPLET: PROBLEM`. */
export function complain(place: Uint8Array, problem: Uint8Array): void {
  const line = new Text().add(appletName).add(b(": ")).add(place);
  if (place.length > 0) line.add(b(": "));
  line.add(problem).byte(ch('\n'));
  write(2, line.bytes, line.size);
}

/** Ends the applet with status 1 and a message. Its half-written file goes. */
export function die(place: Uint8Array, problem: Uint8Array): void {
  complain(place, problem);
  if (unfinished !== null) unlink(unfinished);
  exit(1);
}

export function errorText(error: number): Uint8Array {
  switch (error) {
    case -1: return b("not permitted");
    case NO_SUCH_FILE: return b("no such file or folder");
    case -8: return b("not an executable program");
    case -13: return b("permission denied");
    case -17: return b("it already exists");
    case -20: return b("a part of the path is not a folder");
    case -21: return b("it is a folder");
    case -28: return b("no space left");
    default: return new Text().add(b("error ")).decimal(-error).take();
  }
}

/** Dies unless the result of a system call says that it worked. */
export function check(place: Uint8Array, action: Uint8Array, result: number): void {
  if (result < 0) die(place, new Text().add(action).add(b(": ")).add(errorText(result)).take());
}

/** Dies because of the applet's arguments. */
export function wrongUsage(): void { die(b("usage"), appletUsage); }
