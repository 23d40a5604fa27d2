// The finished system as a tar archive: what the links have left in the machine, without their sources and artifacts.
// The same system makes the same archive: names are sorted, times are zero, everything belongs to root.
import { readFile } from "node:fs/promises";
import { compareText, isProgram, writeAtomically } from "../common/files.js";
import { Problem } from "../common/problem.js";
import { filesOf, type KeptLink } from "../store/resume.js";
import type { Store } from "../store/store.js";

const blockBytes = 512;

/** Not a part of the system: where links were built, and what they handed out. */
const leftOut = /^(build|out)\//;

/** Writes the archive; packages that links have installed (artifacts LINK.tar) follow as they are. */
export async function exportSystem(store: Store, kept: KeptLink[], file: string): Promise<void> {
  const parts: Buffer[] = [];
  const folders = new Set<string>();
  const files = [...filesOf(kept)].filter(([path]) => !leftOut.test(path));
  if (files.length === 0) {
    throw new Problem(`${file}: there is nothing to export before the milestone tools`);
  }
  for (const [path, { sha256 }] of files.sort(([left], [right]) => compareText(left, right))) {
    const names = path.split("/");
    for (let depth = 1; depth < names.length; depth++) {
      const folder = `${names.slice(0, depth).join("/")}/`;
      if (!folders.has(folder)) {
        folders.add(folder);
        parts.push(header(folder, 0, 0o755, "5"));
      }
    }
    const content = await readFile(store.object(sha256));
    const mode = await isProgram(store.object(sha256)) ? 0o755 : 0o644;
    parts.push(header(path, content.length, mode, "0"), content, padding(content.length));
  }
  for (const { step, entry } of kept) {
    const package_ = entry.artifacts.find(({ path }) => path === `${step.milestone}/${step.name}.tar`);
    if (package_ !== undefined) {
      parts.push(withoutEnd(await readFile(store.object(package_.sha256))));
    }
  }
  parts.push(Buffer.alloc(2 * blockBytes));
  await writeAtomically(file, Buffer.concat(parts));
}

function padding(length: number): Buffer {
  return Buffer.alloc((blockBytes - length % blockBytes) % blockBytes);
}

/** An archive without the blocks of zeros that end it. */
function withoutEnd(archive: Buffer): Buffer {
  let end = archive.length;
  while (end >= blockBytes && archive.subarray(end - blockBytes, end).every((byte) => byte === 0)) {
    end -= blockBytes;
  }
  return archive.subarray(0, end);
}

/** A header of POSIX.1-1988 (ustar); a long path is split at a slash. */
function header(path: string, bytes: number, mode: number, type: string): Buffer {
  const block = Buffer.alloc(blockBytes);
  const split = path.length <= 100 ? 0 : path.indexOf("/", path.length - 101) + 1;
  const prefix = path.slice(0, Math.max(0, split - 1));
  if (path.length - split > 100 || prefix.length > 155) {
    throw new Problem(`${path}: the name is too long for a tar archive`);
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
  block.write(type, 156, "latin1");
  block.write("ustar\0" + "00", 257, "latin1");
  block.write("root", 265, "latin1");
  block.write("root", 297, "latin1");
  block.write(prefix, 345, "latin1");
  octal(block.reduce((sum, byte) => sum + byte, 0), 148, 6);
  block[154] = 0;
  return block;
}
