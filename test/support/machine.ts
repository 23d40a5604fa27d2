// A machine in this process: the emulated PC of engine v86 with our BIOS runs a disk until its processor halts; what
// comes out of its two serial ports is collected. Minutes of silence mean that the machine hangs: an error, which holds
// the console so far.
import { startMachine } from "../../host/engines/v86-machine.js";
import { emulatorInNode } from "../../host/engines/v86-node.js";
import { hexBytes } from "./chain.js";
import { silentFor } from "./limits.js";

export interface MachineRun {
  /** What came out of the first serial port. */
  console: string;
  /** What came out of the second one: /dev/host. */
  host: Buffer;
}

export interface MachineSettings {
  memoryMiB?: number;
  /** Another BIOS than ours. */
  bios?: Uint8Array;
  /** Typed on the console, when that text has appeared. */
  typed?: { after: string; text: string };
}

/** Runs a disk to its end. */
export function runDisk(disk: Uint8Array, settings: MachineSettings = {}): Promise<MachineRun> {
  const { memoryMiB = 128, bios = hexBytes("firmware/bios.hex"), typed } = settings;
  const said: number[] = [];
  const handedOut: number[] = [];
  const text = (): string => Buffer.from(said).toString("latin1");
  let hasTyped = false;
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      void machine.destroy();
      reject(new Error(`the machine hangs; its console:\n${text()}`));
    }, silentFor);
    const machine = startMachine({ bios, disk, memoryBytes: memoryMiB * 1024 * 1024 }, {
      console: (byte) => {
        said.push(byte);
        limit.refresh();
        if (typed !== undefined && !hasTyped && Buffer.from(said).includes(typed.after)) {
          hasTyped = true;
          machine.serial0_send(typed.text);
        }
      },
      delivery: (byte) => handedOut.push(byte),
      halted: () => {
        clearTimeout(limit);
        void machine.destroy();
        resolve({ console: text(), host: Buffer.from(handedOut) });
      },
    }, emulatorInNode);
  });
}
