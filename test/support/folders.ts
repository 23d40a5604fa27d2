// Where the repository is, and folders for what tests write: outside of the repository, and removed when all tests of a
// file have run (a file's own `afterAll` comes first).
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { repositoryRoot } from "../../host/common/repository.js";

export const root = repositoryRoot();

/** The bytes of a file of the repository. */
export const readRoot = (file: string): Buffer => readFileSync(join(root, file));

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder of its own; the name helps a person who finds it. */
export function makeScratch(name = "test"): string {
  const folder = mkdtempSync(join(tmpdir(), `rootseed-${name}-`));
  folders.push(folder);
  return folder;
}
