// The command `store`: what earlier runs have left there, and room made in it.
import { Status } from "../common/problem.js";
import { formatBytes, formatTable } from "../common/text.js";
import { readSteps } from "../steps/steps.js";
import { linkKeys } from "../store/keys.js";
import { Store } from "../store/store.js";
import type { Context } from "./main.js";

/** Lists the links of the store; with `prune`, first removes what this repository does not use. */
export async function storeCommand(context: Context, cache: string, prune: boolean): Promise<Status> {
  const store = new Store(cache);
  const wanted = new Set(linkKeys(await readSteps(context.root)).values());
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  if (prune) {
    const removed = await store.prune(wanted);
    print(`rootseed: removed ${removed.links} links, ${removed.files} files (${formatBytes(removed.bytes)})`);
  }
  const links = await store.list();
  const rows = links.map(({ key, entry }) => entry === undefined ? ["?", "", "", "", "damaged"] : [
    entry.link, entry.engine, `${entry.seconds.toFixed(1)} s`,
    formatBytes([...entry.artifacts, ...entry.state].reduce((sum, { bytes }) => sum + bytes, 0)),
    wanted.has(key) ? "" : "of another version",
  ]);
  if (rows.length > 0) {
    formatTable([["link", "made on", "time", "size", ""], ...rows], [false, false, true, true, false]).forEach(print);
  }
  const unused = links.filter(({ key, entry }) => entry === undefined || !wanted.has(key)).length;
  print(`rootseed: ${store.folder}: ${links.length} links, ${formatBytes(await store.size())}` +
    (unused > 0 ? `; ${unused} are not used by this repository (--prune removes them)` : ""));
  return Status.Success;
}
