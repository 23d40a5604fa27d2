// The emulator's thread: builds the machine, passes on what comes out of its serial ports in pieces,
// and says when the processor has halted for good.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { V86 } from "v86";
import type { MachineData, MachineMessage } from "./v86.js";

/** How often what was collected is passed on, in milliseconds. */
const passOnEvery = 50;

/** A machine that drew its last breath gets this long until its last bytes are out, in milliseconds. */
const lastBreath = 20;

const { bios, disk, memoryBytes } = workerData as MachineData;

/** v86 wants ArrayBuffers of its own. */
function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}

function send(message: MachineMessage): void {
  parentPort?.postMessage(message);
}

/** Bytes of one serial port, collected until they are passed on. */
class Port {
  private bytes = new Uint8Array(65536);
  private used = 0;

  /** @param before passed on first: what was handed out before a line was said must be there before it. */
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

const wasm = join(dirname(createRequire(import.meta.url).resolve("v86")), "v86.wasm");
const machine = new V86({
  wasm_path: wasm,
  memory_size: memoryBytes,
  vga_memory_size: 2 * 1024 * 1024,
  bios: { buffer: toArrayBuffer(bios) },
  hda: { buffer: toArrayBuffer(disk) },
  uart1: true,
  disable_speaker: true,
  autostart: true,
});
const delivery = new Port("delivery");
const console_ = new Port("console", delivery);
machine.add_listener("serial0-output-byte", (byte: number) => console_.add(byte));
machine.add_listener("serial1-output-byte", (byte: number) => delivery.add(byte));
setInterval(() => {
  console_.passOn();
}, passOnEvery);
// The event is missing in the types of v86.
machine.add_listener("cpu-event-halt" as "emulator-stopped", () => {
  setTimeout(() => {
    console_.passOn();
    send({ kind: "halted" });
  }, lastBreath);
});
// What is typed on the console.
parentPort?.on("message", (typed: string) => machine.serial0_send(typed));
