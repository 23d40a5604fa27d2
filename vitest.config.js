// How the tests run: every file of test/, two at a time (an emulator each is enough for two cores), without
// a limit of time that a slow machine would meet. The slow tier is test/slow/ (npm run test:slow), the chain itself
// first, because others start what it makes.
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

const slow = process.env["ROOTSEED_TIER"] === "slow";

class ChainFirst extends BaseSequencer {
  async sort(files) {
    const rank = ({ moduleId }) => moduleId.endsWith("/native.test.ts") ? 0 : 1;
    return (await super.sort(files)).sort((left, right) => rank(left) - rank(right));
  }
}

export default defineConfig({
  test: {
    include: [slow ? "test/slow/**/*.test.ts" : "test/**/*.test.ts"],
    exclude: slow ? [] : ["test/slow/**"],
    maxWorkers: 2,
    sequence: { sequencer: ChainFirst },
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: slow,
    reporters: ["default", "./test/closing-line.js"],
  },
});
