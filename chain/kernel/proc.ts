// /proc and /dev/fd, as far as programs look there: names whose meaning depends on who asks. Such an inode has a
// number of its own in `device`. Links (exe, cwd) get their target when they are read; files get their content when
// they are opened, in a nameless inode.
import { b, ch, copyMemory, store8, udiv, umod } from "../runtime/node.js";
import { alloc } from "./heap.js";
import { tickCount } from "./clock.js";
import { writeContent } from "./content.js";
import { freeMemory, totalMemory } from "./frames.js";
import { fileType, Inode, makeInode } from "./inode.js";
import { S_IFCHR, S_IFREG } from "./numbers.js";
import { fileOf } from "./openfile.js";
import { PATH_LIMIT, rootDirectory, writePathBefore } from "./path.js";
import { current } from "./process.js";

export const LINK_EXECUTABLE = 0xf001, LINK_DIRECTORY = 0xf002, LINK_ROOT = 0xf003, FILE_MEMORY = 0xf101,
  FILE_UPTIME = 0xf102, FILE_MOUNTS = 0xf103;
/** And the following: the running process's descriptors. */
export const DESCRIPTOR_0 = 0xf200;
const DESCRIPTOR_END = 0xf300;

let textBuffer = 0;
let textBytes = 0;

export function startProc(): void { textBuffer = alloc(PATH_LIMIT); }

/** The path of a file, from any directory that names it: slow, for the few programs that ask. */
function writeFilePath(inode: Inode, directory: Inode, to: number): number {
  let entry = directory.first;
  while (entry !== null) {
    if (entry.inode === inode) {
      const start = writePathBefore(directory, textBuffer + PATH_LIMIT, PATH_LIMIT - 256);
      const n = directory === rootDirectory() ? 0 : textBuffer + PATH_LIMIT - start;
      copyMemory(to, start, n);
      store8(to + n, ch('/'));
      copyMemory(to + n + 1, entry.name, entry.nameLength);
      return n + 1 + entry.nameLength;
    }
    if (fileType(entry.inode!) === 0x4000) {
      const n = writeFilePath(inode, entry.inode!, to);
      if (n > 0) return n;
    }
    entry = entry.next;
  }
  return 0;
}

/** Writes the target of a link that depends on who asks, and returns its length; -1 for every other inode. */
export function linkTarget(link: Inode, to: number): number {
  switch (link.device) {
    case LINK_EXECUTABLE: return writeFilePath(current.executable!, rootDirectory(), to);
    case LINK_ROOT:
      store8(to, ch('/'));
      return 1;
    case LINK_DIRECTORY: {
      const start = writePathBefore(current.directory!, textBuffer + PATH_LIMIT, PATH_LIMIT);
      const n = start === 0 ? 0 : textBuffer + PATH_LIMIT - start;
      copyMemory(to, start, n);
      return n;
    }
    default: return -1;
  }
}

function addText(text: Uint8Array): void {
  for (let i = 0; i < text.length; i++) {
    store8(textBuffer + textBytes, text[i]);
    textBytes++;
  }
}

function addNumber(n: number): void {
  const rest = udiv(n, 10);
  if (rest !== 0) addNumber(rest);
  store8(textBuffer + textBytes, ch('0') + umod(n, 10));
  textBytes++;
}

function addMemoryLine(name: Uint8Array, frames: number): void {
  addText(name);
  addNumber(frames * 4);
  addText(b(" kB\n"));
}

/** The text of one of the files, in textBuffer; false for other inodes. */
function makeText(which: number): boolean {
  textBytes = 0;
  switch (which) {
    case FILE_MEMORY:
      addMemoryLine(b("MemTotal:       "), totalMemory());
      addMemoryLine(b("MemFree:        "), freeMemory());
      addMemoryLine(b("MemAvailable:   "), freeMemory());
      addMemoryLine(b("Buffers:        "), 0);
      addMemoryLine(b("Cached:         "), 0);
      addMemoryLine(b("SwapTotal:      "), 0);
      addMemoryLine(b("SwapFree:       "), 0);
      return true;
    case FILE_UPTIME:
      addNumber((tickCount() / 100) | 0);
      addText(b(".00 0.00\n"));
      return true;
    case FILE_MOUNTS:
      addText(b("rootfs / rootfs rw 0 0\n"));
      return true;
    default: return false;
  }
}

/** What opening one of these inodes opens instead; null for every other inode. */
export function openSpecial(inode: Inode): Inode | null {
  if (inode.device < LINK_EXECUTABLE) return null;
  if (fileType(inode) === S_IFCHR && inode.device >= DESCRIPTOR_0 && inode.device < DESCRIPTOR_END) {
    const file = fileOf(inode.device - DESCRIPTOR_0);
    return file === null ? null : file.inode;
  }
  if (!makeText(inode.device)) return null;
  const made = makeInode(S_IFREG | 0x124, 0, 0);
  made.size = writeContent(made, 0, textBuffer, textBytes);
  return made;
}
