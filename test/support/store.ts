// A store of finished steps that tests may damage: one real run of the chain up to cc fills it and exports its system.
// Runs on copies of it use an engine that only repeats what the real machine has exported, so that each takes a second.
import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, vi } from "vitest";
import { verifyCommand } from "../../host/cli/verify.js";
import { copyAtomically, listFiles } from "../../host/common/files.js";
import { Status, type UserError } from "../../host/common/errors.js";
import type { Engine } from "../../host/engines/engine.js";
import { engines } from "../../host/engines/engines.js";
import { defaultHardware } from "../../host/engines/hardware.js";
import { runChain } from "../../host/run/run.js";
import { Store, type Entry } from "../../host/store/store.js";
import { makeScratch, root } from "./folders.js";
import { rootseed } from "./host.js";

export const scratch = makeScratch("store");
const until = "cc";
const pristine = join(scratch, "pristine");

/** What the real run has exported. */
export const goodExport = join(scratch, "good.tar");

/** What the machine of the real run has delivered, by step. */
export const recorded = new Map<string, Entry>();

/** Which steps the last run has made. */
export const madeNow: string[] = [];

const replay: Engine = {
  name: "replay", description: "what a machine has delivered before", isEmulated: false, memory: undefined,
  startsLinux: false, takesFiles: true,
  check: () => Promise.resolve({ runs: new Map([["i386" as const, null]]), obstacles: new Map() }),
  async run(job) {
    const store = new Store(pristine);
    for (const [, name] of Buffer.from(job.tape).toString("latin1").matchAll(/^echo rootseed: begin (\S+)$/gm)) {
      const { artifacts, state } = recorded.get(name as string) as Entry;
      madeNow.push(name as string);
      job.console(Buffer.from(`rootseed: begin ${name}\n`));
      for (const { path, sha256 } of artifacts) {
        await copyAtomically(store.object(sha256), join(job.outFolder, path), sha256);
      }
      for (const { path, sha256 } of state) {
        await copyAtomically(store.object(sha256), join(job.stateFolder, path), sha256);
      }
      job.console(Buffer.from(`rootseed: end ${name}\n`));
    }
    return { exitCode: 0 };
  },
};

/** To be called once in a test file: makes the store before its tests. */
export function withStore(): void {
  beforeAll(async () => {
    const { status, err } = await rootseed(["run", "--until", until, "--cache", pristine, "--export", goodExport]);
    expect([status, err.replace(/^rootseed: building .*\n/, "")]).toEqual([0, ""]);
    for (const { entry } of await new Store(pristine).list()) {
      recorded.set(entry?.step as string, entry as Entry);
    }
    engines.push(replay);
  });
}

/** A cache folder with a store as the real run has left it. */
export function freshCache(name: string): string {
  const cache = join(scratch, name);
  rmSync(cache, { recursive: true, force: true });
  cpSync(join(pristine, "store"), join(cache, "store"), { recursive: true });
  return cache;
}

/** The command `run` up to cc. */
export async function run(cache: string, exportTo?: string) {
  const notes: string[] = [];
  madeNow.length = 0;
  const report = {
    isLive: false, width: Infinity, live: () => undefined, clear: () => undefined,
    note: (line: string) => notes.push(line),
  };
  const { document, failure } = await runChain({
    root, engine: "replay", otherEngine: true, until, out: undefined, memory: undefined, jobs: 1, log: undefined, cache,
    mirrors: { named: [], only: false },
    hardware: defaultHardware, verbose: false, pinning: false, exportTo, fresh: false,
    additions: { add: [], script: undefined, steps: undefined }, console: undefined,
    signal: new AbortController().signal,
  }, report);
  const artifacts = document.stages.flatMap((stage) => stage.artifacts);
  return { failure, artifacts, said: notes.join("\n") };
}

/** The command `verify` up to cc: its status, and what it says. */
export async function verify(cache: string): Promise<{ status: Status; said: string }> {
  let said = "";
  const written = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    const context = { root, defaultStage: "musl", signal: new AbortController().signal, finish: () => undefined };
    const options = { cache, mirrors: { named: [], only: false }, until };
    return { status: await verifyCommand(context, undefined, options), said };
  } catch (error) {
    return { status: (error as UserError).status, said: (error as UserError).message };
  } finally {
    written.mockRestore();
  }
}

/** What may happen to a file. */
export const damages: Record<string, (path: string) => void> = {
  "emptied": (path) => truncateSync(path),
  "cut short": (path) => truncateSync(path, readFileSync(path).length >> 1),
  "zeroed": (path) => writeFileSync(path, Buffer.alloc(readFileSync(path).length)),
  "flipped": (path) => {
    const content = readFileSync(path);
    content[content.length >> 1] = (content[content.length >> 1] as number) ^ 1;
    writeFileSync(path, content);
  },
  "replaced by a folder": (path) => {
    rmSync(path);
    mkdirSync(join(path, "folder"), { recursive: true });
  },
  "missing": (path) => rmSync(path),
};

/** The files of the store, relative to it. */
export function storeFiles(): Promise<string[]> {
  return listFiles(join(pristine, "store"));
}

/**
 * Damages a file of a fresh store: `verify` says so and fails; one run says so, rebuilds it and exports the right
 * bytes; then all of the store is good again.
 */
export async function expectMended(file: string, damage: string): Promise<void> {
  const cache = freshCache("damaged");
  const path = join(cache, "store", file);
  damages[damage]?.(path);
  // An entry that is not there is no damage: then nothing is known of a step.
  const isSeen = damage !== "missing" || file.startsWith("objects/");
  const before = await verify(cache);
  expect([file, before.status]).toEqual([file, Status.Failed]);
  if (isSeen) {
    expect(before.said).toContain(path);
    expect(before.said).toMatch(/`.\/rootseed run --until [a-z]+` rebuilds it/);
  }
  const exported = join(scratch, "exported.tar");
  rmSync(exported, { force: true });
  const mended = await run(cache, exported);
  expect([file, mended.failure]).toEqual([file, undefined]);
  expect(madeNow.length).toBeGreaterThan(0);
  expect(mended.artifacts.map(({ ok }) => ok)).toEqual(Array(8).fill(true));
  expect(readFileSync(exported).equals(readFileSync(goodExport))).toBe(true);
  if (isSeen) {
    expect(mended.said).toContain("what the store has of it is damaged and not used");
  }
  expect([file, (await verify(cache)).status]).toEqual([file, Status.Success]);
  expect((await run(cache)).failure).toBeUndefined();
  expect(madeNow).toEqual([]);
}
