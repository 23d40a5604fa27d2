// Fetches one upstream archive into the cache: from any place that has it, resumed where a former try stopped, checked
// by length and hash, and put under its name only when it is right.
//
// How it thinks: sources (places.ts) are tried in order, last of all an archive that has the file in it; a failed one
// is noted and passed over. What a failure is (failure.ts) decides whether the same address is tried again: at once
// where it goes on, after a pause where it is busy. A part that turns out wrong is thrown away, because it may come
// from another place or another time.
import { constants } from "node:fs";
import { copyFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { giveName, hashFile, makeFolder } from "../common/files.js";
import { withPath, Interrupted, UserError } from "../common/errors.js";
import { formatBytes } from "../common/text.js";
import { checkAnswer } from "./answer.js";
import { asFailure, FetchFailure, type FailureKind } from "./failure.js";
import { networkLimits, type NetworkLimits } from "./limits.js";
import type { Archive, Container } from "./archive.js";
import { inspectCached } from "./cache.js";
import { takeOut } from "./member.js";
import { lengthOf, putPartBack, takePart } from "./part.js";
import { isAddress, sourcesOf, type Source } from "./places.js";
import { request } from "./request.js";

export interface FetchOptions {
  cache: string;
  /** Mirrors in order: folders, or addresses. */
  mirrors: string[];
  /** Ask no other place than the mirrors. */
  onlyMirrors?: boolean;
  signal: AbortSignal;
  /** Called with the bytes there are, as they come; `host` while it is being asked. */
  progress: (bytes: number, asking?: string) => void;
  /** A line for the user. */
  note: (line: string) => void;
  /** Hosts in trouble in this run, by origin: a dead one is not asked again, a busy one not waited for. */
  known: Map<string, FetchFailure>;
  limits?: NetworkLimits;
}

/** No place gave an archive. */
export class NotFetched extends UserError {
  /**
   * @param reasons a line for each place
   * @param kinds what the failures were
   */
  constructor(readonly archive: Archive, readonly reasons: string[], readonly kinds: FailureKind[]) {
    super(`cannot fetch ${archive.file} (${archive.bytes} bytes): ` + reasons.join("; "));
  }
}

/** Fetches one archive into the cache; throws NotFetched, or what is wrong with our own disk. */
export async function fetchArchive(archive: Archive, options: FetchOptions): Promise<void> {
  await makeFolder(options.cache);
  const part = await takePart(archive, options.cache);
  try {
    await fetchFromAny(archive, part, options);
  } finally {
    await putPartBack(archive, part, options.cache);
  }
}

/** Tries one source after the other; last the archive that has it as a file, or first where that is there already. */
async function fetchFromAny(archive: Archive, part: string, options: FetchOptions): Promise<void> {
  const reasons: string[] = [];
  const kinds: FailureKind[] = [];
  const { inside } = archive;
  if (inside !== undefined && await inspectCached(options.cache, inside.archive) === "good" &&
    await fetchFromContainer(archive, inside, part, options) === undefined) {
    return;
  }
  for (const source of sourcesOf(archive, options.mirrors, options.onlyMirrors)) {
    const failures = await fetchFromSource(archive, source, part, options);
    if (failures === undefined) {
      reasons.forEach((line) => options.note(`${archive.file}: passed over ${line}`));
      return;
    }
    // That it has the file under none of its addresses is one reason; else the most telling one stands for all.
    const [address, failure] = failures.find(([, { kind }]) => kind !== "absent") ?? failures[0] as Attempt;
    reasons.push(`${failure.kind === "absent" ? source.name : address}: ${failure.message}`);
    kinds.push(failure.kind);
  }
  if (inside !== undefined) {
    const failure = await fetchFromContainer(archive, inside, part, options);
    if (failure === undefined) {
      reasons.forEach((line) => options.note(`${archive.file}: passed over ${line}`));
      return;
    }
    reasons.push(`${inside.archive.file}: ${failure.message}`);
    kinds.push(failure.kind);
  }
  throw new NotFetched(archive, reasons.length > 0 ? reasons
    : ["no place is known (the system's package configuration names no mirror)"], kinds);
}

/** An address and why it failed. */
type Attempt = [address: string, failure: FetchFailure];

/** Tries the addresses of one source; why they failed, when none of them gave the archive. */
async function fetchFromSource(
  archive: Archive, source: Source, part: string, options: FetchOptions,
): Promise<Attempt[] | undefined> {
  const failures: Attempt[] = [];
  for (const address of source.addresses) {
    const origin = isAddress(address) ? new URL(address).origin : undefined;
    const known = origin === undefined ? undefined : options.known.get(origin);
    if (known?.kind === "unreachable") {
      return [[address, known]];
    }
    const failure = await fetchFromAddress(archive, address, part, known !== undefined, options);
    if (failure === undefined) {
      return undefined;
    }
    failures.push([address, failure]);
    if (["unreachable", "busy", "cut"].includes(failure.kind)) {
      if (origin !== undefined) {
        options.known.set(origin, failure);
      }
      break;
    }
  }
  return failures;
}

/**
 * Tries one address as often as it makes sense; why it failed, or undefined.
 * @param wasInTrouble not to be waited for again
 */
async function fetchFromAddress(
  archive: Archive, address: string, part: string, wasInTrouble: boolean, options: FetchOptions,
): Promise<FetchFailure | undefined> {
  const limits = options.limits ?? networkLimits;
  const pauses = wasInTrouble ? [] : [...limits.pauses];
  let resumesLeft = limits.resumes;
  let fromStart = false;
  for (;;) {
    const start = fromStart ? 0 : await lengthOf(part);
    try {
      if (!isAddress(address)) {
        await copy(archive, address, part);
      } else if (start < archive.bytes) {
        await download(archive, address, part, start, options);
      }
      await finish(archive, part, start, options);
      return undefined;
    } catch (error) {
      if (options.signal.aborted) {
        throw new Interrupted();
      }
      const failure = reasonOf(error, options.cache);
      const goesOn = failure.kind === "stale" || (failure.kind === "rangeless" && !fromStart) ||
        (failure.kind === "cut" && (await lengthOf(part)) > start);
      if (goesOn && resumesLeft > 0) {
        resumesLeft -= 1;
        fromStart ||= failure.kind === "rangeless";
        continue;
      }
      const planned = failure.kind === "busy" || failure.kind === "cut" ? pauses.shift() : undefined;
      const pause = planned === undefined ? undefined : failure.wait ?? planned;
      if (pause === undefined || pause > limits.longestPause) {
        return failure.wait === undefined ? failure
          : new FetchFailure(failure.kind, `${failure.message}; asks to come again after ${failure.wait} s`);
      }
      options.note(`${archive.file}: ${address}: ${failure.message}: trying again ` +
        (failure.wait === undefined ? `after ${pause} s` : `after ${pause} s, as it asks`));
      await limits.wait(pause, options.signal).catch(() => {
        throw new Interrupted();
      });
    }
  }
}

/** Takes the file out of another archive, which is fetched if need be; why it failed, or undefined. */
async function fetchFromContainer(
  archive: Archive, { archive: outer, members }: Container, part: string, options: FetchOptions,
): Promise<FetchFailure | undefined> {
  try {
    if (await inspectCached(options.cache, outer) !== "good") {
      options.note(`${archive.file}: is in ${outer.file}, which has ${formatBytes(outer.bytes)}`);
      await fetchArchive(outer, { ...options, progress: (_, asking) => options.progress(0, asking ?? outer.file) });
    }
    await takeOut(join(options.cache, outer.file), members, part, options.signal);
    await finish(archive, part, 0, options);
    return undefined;
  } catch (error) {
    await rm(part, { force: true });
    if (options.signal.aborted) {
      throw new Interrupted();
    }
    return error instanceof NotFetched ? new FetchFailure(error.kinds[0] ?? "absent", error.message)
      : reasonOf(error, options.cache);
  }
}

/** Why a place failed; throws where our own disk is the reason. */
function reasonOf(error: unknown, cache: string): FetchFailure {
  try {
    return asFailure(error);
  } catch (local) {
    throw withPath(cache, local);
  }
}

/** Copies the archive from a folder. */
async function copy(archive: Archive, path: string, part: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    // A mirror that may not be read is the user's to know, one without the file is passed over.
    throw error.code === "EACCES" ? error : new FetchFailure("absent", "no such file");
  });
  if (!found.isFile() || found.size !== archive.bytes) {
    throw new FetchFailure("wrong", found.isFile() ? `has ${found.size} bytes, not ${archive.bytes}` : "is no file");
  }
  await rm(part, { force: true });
  await copyFile(path, part, constants.COPYFILE_FICLONE);
}

/** Appends the rest of the archive to its part, from `start` on if the server can. */
async function download(
  archive: Archive, address: string, part: string, start: number, options: FetchOptions,
): Promise<void> {
  let isSized = true;
  try {
    await request({
      address, start, file: part, limits: options.limits ?? networkLimits, signal: options.signal,
      checkAnswer: (answer) => {
        const content = checkAnswer(archive, answer, start, address, Date.now());
        isSized = content.isSized;
        return content;
      },
      received: (bytes) => {
        if (bytes > archive.bytes) {
          isSized = false;
          throw new FetchFailure("wrong", `longer than the ${archive.bytes} bytes of the lock file`);
        }
        options.progress(bytes);
      },
      asking: (at) => options.progress(start, at.host),
    });
    const came = await lengthOf(part);
    if (came < archive.bytes) {
      throw new FetchFailure(isSized ? "cut" : "wrong", `ends after ${came} of ${archive.bytes} bytes`);
    }
  } catch (error) {
    // Without its length nobody knows what the answer was.
    if (!isSized) {
      await rm(part, { force: true });
    }
    throw error;
  }
}

/** Checks the part and gives it its name. */
async function finish(archive: Archive, part: string, start: number, options: FetchOptions): Promise<void> {
  const found = await hashFile(part);
  if (found.sha256 !== archive.sha256) {
    await rm(part, { force: true });
    throw new FetchFailure(start > 0 ? "stale" : "wrong",
      `SHA-256 expected ${archive.sha256}, found ${found.sha256} (${found.bytes} bytes)`);
  }
  await giveName(part, join(options.cache, archive.file));
  options.progress(archive.bytes);
}
