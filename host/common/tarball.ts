// Tar archives as the chain's `pack` writes them (POSIX ustar; pax, "ustar Interchange Format"): read into entries, and
// written from entries. The same entries make the same archive: sorted by byte, times are zero, everything is root's.
import { compareText } from "./files.js";
import { UserError } from "./errors.js";

const blockBytes = 512;

export interface ArchiveEntry {
  /** Relative to the root, without a slash at the end. */
  path: string;
  kind: "file" | "link" | "folder";
  mode: number;
  content: Uint8Array;
  /** Where a symbolic link leads to. */
  target: string;
}

const kinds: Record<string, ArchiveEntry["kind"]> = { 0: "file", 2: "link", 5: "folder" };

/** The entries of an archive; `name` is for the messages. */
export function readArchive(archive: Buffer, name: string): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  for (let at = 0; at + blockBytes <= archive.length && archive[at] !== 0;) {
    const block = archive.subarray(at, at + blockBytes);
    const text = (from: number, length: number): string =>
      block.toString("latin1", from, from + length).replace(/\0.*$/s, "");
    const size = parseInt(text(124, 12), 8);
    const kind = kinds[text(156, 1)];
    if (text(257, 5) !== "ustar" || kind === undefined || Number.isNaN(size)) {
      throw new UserError(`${name}: no archive of files, folders and symbolic links, at byte ${at}`);
    }
    const prefix = text(345, 155);
    entries.push({
      path: `${prefix}${prefix === "" ? "" : "/"}${text(0, 100)}`.replace(/\/$/, ""),
      kind,
      mode: parseInt(text(100, 8), 8),
      content: archive.subarray(at + blockBytes, at + blockBytes + size),
      target: text(157, 100),
    });
    at += blockBytes + Math.ceil(size / blockBytes) * blockBytes;
  }
  return entries;
}

/** An archive of entries; of two with the same path the later one. Folders that are missing are added. */
export function writeArchive(entries: ArchiveEntry[]): Buffer {
  const byPath = new Map<string, ArchiveEntry>();
  for (const entry of entries) {
    const names = entry.path.split("/");
    for (let depth = 1; depth < names.length; depth++) {
      const folder = names.slice(0, depth).join("/");
      byPath.set(folder, byPath.get(folder) ?? folderEntry(folder, 0o755));
    }
    byPath.set(entry.path, entry);
  }
  const sorted = [...byPath.values()].sort((left, right) => compareText(left.path, right.path));
  return Buffer.concat([
    ...sorted.flatMap((entry) =>
      [header(entry, entry.content.length), entry.content, archivePadding(entry.content.length)]),
    archiveEnd(),
  ]);
}

export function folderEntry(path: string, mode: number): ArchiveEntry {
  return { path, kind: "folder", mode, content: new Uint8Array(0), target: "" };
}

export function fileEntry(path: string, mode: number, content: Uint8Array): ArchiveEntry {
  return { path, kind: "file", mode, content, target: "" };
}

/** What precedes a file of so many bytes, for an archive that is too large to be held in memory. */
export function archiveHeader(path: string, mode: number, bytes: number): Buffer {
  return header(fileEntry(path, mode, new Uint8Array(0)), bytes);
}

/** What follows a file of so many bytes. */
export function archivePadding(length: number): Buffer {
  return Buffer.alloc((blockBytes - length % blockBytes) % blockBytes);
}

/** What follows the last file. */
export function archiveEnd(): Buffer {
  return Buffer.alloc(2 * blockBytes);
}

/** A long path is split at a slash. */
function header({ path: name, kind, mode, target }: Omit<ArchiveEntry, "content">, bytes: number): Buffer {
  const path = kind === "folder" ? `${name}/` : name;
  const block = Buffer.alloc(blockBytes);
  const split = path.length <= 100 ? 0 : path.indexOf("/", path.length - 101) + 1;
  const prefix = path.slice(0, Math.max(0, split - 1));
  if (path.length - split > 100 || prefix.length > 155 || target.length > 100) {
    throw new UserError(`${path}: the name is too long for a tar archive`);
  }
  const octal = (value: number, at: number, digits: number): void => {
    block.write(value.toString(8).padStart(digits, "0"), at, "latin1");
  };
  block.write(path.slice(split), 0, "latin1");
  octal(mode, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(bytes, 124, 11);
  octal(0, 136, 11);
  block.fill(" ", 148, 156);
  block.write(Object.keys(kinds).find((type) => kinds[type] === kind) as string, 156, "latin1");
  block.write(target, 157, "latin1");
  block.write("ustar\0" + "00", 257, "latin1");
  block.write("root", 265, "latin1");
  block.write("root", 297, "latin1");
  block.write(prefix, 345, "latin1");
  octal(block.reduce((sum, byte) => sum + byte, 0), 148, 6);
  block[154] = 0;
  return block;
}
