// Engines on a lent kernel: the host seed starts as a program of this computer's Linux, in a root folder
// of its own that holds nothing else, and reads the tape from its standard input.
//
// How it thinks: isolation is the business of util-linux (`unshare`: private mounts, processes, network)
// or of bubblewrap. /dev is a private tmpfs with null and zero alone: a program that removes or replaces
// /dev/null there never reaches the computer's. Everything dies with us (parent-death signal, process
// namespace), and all mounts with it, so that a kill leaves nothing behind but the work folder, which the
// next run removes.
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { chmod, constants, copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { listFiles } from "../common/files.js";
import { Problem } from "../common/problem.js";
import { checkNames, DeliveryReader } from "../tape/delivery.js";
import { untilEnded } from "./child.js";
import type { Engine, Job, Outcome, Place, Proven } from "./engine.js";
import { proveStart } from "./proof.js";
import { requirePrograms } from "./programs.js";
import { makeRoot } from "./root-folder.js";

/** By which programs of this computer its kernel is lent. */
export interface Lender {
  name: string;
  description: string;
  programs: string[];
  /**
   * The command that starts /seed-host with ROOT as its root folder, the named pipe HOST as its /dev/host, and JOBS,
   * how many processes a step may run at a time, as its only environment.
   */
  command: (root: string, host: string, jobs: number) => string[];
  /** The same isolation for a program of this computer that does nothing. */
  idle: () => string[];
}

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

/** Namespaces of its own for a command that dies with us. */
const unshare = (): string[] => [
  "setpriv", "--pdeathsig", "KILL",
  "unshare", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]), "--mount", "--pid", "--net", "--ipc", "--uts",
  "--fork", "--kill-child",
];

const chroot: Lender = {
  name: "chroot",
  description: "this computer's kernel, in a root folder of its own (unshare, chroot)",
  programs: ["setpriv", "unshare", "mount", "chroot", "mkfifo"],
  command: (root, host, jobs) => [...unshare(), "sh", "-c", enterRoot, "sh", root, String(jobs), host],
  idle: () => [...unshare(), "true"],
};

const bubblewrap: Lender = {
  name: "bwrap",
  description: "this computer's kernel, in a sandbox (bubblewrap)",
  programs: ["bwrap", "mkfifo"],
  command: (root, host, jobs) => [
    "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--setenv", "JOBS", String(jobs),
    "--uid", "0", "--gid", "0", "--cap-drop", "ALL", "--bind", root, "/", "--tmpfs", "/dev",
    "--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/zero", "/dev/zero", "--bind", host, "/dev/host",
    "--chdir", "/", "/seed-host",
  ],
  idle: () => ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"],
};

function engineOf(lender: Lender): Engine {
  const { name, description } = lender;
  return {
    name,
    description,
    takesFiles: true,
    isMachine: false,
    memory: undefined,
    startsLinux: false,
    check(place: Place): Promise<Proven> {
      if (process.platform !== "linux") {
        throw new Problem(`--engine ${name} borrows a Linux kernel, this system is ${process.platform}: ` +
          "use --engine v86");
      }
      requirePrograms(name, lender.programs);
      return proveStart(lender, place);
    },
    run: (job) => runLent(job, lender),
  };
}

export const chrootEngine = engineOf(chroot);
export const bubblewrapEngine = engineOf(bubblewrap);

async function runLent(job: Job, { command }: Lender): Promise<Outcome> {
  const { root, host } = await makeRoot(job.workFolder, job.firmware.hostSeed);
  const tapeFile = join(job.workFolder, "tape");
  await writeFile(tapeFile, job.tape);
  for (const { from, path } of job.beside) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    // A copy, not a link: what runs in there may write to it.
    await copyFile(from, join(root, path), constants.COPYFILE_FICLONE);
    await chmod(join(root, path), 0o644);
  }
  const tape = openSync(tapeFile, "r");
  let child: ChildProcess;
  try {
    const [program, ...args] = measured(inOneStream(command(root, host, job.jobs))) as [string, ...string[]];
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

/** Standard output becomes standard error: what is said on one and then on the other arrives in that order. */
function inOneStream(command: string[]): string[] {
  return ["sh", "-c", 'exec "$0" "$@" >&2', ...command];
}

/** For the benchmark: ROOTSEED_TIMES names a file for the shell's `times` of all the chain's processes. */
function measured(command: string[]): string[] {
  const file = process.env["ROOTSEED_TIMES"];
  return file === undefined ? command
    : ["bash", "-c", '"$@"; code=$?; times > "$0"; exit $code', file, ...command];
}
