// The command `mirror`: one folder with every archive, enough to run anywhere without a network.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { copyAtomically, hashFile } from "../common/files.js";
import { Status } from "../common/errors.js";
import { countOf, formatBytes } from "../common/text.js";
import { makeReporter } from "../common/reporter.js";
import { inspectCached } from "../sources/cache.js";
import type { Archive } from "../sources/archive.js";
import { archivesOf, readSteps, stepsToEnd } from "../steps/steps.js";
import { describeReach, fetchCommand } from "./fetch.js";
import type { Context, Definition } from "./context.js";
import { addSourceOptions, sourcesFrom, type SourceOptions, type Sources } from "./sources.js";

/**
 * Fetches what is missing in the cache, then copies all of it; what is there and right is left alone. What cannot be
 * fetched is an error, but does not keep the rest from being copied.
 */
export async function mirrorCommand(
  context: Context, folder: string, sources: Sources, until: string | undefined,
): Promise<Status> {
  const report = makeReporter(process.stdout);
  const steps = stepsToEnd(await readSteps(context.root), until);
  const archives = archivesOf(steps);
  let failure: unknown;
  await fetchCommand(context, sources, until).catch((error: unknown) => {
    failure = error;
  });
  if (context.signal.aborted) {
    throw failure;
  }
  const { held, isNew } = await copyArchives(archives, sources.cache, resolve(folder));
  const bytes = held.reduce((sum, archive) => sum + archive.bytes, 0);
  const of = held.length < archives.length ? `${held.length} of ` : "";
  report.note(`rootseed: ${folder} holds ${of}${countOf(archives.length, "archive")} ${describeReach(steps)} ` +
    `(${formatBytes(bytes)}), ${isNew.length} of them new`);
  if (failure !== undefined) {
    throw failure;
  }
  report.note(`rootseed: \`./rootseed run --until ${steps.at(-1)?.stage} --mirror ${folder} --only-mirror\` ` +
    "needs no network");
  return Status.Success;
}

/** Copies those archives that the cache holds; gives those that the folder holds then, and which of them are new. */
async function copyArchives(archives: Archive[], cache: string, folder: string) {
  const held: Archive[] = [];
  const isNew: Archive[] = [];
  for (const archive of archives) {
    const target = join(folder, archive.file);
    if (!existsSync(target) || (await hashFile(target)).sha256 !== archive.sha256) {
      if (await inspectCached(cache, archive) !== "good") {
        continue;
      }
      await copyAtomically(join(cache, archive.file), target);
      isNew.push(archive);
    }
    held.push(archive);
  }
  return { held, isNew };
}

/** Adds the command `mirror`. */
export const defineMirror: Definition = (program, context) => {
  addSourceOptions(program.command("mirror"))
    .description("copy upstream's archives to a folder, all that the chain needs to its end; " +
      "`--mirror DIR --only-mirror` then needs no network")
    .argument("<dir>", "the folder")
    .option("--until <stage>", "only what is needed up to this stage (default: the last pinned one)")
    .action(async (folder: string, options: SourceOptions & { until?: string }) => {
      context.finish(await mirrorCommand(context, folder, sourcesFrom(options), options.until));
    });
};
