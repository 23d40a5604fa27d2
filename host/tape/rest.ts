// The disk of a run: boot sector and tape; and for a run that goes on in Linux the rest of the tape after them, at a
// whole MiB, as a tar archive (docs/steps-linux.md, "Going on in it"). Our kernel never sees the rest.
//
// It must not depend on anything but the files, and must not hold all of them in memory: they may be large.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { sha256 } from "../common/files.js";
import { archiveEnd, archiveHeader, archivePadding } from "../common/tarball.js";
import { makeDisk, sectorBytes } from "./format.js";

export interface Rest {
  /** As the host seed gets it on a host kernel. */
  tape: Uint8Array;
  hostSeed: Uint8Array;
  /** What lies beside the tape in the root folder. */
  files: { path: string; from: string }[];
}

const mebibyte = 1 << 20;

/** The name of the rest's tape, by which Linux finds and proves it. */
export function nameOfRest({ tape }: Rest): string {
  return sha256(tape);
}

/** Where the rest begins on a disk with a tape of so many bytes, in MiB. */
export function placeOfRest(tapeBytes: number): number {
  return Math.ceil((sectorBytes + tapeBytes) / mebibyte);
}

/** The bytes of a disk, piece by piece. */
export async function* diskParts(bootSector: Uint8Array, tape: Uint8Array, rest?: Rest): AsyncGenerator<Uint8Array> {
  const disk = makeDisk(bootSector, tape);
  yield disk;
  if (rest !== undefined) {
    yield Buffer.alloc(placeOfRest(tape.length) * mebibyte - disk.length);
    yield* restParts(rest);
  }
}

async function* restParts(rest: Rest): AsyncGenerator<Uint8Array> {
  const small = [
    { path: nameOfRest(rest), mode: 0o644, content: rest.tape },
    { path: "root/seed-host", mode: 0o755, content: rest.hostSeed },
  ];
  for (const { path, mode, content } of small) {
    yield archiveHeader(path, mode, content.length);
    yield content;
    yield archivePadding(content.length);
  }
  for (const { path, from } of rest.files) {
    const { size } = await stat(from);
    yield archiveHeader(`root/${path}`, 0o644, size);
    for await (const piece of createReadStream(from, { highWaterMark: mebibyte })) {
      yield piece as Buffer;
    }
    yield archivePadding(size);
  }
  yield archiveEnd();
}
