// What `--watch` does: serves a page on this computer that shows what a command does while it does it, and at the end
// the document that `--json` prints; then the command waits for Ctrl-C, as the page is still there.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Reporter } from "../common/reporter.js";
import { EventStream } from "../page/event-stream.js";
import { serveFolder } from "../page/server.js";
import { bundlePage } from "../page/site.js";
import type { RunDocument, VerifyDocument } from "../report/document.js";
import type { RunEvent } from "../report/run-event.js";

export interface Watched {
  watcher: (event: RunEvent) => void;
  /** Shows what has come of it; so far, where it goes on. */
  document: (document: RunDocument | VerifyDocument, isLast: boolean) => void;
}

export interface WatchOptions {
  root: string;
  /** The command, as it is shown. */
  words: string;
  /** Of the server; 0: any that is free. */
  port: number;
  signal: AbortSignal;
}

/** The port that `--watch` names: any that is free where it names none; undefined without the option. */
export function portOf(option: number | true | undefined): number | undefined {
  return option === true ? 0 : option;
}

/** Does something that is watched; without options it is just done. */
export async function whileWatched<Result>(
  options: WatchOptions | undefined, report: Reporter, work: (watched: Watched | undefined) => Promise<Result>,
): Promise<Result> {
  if (options === undefined) {
    return work(undefined);
  }
  const folder = await mkdtemp(join(tmpdir(), "rootseed-watch-"));
  try {
    await bundlePage(options.root, folder, "watch.html");
    const stream = new EventStream();
    stream.send({ kind: "command", words: options.words });
    const server = await serveFolder(folder, options.port, stream);
    try {
      report.note(`rootseed: ${server.url} shows it in a browser on this computer`);
      const result = await work({
        watcher: (event) => stream.send(event),
        document: (document, isLast) => stream.send({ kind: "document", document, isLast }),
      });
      if (!options.signal.aborted) {
        report.note(`rootseed: ${server.url} still shows it; Ctrl-C ends that`);
        await once(options.signal, "abort");
      }
      return result;
    } finally {
      stream.close();
      await server.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
