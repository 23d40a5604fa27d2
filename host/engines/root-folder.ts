// The root folder of a run on the host's kernel, as it is before the first program starts: empty folders, the files
// that are to be there, and next to it the named pipe that becomes /dev/host.
import { spawnSync } from "node:child_process";
import { chmod, constants, copyFile, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../common/errors.js";
import type { ArchiveEntry } from "../common/tarball.js";
import type { ExtraFile } from "./engine.js";

/** Where the host seed is in it. */
export const hostSeedPath = "seed-host";

export interface RootFolder {
  root: string;
  /** The named pipe, outside of the root folder. */
  host: string;
}

/** The root folder in a run's own folder, and the file for what strace sees of the run. */
export const rootIn = (folder: string): string => join(folder, "root");
export const traceIn = (folder: string): string => join(folder, "trace");

/** Makes both in a folder of our own. */
export async function makeRoot(folder: string): Promise<RootFolder> {
  const root = rootIn(folder);
  const host = join(folder, "host");
  // Steps may be built by a user without rights there, who has to read all of it, whatever our user keeps private.
  process.umask(0o022);
  makePipe(host);
  for (const name of ["dev", "tmp", "out"]) {
    await mkdir(join(root, name), { recursive: true });
  }
  await chmod(root, 0o755);
  await chmod(join(root, "out"), 0o755);
  return { root, host };
}

/** Puts a program into a root folder. */
export async function addProgram(root: string, path: string, content: Uint8Array): Promise<void> {
  await writeFile(join(root, path), content);
  await chmod(join(root, path), 0o755);
}

/** Puts copies of files into a root folder: not links, because what runs in there may write to them. */
export async function addFiles(root: string, files: ExtraFile[]): Promise<void> {
  for (const { from, path } of files) {
    const to = join(root, path);
    if (resolve(from) !== resolve(to)) {
      await makeRoom(to);
      await copyFile(from, to, constants.COPYFILE_FICLONE);
    }
    await chmod(to, 0o644);
  }
}

/** Puts files, folders and links into a root folder. */
export async function addEntries(root: string, entries: ArchiveEntry[]): Promise<void> {
  for (const { path, kind, mode, content, target } of entries) {
    const to = join(root, path);
    if (kind === "folder") {
      await mkdir(to, { recursive: true });
      continue;
    }
    await makeRoom(to);
    if (kind === "link") {
      await symlink(target, to);
    } else {
      await writeFile(to, content);
      await chmod(to, mode);
    }
  }
}

/** Makes the folder of a file; what has its name already is removed, because it may be a link to another file. */
async function makeRoom(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
}

/** Makes a named pipe, which Node cannot. */
function makePipe(path: string): void {
  const { status, stderr } = spawnSync("mkfifo", ["-m", "666", path], { encoding: "utf8" });
  if (status !== 0) {
    throw new UserError(`cannot make a named pipe: ${stderr.split("\n")[0]}`);
  }
}
