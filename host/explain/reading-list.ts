// Which of upstream's files took part in a file, and which did not: those of the archives whose content a process that
// it comes from has read. The archives are unpacked again, here, and compared by hash; what the chain has made of them
// is not asked.
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { listFiles, sha256 } from "../common/files.js";
import { makeWorkFolder } from "../common/work-folder.js";
import type { Archive } from "../sources/archive.js";
import { isArchive, unpackAll } from "../sources/unpack.js";
import type { Provenance } from "./provenance.js";

export interface UpstreamFile {
  /** Names of archives, as the manifest has them. */
  archive: string;
  /** In the archive; the file's own name where there is none. */
  path: string;
  lines: number;
  wasRead: boolean;
}

/** The files of archives, each with whether it took part. */
export async function listUpstream(
  provenance: Provenance, archives: Archive[], cache: string,
): Promise<UpstreamFile[]> {
  const read = new Set([...provenance.causes.keys()].flatMap(({ process: { reads, programs } }) =>
    [...reads.values(), ...programs].map(({ content }) => content.sha256)));
  const work = await makeWorkFolder(cache);
  try {
    const files: UpstreamFile[] = [];
    for (const archive of archives) {
      const folder = join(work, archive.name);
      for (const { path, place } of await membersOf(archive, cache, folder)) {
        const bytes = await readFile(place);
        files.push({ archive: archive.name, path, lines: countLines(bytes), wasRead: read.has(sha256(bytes)) });
      }
      await rm(folder, { recursive: true, force: true });
    }
    return files;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function membersOf({ file }: Archive, cache: string, folder: string): Promise<{ path: string; place: string }[]> {
  if (!isArchive.test(file)) {
    return [{ path: file, place: join(cache, file) }];
  }
  await unpackAll(join(cache, file), folder);
  return (await listFiles(folder)).map((path) => ({ path, place: join(folder, path) }));
}

function countLines(bytes: Buffer): number {
  return bytes.reduce((lines, byte) => byte === 10 ? lines + 1 : lines, 0);
}
