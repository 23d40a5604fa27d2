// A reporter for vitest that ends with what was not done, what failed (a line `FAILED: …` each, with the first words of
// why), and one line on the whole run: `N passed, N failed, N skipped`. Skipped tests are listed by their reasons, as
// the name of the test, or of a group that it is in, has them in brackets: "... (skipped: REASON)". A test file that
// could not even be loaded counts as one that failed.

/** Words in brackets at the end of a name; they may hold brackets themselves. */
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

/** The line of a test, a file or the run itself that failed. */
function failureLine(name, errors) {
  const [first = ""] = (errors[0]?.message ?? "").split("\n");
  return `FAILED: ${name}: ${first.slice(0, 300)}`;
}

/** Counts tests when all have run. */
export default class ClosingLine {
  onInit(vitest) {
    this.isPartial = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    const skipped = new Map();
    const failures = errors.map((error) => failureLine("outside of a test", [error]));
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        counts[state === "pending" ? "skipped" : state]++;
        if (state === "failed") {
          failures.push(failureLine(`${module.relativeModuleId}: ${test.fullName}`, test.result().errors));
        }
        if (state === "skipped") {
          const reason = reasonOf(test);
          const name = `${module.relativeModuleId}: ${test.fullName.replace(reasonGiven, "")}`;
          skipped.set(reason, [...skipped.get(reason) ?? [], name]);
        }
      }
      if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) {
        counts.failed++;
        failures.push(failureLine(module.relativeModuleId, module.errors()));
      }
    }
    const lines = this.isPartial ? [] : [...skipped].flatMap(([reason, names]) =>
      [`skipped, ${names.length}: ${reason}`, ...names.map((name) => `    ${name}`)]);
    const total = `${counts.passed} passed, ${counts.failed} failed` +
      (counts.skipped > 0 ? `, ${counts.skipped} skipped` : "");
    // After everything that other reporters still print.
    process.on("exit", () => process.stdout.write([...lines, ...failures, total, ""].join("\n")));
  }
}
