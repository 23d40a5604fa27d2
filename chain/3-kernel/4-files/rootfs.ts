// The files that are there at the start: devices, /proc, a few empty directories. The tape's own files are unpacked by
// the first program. What a name of /proc and /dev/fd means depends on who asks: such an inode has a number of its own
// in `device`. Links (exe, cwd) get their target when they are read; files get their content when they are opened, in
// a nameless inode.
import { b, ch, copyMemory, store8, udiv, umod } from "../../2-runtime/node.js";
import {
  ENAMETOOLONG, MODE_1777, MODE_444, MODE_600, MODE_666, MODE_755, MODE_777, S_IFCHR, S_IFDIR, S_IFLNK, S_IFREG,
  tickCount, TICKS_PER_SECOND,
} from "../1-machine/index.js";
import { alloc, Entry, fileType, freeMemory, Inode, makeInode, totalMemory, writeContent } from "../2-memory/index.js";
import { current, fileOf } from "../3-processes/index.js";
import { addEntry, findName, PATH_LIMIT, rootDirectory, startDirectory, writePathBefore } from "./directory.js";
import { setRecord } from "./record.js";
import {
  CONSOLE_DEVICE, FULL_DEVICE, HOST_DEVICE, LINUX_DEVICE, NULL_DEVICE, RANDOM_DEVICE, TTY_DEVICE, URANDOM_DEVICE,
  ZERO_DEVICE,
} from "./devices.js";

const LINK_EXECUTABLE = 0xf001, LINK_DIRECTORY = 0xf002, LINK_ROOT = 0xf003, FILE_MEMORY = 0xf101,
  FILE_UPTIME = 0xf102, FILE_MOUNTS = 0xf103;
/** And the following: the running process's descriptors. */
const DESCRIPTOR_0 = 0xf200, DESCRIPTOR_END = 0xf300;

/** Where a text is put together; it is used up before the next one begins, for nothing here sleeps. */
const textBuffer = alloc(PATH_LIMIT);

/** Writes a text; the address after it. */
function addText(at: number, text: Uint8Array): number {
  for (let i = 0; i < text.length; i++) store8(at + i, text[i]);
  return at + text.length;
}
/** The same for a number. */
function addNumber(at: number, n: number): number {
  const rest = udiv(n, 10);
  const next = rest === 0 ? at : addNumber(at, rest);
  store8(next, ch('0') + umod(n, 10));
  return next + 1;
}
function addMemoryLine(at: number, name: Uint8Array, pages: number): number {
  return addText(addNumber(addText(at, name), pages * 4), b(" kB\n"));
}

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
      return name === null ? addText(to, b("(deleted)")) - to : writePath(name.directory!, name, to);
    }
    case LINK_ROOT: return writePath(rootDirectory(), null, to);
    case LINK_DIRECTORY: return writePath(current.directory!, null, to);
    default: return 0;
  }
}

/** Writes the text of one of the files; the address after it, the same for other inodes. */
function writeText(which: number, to: number): number {
  switch (which) {
    case FILE_MEMORY: {
      let at = addMemoryLine(to, b("MemTotal:       "), totalMemory());
      at = addMemoryLine(at, b("MemFree:        "), freeMemory());
      at = addMemoryLine(at, b("MemAvailable:   "), freeMemory());
      return addText(at, b("Buffers:        0 kB\nCached:         0 kB\nSwapTotal:      0 kB\nSwapFree:       0 kB\n"));
    }
    case FILE_UPTIME: return addText(addNumber(to, (tickCount() / TICKS_PER_SECOND) | 0), b(".00 0.00\n"));
    case FILE_MOUNTS: return addText(to, b("rootfs / rootfs rw 0 0\n"));
    default: return to;
  }
}

/** What opening one of these inodes opens instead; null for every other inode. */
export function openSpecial(inode: Inode): Inode | null {
  if (inode.device < LINK_EXECUTABLE) return null;
  if (fileType(inode) === S_IFCHR && inode.device >= DESCRIPTOR_0 && inode.device < DESCRIPTOR_END) {
    const file = fileOf(inode.device - DESCRIPTOR_0);
    return file === null ? null : file.inode;
  }
  const bytes = writeText(inode.device, textBuffer) - textBuffer;
  if (bytes === 0) return null;
  const made = makeInode(S_IFREG | MODE_444, 0, 0);
  made.size = writeContent(made, 0, textBuffer, bytes);
  return made;
}

/** A new file, directory or device (or one of the inodes above) with a name. */
export function makeNode(directory: Inode, name: Uint8Array, mode: number, device: number): Inode {
  const inode = makeInode(mode, 0, 0);
  inode.device = device;
  addEntry(directory, textBuffer, addText(textBuffer, name) - textBuffer, inode);
  if (fileType(inode) === S_IFDIR) startDirectory(inode, directory);
  return inode;
}

function makeDirectory(directory: Inode, name: Uint8Array): Inode {
  return makeNode(directory, name, S_IFDIR | MODE_755, 0);
}

/** Inodes of one mode, each with its name and number. */
function makeNodes(directory: Inode, mode: number, names: Uint8Array[], numbers: number[]): void {
  for (let i = 0; i < names.length; i++) makeNode(directory, names[i], mode, numbers[i]);
}

/** The running process's descriptors: the first 64, which is as many as programs look for. */
function makeDescriptors(directory: Inode): void {
  for (let i = 0; i < 64; i++) {
    const name = i < 10 ? b("0") : b("00");
    if (i >= 10) name[0] = ch('0') + ((i / 10) | 0);
    name[name.length - 1] = ch('0') + i % 10;
    makeNode(directory, name, S_IFCHR | MODE_666, DESCRIPTOR_0 + i);
  }
}

export function makeRootfs(): void {
  const root = rootDirectory();
  const devices = makeDirectory(root, b("dev"));
  makeNodes(devices, S_IFCHR | MODE_666,
    [b("console"), b("tty"), b("null"), b("zero"), b("full"), b("random"), b("urandom"), b("host")],
    [CONSOLE_DEVICE, TTY_DEVICE, NULL_DEVICE, ZERO_DEVICE, FULL_DEVICE, RANDOM_DEVICE, URANDOM_DEVICE, HOST_DEVICE]);
  makeNode(devices, b("linux"), S_IFCHR | MODE_600, LINUX_DEVICE);
  setRecord(makeNode(devices, b("record"), S_IFREG | MODE_600, 0));
  makeNodes(devices, S_IFCHR | MODE_666, [b("stdin"), b("stdout"), b("stderr")],
    [DESCRIPTOR_0, DESCRIPTOR_0 + 1, DESCRIPTOR_0 + 2]);
  makeDescriptors(makeDirectory(devices, b("fd")));
  const proc = makeDirectory(root, b("proc"));
  makeNodes(proc, S_IFREG | MODE_444, [b("meminfo"), b("uptime"), b("mounts")],
    [FILE_MEMORY, FILE_UPTIME, FILE_MOUNTS]);
  const self = makeDirectory(proc, b("self"));
  makeNodes(self, S_IFLNK | MODE_777, [b("exe"), b("cwd"), b("root")], [LINK_EXECUTABLE, LINK_DIRECTORY, LINK_ROOT]);
  makeNode(self, b("mounts"), S_IFREG | MODE_444, FILE_MOUNTS);
  makeDescriptors(makeDirectory(self, b("fd")));
  makeNode(root, b("tmp"), S_IFDIR | MODE_1777, 0);
}
