// The file with all that a machine has said. Written at once: what cannot be written ends the run there and then.
import { closeSync, openSync, writeSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../common/files.js";
import { explain, LocalError } from "../common/errors.js";
import { isAlive } from "../common/processes.js";

/** The name of this run's log, FOLDER/NAME-PID.log: each of two runs at a time has one; old ones of the name go. */
export async function logInFolder(folder: string, name: string): Promise<string> {
  await makeFolder(folder);
  for (const file of await readdir(folder)) {
    const pid = file.startsWith(`${name}-`) ? /^([0-9]+)\.log$/.exec(file.slice(name.length + 1))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(folder, file), { force: true });
    }
  }
  return join(folder, `${name}-${process.pid}.log`);
}

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
      throw new LocalError(`the console log ${this.path} cannot be written: ${explain(error)}`);
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
