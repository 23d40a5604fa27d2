// What the record of processes costs: the same run with and without it, in turns, on each emulated machine that runs
// here.
import { join } from "node:path";
import { defaultHardware } from "../../engines/hardware.js";
import { qemuEngine } from "../../engines/qemu.js";
import { v86Engine } from "../../engines/v86.js";
import { cacheFolder } from "../../sources/cache.js";
import { markdownTable } from "./markdown.js";
import { userSeconds } from "./programs.js";

const rounds = 2;

/** The table as Markdown. */
export async function measureRecord(root: string, scratch: string): Promise<string[]> {
  const rows: string[][] = [];
  for (const engine of [v86Engine, qemuEngine]) {
    try {
      await engine.check({ root, cache: cacheFolder(undefined), hardware: defaultHardware });
    } catch {
      rows.push([engine.name, "not measured", "", ""]);
      continue;
    }
    const seconds = (...record: string[]): number => userSeconds([join(root, "rootseed"), "run", "--fresh", "--engine",
      engine.name, "--until", "musl", "--out", join(scratch, "out"), ...record], join(scratch, "times")).seconds;
    const without: number[] = [], withRecord: number[] = [];
    for (let round = 0; round < rounds; round++) {
      without.push(seconds());
      withRecord.push(seconds("--record"));
    }
    const [plain, recorded] = [Math.min(...without), Math.min(...withRecord)];
    rows.push([engine.name, plain.toFixed(1), recorded.toFixed(1), (recorded / plain).toFixed(2)]);
  }
  return markdownTable([["seed → musl with its tests", "without, s", "with --record, s", "ratio"], ...rows],
    [false, true, true, true]);
}
