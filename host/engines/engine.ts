// What an engine is: something that runs a tape, from the seed to the end of the plan, shows its
// console and delivers its artifacts. All engines run the same tape. On the host's kernel a run may also begin with a
// shell that was built before, in a root folder that has everything already: where the kernel runs what that shell is
// made for, and not the seed.
import type { ArchiveEntry } from "../common/tarball.js";
import type { Processor } from "../steps/manifest.js";
import type { Rest } from "../tape/rest.js";
import type { Firmware } from "./firmware.js";
import type { Hardware } from "./hardware.js";

/** What an engine is given to start with the seed. */
export interface Job extends Surroundings {
  tape: Uint8Array;
  /** Files that are there beside the tape, for engines that take them. */
  extraFiles: ExtraFile[];
  /** The code of seed/boot and seed/host, and our BIOS. */
  firmware: Firmware;
  /** Memory of an emulated machine in MB. */
  memory: number;
  /** What lies after the tape on the disk of a machine that goes on in Linux, with all processors. */
  rest?: Rest | undefined;
  /** how an emulated machine is built; the default one when undefined. */
  hardware?: Hardware | undefined;
  /** A tape without anything to do, for a probe of a machine. */
  emptyTape: () => Promise<Uint8Array>;
}

/** What an engine is given to start with /bin/sh, which runs /plan. */
export interface ShellJob extends Surroundings {
  /** Files and links; of two with the same path, extraFiles has the right one. */
  entries: ArchiveEntry[];
  extraFiles: ExtraFile[];
}

/** What is around a machine. */
export interface Surroundings {
  /** How many processes a step may run at a time, on the host's kernel; the processors of a machine with Linux. */
  jobs: number;
  /** A folder of our own for this run; removed by the caller. */
  workFolder: string;
  /** Where artifacts must be when the engine stops: FOLDER/STAGE/PATH. */
  outFolder: string;
  /** Where the engine puts what a step leaves for later ones, under its path in the machine. */
  stateFolder: string;
  signal: AbortSignal;
  /** On the host's kernel: the file for what strace sees; nobody looks when undefined. */
  trace?: string | undefined;
  /** Takes the number of the process below which everything runs, where that is known. */
  processStarted?: (pid: number) => void;
  /** Takes the bytes of the console as they come. */
  console: (bytes: Uint8Array) => void;
  /** What is typed on the console; nothing when undefined. */
  input?: NodeJS.ReadableStream | undefined;
  /** A line for the user. */
  note: (line: string) => void;
}

/** A file of the host that the machine finds at a path of its own. */
export interface ExtraFile {
  from: string;
  /** Relative to the root of the machine. */
  path: string;
}

/** How a machine stopped: the exit code of its first program, or in words why there is none. */
export type Outcome = { exitCode: number } | { stopped: string };

/** Where a run is to take place. */
export interface Place {
  /** how an emulated machine is to be built; the default one when undefined. */
  hardware?: Hardware | undefined;
  root: string;
  cache: string;
}

/** What a check has found out. */
export interface Proven {
  /**
   * The processors whose programs run, each with the program that runs their instructions, by its version or its
   * place; null when the processor does.
   */
  runs: Map<Processor, string | null>;
  /** Why programs for other ones do not run, and what to do about it. */
  obstacles: Map<Processor, string>;
}

export interface Engine {
  name: string;
  /** One line on what it is, for the user. */
  description: string;
  /** True for an emulated PC, which starts with seed/boot; the host's kernel starts seed/host. */
  isEmulated: boolean;
  /** How much memory an emulated PC may have, in MB. */
  memory: { least: number; most: number } | undefined;
  /** True when Linux runs on it, started by the chain's kernel; then that may go on with a run, too. */
  startsLinux: boolean;
  /** True when the machine can be given files next to the tape. */
  takesFiles: boolean;
  /** Proves that a run can start here; throws a UserError that says what to install or allow when it cannot. */
  check: (place: Place) => Promise<Proven>;
  run: (job: Job) => Promise<Outcome>;
  /** For engines that can start with a shell that was built before. */
  runShell?: (job: ShellJob) => Promise<Outcome>;
}
