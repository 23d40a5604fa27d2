// What a run is asked for.
import type { SigningKey } from "../attest/keys.js";
import type { Hardware } from "../engines/hardware.js";
import type { RunEvent } from "../report/run-event.js";
import type { MirrorOptions } from "../sources/places.js";
import type { AdditionOptions } from "./user-steps.js";

export interface RunOptions {
  root: string;
  engine: string;
  /** Another engine may make the steps that this one does not run here (legs.ts). */
  otherEngine: boolean;
  /** The last stage; all of them when undefined. */
  until: string | undefined;
  /** Where artifacts are copied to, as OUT/STAGE/PATH. */
  out: string | undefined;
  /** MB, for emulated machines; what the steps need when undefined. */
  memory: number | undefined;
  /** How many processes a step may run at a time on the host's kernel. */
  jobs: number;
  hardware: Hardware;
  /** The file for the console; a default place when undefined. */
  log: string | undefined;
  cache: string;
  mirrors: MirrorOptions;
  /** Show the console as it comes. */
  verbose: boolean;
  /** Record what processes do: by the chain's kernel, or strace on a host's. */
  record?: boolean;
  /** Do not compare with pins: they are about to be made from the results. */
  pinning: boolean;
  /** A file for the finished system as a tar archive. */
  exportTo: string | undefined;
  /** Who signs what the exported image says about itself; nothing is said without. */
  signer?: SigningKey | undefined;
  /** Use nothing that an earlier run has made. */
  fresh: boolean;
  /** The user's own files and steps. */
  additions: AdditionOptions;
  /** A console for a person: after the last step, or where one fails. */
  console: "after" | "failing" | undefined;
  signal: AbortSignal;
  /** Is told what happens while it happens. */
  watcher?: (event: RunEvent) => void;
}
