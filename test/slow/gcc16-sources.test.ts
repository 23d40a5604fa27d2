// What steps/025-gcc16-first makes in the place of files that programs of upstream's have made: the same numbers, names
// and tokens as in those files, which gcc 16's archive still has. This computer's awk and C compiler run our programs
// here; in the step they are busybox's and gcc 10.2.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { cacheFolder } from "../../host/sources/cache.js";
import { makeScratch, root } from "../support/folders.js";
import { rootseed } from "../support/host.js";

const scratch = makeScratch("gcc16-sources");
const step = join(root, "steps/025-gcc16-first");
const gcc = join(scratch, "gcc-16.2.0");
const unicode = join(gcc, "contrib/unicode");
const library = join(gcc, "libstdc++-v3");
const hexadecimal = join(root, "steps/lib/tables/hexadecimal.awk");
const parts = ["contrib/unicode", "gcc/cp", "gcc/text-art", "libcpp", "libstdc++-v3/include/bits",
  "libstdc++-v3/src/c++17"];
const read = (...path: string[]): string => readFileSync(join(...path), "utf8");

function run(program: string, words: string[], cwd = scratch): string {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: "utf8", maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: "C" } });
  expect([program, status, stderr]).toEqual([program, 0, ""]);
  return stdout;
}

/** What a program of the step, after the function for hexadecimal numbers, makes of files. */
function made(program: string, files: string[], values: string[] = []): string {
  return run("awk", [...values.flatMap((value) => ["-v", value]), "-f", hexadecimal, "-f",
    join(step, `${program}.awk`), ...files], unicode);
}

const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
const numbers = (text: string): bigint[] =>
  (withoutComments(text).match(/\b(?:0x[0-9a-f]+|[0-9]+)/gi) ?? []).map(BigInt);
/** The tables in a text, by their names. */
const tables = (text: string): Map<string, bigint[]> => new Map([...withoutComments(text)
  .matchAll(/(\w+)\[[^\]=;]*\](?:\[\d\])? = \{([^;]*)\};/g)].map(([, name, rows]) =>
  [name as string, numbers(rows as string)]));
const lines = (text: string): string[] => withoutComments(text).split("\n").filter((line) => line.trim() !== "");

beforeAll(async () => {
  expect((await rootseed(["fetch", "--until", "gcc16"])).status).toBe(0);
  const inner = "gcc-16-16.2.0/gcc-16.2.0-dfsg.tar.xz";
  run("tar", ["xf", join(cacheFolder(undefined), "gcc-16_16.2.0.orig.tar.gz"), inner]);
  run("tar", ["xf", inner, ...parts.map((part) => `gcc-16.2.0/${part}`)]);
});

describe("of Unicode's data", () => {
  it("generated_cpp_wcwidth.h: how wide characters are", () => {
    const ours = made("widths", ["kind=wide", "EastAsianWidth.txt", "kind=class", "UnicodeData.txt", "kind=syllable",
      "HangulSyllableType.txt", "kind=property", "DerivedCoreProperties.txt"]);
    expect(tables(ours)).toEqual(tables(read(gcc, "libcpp/generated_cpp_wcwidth.h")));
  });

  it.each(["printable", "combining"])("%s-chars.inc, which is of Unicode 12.1", (table) => {
    const ours = made("edges", [join(cacheFolder(undefined), "UnicodeData.txt")], [`table=${table}`]);
    expect(tables(ours)).toEqual(tables(read(gcc, `libcpp/${table}-chars.inc`)));
  });

  it("box-drawing-chars.inc: lines and corners", () => {
    const theirs = read(gcc, "gcc/text-art/box-drawing-chars.inc");
    expect(numbers(made("boxes", ["UnicodeData.txt"]))).toEqual(numbers(theirs));
  });

  it("unicode-data.h: what <format> knows about characters", () => {
    const ours = made("unicode-data", ["table=width", "EastAsianWidth.txt", "table=escape", "UnicodeData.txt",
      "table=break", "GraphemeBreakProperty.txt", "table=conjunct", "DerivedCoreProperties.txt", "table=picture",
      "emoji-data.txt"], ["version=160000"]);
    const theirs = read(library, "include/bits/unicode-data.h");
    expect(tables(ours)).toEqual(tables(theirs));
    const names = (text: string): string[] => text.match(/_Gcb_\w+ = \d+/g) ?? [];
    expect(names(ours)).toEqual(names(theirs));
  });
});

describe("lists of names", () => {
  it("version.h: what the library has", () => {
    const bits = join(library, "include/bits");
    const ours = run("awk", ["-v", `list=${join(bits, "version.def")}`, "-f", join(step, "version.awk"),
      join(bits, "version.tpl")]);
    expect(lines(ours)).toEqual(lines(read(bits, "version.h")));
  });

  it.each([["cfns", 414], ["metafns", 237]] as const)("%s.h: each name with its values", (name, count) => {
    const entries = (text: string): string[] => (withoutComments(text).match(/\{ *"\w[^}]*\}/g) ?? [])
      .map((entry) => entry.replace(/\s|,(?=\})/g, "").replace(/,\}/, "}")).sort();
    const ours = run("awk", ["-v", "find=find", "-f", join(step, "names.awk"), join(gcc, `gcc/cp/${name}.gperf`)]);
    expect(entries(ours).length).toBe(count);
    expect(entries(ours)).toEqual(entries(read(gcc, `gcc/cp/${name}.h`)));
  });

  it("std-name-hint.gperf: the names of cxxapi-data.csv, of which upstream's is an older state", () => {
    const entries = (text: string): string[] => text.split("\n").filter((line) => line.includes('"<'));
    const ours = entries(run("awk", ["-f", join(step, "hints.awk"), join(gcc, "gcc/cp/cxxapi-data.csv")]));
    const theirs = entries(read(gcc, "gcc/cp/std-name-hint.gperf"));
    expect(ours.filter((line) => !theirs.includes(line))).toEqual([]);
    expect(theirs.filter((line) => !ours.includes(line) && !line.includes("<concepts>"))).toEqual([]);
  });
});

const hasGmp = spawnSync("cc", ["-x", "c", "-o", join(scratch, "probe"), "-", "-lgmp"],
  { input: "int main() { return 0; }" }).status === 0;

describe.skipIf(!hasGmp)(`powers of five and ten${hasGmp ? "" : " (needs cc and GMP)"}`, () => {
  const program = join(scratch, "powers");
  beforeAll(() => {
    run("cc", ["-o", program, join(step, "powers.c"), "-lgmp"]);
  });

  it.each([["ryu/d2s_full_table.h", ["DOUBLE_POW5_INV_SPLIT", "DOUBLE_POW5_SPLIT"]],
    ["ryu/d2fixed_full_table.h", ["POW10_SPLIT", "POW10_SPLIT_2"]],
    ["ryu/generic_128.h", ["GENERIC_POW5_TABLE", "GENERIC_POW5_SPLIT", "GENERIC_POW5_INV_SPLIT", "POW5_ERRORS",
      "POW5_INV_ERRORS"]],
    ["fast_float/fast_float.h", ["power_of_five_128"]]])("%s", (file, names) => {
    const theirs = tables(read(library, "src/c++17", file));
    for (const name of names) {
      expect([name, numbers(run(program, [name]))]).toEqual([name, theirs.get(name)]);
    }
  });

  it("says which table it does not know", () => {
    const { status, stderr } = spawnSync(program, ["POW7"], { encoding: "utf8" });
    expect([status, stderr]).toEqual([1, "powers: there is no table POW7\n"]);
  });
});
