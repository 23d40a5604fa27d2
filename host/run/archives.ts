// The upstream archives of a run: fetched when they are missing, checked, and put on a tape; on the host's kernel,
// whose tape is short, the later ones are extra files.
import { join } from "node:path";
import type { ExtraFile } from "../engines/engine.js";
import type { Reporter } from "../common/reporter.js";
import { readCached } from "../sources/cache.js";
import type { Archive } from "../sources/archive.js";
import { missingArchives, provideArchives } from "../sources/provide.js";
import { archivesOf, type Step } from "../steps/steps.js";
import type { TapeFile } from "../tape/format.js";
import type { RunOptions } from "./options.js";

export type ArchiveOptions = Pick<RunOptions, "cache" | "mirrors" | "signal">;

/**
 * Fetches the archives of steps that are missing.
 * @param announceMissing called before anything is downloaded
 */
export async function obtainArchives(
  steps: Step[], options: ArchiveOptions, report: Reporter,
  announceMissing: (missing: Archive[]) => void | Promise<void>,
): Promise<void> {
  const stepOf = namesOf(steps);
  const { cache, mirrors, signal } = options;
  const provide = { cache, mirrors, signal, replaceDamaged: false, stepOf };
  const missing = await missingArchives(archivesOf(steps), provide, report);
  await announceMissing(missing);
  await provideArchives(missing, provide, report);
}

/** For messages: which of the steps uses an archive. */
function namesOf(steps: Step[]): (archive: Archive) => string {
  return ({ file }) => `the step ${steps.find((step) => step.archives.some((archive) => archive.file === file))?.name}`;
}

/**
 * The archives of steps, as a machine is given them.
 * @param takesFiles true when files can be given beside the tape
 */
export async function placeArchives(takesFiles: boolean, steps: Step[], cache: string): Promise<RunArchives> {
  const supplies: RunArchives = { onTape: [], extraFiles: [] };
  let bytes = 0;
  for (const archive of archivesOf(steps)) {
    bytes += archive.bytes;
    const path = `sources/${archive.file}`;
    if (bytes <= archivesOnTape || !takesFiles) {
      supplies.onTape.push({ path, content: await readCached(cache, archive, namesOf(steps)(archive)) });
    } else {
      supplies.extraFiles.push({ path, from: join(cache, archive.file) });
    }
  }
  return supplies;
}

/** So many bytes of archives go on the host kernel's tape, in the order of the steps: the same as on a machine's. */
const archivesOnTape = 48 * 1024 * 1024;

/** The archives of a run. */
export interface RunArchives {
  onTape: TapeFile[];
  extraFiles: ExtraFile[];
}
