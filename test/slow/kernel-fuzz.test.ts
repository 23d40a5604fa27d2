// The fuzzer of the kernel, some 60,000 calls and 500 executable files; and mended faults put back, each of which it
// must find within as many rounds. ROOTSEED_SEED=N for another seed, ROOTSEED_FUZZ_ROUNDS=N for longer,
// ROOTSEED_FUZZ_FIRST=N with ROOTSEED_FUZZ_ROUNDS=1 for one round again (docs/kernel.md).
import { expect, test } from "vitest";
import { describeReport, faults, fuzzKernel, kernelWith, missingOutcomes } from "../fuzz/kernel.js";
import { seedFor } from "../support/random.js";

const seed = seedFor("fuzzer of the kernel", 1);
const rounds = Number(process.env["ROOTSEED_FUZZ_ROUNDS"] ?? 50);
const firstRound = Number(process.env["ROOTSEED_FUZZ_FIRST"] ?? 0);
/** Milliseconds for a test: more than any machine needs. A kernel that hangs is found by its silence, long before. */
const limit = 600_000 + rounds * 60_000;

test("random calls and executable files end programs, never the kernel", async () => {
  const report = await fuzzKernel({ seed, rounds, firstRound });
  console.log(`fuzzer of the kernel: seed ${seed}, rounds from ${firstRound} on: ${rounds}\n${describeReport(report)}`);
  expect(report.wrong, report.console).toEqual([]);
  // a single round, made again, need not do everything
  if (rounds >= 50) expect(missingOutcomes(report)).toEqual([]);
}, limit);

test.each(faults)("a fault that was mended is found again: $name", async (fault) => {
  const report = await fuzzKernel({ seed, rounds, kernel: kernelWith(fault) });
  console.log(`${fault.name}: found in round ${report.rounds - 1} of seed ${seed}: ${report.wrong[0]}`);
  expect(report.wrong[0], report.console).toMatch(/^violation: (?!a call)|kernel (fault|stopped)|hangs/);
}, limit);
