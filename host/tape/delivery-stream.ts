// The stream in which a machine delivers files, from its second serial port: the tape's file format, `PATH LENGTH` LF
// bytes. Paths are relative to /out: STAGE/PATH of an artifact, ../PATH of what a step leaves for later ones.
//
// It must not trust the stream: a broken machine may send anything. Names that leave the folder, headers without end
// and files cut short are errors. It must not need Node: the page reads such a stream, too.
import { joinBytes } from "../common/bytes.js";
import { UserError } from "../common/errors.js";

const longestHeader = 4096;

/** Not in a name: control characters, which a terminal might obey, and what stands for bytes that are no UTF-8. */
const badCharacters = /[\p{Cc}\ufffd]/u;

const nameRule = "names have to be UTF-8, without control characters";

/** Throws when a file that was delivered has a name that cannot be passed on. */
export function checkNames(paths: string[]): void {
  const bad = paths.find((path) => badCharacters.test(path));
  if (bad !== undefined) {
    throw new UserError(`the machine delivered a file with the bad name ${JSON.stringify(bad)}: ${nameRule}`);
  }
}

/** True for a path that stays below the folder it is put in. */
export function isInsidePath(path: string): boolean {
  return path !== "" && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** Takes one file after the other. */
export interface DeliverySink {
  begin(path: string): void;
  data(bytes: Uint8Array): void;
  end(): void;
}

export class DeliveryStream {
  private header: number[] = [];
  private path: string | undefined;
  private missing = 0;

  /** @param takesState false where what steps leave is not expected */
  constructor(private readonly sink: DeliverySink, private readonly takesState: boolean) {}

  /** Takes the next bytes of the stream. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.path === undefined) {
        const byte = bytes[at++] as number;
        if (byte === 10) {
          this.begin(Uint8Array.from(this.header));
        } else if (this.header.push(byte) > longestHeader) {
          throw new UserError("the machine delivered a file without a name (no `PATH LENGTH` line)");
        }
      } else {
        const piece = bytes.subarray(at, at + this.missing);
        this.sink.data(piece);
        at += piece.length;
        this.missing -= piece.length;
        this.endWhenComplete();
      }
    }
  }

  /** Says that the stream is over; a file that was cut short is an error. */
  finish(): void {
    if (this.path !== undefined) {
      const path = this.path;
      this.path = undefined;
      this.sink.end();
      throw new UserError(`the machine stopped while it was delivering ${path} (${this.missing} bytes missing)`);
    }
  }

  private begin(bytes: Uint8Array): void {
    this.header = [];
    const header = new TextDecoder().decode(bytes);
    const match = badCharacters.test(header) ? null : /^(.+) ([0-9]{1,10})$/.exec(header);
    const path = match?.[1] ?? "";
    if (match === null || !isInsidePath(this.takesState && path.startsWith("../") ? path.slice(3) : path)) {
      throw new UserError(`the machine delivered a file with the bad header ${JSON.stringify(header)}: ` +
        `${nameRule}, and lie below /out`);
    }
    this.sink.begin(path);
    this.path = path;
    this.missing = Number(match[2]);
    this.endWhenComplete();
  }

  private endWhenComplete(): void {
    if (this.missing === 0 && this.path !== undefined) {
      this.path = undefined;
      this.sink.end();
    }
  }
}

/** A sink that keeps files in memory, and hands each on when it is whole. */
export function inMemory(take: (path: string, content: Uint8Array) => void): DeliverySink {
  let path = "";
  let pieces: Uint8Array[] = [];
  return {
    begin: (name) => {
      path = name;
      pieces = [];
    },
    data: (bytes) => pieces.push(bytes.slice()),
    end: () => take(path, joinBytes(pieces)),
  };
}
