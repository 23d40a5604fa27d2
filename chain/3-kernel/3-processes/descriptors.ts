// A process's descriptors: the numbers by which its program knows open files.
import { EMFILE } from "../1-machine/index.js";
import { OpenFile } from "../2-memory/index.js";
import { current, FILE_LIMIT } from "./process.js";

/** The running process's open file of a descriptor, or null. */
export function fileOf(descriptor: number): OpenFile | null {
  if (descriptor < 0 || descriptor >= FILE_LIMIT) return null;
  return current.files[descriptor];
}

/** Makes a file a descriptor's, which must be free. */
export function placeFile(descriptor: number, file: OpenFile, closeOnExec: boolean): void {
  current.files[descriptor] = file;
  current.closeOnExec[descriptor] = closeOnExec ? 1 : 0;
  if (descriptor >= current.fileEnd) current.fileEnd = descriptor + 1;
}

/** The lowest free descriptor from a number on, or a negated error: to be asked for before a call does anything. */
export function freeDescriptor(lowest: number): number {
  let descriptor = lowest;
  while (descriptor < FILE_LIMIT && current.files[descriptor] !== null) descriptor++;
  return descriptor < FILE_LIMIT ? descriptor : -EMFILE;
}
