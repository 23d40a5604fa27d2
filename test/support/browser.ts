// A browser without a window that looks at the page, and what it must never see: an error, a message on its console, a
// request to another server than the page's own.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { serveFolder, type PageServer } from "../../host/page/server.js";

/** Chromium, or what is made of it, where it is installed. */
export const browserProgram = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  .map((name) => join("/usr/bin", name)).find(existsSync);

export interface Visit {
  page: Page;
  url: string;
  /** What must not be; empty at the end of a test. */
  faults: string[];
  end: () => Promise<void>;
}

/** Serves a folder, and opens its page in a browser. */
export async function visit(folder: string): Promise<Visit> {
  const server: PageServer = await serveFolder(folder, 0);
  const visit = await visitAddress(server.url);
  return {
    ...visit,
    end: async () => {
      await visit.end();
      await server.close();
    },
  };
}

/** Opens a page that is served. */
export async function visitAddress(url: string): Promise<Visit> {
  // Chromium's own cage, and shared memory, need what a container may lack; the page is ours.
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];
  const browser: Browser = await chromium.launch({ executablePath: browserProgram as string, args });
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
  page.on("request", (request) => faults.push(...request.url().startsWith(url) ? [] : [request.url()]));
  await page.goto(url);
  return { page, url, faults, end: () => browser.close() };
}

/** Where pictures go, if somebody wants them: what docs/page has. */
export const pictures = process.env["ROOTSEED_SCREENSHOTS"];

/** Takes pictures of what a page shows: wide and narrow, light and dark. */
export async function takePictures(page: Page, folder: string, name: string): Promise<void> {
  for (const width of [390, 1280]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
  }
}
