// How the tests run: every file of test/, two at a time (an emulator each is enough for two cores), without
// a limit of time that a slow machine would meet. The slow tier is test/slow/ (npm run test:slow). Runs of the chain
// itself come first: others start what they make, and they take longest.
//
// What a user's shell may have set otherwise, and no test is about, is the same for all: who may read new files, the
// language of messages, which repository git takes for its own, and that servers of tests are reached without a proxy.
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

process.umask(0o022);
process.env["LC_ALL"] = "C.UTF-8";
for (const name of ["LANGUAGE", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"]) {
  delete process.env[name];
}
const direct = process.env["no_proxy"] || process.env["NO_PROXY"];
process.env["no_proxy"] = [...direct ? [direct] : [], "127.0.0.1", "localhost"].join(",");

const slow = process.env["ROOTSEED_TIER"] === "slow";

class ChainFirst extends BaseSequencer {
  async sort(files) {
    const rank = ({ moduleId }) => /\/(native|host-chain)\.test\.ts$/.test(moduleId) ? 0 : 1;
    return (await super.sort(files)).sort((left, right) => rank(left) - rank(right));
  }
}

export default defineConfig({
  test: {
    include: [slow ? "test/slow/**/*.test.ts" : "test/**/*.test.ts"],
    exclude: slow ? [] : ["test/slow/**"],
    maxWorkers: 2,
    sequence: { sequencer: ChainFirst },
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
    passWithNoTests: slow,
    reporters: ["default", "./test/support/closing-line.js"],
  },
});
