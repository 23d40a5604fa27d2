// Writes the page as static files: the program, bundled by Vite from page/, the texts of the chain, the archives, and
// the emulator, which are packed, so that it is small on any web server.
//
// It must not make any byte that the machine runs: these are copies.
import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Status, UserError } from "../common/errors.js";
import { writeAtomically } from "../common/files.js";
import type { Archive } from "../sources/archive.js";
import { readCached } from "../sources/cache.js";
import { archivesOf, stagesOf, type Step } from "../steps/steps.js";
import { formatFiles } from "../tape/format.js";
import { repositoryFiles } from "../tape/tape.js";
import { makePageData } from "./data.js";
import { nameOnPage, type PageArchive } from "./model.js";

/** Files that the page has besides those of the tape. */
const besides = ["firmware/bios.hex"];

/**
 * @param folder gets the files, when all are there; it must be new, empty or an earlier page, which is replaced
 * @param steps up to the last stage that the page can go to; it can go to the one before, too
 */
export async function writeSite(root: string, folder: string, steps: Step[], cache: string): Promise<void> {
  await requireRoom(folder);
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.`);
  try {
    await writeFiles(root, unfinished, steps, cache);
    await chmod(unfinished, 0o755);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Throws where a folder holds something else than a page. */
async function requireRoom(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  if (names.length > 0 && !["index.html", textsFile, dataFile].every((name) => names.includes(name))) {
    throw new UserError(`${folder}: holds other files than those of a page: name a new or an empty folder`,
      Status.Usage);
  }
}

const textsFile = "chain.gz", dataFile = "data.json";

async function writeFiles(root: string, folder: string, steps: Step[], cache: string): Promise<void> {
  await bundlePage(root, folder, "index.html");
  const texts = [...await repositoryFiles(root), ...await Promise.all(besides.map(async (path) =>
    ({ path, content: await readFile(join(root, path)) })))];
  const emulator = await readFile(join(dirname(createRequire(import.meta.url).resolve("v86")), "v86.wasm"));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  const archives = await copyArchives(archivesOf(steps), cache, join(folder, "archives"));
  await writeAtomically(join(folder, textsFile), pack(formatFiles(texts)));
  await writeAtomically(join(folder, "v86.wasm.gz"), pack(emulator));
  const data = makePageData(steps, stagesOf(steps).slice(-2), archives, version);
  await writeAtomically(join(folder, dataFile), JSON.stringify(data));
}

const pack = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 9 });

/** Copies archives, or packs them; says what the page has of each, by file. */
async function copyArchives(archives: Archive[], cache: string, folder: string): Promise<Map<string, PageArchive>> {
  const copied = new Map<string, PageArchive>();
  for (const archive of archives) {
    const { file, bytes, sha256 } = archive;
    const content = await readCached(cache, archive, "the page");
    const loaded = nameOnPage(archive) === file ? content : pack(content);
    await writeAtomically(join(folder, nameOnPage(archive)), loaded);
    copied.set(file, { file, bytes, sha256, loadedBytes: loaded.length });
  }
  return copied;
}

/**
 * Bundles a program of the page; what does it is there for the page alone (page/bundle.mjs).
 * @param document the one in page/ that names it; it becomes index.html
 */
export async function bundlePage(root: string, folder: string, document: string): Promise<void> {
  const bundler = await import(pathToFileURL(join(root, "page/bundle.mjs")).href) as
    { bundle: (folder: string, document: string) => Promise<void> };
  await bundler.bundle(folder, document);
  await rename(join(folder, document), join(folder, "index.html"));
}
