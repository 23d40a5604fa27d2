// Engine v86: an emulated PC inside Node, in a thread of its own so that the terminal stays alive.
// Our BIOS, one disk (boot sector and tape), two serial ports: console, and artifacts on their way out.
// Estimate nothing but Node.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { Interrupted, UserError } from "../common/errors.js";
import { DeliveryReader } from "../tape/delivery.js";
import { makeDisk } from "../tape/format.js";
import type { Engine, Job, Outcome } from "./engine.js";
import type { MachineData, MachineMessage } from "./v86-machine.js";

export const v86Engine: Engine = {
  name: "v86",
  description: "an emulated PC inside Node (v86)",
  takesFiles: false,
  isEmulated: true,
  memory: { least: 128, most: 2047 },
  startsLinux: false,

  async check() {
    if (!("WebAssembly" in globalThis)) {
      throw new UserError("--engine v86 needs WebAssembly: start Node.js without --jitless");
    }
    const file = createRequire(import.meta.url).resolve("v86").replace(/build\/[^/]*$/, "package.json");
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
    return {
      runs: new Map([["i386", `v86 ${version}`]]),
      obstacles: new Map([["x86-64", "its PC has a 32-bit processor"], ["linux", "its PC has a 32-bit processor"]]),
    };
  },

  async run(job: Job): Promise<Outcome> {
    const delivery = new DeliveryReader(job.outFolder, job.stateFolder);
    const data: MachineData = {
      bios: job.firmware.bios,
      disk: makeDisk(job.firmware.bootSeed, job.tape),
      memoryBytes: job.memory * 1024 * 1024,
    };
    preferQuickCompiler();
    const worker = new Worker(new URL("./v86-worker.js", import.meta.url), { workerData: data });
    try {
      await untilHalted(worker, job, delivery);
    } finally {
      await worker.terminate();
    }
    delivery.finish();
    // The exit code is on the console, for its reader.
    return { stopped: "the machine stopped without the line `rootseed: exit CODE`" };
  },
};

/**
 * v86 makes WebAssembly of the machine's code all the time. V8's optimizing compiler, which would follow its quick one,
 * costs more than it gains: a quarter of the processor time to musl, half of that to the first tcc. Before V8 13
 * (Node 24) --liftoff-only sets the other two, too; since then only on Node's own command line, and without them the
 * modules wait for the optimizing compiler: three times the processor time, four times the memory.
 */
function preferQuickCompiler(): void {
  if (process.arch === "x64" || process.arch === "arm64") {
    ["--liftoff-only", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering"].forEach(setFlagsFromString);
  }
}

/** V8 reserves 10 GB of addresses for the memory of a WebAssembly module, whatever that uses of it. */
const addressSpaceAdvice = " (is the address space limited? `ulimit -v unlimited`, or use --engine qemu)";

/** Passes on what the machine says until it halts, fails, or is interrupted. */
function untilHalted(worker: Worker, job: Job, delivery: DeliveryReader): Promise<void> {
  return new Promise((resolve, reject) => {
    job.input?.on("data", (bytes: Buffer) => worker.postMessage(bytes.toString("latin1")));
    const interrupt = (): void => reject(new Interrupted());
    if (job.signal.aborted) {
      interrupt();
    }
    job.signal.addEventListener("abort", interrupt, { once: true });
    worker.on("message", (message: MachineMessage) => {
      try {
        switch (message.kind) {
          case "console":
            job.console(message.bytes);
            break;
          case "delivery":
            delivery.push(message.bytes);
            break;
          case "halted":
            resolve();
        }
      } catch (error) {
        reject(error);
      }
    });
    worker.on("error", (error: Error) => reject(new UserError(`the emulator failed: ${error.message}` +
      (error.message.includes("Out of memory") ? addressSpaceAdvice : ""))));
    worker.on("exit", () => reject(new UserError("the emulator's thread ended")));
  });
}
