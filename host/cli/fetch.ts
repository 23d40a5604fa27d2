// The command `fetch`.
import { countOf, formatBytes } from "../common/text.js";
import { Status } from "../common/problem.js";
import { ownWork } from "../run/own.js";
import { makeReporter } from "../report/reporter.js";
import type { Archive } from "../sources/lock.js";
import { missingArchives, provideArchives } from "../sources/provide.js";
import { archivesOf, readSteps, stepsToEnd, type Step } from "../steps/steps.js";
import type { Context } from "./main.js";
import type { Sources } from "./sources.js";

/**
 * Downloads what is missing or damaged of what the chain needs, to its end or to a milestone.
 * @param ownSteps a folder with the user's steps, which need archives, too
 */
export async function fetchCommand(
  context: Context, sources: Sources, until: string | undefined, ownSteps?: string,
): Promise<Status> {
  const report = makeReporter(process.stdout);
  const allSteps = await readSteps(context.root);
  const chainSteps = stepsToEnd(allSteps, until);
  const own = await ownWork({ add: [], script: undefined, steps: ownSteps }, chainSteps, allSteps);
  const steps = [...chainSteps, ...own.steps];
  const archives = archivesOf(steps);
  const linkOf = (archive: Archive): string =>
    `the link ${steps.find((step) => step.archives.includes(archive))?.name}`;
  const options = { ...sources, signal: context.signal, replaceDamaged: true, linkOf };
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
  return `up to the milestone ${steps.at(-1)?.milestone}`;
}
