// One request: an answer's headers are checked, its bytes go into a file, or nothing of it does.
//
// How it thinks: the library (undici) reads, and we never let it wait. Where a reader makes it wait (backpressure) and
// the peer closes, as HTTP/1.0 does after each answer, it ends the whole program by an assertion (undici#5360; so does
// the `fetch` that Node 22 and 24 carry). So bytes are written as they come, synchronously: memory stays small, and
// what a cut connection brought is on the disk. Redirects are followed here: each may lead to another proxy.
import { closeSync, openSync, writeSync } from "node:fs";
import { Writable } from "node:stream";
import { Interrupted } from "../common/errors.js";
import type { Content, Answer } from "./answer.js";
import { asFailure, FetchFailure, type FailureKind } from "./failure.js";
import type { NetworkLimits } from "./limits.js";
import { dispatcherFor, proxyFor, withoutPassword } from "./proxy.js";

/** The longest chain of redirects. */
const mostRedirects = 10;

export interface Request {
  address: string;
  /** The first byte that is wanted; 0 for the whole. */
  start: number;
  /** The file that takes the bytes; only touched when `checkAnswer` has taken the answer. */
  file: string;
  /** Throws when an answer is not the right one. */
  checkAnswer: (answer: Answer) => Content;
  /** So many bytes are in the file now; throws when these are too many. */
  received: (bytes: number) => void;
  /** The address that is asked now. */
  asking: (address: URL) => void;
  limits: NetworkLimits;
  signal: AbortSignal;
}

/** Fetches; gives what came. Throws a FetchFailure, or what the library and the system throw. */
export async function request(options: Request): Promise<Content> {
  const { address, limits, signal } = options;
  const silence = new Watch(limits, signal);
  let next = new URL(address);
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      options.asking(next);
      silence.begin();
      const result = await requestOnce(next, options, silence);
      if (!(result instanceof URL)) {
        return result;
      }
      next = result;
    }
    throw new FetchFailure("wrong", `more than ${mostRedirects} redirects, at last to ${next.href}`);
  } catch (error) {
    throw throughProxy(silence.reason ?? error, next);
  } finally {
    silence.stop();
  }
}

/** An error that names the proxy which stood between, if one did: it may be the one that failed. */
function throughProxy(error: unknown, address: URL): unknown {
  const proxy = proxyFor(address);
  if (proxy === undefined || error instanceof Interrupted) {
    return error;
  }
  const { kind, message, wait } = asFailure(error);
  const named = withoutPassword(proxy);
  return new FetchFailure(kind, message.includes(named) ? message : `${message} (through the proxy ${named})`, wait);
}

/** Gives what came, or where the server sends us. */
async function requestOnce(address: URL, options: Request, silence: Watch): Promise<Content | URL> {
  const { stream } = await import("undici");
  const dispatcher = await dispatcherFor(address);
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (options.start > 0) {
    headers["range"] = `bytes=${options.start}-`;
  }
  let content: Content | undefined;
  let redirect: URL | undefined;
  // The library looks at a request's own signal only when there is a connection: so all of it is ended.
  const stop = (): void => void dispatcher.destroy(silence.reason ?? null);
  silence.signal.addEventListener("abort", stop, { once: true });
  try {
    silence.signal.throwIfAborted();
    const settings = { dispatcher, method: "GET" as const, headers };
    await stream(address, { ...settings, headersTimeout: 0, bodyTimeout: 0 },
      ({ statusCode: status, headers: answered }) => {
        silence.answered();
        redirect = redirection(status, answered["location"], address);
        if (redirect !== undefined) {
          throw new Error("redirected");
        }
        content = options.checkAnswer({ status, headers: answered, address: address.href });
        return fileSink(options, content, silence);
      });
    return content as unknown as Content;
  } catch (error) {
    if (redirect !== undefined) {
      return redirect;
    }
    throw error;
  } finally {
    silence.signal.removeEventListener("abort", stop);
    void dispatcher.destroy();
  }
}

/** Where an answer sends us; undefined when it does not. */
function redirection(status: number, location: string | string[] | undefined, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) {
    return undefined;
  }
  if (typeof location !== "string" || !URL.canParse(location, from.href)) {
    throw new FetchFailure("wrong", `HTTP ${status}: a redirect to nowhere`);
  }
  const to = new URL(location, from);
  if (!["http:", "https:"].includes(to.protocol)) {
    throw new FetchFailure("wrong", `a redirect to ${to.href}, which is neither http nor https`);
  }
  return to;
}

/** Takes an answer's bytes into the file, from where they belong on. */
function fileSink(options: Request, content: Content, silence: Watch): Writable {
  const file = openSync(options.file, content.from > 0 ? "a" : "w");
  let bytes = content.from;
  return new Writable({
    // Never full: the library must not wait.
    highWaterMark: Number.MAX_SAFE_INTEGER,
    write(piece: Buffer, _, done): void {
      try {
        silence.heard(piece.length);
        for (let at = 0; at < piece.length;) {
          at += writeSync(file, piece, at);
        }
        bytes += piece.length;
        options.received(bytes);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    destroy(error, done): void {
      closeSync(file);
      done(error);
    },
  });
}

/** Ends a request when it is interrupted, or when nothing, or too little, comes. */
class Watch {
  private readonly stopper = new AbortController();
  private silence: NodeJS.Timeout | undefined;
  private speed: NodeJS.Timeout | undefined;
  private bytes = 0;
  /** Why we ended the request, if we did. */
  reason: Error | undefined;

  constructor(private readonly limits: NetworkLimits, private readonly interruption: AbortSignal) {
    interruption.addEventListener("abort", this.interrupt, { once: true });
    if (interruption.aborted) {
      this.interrupt();
    }
  }

  get signal(): AbortSignal {
    return this.stopper.signal;
  }

  /** A server is asked. */
  begin(): void {
    this.expect("unreachable", "no answer within");
  }

  /** The answer's headers are there. */
  answered(): void {
    this.expect("cut", "silent for");
    clearInterval(this.speed);
    this.speed = setInterval(() => this.checkSpeed(), this.limits.speedWindow);
  }

  /** Some of the answer's bytes are there. */
  heard(bytes: number): void {
    this.bytes += bytes;
    this.expect("cut", "silent for");
  }

  stop(): void {
    clearTimeout(this.silence);
    clearInterval(this.speed);
    this.interruption.removeEventListener("abort", this.interrupt);
  }

  private readonly interrupt = (): void => this.end(this.interruption.reason as Error);

  private expect(kind: FailureKind, what: string): void {
    const { silence } = this.limits;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.end(new FetchFailure(kind, `${what} ${silence / 1000} s`)), silence);
  }

  private checkSpeed(): void {
    const speed = Math.floor(this.bytes * 1000 / this.limits.speedWindow);
    this.bytes = 0;
    if (speed < this.limits.leastSpeed) {
      this.end(new FetchFailure("unreachable",
        `too slow: ${speed} bytes a second, at least ${this.limits.leastSpeed} are needed`));
    }
  }

  private end(reason: Error): void {
    this.reason ??= reason;
    this.stopper.abort(reason);
  }
}
