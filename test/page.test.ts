// The page in a browser: from the click to the pinned hashes of the first TinyCC, the same disk as `image` writes, a
// program of the visitor's own, who made what, and the seed as one reads it. Skipped where no Chromium is installed.
// ROOTSEED_SCREENSHOTS names a folder that gets pictures of it.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveFolder } from "../host/page/server.js";
import { parseHexFile } from "../host/tape/hex.js";
import { browserProgram, pictures, takePictures, visit, type Visit } from "./support/browser.js";
import { because } from "./support/engines.js";
import { makeScratch, readRoot, root } from "./support/folders.js";
import { rootseed } from "./support/host.js";
import { hangsAfter } from "./support/limits.js";
import { expectPinned, runInPage } from "./support/page-run.js";

const scratch = makeScratch("page");
const site = join(scratch, "site");
const obstacle = browserProgram === undefined ? "Chromium is not installed" : undefined;
const textOf = (path: string): string => readRoot(path).toString();

describe("the page's files", () => {
  it("are written into a new folder, or in the place of an earlier page, and of nothing else", async () => {
    const first = await rootseed(["page", site]);
    expect([first.status, first.out]).toEqual([0, ""]);
    expect((await rootseed(["page", site])).status).toBe(0);
    const other = join(scratch, "other");
    mkdirSync(other);
    writeFileSync(join(other, "letter"), "dear");
    const refused = await rootseed(["page", other]);
    expect([refused.status, refused.err]).toEqual([2, `rootseed: ${other}: holds other files than those of a page: ` +
      "name a new or an empty folder\n"]);
    expect(readFileSync(join(other, "letter"), "utf8")).toBe("dear");
  }, hangsAfter);

  it("come from a program without type errors", () => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    expect(spawnSync(process.execPath, [tsc, "-p", join(root, "page")], { encoding: "utf8" }).stdout).toBe("");
  }, hangsAfter);

  it("need at most 3 MB to come to TinyCC, and ask for a strict policy", () => {
    const size = (name: string): number => readFileSync(join(site, name)).length;
    const html = readFileSync(join(site, "index.html"), "utf8");
    const assets = [...html.matchAll(/\.\/(assets\/[^"]+)/g)].map(([, name]) => name as string);
    const program = readFileSync(join(site, assets.find((name) => name.endsWith(".js")) as string), "utf8");
    const worker = /machine-worker-[\w-]+\.js/.exec(program)?.[0] as string;
    const data = JSON.parse(readFileSync(join(site, "data.json"), "utf8")) as
      { steps: { stage: string; archives: { loadedBytes: number }[] }[] };
    const archives = data.steps.filter(({ stage }) => stage !== "musl").flatMap((step) => step.archives)
      .reduce((sum, { loadedBytes }) => sum + loadedBytes, 0);
    const files = ["index.html", "data.json", "chain.gz", "v86.wasm.gz", ...assets, `assets/${worker}`];
    expect(files.map(size).reduce((sum, bytes) => sum + bytes) + archives).toBeLessThan(3_000_000);
    expect(html).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';");
    expect(html).not.toContain("unsafe-inline");
  });
});

describe("the server on this computer's own address", () => {
  it("gives the page's files and nothing else, with a strict policy", async () => {
    const server = await serveFolder(site, 0);
    const get = async (path: string, method = "GET"): Promise<[number, string | null]> => {
      const response = await fetch(server.url + path, { method });
      return [response.status, response.headers.get("content-security-policy")];
    };
    const [status, policy] = await get("");
    expect([status, policy]).toEqual([200, expect.stringContaining("frame-ancestors 'none'")]);
    for (const [path, expected, method] of [
      ["chain.gz", 200, "HEAD"], ["none", 404], ["archives", 404], ["..%2fother%2fletter", 404], ["%ff", 404],
      ["index.html", 405, "POST"],
    ] as const) {
      expect([path, (await get(path, method))[0]]).toEqual([path, expected]);
    }
    const { port } = new URL(server.url);
    const second = await rootseed(["page", "--port", port]);
    expect([second.status, second.err]).toEqual([1,
      `rootseed: port ${port} is in use: choose another one, or none\n`]);
    await server.close();
  }, hangsAfter);
});

describe.skipIf(obstacle !== undefined)(`in a browser${because(obstacle)}`, () => {
  let visited: Visit;
  beforeAll(async () => {
    visited = await visit(site);
  }, hangsAfter);
  afterAll(async () => visited?.end());

  it("the seed is shown as bytes, assembly and reason, and each byte is explained", async () => {
    const { page, url } = visited;
    await page.getByRole("link", { name: "The seed", exact: true }).click({ timeout: hangsAfter });
    const code = parseHexFile(textOf("seed/boot.hex")).flatMap((line) => line.kind === "code" ? [line] : []);
    const shown = await page.locator("table.hex td.bytes").evaluateAll((cells) =>
      cells.map((cell) => [...cell.children].map((byte) => parseInt(byte.textContent ?? "", 16))));
    expect(shown).toEqual(code.map(({ bytes }) => bytes));
    await page.locator("[data-byte]").nth(2).hover();
    const { assembly } = code.filter(({ bytes }) => bytes.length > 0)[1] as typeof code[number];
    expect(await page.locator(".about").textContent()).toContain(`at 7C02: byte 2 of the 2 bytes of “${assembly}”`);
    await page.goto(`${url}#/read/chain%2F3-kernel%2Fmain.ts`);
    await page.locator("ol.lines").waitFor();
    const lines = textOf("chain/3-kernel/main.ts").trimEnd().split("\n");
    expect(await page.locator("ol.lines li").count()).toBe(lines.length);
    await page.goto(`${url}#/read/nothing`);
    await page.getByRole("alert").waitFor();
  }, hangsAfter);

  it("the run comes to TinyCC, everything as pinned, and then works without a network", async () => {
    const { page } = visited;
    await page.getByRole("link", { name: "Run", exact: true }).click();
    await page.getByText("MB have been loaded").waitFor();
    await page.context().setOffline(true);
    expect(await runInPage(page, "Start")).toMatch(/^Everything up to tcc was built from the seed, and is as pinned/);
    await expectPinned(page, "tcc", join(scratch, "disk"));
  }, hangsAfter);

  it("a program of the visitor's is compiled and run by what was made", async () => {
    const { page } = visited;
    await page.getByRole("textbox", { name: "C program" }).fill(
      "#include <stdio.h>\nint main(void) { printf(\"%s %d\\n\", \"it's 6 x 7 =\", 6 * 7); return 0; }\n");
    await page.getByRole("button", { name: "Compile and run it" }).click();
    await page.locator("pre.console", { hasText: "it's 6 x 7 = 42" }).waitFor({ timeout: hangsAfter });
    await page.getByRole("textbox", { name: "Type in" }).fill("echo typed by a person");
    await page.getByRole("textbox", { name: "Type in" }).press("Enter");
    await page.locator("pre.console", { hasText: /\ntyped by a person\n/ }).waitFor({ timeout: hangsAfter });
  }, hangsAfter);

  it("who made a file is a graph that one can walk, with as many processes as `explain` counts", async () => {
    const { page, url } = visited;
    await page.goto(`${url}#/made/tcc%2Ftcc`);
    const text = await page.getByText("comes from").textContent();
    const records = join(scratch, "records");
    expect((await rootseed(["run", "--record", "--until", "tcc", "--fresh", "--out", records])).status).toBe(0);
    const { out } = await rootseed(["explain", "tcc/tcc", "--records", records, "--json"]);
    const { processes } = JSON.parse(out) as { processes: unknown[] };
    expect(text).toContain(`tcc/tcc comes from ${processes.length} processes`);
    await page.getByRole("region", { name: "What it came from" }).getByRole("link").first().click();
    await page.getByRole("heading", { name: "cc#" }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: "a file of the repository" }).first().click();
    await page.getByRole("heading", { name: "chain/6-libc/include/" }).waitFor();
  }, hangsAfter);

  it("nothing was said on the browser's console, and no other server was asked", () => {
    expect(visited.faults).toEqual([]);
  });

  if (pictures === undefined) {
    return;
  }
  it("pictures: wide and narrow, light and dark", async () => {
    const { page, url } = visited;
    const views = [["run", ""], ["seed", "read/seed%2Fboot.hex"], ["made", "made/tcc%2Ftcc"]] as const;
    for (const [name, address] of views) {
      await page.goto(`${url}#/${address}`);
      await takePictures(page, pictures as string, name);
    }
  }, hangsAfter);
});
