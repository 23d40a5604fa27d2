// Bundles the program of the page. Plain JavaScript, loaded when a page is written: Vite is installed for the page and
// for tests alone (host/setup.mjs).
import { fileURLToPath } from "node:url";
import { build } from "vite";

/**
 * @param {string} folder gets the document and assets
 * @param {string} document the one that names the program
 * @returns {Promise<void>}
 */
export async function bundle(folder, document) {
  await build({
    root: fileURLToPath(new URL(".", import.meta.url)), configFile: false, base: "./", logLevel: "error",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    worker: { format: "es" },
    build: {
      outDir: folder, emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1000, rolldownOptions: { input: document },
    },
  });
}
