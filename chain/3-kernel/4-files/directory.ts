// Directories: names that lead to inodes. All names of all directories are in one table, found by a hash of directory
// and name; each directory also keeps its own in the order of their making, which is the order of listing. A name's
// place in that order is a number that never changes, so that a listing stays right while names come and go.
import { ch, copyMemory, store8 } from "../../2-runtime/node.js";
import { addr, hashMemory, MODE_755, S_IFDIR, sameMemory } from "../1-machine/index.js";
import { alloc, discard, Entry, Inode, makeInode, release, touchModified, unlinkInode } from "../2-memory/index.js";

export const NAME_LIMIT = 255, PATH_LIMIT = 4096;

const TABLE_SIZE = 65536;
/** All names of all directories, by hash. */
const entryTable = new Array<Entry | null>(TABLE_SIZE);
let root: Inode = null as unknown as Inode;

/** The root directory, and no names. (Under Node the elements of a new array are not null by themselves.) */
export function startDirectories(): void {
  for (let i = 0; i < TABLE_SIZE; i++) entryTable[i] = null;
  root = makeInode(S_IFDIR | MODE_755, 0, 0);
  root.links = 1;
  startDirectory(root, root);
}

function hashName(directory: Inode, name: number, nameLength: number): number {
  const hash = hashMemory(directory.number, name, nameLength);
  return hash ^ hash >>> 16;
}

/** The entry of a name, null when the directory has none. */
export function findEntry(directory: Inode, name: number, nameLength: number): Entry | null {
  const hash = hashName(directory, name, nameLength);
  for (let entry = entryTable[hash & TABLE_SIZE - 1]; entry !== null; entry = entry.nextInTable) {
    if (entry.hash === hash && entry.directory === directory && entry.nameLength === nameLength
      && sameMemory(entry.name, name, nameLength)) return entry;
  }
  return null;
}

/** A name that an inode has, null when there is none: slow, for the few programs that ask. */
export function findName(inode: Inode): Entry | null {
  let found: Entry | null = null;
  for (let i = 0; i < TABLE_SIZE && found === null; i++) {
    found = entryTable[i];
    while (found !== null && found.inode !== inode) found = found.nextInTable;
  }
  return found;
}

/** Gives a directory a name that it does not have yet, for an inode, which gets one more link. */
export function addEntry(directory: Inode, name: number, nameLength: number, inode: Inode): void {
  const entry = new Entry();
  entry.name = alloc(nameLength);
  copyMemory(entry.name, name, nameLength);
  entry.nameLength = nameLength;
  entry.hash = hashName(directory, name, nameLength);
  entry.directory = directory;
  entry.inode = inode;
  entry.position = directory.nextPosition;
  directory.nextPosition++;
  entry.nextInTable = entryTable[entry.hash & TABLE_SIZE - 1];
  entryTable[entry.hash & TABLE_SIZE - 1] = entry;
  entry.previous = directory.last;
  if (directory.last === null) {
    directory.first = entry;
  } else {
    directory.last.next = entry;
  }
  directory.last = entry;
  inode.links++;
  touchModified(directory);
}

/** Takes a name away, and one link from its inode. */
export function removeEntry(entry: Entry): void {
  const directory = entry.directory!;
  const bucket = entry.hash & TABLE_SIZE - 1;
  let other = entryTable[bucket];
  if (other === entry) {
    entryTable[bucket] = entry.nextInTable;
  } else {
    while (other!.nextInTable !== entry) other = other!.nextInTable;
    other!.nextInTable = entry.nextInTable;
  }
  const next = entry.next;
  const previous = entry.previous;
  if (previous === null) {
    directory.first = next;
  } else {
    previous.next = next;
  }
  if (next === null) {
    directory.last = previous;
  } else {
    next.previous = previous;
  }
  touchModified(directory);
  const inode = entry.inode!;
  release(entry.name);
  discard(addr(entry));
  unlinkInode(inode);
}

/** Makes an inode the content of an empty directory below parent. */
export function startDirectory(inode: Inode, parent: Inode): void {
  inode.parent = parent;
  inode.links++;
  parent.links++;
}

/** Undoes startDirectory, before the last name goes. */
export function endDirectory(inode: Inode): void {
  inode.parent!.links--;
  inode.parent = inode;
  inode.links--;
}

export function rootDirectory(): Inode { return root; }

/** Writes a directory's absolute path so that it ends at an address; where it begins, 0 when the room is too small. */
export function writePathBefore(inode: Inode, end: number, room: number): number {
  let at = end;
  let directory = inode;
  if (directory === root) {
    store8(at - 1, ch('/'));
    return at - 1;
  }
  while (directory !== root) {
    const parent = directory.parent!;
    let entry = parent.first;
    while (entry !== null && entry.inode !== directory) entry = entry.next;
    if (entry === null || at - entry.nameLength - 1 < end - room) return 0;
    at -= entry.nameLength;
    copyMemory(at, entry.name, entry.nameLength);
    at--;
    store8(at, ch('/'));
    directory = parent;
  }
  return at;
}
