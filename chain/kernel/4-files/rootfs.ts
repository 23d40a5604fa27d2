// The files that are there at the start: devices, /proc, a few empty directories. The tape's own files are unpacked by
// the first program. What a name of /proc and /dev/fd means depends on who asks: such an inode has a number of its own
// in `device`. Links (exe, cwd) get their target when they are read; files get their content when they are opened, in
// a nameless inode.
import { b, ch, copyMemory, store8, udiv, umod } from "../../runtime/node.js";
import { ENAMETOOLONG, S_IFCHR, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG } from "../1-machine/numbers.js";
import { tickCount } from "../1-machine/clock.js";
import { freeMemory, totalMemory } from "../2-memory/pages.js";
import { alloc } from "../2-memory/heap.js";
import { Entry, fileType, Inode, makeInode } from "../2-memory/inode.js";
import { writeContent } from "../2-memory/content.js";
import { current } from "../3-processes/process.js";
import { fileOf } from "../3-processes/descriptors.js";
import { addEntry, findName, PATH_LIMIT, rootDirectory, startDirectory, writePathBefore } from "./directory.js";
import {
  CONSOLE_DEVICE, FULL_DEVICE, HOST_DEVICE, LINUX_DEVICE, NULL_DEVICE, RANDOM_DEVICE, TTY_DEVICE, URANDOM_DEVICE,
  ZERO_DEVICE,
} from "./devices.js";

const LINK_EXECUTABLE = 0xf001, LINK_DIRECTORY = 0xf002, LINK_ROOT = 0xf003, FILE_MEMORY = 0xf101,
  FILE_UPTIME = 0xf102, FILE_MOUNTS = 0xf103;
/** And the following: the running process's descriptors. */
const DESCRIPTOR_0 = 0xf200;
const DESCRIPTOR_END = 0xf300;

let textBuffer = 0;
let textBytes = 0;

export function startProc(): void { textBuffer = alloc(PATH_LIMIT); }

/** Writes the path of a directory, and of a name in it if there is one; its length, or a negated error. */
function writePath(directory: Inode, entry: Entry | null, to: number): number {
  const room = entry === null ? PATH_LIMIT : PATH_LIMIT - entry.nameLength - 1;
  const start = writePathBefore(directory, to + PATH_LIMIT, room);
  if (start === 0) return -ENAMETOOLONG;
  let n = to + PATH_LIMIT - start;
  copyMemory(to, start, n);
  if (entry === null) return n;
  if (directory === rootDirectory()) n = 0;
  store8(to + n, ch('/'));
  copyMemory(to + n + 1, entry.name, entry.nameLength);
  return n + 1 + entry.nameLength;
}

/** Writes the target of a link that depends on who asks; its length, 0 for every other inode, or a negated error. */
export function linkTarget(link: Inode, to: number): number {
  switch (link.device) {
    case LINK_EXECUTABLE: {
      const name = findName(current.executable!);
      if (name !== null) return writePath(name.directory!, name, to);
      textBytes = 0;
      addText(b("(deleted)"));
      copyMemory(to, textBuffer, textBytes);
      return textBytes;
    }
    case LINK_ROOT: return writePath(rootDirectory(), null, to);
    case LINK_DIRECTORY: return writePath(current.directory!, null, to);
    default: return 0;
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
function writeText(which: number): boolean {
  textBytes = 0;
  switch (which) {
    case FILE_MEMORY:
      addMemoryLine(b("MemTotal:       "), totalMemory());
      addMemoryLine(b("MemFree:        "), freeMemory());
      addMemoryLine(b("MemAvailable:   "), freeMemory());
      addText(b("Buffers:        0 kB\nCached:         0 kB\nSwapTotal:      0 kB\nSwapFree:       0 kB\n"));
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
  if (!writeText(inode.device)) return null;
  const made = makeInode(S_IFREG | 0x124, 0, 0);
  made.size = writeContent(made, 0, textBuffer, textBytes);
  return made;
}

const nameBuffer = alloc(256);

/** A new file, directory or device (or something of proc.ts) with a name. */
export function makeNode(directory: Inode, name: Uint8Array, mode: number, device: number): Inode {
  for (let i = 0; i < name.length; i++) store8(nameBuffer + i, name[i]);
  const inode = makeInode(mode, 0, 0);
  inode.device = device;
  addEntry(directory, nameBuffer, name.length, inode);
  if ((mode & S_IFMT) === S_IFDIR) startDirectory(inode, directory);
  return inode;
}

function makeDirectory(directory: Inode, name: Uint8Array): Inode {
  return makeNode(directory, name, S_IFDIR | 0x1ed, 0);
}
function makeDevice(directory: Inode, name: Uint8Array, device: number): void {
  makeNode(directory, name, S_IFCHR | 0x1b6, device);
}

function makeDevices(): void {
  const directory = makeDirectory(rootDirectory(), b("dev"));
  makeDevice(directory, b("console"), CONSOLE_DEVICE);
  makeDevice(directory, b("tty"), TTY_DEVICE);
  makeDevice(directory, b("null"), NULL_DEVICE);
  makeDevice(directory, b("zero"), ZERO_DEVICE);
  makeDevice(directory, b("full"), FULL_DEVICE);
  makeDevice(directory, b("random"), RANDOM_DEVICE);
  makeDevice(directory, b("urandom"), URANDOM_DEVICE);
  makeDevice(directory, b("host"), HOST_DEVICE);
  makeNode(directory, b("linux"), S_IFCHR | 0x180, LINUX_DEVICE);
  makeDevice(directory, b("stdin"), DESCRIPTOR_0);
  makeDevice(directory, b("stdout"), DESCRIPTOR_0 + 1);
  makeDevice(directory, b("stderr"), DESCRIPTOR_0 + 2);
  makeDescriptors(makeDirectory(directory, b("fd")));
}

function makeDescriptors(directory: Inode): void {
  for (let i = 0; i < 64; i++) {
    const name = i < 10 ? b("0") : b("00");
    if (i >= 10) name[0] = 48 + ((i / 10) | 0);
    name[name.length - 1] = 48 + i % 10;
    makeDevice(directory, name, DESCRIPTOR_0 + i);
  }
}

function makeProc(): void {
  const directory = makeDirectory(rootDirectory(), b("proc"));
  makeNode(directory, b("meminfo"), S_IFREG | 0x124, FILE_MEMORY);
  makeNode(directory, b("uptime"), S_IFREG | 0x124, FILE_UPTIME);
  makeNode(directory, b("mounts"), S_IFREG | 0x124, FILE_MOUNTS);
  const self = makeDirectory(directory, b("self"));
  makeNode(self, b("exe"), S_IFLNK | 0x1ff, LINK_EXECUTABLE);
  makeNode(self, b("cwd"), S_IFLNK | 0x1ff, LINK_DIRECTORY);
  makeNode(self, b("root"), S_IFLNK | 0x1ff, LINK_ROOT);
  makeNode(self, b("mounts"), S_IFREG | 0x124, FILE_MOUNTS);
  makeDescriptors(makeDirectory(self, b("fd")));
}

export function makeRootfs(): void {
  makeDevices();
  makeProc();
  const temporary = makeDirectory(rootDirectory(), b("tmp"));
  temporary.mode = S_IFDIR | 0x3ff;
}
