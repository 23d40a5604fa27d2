// That nothing which a program generated takes part: every file that a run opens is searched for generators' marks, and
// whatever carries one, or is said to take no part, can be garbage. ROOTSEED_GENERATED_UNTIL=linux goes on after musl.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { listFiles } from "../../host/common/files.js";
import { readExplanations, searchSchema } from "../../host/dev/audit/search.js";
import { findMark } from "../../host/dev/audit/marks.js";
import { runSchema } from "../../host/report/document.js";
import { cacheFolder } from "../../host/sources/cache.js";
import type { Archive } from "../../host/sources/archive.js";
import { archivesOf, readSteps, stepsUntil, type Step } from "../../host/steps/steps.js";
import { overwrite, plantedMarks, plantGenerated, withChangedArchives } from "../support/changed-archives.js";
import { because, canRun, obstacleTo } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";
import { rootseed, type RunSettings } from "../support/host.js";

const scratch = makeScratch("generated");
const until = process.env["ROOTSEED_GENERATED_UNTIL"] ?? "musl";
const hours = 3 * 3600_000;
const hasStrace = spawnSync("strace", ["-V"]).error === undefined;
const obstacle = canRun("chroot") && !hasStrace ? "no strace" : obstacleTo("chroot");
const why = because(obstacle);

const cache = join(scratch, "cache");
/** Of this run alone: the search looks into all archives that are there. */
const archives = ["--cache", cache, "--mirror", cacheFolder(undefined)];

let steps: Step[];
beforeAll(async () => {
  steps = stepsUntil(await readSteps(root), until);
  expect((await rootseed(["fetch", "--until", until, ...archives])).status).toBe(0);
}, 600_000);

/** Runs the chain with a record of what it opens; then what the audit's search says of that. */
async function search(name: string, last: string, settings: RunSettings, cache: string) {
  const record = join(scratch, name);
  const ran = await rootseed(["run", "--engine", "chroot", "--until", last, "--fresh", "--json", "--cache", cache],
    { ...settings, environment: { ROOTSEED_OPENED: record } });
  const audited = await rootseed(["audit", "--opened", record, "--json", "--cache", cache], settings);
  const { search: found } = z.object({ search: searchSchema }).parse(JSON.parse(audited.out));
  return { ran, audited, found };
}

describe.skipIf(obstacle !== undefined)(`the files that a run opens${why}`, () => {
  it(`up to ${until}: none with a mark that no list explains`, { timeout: hours }, async () => {
    const { ran, audited, found } = await search("opened", until, {}, cache);
    expect(ran.status).toBe(0);
    expect(found.marked.filter(({ reason }) => reason === null)).toEqual([]);
    expect(audited.status).toBe(0);
    const wanted = archivesOf(steps).map(({ name }) => name);
    expect(found.notSearched.filter((name) => wanted.includes(name))).toEqual([]);
    expect(found.searched).toBeGreaterThan(500);
  });

  it("a generated file that is planted is found, by its words or by its numbers", { timeout: hours }, async () => {
    const { repository, cache: changed } = await withChangedArchives(join(scratch, "planted"),
      archivesOf(stepsUntil(await readSteps(root), "tcc")), cache, (_archive, folder) => plantGenerated(folder));
    const { audited, found } = await search("planted-opened", "tcc", { repository }, changed);
    const unexplained = found.marked.filter(({ reason }) => reason === null);
    expect(unexplained.map(({ path, line }) => `${path} ${line}`)).toEqual(plantedMarks);
    expect(audited.status).toBe(1);
  });
});

describe.skipIf(!canRun("chroot"))(`garbage${because(canRun("chroot") ? undefined : obstacleTo("chroot"))}`, () => {
  it(`up to ${until}: in the place of all that has a mark, or takes no part: the same hashes`, { timeout: hours },
    async () => {
      let overwritten = 0;
      const reasonOf = await readExplanations(root, steps);
      const ruin = async (_archive: Archive, folder: string): Promise<void> => {
        for (const path of await listFiles(folder)) {
          const reason = reasonOf(path);
          const takesNoPart = reason === null ? findMark(readFileSync(join(folder, path), "latin1")) !== undefined
            : reason.startsWith("takes no part");
          if (takesNoPart) {
            overwrite(join(folder, path), "@ ) garbage ( \\\n");
            overwritten++;
          }
        }
      };
      const { repository, cache: changed } = await withChangedArchives(join(scratch, "garbage"), archivesOf(steps),
        cache, ruin);
      const { out } = await rootseed(
        ["run", "--engine", "chroot", "--until", until, "--fresh", "--json", "--cache", changed], { repository });
      const artifacts = runSchema.parse(JSON.parse(out)).stages.flatMap((stage) => stage.artifacts);
      // The system packs the repository, and with it the names of other archives.
      const wrong = artifacts.filter(({ ok, path }) => !ok && !path.startsWith("system"));
      expect(artifacts.length).toBeGreaterThanOrEqual(steps.flatMap(({ pins }) => pins ?? []).length - 1);
      expect(wrong).toEqual([]);
      expect(overwritten).toBeGreaterThan(10);
    });
});
