// The root folder of a run on a lent kernel, as it is before the first program starts: empty folders, the host seed,
// and beside it the named pipe that becomes /dev/host.
import { spawnSync } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../common/problem.js";

export interface RootFolder {
  root: string;
  /** The named pipe, outside of the root folder. */
  host: string;
}

/** Makes both in a folder of our own. */
export async function makeRoot(folder: string, hostSeed: Uint8Array): Promise<RootFolder> {
  const root = join(folder, "root");
  const host = join(folder, "host");
  // Steps may be built by a user without rights there, who has to read all of it, whatever our user keeps private.
  process.umask(0o022);
  makePipe(host);
  for (const name of ["dev", "tmp", "out"]) {
    await mkdir(join(root, name), { recursive: true });
  }
  await chmod(root, 0o755);
  await chmod(join(root, "out"), 0o755);
  await writeFile(join(root, "seed-host"), hostSeed);
  await chmod(join(root, "seed-host"), 0o755);
  return { root, host };
}

/** Makes a named pipe, which Node cannot. */
function makePipe(path: string): void {
  const { status, stderr } = spawnSync("mkfifo", ["-m", "666", path], { encoding: "utf8" });
  if (status !== 0) {
    throw new Problem(`cannot make a named pipe: ${stderr.split("\n")[0]}`);
  }
}
