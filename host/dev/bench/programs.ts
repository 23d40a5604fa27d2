// Compilers side by side: the same C programs, how long compiling and running them takes, in user time. What is said
// about it, others decide.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ProcessorTime } from "../../common/processor-time.js";

/** Each program is run so often; the best time counts. */
const repetitions = 3;

/** A compiler runs so often in one measurement: once is too short for the clock of a process. */
const compilations = 20;

export interface ProgramResult {
  program: string;
  compiler: string;
  compileSeconds: number;
  runSeconds: number;
  /** False when the program printed something else than the first compiler's. */
  agrees: boolean;
}

export interface Compiler {
  name: string;
  /** The command that compiles `source` to `to`. */
  command: (source: string, to: string) => string[];
}

/** User time of a command and all its children in seconds, from the shell's `times`. */
export function userSeconds(
  command: string[], timesFile: string, env: NodeJS.ProcessEnv = process.env,
): { seconds: number; output: string } {
  const script = `"$@"; code=$?; times > "$0"; exit $code`;
  const result = spawnSync("bash", ["-c", script, timesFile, ...command],
    { encoding: "utf8", maxBuffer: 1 << 26, env });
  if (result.status !== 0) {
    throw new Error(`${command.slice(0, 3).join(" ")} … ended with status ${result.status}: ${result.stderr}`);
  }
  return { seconds: parseTimes(readFileSync(timesFile, "utf8")).user, output: result.stdout };
}

/** The second line of what bash's `times` prints is about the children: user time, system time, as 0m1.234s. */
export function parseTimes(text: string): ProcessorTime {
  const [user = NaN, system = NaN] = [...(text.split("\n")[1] ?? "").matchAll(/([0-9]+)m([0-9.]+)s/g)]
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds));
  return { user, system };
}

/** The chain's compiler `cc`, with the libc in a folder of its checkout. */
export function chainCompiler(name: string, cc: string, libc: string): Compiler {
  const library = execFileSync("sh", ["-c", `ls ${libc}/*.c`], { encoding: "utf8" }).trim().split("\n");
  return { name, command: (source, to) => [cc, "-I", join(libc, "include"), "-o", to, source, ...library] };
}

/** The other compilers that are here. */
export function otherCompilers(scratch: string): Compiler[] {
  const found: Compiler[] = [];
  const link = ["-m32", "-no-pie", "-Wl,-z,noexecstack", "-o"];
  const probe = join(scratch, "probe.c");
  execFileSync("sh", ["-c", `echo 'int main(void) { return 0; }' > ${probe}`]);
  if (spawnSync("gcc", [...link, join(scratch, "probe"), probe]).status === 0) {
    found.push({ name: "gcc -O0", command: (source, to) => ["gcc", "-O0", ...link, to, source] });
    if (spawnSync("i386-tcc", ["-v"]).status === 0) {
      // tcc makes the code; finding the system's libraries is left to gcc.
      const both = `i386-tcc -c -o "$1.o" "$0" && gcc ${link.slice(0, -1).join(" ")} -o "$1" "$1.o"`;
      found.push({ name: "tcc", command: (source, to) => ["sh", "-c", both, source, to] });
    }
  }
  return found;
}

/** Compiles and runs the programs of test/corpus/bench. */
export async function measurePrograms(
  root: string, compilers: Compiler[], scratch: string,
): Promise<ProgramResult[]> {
  const folder = join(root, "test/corpus/bench");
  const results: ProgramResult[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".c")).sort()) {
    let expected: string | undefined;
    for (const compiler of compilers) {
      const program = join(scratch, "program");
      const times = join(scratch, "times");
      const command = compiler.command(join(folder, file), program);
      const compileSeconds = best(() => userSeconds(repeated(command), times)).seconds / compilations;
      const run = best(() => userSeconds([program], times));
      expected ??= run.output;
      results.push({
        program: file,
        compiler: compiler.name,
        compileSeconds,
        runSeconds: run.seconds,
        agrees: run.output === expected,
      });
    }
  }
  return results;
}

function repeated(command: string[]): string[] {
  return ["sh", "-c", `for i in $(seq ${compilations}); do "$0" "$@" || exit; done`, ...command];
}

function best<T extends { seconds: number }>(measure: () => T): T {
  const measured = Array.from({ length: repetitions }, measure);
  return measured.reduce((least, one) => one.seconds < least.seconds ? one : least);
}
