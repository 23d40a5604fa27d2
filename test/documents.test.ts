// The JSON documents: docs/schemas is what the program prints by, real documents are right by it, their beginning says
// who printed them and where; and other people's documents are read for what they hold.
import { Ajv2020 } from "ajv/dist/2020.js";
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeMatrix } from "../host/cli/verify.js";
import type { RunDocument } from "../host/report/document.js";
import { documentHead } from "../host/report/head.js";
import { schemaKinds, schemaText } from "../host/report/schemas.js";
import { makeScratch, root, rootseed } from "./host-support.js";

const scratch = makeScratch("documents");
const places = ["--cache", join(scratch, "cache")];
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const readSchema = (kind: string): string => readFileSync(join(root, `docs/schemas/${kind}.json`), "utf8");

/** Fails where a document is not as its schema in docs/schemas has it. */
function expectValid(kind: string, text: string): void {
  const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readSchema(kind)) as object);
  validate(JSON.parse(text));
  expect(validate.errors ?? []).toEqual([]);
}

it.each(schemaKinds)("docs/schemas/%s.json is what the program prints by (npm run schemas writes it)", (kind) => {
  expect(readSchema(kind)).toBe(schemaText(kind));
});

it.each([["steps", ["steps"]], ["audit", ["audit"]]])("%s --json is as its schema has it", async (kind, command) => {
  expectValid(kind, (await rootseed([...command, "--json"])).out);
});

describe("run and verify --json", () => {
  const files = ["made", "failed", "stored"].map((name) => join(scratch, `${name}.json`));
  const [made, failed, stored] = files as [string, string, string];
  const until = ["--until", "compiler", ...places];

  it("are as their schemas have it, when they are right and when not", async () => {
    writeFileSync(made, (await rootseed(["run", ...until, "--json"])).out);
    writeFileSync(stored, (await rootseed(["run", ...until, "--json"])).out);
    writeFileSync(join(scratch, "false"), "false\n");
    const run = await rootseed(["run", ...until, "--script", join(scratch, "false"), "--json"]);
    expect(run.status).toBe(1);
    writeFileSync(failed, run.out);
    files.forEach((file) => expectValid("run", readFileSync(file, "utf8")));
    const verified = await rootseed(["verify", ...until, "--json", "--against", made]);
    expectValid("verify", verified.out);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, fromStore: { store: 3, theirs: 0 } });
  });

  it("say by whom, when and where they were made", () => {
    const document = JSON.parse(readFileSync(made, "utf8")) as RunDocument;
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    const head = spawnSync("git", ["-C", root, "rev-parse", "HEAD"], { encoding: "utf8" });
    expect(document.schema).toEqual({ name: "rootseed-run", version: 2 });
    expect(document.rootseed).toMatchObject({ version, commit: head.status === 0 ? head.stdout.trim() : null });
    expect(document.host).toMatchObject({ platform: platform(), processor: arch(), node: process.versions.node });
    expect([document.engine, document.emulator]).toEqual(["v86", expect.stringMatching(/^v86 [0-9.]+/)]);
    expect(Math.abs(Date.parse(document.date) - Date.now())).toBeLessThan(24 * 3600 * 1000);
  });

  it("of others are taken with more fields and with fewer; what came from a store is said", async () => {
    const document = JSON.parse(readFileSync(stored, "utf8")) as RunDocument;
    const more = { ...document, later: 1, schema: { name: "rootseed-run", version: 99 },
      milestones: document.milestones.map((milestone) => ({ ...milestone, later: { x: 1 },
        artifacts: milestone.artifacts.map((artifact) => ({ ...artifact, later: [] })) })) };
    const fewer = { milestones: document.milestones };
    for (const theirs of [more, fewer]) {
      const file = join(scratch, "theirs.json");
      writeFileSync(file, JSON.stringify(theirs));
      const { status, out } = await rootseed(["verify", ...until, "--against", file]);
      expect(out).toContain("3 artifacts, all as pinned, all the same\n");
      expect(out).toContain("3 artifacts of theirs were not made in that run: they come from its store\n");
      expect(status).toBe(0);
    }
  });
});

it("a copy without git has no commit; nor has one that lies in another repository", () => {
  const head = { version: "1.2.3" };
  writeFileSync(join(scratch, "package.json"), JSON.stringify(head));
  const nothing = { version: "1.2.3", commit: null, modified: null };
  expect(documentHead(scratch, "run").rootseed).toEqual(nothing);
  const git = (...args: string[]): void => {
    spawnSync("git", ["-C", scratch, "-c", "user.name=a", "-c", "user.email=a@localhost", ...args]);
  };
  git("init");
  git("add", "package.json");
  git("commit", "-m", "x");
  const { commit, modified } = documentHead(scratch, "run").rootseed;
  expect([commit, modified]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/), true]);
  spawnSync("mkdir", [join(scratch, "inside")]);
  writeFileSync(join(scratch, "inside/package.json"), JSON.stringify(head));
  expect(documentHead(join(scratch, "inside"), "run").rootseed).toEqual(nothing);
});

it("an artifact without a pin is never right, whether it came or not", () => {
  for (const sha256 of [null, "a"]) {
    const artifact = { path: "system", bytes: null, sha256, expected: null, ok: false };
    const columns = new Map([["store", [{ name: "linux", seconds: 0, artifacts: [artifact] }]]]);
    expect(makeMatrix(columns, new Set()).map(({ ok }) => ok)).toEqual([false]);
  }
});
