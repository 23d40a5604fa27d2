// A reporter for vitest that ends with one line on the whole run: `N passed, N failed, N skipped`. A test file
// that could not even be loaded counts as one that failed.

/** Counts tests when all have run. */
export default class ClosingLine {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      tests.forEach((test) => {
        counts[test.result().state === "pending" ? "skipped" : test.result().state]++;
      });
      if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) {
        counts.failed++;
      }
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    // Behind everything that other reporters still print.
    process.on("exit", () => process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`));
  }
}
