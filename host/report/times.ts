// How long steps usually take: at first what was measured once (steps/costs), then what this computer needed last time
// (cache folder, times.json). Only for estimates; never for artifacts.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "../common/files.js";
import type { Step } from "../steps/steps.js";

const timesSchema = z.record(z.string(), z.record(z.string(), z.number().nonnegative()));

/** Seconds by engine and step; `start` is what passes before the first step begins. */
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

/** Of emulated PCs: seconds before the first step begins; how much slower than the host's kernel, if not measured. */
export const emulated: Record<string, { start: number; slower: number }> = {
  v86: { start: 3, slower: 15 },
  qemu: { start: 1, slower: 9 },
};

/** The expected seconds of a step. */
export function expectedSeconds(times: Times, engine: string, { name, cost }: Pick<Step, "name" | "cost">): number {
  return times[engine]?.[name] ?? cost.emulated[engine] ?? cost.seconds * (emulated[engine]?.slower ?? 1);
}

/** The expected seconds before the first step begins. */
export function expectedStart(times: Times, engine: string): number {
  return times[engine]?.["start"] ?? emulated[engine]?.start ?? 0.1;
}

/** Remembers what the steps of a run took, if it can. */
export async function rememberTimes(cache: string, engine: string, seconds: Record<string, number>): Promise<void> {
  const times = await readTimes(cache);
  times[engine] = { ...times[engine], ...seconds };
  await writeAtomically(file(cache), `${JSON.stringify(times, undefined, 2)}\n`).catch(() => undefined);
}
