// A machine that is a process of ours: passes on what it says and what is typed, takes what it delivers, and ends it
// when the run is interrupted or something goes wrong.
//
// How it thinks: the process was started in a group of its own, so that Ctrl-C in the terminal reaches us alone; what
// ends the run ends the whole group. What was delivered before a line was said is taken before the line is passed on.
import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { Interrupted, UserError } from "../common/errors.js";
import type { DeliveryReader } from "../tape/delivery.js";
import { DeliveryFile } from "./delivery-file.js";
import type { Surroundings } from "./engine.js";

/** How a process ended. */
export type Ending = { status: number } | { signal: string };

/** Where a machine is to be reached. */
export interface Ports {
  /** What is to be heard there is the console. */
  console: (Readable | null)[];
  /** Takes what is typed. */
  keyboard: Writable | null;
  /** The file or named pipe into which it delivers, and who reads that. */
  deliveries: string;
  reader: DeliveryReader;
}

/**
 * Resolves when the process has ended and all that it delivered is there; rejects when the run was interrupted, the
 * process could not be started, or what it delivered is no delivery.
 * @param what for messages: what was started
 */
export function untilEnded(child: ChildProcess, what: string, ports: Ports, job: Surroundings): Promise<Ending> {
  return new Promise((resolve, reject) => {
    let failure: unknown;
    const kill = (): void => {
      try {
        process.kill(-(child.pid as number), "SIGKILL");
      } catch {
        // It ended by itself in the meantime, or never began.
      }
    };
    const fail = (error: unknown): void => {
      failure ??= error;
      kill();
    };
    const delivery = new DeliveryFile(ports.deliveries, ports.reader, fail);
    if (job.signal.aborted) {
      kill();
    }
    job.signal.addEventListener("abort", kill, { once: true });
    if (ports.keyboard !== null && job.input !== undefined) {
      job.input.pipe(ports.keyboard).on("error", () => undefined);
    }
    for (const stream of ports.console) {
      stream?.on("data", (bytes: Buffer) => {
        try {
          delivery.drain();
          job.console(bytes);
        } catch (error) {
          fail(error);
        }
      });
    }
    child.on("error", (error) => fail(new UserError(`cannot start ${what}: ${error.message}`)));
    child.on("close", (code, signal) => {
      job.signal.removeEventListener("abort", kill);
      delivery.drain();
      delivery.close();
      try {
        ports.reader.finish();
      } catch (error) {
        failure ??= error;
      }
      if (job.signal.aborted) {
        reject(new Interrupted());
      } else if (failure !== undefined) {
        reject(failure);
      } else {
        resolve(code === null ? { signal: String(signal) } : { status: code });
      }
    });
  });
}
