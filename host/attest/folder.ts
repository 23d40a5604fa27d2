// Statements in folders, as other people hand them over: read without following a link, without waiting for a pipe, and
// without taking in more than a statement can be. What is not read is said.
import { constants } from "node:fs";
import { open, readdir, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { explain, Status, UserError } from "../common/errors.js";
import { compareText } from "../common/files.js";
import type { Given } from "./compare.js";
import { harmless, Refusal } from "./refusal.js";

/** No statement is larger: the longest of the chain has less than 100 KB. */
export const mostBytes = 4 << 20;

/** No folder has more: a chain of 100 steps, and 100 parties. */
const mostFiles = 10_000;

/** What is read of a folder is held in memory. */
const mostInAll = 64 * mostBytes;

export interface Found {
  given: Given[];
  /** Files that are not called *.json, and were not looked at. */
  others: string[];
  /** How many bytes were read. */
  bytes: number;
}

/** The files of a folder and of those below it. */
export async function readStatements(folder: string): Promise<Found> {
  const found: Found = { given: [], others: [], bytes: 0 };
  await visit(folder, "", found);
  return found;
}

async function visit(folder: string, relative: string, found: Found): Promise<void> {
  const entries = await readdir(join(folder, relative), { withFileTypes: true });
  for (const entry of entries.sort((left, right) => compareText(left.name, right.name))) {
    const path = relative === "" ? entry.name : `${relative}/${entry.name}`;
    const shown = harmless(join(folder, path));
    if (found.given.length + found.others.length >= mostFiles || found.bytes > mostInAll) {
      throw new UserError(`${folder}: has more than ${mostFiles} files, or than ${mostInAll >> 20} MB: name a folder ` +
        "that has only statements", Status.Usage);
    }
    if (entry.isDirectory()) {
      await visit(folder, path, found);
    } else if (!entry.name.endsWith(".json")) {
      found.others.push(shown);
    } else {
      const content = await readOne(join(folder, path));
      found.given.push({ path: shown, content });
      found.bytes += content instanceof Refusal ? 0 : content.length;
    }
  }
}

/** The bytes of a file of others, or why they are not read. */
async function readOne(path: string): Promise<Uint8Array | Refusal> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await file.stat();
    const { size } = stats;
    if (!stats.isFile()) {
      return new Refusal("is no ordinary file");
    }
    if (size > mostBytes) {
      return new Refusal(`is larger than ${mostBytes >> 20} MB, which no statement is`);
    }
    const buffer = Buffer.alloc(size + 1);
    let length = 0;
    for (let bytesRead = -1; bytesRead !== 0 && length < buffer.length; length += bytesRead) {
      ({ bytesRead } = await file.read(buffer, length, buffer.length - length));
    }
    return length === size ? buffer.subarray(0, size) : new Refusal("changes while it is read");
  } catch (error) {
    return new Refusal((error as NodeJS.ErrnoException).code === "ELOOP" ? "is a symbolic link, which is not followed"
      : `cannot be read: ${harmless(explain(error))}`);
  } finally {
    await file?.close();
  }
}
