// Fetches an upstream archive into the cache: from any place that has it, resumed where a former try
// stopped, checked by length and hash, and put under its name only when it is right.
//
// How it thinks: a *source* is one place with the addresses that it may have the file under; sources are
// tried in order, a failed one is noted and passed over. The bytes so far lie in a part, FILE.part, which a
// download takes for itself under a name with its process's number, so that others who fetch the same file do
// not write to it, and which it puts back when it fails. A part that turns out wrong is thrown away, because it
// may come from another place or another time.
import { randomBytes } from "node:crypto";
import { constants, createReadStream, createWriteStream } from "node:fs";
import { access, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { hashFile, makeFolder } from "../common/files.js";
import { about, explain, Interrupted, Problem, Status } from "../common/problem.js";
import { isAlive } from "../common/processes.js";
import type { Archive } from "./lock.js";
import { fetchAddress } from "./proxy.js";

/** How long a place may be silent, in milliseconds, before it counts as dead. */
const silenceLimit = 30_000;

/** A cut connection is taken up again at most this often as long as each try brings bytes. */
const resumeLimit = 20;

export interface FetchOptions {
  cache: string;
  /** Mirrors in order: folders, or addresses. */
  mirrors: string[];
  signal: AbortSignal;
  /** Called with the bytes there are, as they come. */
  progress: (archive: Archive, bytes: number) => void;
  /** A line for the user. */
  note: (line: string) => void;
  /** Sources that did not answer at all: not asked again in this run. */
  dead: Set<string>;
}

/** One place, and the addresses or paths under which it may have the archive. */
interface Source {
  name: string;
  addresses: string[];
}

/** The sources of an archive, in the order in which they are tried. */
export function sourcesOf(archive: Archive, mirrors: string[]): Source[] {
  const paths = archive.places.filter((place) => place.startsWith("mirror:")).map((place) => place.slice(7));
  const fromMirrors = mirrors.map((mirror) => {
    if (/^[a-z]+:\/\//.test(mirror) && !isAddress(mirror)) {
      throw new Problem(`--mirror ${mirror}: only http, https and folders can be mirrors`, Status.Usage);
    }
    const base = isAddress(mirror) ? mirror.replace(/\/+$/, "") : resolve(mirror);
    return { name: mirror, addresses: [...paths, archive.file].map((path) => `${base}/${path}`) };
  });
  const direct = archive.places.filter(isAddress).map((place) => ({ name: place, addresses: [place] }));
  return [...fromMirrors, ...direct];
}

function isAddress(place: string): boolean {
  return /^https?:\/\//.test(place);
}

/** Fetches one archive into the cache, or throws one line with every place that failed. */
export async function fetchArchive(archive: Archive, options: FetchOptions): Promise<void> {
  await makeFolder(options.cache);
  const part = await takePart(archive, options.cache);
  try {
    await fetchFromAny(archive, part, options);
  } finally {
    await putPartBack(archive, part, options.cache);
  }
}

/** Takes what a former try left for ourselves; gives the name of our part, which need not be there. */
async function takePart(archive: Archive, cache: string): Promise<string> {
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
async function putPartBack(archive: Archive, part: string, cache: string): Promise<void> {
  await rename(part, join(cache, `${archive.file}.part`)).catch(ignoreMissing);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") {
    throw error;
  }
}

/** Tries one source after the other. */
async function fetchFromAny(archive: Archive, part: string, options: FetchOptions): Promise<void> {
  const failures: string[] = [];
  for (const source of sourcesOf(archive, options.mirrors)) {
    if (options.dead.has(source.name)) {
      failures.push(`${source.name}: did not answer`);
      continue;
    }
    const failure = await fetchFromSource(archive, source, part, options);
    if (failure === undefined) {
      failures.forEach((line) => options.note(`${archive.file}: passed over ${line}`));
      return;
    }
    failures.push(failure);
  }
  const tried = failures.length > 0
    ? failures.join("; ")
    : "no mirror is known (the system's package configuration names none)";
  throw new Problem(`cannot fetch ${archive.file} (${archive.bytes} bytes): ${tried}; check the network, ` +
    `choose a mirror (--mirror URL|DIR), or put the file into ${options.cache}`);
}

/** Tries the addresses of one source; the reason when none of them gave the archive. */
async function fetchFromSource(
  archive: Archive, source: Source, part: string, options: FetchOptions,
): Promise<string | undefined> {
  let reason = "";
  for (const address of source.addresses) {
    try {
      await fetchFromAddress(archive, address, part, options);
      return undefined;
    } catch (error) {
      if (options.signal.aborted) {
        throw new Interrupted();
      }
      if (isLocalTrouble(error)) {
        throw about(options.cache, error);
      }
      reason = `${address}: ${networkReason(error)}`;
      if (error instanceof NoAnswer || (error instanceof TypeError && isAddress(address))) {
        options.dead.add(source.name);
        return reason;
      }
    }
  }
  return reason;
}

/** Errors of our own disk: another place would not help. */
function isLocalTrouble(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** The reason in fetch's errors is in their cause. */
function networkReason(error: unknown): string {
  const cause = error instanceof TypeError ? error.cause : undefined;
  if (cause instanceof AggregateError && cause.errors.length > 0) {
    return explain(cause.errors[0]);
  }
  return explain(cause ?? error);
}

async function fetchFromAddress(
  archive: Archive, address: string, part: string, options: FetchOptions,
): Promise<void> {
  if (!isAddress(address)) {
    // A mirror that may not be read is the user's to know, one without the file is passed over.
    await access(address, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "EACCES" ? error : new Problem("no such file");
    });
    await rm(part, { force: true });
    await pipeline(createReadStream(address), createWriteStream(part), { signal: options.signal });
    return finish(archive, part, options);
  }
  for (let attempt = 0; ; attempt++) {
    const before = await lengthOf(part);
    const resumed = before > 0;
    try {
      if (before < archive.bytes) {
        await download(archive, address, part, before, options);
      }
      return await finish(archive, part, options);
    } catch (error) {
      const after = await lengthOf(part);
      if (options.signal.aborted || attempt >= resumeLimit) {
        throw error;
      }
      // A wrong file that began as another's part deserves a fresh start; a cut one that grew goes on.
      if (error instanceof WrongContent ? !resumed : after <= before) {
        throw error;
      }
    }
  }
}

/** The archive came whole but is another one. */
class WrongContent extends Problem {}

/** The place did not answer in time. */
class NoAnswer extends Problem {}

async function lengthOf(path: string): Promise<number> {
  return (await stat(path).catch(ignoreMissing))?.size ?? 0;
}

/** Appends the rest of the archive to its part, from `start` on if the server can. */
async function download(
  archive: Archive, address: string, part: string, start: number, options: FetchOptions,
): Promise<void> {
  const quiet = new AbortController();
  const abort = (): void => quiet.abort(new Interrupted());
  options.signal.addEventListener("abort", abort, { once: true });
  let timer = setTimeout(() => quiet.abort(new NoAnswer("no answer")), silenceLimit);
  const keepAlive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => quiet.abort(new NoAnswer(`silent for ${silenceLimit / 1000} s`)), silenceLimit);
  };
  try {
    const headers: Record<string, string> = start > 0 ? { range: `bytes=${start}-` } : {};
    const response = await fetchAddress(address, { headers, signal: quiet.signal });
    keepAlive();
    if (response.status === 416) {
      await rm(part, { force: true });
      throw new WrongContent("HTTP 416: the server's file is shorter than what is there");
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Problem(`HTTP ${response.status}`);
    }
    const goesOn = response.status === 206 &&
      (response.headers.get("content-range") ?? "").startsWith(`bytes ${start}-`);
    // Each piece is written before the next is read: what a cut connection brought is not lost.
    const file = await open(part, goesOn ? "a" : "w");
    try {
      let bytes = goesOn ? start : 0;
      for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
        keepAlive();
        bytes += piece.length;
        if (bytes > archive.bytes) {
          throw new WrongContent(`longer than the ${archive.bytes} bytes of the lock file`);
        }
        await file.writeFile(piece);
        options.progress(archive, bytes);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof WrongContent) {
      await rm(part, { force: true });
    }
    throw quiet.signal.aborted ? quiet.signal.reason : error;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", abort);
  }
}

/** Checks the part and gives it its name. */
async function finish(archive: Archive, part: string, options: FetchOptions): Promise<void> {
  const found = await hashFile(part);
  if (found.bytes < archive.bytes) {
    throw new Problem(`cut off after ${found.bytes} of ${archive.bytes} bytes`);
  }
  if (found.sha256 !== archive.sha256) {
    await rm(part, { force: true });
    throw new WrongContent(`SHA-256 expected ${archive.sha256}, found ${found.sha256} (${found.bytes} bytes)`);
  }
  await rename(part, join(options.cache, archive.file));
  options.progress(archive, archive.bytes);
}
