// A reporter for vitest that ends with what was not done, and one line on the whole run: `N passed, N failed, N
// skipped`. Skipped tests are listed by their reasons, which stand in the name of the test, or of a group that it
// belongs to, in brackets: "... (skipped: REASON)". A test file that could not even be loaded counts as one that
// failed.

/** What stands in brackets at the end of a name, which may hold brackets themselves. */
const inBrackets = /\(((?:[^()]|\([^()]*\))*)\)$/;
/** A reason in a name. */
const reasonGiven = / \(skipped: ((?:[^()]|\([^()]*\))*)\)/g;

/** Why a test was skipped: the outermost reason; where none is called so, the nearest words in brackets. */
function reasonOf(test) {
  const [given] = test.fullName.matchAll(reasonGiven);
  if (given !== undefined) {
    return given[1];
  }
  for (let part = test; part !== undefined && part.type !== "module"; part = part.parent) {
    const words = inBrackets.exec(part.name)?.[1];
    if (words !== undefined) {
      return words;
    }
  }
  return test.result().note ?? "no reason given";
}

/** Counts tests when all have run. */
export default class ClosingLine {
  onInit(vitest) {
    this.isPartial = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    const skipped = new Map();
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        counts[state === "pending" ? "skipped" : state]++;
        if (state === "skipped") {
          const reason = reasonOf(test);
          const name = `${module.relativeModuleId}: ${test.fullName.replace(reasonGiven, "")}`;
          skipped.set(reason, [...skipped.get(reason) ?? [], name]);
        }
      }
      if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) {
        counts.failed++;
      }
    }
    const lines = this.isPartial ? [] : [...skipped].flatMap(([reason, names]) =>
      [`skipped, ${names.length}: ${reason}`, ...names.map((name) => `    ${name}`)]);
    const total = `${counts.passed} passed, ${counts.failed} failed` +
      (counts.skipped > 0 ? `, ${counts.skipped} skipped` : "");
    // Behind everything that other reporters still print.
    process.on("exit", () => process.stdout.write([...lines, total, ""].join("\n")));
  }
}
