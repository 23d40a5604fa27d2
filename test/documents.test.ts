// The JSON documents: docs/schemas holds the schemas that the program uses, real documents are valid by them, their
// head says which program printed them, when and where; and documents of other versions are read for what they hold.
import { Ajv2020 } from "ajv/dist/2020.js";
import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { makeMatrix } from "../host/cli/verify.js";
import type { RunDocument } from "../host/report/document.js";
import { documentHead } from "../host/report/head.js";
import { makePathPage } from "../host/dev/audit/path.js";
import { describePins, kernelMarks } from "../host/dev/release/kernel-steps.js";
import { checks } from "../host/dev/release/checks.js";
import { describeResult, formatPage, parseResults, tableBetween, withTable } from "../host/dev/release/page.js";
import { schemaKinds, schemaText } from "../host/dev/schemas.js";
import { readSteps } from "../host/steps/steps.js";
import { makeScratch, root } from "./support/folders.js";
import { rootseed } from "./support/host.js";

const scratch = makeScratch("documents");
const places = ["--cache", join(scratch, "cache")];

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

it("docs/path.md is as the repository has it (npm run path writes it, and rootseed pin)", async () => {
  expect(readFileSync(join(root, "docs/path.md"), "utf8")).toBe(await makePathPage(root));
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
    const { status, stdout } = spawnSync("git", ["-C", root, "rev-parse", "--show-toplevel", "HEAD"],
      { encoding: "utf8" });
    const [top, head] = status === 0 ? stdout.split("\n") : [];
    const commit = top !== undefined && realpathSync(top) === realpathSync(root) ? head : null;
    expect(document.schema).toEqual({ name: "rootseed-run", version: 4 });
    expect(document.rootseed).toMatchObject({ version, commit });
    expect(document.host).toMatchObject({ platform: platform(), processor: arch(), node: process.versions.node });
    expect(document.engine).toBe("v86");
    const emulator = expect.stringMatching(/^v86 /) as string;
    expect(document.steps).toMatchObject([{ name: "compiler", engine: "v86", emulator }]);
    expect(Math.abs(Date.parse(document.date) - Date.now())).toBeLessThan(24 * 3600 * 1000);
  });

  it("of others are taken with more fields and with fewer; what came from a store is said", async () => {
    const document = JSON.parse(readFileSync(stored, "utf8")) as RunDocument;
    const more = { ...document, later: 1, schema: { name: "rootseed-run", version: 99 },
      stages: document.stages.map((stage) => ({ ...stage, later: { x: 1 },
        artifacts: stage.artifacts.map((artifact) => ({ ...artifact, later: [] })) })) };
    const fewer = { stages: document.stages };
    const { stages: milestones, ...older } = document;
    for (const theirs of [more, fewer, { ...older, milestones }]) {
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
  // Another repository of which the environment speaks is not meant (git's own hooks set it).
  vi.stubEnv("GIT_DIR", join(scratch, ".git"));
  expect(documentHead(join(scratch, "inside"), "run").rootseed).toEqual(nothing);
  vi.unstubAllEnvs();
});

it("an artifact without a pin is never right, whether it came or not", () => {
  for (const sha256 of [null, "a"]) {
    const artifact = { path: "system", bytes: null, sha256, expected: null, ok: false };
    const columns = new Map([["store", [{ name: "linux", seconds: 0, artifacts: [artifact] }]]]);
    expect(makeMatrix(columns, new Set()).map(({ ok }) => ok)).toEqual([false]);
  }
});

describe("docs/checks.md", () => {
  const page = readFileSync(join(root, "docs/checks.md"), "utf8");

  it("a table is read as it is written, and the rest of the page stays", () => {
    const rows = [["`gcc3`", "gcc3.tar 0123", "1 min"], ["`gmp`", "a/b", ""]];
    const changed = withTable(page, kernelMarks, ["step", "made", "took"], rows);
    expect(tableBetween(changed, kernelMarks)).toEqual(rows);
    expect(changed.slice(0, changed.indexOf(kernelMarks.begin))).toBe(page.slice(0, page.indexOf(kernelMarks.begin)));
    expect(withTable(changed, kernelMarks, ["step", "made", "took"], rows)).toBe(changed);
  });

  it("keeps of a check what it has shown, and not what another one of its name has", () => {
    const check = { name: "one", shows: "that it works", command: ["true"] };
    const result = { result: "passed", date: "2026-11-30", commit: "c", took: "1 s", machine: "m" };
    const written = formatPage(page, [check], new Map([["one", result]]));
    expect(parseResults(written, [check])).toEqual(new Map([["one", result]]));
    expect(parseResults(written, [{ ...check, shows: "that more works" }])).toEqual(new Map());
    // The page has a row for each check, with what that shows today.
    expect(formatPage(page, checks, parseResults(page, checks))).toBe(page);
  });

  it("calls no check passed of which all tests were skipped", () => {
    expect([[0, undefined], [0, "3 passed, 0 failed, 1 skipped"], [1, "2 passed, 1 failed"], [null, undefined],
      [0, "0 passed, 0 failed, 3 skipped"]].map(([status, last]) =>
      describeResult(status as number | null, last as string | undefined))).toEqual([
      { passed: true, result: "passed" }, { passed: true, result: "passed: 3 passed, 0 failed, 1 skipped" },
      { passed: false, result: "FAILED: 2 passed, 1 failed" }, { passed: false, result: "FAILED: status null" },
      { passed: false, result: "NOT RUN: 0 passed, 0 failed, 3 skipped" },
    ]);
  });

  it("has of each step on the chain's kernel what is pinned", async () => {
    const pins = new Map((await readSteps(root)).map((step) => [`\`${step.name}\``, step.pins ?? []]));
    for (const [name = "", made] of tableBetween(page, kernelMarks)) {
      expect([name, made]).toEqual([name, describePins(pins.get(name) ?? [])]);
    }
  });
});
