// The commands fetch and mirror as a user runs them, and runs that get their archives from a mirror alone.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../host/common/files.js";
import { makeReporter } from "../host/common/reporter.js";
import type { Archive } from "../host/sources/archive.js";
import { checkMirrors, mirrorBase, sourcesOf } from "../host/sources/places.js";
import { provideArchives } from "../host/sources/provide.js";
import { archivesOf, readSteps, stepsToEnd } from "../host/steps/steps.js";
import { makeScratch, root } from "./support/folders.js";
import { copyRepository, rootseed, start } from "./support/host.js";
import { closeServers, sendFrom, serve, type Mood } from "./support/network.js";

const scratch = makeScratch("mirror");
afterAll(closeServers);

/** What a machine without a network has in its place. */
const noNetwork = {
  http_proxy: "http://127.0.0.1:1", https_proxy: "http://127.0.0.1:1", no_proxy: "", ROOTSEED_MIRROR: "",
};

describe("a mirror's name", () => {
  it.each([
    ["HTTP://Mirror.Example/Debian/", "http://mirror.example/Debian"],
    ["https://mirror.example", "https://mirror.example"],
    ["FILE:///disk/a%20b", "/disk/a b"],
    ["/disk/x", "/disk/x"],
    ["http:", join(process.cwd(), "http:")],
  ])("%s stands for %s", (name, base) => {
    expect(mirrorBase(name)).toBe(base);
  });

  it("must be there where no other place may be asked", () => {
    expect(() => checkMirrors({ named: [], only: true })).toThrow("--only-mirror: name the mirror, too");
    expect(() => checkMirrors({ named: ["/x"], only: true })).not.toThrow();
  });

  it("forbids upstream's address", () => {
    const places = ["mirror:a.tgz", "https://b.c/d"];
    const archive: Archive = {
      name: "a", list: "steps/archives/a", file: "a.tgz", bytes: 1, sha256: "0".repeat(64), places,
    };
    expect(sourcesOf(archive, ["/x"], true)).toEqual([{ name: "/x", addresses: ["/x/a.tgz"] }]);
    expect(sourcesOf(archive, ["/x"], false)).toHaveLength(2);
  });
});

it("without a home folder there is no cache folder to guess", async () => {
  const environment = { HOME: "", XDG_CACHE_HOME: "", ROOTSEED_CACHE: "" };
  const { status, err } = await rootseed(["fetch", "--until", "tcc"], { environment });
  expect(err).toMatch(/^rootseed: there is no home folder .*: name one \(--cache DIR, or ROOTSEED_CACHE\)\n$/);
  expect(status).toBe(2);
});

/** A copy of the repository whose archives are small and lie on a server of ours. */
describe("all archives of the chain", () => {
  const copy = join(scratch, "repository");
  const contents = new Map<string, Buffer>();
  let failing = "";
  let last = "";
  let server = { address: "", asked: [] as string[] };

  beforeAll(async () => {
    copyRepository(copy);
    const steps = stepsToEnd(await readSteps(copy), undefined);
    last = steps.at(-1)?.stage ?? "";
    for (const { list, file, places } of archivesOf(steps)) {
      const content = Buffer.from(`${file}\n`.repeat(1000));
      contents.set(file, content);
      const placeLines = places.map((place) => `# ${place}\n`).join("");
      writeFileSync(join(copy, list), `${sha256(content)}  ${file}\n# ${content.length} bytes\n${placeLines}`);
    }
    const mood: Mood = (request, response) => {
      const file = [...contents.keys()].find((name) => request.url === `/debian/${name}`);
      const content = file === undefined || file === failing ? undefined : contents.get(file);
      return content === undefined ? response.writeHead(404).end() : sendFrom(content)(request, response);
    };
    server = await serve(mood);
  });

  const mirror = join(scratch, "all");

  it("one that cannot be fetched does not stop the others", async () => {
    failing = "gmp_6.2.1+dfsg.orig.tar.xz";
    const { status, out, err } = await rootseed(["mirror", mirror, "--cache", join(scratch, "cache"), "--mirror",
      `${server.address}/debian`, "--only-mirror"], { repository: copy });
    failing = "";
    expect(out).toContain(`rootseed: ${contents.size} archives up to the stage ${last}, ${contents.size} to fetch (`);
    expect(out).toContain(`rootseed: ${mirror} holds ${contents.size - 1} of ${contents.size} archives up to the `);
    expect(err).toMatch(/^rootseed: cannot fetch 1 archive of [0-9]+ \(the [0-9]+ others are there now\):\n {2}gmp_/);
    expect(err).toContain(`${server.address}/debian: HTTP 404: has no such file`);
    expect(err).not.toContain("check the network");
    expect(status).toBe(1);
    expect(readdirSync(mirror)).toHaveLength(contents.size - 1);
  });

  it("are what `mirror` takes by default, and all that `fetch` needs without a network", async () => {
    const made = await rootseed(["mirror", mirror, "--cache", join(scratch, "cache"), "--mirror",
      `${server.address}/debian`, "--only-mirror"], { repository: copy });
    expect(made.err).toBe("");
    expect(made.out).toContain(`${contents.size} archives up to the stage ${last}, 1 to fetch (`);
    expect(made.out).toContain(
      `\`./rootseed run --until ${last} --mirror ${mirror} --only-mirror\` needs no network`);
    const cache = join(scratch, "second");
    const fetched = await rootseed(["fetch", "--cache", cache, "--mirror", mirror, "--only-mirror"],
      { repository: copy, environment: noNetwork });
    expect([fetched.status, fetched.err]).toEqual([0, ""]);
    expect(fetched.out).toContain(`rootseed: all archives up to the stage ${last} are there, SHA-256 as pinned\n`);
    expect(readdirSync(cache).sort()).toEqual([...contents.keys()].sort());
    for (const [file, content] of contents) {
      expect(readFileSync(join(cache, file)).equals(content)).toBe(true);
    }
  });

  it("are one archive where one is enough", async () => {
    const { out } = await rootseed(["fetch", "--until", "tcc", "--cache", join(scratch, "third"), "--mirror", mirror],
      { repository: copy });
    expect(out).toContain("rootseed: 1 archive up to the stage tcc, 1 to fetch (");
  });
});

it("a run lives on a mirror alone, to the end of what it holds", async () => {
  const mirror = join(scratch, "until-tcc");
  const made = await rootseed(["mirror", mirror, "--until", "tcc"]);
  expect([made.status, made.err]).toEqual([0, ""]);
  const archives = archivesOf((await readSteps(root)).filter(({ name }) => name === "tcc"));
  expect(readdirSync(mirror)).toEqual(archives.map(({ file }) => file));
  const settings = { environment: noNetwork };
  const alone = ["--mirror", mirror, "--only-mirror", "--cache", join(scratch, "empty")];
  const run = await rootseed(["run", "--until", "tcc", ...alone], settings);
  expect([run.status, run.err]).toEqual([0, ""]);
  expect(run.out).toContain("everything was built from the seed and matches its pin");
  const further = await rootseed(["run", "--until", "musl", ...alone], settings);
  expect(further.status).toBe(1);
  expect(further.err).toMatch(
    /^rootseed: cannot fetch 4 archives of 4:\n {2}musl_\S+ \([0-9]+ bytes\):\n {4}.*: no such file\n/);
});

describe("what a person sees of a download", () => {
  const content = Buffer.alloc(2_000_000, "bytes ");
  const archive: Archive = {
    name: "a", list: "steps/archives/a", file: "a.tar", bytes: content.length, sha256: sha256(content),
    places: ["mirror:a.tar"],
  };

  it("who is asked, how much has come, and a clean line at the end", async () => {
    const { address } = await serve((request, response) => setTimeout(() => sendFrom(content)(request, response), 50));
    const written: string[] = [];
    const terminal = { isTTY: true, columns: 200, write: (text: string) => written.push(text) };
    const cache = join(scratch, "seen");
    mkdirSync(cache);
    await provideArchives([archive], {
      cache, mirrors: { named: [address], only: true }, signal: new AbortController().signal, replaceDamaged: true,
      stepOf: () => "",
    }, makeReporter(terminal as unknown as NodeJS.WriteStream));
    expect(written[0]).toContain(`fetching a.tar  asking ${address.slice(7)}`);
    expect(written.at(-1)).toBe("fetched a.tar, 2.0 MB, SHA-256 as pinned\n");
    expect(written.at(-2)).toBe("\r\x1b[J");
  });

  it("interrupted: the line of the download is taken away first", async () => {
    const { address } = await serve((_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 500_000));
    });
    const written: string[] = [];
    const interruption = new AbortController();
    const terminal = {
      isTTY: true, columns: 200,
      write: (text: string) => {
        written.push(text);
        if (text.includes("500.0 KB of 2.0 MB, 25 %")) {
          interruption.abort(new Error("interrupted"));
        }
      },
    };
    const reporter = makeReporter(terminal as unknown as NodeJS.WriteStream);
    // Every line is painted, however soon it follows another.
    const running = provideArchives([archive], {
      cache: join(scratch, "interrupted"), mirrors: { named: [address], only: true }, signal: interruption.signal,
      replaceDamaged: true, stepOf: () => "",
    }, { ...reporter, live: (line) => {
      reporter.clear();
      reporter.live(line);
    } });
    await expect(running).rejects.toThrow("interrupted");
    expect(written.at(-1)).toBe("\r\x1b[J");
  });

  it("Ctrl-C ends the program with status 130, and nothing under the archive's name", async () => {
    const { address } = await serve((_, response) => {
      response.writeHead(200, { "content-length": 708943 });
      response.write("x".repeat(1000));
    });
    const cache = join(scratch, "ctrl-c");
    const running = start(["fetch", "--until", "tcc", "--cache", cache, "--mirror", address, "--only-mirror"]);
    await running.outputWith("1 to fetch");
    await new Promise((resolve) => setTimeout(resolve, 300));
    running.child.kill("SIGINT");
    const { status, err } = await running.finished;
    expect([status, err]).toEqual([130, "rootseed: interrupted\n"]);
    expect(readdirSync(cache).filter((name) => !name.endsWith(".part"))).toEqual([]);
  });
});
