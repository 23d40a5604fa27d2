// Entries and objects on the disk. A file is written under another name and then renamed, objects before the entry that
// names them: a run that is killed leaves whole files only, and unfinished ones that the next run removes.
import { existsSync } from "node:fs";
import { copyFile, readFile, readdir, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { atomically, compareText, hashFile, isAbandoned, listFiles, sha256, writeAtomically } from "../common/files.js";

const fileSchema = z.strictObject({
  path: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const entrySchema = z.strictObject({
  link: z.string(),
  /** On what it was made, and in how many seconds. */
  engine: z.string(),
  seconds: z.number().nonnegative(),
  tests: z.strictObject({ passed: z.number(), failed: z.number(), skipped: z.number() }).optional(),
  /** Below /out: MILESTONE/PATH. */
  artifacts: z.array(fileSchema),
  /** What later links need, below /. */
  state: z.array(fileSchema),
});

/** Names of entries and objects. */
const keyPattern = /^[0-9a-f]{64}$/;

export type StoredFile = z.infer<typeof fileSchema>;
export type Entry = z.infer<typeof entrySchema>;

export class Store {
  readonly folder: string;

  /** @param cache the user's cache folder. */
  constructor(cache: string) {
    this.folder = join(cache, "store");
  }

  object(hash: string): string {
    return join(this.folder, "objects", hash.slice(0, 2), hash);
  }

  private link(key: string): string {
    return join(this.folder, "links", key);
  }

  /** The entry of a key with all its files checked; undefined when there is none; in words what is wrong with it. */
  async find(key: string): Promise<Entry | undefined | { damaged: string }> {
    if (!existsSync(this.link(key))) {
      return undefined;
    }
    const entry = await this.readEntry(key);
    if (entry === undefined) {
      return { damaged: `${this.link(key)}: its first line is not the SHA-256 of the rest` };
    }
    for (const { sha256: expected } of [...entry.artifacts, ...entry.state]) {
      const path = this.object(expected);
      if (!existsSync(path)) {
        return { damaged: `${path}: is missing` };
      }
      const found = await hashFile(path);
      if (found.sha256 !== expected) {
        return { damaged: `${path}: expected SHA-256 ${expected}, found ${found.sha256}` };
      }
    }
    return entry;
  }

  /** An entry file: the hash of the rest, then JSON. */
  private async readEntry(key: string): Promise<Entry | undefined> {
    const text = await readFile(this.link(key), "utf8");
    const body = text.slice(65);
    if (text.slice(0, 65) !== `${sha256(Buffer.from(body))}\n`) {
      return undefined;
    }
    return entrySchema.parse(JSON.parse(body));
  }

  /** Removes an entry, and those of its files that are not what their names say. */
  async remove(key: string): Promise<void> {
    const entry = await this.readEntry(key).catch(() => undefined);
    await rm(this.link(key), { force: true });
    for (const { sha256: expected } of [...entry?.artifacts ?? [], ...entry?.state ?? []]) {
      const path = this.object(expected);
      if (existsSync(path) && (await hashFile(path)).sha256 !== expected) {
        await rm(path, { force: true });
      }
    }
  }

  /** Copies a file into the store. */
  async putFile(from: string, path: string): Promise<StoredFile> {
    const { bytes, sha256: hash } = await hashFile(from);
    if (!existsSync(this.object(hash))) {
      await atomically(this.object(hash), (unfinished) => copyFile(from, unfinished));
    }
    return { path, bytes, sha256: hash };
  }

  async putEntry(key: string, entry: Entry): Promise<void> {
    const body = `${JSON.stringify(entry, undefined, 1)}\n`;
    await writeAtomically(this.link(key), `${sha256(Buffer.from(body))}\n${body}`);
  }

  /** All entries, those of a link beside each other; undefined for a damaged one. Their files are not looked at. */
  async list(): Promise<{ key: string; entry: Entry | undefined }[]> {
    const names = await readdir(join(this.folder, "links")).catch(() => []);
    const entries = await Promise.all(names.filter((name) => keyPattern.test(name)).map(async (key) =>
      ({ key, entry: await this.readEntry(key).catch(() => undefined) })));
    const nameOf = ({ key, entry }: { key: string; entry: Entry | undefined }): string => `${entry?.link} ${key}`;
    return entries.sort((left, right) => compareText(nameOf(left), nameOf(right)));
  }

  /** How many bytes its files have. */
  async size(): Promise<number> {
    let bytes = 0;
    for (const path of await listFiles(this.folder)) {
      bytes += (await stat(join(this.folder, path))).size;
    }
    return bytes;
  }

  /** Removes all entries but those of the keys to keep, and all files that no entry names any more. */
  async prune(keep: Set<string>): Promise<{ links: number; files: number; bytes: number }> {
    await this.tidy();
    const removed = { links: 0, files: 0, bytes: 0 };
    const used = new Set<string>();
    for (const { key, entry } of await this.list()) {
      if (entry === undefined || !keep.has(key)) {
        await rm(this.link(key), { force: true });
        removed.links += 1;
      } else {
        [...entry.artifacts, ...entry.state].forEach((file) => used.add(file.sha256));
      }
    }
    for (const path of await listFiles(join(this.folder, "objects"))) {
      const hash = basename(path);
      // What another run is writing just now has another name.
      if (keyPattern.test(hash) && !used.has(hash)) {
        removed.bytes += (await stat(this.object(hash))).size;
        removed.files += 1;
        await rm(this.object(hash), { force: true });
      }
    }
    return removed;
  }

  /** Removes what killed runs left unfinished. */
  async tidy(): Promise<void> {
    const paths = [
      ...(await listFiles(join(this.folder, "objects"))).map((path) => join(this.folder, "objects", path)),
      ...(await readdir(join(this.folder, "links")).catch(() => [])).map((name) => join(this.folder, "links", name)),
    ];
    for (const path of paths) {
      if (isAbandoned(path)) {
        await rm(path, { force: true });
      }
    }
  }
}
