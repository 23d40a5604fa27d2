// The page in a browser goes on to musl: everything as pinned, and a program compiled by the TinyCC that runs on musl.
// Skipped where no Chromium is installed.
import { join } from "node:path";
import { expect, it } from "vitest";
import { browserProgram, visit } from "../support/browser.js";
import { because } from "../support/engines.js";
import { makeScratch } from "../support/folders.js";
import { rootseed } from "../support/host.js";
import { expectPinned, runInPage } from "../support/page-run.js";

const scratch = makeScratch("slow-page");
const obstacle = browserProgram === undefined ? "Chromium is not installed" : undefined;

it.skipIf(obstacle !== undefined)(`a run in a browser comes to musl${because(obstacle)}`, async () => {
  expect((await rootseed(["page", join(scratch, "site")])).status).toBe(0);
  const { page, faults, end } = await visit(join(scratch, "site"));
  try {
    page.setDefaultTimeout(1_800_000);
    await runInPage(page, "Start");
    await page.getByRole("button", { name: "go on to musl" }).click();
    await page.getByText("Everything up to musl was built from the seed, and is as pinned").waitFor();
    await expectPinned(page, "musl", join(scratch, "disk"));
    await page.getByRole("button", { name: "Compile and run it" }).click();
    await page.locator("pre.console", { hasText: "47 53 59" }).waitFor();
    expect(faults).toEqual([]);
  } finally {
    await end();
  }
}, 3_600_000);
