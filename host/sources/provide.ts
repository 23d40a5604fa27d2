// Brings the cache into the state that a run or `fetch` needs, with a word about each archive.
import { join } from "node:path";
import { formatBytes } from "../common/text.js";
import type { Reporter } from "../report/reporter.js";
import { damagedArchive, inspectCached } from "./cache.js";
import { fetchArchive } from "./fetch.js";
import type { Archive } from "./lock.js";
import { systemMirrors } from "./mirrors.js";

export interface ProvideOptions {
  cache: string;
  /** The user's mirrors; when there are none, the system's are asked. */
  mirrors: string[];
  signal: AbortSignal;
  /** True for `fetch`: damaged archives are replaced; else they are an error, so that nobody overlooks them. */
  replaceDamaged: boolean;
  /** Names the link that wants an archive. */
  linkOf: (archive: Archive) => string;
}

/** The archives that have to be downloaded. */
export async function missingArchives(
  archives: Archive[], options: ProvideOptions, report: Reporter,
): Promise<Archive[]> {
  const missing: Archive[] = [];
  for (const archive of archives) {
    const state = await inspectCached(options.cache, archive);
    if (state !== "missing" && state !== "good") {
      const error = damagedArchive(join(options.cache, archive.file), options.linkOf(archive), state.damaged);
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

/** Downloads archives one after the other; throws at the first that cannot be had. */
export async function provideArchives(missing: Archive[], options: ProvideOptions, report: Reporter): Promise<void> {
  const mirrors = options.mirrors.length > 0 ? options.mirrors : await systemMirrors();
  const dead = new Set<string>();
  for (const archive of missing) {
    await fetchArchive(archive, {
      cache: options.cache,
      mirrors,
      signal: options.signal,
      dead,
      note: (line) => report.note(line),
      progress: (_, bytes) => {
        report.live(`fetching ${archive.file}  ${formatBytes(bytes)} of ${formatBytes(archive.bytes)}`);
      },
    });
    report.note(`fetched ${archive.file}, ${formatBytes(archive.bytes)}, SHA-256 as pinned`);
  }
}
