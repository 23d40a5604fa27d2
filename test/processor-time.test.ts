// Processor time of a tree of processes: of what still runs, and of what has ended and was waited for.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { difference, processorTime } from "../host/common/processor-time.js";

/** A program that works for 0.3 s of its processor's time; with an argument another one like it, first. */
const work = `
  if (process.argv[1] !== undefined) {
    require("node:child_process").execFileSync(process.execPath, ["-e", process.argv[1]]);
  }
  while (process.cpuUsage().user < 300_000) {
  }
`;

it.skipIf(process.platform !== "linux")("counts what has ended, too, and not its own", async () => {
  const idle = "setTimeout(() => undefined, 1_000_000)";
  const script = `${work}; console.log("done"); require("node:child_process").spawn(process.execPath,
    ["-e", ${JSON.stringify(`${work}; console.log("done"); ${idle}`)}], { stdio: "inherit" })`;
  const before = process.cpuUsage();
  const child = spawn(process.execPath, ["-e", script, work], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  try {
    await once(child.stdout, "data");
    await once(child.stdout, "data");
    const time = processorTime(child.pid as number);
    // Three programs: a child that has ended, the first one, a child that still runs.
    expect(time?.user).toBeGreaterThan(0.85);
    expect(time?.system).toBeGreaterThanOrEqual(0);
    expect(processorTime(process.pid)?.user).toBeGreaterThanOrEqual(before.user / 1e6 - 0.02);
  } finally {
    process.kill(-(child.pid as number), "SIGKILL");
  }
});

it("never goes back", () => {
  expect(difference({ user: 1.5, system: 2 }, { user: 1, system: 2.25 })).toEqual({ user: 0.5, system: 0 });
});

it("knows nothing of a process that is not there", () => {
  expect(processorTime(0x7fffffff)).toBeUndefined();
});
