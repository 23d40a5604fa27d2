// The file system of a machine on a host's kernel, which is a folder of this computer: where its links lead, and what
// its scripts are run by. A link never leads out of that folder: absolute ones begin at it.
import { closeSync, lstatSync, openSync, readlinkSync, readSync } from "node:fs";
import { join, posix } from "node:path";
import type { Machine } from "./strace.js";

/** How many links a path may lead through, as in Linux. */
const mostLinks = 40;
/** How much of a script's first line counts. */
const lineBytes = 256;

/** @param root the folder that is the machine's root */
export function machineIn(root: string): Machine {
  return {
    resolve: (path) => followLinks(root, path),
    interpreter: (path) => interpreterOf(join(root, followLinks(root, path))),
  };
}

function followLinks(root: string, path: string): string {
  let left = path.split("/").filter((name) => name !== "");
  let at = "/";
  for (let links = 0; left.length > 0;) {
    const [name, ...rest] = left as [string, ...string[]];
    const next = posix.resolve(at, name);
    const target = links < mostLinks ? linkAt(join(root, next)) : undefined;
    links += target === undefined ? 0 : 1;
    at = target === undefined ? next : target.startsWith("/") ? "/" : at;
    left = target === undefined ? rest : [...target.split("/").filter((part) => part !== ""), ...rest];
  }
  return at;
}

/** The target of a link; undefined of everything else, and of nothing. */
function linkAt(place: string): string | undefined {
  try {
    return lstatSync(place).isSymbolicLink() ? readlinkSync(place) : undefined;
  } catch {
    return undefined;
  }
}

function interpreterOf(place: string): { program: string; argument: string } | undefined {
  const bytes = Buffer.alloc(lineBytes);
  let count: number;
  try {
    const file = openSync(place, "r");
    count = readSync(file, bytes, 0, lineBytes, 0);
    closeSync(file);
  } catch {
    return undefined;
  }
  const [, program, argument = ""] = /^#![ \t]*([^ \t\n]+)[ \t]*([^\n]*?)[ \t]*(?:\n|$)/.exec(
    bytes.toString("latin1", 0, count)) ?? [];
  return program === undefined ? undefined : { program, argument };
}
