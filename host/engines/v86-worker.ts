// The emulator's thread: starts the machine, passes on what comes out of its serial ports in pieces,
// and says when the processor has halted for good.
import { parentPort, workerData } from "node:worker_threads";
import { startMachine, type MachineData } from "./v86-machine.js";
import type { MachineMessage } from "./v86.js";

/** How often what was collected is passed on, in milliseconds. */
const passOnEvery = 50;

function send(message: MachineMessage): void {
  parentPort?.postMessage(message);
}

/** Bytes of one serial port, collected until they are passed on. */
class Port {
  private bytes = new Uint8Array(65536);
  private used = 0;

  /** @param before passed on first: what was delivered before a line was said must be there before it. */
  constructor(private readonly kind: "console" | "delivery", private readonly before?: Port) {}

  add(byte: number): void {
    if (this.used === this.bytes.length) {
      this.passOn();
    }
    this.bytes[this.used++] = byte;
  }

  passOn(): void {
    this.before?.passOn();
    if (this.used > 0) {
      send({ kind: this.kind, bytes: this.bytes.slice(0, this.used) });
      this.used = 0;
    }
  }
}

const delivery = new Port("delivery");
const console_ = new Port("console", delivery);
const machine = startMachine(workerData as MachineData, {
  console: (byte) => console_.add(byte),
  delivery: (byte) => delivery.add(byte),
  halted: () => {
    console_.passOn();
    send({ kind: "halted" });
  },
});
setInterval(() => console_.passOn(), passOnEvery);
// What is typed on the console.
parentPort?.on("message", (typed: string) => machine.serial0_send(typed));
