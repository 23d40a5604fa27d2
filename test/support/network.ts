// Servers on the loopback address of this computer that answer well, badly, in part or not at all; a test says which by
// a function, the server's mood.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from "node:net";

/** What a server does with a request. */
export type Mood = (request: IncomingMessage, response: ServerResponse) => void;

const sockets = new Set<Socket>();
const servers: Server[] = [];

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A server with a mood; gives its address, and the paths and ranges that it was asked for. */
export async function serve(mood: Mood): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.range ?? ""}`.trim());
    mood(request, response);
  });
  return { address: `http://127.0.0.1:${await listen(server)}`, asked };
}

/** The same with TLS and a certificate of no known authority. */
export async function serveTls(mood: Mood): Promise<{ port: number }> {
  return { port: await listen(createTlsServer({ key: testKey, cert: testCertificate }, mood)) };
}

/** A server that answers with bytes: `answer` gets the head of the request, and the socket. */
export async function serveBytes(answer: (head: string, socket: Socket) => void): Promise<{ port: number }> {
  const server = createRawServer((socket) => {
    socket.once("data", (head) => answer(head.toString("latin1"), socket));
  });
  return { port: await listen(server) };
}

/** Ends all servers and connections. */
export function closeServers(): void {
  sockets.forEach((socket) => socket.destroy());
  servers.forEach((server) => server.close());
}

/** The byte from which on a request wants something. */
export function startOf(request: IncomingMessage): number {
  return Number(/bytes=([0-9]+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
}

/** Sends content from the byte that the request wants. */
export function sendFrom(content: Buffer): Mood {
  return (request, response) => {
    const start = startOf(request);
    if (start > 0) {
      response.writeHead(206, {
        "content-range": `bytes ${start}-${content.length - 1}/${content.length}`,
        "content-length": content.length - start,
      });
    } else {
      response.writeHead(200, { "content-length": content.length });
    }
    response.end(content.subarray(start));
  };
}

/** Sends `bytes` of what it promises, then cuts the connection. */
export function cutAfter(content: Buffer, bytes: number): Mood {
  return (request, response) => {
    const start = startOf(request);
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": content.length - start,
      ...(start > 0 ? { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
    });
    // The client gets the time to read what came before the cut.
    response.write(content.subarray(start, start + bytes), () => setTimeout(() => response.destroy(), 50));
  };
}

/** Made for these tests, and worth nothing: signs itself, for localhost, until the year 2126. */
const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvtuGEsNMivF5Pg3m
cPtrWl2Q4khXL1bD5f8Zi9w6mWWhRANCAATimmPSXrTblG1pvvzjupY2JVXqLJvm
JWqIyo42UDME8khkN+Wk687gUCKg2wyk0LVLtnDdTaCHFQZcpu9r+Ivl
-----END PRIVATE KEY-----
`;

export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUQeQ3U6ezbK1i8mK2BA0NOBsVHagwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyOTAxNTk0MloYDzIxMjYxMTA1
MDE1OTQyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATimmPSXrTblG1pvvzjupY2JVXqLJvmJWqIyo42UDME8khkN+Wk687g
UCKg2wyk0LVLtnDdTaCHFQZcpu9r+Ivlo28wbTAdBgNVHQ4EFgQUlpDeMYzaPBH0
tJOpPWTe8ZrBguYwHwYDVR0jBBgwFoAUlpDeMYzaPBH0tJOpPWTe8ZrBguYwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSAAwRQIhANFDCMWLaRyI5pZyLSbPdHfewSk2Y74J2245bwkJMcP2AiAY
0XYCgJXVgMAplYbqetUrnTcAwKXc9tczEFaWfUL5PA==
-----END CERTIFICATE-----
`;
