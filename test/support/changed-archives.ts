// A copy of the repository whose upstream archives have other contents: each is unpacked, changed, packed again, and
// named in steps/archives with its new hash. The pins stay: they are what such a run is compared with.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { hashFile } from "../../host/common/files.js";
import { isArchive } from "../../host/sources/unpack.js";
import type { Archive } from "../../host/sources/archive.js";
import { copyRepository } from "./host.js";

/** Changes what an archive holds; `folder` holds its files as they lie in it. */
export type Change = (archive: Archive, folder: string) => void | Promise<void>;

/** How an archive is packed, by the end of its name. */
const packers: Record<string, string> = { xz: "xz -0 -T0", gz: "gzip -1", bz2: "bzip2 -1" };

/** A repository below `scratch`, and a cache with its archives, all as they were but for what `change` does to them. */
export async function withChangedArchives(
  scratch: string, archives: Archive[], fromCache: string, change: Change,
): Promise<{ repository: string; cache: string }> {
  const repository = copyRepository(join(scratch, "repository"));
  const cache = join(scratch, "cache");
  mkdirSync(cache, { recursive: true });
  for (const archive of archives) {
    const place = join(cache, archive.file);
    run("cp", [join(fromCache, archive.file), place]);
    if (isArchive.test(archive.file)) {
      const folder = join(scratch, "unpacked");
      await repack(place, folder, (inner) => change(archive, inner));
      const { bytes, sha256 } = await hashFile(place);
      writeFileSync(join(repository, archive.list), `${sha256}  ${archive.file}\n# ${bytes} bytes\n# mirror:none\n`);
      await nameInput(repository, archive.list);
    }
  }
  return { repository, cache };
}

/** Says in the steps' lists of inputs what a changed file is now. */
async function nameInput(repository: string, file: string): Promise<void> {
  const { sha256 } = await hashFile(join(repository, file));
  for (const step of readdirSync(join(repository, "steps")).filter((name) => /^[0-9]{3}-/.test(name))) {
    const list = join(repository, "steps", step, "inputs");
    const text = readFileSync(list, "utf8");
    const lines = text.split("\n").map((line) => line.endsWith(`  ${file}`) ? `${sha256}  ${file}` : line);
    writeFileSync(list, lines.join("\n"));
  }
}

/** Unpacks an archive and those that lie in its folder, has them changed, and packs all again. */
async function repack(
  archive: string, folder: string, change: (folder: string) => void | Promise<void>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  takeApart(archive, folder);
  for (const top of readdirSync(folder)) {
    for (const name of statSync(join(folder, top)).isDirectory() ? readdirSync(join(folder, top)) : []) {
      if (isArchive.test(name)) {
        await repack(join(folder, top, name), `${folder}-${basename(name)}`, change);
      }
    }
  }
  await change(folder);
  const packer = packers[archive.split(".").at(-1) as string] as string;
  run("tar", ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "-I", packer, "-cf", archive, "-C", folder,
    ...readdirSync(folder)]);
  rmSync(folder, { recursive: true });
}

/** Unpacks an archive. */
export function takeApart(archive: string, folder: string): void {
  run("tar", ["-xf", archive, "-C", folder]);
}

/** Overwrites a file, whose time stays: makefiles go by it. */
export function overwrite(path: string, content: string): void {
  const { atime, mtime } = statSync(path);
  writeFileSync(path, content);
  utimesSync(path, atime, mtime);
}

function run(program: string, words: string[]): void {
  const { status, stderr, error } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${program} ${words.join(" ")}: ${error?.message ?? stderr}`);
  }
}
