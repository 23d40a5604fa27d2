// How long links usually take: what was measured for the repository's own machine at first, then what
// this computer needed last time (cache folder, times.json). Only for estimates; never for artifacts.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../common/files.js";

const timesSchema = z.record(z.string(), z.record(z.string(), z.number().nonnegative()));

/** Seconds by engine and link; `start` is what passes before the first link begins. */
export type Times = z.infer<typeof timesSchema>;

const measured: Times = {
  v86: { start: 3, compiler: 1, kernel: 1, tools: 1, cc: 1, tcc: 6, musl: 85 },
  lent: { start: 0.1, compiler: 0.1, kernel: 0.1, tools: 0.1, cc: 0.1, tcc: 0.6, musl: 9, busybox: 7, make: 2 },
};

/** A guess for a link that was never measured. */
const unknownSeconds = 10;

const file = (cache: string): string => join(cache, "times.json");

/** What this computer needed, by engine. A file that cannot be read is no reason to stop. */
export async function readTimes(cache: string): Promise<Times> {
  try {
    return timesSchema.parse(JSON.parse(await readFile(file(cache), "utf8")));
  } catch {
    return {};
  }
}

/** The expected seconds of a link. */
export function usualSeconds(times: Times, engine: string, link: string): number {
  const general = measured[engine === "v86" ? "v86" : "lent"] ?? {};
  return times[engine]?.[link] ?? general[link] ?? unknownSeconds;
}

/** Remembers what the links of a run took, if it can. */
export async function rememberTimes(cache: string, engine: string, seconds: Record<string, number>): Promise<void> {
  const times = await readTimes(cache);
  times[engine] = { ...times[engine], ...seconds };
  await writeAtomically(file(cache), `${JSON.stringify(times, undefined, 2)}\n`).catch(() => undefined);
}
