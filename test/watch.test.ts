// A run and a comparison that are watched in a browser: the steps appear as they run, and what is shown at the end is
// what `--json` says. The page shows documents of other runs, too. Skipped where no Chromium is installed.
// ROOTSEED_SCREENSHOTS names a folder that gets pictures of it.
import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { afterEach, describe, expect, it } from "vitest";
import { EventStream } from "../host/page/event-stream.js";
import { serveFolder } from "../host/page/server.js";
import type { WatchEvent } from "../host/page/watched.js";
import { runSchema, verifySchema } from "../host/report/document.js";
import { browserProgram, pictures, takePictures, visitAddress, type Visit } from "./support/browser.js";
import { because, canRun } from "./support/engines.js";
import { makeScratch } from "./support/folders.js";
import { rootseed, start } from "./support/host.js";
import { hangsAfter } from "./support/limits.js";

const scratch = makeScratch("watch");
const cache = join(scratch, "cache");
const obstacle = browserProgram === undefined ? "Chromium is not installed" : undefined;

/** Starts a command with `--watch` and opens the page that it names. */
async function watched(words: string[]): Promise<{ run: ReturnType<typeof start>; visited: Visit }> {
  const run = start([...words, "--watch", "--json", "--cache", cache]);
  runs.push(run);
  const [, url] = /(http:\S+) shows it/.exec(await run.outputWith(" shows it", "err")) ?? [];
  return { run, visited: await visitAddress(url as string) };
}

/** The rows of the tables on the page, each the texts of its cells; a hash is whole. */
function rowsOf({ page }: Visit): Promise<string[][]> {
  return page.locator("[data-document] tbody tr").evaluateAll((rows) => rows.map((row) =>
    [...row.children].map((cell) => cell.querySelector("[title]")?.getAttribute("title") ?? cell.textContent ?? "")));
}

/** The columns of the documents that a page is told of, up to the last one. */
async function columnsTold(address: string): Promise<string[][]> {
  const told: string[][] = [];
  const lines = createInterface(Readable.fromWeb((await fetch(address)).body as ReadableStream));
  for await (const line of lines) {
    const event = JSON.parse(line.replace(/^data: /, "") || "{}") as Partial<WatchEvent>;
    if (event.kind === "document") {
      told.push(verifySchema.parse(event.document).columns);
      if (event.isLast === true) {
        break;
      }
    }
  }
  lines.close();
  return told;
}

let visits: Visit[] = [];
let runs: ReturnType<typeof start>[] = [];
afterEach(async () => {
  runs.forEach(({ child }) => child.kill("SIGKILL"));
  runs = [];
  await Promise.all(visits.map((visited) => visited.end()));
  visits = [];
});

describe.skipIf(obstacle !== undefined)(`in a browser${because(obstacle)}`, () => {
  it("the steps of a run appear as they run; its results are those of --json", async () => {
    const { run, visited } = await watched(["run", "--engine", "v86", "--until", "tcc", "--fresh"]);
    visits.push(visited);
    const { page, faults } = visited;
    const busy = page.locator("[data-step=tcc].busy");
    await busy.waitFor({ timeout: hangsAfter });
    expect(await page.locator("[data-step].good").evaluateAll((boxes) =>
      boxes.map((box) => box.getAttribute("data-step")))).toEqual(["compiler", "kernel", "tools", "cc"]);
    expect(await page.locator(".now").textContent()).toMatch(/^step 5 of 5, tcc: .* so far, (about .* left|longer)/);
    await page.locator("pre.console", { hasText: "rootseed: begin tcc" }).waitFor();
    // A page that comes late is told the same.
    const late = await visitAddress(visited.url);
    visits.push(late);
    await late.page.locator("[data-step=cc].good").waitFor();
    await page.locator(".verdict.good").waitFor({ timeout: hangsAfter });
    const document = runSchema.parse(JSON.parse(await run.outputWith("\n}\n")));
    const artifacts = document.stages.flatMap(({ name, artifacts }) =>
      artifacts.map(({ path, sha256 }) => [`${name}/${path}`, sha256]));
    const rows = await rowsOf(visited);
    expect(rows.slice(0, document.steps.length).map(([step, on]) => [step, on?.split(" ")[0]]))
      .toEqual(document.steps.map(({ name, engine }) => [name, engine]));
    expect(rows.slice(document.steps.length).map(([path, , sha256, verdict]) => [path, sha256, verdict]))
      .toEqual(artifacts.map((one) => [...one, "as pinned"]));
    expect(await page.locator("[data-step].good", { hasText: "as pinned" }).count()).toBe(document.steps.length);
    if (pictures !== undefined) {
      await takePictures(page, pictures, "watch");
    }
    expect([faults, late.faults]).toEqual([[], []]);
    run.child.kill("SIGINT");
    expect((await run.finished).status).toBe(0);
  }, hangsAfter);

  it("a run that fails says why, and ends with its status", async () => {
    mkdirSync(join(scratch, "steps/900-wrong"), { recursive: true });
    writeFileSync(join(scratch, "steps/900-wrong/build"), "echo about to fail\nfalse\n");
    const { run, visited } = await watched(["run", "--engine", "v86", "--until", "tools", "--steps",
      join(scratch, "steps")]);
    visits.push(visited);
    const { page, faults } = visited;
    await page.locator(".notice.bad").waitFor({ timeout: hangsAfter });
    const { error } = runSchema.parse(JSON.parse(await run.outputWith("\n}\n")));
    expect(await page.locator(".notice.bad").textContent()).toContain(error?.message);
    expect(await page.locator("[data-step].bad").textContent()).toMatch(/^wrong/);
    run.child.kill("SIGINT");
    expect((await run.finished).status).toBe(1);
    expect(faults).toEqual([]);
  }, hangsAfter);

  it("engines that are compared: their matrix; documents of others, opened from files", async () => {
    const engines = ["v86", "chroot", "qemu"].filter(canRun);
    const { run, visited } = await watched(["verify", "--engines", engines.join(","), "--until", "tools"]);
    visits.push(visited);
    const { page, faults } = visited;
    await page.locator(".verdict.good").waitFor({ timeout: hangsAfter });
    const document = verifySchema.parse(JSON.parse(await run.outputWith("\n}\n")));
    expect(await rowsOf(visited)).toEqual(document.artifacts.map(({ stage, path, expected }) =>
      [`${stage}/${path}`, expected, ...document.columns.map(() => "same")]));
    expect(document.columns).toEqual(engines);
    // One column more with each engine, and all of them at the end.
    expect(await columnsTold(`${visited.url}events`)).toEqual([...engines.map((_, last) => engines.slice(0, last + 1)),
      engines]);
    const open = async (name: string, text: string): Promise<void> => {
      writeFileSync(join(scratch, name), text);
      await page.getByLabel("A document of").setInputFiles(join(scratch, name));
    };
    const until = ["--until", "tools"];
    for (const name of ["anna", "ben"]) {
      await rootseed(["attest", "--new-key", join(scratch, name)]);
    }
    await rootseed(["attest", "--sign", join(scratch, "anna"), "--out", join(scratch, "said/anna"), ...until,
      "--cache", cache]);
    const keys = ["anna.pub", "ben.pub"].map((name) => join(scratch, name));
    const said = await rootseed(["attest", "--verify", join(scratch, "said"), "--keys", ...keys, "--json", ...until]);
    await open("attest.json", said.out);
    const shown = page.locator("[data-document=rootseed-attest]");
    await shown.waitFor();
    expect(await shown.locator(".notice.bad").textContent()).toMatch(/^0 of 3 statements refused, 3 missing; /);
    for (const [name, text, message] of [
      ["text.json", "dear", "text.json: this is no JSON"],
      ["other.json", "{\"schema\": {\"name\": \"rootseed-run\"}}", "other.json: this is no document that"],
    ] as const) {
      await open(name, text);
      await page.getByText(message).waitFor();
      expect(await shown.count()).toBe(0);
    }
    expect(faults).toEqual([]);
    run.child.kill("SIGINT");
    expect((await run.finished).status).toBe(0);
  }, hangsAfter);
});

it("only a page of this address is told", async () => {
  const stream = new EventStream();
  const server = await serveFolder(scratch, 0, stream);
  stream.send({ kind: "command", words: "of nobody else's concern" });
  const ask = (path: string, host: string | undefined): Promise<number | undefined> => new Promise((resolve) => {
    const asked = request(server.url + path, host === undefined ? {} : { headers: { host } }, (response) => {
      resolve(response.statusCode);
      response.destroy();
    });
    asked.end();
  });
  for (const [path, host, status] of [
    ["events", undefined, 200], ["events", "evil.example", 421], ["events", "localhost:80", 421],
    ["", "evil.example", 421], ["events", `localhost:${new URL(server.url).port}`, 200],
  ] as const) {
    expect([path, host, await ask(path, host)]).toEqual([path, host, status]);
  }
  stream.close();
  await server.close();
});

it("`verify --watch` without engines is a usage error", async () => {
  const { status, err } = await rootseed(["verify", "--watch"]);
  expect([status, err]).toEqual([2, "rootseed: --watch shows engines that run: use it with --engines\n"]);
});
