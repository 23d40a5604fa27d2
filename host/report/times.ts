// How long links usually take: at first what was measured once (usual.ts), then what this computer needed last time
// (cache folder, times.json). Only for estimates; never for artifacts.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../common/files.js";
import { emulated, unknownUsual, usualByLink } from "./usual.js";

const timesSchema = z.record(z.string(), z.record(z.string(), z.number().nonnegative()));

/** Seconds by engine and link; `start` is what passes before the first link begins. */
export type Times = z.infer<typeof timesSchema>;

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
  const machine = emulated[engine];
  const native = (usualByLink[link] ?? unknownUsual).seconds;
  return times[engine]?.[link] ?? machine?.seconds[link] ?? native * (machine?.slower ?? 1);
}

/** Remembers what the links of a run took, if it can. */
export async function rememberTimes(cache: string, engine: string, seconds: Record<string, number>): Promise<void> {
  const times = await readTimes(cache);
  times[engine] = { ...times[engine], ...seconds };
  await writeAtomically(file(cache), `${JSON.stringify(times, undefined, 2)}\n`).catch(() => undefined);
}
