// The first start: what host/setup.mjs installs and builds, one process at a time; what it repairs; what it says where
// it cannot write; and that help needs none of it.
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeScratch, root } from "./support/folders.js";
import { copyRepository, rootseed, type Finished } from "./support/host.js";

const scratch = makeScratch("setup");

/** A copy of the repository that has the packages, but nothing built. */
function unbuilt(name: string): string {
  const copy = copyRepository(join(scratch, name));
  cpSync(join(root, "docs"), join(copy, "docs"), { recursive: true });
  rmSync(join(copy, "build"), { recursive: true });
  return copy;
}

describe("help", () => {
  const commands = ["run", "shell", "image", "page", "mirror", "verify", "attest", "fetch", "store", "steps", "audit",
    "explain", "pin"];

  it("is what docs/help.txt says (`npx vitest run test/setup.test.ts -u` writes it)", async () => {
    const pages = await Promise.all([[], ...commands.map((command) => [command])].map(async (words) => {
      const { status, out } = await rootseed([...words, "--help"]);
      expect(status).toBe(0);
      return `$ ${["rootseed", ...words, "--help"].join(" ")}\n${out}\n`;
    }));
    await expect(pages.join("")).toMatchFileSnapshot(join(root, "docs/help.txt"));
  });

  it("and the version come before anything is installed or built, and write nothing", async () => {
    const repository = unbuilt("fresh");
    rmSync(join(repository, "node_modules"));
    for (const words of [["--help"], ["run", "--help"], ["--version"]]) {
      const said = await rootseed(words, { repository });
      expect(said).toEqual(await rootseed(words));
      expect(said.out).not.toBe("");
    }
    expect(["node_modules", "build"].filter((name) => existsSync(join(repository, name)))).toEqual([]);
  });
});

describe("the lock of a first start", () => {
  it("is one process's at a time, also where killed processes have left theirs", async () => {
    const folder = makeScratch("lock");
    const [lock, log] = [join(folder, "lock"), join(folder, "log")];
    for (const name of ["lock", "lock.replacing"]) {
      writeFileSync(join(folder, name), String(spawnSync("true").pid));
    }
    const program = `import { alone } from ${JSON.stringify(join(root, "host/lock.mjs"))};
      import { appendFileSync } from "node:fs";
      alone(${JSON.stringify(lock)}, () => undefined, () => {
        appendFileSync(${JSON.stringify(log)}, "begin ");
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
        appendFileSync(${JSON.stringify(log)}, "end ");
      });`;
    const starts = Array.from({ length: 6 }, () => spawn(process.execPath, ["--input-type=module", "-e", program]));
    const ends = starts.map((child) => new Promise((resolve) => child.on("close", resolve)));
    expect(await Promise.all(ends)).toEqual(Array(6).fill(0));
    expect(readFileSync(log, "latin1")).toBe("begin end ".repeat(6));
    expect(readdirSync(folder)).toEqual(["log"]);
  });
});

describe("the first start", () => {
  it("builds once, however many come at the same time", async () => {
    const repository = unbuilt("twice");
    // A start that was killed has left its lock.
    mkdirSync(join(repository, "build"));
    writeFileSync(join(repository, "build/setup.lock"), String(spawnSync("true").pid));
    const starts = await Promise.all([1, 2, 3].map(() => rootseed(["steps"], { repository })));
    expect(starts.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(new Set(starts.map(({ out }) => out)).size).toBe(1);
    const errors = starts.map(({ err }) => err).join("");
    expect(errors.match(/building the host program/g)).toHaveLength(1);
    expect(errors).toMatch(/another start \(process [0-9]+\) is setting up: waiting for it\n/);
    expect(await rootseed(["steps"], { repository })).toMatchObject({ status: 0, err: "" });
  });

  it("mends a build of which a part is missing or changed", async () => {
    const repository = copyRepository(join(scratch, "half"));
    for (const damage of [
      () => rmSync(join(repository, "build/host/cli/main.js")),
      () => writeFileSync(join(repository, "build/host/common/text.js"), "export const"),
      () => rmSync(join(repository, "build/host"), { recursive: true }),
    ]) {
      damage();
      expect(await rootseed(["steps"], { repository }))
        .toMatchObject({ status: 0, err: "rootseed: building the host program (tsc)\n" });
    }
  });

  it("does not take half of node_modules for all of it", async () => {
    const repository = copyRepository(join(scratch, "packages"));
    rmSync(join(repository, "node_modules"));
    mkdirSync(join(repository, "node_modules"));
    symlinkSync(join(root, "node_modules/zod"), join(repository, "node_modules/zod"));
    // An npm that only says with what it was called: what it would install is another test's business.
    const bin = join(scratch, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "npm"), '#!/bin/sh\necho "npm $*" >&2\nexit 1\n');
    chmodSync(join(bin, "npm"), 0o755);
    const { status, err } = await rootseed(["steps"],
      { repository, environment: { PATH: `${bin}:${process.env["PATH"] ?? ""}` } });
    const [first, second = "", ...rest] = err.split("\n");
    expect(first).toBe("rootseed: installing the dependencies (npm ci), once");
    expect(second).toMatch(/^npm ci .*--prefer-offline/);
    expect(rest).toEqual(
      ["rootseed: npm ci failed (see above): it needs a network, or npm's cache with these packages", ""]);
    expect(status).toBe(1);
  });

  const canMount = spawnSync("unshare", ["--user", "--map-root-user", "--mount", "true"]).status === 0;
  const reason = canMount ? "" : " (skipped: no namespaces here)";
  it.skipIf(!canMount)(`says in a line that it cannot write${reason}`, async () => {
    const repository = unbuilt("read-only");
    const words = (command: string) => ["--user", "--map-root-user", "--mount", "sh", "-c",
      `mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && "$0/rootseed" ${command}`, repository];
    const child = spawn("unshare", words("steps"));
    const said: Finished = { status: null, out: "", err: "" };
    child.stderr.on("data", (text: Buffer) => {
      said.err += text.toString();
    });
    said.status = await new Promise((resolve) => child.on("close", resolve));
    expect(said).toEqual({ status: 1, out: "", err: `rootseed: ${repository} cannot be written (EROFS), and the ` +
      "first start installs packages and builds there: start it once where it can be written, or use a copy\n" });
    expect(spawnSync("unshare", words("--version")).status).toBe(0);
  });
});
