// Errors that a person can act on: one line that says what, where and what to do, and the exit
// status that goes with it. Everything else that is thrown is either an error of the operating
// system, which explain() puts into such a line, or a mistake of ours.

/** The exit statuses of the program. */
export enum Status {
  Success = 0,
  Failed = 1,
  Usage = 2,
  Interrupted = 130,
}

/** An error with a message made for a person. */
export class Problem extends Error {
  readonly status: Status;

  constructor(message: string, status: Status = Status.Failed) {
    super(message);
    this.name = "Problem";
    this.status = status;
  }
}

/** Thrown where work stops because of Ctrl-C. */
export class Interrupted extends Problem {
  constructor() {
    super("interrupted", Status.Interrupted);
  }
}

const advice: Record<string, string> = {
  EACCES: "no permission",
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
};

/** One line for whatever was thrown. */
export function explain(error: unknown): string {
  if (error instanceof Problem) {
    return error.message;
  }
  if (error instanceof Error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== undefined && advice[code] !== undefined) {
      return path === undefined ? `${advice[code]} (${code})` : `${path}: ${advice[code]} (${code})`;
    }
    return firstLine(error.message);
  }
  return firstLine(String(error));
}

function firstLine(text: string): string {
  return text.split("\n")[0] as string;
}
