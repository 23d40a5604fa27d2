// The table of applets: which functions this program is, by name. The shell calls them through here.
import { b, forkCall } from "../2-runtime/node.js";
import { bunzip2 } from "./bunzip2.js";
import { setApplet, wrongUsage } from "./errors.js";
import { readWhole } from "./files.js";
import { gunzip } from "./gunzip.js";
import { patch } from "./patch.js";
import { sha256sum } from "./sha256.js";
import { NO_APPLET, Shell } from "./shell.js";
import { cat, changeMode, cmp, cp, echo, makeDirectories, rm, unhex } from "./small.js";
import { deliver, unpack } from "./tape.js";
import { tar } from "./tar.js";
import { hasAt } from "./words.js";

class Applet {
  least: number; // arguments
  most: number;
  usage: Uint8Array; // begins with the name
  run: (argv: Uint8Array[]) => number;
  constructor(least: number, most: number, usage: Uint8Array, run: (argv: Uint8Array[]) => number) {
    this.least = least;
    this.most = most;
    this.usage = usage;
    this.run = run;
  }
}

const MANY = 0x7fffffff;

export const APPLETS: Applet[] = [
  new Applet(0, 0, b("bunzip2 < FILE.bz2 > FILE"), bunzip2),
  new Applet(0, MANY, b("cat [FILE | @LIST]..."), cat),
  new Applet(2, MANY, b("chmod OCTAL FILE..."), changeMode),
  new Applet(2, 2, b("cmp FILE FILE"), cmp),
  new Applet(2, MANY, b("cp FILE... TARGET"), cp),
  new Applet(1, 1, b("deliver NAME"), deliver),
  new Applet(0, MANY, b("echo [WORD]..."), echo),
  new Applet(0, 0, b("gunzip < FILE.gz > FILE"), gunzip),
  new Applet(1, MANY, b("mkdir [-p] FOLDER..."), makeDirectories),
  new Applet(1, 1, b("patch -p1 < FILE"), patch),
  new Applet(1, MANY, b("rm [-r] PATH..."), rm),
  new Applet(1, 1, b("sh SCRIPT"), sh),
  new Applet(1, MANY, b("sha256sum PATH..., sha256sum -c LIST..."), sha256sum),
  new Applet(2, 4, b("tar xf FILE [-C FOLDER]"), tar),
  new Applet(0, 0, b("unhex < TEXT > BYTES"), unhex),
  new Applet(0, 0, b("unpack < STREAM"), unpack),
];

function findApplet(name: Uint8Array): Applet | null {
  for (const applet of APPLETS) {
    const isEnd = applet.usage.length === name.length || hasAt(applet.usage, name.length, b(" "));
    if (isEnd && hasAt(applet.usage, 0, name)) return applet;
  }
  return null;
}

/** Runs the applet named by argv[0] in this process: its status, or NO_APPLET. */
export function runApplet(argv: Uint8Array[]): number {
  const applet = findApplet(argv[0]);
  if (applet === null) return NO_APPLET;
  setApplet(argv[0], applet.usage);
  if (argv.length <= applet.least || argv.length - 1 > applet.most) wrongUsage();
  const run = applet.run;
  return run(argv);
}
/** The same in a process of its own. */
export function callApplet(argv: Uint8Array[], stdin: number, stdout: number): number {
  return findApplet(argv[0]) === null ? NO_APPLET : forkCall(runApplet, argv, stdin, stdout);
}

export function sh(argv: Uint8Array[]): number {
  return new Shell(callApplet).runScript(argv[1], readWhole(argv[1]), 1);
}
