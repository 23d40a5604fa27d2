// How the tests run: every file of test/, two at a time (an emulator each is enough for two cores), without
// a limit of time that a slow machine would meet. The slow tier is test/slow/ (npm run test:slow); the full tier
// (npm run test:full) is the same, taken as far as it goes: one file at a time, the chain itself first, because others
// start the Linux that it makes.
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

const tier = process.env["ROOTSEED_TIER"];
const slow = tier === "slow" || tier === "full";

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
    maxWorkers: tier === "full" ? 1 : 2,
    sequence: { sequencer: ChainFirst },
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: slow,
    reporters: ["default", "./test/closing-line.js"],
  },
});
