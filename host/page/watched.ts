// What a page that watches is told: what the run tells (report/run-event.ts), and at its end the document that `--json`
// prints. It must not need Node: the page imports it.
import type { RunDocument, VerifyDocument } from "../report/document.js";
import type { RunEvent } from "../report/run-event.js";

export type WatchEvent = RunEvent
  /** What is watched: the command. */
  | { kind: "command"; words: string }
  /** How long ago the run was planned, to who comes late. */
  | { kind: "clock"; seconds: number }
  /** Of what goes on, what it has come to so far; else the end. */
  | { kind: "document"; document: RunDocument | VerifyDocument; isLast: boolean };
