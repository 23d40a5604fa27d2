// What a record says of processes: the programs that each became, the files and pipes that it used.
import type { Content } from "./events.js";

export interface FileUse {
  path: string;
  content: Content;
}

/** Each file once, with each content. */
export type FileUses = Map<string, FileUse>;

/** A program that a process has become, and how it was started. */
export interface Program extends FileUse {
  folder: string;
  arguments: string[];
}

export interface Process {
  number: number;
  /** The number of the one that made it; undefined of those that were there before. */
  parent: number | undefined;
  /** None of a process that goes on as what made it. */
  programs: Program[];
  reads: FileUses;
  writes: FileUses;
  /** Names that it gave to files. */
  names: FileUses;
  /** Numbers of pipes, in the order in which they were first seen. */
  pipesRead: Set<number>;
  pipesWritten: Set<number>;
  /** As wait reports it; undefined while it runs. */
  status: number | undefined;
}

/** A process of which nothing is known yet but its number and the one that made it. */
export function emptyProcess(number: number, parent: number | undefined): Process {
  return {
    number, parent, programs: [], reads: new Map(), writes: new Map(), names: new Map(), pipesRead: new Set(),
    pipesWritten: new Set(), status: undefined,
  };
}
