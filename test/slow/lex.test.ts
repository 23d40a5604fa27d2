// lex on real specifications: flex's, binutils', gcc's, bison's and Linux's, out of the pinned archives. What flex
// makes of the same specification must scan the same: every match with its start condition, rule and text, every token,
// and what the scanner says. And flex, built with our lex and with Berkeley yacc, makes the same scanners as one that
// was built with the generated files of its archive. The script that a step is to have runs in the machine.
//
// Where flex is missing, hashes of what its scanners have printed take its place (test/corpus/lex/real/NAME.expected).
// An archive that is neither in the cache nor in a folder of ROOTSEED_MIRROR is not fetched: its tests are skipped.
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../host/common/files.js";
import { parseArchive } from "../../host/sources/archive.js";
import { cacheFolder } from "../../host/sources/cache.js";
import { because, canRun, obstacleTo } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";
import { rootseed } from "../support/host.js";
import { buildLex, compilers, corpus, makeScanner, must, noCompiler, noFlex, run, scan, unpack, type RealScanner } from
  "../support/lex.js";

const scratch = makeScratch("lex");

/** Where an archive is, by its name in steps/archives. */
function findArchive(name: string): { path?: string; file: string } {
  const list = join("steps/archives", name);
  const { file } = parseArchive(readFileSync(join(root, list), "utf8"), list);
  const folders = [cacheFolder(undefined), process.env["ROOTSEED_MIRROR"] ?? "/nowhere"];
  const path = folders.map((folder) => join(folder, file)).find(existsSync);
  return path === undefined ? { file } : { path, file };
}

const ldScripts = ["cross2", "align-with-input", "include-sections", "print-memory-usage", "region-alias-4"];

const scanners: RealScanner[] = [
  { name: "ar", archive: "binutils", specification: "binutils/arlex.l", driver: "simple.c",
    inputs: ["binutils/NEWS", "binutils/ar.c"] },
  { name: "dlltool", archive: "binutils", specification: "binutils/deflex.l", driver: "simple.c",
    inputs: ["zlib/win32/zlib.def", "binutils/testsuite/binutils-all/version.def", "binutils/ar.c"] },
  { name: "sysinfo", archive: "binutils", specification: "binutils/syslex.l", driver: "simple.c",
    inputs: ["binutils/sysroff.info"] },
  { name: "ld", archive: "binutils", specification: "ld/ldlex.l", driver: "ldlex.c", opens: true,
    inputs: [...ldScripts.map((name) => `ld/testsuite/ld-scripts/${name}.t`), "ld/scripttempl/elf.sc", "ld/ldlang.c"] },
  { name: "gengtype3", archive: "gcc3", specification: "gcc/gengtype-lex.l", driver: "gengtype3.c", opens: true,
    inputs: ["gcc/tree.h", "gcc/c-tree.h", "gcc/c-decl.c", "gcc/c-parse.in", "gcc/rtl.h"] },
  { name: "gengtype10", archive: "gcc10", specification: "gcc/gengtype-lex.l", driver: "gengtype10.c", opens: true,
    inputs: ["gcc/tree-core.h", "gcc/rtl.h", "gcc/gengtype.c"] },
  { name: "bison-gram", archive: "bison", specification: "src/scan-gram.l", driver: "bison-gram.c", withoutEnd: true,
    inputs: ["src/parse-gram.y", "src/scan-gram.l", "data/skeletons/yacc.c"] },
  { name: "bison-code", archive: "bison", specification: "src/scan-code.l", driver: "bison-code.c", withoutEnd: true,
    inputs: ["src/parse-gram.y", "data/skeletons/yacc.c"] },
  { name: "bison-skel", archive: "bison", specification: "src/scan-skel.l", driver: "bison-skel.c", withoutEnd: true,
    inputs: ["data/skeletons/yacc.c", "data/skeletons/lalr1.cc", "src/scan-skel.l"] },
  { name: "kconfig", archive: "linux", specification: "scripts/kconfig/lexer.l", driver: "kconfig.c", opens: true,
    inputs: ["init/Kconfig", "lib/Kconfig", "lib/Kconfig.debug", "arch/x86/Kconfig"] },
  { name: "dtc", archive: "linux", specification: "scripts/dtc/dtc-lexer.l", driver: "dtc.c", opens: true,
    inputs: ["arch/arm64/boot/dts/arm/juno-base.dtsi", "arch/arm64/boot/dts/arm/juno.dts", "scripts/dtc/dtc.c"] },
  { name: "genksyms", archive: "linux", specification: "scripts/genksyms/lex.l", driver: "genksyms.c",
    inputs: ["kernel/fork.c", "include/linux/sched.h", "lib/vsprintf.c"] },
];

const found = new Map([...new Set(scanners.map(({ archive }) => archive)), "flex", "byacc"].map((name) =>
  [name, findArchive(name)] as const));
const missing = (...archives: string[]): string => because(archives.flatMap((archive) => {
  const { path, file } = found.get(archive) as { path?: string; file: string };
  return path === undefined ? [`${file} is neither in the cache nor in ROOTSEED_MIRROR`] : [];
})[0]);

/** The files of an archive that its scanners need, unpacked once. */
function folderOf(archive: string): string {
  const folder = join(scratch, archive);
  const wanted = scanners.filter((real) => real.archive === archive)
    .flatMap(({ specification, inputs }) => [specification, ...inputs]).map((path) => `*/${path}`);
  if (existsSync(folder)) return folder;
  if (archive === "linux") wanted.push(...["Kconfig*", "scripts/kconfig/*", "scripts/include/*", "scripts/*.sh"]
    .map((pattern) => `*/${pattern}`));
  const path = found.get(archive)?.path as string;
  if (archive !== "gcc10") {
    unpack(path, [...new Set(wanted)], folder);
    return folder;
  }
  // An archive in an archive.
  const outer = join(scratch, "gcc10-outer");
  unpack(path, ["*/gcc-10.2.0-dfsg.tar.xz"], outer);
  unpack(join(outer, "gcc-10.2.0-dfsg.tar.xz"), [...new Set(wanted)], folder);
  return folder;
}

const canCompare = noCompiler === "" && noFlex === "" && compilers.includes("gcc");
describe.each(scanners.map((real) => [real.name, real] as const))("the scanner of %s", (_, real) => {
  const skipped = noCompiler || missing(real.archive);
  const withFlex = canCompare ? "flex's is made here, too" : "flex is missing, what its scanner prints is recorded";
  it.skipIf(skipped !== "")(`scans what flex's scans: ${withFlex}${skipped}`, async () => {
    const folder = folderOf(real.archive);
    const lex = buildLex(scratch);
    const used = [...compilers, ...real.name === "gengtype10" && compilers.includes("gcc") ? ["g++"] : []];
    const results = used.map((compiler) => scan(makeScanner(lex, real, folder, scratch, compiler), real, folder));
    const expected = canCompare ? scan(makeScanner("flex", real, folder, scratch), real, folder) : results[0] ?? [];
    expect(expected.every(({ out }) => out.split("\n").length > 5)).toBe(true);
    results.forEach((found, index) => found.forEach((result, input) =>
      expect([used[index], real.inputs[input], result]).toEqual([used[index], real.inputs[input], expected[input]])));
    // The hashes are of flex's output: `-u` writes them where flex is.
    const hashes = expected.map((result, index) =>
      `${sha256(Buffer.from(JSON.stringify(result)))}  ${real.inputs[index]}\n`);
    await expect(hashes.join("")).toMatchFileSnapshot(join(corpus, "real", `${real.name}.expected`));
  });
});

const archivesHere = join(scratch, "sources");
const programs = join(scratch, "bin");

/** Runs a step's script in a folder on this computer: its tcc is gcc; its lex and yacc are what the first ones made. */
function runStep(script: string, name: string): string {
  mkdirSync(archivesHere, { recursive: true });
  for (const { path, file } of found.values()) {
    if (path !== undefined && !existsSync(join(archivesHere, file))) symlinkSync(path, join(archivesHere, file));
  }
  const folder = join(scratch, name);
  mkdirSync(join(folder, "package"), { recursive: true });
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, "tcc"), "#!/bin/sh\nexec gcc \"$@\"\n", { mode: 0o755 });
  const text = readFileSync(script, "utf8")
    .replace(/^\. \/(steps\/lib\/\w+)$/gm, (_, library: string) => readFileSync(join(root, library), "utf8"))
    .replaceAll("/sources/", `${archivesHere}/`).replaceAll(" /chain/", ` ${root}/chain/`);
  must(["env", `PATH=${programs}:${process.env["PATH"] ?? ""}`, `step=${join(script, "..")}`,
    `package=${folder}/package`, "sh", "-euc", text], "", folder);
  return join(folder, "package/usr/bin");
}

/** lex and yacc by the scripts of their steps. */
function buildPrograms(): { lex: string; yacc: string } {
  const lex = join(programs, "lex");
  const yacc = join(programs, "yacc");
  if (!existsSync(lex)) {
    symlinkSync(join(runStep(join(root, "steps/012-byacc/build"), "step-byacc"), "yacc"), yacc);
    const made = runStep(join(root, "steps/011-lex/build"), "step-lex");
    writeFileSync(lex, `#!/bin/sh\nexec ${made}/lex -S ${root}/chain/7-lex/scanner.c "$@"\n`, { mode: 0o755 });
  }
  return { lex, yacc };
}

describe("Linux's configuration program, with lex and yacc", () => {
  const skipped = noCompiler || noFlex || missing("linux", "byacc");

  it.skipIf(skipped !== "" || !canCompare)(`reads all of Linux's Kconfig as with flex${skipped}`, () => {
    const linux = folderOf("linux");
    const { lex, yacc } = buildPrograms();
    const results = [lex, "flex"].map((tool, index) => {
      const folder = join(scratch, `conf-${index}`);
      must(["cp", "-r", join(linux, "scripts/kconfig"), folder]);
      must([tool, "-olexer.lex.c", "-L", "lexer.l"], "", folder);
      must([yacc, "-o", "parser.tab.c", "-H", "parser.tab.h", "-t", "-l", "parser.y"], "", folder);
      const names = ["conf", "confdata", "expr", "lexer.lex", "menu", "parser.tab", "preprocess", "symbol", "util"];
      must(["gcc", "-w", "-I.", `-I${linux}/scripts/include`, "-o", "conf", ...names.map((name) => `${name}.c`)], "",
        folder);
      return ["alldefconfig", "allyesconfig", "allnoconfig"].map((kind) => {
        const settings = "srctree=. ARCH=x86 SRCARCH=x86 CC=gcc LD=ld NM=nm OBJCOPY=objcopy KERNELVERSION=6.12.107";
        const words = ["env", ...settings.split(" "), join(folder, "conf"), `--${kind}`, "Kconfig"];
        return { ...run(words, "", linux), config: readFileSync(join(linux, ".config"), "latin1") };
      });
    });
    expect(results[0]?.every(({ status, config }) => status === 0 && config.split("\n").length > 500)).toBe(true);
    expect(results[0]).toEqual(results[1]);
  });
});

describe("flex without a generated file", () => {
  const skipped = noCompiler || because(compilers.includes("gcc") ? undefined : "no gcc") || missing("flex", "byacc") ||
    because(run(["sh", "-c", "command -v m4"]).status === 0 ? undefined : "no m4");

  it.skipIf(skipped !== "")("makes the scanners that flex with its archive's generated files makes: the same bytes; " +
    `Debian's has other numbers in #line alone${skipped}`, () => {
    buildPrograms();
    const flex = join(runStep(join(root, "steps/036-flex/build"), "step-flex"), "flex");

    const upstream = join(scratch, "flex-upstream");
    unpack(found.get("flex")?.path as string, ["*/src/*"], upstream);
    copyFileSync(join(root, "steps/036-flex/config.h"), join(upstream, "config.h"));
    const names = ["buf", "ccl", "dfa", "ecs", "filter", "gen", "main", "misc", "nfa", "options", "parse", "regex",
      "scan", "scanflags", "scanopt", "skel", "sym", "tables", "tables_shared", "tblcmp", "yylex"];
    must(["gcc", "-w", "-DHAVE_CONFIG_H", "-I.", "-o", "flex", ...names.map((name) => `src/${name}.c`), "-lm"], "",
      upstream);

    // Those that are unpacked quickly.
    const others = scanners.filter(({ archive }) => !["linux", "gcc10"].includes(archive) && missing(archive) === "");
    const specifications = [join(upstream, "src/scan.l"), ...others.map(({ archive, specification }) =>
      join(folderOf(archive), specification))];
    for (const specification of specifications) {
      const ours = must([flex, "-t", specification]);
      expect([specification, ours === must([join(upstream, "flex"), "-t", specification])])
        .toEqual([specification, true]);
      if (noFlex === "") {
        const plain = (text: string): string => text.replaceAll(/^#line \d+ "(<stdout>|lex\.yy\.c)"\n/gm, "");
        expect([specification, plain(ours) === plain(must(["flex", "-t", specification]))])
          .toEqual([specification, true]);
      }
    }
  });
});

describe("in the machine", () => {
  const engine = ["chroot", "bwrap"].find(canRun);
  const skipped = because(engine === undefined ? ["chroot", "bwrap"].map(obstacleTo).join("; ") : undefined) ||
    noCompiler || missing("byacc");

  const name = `lex and yacc, by TinyCC on musl, make what they make here, and it works${skipped}`;
  it.skipIf(skipped !== "")(name, async () => {
    const out = join(scratch, "out");
    const mirrors = [cacheFolder(undefined), process.env["ROOTSEED_MIRROR"] ?? cacheFolder(undefined)];
    const { status } = await rootseed(["run", "--engine", engine as string, "--until", "parsers", "--steps",
      join(corpus, "steps"), "--out", out, ...mirrors.flatMap((mirror) => ["--mirror", mirror])]);
    expect(status).toBe(0);
    expect(readFileSync(join(out, "calculator/answers"), "utf8")).toBe("15\n3\nsyntax error\n7\n");
    const folder = join(scratch, "calculator");
    mkdirSync(folder);
    copyFileSync(join(corpus, "steps/100-calculator/calculator.l"), join(folder, "calculator.l"));
    must([buildLex(scratch), "-o", "calculator-lex.c", "calculator.l"], "", folder);
    const here = readFileSync(join(folder, "calculator-lex.c"));
    expect(readFileSync(join(out, "calculator/calculator-lex.c")).equals(here)).toBe(true);
  }, 3_600_000);
});
