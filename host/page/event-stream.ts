// Events for pages that watch a run, as server-sent events (HTML Living Standard, section 9.2): a line of JSON each.
// Who comes late gets all that was said before, of the console the end.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { WatchEvent } from "./watched.js";

/** So many characters of the console are kept. */
const longestConsole = 100_000;

export class EventStream {
  private readonly kept: WatchEvent[] = [];
  private console = "";
  private readonly readers = new Set<ServerResponse>();
  private planned: number | undefined;

  send(event: WatchEvent): void {
    if (event.kind === "console") {
      this.console = (this.console + event.text).slice(-longestConsole);
    } else {
      this.planned = event.kind === "planned" ? performance.now() : this.planned;
      this.kept.push(event);
    }
    this.readers.forEach((reader) => write(reader, event));
  }

  /** Answers a request with the events; the answer ends when the reader goes away, or by `close`. */
  answer(request: IncomingMessage, response: ServerResponse, headers: Record<string, string>): void {
    response.writeHead(200, { ...headers, "content-type": "text/event-stream" });
    this.kept.forEach((event) => write(response, event));
    if (this.planned !== undefined) {
      write(response, { kind: "clock", seconds: (performance.now() - this.planned) / 1000 });
    }
    if (this.console !== "") {
      write(response, { kind: "console", text: this.console });
    }
    this.readers.add(response);
    request.on("close", () => this.readers.delete(response));
  }

  close(): void {
    this.readers.forEach((reader) => reader.end());
    this.readers.clear();
  }
}

function write(reader: ServerResponse, event: WatchEvent): void {
  reader.write(`data: ${JSON.stringify(event)}\n\n`);
}
