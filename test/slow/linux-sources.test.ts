// What steps/022-linux makes in the place of files that programs of upstream's have made: the same numbers, names and
// tokens as in those files, which the archives of Linux and busybox still have. This computer's awk runs our programs
// here; in the step it is busybox's.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { cacheFolder } from "../../host/sources/cache.js";
import { makeScratch, root } from "../support/folders.js";
import { rootseed } from "../support/host.js";

const scratch = makeScratch("linux-sources");
const step = join(root, "steps/022-linux");
const linux = join(scratch, "linux-6.12.107");
const kconfig = join(scratch, "busybox-1.37.0/scripts/kconfig");
const specs = join(linux, "Documentation/netlink/specs");
const parts = ["Documentation/netlink/specs", "Documentation/scheduler", "drivers/tty/vt", "fs/nls", "include/linux",
  "include/uapi/linux", "kernel/sched", "lib/zlib_inflate", "net/core", "scripts/atomic",
  "arch/x86/boot/tools", "lib/crc16.c", "lib/bitrev.c", "lib/crypto", "lib/math"];
const read = (...path: string[]): string => readFileSync(join(...path), "latin1");

function run(program: string, words: string[], cwd = scratch): string {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: "latin1", maxBuffer: 1 << 26,
    env: { ...process.env, LC_ALL: "C" } });
  expect([program, status, stderr]).toEqual([program, 0, ""]);
  return stdout;
}

/** What programs of the step, one after the other in one awk, make of files. */
function made(programs: string[], files: string[], values: string[] = []): string {
  return run("awk", [...values.flatMap((value) => ["-v", value]),
    ...programs.flatMap((name) => ["-f", join(step, `${name}.awk`)]), ...files]);
}

const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
const numbers = (text: string): number[] =>
  (withoutComments(text).match(/(?<![\w[])(?:0x[0-9a-f]+|[0-9]+)\b(?!\])/gi) ?? []).map(Number);
/** Words and marks of C, without those of a header's guard. */
const tokens = (text: string): string[] => (withoutComments(text)
  .replace(/^.*#(?:ifndef|.*define) .*\w+_H$/gm, "").replace(/#endif\s*$/, "")
  .match(/"[^"]*"|\w+|[^\w\s]/g) ?? []);

beforeAll(async () => {
  expect((await rootseed(["fetch", "--until", "linux"])).status).toBe(0);
  const archive = (name: string): string => join(cacheFolder(undefined), name);
  run("tar", ["xf", archive("linux_6.12.107.orig.tar.xz"), ...parts.map((part) => `linux-6.12.107/${part}`)]);
  run("tar", ["xf", archive("busybox_1.37.0.orig.tar.bz2"), "busybox-1.37.0/scripts/kconfig",
    "busybox-1.37.0/coreutils/factor.c"]);
});

it("inffixed.h: each entry", () => {
  const ours = numbers(made(["inflate"], []));
  expect(ours.length).toBe(3 * (512 + 32));
  expect(ours).toEqual(numbers(read(linux, "lib/zlib_inflate/inffixed.h")));
});

it.each([["cp437", [join(linux, "drivers/tty/vt/cp437.uni")], 11], ["iso8859-1", [], 5]] as const)(
  "nls_%s.c: each number of each table", (name, lists, count) => {
    const numberOf = (entry: string): number =>
      entry === "NULL" ? 0 : entry.startsWith("page") ? parseInt(entry.slice(4), 16) + 1 : Number(entry);
    const tables = (text: string): number[][] =>
      [...withoutComments(text).matchAll(/\[256\] = \{([^}]*)\}/g)].map(([, body]) => {
        const all = (body as string).split(",").map((entry) => entry.trim()).filter((entry) => entry !== "");
        return Array.from({ length: 256 }, (_, index) => numberOf(all[index] ?? "0"));
      });
    const files = [...lists, join(cacheFolder(undefined), "UnicodeData.txt")];
    const ours = tables(made(["characters"], files, [`name=${name}`]));
    expect(ours.length).toBe(count);
    expect(ours).toEqual(tables(read(linux, `fs/nls/nls_${name}.c`)));
  });

it.each(["dpll", "fou", "handshake", "mptcp_pm", "netdev", ["nfsd", "nfsd_netlink"], ["team", "if_team"]])(
  "header of netlink %s: each token", (names) => {
    const [spec, header = spec] = [names].flat();
    const ours = tokens(made(["yaml", "netlink"], [join(specs, `${spec}.yaml`)]));
    expect(ours.length).toBeGreaterThan(70);
    expect(ours).toEqual(tokens(read(linux, `include/uapi/linux/${header}.h`)));
  });

it.each(["h", "c"])("netdev-genl-gen.%s: each token, and below which condition it is", (kind) => {
  /** With its condition, if any, before each line: two conditions that are the same may be one. */
  const flat = (text: string): string => {
    let condition = "";
    return withoutComments(text).split("\n").map((line) => {
      condition = /^#ifdef (\w+)/.exec(line)?.[1] ?? (line.startsWith("#endif") ? "" : condition);
      return /^#(?:ifdef|endif)/.test(line) ? "" : line.replace(/[^\s,;{}]+/g, `${condition} $&`);
    }).join("\n");
  };
  const ours = tokens(flat(made(["yaml", "netdev"], [join(specs, "netdev.yaml")], [`kind=${kind}`])));
  expect(ours.length).toBeGreaterThan(200);
  expect(ours).toEqual(tokens(flat(read(linux, `net/core/netdev-genl-gen.${kind}`))));
});

it("headers of atomic operations: Linux's own scripts make them, byte for byte", () => {
  const names = ["arch-fallback", "instrumented", "long"]
    .map((name) => join(linux, `include/linux/atomic/atomic-${name}.h`));
  const before = names.map((name) => read(name));
  names.forEach((name) => writeFileSync(name, ""));
  run("sh", ["scripts/atomic/gen-atomics.sh"], linux);
  expect(names.map((name) => read(name))).toEqual(before);
});

const hasGcc = spawnSync("gcc", ["--version"]).status === 0;

describe.skipIf(!hasGcc)(`in a program${hasGcc ? "" : " (skipped: no gcc here)"}`, () => {
  /** Compiles a C text and gives what it prints. */
  function printed(name: string, text: string, ...words: string[]): string {
    writeFileSync(join(scratch, `${name}.c`), text, "latin1");
    run("gcc", ["-w", "-o", name, `${name}.c`, ...words]);
    return run(join(scratch, name), []);
  }

  it("defkeymap.c: all maps, texts and accents", () => {
    mkdirSync(join(scratch, "include/linux"), { recursive: true });
    writeFileSync(join(scratch, "include/linux/types.h"), "typedef unsigned short __u16;\n");
    writeFileSync(join(scratch, "include/linux/kd.h"),
      "struct kbdiacruc { unsigned diacr, base, result; };\n#define MAX_DIACR 256\n#define NULL ((void *)0)\n");
    writeFileSync(join(scratch, "include/linux/keyboard.h"), read(linux, "include/uapi/linux/keyboard.h"));
    const shown = `int printf(const char *, ...);
int main() {
  int i, j;
  for (i = 0; i < MAX_NR_KEYMAPS; i++)
    for (j = 0; key_maps[i] && j < NR_KEYS; j++) printf("%d %d %x\\n", i, j, key_maps[i][j]);
  for (i = 0; i < MAX_NR_FUNC; i++)
    if (func_table[i]) printf("%d %d %s\\n", i, func_table[i] - func_buf, func_table[i]);
  for (i = 0; i < MAX_DIACR; i++)
    printf("%x %x %x\\n", accent_table[i].diacr, accent_table[i].base, accent_table[i].result);
  printf("%d %d %d %d\\n", keymap_count, accent_table_size, funcbufsize, funcbufptr == func_buf);
  return 0;
}
`;
    const vt = join(linux, "drivers/tty/vt");
    const ours = printed("ours", made(["keyboard"], [join(vt, "defkeymap.map")]) + shown, "-Iinclude");
    expect(ours.split("\n").length).toBeGreaterThan(7 * 256);
    expect(ours).toBe(printed("theirs", read(vt, "defkeymap.c_shipped") + shown, "-Iinclude"));
  });

  it("sched-pelt.h: Linux's own program makes it", () => {
    const ours = printed("pelt",
      read(linux, "Documentation/scheduler/sched-pelt.c").replace("void main", "int main"), "-lm");
    expect(tokens(ours)).toEqual(tokens(read(linux, "kernel/sched/sched-pelt.h")));
  });

  it("zconf.hash.c: what each word means, and that others mean nothing", () => {
    const names = read(kconfig, "zconf.y").match(/(?<=^%token .*)\bT_\w+/gm) ?? [];
    writeFileSync(join(scratch, "zconf.tab.h"), `#pragma once\nenum { T_NONE, ${names.join(", ")} };\n`);
    const words = [...read(kconfig, "zconf.gperf").matchAll(/^(\w+),/gm)].map(([, word]) => word as string);
    const asked = [...words, ...words.map((word) => `${word}s`), ...words.map((word) => word.slice(1)), "", "x"];
    const shown = `int main() {
  static const char *asked[] = {${asked.map((word) => `"${word}"`).join(", ")}};
  int i;
  for (i = 0; i < sizeof asked / sizeof *asked; i++) {
    struct kconf_id *id = kconf_id_lookup(asked[i], strlen(asked[i]));
    if (id) printf("%s %s %d %d %d\\n", asked[i], kconf_id_strings + id->name, id->token, id->flags, id->stype);
  }
  return 0;
}
`;
    const head = "#define LKC_DIRECT_LINK\n" + ["<stdio.h>", "<stdlib.h>", "<string.h>", '"lkc.h"', '"zconf.tab.h"']
      .map((name) => `#include ${name}\n`).join("");
    const [ours, theirs] = [made(["words"], [join(kconfig, "zconf.gperf")]), read(kconfig, "zconf.hash.c_shipped")]
      .map((text, index) => printed(`words${index}`, head + text + shown, "-std=gnu89", "-I.", `-I${kconfig}`));
    expect((ours as string).split("\n").length).toBe(words.length + 1);
    expect(ours).toBe(theirs);
  });
});

describe("tables in files that people wrote, which take part as they are: each entry computed again", () => {
  const table = (file: string, start: string): number[] => {
    const text = withoutComments(read(linux, file));
    return numbers(text.slice(text.indexOf("{", text.indexOf(start)), text.indexOf("}", text.indexOf(start))));
  };
  const each = (of: (index: number) => number): number[] => Array.from({ length: 256 }, (_, index) => of(index));
  /** The rest of eight bits, the lowest one first, by a polynomial. */
  const rest = (polynomial: number) => (bits: number): number =>
    each((index) => index).slice(0, 8).reduce((sum) => (sum >>> 1) ^ (sum & 1 ? polynomial : 0), bits) >>> 0;

  it("checksums", () => {
    expect(table("lib/crc16.c", "crc16_table")).toEqual(each(rest(0xa001)));
    expect(table("arch/x86/boot/tools/build.c", "crctab32")).toEqual(each(rest(0xedb88320)));
  });

  it("SHA-256: the first 32 bits after the point of the cube roots of the first 64 primes", () => {
    const primes = Array.from({ length: 312 }, (_, index) => index)
      .filter((number, _, all) => number > 1 && all.slice(2, number).every((divisor) => number % divisor !== 0));
    /** The largest number whose cube is not above a number. */
    const root3 = (cube: bigint): bigint => {
      let root = 0n;
      for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
        root += (root + bit) ** 3n <= cube ? bit : 0n;
      }
      return root;
    };
    expect(table("lib/crypto/sha256.c", "SHA256_K")).toEqual(
      primes.map((prime) => Number(BigInt.asUintN(32, root3(BigInt(prime) << 96n)))));
  });

  it("factor.c: from each number to the next one that none of 2, 3, 5, 7 and 11 divides, or that is one", () => {
    const text = withoutComments(read(scratch, "busybox-1.37.0/coreutils/factor.c"));
    const rows = text.slice(text.indexOf("packed_wheel[] = {")).split("};")[0] as string;
    const gaps = [...rows.matchAll(/[PR]\(([^)]*)\)/g)].flatMap(([, row]) => (row as string).split(",").map(Number));
    const stops = Array.from({ length: 2324 }, (_, number) => number).filter((number) =>
      number >= 5 && [2, 3, 5, 7, 11].every((prime) => number === prime || number % prime !== 0));
    expect(gaps).toEqual(stops.slice(1).map((stop, index) => stop - (stops[index] as number)));
  });

  it("bits backwards; logarithms; the first 256 characters of Unicode, and the case of those of ASCII", () => {
    expect(table("lib/bitrev.c", "byte_rev_table")).toEqual(
      each((index) => parseInt([...index.toString(2).padStart(8, "0")].reverse().join(""), 2)));
    expect(table("lib/math/int_log.c", "logtable")).toEqual(
      each((index) => Math.round(Math.log2(1 + index / 256) * 65536)));
    const cased = (method: "toLowerCase" | "toUpperCase") => (index: number): number =>
      index < 128 ? String.fromCharCode(index)[method]().charCodeAt(0) : index;
    expect(table("fs/nls/nls_base.c", "charset2uni")).toEqual(each((index) => index));
    expect(table("fs/nls/nls_base.c", "charset2lower")).toEqual(each(cased("toLowerCase")));
    expect(table("fs/nls/nls_base.c", "charset2upper")).toEqual(each(cased("toUpperCase")));
  });
});
