// Why a place did not give an archive: named for what it is, with what may be done about it. What other programs
// throw (the system, TLS, the HTTP library) becomes such a reason here, and here only.
import { explain, UserError } from "../common/errors.js";

/**
 * What a failure means for the next try:
 * - absent: the place does not have the file, under this address
 * - wrong: it answers with something else than the archive
 * - rangeless: it cannot go on in the middle of the file
 * - stale: what was there before is no part of the archive, and was thrown away
 * - busy: it asks to come again later
 * - cut: the connection ended before the file did
 * - unreachable: nothing comes from it in this run
 */
export type FailureKind = "absent" | "wrong" | "rangeless" | "stale" | "busy" | "cut" | "unreachable";

/** Why a place did not give an archive. */
export class FetchFailure extends UserError {
  /** @param wait for how many seconds a busy place asks, where it says so. */
  constructor(readonly kind: FailureKind, message: string, readonly wait?: number) {
    super(message);
  }
}

/** Our own disk's errors: another place would not help. */
const local = new Set(["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO", "EMFILE", "ENOTDIR", "EFBIG"]);

/** The connection ended early: it may be taken up again. */
const cut: Record<string, string> = {
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  UND_ERR_SOCKET: "the connection was closed",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "the connection was closed in the middle",
};

/** Certificates that are right, but not for us. */
const certificates: Record<string, string> = {
  CERT_HAS_EXPIRED: "its certificate has expired (is the clock of this computer right?)",
  CERT_NOT_YET_VALID: "its certificate is not valid yet (is the clock of this computer right?)",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

/** Nobody whom this computer trusts has signed the certificate. */
const untrusted = new Set(["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "CERT_UNTRUSTED",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"]);

/** What OpenSSL says of bytes that are no TLS. */
const noTls = new Set(["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG", "ERR_SSL_HTTP_REQUEST",
  "ERR_SSL_UNKNOWN_PROTOCOL", "ERR_SSL_RECORD_LAYER_FAILURE"]);

/** The reason for whatever a request has thrown; throws it again where it is about our own disk. */
export function asFailure(error: unknown): FetchFailure {
  if (error instanceof FetchFailure) {
    return error;
  }
  const { code = "", message = "", name = "" } = innermost(error);
  if (error instanceof UserError || local.has(code)) {
    throw error;
  }
  if (cut[code] !== undefined) {
    return new FetchFailure("cut", cut[code]);
  }
  if (name === "HTTPParserError" && /EOF/.test(message)) {
    return new FetchFailure("cut", "the connection was closed in the middle");
  }
  const isHttp = name !== "HTTPParserError" && code !== "UND_ERR_HEADERS_OVERFLOW";
  return new FetchFailure("unreachable", isHttp ? unreachable(code, message) ?? explain(innermost(error))
    : "answers with something that is no HTTP (is it an address with https://?)");
}

function unreachable(code: string, message: string): string | undefined {
  if (untrusted.has(code)) {
    // Newer versions of Node add advice of their own.
    return `its certificate is not trusted here (${message.split(";")[0]}): where your own authority has signed it, ` +
      "name the authority's file in the environment, NODE_EXTRA_CA_CERTS=FILE";
  }
  if (noTls.has(code) || code === "EPROTO") {
    return "speaks no TLS there (is it an address with http://?)";
  }
  if (code.startsWith("ERR_SSL_")) {
    return `no TLS connection (${code.slice(8).toLowerCase().replaceAll("_", " ")})`;
  }
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") {
    return "no connection in time";
  }
  const refusal = /^Proxy response \(([0-9]+)\)/.exec(message)?.[1];
  if (refusal !== undefined || message.includes("Proxy Authentication Required")) {
    return `the proxy refuses to connect (HTTP ${refusal ?? 407})`;
  }
  return certificates[code];
}

/** The reason may lie in an error's cause, or be the first of several (a name with several addresses). */
function innermost(error: unknown): NodeJS.ErrnoException {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return innermost(error.errors[0]);
  }
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? innermost(cause) : error as NodeJS.ErrnoException;
}
