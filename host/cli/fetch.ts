// The command `fetch`.
import { countOf, formatBytes } from "../common/text.js";
import { Status } from "../common/problem.js";
import { makeReporter } from "../report/reporter.js";
import type { Archive } from "../sources/lock.js";
import { missingArchives, provideArchives } from "../sources/provide.js";
import { archivesOf, readSteps, stepsToEnd, type Step } from "../steps/steps.js";
import type { Context } from "./main.js";
import type { Sources } from "./sources.js";

/** Downloads what is missing or damaged of what the chain needs, to its end or to a milestone. */
export async function fetchCommand(context: Context, sources: Sources, until: string | undefined): Promise<Status> {
  const report = makeReporter(process.stdout);
  const steps = stepsToEnd(await readSteps(context.root), until);
  const archives = archivesOf(steps);
  const linkOf = (archive: Archive): string =>
    `the link ${steps.find((step) => step.archives.includes(archive))?.name}`;
  const options = { ...sources, signal: context.signal, replaceDamaged: true, linkOf };
  const missing = await missingArchives(archives, options, report);
  const bytes = missing.reduce((sum, archive) => sum + archive.bytes, 0);
  report.note(`rootseed: ${countOf(archives.length, "archive")} ${describeReach(steps)}, ${missing.length} to fetch ` +
    `(${formatBytes(bytes)}), into ${sources.cache}`);
  await provideArchives(missing, options, report);
  report.note(`rootseed: all archives ${describeReach(steps)} are there, SHA-256 as pinned`);
  return Status.Success;
}

/** How far archives suffice. */
export function describeReach(steps: Step[]): string {
  return `up to the milestone ${steps.at(-1)?.milestone}`;
}
