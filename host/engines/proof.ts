// Proves, before a run on the host's kernel begins, for which processors programs start there; finds out why where they
// do not.
//
// How it thinks: neither the processor nor the kernel's configuration tells what runs here. Only a program that was
// started does, in a root folder like the run's, by the run's own command: for i386 the host seed itself, which gets
// the hex text of a program that ends with a status of its own; for x86-64 a program that does nothing else. Where that
// status does not come back, smaller questions find the cause: does the command start any program (namespaces)? does
// it start from another folder (the mount)? without a root folder of its own? What runs a program in the kernel's place
// is seen from such a process.
//
// It must leave nothing behind, and must not take long: a command of `verify` asks every engine before the first runs.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "../common/errors.js";
import { makeWorkFolder } from "../common/work-folder.js";
import type { Processor } from "../steps/manifest.js";
import type { Place, Proven } from "./engine.js";
import { readHex } from "./firmware.js";
import type { Isolation } from "./isolation.js";
import { hasProgram } from "./programs.js";
import { provenStatus, smallProgram } from "./proof-program.js";
import { addProgram, hostSeedPath, makeRoot } from "./root-folder.js";

/** mov eax, 1; mov ebx, 42; int 80h: exit(42). */
const text = "# exit\nB8 01 00 00 00 BB 2A 00 00 00 CD 80\n\0";

/** A start that takes longer hangs, in milliseconds. It takes a few; with an emulator, or much else to do, more. */
const limit = 60_000;

/** Throws a UserError with the cause where no program of a run would start. */
export async function proveStart(isolation: Isolation, place: Place): Promise<Proven> {
  const mask = process.umask();
  const proven: Proven = { runs: new Map(), obstacles: new Map() };
  try {
    const trials: Trial[] = [
      { processor: "i386", program: await readHex(place.root, "seed/host.hex") },
      { processor: "x86-64", program: smallProgram() },
    ];
    for (const trial of trials) {
      await prove(trial, isolation, place.cache, proven);
    }
  } finally {
    process.umask(mask);
  }
  const cause = proven.obstacles.get("i386");
  if (proven.runs.size === 0) {
    throw new UserError(`--engine ${isolation.name}: ${cause}; ${whatWorks()}`);
  }
  const emulator = proven.runs.get("x86-64");
  if (emulator !== undefined) {
    proven.runs.set("linux", emulator);
  } else {
    proven.obstacles.set("linux", proven.obstacles.get("x86-64") as string);
  }
  return proven;
}

/** A program that is started to see whether such ones run. */
interface Trial {
  processor: Processor;
  program: Uint8Array;
}

/** Notes what comes of a trial. */
async function prove(trial: Trial, isolation: Isolation, cache: string, { runs, obstacles }: Proven): Promise<void> {
  const folder = await makeWorkFolder(cache);
  try {
    const { proven, said } = await startIn(isolation, folder, trial.program);
    if (proven) {
      runs.set(trial.processor, await findEmulator(programIn(folder)));
    } else {
      obstacles.set(trial.processor, await findCause(trial, isolation, cache, folder, said));
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const programIn = (folder: string): string => join(folder, "root", hostSeedPath);
const textIn = (folder: string): string => join(folder, "text");

interface Start {
  proven: boolean;
  /** The last words, of the command or of whatever it started. */
  said: string;
}

/** Starts a program as a run would start its first one. */
async function startIn(isolation: Isolation, folder: string, program: Uint8Array): Promise<Start> {
  const { root, host } = await makeRoot(folder);
  await addProgram(root, hostSeedPath, program);
  await writeFile(textIn(folder), text);
  const input = openSync(textIn(folder), "r");
  try {
    return start(isolation.command(root, host, 1, [`/${hostSeedPath}`]), { stdio: [input, "pipe", "pipe"], cwd: root });
  } finally {
    closeSync(input);
  }
}

function start([program, ...words]: string[], options: Parameters<typeof spawnSync>[2]): Start {
  const { status, stdout, stderr, error } = spawnSync(program as string, words,
    { ...options, encoding: "utf8", timeout: limit });
  const lines = `${String(stdout ?? "")}\n${String(stderr ?? "")}`.split("\n").filter((line) => line.trim() !== "");
  return { proven: status === provenStatus, said: lines.at(-1) ?? error?.message ?? `status ${status}` };
}

/** Why a program did not start, and what to do about it. */
async function findCause(
  { processor, program }: Trial, isolation: Isolation, cache: string, folder: string, said: string,
): Promise<string> {
  const [idle, ...words] = isolation.idle();
  const probe = spawnSync(idle as string, words, { encoding: "utf8", timeout: limit });
  if (probe.status !== 0) {
    const reason = (probe.stderr ?? "").split("\n")[0];
    const cure = process.getuid?.() === 0 ? "a container may forbid it"
      : "try as root, or allow unprivileged user namespaces";
    return `this system does not allow the namespaces that it needs (${reason}): ${cure}`;
  }
  if (await startsElsewhere(isolation, program)) {
    return describeFolder(cache);
  }
  const alone = start(["sh", "-c", 'exec "$1" < "$2"', "sh", programIn(folder), textIn(folder)],
    { env: { ...process.env, LC_ALL: "C" } });
  if (alone.proven) {
    return `${processor} programs run here, but not in a root folder of their own (${said}): where a rule of ` +
      "binfmt_misc runs them, it needs the flag F";
  }
  if (/permission denied/i.test(alone.said)) {
    return describeFolder(cache);
  }
  return describeKernel(processor);
}

/** Why the kernel runs no programs for a processor: what is known of it. */
function describeKernel(processor: Processor): string {
  const emulation = "install qemu-user-static, which makes a rule of binfmt_misc for them";
  if (processor !== "i386") {
    return `this computer's kernel (${process.arch}) runs no ${processor} programs: ${emulation}`;
  }
  return process.arch === "x64" || process.arch === "ia32"
    ? "this computer's kernel runs no 32-bit (i386) programs: switch them on (boot option ia32_emulation=on, where " +
      `the kernel has them), or ${emulation}`
    : `this processor (${process.arch}) runs no i386 programs: ${emulation}`;
}

/** Whether a program starts from a folder on what may be another file system. */
async function startsElsewhere(isolation: Isolation, program: Uint8Array): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "rootseed-proof-"));
  try {
    return (await startIn(isolation, folder, program)).proven;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What is known of the file system that a folder is on (proc(5), mountinfo). */
function describeFolder(folder: string): string {
  const path = `${resolve(folder)}/`;
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").trimEnd().split("\n").map((line) => {
    const [before, after] = line.split(" - ") as [string, string];
    const [point, options] = before.split(" ").slice(4) as [string, string];
    return { point, options, type: after.split(" ")[0] };
  });
  const mount = mounts.filter(({ point }) => path.startsWith(point === "/" ? point : `${point}/`))
    .reduce((best, each) => each.point.length >= best.point.length ? each : best);
  return `no program starts from the folder ${folder} (on ${mount.point}: ${mount.type}, ${mount.options}): ` +
    "choose another one (--cache DIR)";
}

/** What runs a program; null when the kernel does so itself. It is seen while the program is not yet told to end. */
function findEmulator(program: string): Promise<string | null> {
  const child = spawn(program, [], { stdio: ["pipe", "ignore", "ignore"] });
  return new Promise((resolve_) => {
    let emulator: string | null = null;
    child.on("spawn", () => {
      const running = readlinkSync(`/proc/${child.pid}/exe`);
      emulator = running === realpathSync(program) ? null : running;
      child.kill("SIGKILL");
    });
    // Without a root folder of its own it may not start: then what runs it there stays unknown.
    child.on("error", () => resolve_(null));
    child.on("close", () => resolve_(emulator));
  });
}

/** The engines that still run here. */
function whatWorks(): string {
  return hasProgram("qemu-system-x86_64") ? "--engine v86 and --engine qemu work here" : "--engine v86 works here";
}
