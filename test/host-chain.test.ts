// The whole chain, from the seed to TinyCC on musl, on the emulated PC and on the host's kernel; then TinyCC's own
// test programs. The archives come from the user's cache, or are fetched.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isRecord } from "../host/record/place.js";
import { runSchema, type RunDocument } from "../host/report/document.js";
import { enginesHere } from "./support/engines.js";
import { makeScratch } from "./support/folders.js";
import { rootseed } from "./support/host.js";

const scratch = makeScratch("chain");

const documents = new Map<string, RunDocument>();

describe.each(enginesHere(["chroot", "v86"]))("engine %s", (engine) => {
  it("builds everything up to musl; every artifact matches its pin", async () => {
    const log = join(scratch, `${engine}.log`);
    const { status, out, err } = await rootseed(
      ["run", "--fresh", "--engine", engine, "--until", "musl", "--json", "--log", log, "--record"]);
    expect(err).toContain("everything was built from the seed and matches its pin");
    expect(status).toBe(0);
    const document = runSchema.parse(JSON.parse(out));
    documents.set(engine, document);
    expect(document.stages.map(({ name }) => name)).toEqual(["compiler", "kernel", "tools", "cc", "tcc", "musl"]);
    expect(document.stages.flatMap(({ artifacts }) => artifacts).every(({ ok }) => ok)).toBe(true);
    // the chain's kernel records what it runs, on a host's kernel nobody does
    const records = document.stages.flatMap(({ artifacts }) => artifacts).filter(({ path }) => isRecord(path));
    expect(records.filter(({ expected }) => expected !== null)).toHaveLength(engine === "v86" ? 6 : 0);
    expect(readFileSync(log, "latin1")).not.toMatch(/panic|unknown system call/);
  });

  it("passes TinyCC's own test programs: at least 95 %, none fails", () => {
    const tests = documents.get(engine)?.stages.at(-1)?.tests;
    expect(tests?.failed).toBe(0);
    expect(tests?.passed).toBeGreaterThanOrEqual(95);
  });

  it("gives the same artifacts as the other engine", () => {
    const artifacts = (name: string) => documents.get(name)?.stages.flatMap((stage) => stage.artifacts)
      .filter(({ path }) => !isRecord(path))
      .map((artifact) => ({ ...artifact, engine: undefined }));
    expect(artifacts(engine)).toEqual(artifacts([...documents.keys()][0] as string));
  });
});

it("a second run downloads nothing", async () => {
  const { status, out } = await rootseed(
    ["run", "--fresh", "--until", "compiler", "--mirror", "http://127.0.0.1:1/"]);
  expect(out).toContain("nothing to download");
  expect(status).toBe(0);
  const fetched = await rootseed(["fetch", "--until", "musl", "--mirror", "http://127.0.0.1:1/"]);
  expect(fetched.out).toContain(", 0 to fetch (0 B)");
  expect(fetched.status).toBe(0);
});
