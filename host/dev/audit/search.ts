// The search for generated files that a run has read: every file of an archive that a step has read is looked at for
// marks of generators (marks.ts), and each that has one must be explained in a list: `generated` of a step, or one of
// docs/looks-generated.
//
// How it thinks: what counts is the file as upstream has it, so the archives are unpacked again, into a folder of ours,
// each after a look at its hash. What is fetched as a single file counts as read. An explanation that nothing needs any
// more is no error here: a file may take part on one way to build it alone.
import { readFile, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { compareText, listFiles } from "../../common/files.js";
import { makeWorkFolder } from "../../common/work-folder.js";
import type { Archive } from "../../sources/archive.js";
import { damagedArchive, inspectCached } from "../../sources/cache.js";
import { isArchive, unpackAll } from "../../sources/unpack.js";
import { archivesOf, parseGenerated, readSteps, type GeneratedFile, type Step } from "../../steps/steps.js";
import { findMark, type Mark } from "./marks.js";
import type { WasRead } from "./opened.js";

export const searchSchema = z.strictObject({
  /** How many files of archives were read. */
  searched: z.number(),
  /** Those with a mark: its line and text; why the file may take part, null where no list says it. */
  marked: z.array(z.strictObject({
    path: z.string(), line: z.number(), text: z.string(), reason: z.string().nullable(),
  })),
  /** Archives of which the record has nothing, or which are not in the cache. */
  notSearched: z.array(z.string()),
});

export type Search = z.infer<typeof searchSchema>;

/** Searches what a run has read. */
export async function searchRead(root: string, wasRead: WasRead, cache: string): Promise<Search> {
  const steps = await readSteps(root);
  const reasonOf = await readExplanations(root, steps);
  const folder = await makeWorkFolder(cache);
  const search: Search = { searched: 0, marked: [], notSearched: [] };
  try {
    for (const archive of archivesOf(steps)) {
      const found = await isThere(archive, cache) ? await searchArchive(archive, cache, folder, wasRead)
        : { searched: 0, marked: [] };
      search.searched += found.searched;
      search.marked.push(...found.marked.map(({ path, ...mark }) => ({ path, reason: reasonOf(path), ...mark })));
      search.notSearched.push(...found.searched === 0 ? [archive.name] : []);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return search;
}

/** False where the cache does not have an archive; throws where it has another one under that name. */
async function isThere(archive: Archive, cache: string): Promise<boolean> {
  const state = await inspectCached(cache, archive);
  if (typeof state === "object") {
    throw damagedArchive(join(cache, archive.file), "the search", state.damaged);
  }
  return state === "good";
}

/** Searches one archive. Where it has no folder for all, the steps have unpacked it into one with its name. */
async function searchArchive({ name, file }: Archive, cache: string, workFolder: string, wasRead: WasRead) {
  const found = { searched: 0, marked: [] as (Mark & { path: string })[] };
  if (!isArchive.test(file)) {
    const mark = findMark(await readFile(join(cache, file), "latin1"));
    return { searched: 1, marked: mark === undefined ? [] : [{ path: file, ...mark }] };
  }
  const folder = join(workFolder, name);
  await unpackAll(join(cache, file), folder);
  const paths = await listFiles(folder);
  const isLoose = paths.some((path) => !path.includes("/"));
  for (const path of paths) {
    const content = await readFile(join(folder, path));
    if (wasRead(isLoose ? `${basename(folder)}/${path}` : path, content)) {
      const mark = findMark(content.toString("latin1"));
      found.searched++;
      found.marked.push(...mark === undefined ? [] : [{ path, ...mark }]);
    }
  }
  await rm(folder, { recursive: true });
  return found;
}

/** What the lists of the steps, and those of docs/looks-generated, say of a file. */
export async function readExplanations(root: string, steps: Step[]): Promise<(path: string) => string | null> {
  const folder = join(root, "docs/looks-generated");
  const lists = (await readdir(folder)).filter((name) => name !== "README.md").sort(compareText);
  const texts = await Promise.all(lists.map((name) => readFile(join(folder, name), "utf8")));
  return explanations([...steps.flatMap(({ generated }) => generated), ...texts.flatMap(parseGenerated)]);
}

/** What lines say of a file, by its path in its archive; null where they are silent. */
export function explanations(lines: GeneratedFile[]): (path: string) => string | null {
  const known = new Map(lines.map(({ path, reason }) => [path, reason]));
  const patterns = lines.filter(({ path }) => path.includes("*")).map(({ path, reason }) => {
    const words = path.split("*").map((word) => word.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return { pattern: new RegExp(`^${words.join("[^/]*")}$`), reason };
  });
  return (path) => known.get(path) ?? patterns.find(({ pattern }) => pattern.test(path))?.reason ?? null;
}
