// gunzip, bunzip2, tar and patch of chain/4-tools, under Node and natively: compared with Node's zlib, with archives
// made by bzip2, with this computer's tar and patch where it has them; and damage in every part that matters is found.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { because } from "./support/engines.js";
import { makeScratch } from "./support/folders.js";
import { buildTools, corpus, listing, runBoth, type Setup, shown } from "./support/tools.js";

const programs = buildTools();
const run = (words: string, setup: Setup = {}, input: Buffer | string = "") =>
  runBoth(programs, words.split(" "), setup, input);
const hostHas = (command: string): boolean => spawnSync(command, ["--version"]).status === 0;
const unless = (command: string): string => because(hostHas(command) ? undefined : `${command} is not installed`);

const lines = (n: number): Buffer =>
  Buffer.from(Array.from({ length: n }, (_, i) => `${i % 97} ${i * i % 7} line\n`).join(""));
/** Of these bytes corpus/tools/noise.bz2.b64 is made. */
function noise(n: number): Buffer {
  let state = 1;
  return Buffer.from(Array.from({ length: n }, () => {
    state = Number((BigInt(state) * 1103515245n + 12345n) & 0x7fffffffn);
    return state >> 16 & 255;
  }));
}

describe("gunzip", () => {
  const contents = [Buffer.alloc(0), Buffer.from("a"), lines(3), lines(30_000), noise(70_000),
    Buffer.alloc(400_000, "x"), Buffer.concat([noise(33_000), noise(33_000)])];
  it("gives what Node's zlib packed, at every level and strategy", () => {
    for (const content of contents) {
      const packed = [{ level: 9 }, { level: 1 }, { level: 0 }, { strategy: zlib.constants.Z_FIXED },
        { strategy: zlib.constants.Z_HUFFMAN_ONLY }, { strategy: zlib.constants.Z_RLE }]
        .map((options) => zlib.gzipSync(content, options));
      for (const data of packed) {
        const result = run("gunzip", {}, data);
        expect([result.status, result.stderr]).toEqual([0, ""]);
        expect(result.stdout.equals(content)).toBe(true);
      }
    }
  });

  it("knows a name in the header", () => {
    const header = Buffer.from("1f8b080800000000000361206e616d6500", "hex");
    const packed = Buffer.concat([header, zlib.gzipSync("text\n").subarray(10)]);
    expect(run("gunzip", {}, packed).stdout.toString()).toBe("text\n");
  });

  it("refuses other parts of a header, and a second member", () => {
    const packed = zlib.gzipSync("text\n");
    const refused: [string, Buffer][] = [["a second member", Buffer.concat([packed, packed])],
      ["zeros", Buffer.concat([packed, Buffer.alloc(512)])],
      ...Object.entries({ "a CRC": "02ffff", "an extra field": "040300616263", "a comment": "10636f6d00" })
        .map(([name, hex]): [string, Buffer] => [name, Buffer.concat([packed.subarray(0, 3), Buffer.from(hex, "hex")
          .subarray(0, 1), packed.subarray(4, 10), Buffer.from(hex, "hex").subarray(1), packed.subarray(10)])])];
    for (const [name, data] of refused) {
      const result = run("gunzip", {}, data);
      expect([name, result.status]).toEqual([name, 1]);
      expect([name, result.stderr]).toEqual([name,
        expect.stringMatching(/^gunzip: .*(a header with more than a name|something follows the compressed data)/)]);
    }
  });

  it("takes no file names", () => {
    expect(run("gunzip a.gz").stderr).toBe("gunzip: usage: gunzip < FILE.gz > FILE\n");
    expect(run("bunzip2 a.bz2").stderr).toBe("bunzip2: usage: bunzip2 < FILE.bz2 > FILE\n");
  });

  it("finds damage", () => {
    const packed = zlib.gzipSync("some text, some text, some other text\n");
    const end = packed.length;
    const wrong: [string, Buffer][] = [["nothing", Buffer.alloc(0)],
      ["no gzip", Buffer.from("PK\x03\x04 and so on and on")],
      ["garbage at the end", Buffer.concat([packed, Buffer.from("x")])]];
    for (let n = 1; n < end; n++) wrong.push([`cut at ${n}`, packed.subarray(0, n)]);
    for (const place of [0, 1, 2, 10, 11, 20, end - 8, end - 4]) {
      const damaged = Buffer.from(packed);
      damaged[place] ^= 2;
      wrong.push([`byte ${place}`, damaged]);
    }
    const unknown = Buffer.from(packed);
    unknown[3] = 0x20;
    wrong.unshift(["an unknown flag", unknown]);
    for (const [name, data] of wrong.filter((_, i) => i < 4 || i % 3 === 0)) {
      const result = run("gunzip", {}, data);
      expect([name, result.status]).toEqual([name, 1]);
      expect(result.stderr).toMatch(/^gunzip: standard input: .+ at byte \d+; download it again\n$/);
    }
  });
});

describe("bunzip2", () => {
  const fixture = (name: string): Buffer =>
    Buffer.from(fs.readFileSync(path.join(corpus, `${name}.bz2.b64`), "utf8"), "base64");
  const runs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 254, 255, 256, 258, 259, 260, 515, 1000];
  const contents: Record<string, Buffer> = {
    "empty": Buffer.alloc(0),
    "hello": Buffer.from("hello\n"),
    "runs": Buffer.concat(runs.map((n) => Buffer.alloc(n, 65 + n % 26))),
    "bytes": Buffer.from(Array.from({ length: 768 }, (_, i) => i & 255)),
    "blocks": lines(20_000),
    "streams": Buffer.from("first\nsecond\n"),
    "long-run": Buffer.alloc(3_000_000, "x"),
    "noise": noise(3000),
  };
  it("gives what bzip2 packed", () => {
    for (const [name, content] of Object.entries(contents)) {
      const result = run("bunzip2", {}, fixture(name));
      expect([name, result.status, result.stderr]).toEqual([name, 0, ""]);
      expect([name, result.stdout.equals(content)]).toEqual([name, true]);
    }
  });
  it.skipIf(!hostHas("bzip2"))(`gives what the host's bzip2 packs${unless("bzip2")}`, () => {
    const content = Buffer.concat([noise(50_000), lines(60_000), Buffer.alloc(5000), noise(1000)]);
    for (const level of ["-1", "-9"]) {
      const packed = spawnSync("bzip2", [level], { input: content, maxBuffer: 1 << 24 }).stdout;
      expect(run("bunzip2", {}, packed).stdout.equals(content)).toBe(true);
    }
  });
  it("finds damage", () => {
    const packed = fixture("hello");
    const wrong: [string, Buffer][] = [["nothing", Buffer.alloc(0)],
      ["garbage", Buffer.concat([packed, Buffer.from("x")])]];
    for (let n = 1; n < packed.length; n += 5) wrong.push([`cut at ${n}`, packed.subarray(0, n)]);
    for (let place = 0; place < packed.length; place += 3) {
      const damaged = Buffer.from(packed);
      damaged[place] ^= 4;
      wrong.push([`byte ${place}`, damaged]);
    }
    for (const [name, data] of wrong) {
      const result = run("bunzip2", {}, data);
      expect([name, result.status]).toEqual([name, 1]);
      expect(result.stderr).toMatch(/^bunzip2: standard input: .+ at byte \d+; download it again\n$/);
    }
  });
});

// ---- tar ----

interface Member { name: string; content?: string; type?: string; target?: string; mode?: number; magic?: string;
  prefix?: string; size?: string }

/** One member as ustar has it, with a right checksum. */
function member(options: Member): Buffer {
  const { name, content = "", type = "0", target = "", prefix = "", size } = options;
  const { mode = 0o644, magic = "ustar\x0000" } = options;
  const header = Buffer.alloc(512);
  const put = (text: string, at: number): void => { header.write(text, at, "latin1"); };
  put(name, 0);
  put(`${mode.toString(8).padStart(7, "0")}\0`, 100);
  put("0000000\x000000000\0", 108);
  put(size ?? `${content.length.toString(8).padStart(11, "0")}\0`, 124);
  put("00000000000\0        ", 136);
  put(type, 156);
  put(target, 157);
  put(magic, 257);
  put(prefix, 345);
  put(`${header.reduce((sum, byte) => sum + byte).toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, Buffer.from(content, "latin1"), Buffer.alloc(-content.length & 511)]);
}
const archive = (...members: Member[]): Buffer => Buffer.concat([...members.map(member), Buffer.alloc(1024)]);
const extract = (data: Buffer) => run("tar xf a.tar -C t", { "a.tar": data, "t/kept": "K" });
const paxRecord = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`;
  const digits = String(rest.length + String(rest.length).length).length;
  return `${rest.length + digits}${rest}`;
};

describe("tar", () => {
  const longName = `long/${"n".repeat(90)}/${"m".repeat(90)}`;
  it("knows files, folders, links, modes and long names in all formats", () => {
    const result = extract(archive(
      { name: "pax_global_header", type: "g", content: paxRecord("comment", "a commit") },
      { name: "./", type: "5", mode: 0o755 },
      { name: "d/", type: "5", mode: 0o500 }, { name: "d/file", content: "F".repeat(513), mode: 0o640 },
      { name: "deep/er/x", content: "X", mode: 0o4755 }, { name: "old", type: "\0", magic: "", content: "O" },
      { name: "olddir/", type: "\0", magic: "" }, { name: "soft", type: "2", target: "../anywhere" },
      { name: "file", prefix: "pre/fix", content: "P" },
      { name: "gnu", magic: "ustar  \0", prefix: "times", content: "G" },
      { name: "././@LongLink", type: "L", content: `${longName}\0` }, { name: "cut off", content: "L" },
      { name: "after", content: "" },
      { name: "twice", content: "first" }, { name: "twice", content: "second" },
    ));
    expect([result.status, result.stderr]).toEqual([0, ""]);
    expect(Object.fromEntries(Object.entries(result.files).filter(([name]) => name !== "a.tar"))).toEqual({
      "t": "755 folder", "t/kept": "644 K", "t/d": "700 folder", "t/d/file": `640 ${"F".repeat(513)}`,
      "t/deep": "755 folder", "t/deep/er": "755 folder", "t/deep/er/x": "755 X", "t/old": "644 O",
      "t/olddir": "744 folder", "t/soft": "-> ../anywhere",
      "t/pre": "755 folder", "t/pre/fix": "755 folder", "t/pre/fix/file": "644 P", "t/gnu": "644 G",
      "t/long": "755 folder", [`t/${path.dirname(longName)}`]: "755 folder", [`t/${longName}`]: "644 L",
      "t/after": "644 ", "t/twice": "644 second",
    });
  });

  const outside: [string, Member[]][] = [
    ["parent", [{ name: "../x", content: "bad" }]],
    ["parent inside", [{ name: "a/../../x", content: "bad" }]],
    ["absolute", [{ name: "/tmp/x", content: "bad" }]],
    ["parent folder", [{ name: "../x/", type: "5" }]],
    ["prefix", [{ name: "x", prefix: "..", content: "bad" }]],
    ["long name", [{ name: "l", type: "L", content: "../x\0" }, { name: "x", content: "bad" }]],
    ["through a link", [{ name: "l", type: "2", target: ".." }, { name: "l/x", content: "bad" }]],
    ["folder through a link", [{ name: "l", type: "2", target: ".." }, { name: "l/x/", type: "5" }]],
    ["folder that is a link", [{ name: "l", type: "2", target: ".." }, { name: "l/", type: "5", mode: 0o700 }]],
  ];
  it("refuses whatever leads out of the folder", () => {
    for (const [name, members] of outside) {
      const data = archive(...members);
      const result = extract(data);
      expect([name, result.status]).toEqual([name, 1]);
      expect([name, result.stderr]).toEqual([name, expect.stringMatching(/^tar: .*refused\n$/)]);
      const rest = Object.keys(result.files).filter((file) => !file.startsWith("t/l") && !file.startsWith("t/a"));
      expect([name, rest]).toEqual([name, ["a.tar", "t", "t/kept"]]);
      expect(result.files["a.tar"]).toBe(`644 ${shown(data)}`);
    }
    // a link that is in the way of a file is replaced, not followed
    const replaced = extract(archive({ name: "l", type: "2", target: "../a.tar" }, { name: "l", content: "new" }));
    expect([replaced.status, replaced.files["t/l"]]).toEqual([0, "644 new"]);
  });

  it("finds damage", () => {
    const good = archive({ name: "a", content: "A".repeat(600) }, { name: "b", content: "B" });
    const flip = (place: number, bit = 1): Buffer => {
      const copy = Buffer.from(good);
      copy[place] ^= bit;
      return copy;
    };
    const wrong: [string, Buffer][] = [
      ["empty", Buffer.alloc(0)], ["no end", good.subarray(0, -1024)], ["cut in a header", good.subarray(0, 1600)],
      ["cut in a file", good.subarray(0, 700)], ["cut in padding", good.subarray(0, 1200)],
      ["text", Buffer.alloc(2048, "text")],
      ["header of zeros inside", Buffer.concat([good.subarray(0, 1536), Buffer.alloc(512), good.subarray(1536)])],
      ["wrong size", archive({ name: "a", content: "A", size: "00000000x01\0" })],
      ["huge size", archive({ name: "a", content: "A", size: "77777777777\0" })],
      ["size past the end", archive({ name: "a", content: "A", size: "00000010000\0" })],
      ["binary size", archive({ name: "a", content: "A", size: "\x80\0\0\0\0\0\0\0\0\0\0\x01" })],
      ["hard link", archive({ name: "a", type: "1", target: "kept" })],
      ["contiguous", archive({ name: "a", type: "7" })],
      ["long target", archive({ name: "././@LongLink", type: "K", content: "x\0" }, { name: "a", type: "2" })],
      ["pax", archive({ name: "p", type: "x", content: paxRecord("path", "x") }, { name: "a", content: "A" })],
      ["folder with content", archive({ name: "a/", type: "5", content: "A" })],
      ["name with a NUL", archive({ name: "l", type: "L", content: "\0" }, { name: "", content: "A" })],
      ["device", archive({ name: "a", type: "3" })], ["sparse", archive({ name: "a", type: "S" })],
      ["unknown", archive({ name: "a", type: "Z" })], ["no name", archive({ name: "", content: "A" })],
      ["link with content", archive({ name: "a", type: "2", target: "b", content: "x" })],
      ["file for a folder", archive({ name: "kept/x", content: "A" })],
      ["folder for a file", archive({ name: "d/x", content: "A" }, { name: "d", content: "A" })],
      ...[0, 99, 100, 124, 134, 148, 153, 156, 257, 345, 511, 1536]
        .map((at): [string, Buffer] => [`bit in ${at}`, flip(at)]),
    ];
    for (const [name, data] of wrong) {
      const result = extract(data);
      expect([name, result.status]).toEqual([name, 1]);
      expect([name, result.stderr]).toEqual([name, expect.stringMatching(/^tar: .+: .+\n$/)]);
      for (const file of Object.values(result.files)) expect(["755", "644", "744"]).toContain(file.slice(0, 3));
      expect([name, result.files["t/a"] ?? ""]).toEqual([name, expect.stringMatching(/^(|644 (A{600})?|755 folder)$/)]);
    }
    // a member that is refused takes nothing away, and makes nothing
    for (const type of ["1", "3", "7", "x", "Z"]) {
      const { files } = extract(archive({ name: "kept", type }));
      expect([type, files["t/kept"]]).toEqual([type, "644 K"]);
      const names = Object.keys(extract(archive({ name: "x/y", type })).files);
      expect([type, names]).toEqual([type, ["a.tar", "t", "t/kept"]]);
    }
    const unknown = ["tar", "tar xf", "tar cf a.tar", "tar xf a.tar -C missing", "tar xf a.tar x", "tar xf missing"];
    for (const words of unknown) {
      expect([words, run(words, { "a.tar": good }).status]).toEqual([words, 1]);
    }
  });

  it.skipIf(!hostHas("tar"))(`leaves what the host's tar leaves${unless("tar")}`, () => {
    const source = makeScratch();
    for (let i = 0; i < 20; i++) {
      const file = path.join(source, `d${i % 3}/${"x".repeat(i * 3)}`, "y".repeat(i * 3), `f${i}`);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, lines(i * 40), { mode: i % 2 === 0 ? 0o755 : 0o600 });
    }
    fs.symlinkSync("d0", path.join(source, "link"));
    for (const format of ["gnu", "ustar", "oldgnu"]) {
      const data = spawnSync("tar", [`--format=${format}`, "-C", source, "-cf", "-", "."]).stdout;
      const files = run("tar xf a.tar -C t", { "a.tar": data, "t/kept": "" }).files;
      const ours = Object.entries(files).filter(([name]) => name.startsWith("t/") && name !== "t/kept");
      expect(Object.fromEntries(ours.map(([name, file]) => [name.slice(2), file]))).toEqual(listing(source));
    }
  });
});

// ---- patch ----

describe("patch", () => {
  const numbered = (n: number, change: Record<number, string> = {}): string =>
    Array.from({ length: n }, (_, i) => change[i + 1] ?? `${i + 1}\n`).join("");
  const diff = (old: string, changed: string): string => {
    const folder = makeScratch();
    fs.mkdirSync(path.join(folder, "a"));
    fs.mkdirSync(path.join(folder, "b"));
    fs.writeFileSync(path.join(folder, "a/f"), old);
    fs.writeFileSync(path.join(folder, "b/f"), changed);
    return spawnSync("diff", ["-u", "a/f", "b/f"], { cwd: folder }).stdout.toString();
  };

  it("changes files", () => {
    const patch = "a comment\ndiff -u a/f b/f\n--- a/f\t2026\n+++ b/f\t2026\n@@ -1,3 +1,4 @@\n 1\n-2\n+two\n+more\n 3\n"
      + "@@ -8,3 +9,2 @@ in a function\n 8\n-9\n 10\ndiff --git a/d/g b/d/g\nindex 123..456 100644\n"
      + "--- a/d/g\n+++ b/d/g\n@@ -1,2 +1 @@\n-g\n\n-- \n2.39\n";
    const result = run("patch -p1", { "f": numbered(10), "d/g": "g\n\nh\n" }, patch);
    expect([result.status, result.stderr]).toEqual([0, ""]);
    expect(result.files).toEqual({
      "f": "644 1\ntwo\nmore\n3\n4\n5\n6\n7\n8\n10\n", "d": "755 folder", "d/g": "644 \nh\n",
    });
  });

  it.skipIf(!hostHas("diff"))(`applies what the host's diff makes, not where lines have moved${unless("diff")}`, () => {
    const old = numbered(60);
    const cases = [numbered(60, { 1: "" }), numbered(60, { 60: "last\n" }),
      numbered(60, { 30: "x\ny\n", 31: "", 55: "z\n" }), `new\n${old}`, `${old}new\n`,
      numbered(60, { 10: "", 20: "a\n", 29: "\n", 30: "\n", 59: "b\n" })];
    for (const changed of cases) {
      const patch = diff(old, changed);
      expect(run("patch -p1", { f: old }, patch).files).toEqual({ f: `644 ${changed}` });
      const moved = run("patch -p1", { f: `0\n0\n${old}` }, patch);
      expect(moved.files).toEqual({ f: `644 0\n0\n${old}` });
      expect(moved.stderr).toMatch(/^patch: f: the hunk in line 3 of the patch does not fit/);
      const back = diff(changed, old);
      expect(run("patch -p1", { f: changed }, back).files).toEqual({ f: `644 ${old}` });
    }
  });

  it("refuses what does not fit, and leaves the file as it was", () => {
    const setup = { f: numbered(10), e: "e\n", endless: "1\n2" };
    const head = "--- a/f\n+++ b/f\n";
    const good = "@@ -1,2 +1,2 @@\n 1\n-2\n+two\n";
    const wrong: [string, string, RegExp][] = [
      ["no patch", "hello\n", /no unified diff/], ["empty", "", /no unified diff/],
      ["no end", head + good.slice(0, -1), /no end/],
      ["context", `${head}${good}@@ -7,2 +7,2 @@\n 7\n-nine\n+x\n`, /f: the hunk in line 7 of the patch does not fit/],
      ["cut", `${head}@@ -1,3 +1,3 @@\n 1\n-2\n+two\n`, /ends too early/],
      ["count", `${head}@@ -1,1 +1,2 @@\n 1\n-2\n+two\n`, /more lines|none of a diff/],
      ["too many", `${head}${good} 3\n`, /more lines/], ["too many plus", `${head}${good}+3\n`, /more lines/],
      ["bad line", `${head}@@ -1,2 +1,2 @@\n 1\n*2\n+two\n`, /none of a diff/],
      ["bad number", `${head}@@ -x +1 @@\n 1\n`, /number/],
      ["bad hunk", `${head}@@ -1,2 @@\n 1\n`, /wrong hunk/], ["no hunk", head, /hunk should begin/],
      ["hunk alone", good, /without a file/], ["huge", `${head}@@ -99999999999 +1 @@\n-1\n+2\n`, /number/],
      ["missing", `--- a/x\n+++ b/x\n${good}`, /x: there is no such file/],
      ["creates", "--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n", /the patch: line 1: files are only changed here/],
      ["removes", "--- a/e\n+++ /dev/null\n@@ -1 +0,0 @@\n-e\n", /the patch: line 2: files are only changed here/],
      ["no end of the file", "--- a/endless\n+++ b/endless\n@@ -1 +1 @@\n-1\n+x\n",
        /endless: its last line has no end/],
      ["outside", `--- a/../x\n+++ b/../x\n${good}`, /refused/], ["absolute", `--- a//x\n+++ b//x\n${good}`, /refused/],
      ["short name", `--- f\n+++ f\n${good}`, /only one part/],
      ["insert nowhere", `${head}@@ -20,0 +21 @@\n+x\n`, /does not fit/],
      ["no name", `--- a/\n+++ b/\n${good}`, /no name/], ["folder", `--- a/f/\n+++ b/f/\n${good}`, /no name/],
      ["blank", `--- a/f g\n+++ b/f g\n${good}`, /with quotes or blanks/],
      ["quotes", '--- "a/caf\\303\\251"\n+++ "b/caf\\303\\251"\n@@ -1 +1 @@\n-1\n+x\n', /line 1: .* quotes/],
      ["line that wraps", `${head}@@ -2147483639,12 +1,12 @@\n${numbered(12).replace(/^/gm, " ").trimEnd()}\n`,
        /does not fit/],
      ["empties", `${head}@@ -1,10 +0,0 @@\n${numbered(10).replace(/^(?=.)/gm, "-")}`, /leaves nothing/],
      ["folders", "--- a/x/y/z\n+++ b/x/y/z\n@@ -1 +1 @@\n-1\n+2\n", /no such file/],
      ["two files", `--- a/e\n+++ b/f\n${good}`, /two names/],
      ["neither", `--- a/x\n+++ b/y\n@@ -0,0 +1 @@\n+x\n`, /two names/],
      ["a line without end", `${head}@@ -10 +10,2 @@\n 10\n+x\n\\ No newline at end of file\n`, /without end/],
      ["the same inside", `${head}@@ -1,2 +1,3 @@\n 1\n+x\n\\ No newline\n 2\n`, /none of a diff/],
      ["lax hunk", `${head}@@ -1 ,2 +1,2 @@\n 1\n-2\n+two\n`, /wrong hunk/],
      ["binary", "diff --git a/f b/f\nGIT binary patch\n", /only changes of text/],
      ["rename", "diff --git a/f b/g\nrename from f\nrename to g\n", /only changes of text/],
      ["mode", `diff --git a/f b/f\nold mode 100644\nnew mode 100755\nindex 1..2\n${head}${good}`,
        /only changes of text/],
    ];
    for (const [name, patch, message] of wrong) {
      const result = run("patch -p1", setup, patch);
      const before = { f: `644 ${setup.f}`, e: "644 e\n", endless: "644 1\n2" };
      expect([name, result.status, result.files]).toEqual([name, 1, before]);
      expect([name, result.stderr]).toEqual([name, expect.stringMatching(message)]);
    }
    for (const words of ["patch", "patch -x", "patch -p0"]) {
      expect([words, run(words, setup, head + good).stderr]).toEqual([words, "patch: usage: patch -p1 < FILE\n"]);
    }
  });

  it("does not write through links", () => {
    const patch = "--- a/l/f\n+++ b/l/f\n@@ -1 +1 @@\n-1\n+2\n";
    const result = run("sh s", { s: "/bin/ln -s d l\npatch -p1 < p\n", p: patch, "d/f": "1\n" });
    expect([result.status, result.files["d/f"]]).toEqual([1, "644 1\n"]);
  });
});
