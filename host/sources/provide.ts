// Brings the cache into the state that a run or `fetch` needs, with a word about each archive. An archive that cannot
// be fetched does not stop the others: what is missing is said at the end, all of it, a line a place.
import { join } from "node:path";
import { UserError } from "../common/errors.js";
import { countOf, formatBytes } from "../common/text.js";
import type { Reporter } from "../common/reporter.js";
import { damagedArchive, inspectCached } from "./cache.js";
import type { FetchFailure } from "./failure.js";
import { fetchArchive, NotFetched } from "./fetch.js";
import type { NetworkLimits } from "./limits.js";
import type { Archive } from "./archive.js";
import { mirrorsToAsk, type MirrorOptions } from "./places.js";

export interface ProvideOptions {
  cache: string;
  mirrors: MirrorOptions;
  signal: AbortSignal;
  /** True for `fetch`: damaged archives are replaced; else they are an error, so that nobody overlooks them. */
  replaceDamaged: boolean;
  /** Names the step that wants an archive. */
  stepOf: (archive: Archive) => string;
  limits?: NetworkLimits;
}

/** The archives that have to be downloaded. */
export async function missingArchives(
  archives: Archive[], options: ProvideOptions, report: Reporter,
): Promise<Archive[]> {
  const missing: Archive[] = [];
  for (const archive of archives) {
    const state = await inspectCached(options.cache, archive);
    if (state !== "missing" && state !== "good") {
      const error = damagedArchive(join(options.cache, archive.file), options.stepOf(archive), state.damaged);
      if (!options.replaceDamaged) {
        throw error;
      }
      report.note(`${archive.file}: the one in the cache is damaged (${state.damaged}), fetching it again`);
    }
    if (state !== "good") {
      missing.push(archive);
    }
  }
  return missing;
}

/** Downloads archives one after the other; throws one UserError with all that cannot be fetched. */
export async function provideArchives(missing: Archive[], options: ProvideOptions, report: Reporter): Promise<void> {
  const mirrors = await mirrorsToAsk(options.mirrors);
  const known = new Map<string, FetchFailure>();
  const failures: NotFetched[] = [];
  for (const [index, archive] of missing.entries()) {
    const place = missing.length > 1 ? ` (${index + 1} of ${missing.length})` : "";
    const rate = new Rate();
    try {
      await fetchArchive(archive, {
        cache: options.cache,
        mirrors,
        onlyMirrors: options.mirrors.only,
        signal: options.signal,
        known,
        note: (line) => report.note(line),
        progress: (bytes, asking) => report.live(`fetching ${archive.file}${place}  ` + (asking === undefined
          ? describeProgress(archive, bytes, rate.at(bytes)) : `asking ${asking}`)),
        ...(options.limits === undefined ? {} : { limits: options.limits }),
      });
      report.note(`fetched ${archive.file}, ${formatBytes(archive.bytes)}, SHA-256 as pinned`);
    } catch (error) {
      if (!(error instanceof NotFetched)) {
        throw error;
      }
      failures.push(error);
    } finally {
      report.clear();
    }
  }
  if (failures.length > 0) {
    throw notFetched(failures, missing, options.cache);
  }
}

/** Of 151.4 MB 45.2 MB, 29 %, 5.6 MB/s. */
function describeProgress(archive: Archive, bytes: number, perSecond: number | undefined): string {
  return `${formatBytes(bytes)} of ${formatBytes(archive.bytes)}, ${Math.floor(100 * bytes / archive.bytes)} %` +
    (perSecond === undefined ? "" : `, ${formatBytes(perSecond)}/s`);
}

/** One error for all archives that could not be fetched. */
function notFetched(failures: NotFetched[], missing: Archive[], cache: string): UserError {
  const lines = failures.flatMap(({ archive, reasons }) =>
    [`  ${archive.file} (${archive.bytes} bytes):`, ...reasons.map((reason) => `    ${reason}`)]);
  const came = missing.length - failures.length;
  // A server that has answered is there: then it is not the network.
  const isNetwork = failures.some(({ kinds }) => kinds.some((kind) => kind === "unreachable" || kind === "cut"));
  return new UserError([
    `cannot fetch ${countOf(failures.length, "archive")} of ${missing.length}` +
      (came > 0 ? ` (the ${came === 1 ? "other one is" : `${came} others are`} there now)` : "") + ":",
    ...lines,
    `  ${isNetwork ? "check the network, " : ""}choose a mirror (--mirror URL|DIR), or put ` +
      `${failures.length === 1 ? "the file" : "the files"} into ${cache}`,
  ].join("\n"));
}

/** Bytes a second, over the last seconds. */
class Rate {
  private readonly points: { time: number; bytes: number }[] = [];

  /** The rate when so many bytes are there; undefined as long as it is a guess. */
  at(bytes: number): number | undefined {
    const time = performance.now();
    const newest = this.points.at(-1);
    if (newest === undefined || time - newest.time > 200) {
      this.points.push({ time, bytes });
    }
    while (this.points.length > 1 && time - (this.points[0]?.time ?? time) > 5000) {
      this.points.shift();
    }
    const [oldest] = this.points;
    const passed = oldest === undefined ? 0 : time - oldest.time;
    return oldest === undefined || passed < 500 ? undefined
      : Math.max(0, Math.round((bytes - oldest.bytes) * 1000 / passed));
  }
}
