// The table of applets: which functions this program is, by name. The shell calls them through here.
import { b, forkCall } from "../runtime/node.js";
import { bunzip2 } from "./bunzip2.js";
import { gunzip } from "./gunzip.js";
import { patch } from "./patch.js";
import { sha256sum } from "./sha256.js";
import { NO_APPLET, Shell } from "./shell.js";
import { cat, changeMode, cmp, cp, echo, failAlways, makeDirectories, rm, succeed, unhex } from "./small.js";
import { deliver, unpack } from "./tape.js";
import { tar } from "./tar.js";
import { same, setApplet } from "./text.js";

class Applet {
  name: Uint8Array;
  run: (argv: Uint8Array[]) => number;
  constructor(name: Uint8Array, run: (argv: Uint8Array[]) => number) {
    this.name = name;
    this.run = run;
  }
}

const APPLETS: Applet[] = [
  new Applet(b("sh"), sh), new Applet(b("bunzip2"), bunzip2), new Applet(b("cat"), cat),
  new Applet(b("chmod"), changeMode), new Applet(b("cmp"), cmp), new Applet(b("cp"), cp),
  new Applet(b("deliver"), deliver), new Applet(b("echo"), echo), new Applet(b("false"), failAlways),
  new Applet(b("gunzip"), gunzip), new Applet(b("mkdir"), makeDirectories), new Applet(b("patch"), patch),
  new Applet(b("rm"), rm), new Applet(b("sha256sum"), sha256sum), new Applet(b("tar"), tar),
  new Applet(b("true"), succeed), new Applet(b("unhex"), unhex), new Applet(b("unpack"), unpack),
];

function findApplet(name: Uint8Array): Applet | null {
  for (const applet of APPLETS) if (same(applet.name, name)) return applet;
  return null;
}

/** Runs the applet named by argv[0] in this process: its status, or NO_APPLET. */
export function runApplet(argv: Uint8Array[]): number {
  const applet = findApplet(argv[0]);
  if (applet === null) return NO_APPLET;
  setApplet(applet.name);
  const run = applet.run;
  return run(argv);
}
/** The same in a process of its own. */
export function callApplet(argv: Uint8Array[], stdin: number, stdout: number): number {
  return findApplet(argv[0]) === null ? NO_APPLET : forkCall(runApplet, argv, stdin, stdout);
}

/** sh SCRIPT [ARGUMENT...] */
export function sh(argv: Uint8Array[]): number { return new Shell(callApplet).runScript(argv); }
