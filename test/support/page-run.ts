// A run in the page, from the click to the verdict, and what it has to show.
import { expect } from "vitest";
import type { Page } from "playwright-core";
import { recordPin } from "../../host/record/place.js";
import { readSteps, stepsUntil } from "../../host/steps/steps.js";
import { root } from "./folders.js";
import { rootseed } from "./host.js";
import { hangsAfter } from "./limits.js";

/** Clicks a button, and waits until the run that it starts has ended: what the page then says. */
export async function runInPage(page: Page, button: string): Promise<string> {
  await page.getByRole("button", { name: button }).click({ timeout: hangsAfter });
  await page.locator(".verdict, .notice.bad").first().waitFor({ timeout: hangsAfter });
  return await page.locator(".verdict, .notice.bad").first().textContent() ?? "";
}

/** The files that the page shows are those of the pins, records and all; its disk is the one that `image` writes. */
export async function expectPinned(page: Page, stage: string, image: string): Promise<void> {
  const steps = stepsUntil(await readSteps(root), stage);
  const pins = steps.flatMap((step) => [...step.pins ?? [], recordPin(step, "kernel") ?? []].flat());
  const rows = await page.locator("tr[data-path]").evaluateAll((found) =>
    found.map((row) => [row.getAttribute("data-path"), row.getAttribute("data-sha256"), row.textContent]));
  expect(rows.map(([path, sha256]) => `${sha256}  ${path}`).sort())
    .toEqual(pins.map(({ path, sha256 }) => `${sha256}  ${path}`).sort());
  expect(rows.every(([, , text]) => text?.includes("as pinned"))).toBe(true);
  const { status, out } = await rootseed(["image", "--record", "--shell", "--until", stage, image]);
  expect(status).toBe(0);
  expect(out).toContain(`SHA-256 ${await page.locator("[data-disk]").getAttribute("data-disk")}`);
}
