// What there is of an archive that is not whole: FILE.part in the cache folder.
//
// How it thinks: a download takes the part for itself under a name with its process's number, so that others who fetch
// the same file do not write to it, and puts it back when it fails. What a killed process has left is taken up.
import { randomBytes } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "../common/processes.js";
import type { Archive } from "./archive.js";

/** Takes what a former try left for ourselves; gives the path of our part, which need not be there. */
export async function takePart(archive: Archive, cache: string): Promise<string> {
  const part = join(cache, `${archive.file}.${process.pid}-${randomBytes(4).toString("hex")}.part`);
  const left = (await readdir(cache)).filter((name) => isLeftPart(archive, name));
  const lengths = await Promise.all(left.map((name) => lengthOf(join(cache, name))));
  const longest = left[lengths.indexOf(Math.max(...lengths))];
  for (const name of left) {
    // Another process may take it at the same moment: one of us gets it.
    await (name === longest ? rename(join(cache, name), part) : rm(join(cache, name))).catch(ignoreMissing);
  }
  return part;
}

/** True for FILE.part, and for a part of a process that is gone. */
function isLeftPart(archive: Archive, name: string): boolean {
  if (!name.startsWith(`${archive.file}.`)) {
    return false;
  }
  const owner = /^([0-9]+)-[0-9a-f]{8}\.part$/.exec(name.slice(archive.file.length + 1))?.[1];
  return name === `${archive.file}.part` || (owner !== undefined && !isAlive(Number(owner)));
}

/** Leaves what there is of a download for the next try; nothing when it has succeeded. */
export async function putPartBack(archive: Archive, part: string, cache: string): Promise<void> {
  await rename(part, join(cache, `${archive.file}.part`)).catch(ignoreMissing);
}

/** The bytes that there are; 0 without a file. */
export async function lengthOf(path: string): Promise<number> {
  return (await stat(path).catch(ignoreMissing))?.size ?? 0;
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") {
    throw error;
  }
}
