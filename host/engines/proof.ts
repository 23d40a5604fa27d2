// Proves, before a run on a lent kernel begins, that its first program starts; finds out why where it does not.
//
// How it thinks: neither the processor nor the kernel's configuration tells whether i386 programs run here. Only one
// that was started does: the host seed itself, in a root folder like the run's, by the run's own command. It gets the
// hex text of a program that ends with a status of its own. Where that does not come back, smaller questions find the
// cause: does the command start any program (namespaces)? does the seed start from another folder (the mount)? without
// a root folder of its own? What runs i386 programs in the kernel's place is seen from such a process.
//
// It must leave nothing behind, and must not take long: a command of `verify` asks every engine before the first runs.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Problem } from "../common/problem.js";
import { makeWorkFolder } from "../common/work-folder.js";
import type { Place, Proven } from "./engine.js";
import { readHex } from "./firmware.js";
import type { Lender } from "./lent.js";
import { hasProgram } from "./programs.js";
import { makeRoot } from "./root-folder.js";

/** The status with which the program of the text below ends. */
const provenStatus = 42;

/** mov eax, 1; mov ebx, 42; int 80h: exit(42). */
const text = "# exit\nB8 01 00 00 00 BB 2A 00 00 00 CD 80\n\0";

/** A start that takes longer hangs, in milliseconds. It takes a few; with an emulator, or much else to do, more. */
const limit = 60_000;

/** Throws a Problem with the cause where the first program of a run would not start. */
export async function proveStart(lender: Lender, place: Place): Promise<Proven> {
  const seed = await readHex(place.root, "seed/host.hex");
  const folder = await makeWorkFolder(place.cache);
  const mask = process.umask();
  try {
    const { proven, said } = await startSeed(lender, folder, seed);
    if (!proven) {
      const cause = await findCause(lender, place.cache, folder, seed, said);
      throw new Problem(`--engine ${lender.name}: ${cause}; ${whatWorks()}`);
    }
    return { emulator: await findEmulator(seedIn(folder)) };
  } finally {
    process.umask(mask);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const seedIn = (folder: string): string => join(folder, "root/seed-host");
const textIn = (folder: string): string => join(folder, "text");

interface Start {
  proven: boolean;
  /** The last words, of the command or of whatever it started. */
  said: string;
}

/** Starts the seed as a run would. */
async function startSeed(lender: Lender, folder: string, seed: Uint8Array): Promise<Start> {
  const { root, host } = await makeRoot(folder, seed);
  await writeFile(textIn(folder), text);
  const input = openSync(textIn(folder), "r");
  try {
    return start(lender.command(root, host, 1), { stdio: [input, "pipe", "pipe"], cwd: root });
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

/** Why the seed did not start, and what to do about it. */
async function findCause(
  lender: Lender, cache: string, folder: string, seed: Uint8Array, said: string,
): Promise<string> {
  const [idle, ...words] = lender.idle();
  const probe = spawnSync(idle as string, words, { encoding: "utf8", timeout: limit });
  if (probe.status !== 0) {
    const reason = (probe.stderr ?? "").split("\n")[0];
    const cure = process.getuid?.() === 0 ? "a container may forbid it"
      : "try as root, or allow unprivileged user namespaces";
    return `this system does not allow the namespaces that it needs (${reason}): ${cure}`;
  }
  if (await startsElsewhere(lender, seed)) {
    return describeFolder(cache);
  }
  const alone = start(["sh", "-c", 'exec "$1" < "$2"', "sh", seedIn(folder), textIn(folder)],
    { env: { ...process.env, LC_ALL: "C" } });
  if (alone.proven) {
    return `i386 programs run here, but not in a root folder of their own (${said}): where a rule of binfmt_misc ` +
      "runs them, it needs the flag F";
  }
  if (/permission denied/i.test(alone.said)) {
    return describeFolder(cache);
  }
  const emulation = "install qemu-user-static, which makes a rule of binfmt_misc for them";
  return process.arch === "x64" || process.arch === "ia32"
    ? "this computer's kernel runs no 32-bit (i386) programs: switch them on (boot option ia32_emulation=on, where " +
      `the kernel has them), or ${emulation}`
    : `this processor (${process.arch}) runs no i386 programs: ${emulation}`;
}

/** Whether the seed starts from a folder on what may be another file system. */
async function startsElsewhere(lender: Lender, seed: Uint8Array): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "rootseed-proof-"));
  try {
    return (await startSeed(lender, folder, seed)).proven;
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

/** What runs an i386 program; null when the kernel does so itself. The seed waits for its input, so there is time. */
function findEmulator(seed: string): Promise<string | null> {
  const child = spawn(seed, [], { stdio: ["pipe", "ignore", "ignore"] });
  return new Promise((resolve_) => {
    let emulator: string | null = null;
    child.on("spawn", () => {
      const program = readlinkSync(`/proc/${child.pid}/exe`);
      emulator = program === realpathSync(seed) ? null : program;
      child.kill("SIGKILL");
    });
    // Without a root folder of its own it may not start: then what runs it there stays unknown.
    child.on("error", () => resolve_(null));
    child.on("close", () => resolve_(emulator));
  });
}

/** The engines that run here all the same. */
function whatWorks(): string {
  return hasProgram("qemu-system-i386") ? "--engine v86 and --engine qemu work here" : "--engine v86 works here";
}
