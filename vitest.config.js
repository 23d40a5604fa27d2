// How the tests run: every file of test/, two at a time (an emulator each is enough for two cores), without
// a limit of time that a slow machine would meet. The slow tier is test/slow/ (npm run test:slow).
import { defineConfig } from "vitest/config";

const slow = process.env["ROOTSEED_SLOW"] === "1";

export default defineConfig({
  test: {
    include: [slow ? "test/slow/**/*.test.ts" : "test/**/*.test.ts"],
    exclude: slow ? [] : ["test/slow/**"],
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: slow,
    reporters: ["default", "./test/closing-line.js"],
  },
});
