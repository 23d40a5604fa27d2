// The emulated PC of v86: our BIOS, memory, one disk, two serial ports. It calls back for every byte that comes out of
// a port, and once when its processor has halted for good.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { V86 } from "v86";
import { sectorBytes } from "../tape/tape.js";

export interface MachineData {
  bios: Uint8Array;
  disk: Uint8Array;
  memoryBytes: number;
}

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
export function startMachine({ bios, disk, memoryBytes }: MachineData, output: MachineOutput): V86 {
  const machine = new V86({
    wasm_path: join(dirname(createRequire(import.meta.url).resolve("v86")), "v86.wasm"),
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
