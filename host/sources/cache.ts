// The user's cache folder: upstream archives under their own names, checked by hash on every use,
// and next to them `logs`, `work` (folders of running engines) and `times.json`.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { hashFile, sha256 } from "../common/files.js";
import { Status, UserError } from "../common/errors.js";
import type { Archive } from "./archive.js";

/** The cache folder: the requested, ROOTSEED_CACHE, or the place where the system keeps caches. */
export function cacheFolder(requested: string | undefined): string {
  const chosen = requested ?? process.env["ROOTSEED_CACHE"];
  if (chosen !== undefined && chosen !== "") {
    return resolve(chosen);
  }
  const base = process.env["XDG_CACHE_HOME"];
  const folder = base !== undefined && base.startsWith("/") ? base : join(homedir(), ".cache");
  if (!isAbsolute(folder)) {
    throw new UserError("there is no home folder (HOME is empty), so none for the cache: name one (--cache DIR, or " +
      "ROOTSEED_CACHE)", Status.Usage);
  }
  return join(folder, "rootseed");
}

/** What the cache holds of an archive. */
export type CacheState = "missing" | "good" | { damaged: string };

/** Looks an archive up, by name, length and hash. */
export async function inspectCached(cache: string, archive: Archive): Promise<CacheState> {
  const path = join(cache, archive.file);
  if (!existsSync(path)) {
    return "missing";
  }
  const found = await hashFile(path);
  if (found.sha256 === archive.sha256) {
    return "good";
  }
  return { damaged: `expected SHA-256 ${archive.sha256} (${archive.bytes} bytes), ` +
    `found ${found.sha256} (${found.bytes} bytes)` };
}

/** The bytes of a cached archive; `wantedBy` names what wants it, for the message. */
export async function readCached(cache: string, archive: Archive, wantedBy: string): Promise<Buffer> {
  const path = join(cache, archive.file);
  const content = await readFile(path);
  const found = sha256(content);
  if (found !== archive.sha256) {
    throw damagedArchive(path, wantedBy, `expected SHA-256 ${archive.sha256}, found ${found}`);
  }
  return content;
}

/** The error for an archive in the cache that is not what the lock file says. */
export function damagedArchive(path: string, wantedBy: string, difference: string): UserError {
  return new UserError(`${wantedBy}: the archive ${path} is not the pinned one: ${difference}; ` +
    "`./rootseed fetch` replaces it with the right one");
}
