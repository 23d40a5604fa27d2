// The emulated PC of v86, in Node or in a browser: our BIOS, memory, one disk, two serial ports. It calls back for each
// byte that comes out of a port, and once when its processor has halted for good; or it passes what comes out on in
// pieces, from a thread to another (passOnOutput).
import { V86 } from "v86";
import { sectorBytes } from "../tape/format.js";

export interface MachineData {
  bios: Uint8Array;
  disk: Uint8Array;
  memoryBytes: number;
}

/** Where v86's WebAssembly comes from: a file, or a function that starts it. */
export type Emulator = Pick<ConstructorParameters<typeof V86>[0], "wasm_path" | "wasm_fn">;

export interface MachineOutput {
  /** A byte from the first serial port. */
  console: (byte: number) => void;
  /** A byte from the second one. */
  delivery: (byte: number) => void;
  /** The processor has halted, and all bytes are out. */
  halted: () => void;
}

/** v86 counts a disk in whole cylinders of 16 heads with 63 sectors, and does not see the rest. */
const cylinderBytes = 16 * 63 * sectorBytes;

/** A machine that has halted gets this long until its last bytes are out, in milliseconds. */
const lastBytes = 20;

/** v86 wants ArrayBuffers of its own; zeros fill this one up to a multiple of `unit`. */
function toArrayBuffer(bytes: Uint8Array, unit = 1): ArrayBuffer {
  const whole = new Uint8Array(Math.ceil(bytes.length / unit) * unit);
  whole.set(bytes);
  return whole.buffer;
}

/** Starts a machine. */
export function startMachine(
  { bios, disk, memoryBytes }: MachineData, output: MachineOutput, emulator: Emulator,
): V86 {
  const machine = new V86({
    ...emulator,
    memory_size: memoryBytes,
    vga_memory_size: 2 * 1024 * 1024,
    bios: { buffer: toArrayBuffer(bios) },
    hda: { buffer: toArrayBuffer(disk, cylinderBytes) },
    uart1: true,
    disable_speaker: true,
    autostart: true,
  });
  machine.add_listener("serial0-output-byte", output.console);
  machine.add_listener("serial1-output-byte", output.delivery);
  // The event is missing in the types of v86.
  machine.add_listener("cpu-event-halt" as "emulator-stopped", () => setTimeout(output.halted, lastBytes));
  return machine;
}

/** What the emulator's thread tells the main thread. */
export type MachineMessage =
  | { kind: "console"; bytes: Uint8Array }
  | { kind: "delivery"; bytes: Uint8Array }
  | { kind: "halted" };

/** How often what was collected is passed on, in milliseconds. */
const passOnEvery = 50;

/** Bytes of one serial port, collected until they are passed on. */
class Port {
  private bytes = new Uint8Array(65536);
  private used = 0;

  /** @param before passed on first: what was delivered before a line was said must be there before it. */
  constructor(
    private readonly kind: "console" | "delivery", private readonly send: (message: MachineMessage) => void,
    private readonly before?: Port,
  ) {}

  add(byte: number): void {
    if (this.used === this.bytes.length) {
      this.passOn();
    }
    this.bytes[this.used++] = byte;
  }

  passOn(): void {
    this.before?.passOn();
    if (this.used > 0) {
      this.send({ kind: this.kind, bytes: this.bytes.slice(0, this.used) });
      this.used = 0;
    }
  }
}

/** What a machine's output goes to in a thread of its own: it is passed on in pieces. */
export function passOnOutput(send: (message: MachineMessage) => void): MachineOutput {
  const delivery = new Port("delivery", send);
  const console = new Port("console", send, delivery);
  const timer = setInterval(() => console.passOn(), passOnEvery);
  return {
    console: (byte) => console.add(byte),
    delivery: (byte) => delivery.add(byte),
    halted: () => {
      clearInterval(timer);
      console.passOn();
      send({ kind: "halted" });
    },
  };
}
