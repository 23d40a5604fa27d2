// Unpacks archives on this computer, to look at what is in them; the chain unpacks its own. Nothing is run, and nothing
// is written outside of the folder that is named.
import { spawnSync } from "node:child_process";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../common/errors.js";

/** The name of an archive, not of a single file. */
export const isArchive = /\.tar\.(?:xz|gz|bz2)$/;

/** Unpacks an archive, and the archives in it, into a folder. */
export async function unpackAll(archive: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  run("tar", ["-xf", archive, "-C", folder]);
  for (const name of await readdir(folder)) {
    const place = join(folder, name);
    for (const inner of (await stat(place)).isDirectory() ? await readdir(place) : []) {
      if (isArchive.test(inner)) {
        run("tar", ["-xf", join(place, inner), "-C", folder]);
      }
    }
  }
}

function run(program: string, words: string[]): void {
  const { status, stderr, error } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) {
    throw new UserError(`${program} ${words.join(" ")}: ${error?.message ?? stderr.trim().split("\n")[0]}`);
  }
}
