// How long the network may take. Tests have shorter times, and pauses that do not wait.
import { setTimeout as sleep } from "node:timers/promises";

export interface NetworkLimits {
  /** A place that sends nothing for so long counts as dead; milliseconds. */
  silence: number;
  /** The least speed, in bytes a second, … */
  leastSpeed: number;
  /** … over so many milliseconds. */
  speedWindow: number;
  /** Before the first, second … further try of a place that was busy, or cut the connection without a byte; seconds. */
  pauses: number[];
  /** The longest time for which a place may ask us to wait, in seconds. */
  longestPause: number;
  /** A cut connection is taken up again at most so often, as long as each try brings bytes. */
  resumes: number;
  /** Waits; rejects when it is interrupted. */
  wait: (seconds: number, signal: AbortSignal) => Promise<void>;
}

export const networkLimits: NetworkLimits = {
  silence: 30_000,
  leastSpeed: 500,
  speedWindow: 60_000,
  pauses: [1, 5],
  longestPause: 120,
  resumes: 20,
  wait: (seconds, signal) => sleep(seconds * 1000, undefined, { signal }),
};
