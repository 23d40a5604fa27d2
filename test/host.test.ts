// The modules of the host program one by one: what they read, write and refuse. Runs of the chain are in
// host-run.test.ts.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { audit, auditSchema } from "../host/dev/audit/audit.js";
import { countLines, languageOf } from "../host/dev/audit/count.js";
import { listFiles, sha256, writeAtomically } from "../host/common/files.js";
import { formatBytes, formatSeconds, formatTable } from "../host/common/text.js";
import { readFirmware } from "../host/engines/firmware.js";
import { Journal } from "../host/report/journal.js";
import type { Artifact } from "../host/report/document.js";
import { describeDifference, checkStage } from "../host/report/check.js";
import type { Archive } from "../host/sources/archive.js";
import { sourcesOf } from "../host/sources/places.js";
import { systemMirrors } from "../host/sources/mirrors.js";
import { unknownCost } from "../host/steps/costs.js";
import { formatPins, parsePins, unpinned } from "../host/steps/pins.js";
import { archivesOf, readSteps, stepsUntil, type Step } from "../host/steps/steps.js";
import { DeliveryReader } from "../host/tape/delivery.js";
import { makePlan } from "../host/tape/plan.js";
import { locateLine, readProgramSource } from "../host/tape/source.js";
import { assembleTape, makeDisk } from "../host/tape/format.js";
import { makeTape } from "../host/tape/tape.js";
import { because } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";

const scratch = makeScratch("host");

const hash = "0".repeat(63) + "a";

describe("pins", () => {
  it("reads what sha256sum writes", () => {
    expect(parsePins(`${hash}  musl/lib/libc.a\n# a comment\n\n${hash} *musl/tcc\n`, "pins")).toEqual([
      { sha256: hash, path: "musl/lib/libc.a" }, { sha256: hash, path: "musl/tcc" }]);
  });

  it("reads and writes what is to be made again", () => {
    const text = `unpinned  linux/system\n${hash}  linux/bzImage\n`;
    expect(parsePins(text, "pins")[0]).toEqual({ path: "linux/system", sha256: unpinned });
    expect(formatPins(parsePins(text, "pins"))).toBe(text);
  });

  it.each([
    ["short hash", `abc  musl/tcc\n`, "pins:1: expected 64 hexadecimal digits"],
    ["capital digits", `${hash.toUpperCase()}  musl/tcc\n`, "pins:1: expected"],
    ["no path", `${hash}\n`, "pins:1: expected"],
    ["absolute path", `${hash}  /musl/tcc\n`, "must be relative to /out"],
    ["climbing path", `\n${hash}  musl/../../x\n`, "pins:2: the path"],
    ["twice", `${hash}  a/b\n${hash}  a/b\n`, "pins:2: a/b is pinned twice"],
  ])("refuses: %s", (_, text, message) => {
    expect(() => parsePins(text, "pins")).toThrow(message);
  });
});

describe("a file that is written", () => {
  it("is on the disk before it is named, and its name before anybody goes on", async () => {
    const path = join(scratch, "synced");
    const handle = await open(scratch);
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const wasNamed: boolean[] = [];
    const sync = prototype.sync;
    const spy = vi.spyOn(prototype, "sync").mockImplementation(function (this: FileHandle) {
      wasNamed.push(existsSync(path));
      return sync.call(this);
    });
    await writeAtomically(path, "x");
    spy.mockRestore();
    expect(wasNamed).toEqual([false, true]);
    expect(readFileSync(path, "utf8")).toBe("x");
  });

  it("gets its folders, also where several need them at once", async () => {
    for (let round = 0; round < 50; round++) {
      const folder = join(scratch, `round-${round}`, "a", "b", "c");
      await Promise.all(["1", "2", "3", "4", "5"].map((name) => writeAtomically(join(folder, name, "file"), name)));
    }
    await expect(writeAtomically("/proc/a/b/file", "x")).rejects.toThrow(/ENOENT|no such file/);
  });
});

describe("the places of an archive", () => {
  const archive: Archive = {
    name: "a", list: "steps/archives/a", file: "a-1.0.tar.gz", bytes: 10, sha256: hash,
    places: ["mirror:pool/a", "https://example.org/a"],
  };

  it("are the user's mirrors by path and by name, then the upstream address", () => {
    expect(sourcesOf(archive, ["http://m.example/debian/", "/disk"])).toEqual([
      {
        name: "http://m.example/debian/",
        addresses: ["http://m.example/debian/pool/a", "http://m.example/debian/a-1.0.tar.gz"],
      },
      { name: "/disk", addresses: ["/disk/pool/a", "/disk/a-1.0.tar.gz"] },
      { name: "https://example.org/a", addresses: ["https://example.org/a"] },
    ]);
  });
});

describe("the system's mirrors", () => {
  it("come from one-line lists and deb822 files, the system's own only", async () => {
    const folder = join(scratch, "apt");
    await writeAtomically(join(folder, "sources.list"), [
      "# deb http://commented.example/debian stable main",
      "deb [arch=amd64 signed-by=/k] http://one.example/debian/ stable main contrib",
      "deb-src http://one.example/debian stable main",
      "deb https://vendor.example/apt stable vendor",
      "deb cdrom:[x]/ stable main"].join("\n"));
    await writeAtomically(join(folder, "sources.list.d/system.sources"), [
      "Types: deb", "# URIs: http://commented.example/debian",
      "URIs: http://two.example/debian", " https://three.example/debian", "Suites: stable", "Components: main",
      "",
      "Enabled: no", "URIs: http://off.example/debian", "Components: main"].join("\n"));
    await writeAtomically(join(folder, "sources.list.d/old.save"), "deb http://old.example/debian stable main\n");
    expect(await systemMirrors(folder)).toEqual([
      "http://one.example/debian", "http://two.example/debian", "https://three.example/debian"]);
    expect(await systemMirrors(join(scratch, "nowhere"))).toEqual([]);
  });
});

describe("the tape", () => {
  const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

  it("has the form of docs/architecture.md, byte for byte", () => {
    const hex = "title # stays\n\n90 # nop\n  eb fe # loop\n# nothing\n";
    const tape = textOf(assembleTape(hex, Buffer.from("K\n"), Buffer.from("T\n"), [
      { path: "seed/host.hex", content: Buffer.from("x\n") },
      { path: "plan", content: Buffer.alloc(0) },
    ]));
    const text = "title # stays\n90\neb fe\n01 00 00 00\n\0K\n\0T\n\0seed/host.hex 2\nx\nplan 0\n\0";
    expect(tape.length).toBe(512);
    expect(tape).toBe(text.padEnd(512, "\0"));
  });

  it("counts its sectors", () => {
    const files = [{ path: "f", content: Buffer.alloc(512 * 258, 65) }];
    const tape = assembleTape("t\n", Buffer.alloc(0), Buffer.alloc(0), files);
    expect(tape.length).toBe(512 * 259);
    expect(textOf(tape.subarray(0, 14))).toBe("t\n03 01 00 00\n");
  });

  it("refuses names with spaces", () => {
    expect(() => assembleTape("t\n", Buffer.alloc(0), Buffer.alloc(0), [{ path: "a b", content: Buffer.alloc(0) }]))
      .toThrow("a b: a name on the tape");
  });

  const hasXxd = spawnSync("sh", ["-c", "command -v xxd"]).status === 0;
  const noXxd = because(hasXxd ? undefined : "xxd is not installed");
  it.skipIf(!hasXxd)(`can be made by a shell script of at most 40 lines, the same bit for bit${noXxd}`, async () => {
    const script = join(root, "docs/by-hand.sh");
    expect(readFileSync(script, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(40);
    const steps = stepsUntil(await readSteps(root), undefined);
    const archives = archivesOf(steps)
      .map(({ file }) => ({ path: `sources/${file}`, content: Buffer.from(`stands for ${file}\n`) }));
    const folder = join(scratch, "archives");
    mkdirSync(folder, { recursive: true });
    archives.forEach(({ path, content }) => writeFileSync(join(folder, path.slice(8)), content));
    const byHand = execFileSync("sh", [script, folder], { cwd: root, maxBuffer: 1 << 28 });
    const { bootSeed } = await readFirmware(root);
    const byHost = makeDisk(bootSeed, await makeTape(root, archives, makePlan(steps, true)));
    expect(byHand.length).toBe(byHost.length);
    expect(sha256(byHand)).toBe(sha256(byHost));
  });

  it("is not begun by that script where something is missing: a status, a message, not a byte", () => {
    const empty = join(scratch, "no-archives");
    mkdirSync(empty, { recursive: true });
    for (const [cwd, words, message] of [
      [root, [], "the folder of the archives is missing: sh docs/by-hand.sh FOLDER > IMAGE"],
      [root, [empty], `there is no ${empty}/tcc_`],
      [empty, [join(scratch, "archives")], "steps/manifest"],
    ] as [string, string[], string][]) {
      const { status, stdout, stderr } = spawnSync("sh", [join(root, "docs/by-hand.sh"), ...words], { cwd });
      expect(stderr.toString()).toContain(message);
      expect([status === 0, stdout.length, readdirSync(empty)]).toEqual([false, 0, []]);
    }
  });

  it("leads line numbers of a T source back to files", async () => {
    const source = await readProgramSource(root, "tools");
    const lines = source.text.toString("latin1").split("\n");
    const [first, second] = source.files as [{ path: string; firstLine: number }, { path: string; firstLine: number }];
    expect(locateLine(source, 1)).toBe(`${first.path}:1`);
    expect(locateLine(source, second.firstLine + 2)).toBe(`${second.path}:3`);
    expect(lines[second.firstLine - 1]).toBe(readFileSync(join(root, second.path), "latin1").split("\n")[0]);
  });

  it("refuses a disk without a boot sector", () => {
    expect(() => makeDisk(new Uint8Array(59), new Uint8Array(512))).toThrow("seed/boot.hex: expected 512 bytes");
  });
});

describe("the plan", () => {
  const step: Step = {
    name: "cc", stage: "cc", folder: "steps/004-cc", title: "", madeBy: "compiler", runsOn: "i386", flags: [],
    archives: [], cost: unknownCost, pins: [], inputs: [], patches: [], records: [], generated: [], exports: ["bin"],
    isUserStep: false, ownShell: false,
  };

  it("runs the steps of a shared stage by the shell that was built, and delivers at its end", () => {
    const later = { ...step, stage: "userland", exports: [], ownShell: true };
    expect(makePlan([{ ...later, name: "busybox", folder: "steps/008-busybox" },
      { ...later, name: "make", folder: "steps/010-make" }], false)).toBe(
      "echo rootseed: begin busybox\nmkdir -p /out/userland\n/bin/sh /steps/run 008-busybox userland\n" +
      "cd /out\ncd /\necho rootseed: end busybox\n" +
      "echo rootseed: begin make\nmkdir -p /out/userland\n/bin/sh /steps/run 010-make userland\n" +
      "cd /out\ndeliver userland\ncd /\n" +
      "echo rootseed: end make\n");
  });

  it("runs, delivers, compares", () => {
    expect(makePlan([step], true)).toBe("echo rootseed: begin cc\nmkdir -p /out/cc\n" +
      "sha256sum -c /steps/004-cc/inputs\nsh /steps/004-cc/build\nsha256sum bin > out/cc/cc.exports\n" +
      "cd /out\ndeliver cc\n" +
      "sha256sum -c /steps/004-cc/pins\ndeliver ../bin\ncd /\necho rootseed: end cc\n");
    expect(makePlan([step], false)).not.toContain("sha256sum -c");
  });

  it("checks the archives of a step before it runs, also where pins are about to be made", () => {
    const archive = { name: "a", file: "a.tar", bytes: 1, sha256: hash, places: [] };
    const lists = ["steps/archives/a", "own/archives/b"];
    for (const check of [true, false]) {
      expect(makePlan([{ ...step, archives: lists.map((list) => ({ ...archive, list })) }], check)).toContain(
        "cd /sources\nsha256sum -c /steps/archives/a /own/archives/b\ncd /\nsh /steps/004-cc/build\n");
    }
  });

  it("leaves artifacts that are not pinned to the host", () => {
    const path = "cc/cc";
    expect(makePlan([{ ...step, pins: [{ path, sha256: unpinned }] }], true)).not.toContain("/pins");
    expect(makePlan([{ ...step, pins: [{ path, sha256: hash }] }], true)).toContain("sha256sum -c /steps/004-cc/pins");
  });

  it("knows the stages in their order", async () => {
    const steps = await readSteps(root);
    expect(steps.map(({ name }) => name).slice(0, 6)).toEqual(["compiler", "kernel", "tools", "cc", "tcc", "musl"]);
    expect(stepsUntil(steps, "tools").map(({ name }) => name)).toEqual(["compiler", "kernel", "tools"]);
    expect(() => stepsUntil(steps, "nonsense")).toThrow('no stage "nonsense": choose one of compiler, kernel');
  });
});

describe("what the machine delivers", () => {
  const deliver = (folder: string, pieces: string[]): void => {
    const reader = new DeliveryReader(folder);
    pieces.forEach((piece) => reader.push(Buffer.from(piece, "latin1")));
    reader.finish();
  };

  it("becomes files, however it is cut into pieces", async () => {
    const stream = "cc/cc 4\nabc\nmusl/lib/empty 0\nmusl/tcc 3\nx\ny";
    for (const size of [1, 2, 5, 100]) {
      const folder = join(scratch, `delivery-${size}`);
      deliver(folder, stream.match(new RegExp(`[^]{1,${size}}`, "g")) ?? []);
      expect(await listFiles(folder)).toEqual(["cc/cc", "musl/lib/empty", "musl/tcc"]);
      expect(readFileSync(join(folder, "musl/tcc"), "latin1")).toBe("x\ny");
    }
  });

  it("has names as people give them", async () => {
    const folder = join(scratch, "names");
    deliver(folder, [Buffer.from("cc/a\u00fc \u2713 b 1\nx").toString("latin1")]);
    expect(await listFiles(folder)).toEqual(["cc/a\u00fc \u2713 b"]);
  });

  it.each([
    ["a path that climbs out", ["../x 1\na"], "bad header"],
    ["an absolute path", ["/x 1\na"], "bad header"],
    ["no length", ["cc/cc\na"], "bad header"],
    ["a name that a terminal would obey", ["cc/\x1b[2J 1\na"], 'bad header "cc/\\u001b[2J 1"'],
    ["a name that is no UTF-8", ["cc/a\xfc 1\na"], "names have to be UTF-8"],
    ["no header", ["x".repeat(5000)], "without a name"],
    ["a file cut short", ["cc/cc 10\nabc"], "7 bytes missing"],
  ])("refuses %s", (_, pieces, message) => {
    expect(() => deliver(join(scratch, "refused"), pieces)).toThrow(message);
  });

  it("is compared with its pins", async () => {
    const folder = join(scratch, "checked");
    deliver(folder, ["cc/good 4\ngoodcc/wrong 3\nbadcc/extra 1\nx"]);
    const pins = [{ path: "cc/good", sha256: sha256(Buffer.from("good")) }, { path: "cc/wrong", sha256: hash },
      { path: "cc/missing", sha256: hash }];
    expect((await checkStage("cc", pins, folder)).map(({ path, bytes, ok }) => [path, bytes, ok])).toEqual([
      ["extra", 1, false], ["good", 4, true], ["missing", null, false], ["wrong", 3, false]]);
    const unpinnedPins = [{ path: "cc/good", sha256: unpinned }];
    const good = (await checkStage("cc", unpinnedPins, folder)).find(({ path }) => path === "good") as Artifact;
    expect([good.ok, good.expected]).toEqual([false, null]);
    expect(describeDifference("cc", good)).toMatch(/^cc\/good: is not pinned; found SHA-256 /);
  });
});

describe("the journal of the console", () => {
  it("understands steps, tests and the exit code, in any pieces", () => {
    const text = "boot\r\nrootseed: begin cc\nhello\nrootseed: end cc\nrootseed: begin musl\nrootseed: tests 96 1 3\n" +
      "line 12: near x;\nrootseed: exit 1";
    for (const size of [1, 3, 1000]) {
      let time = 0;
      const events: string[] = [];
      const journal = new Journal(() => time++);
      for (let at = 0; at < text.length; at += size) {
        const happened = journal.push(Buffer.from(text.slice(at, at + size)));
        events.push(...happened.map(({ run, hasEnded }) => `${run.name} ${hasEnded}`));
      }
      journal.finish();
      expect(events).toEqual(["cc false", "cc true", "musl false"]);
      expect(journal.current?.name).toBe("musl");
      expect(journal.current?.tests).toEqual({ passed: 96, failed: 1, skipped: 3 });
      expect(journal.compileError).toEqual({ line: 12, what: "near x;" });
      expect(journal.exitCode).toBe(1);
      expect(journal.tail[0]).toBe("boot");
    }
  });
});

describe("counting", () => {
  it.each([
    ["hex", "title\n\n90 # nop\n  # only a comment\neb fe\n", 5, 2],
    ["C", "/* a\n b */\nint x; // c\n\n*/\n/* c */ int y;\n", 6, 3],
    ["TypeScript", "// a\nconst s = \"//\";\nconst t = b(\"/*\");\n/** doc\n */\nx++;\n", 6, 3],
    ["shell", "# a\n\necho '#'\n  # b\n", 4, 1],
  ] as const)("%s", (language, text, lines, codeLines) => {
    expect(countLines(text, language)).toEqual({ lines, codeLines });
  });

  it("knows languages by name", () => {
    expect(["a.hex", "a.t", "a.ts", "a.c", "a.h", "steps/001-x/build", "pins"].map(languageOf))
      .toEqual(["hex", "T", "TypeScript", "C", "C", "shell", undefined]);
  });

  it("audits the repository: seeds and machine code within their limits", async () => {
    const result = auditSchema.parse(await audit(root));
    expect(result.seeds.map(({ file, kept }) => [file, kept]))
      .toEqual([["seed/boot.hex", true], ["seed/host.hex", true]]);
    expect(result.machineCodeBytes).toBeGreaterThan(1000);
    expect(result.machineCodeBytes).toBeLessThanOrEqual(5120);
    expect(result.parts.map(({ name }) => name)).toEqual(["seed/boot", "seed/host", "firmware", "chain/1-compiler",
      "chain/2-runtime", "chain/3-kernel", "chain/4-tools", "chain/5-cc", "chain/6-libc", "chain/7-lex",
      "chain/console", "steps"]);
    expect(result.totals.codeLines).toBe(result.parts.reduce((sum, { codeLines }) => sum + codeLines, 0));
    expect(result.totals.patchLines).toBeLessThanOrEqual(400);
    const awk = result.steps.find(({ name }) => name === "busybox")?.patches[0];
    expect(awk).toMatchObject({ file: "steps/008-busybox/awk-backslash.patch", lines: 2 });
    expect(awk?.reason).toMatch(/^awk's sub and gsub: /);
  });
});

describe("texts", () => {
  it("formats sizes, times and tables", () => {
    expect([0, 999, 1000, 999_949, 999_950, 708_943].map(formatBytes))
      .toEqual(["0 B", "999 B", "1.0 KB", "999.9 KB", "1.0 MB", "708.9 KB"]);
    expect([0.44, 59.9, 59.96, 125, 3725].map(formatSeconds))
      .toEqual(["0.4 s", "59.9 s", "1:00 min", "2:05 min", "1:02:05 h"]);
    expect(formatTable([["a", "b"], ["ccc", "10"]], [false, true])).toEqual(["a     b", "ccc  10"]);
  });
});

describe("the repository", () => {
  const isClone = spawnSync("git", ["rev-parse"], { cwd: root }).status === 0;
  const noClone = isClone ? undefined : "this is no clone of git's";
  it.skipIf(!isClone)(`holds no binary file but pictures of the page${because(noClone)}`, () => {
    const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0")
      .filter((path) => path !== "");
    const binary = files.filter((path) => {
      try {
        return readFileSync(join(root, path)).includes(0);
      } catch {
        return false;
      }
    });
    const isPicture = (path: string): boolean => /^docs\/page\/[a-z]+-[0-9]+-(light|dark)\.png$/.test(path) &&
      readFileSync(join(root, path)).subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
    expect(binary.filter((path) => !isPicture(path))).toEqual([]);
  });
});
