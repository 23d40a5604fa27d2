// From the seed to Linux on this computer's kernel, step by step; and, in the same run, the four largest packages of
// the way once more, as anybody would build them here: by upstream's `configure` and the distribution's gcc. The ratio
// of the two says more than seconds, for system calls and page faults are dear on some machines.
//
// How it thinks: what counts is processor time, of programs and of the kernel for them. The distribution's build makes
// the programs of a package alone, no library for what they compile, so a ratio is not 1 where everything is even; it
// is to be compared with the ratio of another machine or commit. It must not reach this computer's files: bubblewrap
// gives it a /dev of its own, and no place to write to but its work folder.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import type { ProcessorTime } from "../../common/processor-time.js";
import type { RunDocument, StepDocument } from "../../report/document.js";
import { formatSeconds } from "../../common/text.js";
import { archivesOf, readSteps } from "../../steps/steps.js";
import { markdownTable } from "./markdown.js";
import { parseTimes } from "./programs.js";

interface Package {
  name: string;
  /** The steps that compile it. */
  steps: string[];
  archive: string;
  /** Where its sources are when the archive is unpacked; an archive in it, which has them. */
  folder: string;
  inner?: string;
  /** What makes it, in a folder beside the sources, which are $source; no manuals, which the archives lack. */
  script: string;
}

const configured = "--disable-nls --disable-shared --disable-multilib --disable-werror";

const packages: Package[] = [
  {
    name: "binutils 2.35.2", steps: ["binutils"], archive: "binutils", folder: "binutils-2.35.2",
    script: `"$source/configure" ${configured} --disable-gdb --disable-gprof --disable-plugins
make all-gas all-ld all-binutils MAKEINFO=true`,
  },
  {
    name: "gcc 3.4.6", steps: ["gcc3-first", "gcc3"], archive: "gcc3", folder: "gcc-h8300-hms-3.4.6+dfsg2",
    script: `pc=x86_64-pc-linux-gnu; export CC="gcc -std=gnu89 -fcommon -w"
"$source/configure" ${configured} --enable-languages=c,c++ --build=$pc --host=$pc --target=$pc
make all-libiberty configure-gcc
make -C gcc native xgcc cpp specs g++`,
  },
  {
    name: "gcc 10.2", steps: ["gcc10-first"], archive: "gcc10", folder: "gcc-10.2.0",
    inner: "gcc-10-10.2.0/gcc-10.2.0-dfsg.tar.xz",
    script: `"$source/configure" ${configured} --enable-languages=c,c++ --disable-bootstrap --disable-lto
make maybe-all-build-libiberty maybe-all-build-libcpp all-libiberty all-zlib all-libcpp all-libdecnumber \\
  all-libbacktrace configure-gcc
make -C gcc STMP_FIXINC= xgcc xg++ cpp cc1 cc1plus collect2 specs`,
  },
  {
    name: "Linux 6.12", steps: ["linux"], archive: "linux", folder: "linux-6.12.107",
    script: `sed 's/#.*//' "$steps/022-linux/config" | tr -s ' ' '\\n' | sed '/./!d;/=/!s/$/=y/;s/^/CONFIG_/' > wanted
make -C "$source" O="$PWD" KCONFIG_ALLCONFIG="$PWD/wanted" allnoconfig
make bzImage`,
  },
];

/** Builds the packages by the distribution's gcc; a run to Linux and these, as Markdown. */
export async function compareWithDistribution(
  root: string, cache: string, scratch: string, document: RunDocument,
): Promise<string[]> {
  const archives = archivesOf(await readSteps(root));
  const stepRows = document.steps.map((step) => [`\`${step.name}\``, step.engine, formatSeconds(step.seconds),
    step.userSeconds?.toFixed(1) ?? "-", step.systemSeconds?.toFixed(1) ?? "-"]);
  const sums = (["seconds", "userSeconds", "systemSeconds"] as const)
    .map((field) => document.steps.reduce((sum, step) => sum + (step[field] ?? 0), 0)) as [number, number, number];
  const [wall, user, system] = sums;
  return [
    `${cpus().length} cores of ${cpus()[0]?.model ?? "an unknown processor"}, ${document.date.slice(0, 10)}.`, "",
    ...markdownTable([["step", "on", "took", "user, s", "system, s"], ...stepRows,
      ["all", "", formatSeconds(wall), user.toFixed(1), system.toFixed(1)]], [false, false, true, true, true]), "",
    "Beside it the distribution's gcc, user and system seconds (the programs alone, by `configure` and `make`):", "",
    ...markdownTable([["package", "steps", "here", "by the distribution's gcc", "ratio"],
      ...packages.map((one) => {
        const file = archives.find(({ name }) => name === one.archive)?.file ?? "";
        return rowOf(one, document.steps, build(one, join(cache, file), join(scratch, one.archive), root));
      })], [false, false, true, true, true]),
  ];
}

/** @param theirs the processor time of the distribution's build; in words why there is none */
function rowOf(one: Package, steps: StepDocument[], theirs: ProcessorTime | string): string[] {
  const own = steps.filter(({ name }) => one.steps.includes(name))
    .reduce((sum, { userSeconds, systemSeconds }) => sum + (userSeconds ?? 0) + (systemSeconds ?? 0), 0);
  const ratio = typeof theirs === "string" ? "-" : (own / (theirs.user + theirs.system)).toFixed(2);
  const cell = typeof theirs === "string" ? theirs : `${theirs.user.toFixed(1)} + ${theirs.system.toFixed(1)}`;
  process.stderr.write(`${one.name}: ${cell}\n`);
  return [one.name, one.steps.map((name) => `\`${name}\``).join(", "), own.toFixed(1), cell, ratio];
}

/** The processor time of a build by the distribution's gcc; in words why there is none. */
function build(one: Package, archive: string, work: string, root: string): ProcessorTime | string {
  mkdirSync(join(work, "build"), { recursive: true });
  if (!existsSync(archive)) {
    return `${archive} is missing`;
  }
  const unpack = one.inner === undefined ? 'tar xf "$1" --no-same-owner -C "$2"'
    : 'tar xf "$1" -O "$3" | tar xJ --no-same-owner -C "$2"';
  const unpacked = spawnSync("sh", ["-c", unpack, "sh", archive, work, one.inner ?? ""]);
  if (unpacked.status !== 0) {
    return "the archive does not unpack here";
  }
  const script = `exec > "$0/log" 2>&1; set -e
export MAKEFLAGS=-j${cpus().length} MAKEINFO=true CFLAGS=-O1 CXXFLAGS=-O1
cd "$0/build"; source=$0/${one.folder} steps=$1; (${one.script}); times > "$0/times"`;
  const sandbox = ["--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
    "--tmpfs", "/tmp", "--bind", work, work];
  const { status, error } = spawnSync("bwrap", [...sandbox, "bash", "-c", script, work, join(root, "steps")]);
  if (error !== undefined) {
    return "bubblewrap is not installed";
  }
  if (status === 0) {
    return parseTimes(readFileSync(join(work, "times"), "utf8"));
  }
  const lines = readFileSync(join(work, "log"), "utf8").trim().split("\n");
  const cause = lines.find((line) => /\berror: |\*\*\* .*Error/.test(line)) ?? lines.at(-1) ?? "";
  return `failed: ${cause.replaceAll(work, "")}`;
}
