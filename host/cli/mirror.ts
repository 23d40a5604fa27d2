// The command `mirror`: one folder with every archive, enough to run anywhere without a network.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { copyAtomically, hashFile } from "../common/files.js";
import { Status } from "../common/problem.js";
import { formatBytes } from "../common/text.js";
import { makeReporter } from "../report/reporter.js";
import { archivesOf, readSteps, stepsUntil } from "../steps/steps.js";
import { fetchCommand } from "./fetch.js";
import type { Context } from "./main.js";

/** Fetches what is missing in the cache, then copies all of it; what is there and right is left alone. */
export async function mirrorCommand(
  context: Context, folder: string, cache: string, mirrors: string[], until: string | undefined,
): Promise<Status> {
  await fetchCommand(context, cache, mirrors, until);
  const report = makeReporter(process.stdout);
  const archives = archivesOf(stepsUntil(await readSteps(context.root), until));
  let copied = 0;
  for (const archive of archives) {
    const target = join(resolve(folder), archive.file);
    if (existsSync(target) && (await hashFile(target)).sha256 === archive.sha256) {
      continue;
    }
    await copyAtomically(join(cache, archive.file), target);
    copied += 1;
  }
  const bytes = archives.reduce((sum, archive) => sum + archive.bytes, 0);
  report.note(`rootseed: ${folder} holds ${archives.length} archives (${formatBytes(bytes)}), ${copied} of them new; ` +
    `\`./rootseed run --mirror ${folder}\` needs no network`);
  return Status.Success;
}
