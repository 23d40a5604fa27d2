// Records the steps of a run on a host's kernel: reads what strace writes while the machine runs, and makes the record
// of a step when it has ended. Reading keeps up with the machine, because scripts that are run may be gone soon.
//
// How it thinks: what opens and closes a record is the same as on the chain's kernel, a redirection of the plan's shell
// from and to /dev/record, which is a plain file here. After the end of a step nothing more is read before its record
// has been made, for the names of files have to be those of then.
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { UserError } from "../common/errors.js";
import type { Event } from "./events.js";
import { machineIn } from "./machine.js";
import type { Process } from "./model.js";
import { gatherProcesses } from "./processes.js";
import { recordDevice, StraceReader } from "./strace.js";

const pieceBytes = 1 << 20;
const pauseMilliseconds = 50;

export class HostRecorder {
  private readonly reader: StraceReader;
  private readonly timer: NodeJS.Timeout;
  private position = 0;
  private rest = "";
  /** Of the step that runs; undefined between steps. */
  private events: Event[] | undefined;
  private hasEnded = false;
  /** The number of /dev/record. */
  private recordFile: number | undefined;
  /** Why nothing more is read; said when a record is asked for. */
  private failure: unknown;

  /**
   * @param root the folder that is the machine's root
   * @param trace the file that strace writes
   */
  constructor(root: string, private readonly trace: string) {
    this.reader = new StraceReader(root, machineIn(root));
    this.timer = setInterval(() => this.readWell(), pauseMilliseconds);
  }

  /**
   * To be called when a step has ended.
   * @param found the files that there are then, with their hashes, by their paths
   */
  takeStep(found: Map<string, string>): Process[] {
    this.readWell();
    const { events, hasEnded, failure } = this;
    if (failure !== undefined) {
      throw failure;
    }
    if (events === undefined || !hasEnded) {
      throw new UserError("strace has not written down the beginning and the end of the step");
    }
    this.reader.fill(found);
    numberUnknown(events);
    this.events = undefined;
    this.hasEnded = false;
    this.read();
    return gatherProcesses(events);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private readWell(): void {
    try {
      this.read();
    } catch (error) {
      this.failure = error;
      this.close();
    }
  }

  /** Reads what strace has written since, up to the end of a step. */
  private read(): void {
    if (!existsSync(this.trace)) {
      return;
    }
    const file = openSync(this.trace, "r");
    try {
      const piece = Buffer.alloc(pieceBytes);
      while (!this.hasEnded) {
        const count = readSync(file, piece, 0, pieceBytes, this.position);
        if (count === 0 && !this.rest.includes("\n")) {
          break;
        }
        this.position += count;
        this.rest += piece.toString("latin1", 0, count);
        this.takeLines();
      }
    } finally {
      closeSync(file);
    }
  }

  private takeLines(): void {
    let end = this.rest.indexOf("\n");
    let start = 0;
    while (end >= 0 && !this.hasEnded) {
      this.reader.take(this.rest.slice(start, end)).forEach((event) => this.takeEvent(event));
      start = end + 1;
      end = this.rest.indexOf("\n", start);
    }
    this.rest = this.rest.slice(start);
  }

  private takeEvent(event: Event): void {
    if ("path" in event && event.path === recordDevice) {
      this.recordFile = event.file;
    }
    const isRecord = "file" in event && event.file === this.recordFile;
    if (isRecord && event.kind === "opened to write") {
      this.events = [];
    } else if (isRecord && event.kind === "opened to read") {
      this.hasEnded = true;
    } else if (!isRecord) {
      this.events?.push(event);
    }
  }
}

/** The files of a list as sha256sum makes it, with their hashes, by their paths. */
export function parseFileList(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^([0-9a-f]{64}) [ *](\/.*)$/gm)]
    .map(([, sha256, path]) => [path as string, sha256 as string]));
}

/** Gives each content that nobody knows a number, in the order in which they appear. */
function numberUnknown(events: Event[]): void {
  let count = 0;
  for (const event of events) {
    if ("content" in event && event.content?.sha256 === "") {
      count++;
      event.content.sha256 = `~${count}`;
    }
  }
}
