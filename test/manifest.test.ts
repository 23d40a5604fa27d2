// The texts that describe the steps: steps/manifest, steps/costs, steps/archives/NAME. What is wrong in one of them is
// refused with file and line, whatever it is; nothing is passed over.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UserError } from "../host/common/errors.js";
import { containerOf, parseArchive } from "../host/sources/archive.js";
import { parseCosts } from "../host/steps/costs.js";
import { checkFolders, parseManifest } from "../host/steps/manifest.js";
import { root } from "./support/folders.js";
import { Random, seedFor } from "./support/random.js";

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const manifest = read("steps/manifest");
const first = "001-a  a  seed  i386  -  -  -\n";

describe("a manifest", () => {
  it("is read line by line", () => {
    expect(parseManifest(`# title\n\n${first}002-b-c  s1  a  x86-64  bin,usr/lib  base,unused  tcc,musl\n`, "m"))
      .toEqual([
        { folder: "001-a", name: "a", stage: "a", madeBy: "seed", runsOn: "i386", exports: [], flags: [], archives: [],
          place: "m:3" },
        { folder: "002-b-c", name: "b-c", stage: "s1", madeBy: "a", runsOn: "x86-64", exports: ["bin", "usr/lib"],
          flags: ["base", "unused"], archives: ["tcc", "musl"], place: "m:4" },
      ]);
    expect(parseManifest("100-x  x  -  linux  -  -  -\n", "m", ["tcc"])[0]?.madeBy).toBeUndefined();
    expect(parseManifest("100-x  x  tcc  linux  -  -  -\n", "m", ["tcc"])[0]?.madeBy).toBe("tcc");
  });

  it("has steps that run on Linux after the one that makes it", () => {
    const entries = parseManifest(`001-a  a  seed  x86-64  -  linux  -\n002-b  b  a  linux  -  -  -\n`, "m");
    expect(entries.map(({ runsOn }) => runsOn)).toEqual(["x86-64", "linux"]);
  });

  it.each([
    ["", "m: there is no step in it"],
    ["# nothing\n", "m: there is no step in it"],
    ["001-a  a  seed  i386  -  -  -", "m: its last line has no end"],
    ["001-a  a  seed  i386  -  -\n", "m:1: expected 7 columns (step, stage, made by, runs on, exports, flags, " +
      "archives; - for nothing), found 6"],
    ["001-a  a  seed  i386  -  -  -  -\n", "m:1: expected 7 columns (step, stage, made by, runs on, exports, flags, " +
      "archives; - for nothing), found 8"],
    [` ${first}`, "found 8"],
    [first.replace("\n", " \n"), "found 8"],
    [first.replaceAll("  ", "\t"), "found 1"],
    [first.replace("\n", "\r\n"), 'm:1: expected the name of an archive (small letters and digits), found "-\\r"'],
    [`${first}# x\n${first}`, "m:3: 001-a comes after 001-a: its number must be larger"],
    [`002-b  b  seed  i386  -  -  -\n${first}`, "m:2: 001-a comes after 002-b: its number must be larger"],
    [`${first}002-a  b  seed  i386  -  -  -\n`, "m:2: the name a is that of 001-a, too"],
    ["1-a  a  seed  i386  -  -  -\n",
      'm:1: expected a folder NNN-name (three digits, then small letters, digits and -), found "1-a"'],
    ["001-A  a  seed  i386  -  -  -\n", 'found "001-A"'],
    ["001-a/b  a  seed  i386  -  -  -\n", 'found "001-a/b"'],
    ["001-a-  a  seed  i386  -  -  -\n", 'found "001-a-"'],
    ["001-a  A  seed  i386  -  -  -\n", 'm:1: expected a stage of small letters, digits and -, found "A"'],
    ["001-a  -  seed  i386  -  -  -\n", 'm:1: expected a stage of small letters, digits and -, found "-"'],
    ["001-a  a  gcc  i386  -  -  -\n", 'm:1: made by "gcc": expected seed, the name of an earlier step, or -'],
    ["001-a  a  a  i386  -  -  -\n", 'm:1: made by "a": expected seed, the name of an earlier step, or -'],
    ["001-a  a  seed  arm64  -  -  -\n", 'm:1: runs on "arm64": expected one of i386, x86-64, linux'],
    [`001-a  a  seed  i386  -  default  -\n002-b  b  a  linux  -  -  -\n`,
      "m:2: runs on linux: expected a step with the flag linux, which makes it, before this one"],
    ["001-a  a  seed  i386  /bin  -  -\n",
      'm:1: expected a folder of the machine without the first /, like usr/lib, found "/bin"'],
    ["001-a  a  seed  i386  bin/../etc  -  -\n", 'found "bin/../etc"'],
    ["001-a  a  seed  i386  bin,,usr  -  -\n", 'found ""'],
    ["001-a  a  seed  i386  bin,bin  -  -\n", "m:1: bin is there twice"],
    ["001-a  a  seed  i386  bin;id  -  -\n", 'found "bin;id"'],
    ["001-a  a  seed  i386  -  fast  -\n",
      'm:1: expected a flag of base, unused, fixpoint, default, shell, linux, sources, found "fast"'],
    ["001-a  a  seed  i386  -  base,base  -\n", "m:1: base is there twice"],
    ["001-a  a  seed  i386  -  -  tcc,tcc\n", "m:1: tcc is there twice"],
    ["001-a  a  seed  i386  -  -  ../tcc\n",
      'm:1: expected the name of an archive (small letters and digits), found "../tcc"'],
    [`001-a  a  seed  i386  -  default  -\n002-b  b  a  i386  -  default  -\n`,
      "m:2: the flag default is for one step alone, and an earlier one has it"],
    [`${first}002-b  b  a  i386  -  -  -\n003-c  a  a  i386  -  -  -\n`,
      "m:3: the stage a has ended before 002-b: the steps of a stage follow each other"],
    [`001-x  a  seed  i386  -  -  -\n002-a  b  x  i386  -  -  -\n`,
      "m:2: a names 001-x or its stage already: a step and another stage cannot share a name"],
    [`${first.replace("  a", "  s")}002-b  a  a  i386  -  -  -\n`,
      "m:2: a names 001-a or its stage already: a step and another stage cannot share a name"],
  ])("%j is refused", (text, message) => {
    expect(() => parseManifest(text, "m")).toThrow(message);
  });

  it("lists the folders that there are, no more and no less", () => {
    const entries = parseManifest(`${first}002-b  b  a  i386  -  -  -\n`, "steps/manifest");
    expect(() => checkFolders(entries, ["001-a", "002-b"], "steps/manifest")).not.toThrow();
    expect(() => checkFolders(entries, ["001-a"], "steps/manifest"))
      .toThrow("steps/manifest:2: there is no folder 002-b beside the manifest");
    expect(() => checkFolders(entries, ["001-a", "002-b", "003-c"], "steps/manifest"))
      .toThrow("steps/manifest: the folder 003-c has no line in it: add one, or remove the folder");
  });
});

describe("costs", () => {
  const line = "tcc  0.5  6  -  10  1  20  256\n";

  it("are read line by line; what was not measured is left out", () => {
    expect([...parseCosts(`# x\n${line}`, "c")]).toEqual([["tcc",
      { seconds: 0.5, emulated: { v86: 6 }, building: 10, result: 1, process: 20, machine: 256 }]]);
  });

  it.each([
    [line.repeat(2), "c:2: tcc is there twice"],
    ["tcc  0.5\n", "c:1: expected 8 columns (step, host, v86, qemu, building, result, process, machine; " +
      "- for nothing), found 2"],
    [line.replace("0.5", "-"), 'c:1: host: expected a number, found "-"'],
    [line.replace("10", "1e9"), 'c:1: building: expected a number, found "1e9"'],
    [line.replace("256", "-5"), 'c:1: machine: expected a number, found "-5"'],
  ])("%j is refused", (text, message) => {
    expect(() => parseCosts(text, "c")).toThrow(message);
  });
});

describe("an archive's file", () => {
  const hash = "0123456789abcdef".repeat(4);
  const good = `${hash}  x_1.0+y~z-2.tar.gz\n# 708943 bytes\n# mirror:pool/x.tar.gz\n# https://x.example/x.tar.gz\n`;

  it("is read line by line", () => {
    expect(parseArchive(good, "steps/archives/x")).toEqual({
      name: "x", list: "steps/archives/x", file: "x_1.0+y~z-2.tar.gz", bytes: 708943, sha256: hash,
      places: ["mirror:pool/x.tar.gz", "https://x.example/x.tar.gz"],
    });
  });

  it("may be a file in another archive, or in an archive in that one", () => {
    const archive = parseArchive(`${good}# archive:other other-1/inner.tar.xz inner/x.txt\n`, "steps/archives/x");
    expect(archive.places.at(-1)).toBe("archive:other other-1/inner.tar.xz inner/x.txt");
    expect(containerOf(archive)).toEqual({ name: "other", members: ["other-1/inner.tar.xz", "inner/x.txt"] });
    expect(containerOf(parseArchive(good, "steps/archives/x"))).toBeUndefined();
    for (const place of ["archive:other", "archive:other ", "archive: x", "archive:other /x", "archive:other -x",
      "archive:other a  b", "archive:Other x"]) {
      expect(() => parseArchive(`${good}# ${place}\n`, "a")).toThrow("a:5: expected a place");
    }
  });

  it.each([
    ["", 'a:1: expected 64 hexadecimal digits (a-f), two spaces and a plain file name, found ""'],
    [good.replace("0", "O"), "a:1: expected 64 hexadecimal digits"],
    [good.replace("  x", " x"), "a:1: expected 64 hexadecimal digits"],
    [good.replace("  x", " *x"), "a:1: expected 64 hexadecimal digits"],
    [good.replace("  x", "  ../x"), "a:1: expected 64 hexadecimal digits"],
    [good.replace("  x", "  .x"), "a:1: expected 64 hexadecimal digits"],
    [good.replaceAll("\n", "\r\n"), "a:1: expected 64 hexadecimal digits"],
    [`# a comment\n${good}`, "a:1: expected 64 hexadecimal digits"],
    [good.replace("# 708943 bytes\n", ""), "a:2: expected the archive's size, like # 708943 bytes, found \"# mirror:"],
    [good.replace("708943", "0"), "a:2: expected the archive's size"],
    [good.replace("708943", "708,943"), "a:2: expected the archive's size"],
    [good.replace("mirror:pool", "mirror:/pool"), "a:3: expected a place, # mirror:PATH or # and an address"],
    [good.replace("https:", "ftp:"), 'a:4: expected a place, # mirror:PATH or # and an address, found "# ftp:'],
    [good.replace(/# https.*\n/, "\n"), 'a:4: expected a place, # mirror:PATH or # and an address, found ""'],
    [good.replace(/# mirror[^]*/, ""), 'a:3: expected a place, # mirror:PATH or # and an address, found ""'],
    [good.trimEnd(), "a: its last line has no end"],
  ])("%j is refused", (text, message) => {
    expect(() => parseArchive(text, "a")).toThrow(message);
  });
});

describe("texts with random changes", () => {
  const seed = seedFor("manifest", 20261129);
  const random = new Random(seed);

  /** Some bytes replaced, removed, doubled, or a line put elsewhere. */
  function change(text: string): string {
    const lines = text.split("\n");
    for (let count = 1 + random.below(3); count > 0; count--) {
      const at = random.below(lines.length);
      const line = lines[at] as string;
      const place = random.below(line.length + 1);
      switch (random.below(5)) {
        case 0:
          lines[at] = line.slice(0, place) + random.of([..."-,# /.\t\r\0é0aZ~"]) + line.slice(place + 1);
          break;
        case 1:
          lines[at] = line.slice(0, place) + line.slice(place + 1);
          break;
        case 2:
          lines[at] = line.slice(0, place) + random.of([",", "  ", "-", "x"]) + line.slice(place);
          break;
        case 3:
          lines.splice(at, 1);
          break;
        default:
          lines.splice(random.below(lines.length), 0, line);
      }
    }
    return lines.join("\n");
  }

  it(`are read, or refused with a place, seed ${seed}`, () => {
    const archives = readdirSync(join(root, "steps/archives")).map((name) => read(`steps/archives/${name}`));
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const [text, parse] = random.of<[string, (text: string) => unknown]>([
        [manifest, (changed) => parseManifest(changed, "file")],
        [read("steps/costs"), (changed) => parseCosts(changed, "file")],
        [random.of(archives), (changed) => parseArchive(changed, "file")],
      ]);
      const changed = change(text);
      try {
        parse(changed);
      } catch (error) {
        refused++;
        expect([changed, error instanceof UserError]).toEqual([changed, true]);
        expect((error as Error).message).toMatch(/^file(:[0-9]+)?: /);
      }
    }
    expect(refused).toBeGreaterThan(300);
  });

  it(`of a manifest that are read say what they said, seed ${seed}`, () => {
    for (let round = 0; round < 1000; round++) {
      const changed = change(manifest);
      let entries;
      try {
        entries = parseManifest(changed, "m");
      } catch {
        continue;
      }
      const list = (words: string[]): string => words.length === 0 ? "-" : words.join(",");
      const rows = entries.map(({ folder, stage, madeBy, runsOn, exports, flags, archives }) =>
        [folder, stage, madeBy ?? "-", runsOn, list(exports), list(flags), list(archives)].join(" "));
      expect(rows).toEqual(changed.split("\n").filter((line) => /^[^#]/.test(line))
        .map((line) => line.replace(/ +/g, " ")));
    }
  });
});
