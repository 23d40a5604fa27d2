// Which files of archives a run has read: by its records of processes, or, below /build, by what strace says of it
// (ROOTSEED_OPENED=FILE ./rootseed run --engine chroot …), which knows no contents.
//
// How it thinks: steps unpack and build below /build alone. With `strace -y` a call that opened a file ends with the
// file's whole path, whatever the program called it. What was opened for writing alone was not read. A file that gets
// another name may be read under that one: what it was called before counts as read, and all below it where it may be a
// folder. These calls say only what the program called it; then everything that ends so counts.
import { open } from "node:fs/promises";
import { UserError, withPath } from "../../common/errors.js";
import { sha256 } from "../../common/files.js";
import { findRecord } from "../../explain/records.js";
import { parseRecord } from "../../record/text.js";
import type { Step } from "../../steps/steps.js";

/** True when a run has read a file: by its path in its archive, and by its content. */
export type WasRead = (path: string, content: Buffer) => boolean;

export interface Opened {
  /** Ends of the paths, below /build, of files that were read: each from any of its folders on. */
  read: Set<string>;
  /** Ends of paths of files that got second names. */
  linked: Set<string>;
  /** Ends of paths of files and folders that got other names. */
  renamed: Set<string>;
}

const opening = /^[0-9]+ +open(?:at2?)?\((?:[^"]*, )?"(?:[^"\\]|\\.)*", (?:\{flags=)?([A-Z_|]+).* = [0-9]+<(.*)>$/;
const renaming = /^[0-9]+ +(link|rename)(?:at2?)?\((?:[^"]*, )?"(?:\.{1,2}\/)*((?:[^"\\]|\\.)*)"/;
const builds = "/root/build/";

/**
 * What the records of a run say (`run --record --out FOLDER`): a file whose content a process has read or run was read.
 * Where a record does not know what a file held that a process has read, the end of its path counts.
 */
export async function readByRecords(steps: Step[], folder: string): Promise<WasRead> {
  const contents = new Set<string>();
  const unknown: Opened = { read: new Set(), linked: new Set(), renamed: new Set() };
  for (const step of steps) {
    const record = await findRecord(folder, step);
    const processes = record === undefined ? [] : parseRecord(record.bytes.toString("utf8"), record.path);
    for (const { path, content } of processes.flatMap(({ reads, programs }) => [...reads.values(), ...programs])) {
      contents.add(content.sha256);
      if (content.sha256.startsWith("~")) {
        endsOf(path).forEach((end) => unknown.read.add(end));
      }
    }
  }
  if (contents.size === 0) {
    throw new UserError(`--records ${folder}: there is no record of a step in it: ` +
      "`./rootseed run --record --out DIR` makes some");
  }
  return (path, content) => contents.has(sha256(content)) || wasRead(unknown, path);
}

/** What strace says (ROOTSEED_OPENED). */
export async function readByCalls(record: string): Promise<WasRead> {
  const opened = await readOpened(record);
  if (opened.read.size === 0) {
    throw new UserError(`--opened ${record}: it names no file that a step has read: a run with ROOTSEED_OPENED=FILE ` +
      "writes such a record (docs/without-configure.md)");
  }
  return (path) => wasRead(opened, path);
}

/** Reads what strace has written. */
export async function readOpened(record: string): Promise<Opened> {
  const opened: Opened = { read: new Set(), linked: new Set(), renamed: new Set() };
  const file = await open(record);
  try {
    for await (const line of file.readLines()) {
      note(opened, line);
    }
  } catch (error) {
    throw withPath(record, error);
  } finally {
    await file.close();
  }
  return opened;
}

/** Notes what a line says. */
function note(opened: Opened, line: string): void {
  const [, flags, path = ""] = opening.exec(line) ?? [];
  const at = path.indexOf(builds);
  if (at >= 0 && flags?.includes("O_WRONLY") === false) {
    endsOf(path.slice(at + builds.length)).forEach((end) => opened.read.add(end));
  }
  const [, call, name] = renaming.exec(line) ?? [];
  if (name !== undefined) {
    opened[call === "link" ? "linked" : "renamed"].add(name.replace(/^\/build\//, ""));
  }
}

/** True when a file was read whose path below /build ends with this one. */
export function wasRead({ read, linked, renamed }: Opened, path: string): boolean {
  const parts = path.split("/");
  return read.has(path) || endsOf(path).some((end) => linked.has(end) || renamed.has(end)) ||
    parts.some((_, end) => endsOf(parts.slice(0, end).join("/")).some((folder) => renamed.has(folder)));
}

function endsOf(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(index).join("/"));
}
