// The files that are there at the start: devices, /proc, a few empty directories. The tape's own files are unpacked by
// the first program.
import { b, store8 } from "../../runtime/node.js";
import { S_IFCHR, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG } from "../1-machine/numbers.js";
import { alloc } from "../2-memory/heap.js";
import { Inode, makeInode } from "../2-memory/inode.js";
import { addEntry, startDirectory } from "./directory.js";
import {
  CONSOLE_DEVICE, FULL_DEVICE, HOST_DEVICE, LINUX_DEVICE, NULL_DEVICE, RANDOM_DEVICE, TTY_DEVICE, URANDOM_DEVICE,
  ZERO_DEVICE,
} from "./devices.js";
import { rootDirectory } from "./path.js";
import {
  DESCRIPTOR_0, FILE_MEMORY, FILE_MOUNTS, FILE_UPTIME, LINK_DIRECTORY, LINK_EXECUTABLE, LINK_ROOT,
} from "./proc.js";

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
