// musl's sources as upstream released them, for tests that look into single files.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { cacheFolder } from "../../host/sources/cache.js";
import { makeScratch } from "./folders.js";
import { rootseed } from "./host.js";

/** The cache, in which `unpackMusl` has put all archives of the step. */
export const archives = cacheFolder(undefined);

/** Unpacks the archive; gives the folder. */
export async function unpackMusl(): Promise<string> {
  expect((await rootseed(["fetch", "--until", "musl"])).status).toBe(0);
  const folder = makeScratch("musl");
  const unpacked = spawnSync("tar", ["xzf", join(archives, "musl_1.2.5.orig.tar.gz"), "-C", folder]);
  expect([unpacked.status, unpacked.stderr.toString()]).toEqual([0, ""]);
  return join(folder, "musl-1.2.5");
}

/** The constants between the braces that follow `start` in a C file, as they are written, without comments. */
export function constantsIn(path: string, start: string): string[] {
  const text = readFileSync(path, "latin1").replace(/\/\*[^]*?\*\/|\/\/.*|#.*/g, "");
  const open = text.indexOf("{", text.indexOf(start));
  expect([path, text.includes(start), open > 0]).toEqual([path, true, true]);
  let depth = 1;
  let end = open + 1;
  for (; depth > 0; end++) {
    depth += { "{": 1, "}": -1 }[text[end] as string] ?? 0;
  }
  return text.slice(open, end)
    .match(/-?(?:0x[0-9a-f.]+(?:p[+-]?[0-9]+)?|[0-9]+\.?[0-9]*(?:e[+-]?[0-9]+)?)/gi) ?? [];
}
