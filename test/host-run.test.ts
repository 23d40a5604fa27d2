// Runs of the first steps on every engine that can run here: the same artifacts, failures that name the step,
// interruptions that leave no process and no file.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../host/common/files.js";
import { runSchema, type RunDocument } from "../host/report/document.js";
import { parsePins } from "../host/steps/pins.js";
import { enginesHere } from "./support/engines.js";
import { makeScratch } from "./support/folders.js";
import { copyRepository, expectNothingLeft, rootseed, start } from "./support/host.js";
import { acceptInputs } from "./support/legs.js";

const scratch = makeScratch("run");
const cache = join(scratch, "cache");

const engines = enginesHere(["v86", "chroot", "bwrap"]);
const hostEngines = engines.filter((engine) => engine !== "v86");
/** The fastest engine: for what does not depend on the engine. */
const fast = hostEngines[0] ?? "v86";

/** Changes a file of a copied repository. */
function edit(repository: string, path: string, change: (text: string) => string): void {
  const old = readFileSync(join(repository, path), "latin1");
  const text = change(old);
  expect(text).not.toBe(old);
  writeFileSync(join(repository, path), text, "latin1");
}

const documents = new Map<string, RunDocument>();

describe.each(engines)("engine %s", (engine) => {
  it("builds the first steps; table and document agree with what is delivered", async () => {
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
    expect(document.stages.map(({ name }) => name)).toEqual(["compiler", "kernel", "tools"]);
    for (const { name, artifacts } of document.stages) {
      for (const { path, bytes, sha256: hash, expected } of artifacts) {
        const content = readFileSync(join(out, name, path));
        expect(content.length).toBe(bytes);
        expect(sha256(content)).toBe(hash);
        expect(hash).toBe(expected);
        expect(err).toContain(hash);
      }
    }
    const listed = parsePins(readFileSync(join(out, "SHA256SUMS"), "utf8"), "SHA256SUMS");
    expect(listed).toEqual(document.stages.flatMap(({ name, artifacts }) =>
      artifacts.map((artifact) => ({ path: `${name}/${artifact.path}`, sha256: artifact.sha256 }))));
    expect(statSync(join(out, "tools/tools")).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(out, "console.log"), "latin1")).toContain("rootseed: end tools");
    expect(readdirSync(join(cache, "work"))).toEqual([]);
  });

  it("gives the same artifacts as the other engines", () => {
    const artifacts = (name: string) => documents.get(name)?.stages.map((stage) =>
      stage.artifacts.map((artifact) => ({ ...artifact, engine: undefined })));
    expect(artifacts(engine)).toEqual(artifacts([...documents.keys()][0] as string));
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
    await expectNothingLeft(scratch);
  });
});

/** A copy whose first step never ends. */
async function endlessRepository(name: string): Promise<string> {
  const repository = copyRepository(join(scratch, name));
  edit(repository, "steps/001-compiler/build", () => "cat /dev/zero > /dev/null\n");
  await acceptInputs(repository);
  return repository;
}

describe.each(hostEngines)("engine %s, killed without warning", (engine) => {
  it("leaves no process and no mount; the next run removes the rest", async () => {
    const repository = await endlessRepository(`killed-${engine}`);
    const running = start(["run", "--engine", engine, "--until", "compiler", "--cache", cache], { repository });
    await running.outputWith("compiler: begun");
    running.child.kill("SIGKILL");
    await running.finished;
    await expectNothingLeft(scratch);
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

  it("by a flipped digit in a pin: the step, expected and found; nothing wrong is delivered", async () => {
    const repository = copyRepository(join(scratch, "pin"));
    edit(repository, "steps/003-tools/pins", (text) => (text[0] === "0" ? "1" : "0") + text.slice(1));
    const { status, out, err } = await run(repository);
    expect(status).toBe(1);
    const document = runSchema.parse(JSON.parse(out));
    expect(document.ok).toBe(false);
    expect(document.error?.stage).toBe("tools");
    expect(err).toMatch(
      /\nrootseed: the step tools failed: tools\/tools: expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}; /);
    expect(err).toContain("the last lines of the console:");
    expect(err).toContain("console.log");
    expect(existsSync(join(repository, "out/compiler/seed-host"))).toBe(true);
    expect(existsSync(join(repository, "out/tools/tools"))).toBe(false);
    expect(readFileSync(join(repository, "out/SHA256SUMS"), "utf8")).not.toContain("tools/tools\n");
  });

  const sources = ["chain/3-kernel/main.ts", "chain/2-runtime/memory.ts", "chain/6-libc/stdio.c", "seed/host.hex",
    "steps/004-cc/build"];
  it.each(sources)(
    "by a flipped byte in the comment of %s: the step, the file, expected and found", async (path) => {
      const repository = copyRepository(join(scratch, `flipped-${path.replaceAll("/", "-")}`));
      edit(repository, path, (text) => `${text.slice(0, 3)}${text[3] === "x" ? "y" : "x"}${text.slice(4)}`);
      const { status, err } = await run(repository, fast, "tcc");
      expect(status).toBe(1);
      expect(err).toMatch(new RegExp(
        `rootseed: the step (compiler|kernel|cc|tcc): ${path}: expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}; `));
    });

  it("by a source that makes something else: the step, expected and found", async () => {
    const repository = copyRepository(join(scratch, "source"));
    edit(repository, "chain/3-kernel/sources", (text) => `${text}chain/3-kernel/added.ts\n`);
    writeFileSync(join(repository, "chain/3-kernel/added.ts"), "function addedByTheTest(): number { return 1; }\n");
    await acceptInputs(repository);
    const { status, err } = await run(repository);
    expect(status).toBe(1);
    expect(err).toMatch(
      /\nrootseed: the step kernel failed: kernel\/kernel: expected SHA-256 [0-9a-f]+, found [0-9a-f]+/);
  });

  it("by a file that a step leaves beside its artifacts: the list of all that it leaves", async () => {
    const repository = copyRepository(join(scratch, "planted"));
    edit(repository, "steps/004-cc/build", (text) => `${text}echo planted > /bin/planted\n`);
    await acceptInputs(repository);
    const { status, err } = await run(repository);
    expect(status).toBe(1);
    expect(err).toMatch(
      /\nrootseed: the step cc failed: cc\/cc\.exports: expected SHA-256 [0-9a-f]+, found [0-9a-f]+; /);
  });

  it("by a chain source that does not compile: the file and line", async () => {
    const repository = copyRepository(join(scratch, "cc"));
    const path = readFileSync(join(repository, "chain/5-cc/sources"), "latin1").trim().split("\n").at(-1) as string;
    const line = readFileSync(join(repository, path), "latin1").split("\n").length;
    edit(repository, path, (text) => `${text}function broken(): number { return unknownName; }\n`);
    await acceptInputs(repository);
    const { status, err } = await run(repository);
    expect(status).toBe(1);
    expect(err).toContain(`rootseed: the step cc failed: the compiler stopped at ${path}:${line}, near unknownName`);
  });

  it.each(engines)("by tools that do not compile, on %s: the file and line, before the first step", async (engine) => {
    const repository = copyRepository(join(scratch, `tools-${engine}`));
    edit(repository, "chain/4-tools/main.ts", (text) => `unknownName();\n${text}`);
    await acceptInputs(repository);
    const { status, out, err } = await run(repository, engine);
    expect(status).toBe(1);
    expect(err).toContain("the start failed, before the first step");
    expect(err).toContain("the compiler stopped at chain/4-tools/main.ts:1, near unknownName");
    expect(runSchema.parse(JSON.parse(out)).error?.stage).toBe(null);
  });

  it("by a kernel that does not compile: the file and line", async () => {
    const repository = copyRepository(join(scratch, "kernel"));
    const path = readFileSync(join(repository, "chain/3-kernel/sources"), "latin1").trim().split("\n").at(-1) as string;
    edit(repository, path, (text) => `unknownName();\n${text}`);
    await acceptInputs(repository);
    const { status, err } = await run(repository, "v86");
    expect(status).toBe(1);
    expect(err).toContain(`the compiler stopped at ${path}:1, near unknownName`);
  });
});
