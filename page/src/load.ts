// Loads what the page needs: what it knows of the steps, the texts of the chain, the emulator, the archives up to the
// first stage that it can go to. Nothing more is asked of any server, but for what a later stage needs, when somebody
// goes on to it.
import { nameOnPage, type PageArchive, type PageData, type PageStep } from "../../host/page/model.js";
import { joinBytes, latin1 } from "../../host/common/bytes.js";
import { parseFiles } from "../../host/tape/format.js";

export interface Site {
  data: PageData;
  /** By path: the files of the repository, and the BIOS. */
  files: Map<string, Uint8Array>;
  /** In the order of the tape. */
  paths: string[];
  emulator: WebAssembly.Module;
  /** The emulator's thread. */
  worker: Worker;
  /** By file name. */
  archives: Map<string, Uint8Array>;
  /** Bytes that came over the network, packed. */
  loadedBytes: number;
}

/** Why the page cannot work in this browser; undefined when it can. */
export function obstacle(): string | undefined {
  if (!("WebAssembly" in globalThis)) {
    return "This browser has no WebAssembly, which the emulated PC needs.";
  }
  if (!("DecompressionStream" in globalThis)) {
    return "This browser cannot unpack gzip (DecompressionStream). Use one that is newer than 2023.";
  }
  return globalThis.crypto?.subtle === undefined
    ? "This page cannot compute hashes: a browser offers them to pages from https or from this computer only."
    : undefined;
}

/** @param progress gets how many bytes have come so far */
export async function loadSite(progress: (bytes: number) => void): Promise<Site> {
  let loadedBytes = 0;
  const count = (bytes: number): void => {
    loadedBytes += bytes;
    progress(loadedBytes);
  };
  const data = JSON.parse(new TextDecoder().decode(await get("data.json", count))) as PageData;
  const files = parseFiles(await unpack(await get("chain.gz", count)));
  const emulator = await WebAssembly.compile(await unpack(await get("v86.wasm.gz", count)) as BufferSource);
  const site: Site = {
    data, files: new Map(files.map(({ path, content }) => [path, content])),
    paths: files.map(({ path }) => path).filter((path) => !path.startsWith("firmware/")), emulator, archives: new Map(),
    worker: await startWorker(), loadedBytes: 0,
  };
  await loadArchives(site, stepsTo(data, Object.keys(data.plans)[0] as string), count);
  return { ...site, loadedBytes };
}

/** Starts the emulator's thread, which waits for orders. */
function startWorker(): Promise<Worker> {
  const worker = new Worker(new URL("./machine-worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.addEventListener("message", () => resolve(worker), { once: true });
    worker.addEventListener("error", ({ message }) => reject(new Error(`the emulator's thread: ${message}`)));
  });
}

/** The steps up to a stage. */
export function stepsTo({ steps }: PageData, stage: string): PageStep[] {
  return steps.slice(0, steps.findLastIndex((step) => step.stage === stage) + 1);
}

/** The archives of steps that have not been loaded yet, each once. */
export function missingArchives({ archives }: Site, steps: PageStep[]): PageArchive[] {
  const all = steps.flatMap((step) => step.archives).filter(({ file }) => !archives.has(file));
  return [...new Map(all.map((archive) => [archive.file, archive])).values()];
}

/** Loads the archives that steps need. */
export async function loadArchives(
  site: Site, steps: PageStep[], count: (bytes: number) => void = () => undefined,
): Promise<void> {
  for (const archive of missingArchives(site, steps)) {
    site.archives.set(archive.file, await getArchive(archive, count));
  }
}

async function getArchive(archive: PageArchive, count: (bytes: number) => void): Promise<Uint8Array> {
  const name = nameOnPage(archive);
  const loaded = await get(`archives/${name}`, count);
  const bytes = name === archive.file ? loaded : await unpack(loaded);
  const [found, { sha256 }] = [await hashOf(bytes), archive];
  if (found !== sha256) {
    throw new Error(`archives/${name}: expected SHA-256 ${sha256}, found ${found}: the server has another file`);
  }
  return bytes;
}

/** The SHA-256 of bytes, as hex digits. */
export async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const textOf = (site: Site, path: string): string => latin1(site.files.get(path) ?? new Uint8Array());

async function get(path: string, count: (bytes: number) => void): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`${path}: the server answers ${response.status} ${response.statusText}`);
  }
  const parts: Uint8Array[] = [];
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    count(part.value.length);
  }
  return joinBytes(parts);
}

/** gzip's; a server that has unpacked it already is no harm. */
async function unpack(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    return bytes;
  }
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
