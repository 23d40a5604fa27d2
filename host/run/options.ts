// What a run is asked for.
import type { Hardware } from "../engines/hardware.js";
import type { MirrorWishes } from "../sources/places.js";
import type { OwnWishes } from "./own.js";

export interface RunOptions {
  root: string;
  engine: string;
  /** The last milestone; all of them when undefined. */
  until: string | undefined;
  /** Where artifacts are copied to, as OUT/MILESTONE/PATH. */
  out: string | undefined;
  /** MB, for emulated machines; what the steps need when undefined. */
  memory: number | undefined;
  /** How many processes a step may run at a time on a lent kernel. */
  jobs: number;
  hardware: Hardware;
  /** The file for the console; a default place when undefined. */
  log: string | undefined;
  cache: string;
  mirrors: MirrorWishes;
  /** Show the console as it comes. */
  verbose: boolean;
  /** Do not compare with pins: they are about to be made from the results. */
  pinning: boolean;
  /** A file for the finished system as a tar archive. */
  exportTo: string | undefined;
  /** Use nothing that an earlier run has made. */
  fresh: boolean;
  /** The user's own files and steps. */
  own: OwnWishes;
  /** A console for a person: behind the last step, or where one fails. */
  console: "after" | "failing" | undefined;
  signal: AbortSignal;
}
