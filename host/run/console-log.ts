// The file with all that a machine has said. Written at once: what cannot be written ends the run there and then.
import { closeSync, openSync, writeSync } from "node:fs";
import { explain, LocalProblem } from "../common/problem.js";

export class ConsoleLog {
  private readonly descriptor: number;

  /** @throws an error of the operating system when the file cannot be made. */
  constructor(private readonly path: string) {
    this.descriptor = openSync(path, "w");
  }

  write(bytes: Uint8Array): void {
    try {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.descriptor, bytes, written);
      }
    } catch (error) {
      throw new LocalProblem(`the console log ${this.path} cannot be written: ${explain(error)}`);
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
