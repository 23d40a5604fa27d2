// Runs of the first links on every engine that can run here: same artifacts, failures that name the link,
// interruptions that leave nothing behind.
import { existsSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sha256 } from "../host/common/files.js";
import { runSchema, type RunDocument } from "../host/report/document.js";
import { hashInputs, listInputs } from "../host/steps/inputs.js";
import { formatPins } from "../host/steps/pins.js";
import { readSteps } from "../host/steps/steps.js";
import { copyRepository, enginesHere, makeScratch, rootseed, start } from "./host-support.js";

const scratch = makeScratch("run");
const cache = join(scratch, "cache");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const engines = enginesHere(["v86", "chroot", "bwrap"]);
const lent = engines.filter((engine) => engine !== "v86");
/** The fastest engine: for what does not depend on the engine. */
const fast = lent[0] ?? "v86";

/** Changes a file of a copied repository. */
function edit(repository: string, path: string, change: (text: string) => string): void {
  const old = readFileSync(join(repository, path), "latin1");
  const text = change(old);
  expect(text).not.toBe(old);
  writeFileSync(join(repository, path), text, "latin1");
}

/** Makes the sources as they are now those that are expected. */
async function accept(repository: string): Promise<void> {
  for (const [step, paths] of await listInputs(repository, await readSteps(repository))) {
    writeFileSync(join(repository, step.folder, "inputs"), formatPins(await hashInputs(repository, paths)));
  }
}

const documents = new Map<string, RunDocument>();

describe.each(engines)("engine %s", (engine) => {
  it("builds the first links; table and document agree with what is handed out", async () => {
    const out = join(scratch, `out-${engine}`);
    const { status, out: json, err } = await rootseed(
      ["run", "--fresh", "--engine", engine, "--until", "tools", "--out", out, "--json", "--cache", cache]);
    expect(err).toContain("everything was built from the seed and matches its pin");
    expect(status).toBe(0);
    const document = runSchema.parse(JSON.parse(json));
    documents.set(engine, document);
    expect(document.ok).toBe(true);
    expect(document.engine).toBe(engine);
    expect(document.seed.bytes).toBeLessThanOrEqual(engine === "v86" ? 64 : 128);
    expect(document.milestones.map(({ name }) => name)).toEqual(["compiler", "kernel", "tools"]);
    for (const { name, artifacts } of document.milestones) {
      for (const { path, bytes, sha256: hash, expected } of artifacts) {
        const content = readFileSync(join(out, name, path));
        expect(content.length).toBe(bytes);
        expect(sha256(content)).toBe(hash);
        expect(hash).toBe(expected);
        expect(err).toContain(hash);
      }
    }
    expect(statSync(join(out, "tools/tools")).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(out, "console.log"), "latin1")).toContain("rootseed: end tools");
    expect(readdirSync(join(cache, "work"))).toEqual([]);
  });

  it("gives the same artifacts as the other engines", () => {
    const artifacts = (name: string) => documents.get(name)?.milestones.map((milestone) => milestone.artifacts);
    expect(artifacts(engine)).toEqual(artifacts(engines[0] as string));
  });

  it.each([
    ["SIGINT", 130, "rootseed: interrupted"], ["SIGTERM", 143, "rootseed: ended by a signal"],
    ["SIGHUP", 129, "rootseed: interrupted"],
  ] as const)("stops on %s with status %i and leaves nothing behind", async (signal, expected, message) => {
    const repository = await endlessRepository(`endless-${engine}-${signal}`);
    const running = start(["run", "--engine", engine, "--until", "compiler", "--cache", cache], { repository });
    await running.outputWith("compiler: begun");
    running.child.kill(signal);
    const { status, err } = await running.finished;
    expect(status).toBe(expected);
    expect(err.split("\n").filter((line) => !line.includes("building"))).toEqual([message, ""]);
    expect(readdirSync(join(cache, "work"))).toEqual([]);
    await nothingRunsIn(cache);
  });
});

/** A copy whose first link never ends. */
async function endlessRepository(name: string): Promise<string> {
  const repository = copyRepository(join(scratch, name));
  edit(repository, "steps/001-compiler/build", () => "cat /dev/zero > /dev/null\n");
  await accept(repository);
  return repository;
}

/** Waits until no process has its root folder, or a mounted file system, below a folder. */
async function nothingRunsIn(folder: string): Promise<void> {
  const roots = (): string[] => readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name)).flatMap((pid) => {
    try {
      return [readlinkSync(`/proc/${pid}/root`)];
    } catch {
      return [];
    }
  }).filter((path) => path.startsWith(folder));
  for (let tries = 0; tries < 100 && roots().length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(roots()).toEqual([]);
  expect(readFileSync("/proc/mounts", "latin1")).not.toContain(folder);
}

describe.each(lent)("engine %s, killed without warning", (engine) => {
  it("leaves no process and no mount; the next run removes the rest", async () => {
    const repository = await endlessRepository(`killed-${engine}`);
    const running = start(["run", "--engine", engine, "--until", "compiler", "--cache", cache], { repository });
    await running.outputWith("compiler: begun");
    running.child.kill("SIGKILL");
    await running.finished;
    await nothingRunsIn(cache);
    const { status } = await rootseed(["run", "--engine", fast, "--until", "compiler", "--cache", cache]);
    expect(status).toBe(0);
    expect(readdirSync(join(cache, "work"))).toEqual([]);
  });
});

describe("a failed run", () => {
  const run = (repository: string, engine = fast, until = "cc") => {
    const places = ["--cache", cache, "--out", join(repository, "out")];
    return rootseed(["run", "--fresh", "--engine", engine, "--until", until, "--json", ...places], { repository });
  };

  it("by a flipped digit in a pin: the link, expected and found; nothing wrong is handed out", async () => {
    const repository = copyRepository(join(scratch, "pin"));
    edit(repository, "steps/003-tools/pins", (text) => (text[0] === "0" ? "1" : "0") + text.slice(1));
    const { status, out, err } = await run(repository);
    expect(status).toBe(1);
    const document = runSchema.parse(JSON.parse(out));
    expect(document.ok).toBe(false);
    expect(document.error?.milestone).toBe("tools");
    expect(err).toMatch(
      /\nrootseed: the link tools failed: tools\/tools: expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}; /);
    expect(err).toContain("the last lines of the console:");
    expect(err).toContain("console.log");
    expect(existsSync(join(repository, "out/compiler/seed-host"))).toBe(true);
    expect(existsSync(join(repository, "out/tools/tools"))).toBe(false);
  });

  const sources = ["chain/kernel/main.ts", "chain/runtime/memory.ts", "chain/libc/stdio.c", "seed/host.hex",
    "steps/004-cc/build"];
  it.each(sources)(
    "by a flipped byte in the comment of %s: the link, the file, expected and found", async (path) => {
      const repository = copyRepository(join(scratch, `flipped-${path.replaceAll("/", "-")}`));
      edit(repository, path, (text) => `${text.slice(0, 3)}${text[3] === "x" ? "y" : "x"}${text.slice(4)}`);
      const { status, err } = await run(repository, fast, "tcc");
      expect(status).toBe(1);
      expect(err).toMatch(new RegExp(
        `rootseed: the link (compiler|kernel|cc|tcc): ${path}: expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}; `));
    });

  it("by a source that makes something else: the link, expected and found", async () => {
    const repository = copyRepository(join(scratch, "source"));
    edit(repository, "chain/kernel/sources", (text) => `${text}chain/kernel/added.ts\n`);
    writeFileSync(join(repository, "chain/kernel/added.ts"), "function addedByTheTest(): number { return 1; }\n");
    await accept(repository);
    const { status, err } = await run(repository);
    expect(status).toBe(1);
    expect(err).toMatch(
      /\nrootseed: the link kernel failed: kernel\/kernel: expected SHA-256 [0-9a-f]+, found [0-9a-f]+/);
  });

  it("by a file that a step leaves beside its artifacts: the list of all that it leaves", async () => {
    const repository = copyRepository(join(scratch, "planted"));
    edit(repository, "steps/004-cc/build", (text) => `${text}echo planted > /bin/planted\n`);
    await accept(repository);
    const { status, err } = await run(repository);
    expect(status).toBe(1);
    expect(err).toMatch(
      /\nrootseed: the link cc failed: cc\/cc\.manifest: expected SHA-256 [0-9a-f]+, found [0-9a-f]+; /);
  });

  it("by a chain source that does not compile: the file and line", async () => {
    const repository = copyRepository(join(scratch, "cc"));
    const path = readFileSync(join(repository, "chain/cc/sources"), "latin1").trim().split("\n").at(-1) as string;
    const line = readFileSync(join(repository, path), "latin1").split("\n").length;
    edit(repository, path, (text) => `${text}function broken(): number { return unknownName; }\n`);
    await accept(repository);
    const { status, err } = await run(repository);
    expect(status).toBe(1);
    expect(err).toContain(`rootseed: the link cc failed: the compiler stopped at ${path}:${line}, near unknownName`);
  });

  it.each(engines)("by tools that do not compile, on %s: the file and line, before the first link", async (engine) => {
    const repository = copyRepository(join(scratch, `tools-${engine}`));
    edit(repository, "chain/tools/main.ts", (text) => `unknownName();\n${text}`);
    await accept(repository);
    const { status, out, err } = await run(repository, engine);
    expect(status).toBe(1);
    expect(err).toContain("the start failed, before the first link");
    expect(err).toContain("the compiler stopped at chain/tools/main.ts:1, near unknownName");
    expect(runSchema.parse(JSON.parse(out)).error?.milestone).toBe(null);
  });

  it("by a kernel that does not compile: the file and line", async () => {
    const repository = copyRepository(join(scratch, "kernel"));
    const path = readFileSync(join(repository, "chain/kernel/sources"), "latin1").trim().split("\n").at(-1) as string;
    edit(repository, path, (text) => `unknownName();\n${text}`);
    await accept(repository);
    const { status, err } = await run(repository, "v86");
    expect(status).toBe(1);
    expect(err).toContain(`the compiler stopped at ${path}:1, near unknownName`);
  });
});
