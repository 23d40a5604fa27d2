// The beginning of the JSON documents that are printed here and now (head-schema.ts), and their text.
//
// It must not fail: what cannot be found out (a copy without git, say) is null.
import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { arch, cpus, platform, release } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import { documentVersions, type Kind } from "./head-schema.js";

/** What the repository at `root` prints now at the beginning of a document. */
export function documentHead<K extends Kind>(root: string, kind: K) {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return {
    schema: { name: `rootseed-${kind}` as const, version: documentVersions[kind] },
    rootseed: { version, ...checkout(root) },
    date: `${new Date().toISOString().slice(0, 19)}Z`,
    host: {
      platform: platform(), release: release(), processor: arch(), model: cpus()[0]?.model.trim() ?? null,
      node: process.versions.node,
    },
  };
}

/** The text of a document, which is checked once more. */
export function printable<T extends z.ZodType>(schema: T, document: z.input<T>): string {
  return JSON.stringify(schema.parse(document), undefined, 2);
}

/** By these the environment names a repository, whatever folder git is called in (git's own hooks set them). */
const repositoryNames = ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE"];

/** The commit that is checked out at `root`; a copy inside of another repository has none. */
function checkout(root: string): { commit: string | null; modified: boolean | null } {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !repositoryNames.includes(name)));
  const git = (...args: string[]): string | undefined => {
    const words = ["-C", root, "--no-optional-locks", ...args];
    const { status, stdout } = spawnSync("git", words, { encoding: "utf8", env });
    return status === 0 ? stdout.trimEnd() : undefined;
  };
  const [top, commit] = git("rev-parse", "--show-toplevel", "HEAD")?.split("\n") ?? [];
  if (top === undefined || commit === undefined || realpathSync(top) !== realpathSync(root)) {
    return { commit: null, modified: null };
  }
  const changes = git("status", "--porcelain");
  return { commit, modified: changes === undefined ? null : changes !== "" };
}
