// What an engine is: something that runs a tape, from the seed to the end of the plan, shows its
// console and hands out its artifacts. All engines run the same tape.
import type { Firmware } from "./firmware.js";
import type { Hardware } from "./hardware.js";

/** What an engine is given. */
export interface Job {
  tape: Uint8Array;
  /** Files that are there beside the tape, for engines that take them. */
  beside: FileBeside[];
  /** The code of seed/boot and seed/host, and our BIOS. */
  firmware: Firmware;
  /** Memory of an emulated machine in MB. */
  memory: number;
  /** How many processes a step may run at a time, on a lent kernel. */
  jobs: number;
  /** How an emulated machine is built; the usual one when undefined. */
  hardware?: Hardware | undefined;
  /** A tape without anything to do, for a probe of a machine. */
  emptyTape: () => Promise<Uint8Array>;
  /** A folder of our own for this run; removed by the caller. */
  workFolder: string;
  /** Where artifacts must be when the engine stops: FOLDER/MILESTONE/PATH. */
  outFolder: string;
  /** Where the engine puts what a step leaves for later ones, under its path in the machine. */
  stateFolder: string;
  signal: AbortSignal;
  /** Takes the bytes of the console as they come. */
  console: (bytes: Uint8Array) => void;
  /** What is typed on the console; nothing when undefined. */
  input?: NodeJS.ReadableStream | undefined;
  /** A line for the user. */
  note: (line: string) => void;
}

/** A file of the host that the machine finds at a path of its own. */
export interface FileBeside {
  from: string;
  /** Relative to the root of the machine. */
  path: string;
}

/** How a machine stopped: the exit code of its first program, or in words why there is none. */
export type Outcome = { exitCode: number } | { stopped: string };

/** Where a run is to take place. */
export interface Place {
  /** How an emulated machine is to be built; the usual one when undefined. */
  hardware?: Hardware | undefined;
  root: string;
  cache: string;
}

/** What a check has found out. */
export interface Proven {
  /** The program that runs the machine's instructions, with its version or its place; null when the processor does. */
  emulator: string | null;
}

export interface Engine {
  name: string;
  /** One line on what it is, for the user. */
  description: string;
  /** True for an emulated PC, which starts with seed/boot; a lent kernel starts seed/host. */
  isMachine: boolean;
  /** How much memory an emulated PC may have, in MB. */
  memory: { least: number; most: number } | undefined;
  /** True when Linux runs on it, started by the chain's kernel. */
  startsLinux: boolean;
  /** True when the machine can be given files beside the tape. */
  takesFiles: boolean;
  /** Proves that a run can start here; throws a Problem that says what to install or allow when it cannot. */
  check: (place: Place) => Promise<Proven>;
  run: (job: Job) => Promise<Outcome>;
}
