// musl's tables of characters, made by steps/006-musl/characters from the text files of Unicode: number by number those
// that upstream's archive has, made by the chain's own cc, as in the step. And what iconv, without the tables that no
// program of ours can make, still knows.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildNativeCc, library, libraryFiles } from "./support/cc.js";
import { makeScratch, root } from "./support/folders.js";
import { noI386, runsI386, spawnI386 } from "./support/i386.js";
import { archives, unpackMusl } from "./support/musl.js";

const step = join(root, "steps/006-musl");
const sources = readdirSync(join(step, "characters")).filter((name) => name.endsWith(".c")).sort()
  .map((name) => join(step, "characters", name));
const folder = makeScratch("characters");
let musl = "";

beforeAll(async () => {
  musl = await unpackMusl();
});

describe.skipIf(!runsI386)(`tables of characters${runsI386 ? "" : ` (skipped: ${noI386})`}`, () => {
  const program = join(folder, "characters");
  const names = ["UnicodeData.txt", "PropList.txt", "EastAsianWidth.txt"];

  /** Runs the program with other texts for some of the files; those that it writes are in folder/out. */
  function make(texts: Record<string, string> = {}): { status: number | null; said: string; made: string[] } {
    for (const [name, text] of Object.entries(texts)) {
      writeFileSync(join(folder, name), text);
    }
    const out = join(folder, "out");
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out);
    const words = names.map((name) => texts[name] === undefined ? join(archives, name) : name);
    const run = spawnI386(program, [...words, out], { cwd: folder });
    return { status: run.status, said: run.stderr.toString(), made: readdirSync(out).sort() };
  }

  beforeAll(() => {
    const words = ["-I", join(library, "include"), "-o", program, ...sources, ...libraryFiles];
    const compiled = spawnI386(buildNativeCc(folder)!, words);
    expect([compiled.status, compiled.stderr.toString()]).toEqual([0, ""]);
  });

  it("are number by number those of musl", () => {
    const headers = ["alpha.h", "casemap.h", "nonspacing.h", "punct.h", "wide.h"];
    expect(make()).toEqual({ status: 0, said: "", made: headers });
    const numbers = (path: string): number[] =>
      (readFileSync(path, "latin1").replace(/\[.*\]/g, "").match(/-?\b(?:0x[0-9a-f]+|[0-9]+)\b/g) ?? []).map((text) =>
        text.startsWith("-") ? -Number(text.slice(1)) : Number(text));
    for (const name of headers) {
      const [ours, theirs] = [join(folder, "out"), join(musl, "src/ctype")].map((place) => numbers(join(place, name)));
      expect([name, theirs!.length > 1000, ours]).toEqual([name, true, theirs]);
    }
    // The declarations are in the order that towctrans.c wants; C does not mind, but the objects are then the same.
    const declared = (path: string): string[] => readFileSync(path, "latin1").match(/static const .*(?== \{)/g) ?? [];
    expect(declared(join(folder, "out/casemap.h"))).toEqual(declared(join(musl, "src/ctype/casemap.h")));
  });

  it("are not made of files that are damaged: the line is said, nothing is written", () => {
    const text = readFileSync(join(archives, "UnicodeData.txt"), "latin1");
    const properties = readFileSync(join(archives, "PropList.txt"), "latin1");
    const lines = text.split("\n");
    const last = lines.length - 1;
    const change = (line: number, pattern: RegExp | string, by: string): string =>
      lines.map((old, index) => index === line - 1 ? old.replace(pattern, by) : old).join("\n");
    const cases: [Record<string, string>, string][] = [
      [{ "UnicodeData.txt": text.slice(0, 100_000) }, "UnicodeData.txt:[0-9]+: the line has no end: is the file whole"],
      [{ "UnicodeData.txt": `${lines.slice(0, 5000).join("\n")}\n` }, "UnicodeData.txt:5000: the file ends before"],
      [{ "UnicodeData.txt": "" }, "UnicodeData.txt:0: the file ends before the last character"],
      [{ "UnicodeData.txt": change(66, ";", "") }, "UnicodeData.txt:66: expected 15 fields"],
      [{ "UnicodeData.txt": change(66, /$/, ";") }, "UnicodeData.txt:66: expected 15 fields"],
      [{ "UnicodeData.txt": change(66, "Lu", "L") }, "UnicodeData.txt:66: expected a category of two letters"],
      [{ "UnicodeData.txt": change(66, "0041", "0040") }, "UnicodeData.txt:66: expected a larger number"],
      [{ "UnicodeData.txt": change(66, "0041", "x") }, "UnicodeData.txt:66: expected the number of a character"],
      [{ "UnicodeData.txt": change(66, "0061", "110000") }, "UnicodeData.txt:66: expected the number of a character"],
      [{ "UnicodeData.txt": change(last, "10FFFD", "10FFFC") }, `UnicodeData.txt:${last}: the file ends before`],
      [{ "PropList.txt": properties.slice(0, -6) }, "PropList.txt:[0-9]+: the file does not end in # EOF"],
      [{ "PropList.txt": properties.slice(0, 60_000) }, "PropList.txt:[0-9]+: the line has no end"],
      [{ "PropList.txt": properties.replace("0020          ;", "0020") }, "PropList.txt:[0-9]+: expected FIRST"],
      [{ "EastAsianWidth.txt": "4E00..2000;W\n# EOF\n" }, "EastAsianWidth.txt:1: expected FIRST"],
    ];
    for (const [texts, message] of cases) {
      const { status, said, made } = make(texts);
      expect([message, status, made]).toEqual([message, 1, []]);
      expect(said).toMatch(new RegExp(`^${message}[^\n]*\n$`));
    }
    rmSync(join(folder, "UnicodeData.txt"), { force: true });
    const absent = spawnI386(program, ["none", "none", "none", folder], { cwd: folder });
    expect([absent.status, absent.stderr.toString()]).toEqual([1, "none:0: cannot be read\n"]);
    const nowhere = spawnI386(program, [...names.map((name) => join(archives, name)), join(folder, "none")]);
    expect([nowhere.status, nowhere.stderr.toString()]).toEqual([1, "characters: alpha.h cannot be written\n"]);
    expect(spawnI386(program, []).status).toBe(2);
  });
});

/** Asks iconv about names of sets, then converts standard input from argv[1] to argv[2]. */
const client = `
#include <errno.h>
#include <iconv.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
int main(int count, char **arguments) {
  static char in[1 << 16], out[1 << 19];
  char *from = in, *to = out;
  size_t left = fread(in, 1, sizeof in, stdin), room = sizeof out;
  iconv_t cd;
  if (!setlocale(LC_ALL, "C.UTF-8")) return 3;
  if (count == 2) {
    for (from = strtok(in, "\\n"); from; from = strtok(NULL, "\\n")) {
      cd = iconv_open("UTF-8", from);
      printf("%s %s", from, cd != (iconv_t)-1 ? "yes" : errno == EINVAL ? "EINVAL" : "?");
      cd = iconv_open(from, "UTF-8");
      printf(" %s\\n", cd != (iconv_t)-1 ? "yes" : errno == EINVAL ? "EINVAL" : "?");
    }
    return 0;
  }
  cd = iconv_open(arguments[2], arguments[1]);
  if (cd == (iconv_t)-1 || iconv(cd, &from, &left, &to, &room) == (size_t)-1) return 1;
  fwrite(out, 1, to - out, stdout);
  return 0;
}
`;
/** What iconv.c needs of musl's own header. */
const shim = `#include <locale.h>
static locale_t current;
#define CURRENT_LOCALE current
#define UTF8_LOCALE ((locale_t)0)
`;

const hasGcc = spawnSync("gcc", ["--version"]).status === 0;

describe.skipIf(!hasGcc)(`iconv${hasGcc ? "" : " (skipped: no gcc here)"}`, () => {
  const program = join(folder, "iconv");
  const convert = (from: string, to: string, input: Buffer): Buffer => {
    const run = spawnSync(program, [from, to], { input });
    expect([from, to, run.status]).toEqual([from, to, 0]);
    return run.stdout;
  };

  beforeAll(() => {
    const patched = spawnSync("patch", ["-p1", "-i", join(step, "iconv.patch")], { cwd: musl });
    expect([patched.status, patched.stdout.toString()]).toEqual([0, "patching file src/locale/iconv.c\n"]);
    // The tables that it must not use are not there.
    for (const name of readdirSync(join(musl, "src/locale")).filter((file) => file.endsWith(".h"))) {
      rmSync(join(musl, "src/locale", name));
    }
    writeFileSync(join(folder, "locale_impl.h"), shim);
    writeFileSync(join(folder, "client.c"), client);
    const renamed = ["iconv_open", "iconv"].map((name) => `-D${name}=musl_${name}`);
    const words = ["-w", ...renamed, "-I", folder, "-o", program, join(folder, "client.c"),
      join(musl, "src/locale/iconv.c")];
    const compiled = spawnSync("gcc", words);
    expect([compiled.status, compiled.stderr.toString()]).toEqual([0, ""]);
  });

  it("knows the forms of Unicode, ASCII and Latin-1, and of all other sets says that it does not know them", () => {
    const known = ["UTF-8", "utf8", "WCHAR_T", "UCS-2", "UCS-2BE", "UCS-2LE", "UTF-16", "UTF-16LE", "UTF-16BE",
      "UCS-4", "UTF-32", "UTF-32BE", "UTF-32LE", "ASCII", "US-ASCII", "ISO-8859-1", "latin1"];
    const unknown = ["EUC-JP", "SHIFT_JIS", "SJIS", "CP932", "ISO-2022-JP", "GB18030", "GBK", "GB2312", "BIG5", "CP950",
      "BIG5-HKSCS", "EUC-KR", "KSC5601", "CP949", "ISO-8859-2", "ISO-8859-15", "latin9", "CP1252", "windows-1252",
      "KOI8-R", "KOI8-U", "CP437", "CP850", "IBM1047", "no-such-set"];
    const { stdout, status } = spawnSync(program, ["-"], { input: [...known, ...unknown].join("\n") });
    expect([status, stdout.toString().trim().split("\n")]).toEqual([0,
      [...known.map((name) => `${name} yes yes`), ...unknown.map((name) => `${name} EINVAL EINVAL`)]]);
  });

  it("converts as Node does", () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    const latin = bytes.toString("latin1");
    expect(convert("ISO-8859-1", "UTF-8", bytes)).toEqual(Buffer.from(latin, "utf8"));
    expect(convert("UTF-8", "latin1", Buffer.from(latin, "utf8"))).toEqual(bytes);
    expect(convert("UTF-8", "ASCII", Buffer.from("a\u00e4\u4e00b"))).toEqual(Buffer.from("a**b"));
    expect(convert("UTF-8", "latin1", Buffer.from("\u00e4\u0105"))).toEqual(Buffer.from("\u00e4*", "latin1"));
    const text = "A\u00e4\u0416\u4e2d\ud83d\ude00\uffff";
    expect(convert("UTF-8", "UTF-16LE", Buffer.from(text))).toEqual(Buffer.from(text, "utf16le"));
    expect(convert("UTF-16LE", "UTF-8", Buffer.from(text, "utf16le"))).toEqual(Buffer.from(text));
    expect(convert("UTF-32BE", "UTF-8", convert("UTF-8", "UTF-32BE", Buffer.from(text)))).toEqual(Buffer.from(text));
  });
});
