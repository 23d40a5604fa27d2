// What the tests of the kernel share: test programs compiled by the twin of the compiler, and the embedded emulator
// with our BIOS, which runs them on the chain's kernel. A machine ends when its first program does, or when it has said
// nothing for so long as only a kernel that hangs can be silent.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { V86 } from "v86";
import { readFirmware } from "../host/engines/firmware.js";
import { readProgramSource } from "../host/tape/source.js";
import { assembleTape, makeDisk, type TapeFile } from "../host/tape/tape.js";
import { compileT } from "../twin/compiler/compiler.js";

export const root = join(import.meta.dirname, "..");
export const corpus = join(root, "test/corpus/kernel");

const runtime = ["intrinsics.t", "user.t", "memory.ts", "user.ts"].map((file) => join(root, "chain/runtime", file));
const hangsAfter = 240_000;

/** The whole T source of a test program, which may be in several files. */
export function sourceOf(...files: string[]): Buffer {
  const own = ["common", ...files].map((file) => `${file}.t`).map((file) => join(corpus, file));
  return Buffer.concat([...runtime, ...own].map((file) => readFileSync(file)));
}

/** A test program as an executable file. */
export function compileProgram(program: string): Uint8Array { return compileT(sourceOf(program)); }

export function expected(program: string): string { return readFileSync(join(corpus, `${program}.expect`), "latin1"); }

/** The T source of chain/kernel. */
export async function kernelSource(): Promise<Buffer> { return (await readProgramSource(root, "kernel")).text; }

export interface MachineRun {
  console: string;
  /** What came out of the second serial port: /dev/host. */
  host: Buffer;
}

export interface MachineOptions {
  /** The T source that runs first, in place of chain/tools. */
  first?: Uint8Array;
  files?: TapeFile[];
  /** The script that chain/tools runs. */
  plan?: string;
  memory?: number;
  /** Another source of the kernel than chain/kernel. */
  kernel?: Uint8Array;
  /** Typed on the console, when that text has appeared. */
  typed?: { after: string; text: string };
}

const arrayBuffer = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;

/** v86 counts a disk in whole cylinders of 16 heads with 63 sectors. */
function wholeCylinders(disk: Uint8Array): Uint8Array {
  const cylinder = 16 * 63 * 512;
  const whole = new Uint8Array(Math.ceil(disk.length / cylinder) * cylinder);
  whole.set(disk);
  return whole;
}

/** A disk from which a machine starts as the options say. */
export async function makeStartDisk(options: MachineOptions): Promise<Uint8Array> {
  const compiler = readFileSync(join(root, "chain/compiler/compiler.hex"), "latin1");
  const kernel = options.kernel ?? await kernelSource();
  const first = options.first ?? (await readProgramSource(root, "tools")).text;
  const files = [
    { path: "seed/host.hex", content: readFileSync(join(root, "seed/host.hex")) },
    ...options.files ?? [],
    ...options.plan === undefined ? [] : [{ path: "plan", content: Buffer.from(options.plan) }],
  ];
  return makeDisk((await readFirmware(root)).bootSeed, assembleTape(compiler, kernel, first, files));
}

/** Starts a machine from the seed, and waits for its end. */
export async function runMachine(options: MachineOptions): Promise<MachineRun> {
  return runDisk((await readFirmware(root)).bios, wholeCylinders(await makeStartDisk(options)), options);
}

function runDisk(bios: Uint8Array, disk: Uint8Array, options: MachineOptions): Promise<MachineRun> {
  const machine = new V86({
    wasm_path: join(dirname(createRequire(import.meta.url).resolve("v86")), "v86.wasm"),
    memory_size: (options.memory ?? 128) * 1024 * 1024,
    vga_memory_size: 2 * 1024 * 1024,
    bios: { buffer: arrayBuffer(bios) },
    hda: { buffer: arrayBuffer(disk) },
    uart1: true,
    disable_speaker: true,
    autostart: true,
  });
  const said: number[] = [];
  const handedOut: number[] = [];
  const { typed } = options;
  let hasTyped = false;
  let limit: NodeJS.Timeout | undefined;
  machine.add_listener("serial0-output-byte", (byte: number) => {
    said.push(byte);
    limit?.refresh();
    if (typed !== undefined && !hasTyped && Buffer.from(said).includes(typed.after)) {
      hasTyped = true;
      machine.serial0_send(typed.text);
    }
  });
  machine.add_listener("serial1-output-byte", (byte: number) => handedOut.push(byte));
  return new Promise((resolve, reject) => {
    limit = setTimeout(() => {
      void machine.destroy();
      reject(new Error(`the machine hangs; its console:\n${Buffer.from(said).toString("latin1")}`));
    }, hangsAfter);
    machine.add_listener("cpu-event-halt" as "emulator-stopped", () => {
      // the last bytes of the ports are still on their way
      setTimeout(() => {
        clearTimeout(limit);
        void machine.destroy();
        resolve({ console: Buffer.from(said).toString("latin1"), host: Buffer.from(handedOut) });
      }, 50);
    });
  });
}
