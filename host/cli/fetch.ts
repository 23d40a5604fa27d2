// The command `fetch`.
import { formatBytes } from "../common/text.js";
import { Status } from "../common/problem.js";
import { makeReporter } from "../report/reporter.js";
import type { Archive } from "../sources/lock.js";
import { missingArchives, provideArchives } from "../sources/provide.js";
import { archivesOf, readSteps, stepsUntil } from "../steps/steps.js";
import type { Context } from "./main.js";

/** Downloads what is missing or damaged. */
export async function fetchCommand(
  context: Context, cache: string, mirrors: string[], until: string | undefined,
): Promise<Status> {
  const report = makeReporter(process.stdout);
  const steps = stepsUntil(await readSteps(context.root), until);
  const archives = archivesOf(steps);
  const linkOf = (archive: Archive): string =>
    `the link ${steps.find((step) => step.archives.includes(archive))?.name}`;
  const options = { cache, mirrors, signal: context.signal, replaceDamaged: true, linkOf };
  const missing = await missingArchives(archives, options, report);
  const bytes = missing.reduce((sum, archive) => sum + archive.bytes, 0);
  report.note(`rootseed: ${archives.length} archives, ${missing.length} to fetch (${formatBytes(bytes)}), ` +
    `into ${cache}`);
  await provideArchives(missing, options, report);
  report.note("rootseed: all archives are there, SHA-256 as pinned");
  return Status.Success;
}
