// Takes what a machine delivers from a file that grows (QEMU's second serial port), or from a named pipe
// (the host kernel's /dev/host).
//
// How it thinks: a reader of the console must find that everything delivered before a line was said is there
// already. So `drain` reads without waiting all there is, and is called before each piece of the console is passed
// on; in between, a timer does the same, because a named pipe that is full stops the machine.
import { closeSync, constants, openSync, readSync } from "node:fs";
import type { DeliveryReader } from "../tape/delivery.js";

/** While bytes come, the next look follows at once; in quiet times after so many milliseconds. */
const quietPause = 20;

export class DeliveryFile {
  private readonly descriptor: number;
  private readonly piece = Buffer.alloc(1 << 16);
  private timer: NodeJS.Timeout | undefined;
  private failure: unknown;

  /** @param failed called once when what came is no delivery. */
  constructor(
    path: string, private readonly reader: DeliveryReader, private readonly failed: (error: unknown) => void,
  ) {
    this.descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    this.look();
  }

  /** Reads all there is; true when there was something. */
  drain(): boolean {
    let some = false;
    while (this.failure === undefined) {
      const bytes = this.read();
      if (bytes === 0) {
        break;
      }
      some = true;
      try {
        this.reader.push(this.piece.subarray(0, bytes));
      } catch (error) {
        this.failure = error;
        this.failed(error);
      }
    }
    return some;
  }

  close(): void {
    clearTimeout(this.timer);
    closeSync(this.descriptor);
  }

  private read(): number {
    try {
      return readSync(this.descriptor, this.piece);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") {
        return 0;
      }
      throw error;
    }
  }

  private look(): void {
    const pause = this.drain() ? 0 : quietPause;
    this.timer = setTimeout(() => this.look(), pause);
  }
}
