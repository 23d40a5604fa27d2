// Serves a folder of static files on this computer's loopback address, for a browser on it: with the headers that a
// strict page has, and nothing else. It must not serve what is not below the folder.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { UserError } from "../common/errors.js";
import { isInsidePath } from "../tape/delivery-stream.js";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".json": "application/json",
};

/** As the page's own, for its thread, too. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; " +
  "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface PageServer {
  url: string;
  close: () => Promise<void>;
}

/** @param port 0: any that is free */
export async function serveFolder(folder: string, port: number): Promise<PageServer> {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(error.code !== "EADDRINUSE" ? error
      : new UserError(`port ${port} is in use: choose another one (--port), or none`)));
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: given } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${given}/`, close: () => close(server) };
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
    "content-type": types[extname(path)] ?? "application/octet-stream", "content-length": found.size,
    "content-security-policy": policy, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin", "cache-control": "no-cache",
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
