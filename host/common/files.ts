// Files on the host: hashing, listing, and writing so that a file under its final name is whole.
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import { chmod, copyFile, mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isAlive } from "./processes.js";

/** SHA-256 of bytes in memory, as 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Length and SHA-256 of a file. */
export async function hashFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Compares by bytes, as `LC_ALL=C sort` does. */
export function compareText(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Paths of all files below a folder, relative to it, sorted by byte; empty when there is no such folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  async function visit(relative: string): Promise<void> {
    let entries: Dirent[];
    try {
      entries = await readdir(join(folder, relative), { withFileTypes: true });
    } catch (error) {
      if (relative === "" && (error as NodeJS.ErrnoException).code === "ENOENT") {
        return;
      }
      throw error;
    }
    for (const entry of entries) {
      const path = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        await visit(path);
      } else if (entry.isFile()) {
        found.push(path);
      }
    }
  }
  await visit("");
  return found.sort(compareText);
}

/** A name beside the final one, for a file that is still being written. */
function unfinishedName(path: string): string {
  return `${path}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
}

/** True for such a name when the process that wrote under it is gone. */
export function isAbandoned(path: string): boolean {
  const match = /\.([0-9]+)-[0-9a-f]{8}\.tmp$/.exec(path);
  return match !== null && !isAlive(Number(match[1]));
}

/** Makes a file under another name with `make`, then renames it; leaves nothing when that fails. */
export async function atomically(path: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = unfinishedName(path);
  try {
    await make(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Writes a file that is either absent (or the old one) or whole. */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  await atomically(path, (unfinished) => writeFile(unfinished, content));
}

/** Copies a file in the same way; a static ELF program becomes executable. */
export async function copyAtomically(from: string, to: string): Promise<void> {
  await atomically(to, async (unfinished) => {
    await copyFile(from, unfinished);
    await chmod(unfinished, (await isProgram(from)) ? 0o755 : 0o644);
  });
}

/** True for an ELF file of type ET_EXEC (2). */
export async function isProgram(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(18);
    const { bytesRead } = await file.read(start, 0, 18, 0);
    return bytesRead === 18 && start.toString("latin1", 0, 4) === "\x7fELF" && start[16] === 2;
  } finally {
    await file.close();
  }
}
