// How every JSON document begins: of which kind and version it is, which rootseed has printed it, when, and where. A
// version counts up when a field goes away or gets another meaning; new fields may come at any time, and readers pass
// over what they do not know. docs/schemas has the schema of each kind (schemas.ts).
//
// It must not fail: what cannot be found out (a copy without git, say) is null.
import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { arch, cpus, platform, release } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/** The kinds of documents, by the command that prints them, with their versions. */
export const documentVersions = {
  run: 4, verify: 3, steps: 3, audit: 3, attest: 1, explain: 1, "explain-processes": 1,
} as const;

type Kind = keyof typeof documentVersions;

/** The fields of the beginning. */
export function headSchema<K extends Kind>(kind: K) {
  return {
    schema: z.strictObject({
      name: z.literal(`rootseed-${kind}` as const).describe("What kind of document this is."),
      version: z.literal(documentVersions[kind]).describe("Counts up when a field goes away or changes its meaning."),
    }),
    rootseed: z.strictObject({
      version: z.string().describe("As in package.json."),
      commit: z.string().nullable().describe("The commit that was checked out; null where there is no git repository."),
      modified: z.boolean().nullable().describe("True when files differ from that commit or were added to it."),
    }).describe("The program that printed this document."),
    date: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/).describe("When it was printed, in UTC."),
    host: z.strictObject({
      platform: z.string().describe("The operating system, as Node.js calls it."),
      release: z.string().describe("The version of its kernel."),
      processor: z.string().describe("The kind of processor, as Node.js calls it."),
      model: z.string().nullable().describe("What the processor calls itself."),
      node: z.string().describe("The version of Node.js."),
    }).describe("The computer on which it was printed."),
  };
}

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
