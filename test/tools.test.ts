// The small applets of chain/4-tools, under Node and natively: their output, their errors, what they refuse; and how
// the tools start from a tape.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { decodeHex } from "../host/dev/hex/index.js";
import { because, canRun, hostWords, obstacleTo } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { noI386, runsI386, spawnI386 } from "./support/i386.js";
import { buildTools, runBoth, type Setup, shown, toolsSource } from "./support/tools.js";

const programs = buildTools();
const run = (words: string, setup: Setup = {}, input: Buffer | string = "") =>
  runBoth(programs, words.split(" "), setup, input);
const sha = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");

it.skipIf(!runsI386)(`all tests of the tools also run the native program (${runsI386 ? "they do" : noI386})`, () => {
  expect(spawnI386(programs.native!, ["echo", "native"]).stdout.toString()).toBe("native\n");
});

describe("sha256sum", () => {
  it("hashes as Node does, at every length around a block and a buffer", () => {
    const lengths = [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 65535, 65536, 65537, 200_001];
    const setup: Setup = {};
    for (const n of lengths) setup[`f${n}`] = Buffer.from(Array.from({ length: n }, (_, i) => i * 7 & 255));
    const result = run(`sha256sum ${lengths.map((n) => `f${n}`).join(" ")}`, setup);
    expect(result.stdout.toString()).toBe(lengths.map((n) => `${sha(setup[`f${n}`])}  f${n}\n`).join(""));
    expect(run("sha256sum -", {}, "abc").stdout.toString()).toBe(`${sha("abc")}  -\n`);
  });

  it("lists what lies below a folder, by the bytes of the names in each", () => {
    const setup: Setup = { "d/b": "1", "d/a.b": "2", "d/a/c": "3", "d/a/e/f": "4", "e": "5" };
    expect(run("sha256sum e d", setup).stdout.toString().split("\n").map((line) => line.slice(66)))
      .toEqual(["e", "d/a/c", "d/a/e/f", "d/a.b", "d/b", ""]);
    const list = run("sha256sum d", setup).stdout;
    expect(run("sha256sum -c -", setup, list).status).toBe(0);
  });

  it("checks lists", () => {
    const list = `${sha("one")}  a\n# 3 bytes\n${sha("two").toUpperCase()} *d/b\n#\n`;
    const good = run("sha256sum -c list", { list, a: "one", "d/b": "two" });
    expect([good.status, good.stdout.toString(), good.stderr]).toEqual([0, "a: OK\nd/b: OK\n", ""]);
    const bad = run("sha256sum -c list", { list, a: "0ne", "d/b": "two" });
    expect([bad.status, bad.stdout.toString()]).toEqual([1, "a: FAILED\nd/b: OK\n"]);
    expect(bad.stderr).toBe(`sha256sum: a: expected ${sha("one")}, found ${sha("0ne")}\n`);
    expect(run("sha256sum -c -", { a: "one" }, `${sha("one")}  a`).status).toBe(0);
    expect(run("sha256sum -c list other", { list, other: "x\n", a: "one", "d/b": "two" }).status).toBe(1);
  });

  it("refuses lists with other lines, and missing files", () => {
    const wrong = ["", "x\n", "# only a comment\n", " # a\n", `${sha("one")}\n`, `${sha("one")} a\n`,
      `${sha("one").slice(1)}  a\n`, `${sha("one")}  \n`, `${sha("one")}  a\n\n`, `${sha("one")}  missing\n`];
    for (const list of wrong) {
      const result = run("sha256sum -c list", { list, a: "one" });
      expect([list, result.status]).toEqual([list, 1]);
      expect(result.stderr).toMatch(/^sha256sum: (list|missing): \w.*\n$/);
    }
  });
});

describe("small applets", () => {
  it("echo", () => {
    expect(run("echo a  b -n \\n").stdout.toString()).toBe("a  b -n \\n\n");
    expect(run("echo").stdout.toString()).toBe("\n");
  });

  it("cat joins files, lists and standard input", () => {
    const setup = { a: "A\n", "d/b": "B", list: "# names\nd/b\n\na\n" };
    expect(run("cat a @list d/b a", setup).stdout.toString()).toBe("A\nBA\nBA\n");
    expect(run("cat a - a", setup, "in\n").stdout.toString()).toBe("A\nin\nA\n");
    expect(run("cat", setup, "in\n").stdout.toString()).toBe("in\n");
    const big = Buffer.alloc(300_000, "0123456789");
    expect(run("cat big big", { big }).stdout.equals(Buffer.concat([big, big]))).toBe(true);
    const missing = run("cat a nothing", setup);
    expect([missing.status, missing.stderr]).toEqual([1, "cat: nothing: cannot open: no such file or folder\n"]);
    expect(run("cat d", setup).stderr).toBe("cat: d: cannot read: it is a folder\n");
  });

  it("a name with a NUL is refused, not cut short", () => {
    const setup = { a: "A", list: "a\0b\n", sums: `${sha("A")}  a\0b\n`, script: "cat 'a\0b'\n" };
    expect(run("cat @list", setup).stderr).toBe("cat: list: this is no text: it has a NUL\n");
    expect(run("sha256sum -c sums", setup).stderr).toBe("sha256sum: sums: this is no text: it has a NUL\n");
    expect(run("sh script", setup).stderr).toContain("sh: script:1: a NUL is not in this shell's language");
  });

  it("an applet takes as many arguments as it says", () => {
    for (const words of ["gunzip a", "bunzip2 a", "unhex a", "unpack a", "cmp a", "cmp a a a", "deliver", "deliver a a",
      "patch", "patch -p1 a", "tar", "tar xf", "sh", "sh a b", "sha256sum", "sha256sum -c"]) {
      const result = run(words, { a: "A" });
      expect([words, result.status, result.stdout.length]).toEqual([words, 1, 0]);
      expect(result.stderr).toMatch(new RegExp(`^${words.split(" ")[0]}: usage: ${words.split(" ")[0]} `));
    }
  });

  it("cp copies files, into folders, over files, with their modes", () => {
    const result = run("sh s", { s: "chmod 750 a\ncp a b d\ncp a c\ncp b e\n", a: "A", b: "B", c: "C", "d/b": "old" });
    expect(result.files).toMatchObject({ "d/a": "750 A", "d/b": "644 B", c: "750 A", e: "644 B" });
    for (const words of ["cp a", "cp a b c", "cp d c", "cp missing c", "cp a missing/x"]) {
      const failed = run(words, { a: "A", b: "B", c: "C", "d/x": "" });
      expect([words, failed.status, Object.keys(failed.files)]).toEqual([words, 1, ["a", "b", "c", "d", "d/x"]]);
      expect(failed.stderr).toMatch(/^cp: .*: .*\n$/);
    }
  });

  it("mkdir, chmod, rm", () => {
    const making = "mkdir x x/y\nmkdir -p x/z/u v/w\nmkdir -p v/w\nchmod 4751 s\nchmod 755 a\n";
    const made = run("sh s", { s: making, a: "" });
    expect(made.status).toBe(0);
    expect(made.files).toMatchObject({ "x/y": "755 folder", "x/z/u": "755 folder", "v/w": "755 folder", a: "755 " });
    const script = "/bin/ln -s ../keep d/link\n/bin/ln -s keep l\nrm -r d\nrm -r e a\nrm l\n";
    const removed = run("sh s", { s: script, a: "A", b: "", "d/e/f": "", "e/f": "", "keep/x": "X" });
    expect([removed.status, Object.keys(removed.files)]).toEqual([0, ["b", "keep", "keep/x", "s"]]);
    const deep = run(`mkdir -p ${"d/".repeat(20_000)}x`, {});
    expect([deep.status, deep.files, deep.stderr.slice(-22)]).toEqual([1, {}, ": the name is too long\n".slice(-22)]);
    const wrong = ["mkdir a", "mkdir x/y", "rm missing", "rm d", "rm -r .", "rm -r /", "rm -r d/..", "rm -x a",
      "rm -f a", "rm -rf d", "chmod 8 a", "chmod +x a", "chmod 644 missing", "chmod 644", "mkdir", "rm"];
    for (const words of wrong) {
      const failed = run(words, { a: "A", "d/x": "" });
      expect([words, failed.status, Object.keys(failed.files)]).toEqual([words, 1, ["a", "d", "d/x"]]);
      expect(failed.stderr).toMatch(/^\w+: .+\n$/);
    }
  });

  it("cmp says where files differ", () => {
    const setup = { a: "one\ntwo\n", b: "one\ntwO\n", c: "one\n", d: "one\ntwo\n" };
    expect(run("cmp a d", setup).status).toBe(0);
    const differ = run("cmp a b", setup);
    expect([differ.status, differ.stderr]).toEqual([1, "cmp: a: it differs from b at byte 7\n"]);
    expect(run("cmp a c", setup).stderr).toBe("cmp: a: it differs from c at byte 5\n");
    expect(run("cmp c a", setup).stderr).toBe("cmp: c: it differs from a at byte 4\n");
    const buffer = Buffer.alloc(65_536, "x");
    expect(run("cmp a b", { a: buffer, b: buffer }).status).toBe(0);
    expect(run("cmp a b", { a: buffer, b: Buffer.concat([buffer, buffer]) }).stderr).toContain("at byte 65536\n");
  });

  it("unhex decodes as the seed does", () => {
    const text = "title 00 zz\n# comment 11\n7F 45 # E\n\t4c\"!46\n0a0B\n";
    expect(run("unhex", {}, text).stdout.toString("hex")).toBe("7f454c460a0b");
    for (const wrong of ["t\n7", "t\n7 f", "t\n7g", "t\n\nxy"]) {
      const result = run("unhex", {}, wrong);
      expect([result.status, result.stderr]).toEqual([1, expect.stringMatching(/^unhex: standard input: line [23]: /)]);
    }
  });

  it("says how it is used when there is no such applet", () => {
    const result = run("nothing");
    expect([result.status, result.stderr])
      .toEqual([1, "tools: usage: tools APPLET [ARGUMENT...], see chain/4-tools/README.md\n"]);
  });
});

const member = (name: string, content: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${name} ${content.length}\n`), Buffer.from(content)]);

describe("the tape", () => {
  it("unpacks files, and refuses names that lead elsewhere", () => {
    const big = Buffer.alloc(150_000, "content ");
    const stream = Buffer.concat([member("a b", "one"), member("d/e/f", big), member("d//./g", ""), Buffer.alloc(512)]);
    const result = run("unpack", { "a b": "old" }, stream);
    expect([result.status, result.stderr]).toEqual([0, ""]);
    expect(result.files).toEqual({
      "a b": "644 one", d: "755 folder", "d/e": "755 folder", "d/e/f": `644 ${shown(big)}`, "d/g": "644 ",
    });
    for (const name of ["../x", "/x", "a/../../x", "..", "d/..", ""]) {
      const refused = run("unpack", {}, member(name, "bad"));
      expect([name, refused.status, refused.files]).toEqual([name, 1, {}]);
      expect(refused.stderr).toMatch(/refused\n$/);
    }
    for (const wrong of ["x", "x 5\nabc", "x -1\n", "x 1x\n", "x 99999999999\n", " \n", "x\n"]) {
      const refused = run("unpack", {}, wrong);
      expect([wrong, refused.status, refused.files]).toEqual([wrong, 1, {}]);
    }
    expect(run("unpack", { a: "file" }, member("a/b", "")).status).toBe(1);
  });

  const chroot = [...hostWords, ...process.getuid?.() === 0 ? ["chroot"] : ["unshare", "-r", "chroot"]];
  const name = `starts in place: unpacks the tape and runs /plan${because(obstacleTo("chroot"))}`;
  it.skipIf(!canRun("chroot"))(name, () => {
    const folder = makeScratch();
    const read = (file: string): Buffer => fs.readFileSync(path.join(root, file));
    fs.writeFileSync(path.join(folder, "seed"), decodeHex(read("seed/host.hex").toString()), { mode: 0o755 });
    const nul = Buffer.from([0]);
    const text = [read("chain/1-compiler/compiler.hex"), nul, Buffer.from("kernel"), nul, toolsSource(), nul];
    const go = (...files: Buffer[]) => {
      fs.writeFileSync(path.join(folder, "tape"), Buffer.concat([...text, ...files, nul]));
      const stdin = fs.openSync(path.join(folder, "tape"), "r");
      const result = spawnSync(chroot[0], [...chroot.slice(1), folder, "/seed"], { stdio: [stdin, "pipe", "pipe"] });
      fs.closeSync(stdin);
      return [result.status, result.stdout.toString(), result.stderr.toString()];
    };
    // more than the seed's buffer holds
    const big = Buffer.alloc(66_000_000, "a line of a big file\n");
    const plan = "echo start\nsha256sum big\ncat d/x\nmkdir out out/m\ncp d/x out/m\n"
      + "deliver m\ncat missing\necho no\n";
    expect(go(member("plan", plan), member("d/x", "X\n"), member("big", big))).toEqual([
      1, `start\n${sha(big)}  big\nX\n`,
      "cat: missing: cannot open: no such file or folder\nsh: /plan:7: command failed with status 1: cat missing\n",
    ]);
    // with a host to hand files to
    fs.mkdirSync(path.join(folder, "dev"));
    fs.writeFileSync(path.join(folder, "dev/host"), "");
    expect(go(member("plan", "deliver m\n"), member("out/m/sub/y", "Y"))).toEqual([0, "", ""]);
    expect(fs.readFileSync(path.join(folder, "dev/host"), "latin1")).toBe("m/sub/y 1\nYm/x 2\nX\n");
    expect(go(member("plan", "deliver missing\n"))[2]).toContain("deliver: missing: there is no such file in /out");
  });
});
