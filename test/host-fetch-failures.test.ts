// Servers that fail, lie or are busy: each failure is named for what it is, nothing of the answer is kept as part of
// the archive, and the other archives still arrive. Nothing here waits: pauses are counted, and a limit that a test
// reaches is short.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "../host/common/files.js";
import { Interrupted, UserError } from "../host/common/errors.js";
import { networkLimits, type NetworkLimits } from "../host/sources/limits.js";
import type { Archive } from "../host/sources/archive.js";
import { provideArchives } from "../host/sources/provide.js";
import { makeScratch } from "./support/folders.js";
import { closeServers, cutAfter, sendFrom, serve, serveBytes, serveTls, type Mood } from "./support/network.js";

const scratch = makeScratch("failures");
const content = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 11 + (index >> 7)) & 255));
const otherContent = Buffer.from("another archive\n".repeat(1000));

function archiveOf(file: string, bytes: Buffer): Archive {
  return {
    name: "x", list: "steps/archives/x", file, bytes: bytes.length, sha256: sha256(bytes), places: [`mirror:${file}`],
  };
}

const archive = archiveOf("wanted.tar.gz", content);
const other = archiveOf("other.tar.gz", otherContent);

let cache = "";
let counter = 0;
let notes: string[] = [];
let waited: number[] = [];

beforeEach(() => {
  cache = join(scratch, `cache-${counter++}`);
  mkdirSync(cache);
  notes = [];
  waited = [];
});

afterAll(closeServers);

const noPauses: NetworkLimits = {
  ...networkLimits,
  wait: (seconds) => {
    waited.push(seconds);
    return Promise.resolve();
  },
};

/** Fetches both archives, `other` from a mirror that has no other; gives what is said of the first. */
async function fetchBoth(mirror: string, limits: Partial<NetworkLimits> = {}): Promise<string> {
  const good = await serve((request, response) => request.url?.endsWith(other.file) === true
    ? sendFrom(otherContent)(request, response) : response.writeHead(404).end("no"));
  const nothing = (): void => undefined;
  const note = (line: string): number => notes.push(line);
  const silent = { isLive: false, width: Infinity, live: nothing, clear: nothing, note };
  const error = await provideArchives([archive, other], {
    cache, mirrors: { named: [mirror, good.address], only: false }, signal: new AbortController().signal,
    replaceDamaged: true, stepOf: () => "", limits: { ...noPauses, ...limits },
  }, silent).then(() => undefined, (thrown: unknown) => thrown);
  expect(sha256(readFileSync(join(cache, other.file)))).toBe(other.sha256);
  if (error === undefined) {
    return "";
  }
  expect(error).toBeInstanceOf(UserError);
  const [head, name, reason, second, advice, ...rest] = (error as UserError).message.split("\n");
  expect([head, name, rest]).toEqual(["cannot fetch 1 archive of 2 (the other one is there now):",
    `  ${archive.file} (${archive.bytes} bytes):`, []]);
  expect(second).toBe(`    ${good.address}: HTTP 404: has no such file`);
  expect(advice).toContain("choose a mirror (--mirror URL|DIR), or put the file into");
  expect(reason).toContain(`    ${mirror}`);
  return `${reason}\n${advice}`;
}

/** Milliseconds: short, but far more than the other server needs for its answer on a busy computer. */
const silence = 1000;

const html = { "content-type": "text/html; charset=utf-8" };
const page = "<html><body>Please log in</body></html>\n".repeat(3);
const headers = (status: number, fields: Record<string, string | number>, body: Buffer | string = ""): Mood =>
  (_, response) => response.writeHead(status, fields).end(body);

/** Sends all that asks for something else than a login page there. */
const portal: Mood = (request, response) => {
  if (request.url?.startsWith("/login") === true) {
    response.writeHead(200, html).end(page);
  } else {
    response.writeHead(302, { location: "/login?from=x" }).end();
  }
};

const flipped = Buffer.from(content);
flipped[50_000] = (flipped[50_000] as number) ^ 4;

/** [the kind, what the server does, what is said, the pauses in seconds] */
const answers: [string, Mood, RegExp, number[]][] = [
  ["no such file", headers(404, html, page), /: HTTP 404: has no such file$/m, []],
  ["gone", headers(410, {}), /: HTTP 410: has no such file$/m, []],
  ["not allowed", headers(403, html, page), /HTTP 403: not allowed$/m, []],
  ["a password is wanted", headers(401, { "www-authenticate": "Basic" }),
    /HTTP 401: a name and a password are needed$/m, []],
  ["another error with a page", headers(418, html, page), /HTTP 418: a web page \(text\/html; charset=utf-8\)$/m, []],
  ["no content", headers(204, {}), /HTTP 204: no file$/m, []],
  ["a web page", headers(200, html, page), /: a web page in place of the archive \(text\/html; charset=utf-8\)$/m, []],
  ["a redirect to a web page", portal,
    /a web page in place of the archive \(text\/html.*, after redirects to http:\S+:[0-9]+\/login\?from=x\)$/m, []],
  ["redirects in a circle", headers(301, { location: "/again" }),
    /more than 10 redirects, at last to http:\S+\/again$/m, []],
  ["a redirect to another protocol", headers(302, { location: "ftp://127.0.0.1/x" }),
    /a redirect to ftp:\/\/127\.0\.0\.1\/x, which is neither http nor https$/m, []],
  ["a redirect to nowhere", headers(307, {}), /HTTP 307: a redirect to nowhere$/m, []],
  ["too many requests", headers(429, { "retry-after": "7" }),
    /HTTP 429: too many requests; asks to come again after 7 s$/m, [7, 7]],
  ["busy, without a time", headers(503, html, page), /HTTP 503: busy$/m, [1, 5]],
  ["busy for an hour", headers(503, { "retry-after": "3600" }),
    /HTTP 503: busy; asks to come again after 3600 s$/m, []],
  ["busy until a time that is past", headers(503, { "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" }),
    /HTTP 503: busy; asks to come again after 0 s$/m, [0, 0]],
  ["a bad gateway", headers(502, html, page), /HTTP 502: bad gateway$/m, [1, 5]],
  ["less than the archive, as announced", headers(200, { "content-length": 5 }, "short"),
    /sends 5 bytes, not 100000 \(of no type\)$/m, []],
  ["more than the archive, as announced", sendFrom(Buffer.concat([content, content])),
    /sends 200000 bytes, not 100000 \(of no type\)$/m, []],
  ["less than the archive, no length", (_, response) => void (response.write("short"), response.end()),
    /ends after 5 of 100000 bytes$/m, []],
  ["more than the archive, no length", (_, response) => void (response.write(content), response.end(content)),
    /longer than the 100000 bytes of the lock file$/m, []],
  ["other bytes", sendFrom(flipped), /SHA-256 expected [0-9a-f]{64}, found [0-9a-f]{64} \(100000 bytes\)$/m, []],
  ["a part that was not asked for", headers(206, { "content-range": "bytes 10-99999/100000" }, content.subarray(10)),
    /another part of the file than was asked for \(bytes 10-99999\/100000; asked for bytes 0-; of no type\)$/m, []],
  ["a part of another file", headers(206, { "content-range": "bytes 0-4/5" }, "short"),
    /has a file of 5 bytes, not 100000 \(of no type\)$/m, []],
  ["no part", headers(416, {}), /HTTP 416: has less than 0 bytes of it$/m, []],
  ["compressed on its way", headers(200, { "content-encoding": "gzip", "content-type": "application/x-tar",
    "content-length": 20 }, "12345678901234567890"),
  /sends 20 bytes, not 100000 \(application\/x-tar, content-encoding gzip\)$/m, []],
  ["a reset before the answer", (request) => void request.socket.resetAndDestroy(),
    /: the connection was reset$/m, [1, 5]],
  ["a close before the answer", (request) => void request.socket.destroy(), /: the connection was closed$/m, [1, 5]],
];

describe("an answer that is not the archive", () => {
  it.each(answers)("%s", async (_, mood, message, pauses) => {
    const { address } = await serve(mood);
    expect(await fetchBoth(address)).toMatch(message);
    expect(waited).toEqual(pauses);
    expect(readdirSync(cache)).toEqual([other.file]);
  });

  it("blames the network only where there is no answer", async () => {
    const { address } = await serve(headers(404, {}));
    expect(await fetchBoth(address)).not.toContain("check the network");
    rmSync(join(cache, other.file));
    expect(await fetchBoth("http://127.0.0.1:1"))
      .toMatch(/: no connection \(ECONNREFUSED\)\n {2}check the network, choose/);
  });

  it("does not touch what a former try has brought", async () => {
    const part = join(cache, `${archive.file}.part`);
    writeFileSync(part, content.subarray(0, 1000));
    const { address } = await serve(portal);
    expect(await fetchBoth(address)).toContain("a web page");
    expect(readFileSync(part)).toEqual(content.subarray(0, 1000));
  });
});

describe("a server that has trouble for a while", () => {
  it("is waited for as long as it asks, and then gives the archive", async () => {
    let requests = 0;
    const { address } = await serve((request, response) => ++requests === 1
      ? headers(503, { "retry-after": "9" })(request, response) : sendFrom(content)(request, response));
    expect(await fetchBoth(address)).toBe("");
    expect(waited).toEqual([9]);
    expect(notes.join("\n")).toContain("HTTP 503: busy: trying again after 9 s, as it asks");
  });

  it("is not waited for a second time in a run", async () => {
    const { address, asked } = await serve(headers(429, { "retry-after": "2" }));
    await fetchBoth(address);
    expect(waited).toEqual([2, 2]);
    expect(asked.map((line) => line.slice(1))).toEqual([archive.file, archive.file, archive.file, other.file]);
  });

  it("is asked again after a reset, and goes on where the connection was cut", async () => {
    let requests = 0;
    const { address, asked } = await serve((request, response) => {
      requests += 1;
      return requests === 1 ? void request.socket.resetAndDestroy()
        : (requests < 5 ? cutAfter(content, 30_000) : sendFrom(content))(request, response);
    });
    expect(await fetchBoth(address)).toBe("");
    expect(waited).toEqual([1]);
    expect(asked.slice(1)).toEqual([
      ...["", " bytes=30000-", " bytes=60000-", " bytes=90000-"].map((range) => `/${archive.file}${range}`),
      `/${other.file}`]);
  });

  it("keeps what came before a cut that no try gets over", async () => {
    let requests = 0;
    const { address } = await serve((request, response) => ++requests === 1
      ? cutAfter(content, 30_000)(request, response) : void request.socket.destroy());
    expect(await fetchBoth(address)).toContain("the connection was closed");
    expect(readFileSync(join(cache, `${archive.file}.part`))).toEqual(content.subarray(0, 30_000));
  });
});

describe("a part that is there already", () => {
  it.each<[string, Mood]>([
    ["a server that sends another part", headers(206, { "content-range": "bytes 0-99999/100000" }, content)],
    ["a server that has no parts", headers(416, {})],
    ["a server that says nothing of the part", headers(206, {}, content)],
  ])("%s is asked for the whole", async (_, mood) => {
    writeFileSync(join(cache, `${archive.file}.part`), content.subarray(0, 1000));
    const { address, asked } = await serve((request, response) =>
      (request.headers.range === undefined ? sendFrom(content) : mood)(request, response));
    expect(await fetchBoth(address)).toBe("");
    expect(asked.slice(0, 2)).toEqual([`/${archive.file} bytes=1000-`, `/${archive.file}`]);
    expect(sha256(readFileSync(join(cache, archive.file)))).toBe(archive.sha256);
  });
});

describe("a server that is slow or silent", () => {
  it("does not answer at all", async () => {
    const { address, asked } = await serve(() => undefined);
    expect(await fetchBoth(address, { silence })).toMatch(/: no answer within 1 s\n.*check the network/);
    // The other archive is not asked for there.
    expect(asked).toEqual([`/${archive.file}`]);
    expect(readdirSync(cache)).toEqual([other.file]);
  });

  it("stops in the middle, again and again", async () => {
    const { address } = await serve((_, response) => {
      response.writeHead(200, { "content-length": content.length }).flushHeaders();
    });
    expect(await fetchBoth(address, { silence })).toContain(": silent for 1 s");
    expect(waited).toEqual([1, 5]);
  });

  it("sends a byte now and then", async () => {
    const { address } = await serve((request, response) => {
      response.writeHead(200, { "content-length": content.length });
      const timer = setInterval(() => response.write("x"), 20);
      request.socket.on("close", () => clearInterval(timer));
    });
    expect(await fetchBoth(address, { speedWindow: 300, leastSpeed: 1000 }))
      .toMatch(/: too slow: [0-9]+ bytes a second, at least 1000 are needed$/m);
  });
});

describe("another protocol than HTTP", () => {
  it.each<[string, (head: string) => string, RegExp]>([
    ["garbage", () => "SSH-2.0-OpenSSH_9.2\r\n", /answers with something that is no HTTP \(is it an address with/],
    ["an endless head", () => `HTTP/1.1 200 OK\r\n${`x-filler: ${"y".repeat(1000)}\r\n`.repeat(200)}\r\n`,
      /answers with something that is no HTTP/],
    ["HTTP/1.0 that says no length and ends early", () => `HTTP/1.0 200 OK\r\n\r\n${"x".repeat(50)}`,
      /ends after 50 of 100000 bytes/],
    ["HTTP/1.0 that ends before its length", () => `HTTP/1.0 200 OK\r\ncontent-length: 100000\r\n\r\n`,
      /the connection was closed/],
  ])("%s", async (_, answer, message) => {
    const { port } = await serveBytes((head, socket) => socket.end(answer(head)));
    expect(await fetchBoth(`http://127.0.0.1:${port}`)).toMatch(message);
    expect(readdirSync(cache).filter((name) => !name.endsWith(".part"))).toEqual([other.file]);
  });

  it("https where http is spoken", async () => {
    const { address } = await serve(sendFrom(content));
    const reason = await fetchBoth(address.replace("http:", "https:"));
    expect(reason).toMatch(/: speaks no TLS there \(is it an address with http:\/\/\?\)$/m);
  });

  it("http where TLS is spoken", async () => {
    const { port } = await serveTls(sendFrom(content));
    expect(await fetchBoth(`http://127.0.0.1:${port}`)).toMatch(/no HTTP|the connection was (closed|reset)/);
  });

  it("a certificate of an own authority: NODE_EXTRA_CA_CERTS is named", async () => {
    const { port } = await serveTls(sendFrom(content));
    expect(await fetchBoth(`https://127.0.0.1:${port}`)).toMatch(
      /its certificate is not trusted here \(self-signed certificate\): .*, NODE_EXTRA_CA_CERTS=FILE$/m);
  });

  it.each<[string, string, RegExp]>([
    ["refuses to connect", "HTTP/1.1 403 Forbidden\r\n\r\n", /the proxy refuses to connect \(HTTP 403\)/],
    ["wants a password", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
      /the proxy refuses to connect \(HTTP 407\)/],
    ["is no proxy", "220 mail.example ESMTP\r\n", /answers with something that is no HTTP/],
    ["closes the connection", "", /the connection was closed/],
  ])("a proxy that %s is named", async (_, answer, message) => {
    const { port } = await serveBytes((_head, socket) => socket.end(answer));
    vi.stubEnv("https_proxy", `http://me:secret@127.0.0.1:${port}`);
    try {
      const reason = await fetchBoth("https://elsewhere.invalid");
      expect(reason).toMatch(message);
      expect(reason).toContain(` (through the proxy http://127.0.0.1:${port})\n`);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("a proxy that never answers is given up, and Ctrl-C does not wait for it", async () => {
    const { port } = await serveBytes(() => undefined);
    vi.stubEnv("https_proxy", `http://127.0.0.1:${port}`);
    try {
      expect(await fetchBoth("https://elsewhere.invalid", { silence }))
        .toContain(`no answer within 1 s (through the proxy http://127.0.0.1:${port})`);
      const interruption = new AbortController();
      const nothing = (): void => undefined;
      const interrupt = (): void => void setTimeout(() => interruption.abort(new Interrupted()), 50);
      const running = provideArchives([archive], {
        cache, mirrors: { named: ["https://elsewhere.invalid"], only: false }, signal: interruption.signal,
        replaceDamaged: true, stepOf: () => "", limits: { ...noPauses, silence: 1_000_000 },
      }, { isLive: false, width: Infinity, clear: nothing, note: nothing, live: interrupt });
      await expect(running).rejects.toBeInstanceOf(Interrupted);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("SOCKS is said to be unknown, by its name", async () => {
    ["http_proxy", "HTTP_PROXY"].forEach((name) => vi.stubEnv(name, ""));
    vi.stubEnv("all_proxy", "socks5://user:secret@127.0.0.1:1080");
    vi.stubEnv("no_proxy", "127.0.0.1");
    try {
      const reason = await fetchBoth("http://elsewhere.invalid");
      expect(reason).toContain("the proxy socks5://127.0.0.1:1080 of the environment: SOCKS proxies are not supported");
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe("a server or a proxy that closes after each answer, and a reader that is slow", () => {
  it.each(["HTTP/1.0", "HTTP/1.1"])("gives the archive (%s)", async (version) => {
    const large = Buffer.alloc(4 << 20, "large ");
    const wanted = archiveOf(archive.file, large);
    const { port } = await serveBytes((head, socket) => {
      const fits = head.includes(wanted.file);
      const body = fits ? large : otherContent;
      socket.write(`${version} 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`);
      socket.end(body);
    });
    for (const proxy of ["", `http://127.0.0.1:${port}`]) {
      vi.stubEnv("http_proxy", proxy);
      const slow = {
        isLive: false, width: Infinity, clear: () => undefined, note: () => undefined,
        live: () => {
          // As a slow disk would.
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
        },
      };
      for (let time = 0; time < 3; time++) {
        const mirror = proxy === "" ? `http://127.0.0.1:${port}` : "http://elsewhere.invalid";
        await provideArchives([wanted, other], {
          cache, mirrors: { named: [mirror], only: false }, signal: new AbortController().signal,
          replaceDamaged: true, stepOf: () => "", limits: noPauses,
        }, slow);
        expect(readdirSync(cache).sort()).toEqual([other.file, wanted.file]);
        rmSync(join(cache, wanted.file));
      }
      vi.unstubAllEnvs();
    }
  });
});
