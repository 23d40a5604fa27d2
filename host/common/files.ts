// Files on the host: hashing, listing, and writing so that a file under its final name is whole, whatever happens: what
// is written is on the disk before it is named, and what is copied by its hash is proven by the hash of the copy.
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import { chmod, copyFile, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { explain, UserError, withPath, Status, unfinishedEnding } from "./errors.js";
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

/** What keeps a file from being the one with this hash, in words; undefined when it is that one. */
export async function differenceOf(path: string, expected: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isFile()) {
      return `${path}: is no ordinary file`;
    }
    const found = await hashFile(path);
    return found.sha256 === expected ? undefined : describeHashes(path, expected, found.sha256);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? `${path}: is missing` : explain(withPath(path, error));
  }
}

function describeHashes(path: string, expected: string, found: string): string {
  return `${path}: expected SHA-256 ${expected}, found ${found}`;
}

/** The bytes of a file, which must have this hash. */
export async function readProven(path: string, expected: string): Promise<Buffer> {
  const content = await readFile(path);
  const found = sha256(content);
  if (found !== expected) {
    throw new UserError(describeHashes(path, expected, found));
  }
  return content;
}

/** The bytes of an ordinary file: a device may never end, and of a folder the system does not say its name. */
export async function readOrdinaryFile(path: string): Promise<Buffer> {
  if (!(await stat(path)).isFile()) {
    throw new UserError(`${path}: is no ordinary file`, Status.Usage);
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
 * Makes a folder and those above it, also where others do so at the same time. Node's own way never returns where
 * the system refuses with "no such file or folder" though the folder above is there (in /proc, for example).
 */
export async function makeFolder(path: string): Promise<void> {
  const make = (): Promise<void> => mkdir(path).catch(async (error: unknown) => {
    if ((await stat(path).catch(() => undefined))?.isDirectory() !== true) {
      throw error;
    }
  });
  try {
    await make();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw error;
    }
    await makeFolder(dirname(path));
    await make();
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

/**
 * Makes a file (or a folder) under another name with `make`, then renames it; leaves nothing when that fails. What was
 * made is on the disk before it is named, and the name when this returns.
 */
export async function atomically(path: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  await makeFolder(dirname(resolve(path)));
  const unfinished = unfinishedName(path);
  try {
    await make(unfinished);
    await giveName(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw withPath(path, error);
  }
}

/** Renames a file that has another name on the same disk: once its bytes are there, and until its name is. */
export async function giveName(unfinished: string, path: string): Promise<void> {
  await flush(unfinished);
  await rename(unfinished, path);
  await flush(dirname(resolve(path)));
}

/** Waits until a file, or the names in a folder, are on the disk. */
async function flush(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a file that is either absent (or the old one) or whole. */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  await atomically(path, (unfinished) => writeFile(unfinished, content));
}

/**
 * Copies a file in the same way; a static ELF program becomes executable.
 * @param expected the SHA-256 that the copy must have; any when undefined.
 */
export async function copyAtomically(from: string, to: string, expected?: string): Promise<void> {
  await atomically(to, async (unfinished) => {
    await copyFile(from, unfinished);
    const found = expected === undefined ? undefined : (await hashFile(unfinished)).sha256;
    if (expected !== undefined && found !== undefined && found !== expected) {
      throw new UserError(describeHashes(from, expected, found));
    }
    await chmod(unfinished, (await isProgram(unfinished)) ? 0o755 : 0o644);
  });
}

/** True for an ELF file of type ET_EXEC (2). */
export async function isProgram(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(18);
    const { bytesRead } = await file.read(start, 0, 18, 0);
    return isProgramText(start.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The same for bytes in memory. */
export function isProgramText(content: Uint8Array): boolean {
  const magic = Buffer.from(content.subarray(0, 4)).toString("latin1");
  return content.length >= 18 && magic === "\x7fELF" && content[16] === 2;
}
