// The command `explain` by the records of processes: reads those of the steps up to an artifact's own, and prints what
// it comes from. Fails where of a file among that nobody knows where it is from.
import { Status } from "../common/errors.js";
import { RecordedChain, type Provenance } from "../explain/provenance.js";
import { findArtifact } from "../explain/graph.js";
import { listUpstream } from "../explain/reading-list.js";
import { readRecords } from "../explain/records.js";
import { explainProcessesSchema } from "../report/document.js";
import { documentHead, printable } from "../report/head.js";
import type { Archive } from "../sources/archive.js";
import { cacheFolder } from "../sources/cache.js";
import { archivesOf, readSteps, type Step } from "../steps/steps.js";
import { Store } from "../store/store.js";
import type { Context } from "./context.js";
import { fileList, leavesOf, processDocument, processDot, processTree, wayTo } from "./explain-views.js";

/** How many levels of processes are shown. */
const defaultDepth = 3;

export interface ProcessOptions {
  processes?: true;
  records?: string;
  depth?: number;
  why?: string;
  read?: true;
  unread?: true;
  cache?: string;
  json?: true;
  dot?: true;
}

/** What an artifact comes from by the records, in the view that was asked for. */
export async function explainProcesses(context: Context, name: string, options: ProcessOptions): Promise<Status> {
  const steps = await readSteps(context.root);
  const { step, pin: { path, sha256 } } = findArtifact(steps, name);
  const cache = cacheFolder(options.cache);
  const records = await readRecords(steps, step, options.records ?? new Store(cache));
  const provenance = new RecordedChain(records).provenanceOf(step, path, sha256);
  if (options.json) {
    const head = documentHead(context.root, "explain-processes");
    const processes = processDocument(provenance);
    process.stdout.write(`${printable(explainProcessesSchema, { ...head, artifact: path, sha256, processes })}\n`);
  } else {
    const lines = await viewOf(provenance, `${path}  ${sha256}`, { ...options, cache, steps });
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return leavesOf(provenance).some(({ kind }) => kind === "unknown") ? Status.Failed : Status.Success;
}

async function viewOf(
  provenance: Provenance, heading: string, options: ProcessOptions & { cache: string; steps: Step[] },
): Promise<string[]> {
  if (options.dot) {
    return processDot(provenance);
  }
  if (options.why !== undefined) {
    return wayTo(provenance, heading, options.why);
  }
  if (options.read || options.unread) {
    const archives = archivesIn(provenance, options.steps);
    return fileList(await listUpstream(provenance, archives, options.cache), options.read === true);
  }
  return [heading, ...processTree(provenance, options.depth ?? defaultDepth)];
}

/** The archives of which something took part. */
function archivesIn(provenance: Provenance, steps: Step[]): Archive[] {
  const files = new Set(leavesOf(provenance).filter(({ kind }) => kind === "archive").map(({ path }) => path));
  return archivesOf(steps).filter(({ file }) => files.has(file));
}

