// Engines on a lent kernel: the host seed starts as a program of this computer's Linux, in a root folder
// of its own that holds nothing else, and reads the tape from its standard input.
//
// How it thinks: isolation is the business of util-linux (`unshare`: private mounts, processes, network)
// or of bubblewrap. /dev is a private tmpfs with null and zero alone: a program that removes or replaces
// /dev/null there never reaches the computer's. Everything dies with us (parent-death signal, process
// namespace), and all mounts with it, so that a kill leaves nothing behind but the work folder, which the
// next run removes.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { chmod, constants, copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { listFiles } from "../common/files.js";
import { Problem } from "../common/problem.js";
import { checkNames, DeliveryReader } from "../tape/delivery.js";
import { untilEnded } from "./child.js";
import type { Engine, Job, Outcome } from "./engine.js";
import { requirePrograms } from "./programs.js";

/**
 * The command that starts /seed-host with ROOT as its root folder, the named pipe HOST as its /dev/host, and JOBS, how
 * many processes a step may run at a time, as its only environment.
 */
type Command = (root: string, host: string, jobs: number) => string[];

/**
 * Makes /dev in $1, with $3 as /dev/host, then starts the seed there, with JOBS=$2. mknod where it is allowed (root), a
 * bound node elsewhere.
 */
const enterRoot = `
set -e
mount -t tmpfs -o mode=755,size=64k rootseed "$1/dev"
for node in null:3 zero:5; do
  name=\${node%:*}
  mknod -m 666 "$1/dev/$name" c 1 "\${node#*:}" 2> /dev/null || {
    : > "$1/dev/$name"
    mount --bind "/dev/$name" "$1/dev/$name"
  }
done
: > "$1/dev/host"
mount --bind "$3" "$1/dev/host"
cd "$1"
exec env -i JOBS="$2" "$(command -v chroot)" . /seed-host
`;

const isRoot = (): boolean => process.getuid?.() === 0;

const chrootCommand: Command = (root, host, jobs) => [
  "setpriv", "--pdeathsig", "KILL",
  "unshare", ...(isRoot() ? [] : ["--map-root-user"]), "--mount", "--pid", "--net", "--ipc", "--uts",
  "--fork", "--kill-child", "sh", "-c", enterRoot, "sh", root, String(jobs), host,
];

const bubblewrapCommand: Command = (root, host, jobs) => [
  "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--setenv", "JOBS", String(jobs),
  "--uid", "0", "--gid", "0", "--cap-drop", "ALL", "--bind", root, "/", "--tmpfs", "/dev",
  "--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/zero", "/dev/zero", "--bind", host, "/dev/host",
  "--chdir", "/", "/seed-host",
];

function requireKernel(engine: string): void {
  if (process.platform !== "linux") {
    throw new Problem(`--engine ${engine} borrows a Linux kernel, this system is ${process.platform}: ` +
      "use --engine v86");
  }
  if (process.arch !== "x64" && process.arch !== "ia32") {
    throw new Problem(`--engine ${engine} runs i386 programs; this processor is ${process.arch}: use --engine v86`);
  }
}

/** Fails with the reason when the kernel does not let us make namespaces. */
function requireNamespaces(engine: string, command: string[]): void {
  const probe = spawnSync(command[0] as string, command.slice(1), { encoding: "utf8" });
  if (probe.status !== 0) {
    const reason = (probe.stderr ?? "").split("\n")[0];
    const cure = isRoot() ? "a container may forbid it" : "try as root, or allow unprivileged user namespaces";
    throw new Problem(`--engine ${engine}: this system does not allow it (${reason}): ${cure}, or use --engine v86`);
  }
}

export const chrootEngine: Engine = {
  name: "chroot",
  description: "this computer's kernel, in a root folder of its own (unshare, chroot)",
  takesFiles: true,
  isMachine: false,
  memory: undefined,
  startsLinux: false,
  async check(): Promise<void> {
    requireKernel("chroot");
    requirePrograms("chroot", ["setpriv", "unshare", "mount", "chroot", "mkfifo"]);
    requireNamespaces("chroot", [...chrootCommand("/", "", 1).slice(0, -7), "true"]);
  },
  run: (job) => runLent(job, chrootCommand),
};

export const bubblewrapEngine: Engine = {
  name: "bwrap",
  description: "this computer's kernel, in a sandbox (bubblewrap)",
  takesFiles: true,
  isMachine: false,
  memory: undefined,
  startsLinux: false,
  async check(): Promise<void> {
    requireKernel("bwrap");
    requirePrograms("bwrap", ["bwrap", "mkfifo"]);
    requireNamespaces("bwrap", ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]);
  },
  run: (job) => runLent(job, bubblewrapCommand),
};

async function runLent(job: Job, command: Command): Promise<Outcome> {
  const root = join(job.workFolder, "root");
  const tapeFile = join(job.workFolder, "tape");
  const host = join(job.workFolder, "host");
  // Steps may be built by a user without rights there, who has to read all of it, whatever our user keeps private.
  process.umask(0o022);
  makePipe(host);
  for (const folder of ["dev", "tmp", "out"]) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await chmod(root, 0o755);
  await chmod(join(root, "out"), 0o755);
  await writeFile(tapeFile, job.tape);
  for (const { from, path } of job.beside) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    // A copy, not a link: what runs in there may write to it.
    await copyFile(from, join(root, path), constants.COPYFILE_FICLONE);
    await chmod(join(root, path), 0o644);
  }
  await writeFile(join(root, "seed-host"), job.firmware.hostSeed);
  await chmod(join(root, "seed-host"), 0o755);
  const tape = openSync(tapeFile, "r");
  let child: ChildProcess;
  try {
    const [program, ...args] = measured(command(root, host, job.jobs)) as [string, ...string[]];
    // A process group of its own: Ctrl-C in the terminal reaches us alone, and we end the group.
    child = spawn(program, args, { stdio: [tape, "pipe", "pipe"], detached: true, cwd: root });
  } finally {
    closeSync(tape);
  }
  const ports = {
    console: [child.stdout, child.stderr],
    // Standard error is the console in both directions, as a terminal is: Node makes its pipes of sockets.
    keyboard: child.stderr as unknown as Writable,
    handedOut: host,
    // Artifacts lie in the machine's own folder /out already; what steps leave for later ones comes through the pipe.
    reader: new DeliveryReader(undefined, job.stateFolder),
  };
  const ending = await untilEnded(child, "the host seed", ports, job);
  checkNames(await listFiles(join(root, "out")));
  return "signal" in ending ? { stopped: `ended by signal ${ending.signal}` } : { exitCode: ending.status };
}

/** Makes a named pipe, which Node cannot. */
function makePipe(path: string): void {
  const { status, stderr } = spawnSync("mkfifo", ["-m", "666", path], { encoding: "utf8" });
  if (status !== 0) {
    throw new Problem(`cannot make a named pipe: ${stderr.split("\n")[0]}`);
  }
}

/** For the benchmark: ROOTSEED_TIMES names a file for the shell's `times` of all the chain's processes. */
function measured(command: string[]): string[] {
  const file = process.env["ROOTSEED_TIMES"];
  return file === undefined ? command
    : ["bash", "-c", '"$@"; code=$?; times > "$0"; exit $code', file, ...command];
}
