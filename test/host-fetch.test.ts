// Fetching an archive from servers on the loopback address: whole answers, cut ones that resume, wrong bytes, mirrors,
// proxies. Whatever happens, only bytes with the right hash reach the cache.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "../host/common/files.js";
import { Interrupted } from "../host/common/errors.js";
import { inspectCached, readCached } from "../host/sources/cache.js";
import { fetchArchive } from "../host/sources/fetch.js";
import type { Archive } from "../host/sources/archive.js";
import { proxyFor } from "../host/sources/proxy.js";
import { makeScratch } from "./support/folders.js";
import { closeServers, cutAfter, sendFrom, serve, type Mood } from "./support/network.js";

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7 + (index >> 8)) & 255));
const archive: Archive = {
  name: "thing", list: "steps/archives/thing",
  file: "thing-1.0.tar.gz", bytes: content.length, sha256: sha256(content), places: ["mirror:pool/thing.tar.gz"],
};

const scratch = makeScratch("fetch");
let cache = "";
let notes: string[] = [];
let counter = 0;

const good = sendFrom(content);
const cutting = (bytes: number): Mood => cutAfter(content, bytes);

const missing: Mood = (_, response) => {
  response.writeHead(404).end("no");
};

const wrong: Mood = (_, response) => {
  const flipped = Buffer.from(content);
  flipped[1234] = (flipped[1234] as number) ^ 1;
  response.end(flipped);
};

function fetchFrom(
  mirrors: string[], signal = new AbortController().signal, progress: (bytes: number) => void = () => {},
): Promise<void> {
  const note = (line: string): number => notes.push(line);
  return fetchArchive(archive, { cache, mirrors, signal, known: new Map(), note, progress });
}

beforeEach(() => {
  cache = join(scratch, `cache-${counter++}`);
  notes = [];
});

afterAll(closeServers);

function expectWhole(): void {
  expect(readdirSync(cache)).toEqual([archive.file]);
  expect(sha256(readFileSync(join(cache, archive.file)))).toBe(archive.sha256);
}

describe("fetching", () => {
  it("brings an archive into the cache", async () => {
    const { address, asked } = await serve(good);
    await fetchFrom([address]);
    expectWhole();
    expect(asked).toEqual(["/pool/thing.tar.gz"]);
    expect(notes).toEqual([]);
    expect(await inspectCached(cache, archive)).toBe("good");
  });

  it("asks the proxy that the environment names, but not for what no_proxy names", async () => {
    const { address, asked } = await serve(good);
    vi.stubEnv("http_proxy", address);
    await fetchFrom(["http://elsewhere.invalid/debian"]);
    expectWhole();
    expect(asked).toEqual(["http://elsewhere.invalid/debian/pool/thing.tar.gz"]);
    vi.stubEnv("no_proxy", "localhost, 127.0.0.1");
    rmSync(join(cache, archive.file));
    await expect(fetchFrom(["http://127.0.0.1:1/debian"])).rejects.toThrow(/no connection/);
    expect(asked.length).toBe(1);
    vi.unstubAllEnvs();
    const proxy = (url: string, environment: Record<string, string>) => proxyFor(new URL(url), environment);
    expect(proxy("http://a.b/x", { http_proxy: "http://proxy", no_proxy: "localhost, .b" })).toBeUndefined();
    expect(proxy("https://a.org/x", { HTTPS_PROXY: "proxy:3128" })).toBe("http://proxy:3128");
    expect(proxy("https://a.org/x", { http_proxy: "http://proxy" })).toBeUndefined();
    expect(proxy("http://a.org:81/x", { http_proxy: "http://proxy", no_proxy: "b.org,a.org:81" })).toBeUndefined();
    expect(proxy("http://ba.org/x", { http_proxy: "http://proxy", no_proxy: "a.org" })).toBe("http://proxy");
    expect(proxy("http://a.org/x", { http_proxy: "http://proxy", NO_PROXY: "*" })).toBeUndefined();
  });

  it("resumes where a former try stopped", async () => {
    const { address, asked } = await serve(good);
    mkdirSync(cache);
    writeFileSync(join(cache, `${archive.file}.part`), content.subarray(0, 1000));
    await fetchFrom([address]);
    expectWhole();
    expect(asked).toEqual(["/pool/thing.tar.gz bytes=1000-"]);
  });

  it("starts again where a server cannot resume", async () => {
    const { address } = await serve((_, response) => response.end(content));
    mkdirSync(cache);
    writeFileSync(join(cache, `${archive.file}.part`), content.subarray(0, 1000));
    await fetchFrom([address]);
    expectWhole();
  });

  it("throws away a part of something else", async () => {
    const { address } = await serve(good);
    mkdirSync(cache);
    writeFileSync(join(cache, `${archive.file}.part`), Buffer.alloc(1000, 1));
    await fetchFrom([address]);
    expectWhole();
  });

  it("throws away a part that is longer than the archive", async () => {
    const { address } = await serve(good);
    mkdirSync(cache);
    writeFileSync(join(cache, `${archive.file}.part`), Buffer.alloc(content.length + 5, 1));
    await fetchFrom([address]);
    expectWhole();
  });

  it("goes on with a connection that is cut again and again", async () => {
    const { address, asked } = await serve(cutting(70_000));
    await fetchFrom([address]);
    expectWhole();
    expect(asked.length).toBeGreaterThan(1);
  });

  it("passes over what is missing, wrong, too long or dead, with a line each", async () => {
    const tooLong = await serve((_, response) => void (response.write(content), response.end(content)));
    const places = [(await serve(missing)).address, (await serve(wrong)).address, tooLong.address, "http://127.0.0.1:1",
      join(scratch, "no-such-folder"), (await serve(good)).address];
    await fetchFrom(places);
    expectWhole();
    expect(notes.length).toBe(5);
    expect(notes[0]).toContain("HTTP 404");
    expect(notes[1]).toMatch(/SHA-256 expected [0-9a-f]{64}, found [0-9a-f]{64}/);
    expect(notes[2]).toContain("longer than the 300000 bytes");
    expect(notes[3]).toContain("127.0.0.1:1");
    expect(notes[4]).toContain("no such file");
  });

  it("says for each place why nothing came, and leaves no file under the archive's name", async () => {
    await expect(fetchFrom([(await serve(wrong)).address, "http://127.0.0.1:1"])).rejects.toThrow(
      /^cannot fetch thing-1\.0\.tar\.gz \(300000 bytes\): .*SHA-256.*; .*127\.0\.0\.1:1.*: no connection[^\n]*$/);
    expect(existsSync(join(cache, archive.file))).toBe(false);
    await expect(fetchFrom([])).rejects.toThrow("no place is known");
  });

  it("takes a folder as a mirror, by path or by name", async () => {
    const folder = join(scratch, "mirror");
    mkdirSync(join(folder, "pool"), { recursive: true });
    writeFileSync(join(folder, "pool/thing.tar.gz"), content);
    await fetchFrom([folder]);
    expectWhole();
    cache += "-flat";
    const flat = join(scratch, "flat");
    mkdirSync(flat);
    writeFileSync(join(flat, archive.file), content);
    await fetchFrom([flat]);
    expectWhole();
  });

  it("lets several fetch the same archive at the same time", async () => {
    const slow: Mood = (_, response) => {
      response.write(content.subarray(0, 70_000), () => setTimeout(() => response.end(content.subarray(70_000)), 100));
    };
    const { address, asked } = await serve(slow);
    await Promise.all([1, 2, 3, 4].map(() => fetchFrom([address])));
    expectWhole();
    expect(asked.length).toBe(4);
    const folder = join(scratch, "shared-mirror");
    mkdirSync(folder);
    writeFileSync(join(folder, archive.file), content);
    rmSync(join(cache, archive.file));
    await Promise.all([1, 2, 3, 4].map(() => fetchFrom([folder])));
    expectWhole();
  });

  it("takes up what a killed process left, and leaves a living one its part", async () => {
    const { address, asked } = await serve(good);
    mkdirSync(cache);
    const gone = spawnSync("true").pid;
    const living = `${archive.file}.${process.pid}-01234567.part`;
    writeFileSync(join(cache, `${archive.file}.${gone}-89abcdef.part`), content.subarray(0, 2000));
    writeFileSync(join(cache, `${archive.file}.part`), content.subarray(0, 1000));
    writeFileSync(join(cache, living), content.subarray(0, 3000));
    await fetchFrom([address]);
    expect(asked).toEqual(["/pool/thing.tar.gz bytes=2000-"]);
    expect(readdirSync(cache)).toEqual([archive.file, living]);
  });

  it("stops at once when it is interrupted, and keeps the part", async () => {
    const { address } = await serve((_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000));
    });
    const interruption = new AbortController();
    const running = fetchFrom([address], interruption.signal, (bytes) => {
      if (bytes > 0) {
        interruption.abort(new Interrupted());
      }
    });
    await expect(running).rejects.toBeInstanceOf(Interrupted);
    expect(readdirSync(cache)).toEqual([`${archive.file}.part`]);
  });
});

describe("the cache", () => {
  it("says what is wrong with a damaged archive", async () => {
    mkdirSync(cache);
    const flipped = Buffer.from(content);
    flipped[0] = (flipped[0] as number) ^ 128;
    writeFileSync(join(cache, archive.file), flipped);
    expect(await inspectCached(cache, archive)).toEqual({
      damaged: `expected SHA-256 ${archive.sha256} (300000 bytes), found ${sha256(flipped)} (300000 bytes)`,
    });
    await expect(readCached(cache, archive, "the step tcc")).rejects
      .toThrow(/^the step tcc: the archive .*rootseed fetch/);
  });
});

describe("a file in an archive in an archive", () => {
  const packed = join(scratch, "packed");
  const file = (path: string): Archive => {
    const bytes = readFileSync(path);
    return {
      name: "outer", list: "steps/archives/outer", file: "outer.tar.gz", bytes: bytes.length, sha256: sha256(bytes),
      places: ["mirror:pool/outer.tar.gz"],
    };
  };
  const member = (outer: Archive, members: string[]): Archive => ({
    ...archive, file: "thing.txt", places: [`archive:outer ${members.join(" ")}`], inside: { archive: outer, members },
  });
  const fetchMember = (wanted: Archive, mirrors: string[]): Promise<void> => fetchArchive(wanted, {
    cache, mirrors, signal: new AbortController().signal, known: new Map(), note: (line) => notes.push(line),
    progress: () => {},
  });
  let outer: Archive;

  beforeAll(() => {
    mkdirSync(join(packed, "inner/data"), { recursive: true });
    mkdirSync(join(packed, "outer"));
    mkdirSync(join(packed, "mirror"));
    writeFileSync(join(packed, "inner/data/thing.txt"), content);
    writeFileSync(join(packed, "inner/data/other.txt"), "other");
    execFileSync("tar", ["-czf", "outer/inner.tar.gz", "inner"], { cwd: packed });
    execFileSync("tar", ["-czf", "mirror/outer.tar.gz", "outer"], { cwd: packed });
    outer = file(join(packed, "mirror/outer.tar.gz"));
  });

  it("is taken out of it; the archive is fetched if need be, and not again", async () => {
    const wanted = member(outer, ["outer/inner.tar.gz", "inner/data/thing.txt"]);
    await fetchMember(wanted, [join(packed, "mirror")]);
    expect(readdirSync(cache).sort()).toEqual(["outer.tar.gz", "thing.txt"]);
    expect(readFileSync(join(cache, "thing.txt"))).toEqual(content);
    expect(notes.filter((line) => line.includes("is in"))).toEqual([expect.stringMatching(
      /^thing\.txt: is in outer\.tar\.gz, which has /)]);
    rmSync(join(cache, "thing.txt"));
    notes = [];
    await fetchMember(wanted, ["http://127.0.0.1:1"]);
    expect(readFileSync(join(cache, "thing.txt"))).toEqual(content);
    expect(notes).toEqual([]);
  });

  it("is taken from a mirror that has it as it is", async () => {
    const folder = join(scratch, "plain");
    mkdirSync(folder);
    writeFileSync(join(folder, "thing.txt"), content);
    await fetchMember(member(outer, ["outer/inner.tar.gz", "inner/data/thing.txt"]), [folder]);
    expect(readdirSync(cache)).toEqual(["thing.txt"]);
  });

  it("is not taken where it is another one, where there is none, or where there is no archive", async () => {
    const mirrors = [join(packed, "mirror")];
    await expect(fetchMember(member(outer, ["outer/inner.tar.gz", "inner/data/other.txt"]), mirrors))
      .rejects.toThrow(/outer\.tar\.gz: SHA-256 expected [0-9a-f]{64}, found [0-9a-f]{64} \(5 bytes\)$/);
    await expect(fetchMember(member(outer, ["outer/inner.tar.gz", "inner/none"]), mirrors))
      .rejects.toThrow(/outer\.tar\.gz: tar cannot unpack it: .*inner\/none/);
    await expect(fetchMember(member(outer, ["none.tar.gz", "inner/none"]), mirrors))
      .rejects.toThrow(/outer\.tar\.gz: tar cannot unpack it: /);
    await expect(fetchMember(member({ ...outer, sha256: archive.sha256 }, ["x", "y"]), mirrors))
      .rejects.toThrow(/outer\.tar\.gz: cannot fetch outer\.tar\.gz \([0-9]+ bytes\): .*SHA-256/);
    expect(readdirSync(cache).filter((name) => name.startsWith("thing"))).toEqual([]);
  });
});
