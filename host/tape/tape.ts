// The tape of a repository: its chain and its steps, read from their folders, with what is added for a run. What a tape
// looks like says format.ts.
// It must not depend on anything but the files: no times, no order of directories.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listFiles } from "../common/files.js";
import { assembleTape, firstFile, hostTapeLimit, nulFile, type TapeFile } from "./format.js";
import { readProgramSource } from "./source.js";

/** Folders of the repository that the machine gets. */
const foldersOnTape = ["chain", "seed", "steps"];

/**
 * The repository's files for the tape: seed/host.hex first (the kernel starts it), the rest sorted by byte.
 * Names that begin with a dot, and what editors leave (ending in ~), are left out.
 */
export async function repositoryFiles(root: string): Promise<TapeFile[]> {
  const paths: string[] = [firstFile];
  for (const folder of foldersOnTape) {
    for (const path of await listFiles(join(root, folder))) {
      const full = `${folder}/${path}`;
      if (full !== firstFile && !full.split("/").some((part) => part.startsWith(".") || part.endsWith("~"))) {
        paths.push(full);
      }
    }
  }
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(root, path)) })));
}

/** What a machine of a repository finds in its root folder: the chain, its steps, and what is added, in this order. */
export async function machineFiles(root: string, added: TapeFile[]): Promise<TapeFile[]> {
  return [
    ...await repositoryFiles(root),
    nulFile,
    ...added,
  ];
}

/** The tape of a repository: its chain, its steps, the given archives (sources/FILE) and the plan. */
export async function makeTape(
  root: string, archives: TapeFile[], plan: string, limit: number = hostTapeLimit,
): Promise<Uint8Array> {
  const compiler = await readFile(join(root, "chain/1-compiler/compiler.hex"), "latin1");
  const kernel = await readProgramSource(root, "kernel");
  const tools = await readProgramSource(root, "tools");
  const files = await machineFiles(root, [...archives, { path: "plan", content: Buffer.from(plan, "utf8") }]);
  return assembleTape(compiler, kernel.text, tools.text, files, limit);
}
