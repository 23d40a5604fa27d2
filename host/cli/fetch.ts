// The command `fetch`.
import { countOf, formatBytes } from "../common/text.js";
import { Status } from "../common/errors.js";
import { readUserAdditions } from "../run/user-steps.js";
import { makeReporter } from "../common/reporter.js";
import type { Archive } from "../sources/archive.js";
import { missingArchives, provideArchives } from "../sources/provide.js";
import { archivesOf, readSteps, stepsToEnd, type Step } from "../steps/steps.js";
import type { Context, Definition } from "./context.js";
import { named } from "./options.js";
import { addSourceOptions, sourcesFrom, type SourceOptions, type Sources } from "./sources.js";

/**
 * Downloads what is missing or damaged of what the chain needs, to its end or to a stage.
 * @param ownSteps a folder with the user's steps, which need archives, too
 */
export async function fetchCommand(
  context: Context, sources: Sources, until: string | undefined, ownSteps?: string,
): Promise<Status> {
  const report = makeReporter(process.stdout);
  const allSteps = await readSteps(context.root);
  const chainSteps = stepsToEnd(allSteps, until);
  const added = await readUserAdditions({ add: [], script: undefined, steps: ownSteps }, chainSteps, allSteps);
  const steps = [...chainSteps, ...added.steps];
  const archives = archivesOf(steps);
  const stepOf = (archive: Archive): string =>
    `the step ${steps.find((step) => step.archives.includes(archive))?.name}`;
  const options = { ...sources, signal: context.signal, replaceDamaged: true, stepOf };
  const missing = await missingArchives(archives, options, report);
  const bytes = missing.reduce((sum, archive) => sum + archive.bytes, 0);
  report.note(`rootseed: ${countOf(archives.length, "archive")} ${describeReach(chainSteps)}, ` +
    `${missing.length} to fetch (${formatBytes(bytes)}), into ${sources.cache}`);
  await provideArchives(missing, options, report);
  report.note(`rootseed: all archives ${describeReach(chainSteps)} are there, SHA-256 as pinned`);
  return Status.Success;
}

/** How far archives suffice. */
export function describeReach(steps: Step[]): string {
  return `up to the stage ${steps.at(-1)?.stage}`;
}

/** Adds the command `fetch`. */
export const defineFetch: Definition = (program, context) => {
  addSourceOptions(program.command("fetch"))
    .description("download upstream's archives into the cache, all that the chain needs to its end")
    .option("--until <stage>", "only what is needed up to this stage (default: the last pinned one)")
    .option("--steps <dir>", "also what your own step folders need", named)
    .action(async (options: SourceOptions & { until?: string; steps?: string }) => {
      context.finish(await fetchCommand(context, sourcesFrom(options), options.until, options.steps));
    });
};
