// Entries and objects on the disk. A file is on the disk whole before it has its name, objects before the entry that
// names them: a run that is killed, or a power cut, leaves whole files and unfinished ones that the next run removes.
//
// It must not believe what it finds: a file is what its name says only when its bytes have that hash, now; what has
// another kind, cannot be read or is missing is damaged in the same way, and is said and replaced, never passed over.
import { readFile, readdir, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import {
  compareText, copyAtomically, differenceOf, isAbandoned, listFiles, readProven, sha256, writeAtomically,
} from "../common/files.js";
import { explain, UserError, withPath } from "../common/errors.js";

const fileSchema = z.strictObject({
  path: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const entrySchema = z.strictObject({
  step: z.string(),
  /** On what it was made, and in how many seconds. */
  engine: z.string(),
  seconds: z.number().nonnegative(),
  tests: z.strictObject({ passed: z.number(), failed: z.number(), skipped: z.number() }).optional(),
  /** Below /out: STAGE/PATH. */
  artifacts: z.array(fileSchema),
  /** What later steps need, below /. */
  state: z.array(fileSchema),
  /** STAGE/NAME.record, where the step was recorded. */
  record: fileSchema.optional(),
});

/** Names of entries and objects. */
const keyPattern = /^[0-9a-f]{64}$/;

export type StoredFile = z.infer<typeof fileSchema>;
export type Entry = z.infer<typeof entrySchema>;

export function filesOf({ artifacts, state, record }: Entry): StoredFile[] {
  return [...artifacts, ...state, ...record === undefined ? [] : [record]];
}

export class Store {
  readonly folder: string;

  /** @param cache the user's cache folder. */
  constructor(cache: string) {
    this.folder = join(cache, "store");
  }

  object(hash: string): string {
    return join(this.folder, "objects", hash.slice(0, 2), hash);
  }

  private entry(key: string): string {
    return join(this.folder, "entries", key);
  }

  /** The bytes of a file, proven by its hash. */
  read({ sha256: hash }: StoredFile): Promise<Buffer> {
    return readProven(this.object(hash), hash);
  }

  /** The entry of a key with all its files checked; undefined when there is none; in words what is wrong with it. */
  async find(key: string): Promise<Entry | undefined | { damaged: string }> {
    let entry: Entry | undefined;
    try {
      entry = await this.readEntry(key);
    } catch (error) {
      return { damaged: explain(withPath(this.entry(key), error)) };
    }
    for (const { sha256: expected } of entry === undefined ? [] : filesOf(entry)) {
      const damaged = await differenceOf(this.object(expected), expected);
      if (damaged !== undefined) {
        return { damaged };
      }
    }
    return entry;
  }

  /** An entry file: the hash of the rest, then JSON. Throws when it is damaged; undefined when there is none. */
  private async readEntry(key: string): Promise<Entry | undefined> {
    let text: string;
    try {
      text = await readFile(this.entry(key), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        return undefined;
      }
      throw error;
    }
    const body = text.slice(65);
    if (text.slice(0, 65) !== `${sha256(Buffer.from(body))}\n`) {
      throw new UserError(`${this.entry(key)}: its first line is not the SHA-256 of the rest`);
    }
    const { data } = entrySchema.safeParse(JSON.parse(body));
    if (data === undefined) {
      throw new UserError(`${this.entry(key)}: is no entry of this version`);
    }
    return data;
  }

  /** Removes an entry. Its files stay: putFile replaces those that are not what their names say. */
  async remove(key: string): Promise<void> {
    await rm(this.entry(key), { recursive: true, force: true });
  }

  /** Copies a file into the store, which must have this hash. What is there already is proven, or replaced. */
  async putFile(from: string, { sha256: hash }: StoredFile): Promise<void> {
    const object = this.object(hash);
    if (await differenceOf(object, hash) !== undefined) {
      await removeFolder(object);
      await copyAtomically(from, object, hash);
    }
  }

  async putEntry(key: string, entry: Entry): Promise<void> {
    const body = `${JSON.stringify(entry, undefined, 1)}\n`;
    await removeFolder(this.entry(key));
    await writeAtomically(this.entry(key), `${sha256(Buffer.from(body))}\n${body}`);
  }

  /** All entries, those of a step next to each other; undefined for a damaged one. Their files are not looked at. */
  async list(): Promise<{ key: string; entry: Entry | undefined }[]> {
    const names = await namesIn(join(this.folder, "entries"));
    const entries = await Promise.all(names.filter((name) => keyPattern.test(name)).map(async (key) =>
      ({ key, entry: await this.readEntry(key).catch(() => undefined) })));
    const nameOf = ({ key, entry }: { key: string; entry: Entry | undefined }): string => `${entry?.step} ${key}`;
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
  async prune(keep: Set<string>): Promise<{ entries: number; files: number; bytes: number }> {
    await this.tidy();
    const removed = { entries: 0, files: 0, bytes: 0 };
    const used = new Set<string>();
    for (const { key, entry } of await this.list()) {
      if (entry === undefined || !keep.has(key)) {
        await this.remove(key);
        removed.entries += 1;
      } else {
        filesOf(entry).forEach((file) => used.add(file.sha256));
      }
    }
    for (const path of await this.objectPaths()) {
      // What another run is writing just now has another name.
      if (keyPattern.test(basename(path)) && !used.has(basename(path))) {
        removed.bytes += (await stat(path)).size;
        removed.files += 1;
        await rm(path, { recursive: true, force: true });
      }
    }
    return removed;
  }

  /** Removes what killed runs left unfinished. */
  async tidy(): Promise<void> {
    const entries = join(this.folder, "entries");
    const paths = [...await this.objectPaths(), ...(await namesIn(entries)).map((name) => join(entries, name))];
    for (const path of paths.filter(isAbandoned)) {
      await rm(path, { force: true });
    }
  }

  /** What lies where files are kept, whatever it is. */
  private async objectPaths(): Promise<string[]> {
    const folder = join(this.folder, "objects");
    const paths: string[] = [];
    for (const part of await namesIn(folder)) {
      paths.push(...(await namesIn(join(folder, part))).map((name) => join(folder, part, name)));
    }
    return paths;
  }
}

/** The names in a folder; none when there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort(compareText);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      return [];
    }
    throw error;
  }
}

/** Makes room for a file: renaming one to this name would replace another file, but not a folder. */
async function removeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) {
    await rm(path, { recursive: true });
  }
}
