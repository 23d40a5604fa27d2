// The upstream archives of a run: fetched when they are missing, checked, and put on the tape; on a lent kernel, whose
// tape is short, the later ones are files beside it.
import { join } from "node:path";
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
 * @param takesFiles true when files can be given beside the tape
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
    if (bytes <= archivesOnTape || !takesFiles) {
      supplies.onTape.push({ path, content: await readCached(cache, archive, linkOf(archive)) });
    } else {
      supplies.beside.push({ path, from: join(cache, archive.file) });
    }
  }
  return supplies;
}

/** So many bytes of archives go on a lent kernel's tape, in the order of the steps: the same as on a machine's. */
const archivesOnTape = 48 * 1024 * 1024;

/** The archives of a run. */
export interface Supplies {
  onTape: TapeFile[];
  beside: FileBeside[];
}
