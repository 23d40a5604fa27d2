// The upstream archives of a run: fetched when they are missing, checked, and put on the tape as far as it holds them.
import { join } from "node:path";
import { Problem } from "../common/problem.js";
import { formatBytes } from "../common/text.js";
import type { FileBeside } from "../engines/engine.js";
import type { Reporter } from "../report/reporter.js";
import { readCached } from "../sources/cache.js";
import type { Archive } from "../sources/lock.js";
import { missingArchives, provideArchives } from "../sources/provide.js";
import { archivesOf, type Step } from "../steps/steps.js";
import type { TapeFile } from "../tape/tape.js";
import type { RunOptions } from "./options.js";

export type SourceWishes = Pick<RunOptions, "cache" | "mirrors" | "signal">;

/**
 * Brings the archives of steps together.
 * @param takesFiles true when what a tape does not hold can be given beside it
 * @param announceMissing called before anything is downloaded
 */
export async function obtainArchives(
  takesFiles: boolean, steps: Step[], options: SourceWishes, report: Reporter,
  announceMissing: (missing: Archive[]) => void | Promise<void>,
): Promise<Supplies> {
  const archives = archivesOf(steps);
  const linkOf = (archive: Archive): string =>
    `the link ${steps.find((step) => step.archives.some(({ file }) => file === archive.file))?.name}`;
  const { cache, mirrors, signal } = options;
  const provide = { cache, mirrors, signal, replaceDamaged: false, linkOf };
  const missing = await missingArchives(archives, provide, report);
  await announceMissing(missing);
  await provideArchives(missing, provide, report);
  const supplies: Supplies = { onTape: [], beside: [] };
  let bytes = 0;
  for (const archive of archives) {
    bytes += archive.bytes;
    const path = `sources/${archive.file}`;
    if (bytes <= archivesOnTape) {
      supplies.onTape.push({ path, content: await readCached(cache, archive, linkOf(archive)) });
    } else {
      supplies.beside.push({ path, from: join(cache, archive.file) });
    }
  }
  if (supplies.beside.length > 0 && !takesFiles) {
    throw new Problem(`the archives up to here have ${formatBytes(bytes)}, more than a tape holds: ` +
      "use --engine chroot or bwrap, or stop at an earlier milestone (--until)");
  }
  return supplies;
}

/** So many bytes of archives go on the tape, in the order of the steps; a lent kernel gets the rest as files. */
const archivesOnTape = 48 * 1024 * 1024;

/** The archives of a run. */
export interface Supplies {
  onTape: TapeFile[];
  beside: FileBeside[];
}
