// The store of finished steps and the exports made from it tell the truth: with damaged files, a store that cannot be
// used, a full disk. Every file with every kind of damage is in test/slow/store.test.ts.
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { hashFile } from "../host/common/files.js";
import { Status } from "../host/common/errors.js";
import { formatExportList } from "../host/steps/exports.js";
import { readSteps } from "../host/steps/steps.js";
import { stepKeys } from "../host/store/keys.js";
import { findCached, inStore, resumeFiles } from "../host/store/resume.js";
import { Store, type Entry } from "../host/store/store.js";
import { root } from "./support/folders.js";
import { copyRepository, rootseed } from "./support/host.js";
import {
  damages, expectMended, freshCache, goodExport, recorded, run, scratch, storeFiles, verify, withStore,
} from "./support/store.js";

withStore();

const names = Object.keys(damages);

it.each(names)("a file of the store, %s: is found, said, made again and exported", async (damage) => {
  const files = await storeFiles();
  const first = names.indexOf(damage);
  for (let at = first; at < files.length; at += names.length) {
    await expectMended(files[at] as string, damage);
  }
});

it("for real: an entry and its file have no length, as after a power cut; the export is whole", async () => {
  const cache = freshCache("power-cut");
  const store = new Store(cache);
  for (const { key, entry } of await store.list()) {
    if (entry?.step === "cc") {
      writeFileSync(join(store.folder, "entries", key), "");
      entry.state.forEach(({ sha256 }) => writeFileSync(store.object(sha256), ""));
    }
  }
  const exported = join(scratch, "power-cut.tar");
  const { status, out } = await rootseed(["run", "--until", "cc", "--cache", cache, "--export", exported]);
  expect(status).toBe(0);
  expect(out).toContain("what the store has of it is damaged and not used");
  expect(readFileSync(exported).equals(readFileSync(goodExport))).toBe(true);
});

describe("a store that cannot be used", () => {
  it("is a file: that is reported, and everything is built and exported even so", async () => {
    const cache = freshCache("blocked");
    rmSync(join(cache, "store"), { recursive: true });
    writeFileSync(join(cache, "store"), "");
    const exported = join(scratch, "blocked.tar");
    const { failure, said } = await run(cache, exported);
    expect(failure).toBeUndefined();
    expect(said).toMatch(/cc: cannot be kept for later runs: \S+store\S*: (a part of the path is no|it exists)/);
    expect(readFileSync(exported).equals(readFileSync(goodExport))).toBe(true);
    expect((await verify(cache)).status).toBe(Status.Failed);
  });

  const mayMount = spawnSync("unshare", ["--mount", "--map-root-user", "mount", "-t", "tmpfs", "none", "/mnt"]);
  it.skipIf(mayMount.status !== 0)("is full: said, and the export is whole (skipped: needs mounts)", () => {
    const cache = join(scratch, "full");
    mkdirSync(join(cache, "store"), { recursive: true });
    const exported = join(scratch, "full.tar");
    // Room for all that is kept before cc, in pages, and a little more.
    const objects = [...recorded.values()].flatMap(({ artifacts, state }) => [...artifacts, ...state])
      .filter(({ path }) => !path.endsWith("cc/cc") && path !== "bin/cc");
    const sizes = [...new Map(objects.map(({ sha256, bytes }) => [sha256, 8192 + bytes])).values()];
    const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
    const script =
      `mount -t tmpfs -o size=${size} none "$2/store" && "$1" run --until cc --cache "$2" --export "$3"`;
    const { status, stdout } = spawnSync("unshare",
      ["--mount", "--map-root-user", "sh", "-c", script, "sh", join(root, "rootseed"), cache, exported],
      { encoding: "utf8" });
    expect(stdout).toMatch(/cc: cannot be kept for later runs: \S+: no space left on the device/);
    expect(status).toBe(0);
    expect(readFileSync(exported).equals(readFileSync(goodExport))).toBe(true);
  });

  it.skipIf(process.getuid?.() !== 0)("may not be read: said by verify and run (skipped: needs root)", async () => {
    const cache = freshCache("private");
    const user = 65534;
    chownSync(cache, user, user);
    chmodSync(scratch, 0o755);
    chmodSync(join(cache, "store"), 0o700);
    const settings = { user, environment: { HOME: cache } };
    const verified = await rootseed(["verify", "--cache", cache], settings);
    expect(verified.err).toMatch(/store\S*: no permission[^\n]+\(EACCES\)/);
    expect(verified.status).toBe(1);
    const built = await rootseed(["run", "--until", "compiler", "--cache", cache], settings);
    expect(built.out).toMatch(/compiler: what the store has of it is damaged and not used \(\S+: no permission/);
    expect(built.out).toMatch(/compiler: cannot be kept for later runs: \S+: no permission/);
    expect(built.status).toBe(0);
  });

  it("loses a file after it was looked at: the run fails, and writes no export", async () => {
    const cache = freshCache("raced");
    const find = Store.prototype.find;
    const spy = vi.spyOn(Store.prototype, "find").mockImplementation(async function (this: Store, key) {
      const entry = await find.call(this, key) as Entry;
      if (entry.step === "cc") {
        entry.state.forEach(({ sha256 }) => writeFileSync(this.object(sha256), "changed behind our back"));
      }
      return entry;
    });
    const exported = join(scratch, "raced.tar");
    await expect(run(cache, exported)).rejects.toThrow(/expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}/);
    spy.mockRestore();
    expect(existsSync(exported)).toBe(false);
    expect((await run(cache, exported)).failure).toBeUndefined();
    expect(readFileSync(exported).equals(readFileSync(goodExport))).toBe(true);
  });
});

it("an artifact whose pin is to be made again is never called right", async () => {
  const repository = copyRepository(join(scratch, "unpinned"));
  const pins = join(repository, "steps/004-cc/pins");
  writeFileSync(pins, readFileSync(pins, "latin1").replace(/^\S+(?= {2}cc\/cc$)/m, "unpinned"));
  const cache = freshCache("unpinned-cache");
  const exported = join(scratch, "unpinned.tar");
  const command = (...args: string[]) => rootseed([...args, "--until", "cc", "--cache", cache], { repository });
  const made = await command("run", "--export", exported);
  expect(made.err).toMatch(/^rootseed: the step cc failed: cc\/cc: is not pinned; found SHA-256 [0-9a-f]{64}\n/);
  expect(made.out).toMatch(/^cc +cc .* NOT PINNED$/m);
  expect([made.status, existsSync(exported)]).toEqual([1, false]);
  const verified = await command("verify");
  expect(verified.out).toMatch(/^cc +cc .* NOT PINNED$/m);
  expect(verified.status).toBe(1);
  expect((await rootseed(["steps"], { repository })).out).toMatch(/^steps\/004-cc .* 2 NOT PINNED/m);
});

describe("what a step exports", () => {
  it("is listed in the order of the machine", () => {
    const file = (path: string) => ({ path, sha256: "a" });
    const files = ["usr/lib/b", "usr/lib.h", "bin/b", "usr/a", "bin/a.b", "bin/a/c"].map(file);
    expect(formatExportList(["bin", "usr"], files).split("\n").map((line) => line.slice(3)))
      .toEqual(["bin/a/c", "bin/a.b", "bin/b", "usr/a", "usr/lib/b", "usr/lib.h", ""]);
  });

  it("is compared with it in the machine, too, when a run resumes after the step", async () => {
    const store = new Store(freshCache("prologue"));
    const steps = (await readSteps(root)).slice(0, 4);
    const cached = await findCached(store, steps, stepKeys(await readSteps(root)), true, () => undefined);
    const { prologue, onTape } = await resumeFiles(cached.map((step) => inStore(store, step)), false, true);
    expect(prologue).toContain("sha256sum -c /out/cc/cc.exports");
    const list = onTape.find(({ path }) => path === "out/cc/cc.exports");
    expect(Buffer.from(list?.content ?? []).toString())
      .toMatch(/^[0-9a-f]{64} {2}bin\/cc\n[0-9a-f]{64} {2}bin\/tools\n$/);
  });

  it("is used again only when it is all that the pinned manifest lists", async () => {
    const cache = freshCache("manifest");
    const store = new Store(cache);
    // An entry that is whole, and lies: a file that is not the one the machine has left, one more, one fewer.
    const other = join(scratch, "other");
    writeFileSync(other, "other");
    const planted = { path: "bin/planted", ...await hashFile(other) };
    await store.putFile(other, planted);
    for (const change of [
      (state: Entry["state"]) => [...state, planted],
      (state: Entry["state"]) => state.slice(1),
      ([first, ...rest]: Entry["state"]) => [{ ...planted, path: first?.path as string }, ...rest],
      (state: Entry["state"]) => [...state, { ...planted, path: "etc/planted" }],
    ]) {
      const found = (await store.list()).find(({ entry }) => entry?.step === "cc");
      const entry = recorded.get("cc") as Entry;
      await store.putEntry(found?.key as string, { ...entry, state: change(entry.state) });
      const exported = join(scratch, "manifest.tar");
      const { failure, said } = await run(cache, exported);
      expect(failure).toBeUndefined();
      expect(said).toMatch(/cc: what the store has .* is damaged and not used \(.*(are not those of|does not export)/);
      expect(readFileSync(exported).equals(readFileSync(goodExport))).toBe(true);
    }
  });
});
