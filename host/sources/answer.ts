// Whether an HTTP answer can be the archive, by its status and headers alone: so that nothing of a wrong answer
// reaches the disk. RFC 9110 (HTTP Semantics) says what they mean: 10.2.3 Retry-After, 14.4 Content-Range.
import type { IncomingHttpHeaders } from "node:http";
import type { Archive } from "./archive.js";
import { FetchFailure } from "./failure.js";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** After redirects. */
  address: string;
}

/** What follows an answer's headers. */
export interface Content {
  /** Where in the archive it begins. */
  from: number;
  /** True when the server has said how long the archive is: then what a cut connection brought may be kept. */
  isSized: boolean;
}

/** Statuses after which the same request may succeed later. */
const busy: Record<number, string> = {
  408: "request timeout", 425: "too early", 429: "too many requests", 500: "the server failed", 502: "bad gateway",
  503: "busy", 504: "gateway timeout",
};

const refused: Record<number, string> = {
  401: "a name and a password are needed", 403: "not allowed", 407: "the proxy wants a name and a password",
  451: "not allowed by law",
};

/**
 * Tells what the bytes of an answer are; throws a FetchFailure when they cannot be what was asked for.
 * @param start the byte of the archive that was asked for
 * @param asked the address before redirects
 * @param now the time, for a Retry-After with a date, in milliseconds
 */
export function checkAnswer(archive: Archive, answer: Answer, start: number, asked: string, now: number): Content {
  const { status, headers, address } = answer;
  const of = address === asked ? "" : `, after redirects to ${address}`;
  if (status === 404 || status === 410) {
    throw new FetchFailure("absent", `HTTP ${status}: has no such file${of}`);
  }
  if (status === 416) {
    throw new FetchFailure(start > 0 ? "rangeless" : "wrong", `HTTP 416: has less than ${start} bytes of it${of}`);
  }
  if (busy[status] !== undefined) {
    throw new FetchFailure("busy", `HTTP ${status}: ${busy[status]}${of}`, retryAfter(headers["retry-after"], now));
  }
  if (status !== 200 && status !== 206) {
    const reason = refused[status] ?? `a web page (${headers["content-type"] ?? "of no type"})`;
    throw new FetchFailure("wrong", `HTTP ${status}: ${status < 400 ? "no file" : reason}${of}`);
  }
  const what = `${describe(headers)}${of}`;
  return status === 206 ? checkRange(archive, headers["content-range"] ?? "", start, what)
    : checkWhole(archive, headers, what);
}

function checkWhole(archive: Archive, headers: IncomingHttpHeaders, what: string): Content {
  const length = headers["content-length"];
  const isPage = /^(text\/html|application\/xhtml)/i.test(headers["content-type"] ?? "");
  if (isPage && length !== String(archive.bytes)) {
    throw new FetchFailure("wrong", `a web page in place of the archive (${what})`);
  }
  if (length !== undefined && length !== String(archive.bytes)) {
    throw new FetchFailure("wrong", `sends ${length} bytes, not ${archive.bytes} (${what})`);
  }
  return { from: 0, isSized: length !== undefined };
}

function checkRange(archive: Archive, range: string, start: number, what: string): Content {
  const [, first, last, total] = /^bytes ([0-9]+)-([0-9]+)\/([0-9]+|\*)$/.exec(range) ?? [];
  if (total !== undefined && total !== "*" && Number(total) !== archive.bytes) {
    throw new FetchFailure("wrong", `has a file of ${total} bytes, not ${archive.bytes} (${what})`);
  }
  if (start === 0 || first === undefined || Number(first) !== start || Number(last) >= archive.bytes) {
    throw new FetchFailure(start > 0 ? "rangeless" : "wrong", "sends another part of the file than was asked for " +
      `(${range === "" ? "no Content-Range" : range}; asked for bytes ${start}-; ${what})`);
  }
  return { from: start, isSized: true };
}

/** Of what type an answer is, and whether it was changed on its way. */
function describe(headers: IncomingHttpHeaders): string {
  const coding = headers["content-encoding"];
  return (headers["content-type"] ?? "of no type") +
    (coding === undefined || coding === "identity" ? "" : `, content-encoding ${coding}`);
}

/** Seconds, or a date; undefined when there is none that can be read. */
function retryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const seconds = /^[0-9]{1,9}$/.test(text.trim()) ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}
