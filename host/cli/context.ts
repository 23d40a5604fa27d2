// What every command gets, and how it is added to the program.
import type { Command } from "commander";

export interface Context {
  /** The repository. */
  root: string;
  /** Where a run ends that is not told where. */
  defaultStage: string;
  /** Aborted by Ctrl-C, and by other signals that ask for the end. */
  signal: AbortSignal;
  /** Takes the status with which the program is to end. */
  finish: (status: number) => void;
}

/** Adds a command to the program. */
export type Definition = (program: Command, context: Context) => void;
