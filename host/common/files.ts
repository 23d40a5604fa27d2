// Files on the host: hashing, listing, and writing so that a file under its final name is whole.
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, existsSync, type Dirent } from "node:fs";
import { chmod, copyFile, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { about, Problem, Status, unfinishedEnding } from "./problem.js";
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

/** The bytes of an ordinary file: a device may never end, and of a folder the system does not say its name. */
export async function readOrdinaryFile(path: string): Promise<Buffer> {
  if (!(await stat(path)).isFile()) {
    throw new Problem(`${path}: is no ordinary file`, Status.Usage);
  }
  return readFile(path);
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

/**
 * Makes a folder and those above it. Node's own way of doing that never returns where the system refuses with "no such
 * file or folder" (in /proc, for example).
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !existsSync(dirname(path))) {
      await makeFolder(dirname(path));
      await makeFolder(path);
    } else if (!existsSync(path) || !(await stat(path)).isDirectory()) {
      throw error;
    }
  }
}

/** A name beside the final one, for a file that is still being written. */
function unfinishedName(path: string): string {
  return `${path}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
}

/** True for such a name when the process that wrote under it is gone. */
export function isAbandoned(path: string): boolean {
  const match = unfinishedEnding.exec(path);
  return match !== null && !isAlive(Number(match[1]));
}

/** Makes a file under another name with `make`, then renames it; leaves nothing when that fails. */
export async function atomically(path: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  await makeFolder(dirname(resolve(path)));
  const unfinished = unfinishedName(path);
  try {
    await make(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw about(path, error);
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
