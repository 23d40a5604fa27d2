// An archive that Linux unpacks into memory when it starts: cpio, "newc" (Linux's Documentation/driver-api/
// early-userspace/buffer-format.rst). Several may lie one after the other: of two files with one name the later one is
// right. Owners are root, times zero, so that the same files make the same archive.
import type { ArchiveEntry } from "../common/tarball.js";

const fileTypes = { file: 0o100000, folder: 0o040000, link: 0o120000 };

/** The length of an archive is a multiple of this, so that whatever kind of archive may follow. */
const blockBytes = 512;

/** The archive of entries, in their order: a folder comes before what is in it. */
export function writeMemoryArchive(entries: ArchiveEntry[]): Buffer {
  const parts = entries.flatMap(({ path, kind, mode, content, target }) =>
    record(path, fileTypes[kind] | mode, kind === "link" ? Buffer.from(target) : content));
  parts.push(...record("TRAILER!!!", 0, new Uint8Array(0)));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat(parts, Math.ceil(length / blockBytes) * blockBytes);
}

/** A header with 13 numbers of 8 hexadecimal digits, the name, the content; each of the two parts padded to 4 bytes. */
function record(path: string, mode: number, content: Uint8Array): Uint8Array[] {
  const nameBytes = Buffer.byteLength(path) + 1;
  const numbers = [0, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, nameBytes, 0];
  const head = `070701${numbers.map((number) => number.toString(16).padStart(8, "0")).join("")}${path}\0`;
  return [padded(Buffer.from(head)), padded(content)];
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes], Math.ceil(bytes.length / 4) * 4);
}
