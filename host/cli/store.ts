// The command `store`: what earlier runs have left there, and room made in it.
import { Status } from "../common/errors.js";
import { formatBytes, formatTable } from "../common/text.js";
import { readSteps } from "../steps/steps.js";
import { stepKeys } from "../store/keys.js";
import { filesOf, Store } from "../store/store.js";
import type { Context, Definition } from "./context.js";
import { cacheFolder } from "../sources/cache.js";

/** Lists the steps of the store; with `prune`, first removes what this repository does not use. */
export async function storeCommand(context: Context, cache: string, prune: boolean): Promise<Status> {
  const store = new Store(cache);
  const wanted = new Set(stepKeys(await readSteps(context.root)).values());
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  if (prune) {
    const removed = await store.prune(wanted);
    print(`rootseed: removed ${removed.entries} entries, ${removed.files} files (${formatBytes(removed.bytes)})`);
  }
  const entries = await store.list();
  const rows = entries.map(({ key, entry }) => entry === undefined ? ["?", "", "", "", "damaged"] : [
    entry.step, entry.engine, `${entry.seconds.toFixed(1)} s`,
    formatBytes(filesOf(entry).reduce((sum, { bytes }) => sum + bytes, 0)),
    wanted.has(key) ? "" : "of another version",
  ]);
  if (rows.length > 0) {
    formatTable([["step", "made on", "time", "size", ""], ...rows], [false, false, true, true, false]).forEach(print);
  }
  const unused = entries.filter(({ key, entry }) => entry === undefined || !wanted.has(key)).length;
  print(`rootseed: ${store.folder}: ${entries.length} entries, ${formatBytes(await store.size())}` +
    (unused > 0 ? `; ${unused} are not used by this repository (--prune removes them)` : ""));
  return Status.Success;
}

/** Adds the command `store`. */
export const defineStore: Definition = (program, context) => {
  program.command("store")
    .description("list what earlier runs have left for later ones")
    .option("--cache <dir>", "the folder that it is in (or ROOTSEED_CACHE)")
    .option("--prune", "remove what this repository does not use (any more)")
    .action(async (options: { cache?: string; prune?: true }) => {
      context.finish(await storeCommand(context, cacheFolder(options.cache), options.prune ?? false));
    });
};
