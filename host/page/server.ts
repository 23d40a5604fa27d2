// Serves a folder of static files on this computer's loopback address, for a browser on it: with the headers that a
// strict page has, and nothing else. It must not serve what is not below the folder.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { UserError } from "../common/errors.js";
import { isInsidePath } from "../tape/delivery-stream.js";
import type { EventStream } from "./event-stream.js";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".json": "application/json",
};

/** As the page's own, for its thread, too. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; " +
  "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const headers = {
  "content-security-policy": policy, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin", "cache-control": "no-cache",
};

const loopback = "127.0.0.1";

export interface PageServer {
  url: string;
  close: () => Promise<void>;
}

/**
 * @param port 0: any that is free
 * @param events what the address /events tells
 */
export async function serveFolder(folder: string, port: number, events?: EventStream): Promise<PageServer> {
  const server = createServer((request, response) => {
    // By a name of its own for this address, a page from elsewhere could read what is served here.
    if (!isOwnName(server, request.headers.host)) {
      response.writeHead(421, { "content-type": "text/plain" }).end(`this server is http://${ownName(server)}/\n`);
    } else if (events !== undefined && request.method === "GET" && request.url === "/events") {
      events.answer(request, response, headers);
    } else {
      answer(folder, request, response).catch(() => response.writeHead(500).end());
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(error.code !== "EADDRINUSE" ? error
      : new UserError(`port ${port} is in use: choose another one, or none`)));
    server.listen(port, loopback, resolve);
  });
  return { url: `http://${ownName(server)}/`, close: () => close(server) };
}

function isOwnName(server: Server, name: string | undefined): boolean {
  return name !== undefined && name.replace(/^localhost:/, `${loopback}:`) === ownName(server);
}

function ownName(server: Server): string {
  return `${loopback}:${(server.address() as AddressInfo).port}`;
}

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathIn(request.url ?? "/");
  const isReading = request.method === "GET" || request.method === "HEAD";
  const place = join(folder, path);
  const found = isReading && isInsidePath(path) ? await stat(place).catch(() => undefined) : undefined;
  if (found?.isFile() !== true) {
    response.writeHead(isReading ? 404 : 405, { "content-type": "text/plain" }).end("not found\n");
    return;
  }
  response.writeHead(200, {
    ...headers, "content-type": types[extname(path)] ?? "application/octet-stream", "content-length": found.size,
  });
  if (request.method === "HEAD") {
    response.end();
  } else {
    createReadStream(place).pipe(response);
  }
}

/** The path below the folder that an address names; empty where it names none. */
function pathIn(address: string): string {
  try {
    return decodeURIComponent(address.replace(/[?#].*$/, "")).slice(1) || "index.html";
  } catch {
    return "";
  }
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
