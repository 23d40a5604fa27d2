// What the page knows besides the texts of the chain: its steps, with what they need and what they should make, and for
// each stage that the page can go to the plan, which is text.
//
// It must not hold anything that the machine runs: the page puts its disk together from texts and archives itself. It
// must not need Node: the page imports it.
import type { Pin } from "../steps/pins.js";
import type { Step } from "../steps/steps.js";

export interface PageArchive {
  file: string;
  bytes: number;
  /** As it is loaded. */
  loadedBytes: number;
  sha256: string;
}

/** Its name below `archives`; those that are texts are packed. */
export function nameOnPage({ file }: Pick<PageArchive, "file">): string {
  return file.endsWith(".txt") ? `${file}.gz` : file;
}

export interface PageStep {
  name: string;
  stage: string;
  flags: Step["flags"];
  inputs: Pin[];
  archives: PageArchive[];
  pins: Pin[];
  record: Pin | undefined;
  /** What it takes in the emulator, measured once on an ordinary computer. */
  seconds: number;
  /** MB of the emulated PC. */
  memory: number;
}

export interface PageData {
  version: string;
  steps: PageStep[];
  /** By the stage that is gone to: the script that the machine runs. */
  plans: Record<string, string>;
  /** Before the first step. */
  startSeconds: number;
}
