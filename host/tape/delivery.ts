// What the machine delivers: a stream in the tape's file format (`PATH LENGTH` LF bytes), from the
// second serial port. Files are written below a folder as they come: artifacts (STAGE/PATH) below one, what a step
// leaves for later ones (../PATH, because paths are relative to /out) below another.
//
// It must not trust the stream: a broken machine may send anything. Names that leave the folder,
// headers without end and files cut short are errors.
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "../common/errors.js";

const longestHeader = 4096;

/** Not in a name: control characters, which a terminal might obey, and what stands for bytes that are no UTF-8. */
const badCharacters = /[\p{Cc}\ufffd]/u;

/** Throws when a file that was delivered has a name that cannot be passed on. */
export function checkNames(paths: string[]): void {
  const bad = paths.find((path) => badCharacters.test(path));
  if (bad !== undefined) {
    throw new UserError(`the machine delivered a file with the bad name ${JSON.stringify(bad)}: ${nameRule}`);
  }
}

const nameRule = "names have to be UTF-8, without control characters";

/** True for a path that stays below the folder it is put in. */
export function isInsidePath(path: string): boolean {
  return path !== "" && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

export class DeliveryReader {
  private header: number[] = [];
  private path = "";
  private descriptor: number | undefined;
  private missing = 0;

  /**
   * @param folder for artifacts; undefined when they are had otherwise
   * @param stateFolder for what steps leave
   */
  constructor(private readonly folder: string | undefined, private readonly stateFolder?: string) {}

  /** Takes the next bytes of the stream. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.descriptor === undefined) {
        const byte = bytes[at++] as number;
        if (byte === 10) {
          this.begin(Buffer.from(this.header));
        } else if (this.header.push(byte) > longestHeader) {
          throw new UserError("the machine delivered a file without a name (no `PATH LENGTH` line)");
        }
      } else {
        const piece = bytes.subarray(at, at + this.missing);
        writeSync(this.descriptor, piece);
        at += piece.length;
        this.missing -= piece.length;
        this.endWhenComplete();
      }
    }
  }

  /** Says that the stream is over; a file that was cut short is an error. */
  finish(): void {
    if (this.descriptor !== undefined) {
      closeSync(this.descriptor);
      this.descriptor = undefined;
      throw new UserError(`the machine stopped while it was delivering ${this.path} (${this.missing} bytes missing)`);
    }
  }

  private begin(bytes: Buffer): void {
    this.header = [];
    const header = bytes.toString("utf8");
    const match = badCharacters.test(header) ? null : /^(.+) ([0-9]{1,10})$/.exec(header);
    const isState = this.stateFolder !== undefined && match?.[1]?.startsWith("../") === true;
    const inside = isState ? match?.[1]?.slice(3) : match?.[1];
    if (match === null || inside === undefined || !isInsidePath(inside)) {
      throw new UserError(`the machine delivered a file with the bad header ${JSON.stringify(header)}: ` +
        `${nameRule}, and lie below /out`);
    }
    this.path = match[1] as string;
    this.missing = Number(match[2]);
    this.descriptor = openSync(this.place(isState ? this.stateFolder : this.folder, inside), "w");
    this.endWhenComplete();
  }

  private place(folder: string | undefined, path: string): string {
    if (folder === undefined) {
      return devNull;
    }
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    return join(folder, path);
  }

  private endWhenComplete(): void {
    if (this.missing === 0 && this.descriptor !== undefined) {
      closeSync(this.descriptor);
      this.descriptor = undefined;
    }
  }
}
