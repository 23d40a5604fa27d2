// Folders for running engines: CACHE/work/PID-N. A run that was killed cannot clean up after itself, so
// that the next one removes what dead processes left.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "./files.js";
import { isAlive } from "./processes.js";

/** Makes a folder of our own. */
export async function makeWorkFolder(cache: string): Promise<string> {
  const base = join(cache, "work");
  await makeFolder(base);
  for (const name of await readdir(base)) {
    const pid = Number(/^([0-9]+)-/.exec(name)?.[1] ?? NaN);
    if (!Number.isNaN(pid) && pid !== process.pid && !isAlive(pid)) {
      await rm(join(base, name), { recursive: true, force: true });
    }
  }
  return mkdtemp(join(base, `${process.pid}-`));
}
