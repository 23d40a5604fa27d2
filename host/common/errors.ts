// Errors that a person can act on: one line that says what, where and what to do, and the exit
// status that goes with it. Everything else that is thrown is either an error of the operating
// system, which explain() puts into such a line, or a mistake of ours.

/** The exit statuses of the program. */
export enum Status {
  Success = 0,
  Failed = 1,
  Usage = 2,
  /** 128 and the number of the signal that asked for the end: SIGHUP, SIGINT, SIGTERM. */
  HungUp = 129,
  Interrupted = 130,
  Terminated = 143,
}

/** An error with a message made for a person. */
export class UserError extends Error {
  readonly status: Status;

  constructor(message: string, status: Status = Status.Failed) {
    super(message);
    this.name = "UserError";
    this.status = status;
  }
}

/** Trouble of this computer, not of the machine that runs: the machine's last words would not help. */
export class LocalError extends UserError {}

/** Thrown where work stops because of Ctrl-C, or another signal that asks for the end. */
export class Interrupted extends UserError {
  constructor() {
    super("interrupted", Status.Interrupted);
  }
}

const advice: Record<string, string> = {
  EACCES: "no permission: choose another place, or allow it",
  EPERM: "not permitted",
  ENOSPC: "no space left on the device: free some, or choose another folder",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only: choose another folder",
  ENOENT: "no such file or folder",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EEXIST: "it exists already",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
  ETXTBSY: "a program that runs just now",
  EBUSY: "something uses it just now",
  ENOTFOUND: "no computer of this name is known (is there a network?)",
  EAI_AGAIN: "names of computers cannot be looked up (is there a network?)",
  ECONNREFUSED: "no connection",
  ENETUNREACH: "there is no network",
};

/** Of a copy or a renaming these concern where it goes. */
const concernsTarget = new Set(["ENOSPC", "EDQUOT", "EROFS", "EISDIR", "EEXIST", "ETXTBSY"]);

/** What the name of a file ends in while it is being written: the user knows the final name. */
export const unfinishedEnding = /\.([0-9]+)-[0-9a-f]{8}\.tmp$/;

/** Says what place an error of the operating system is about, where it does not: when a write fails, for example. */
export function withPath(path: string, error: unknown): unknown {
  if (error instanceof Error && "code" in error && !("path" in error)) {
    Object.assign(error, { path });
  }
  return error;
}

/** One line for whatever was thrown. */
export function explain(error: unknown): string {
  if (error instanceof UserError) {
    return error.message;
  }
  if (error instanceof Error) {
    const { code, path, dest } = error as NodeJS.ErrnoException & { dest?: string };
    if (code !== undefined && advice[code] !== undefined) {
      const place = concernsTarget.has(code) ? dest ?? path : path;
      return place === undefined ? `${advice[code]} (${code})`
        : `${place.replace(unfinishedEnding, "")}: ${advice[code]} (${code})`;
    }
    return firstLine(error.message);
  }
  return firstLine(String(error));
}

function firstLine(text: string): string {
  return text.split("\n")[0] as string;
}
