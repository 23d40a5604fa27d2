// Engines on this computer's kernel: the host seed starts as a program of its Linux, in a root folder of its own that
// holds nothing else (isolation.ts), and reads the tape from its standard input. Where the kernel does not run the
// seed, a shell that was built before starts in a root folder that holds what the tape would have brought, and runs
// the plan. A kill leaves only the work folder, which the next run removes.
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { listFiles } from "../common/files.js";
import { UserError } from "../common/errors.js";
import { tracedCalls } from "../record/strace.js";
import { DeliveryReader } from "../tape/delivery.js";
import { checkNames } from "../tape/delivery-stream.js";
import { untilEnded } from "./child.js";
import type { Engine, Job, Outcome, Place, Proven, ShellJob, Surroundings } from "./engine.js";
import { bubblewrap, chroot, type Isolation } from "./isolation.js";
import { proveStart } from "./proof.js";
import { hasProgram, requirePrograms } from "./programs.js";
import { addEntries, addFiles, addProgram, hostSeedPath, makeRoot, type RootFolder } from "./root-folder.js";

function engineOf(isolation: Isolation): Engine {
  const { name, description } = isolation;
  return {
    name,
    description,
    takesFiles: true,
    isEmulated: false,
    memory: undefined,
    startsLinux: false,
    check(place: Place): Promise<Proven> {
      if (process.platform !== "linux") {
        throw new UserError(`--engine ${name} borrows a Linux kernel, this system is ${process.platform}: ` +
          "use --engine v86");
      }
      requirePrograms(name, isolation.programs);
      return proveStart(isolation, place);
    },
    run: (job) => startSeed(job, isolation),
    runShell: (job) => startShell(job, isolation),
  };
}

export const chrootEngine = engineOf(chroot);
export const bubblewrapEngine = engineOf(bubblewrap);

async function startSeed(job: Job, isolation: Isolation): Promise<Outcome> {
  const folder = await makeRoot(job.workFolder);
  await addProgram(folder.root, hostSeedPath, job.firmware.hostSeed);
  await addFiles(folder.root, job.extraFiles);
  const tape = join(job.workFolder, "tape");
  await writeFile(tape, job.tape);
  return runInRoot(job, isolation, folder, [`/${hostSeedPath}`], tape);
}

async function startShell(job: ShellJob, isolation: Isolation): Promise<Outcome> {
  const folder = await makeRoot(job.workFolder);
  await addEntries(folder.root, job.entries);
  await addFiles(folder.root, job.extraFiles);
  return runInRoot(job, isolation, folder, ["/bin/sh", "/plan"], devNull);
}

/** Runs a program, and all that it starts, to its end; `inputFile` is its standard input. */
async function runInRoot(
  job: Surroundings, { command }: Isolation, { root, host }: RootFolder, program: string[], inputFile: string,
): Promise<Outcome> {
  const input = openSync(inputFile, "r");
  let child: ChildProcess;
  try {
    const started = traced(inOneStream(command(root, host, job.jobs, program)), job.trace);
    const [first, ...words] = started as [string, ...string[]];
    // A process group of its own: Ctrl-C in the terminal reaches us alone, and we end the group.
    child = spawn(first, words, { stdio: [input, "pipe", "pipe"], detached: true, cwd: root });
  } finally {
    closeSync(input);
  }
  if (child.pid !== undefined) {
    job.processStarted?.(child.pid);
  }
  const ports = {
    console: [child.stdout, child.stderr],
    // Standard error is the console in both directions, as a terminal is: Node makes its pipes of sockets.
    keyboard: child.stderr as unknown as Writable,
    deliveries: host,
    // Artifacts lie in the machine's own folder /out already; what steps leave for later ones comes through the pipe.
    reader: new DeliveryReader(undefined, job.stateFolder),
  };
  const ending = await untilEnded(child, program[0] as string, ports, job);
  checkNames(await listFiles(join(root, "out")));
  return "signal" in ending ? { stopped: `ended by signal ${ending.signal}` } : { exitCode: ending.status };
}

/** Standard output becomes standard error: what is said on one and then on the other arrives in that order. */
function inOneStream(command: string[]): string[] {
  return ["sh", "-c", 'exec "$0" "$@" >&2', ...command];
}

/**
 * A command whose calls on files strace writes down: for a record, or for the audit, for which ROOTSEED_OPENED names a
 * file for the files that are opened, linked or renamed.
 */
function traced(command: string[], trace: string | undefined): string[] {
  const opened = process.env["ROOTSEED_OPENED"];
  if (trace === undefined && opened === undefined) {
    return command;
  }
  if (!hasProgram("strace")) {
    const asker = trace === undefined ? "ROOTSEED_OPENED" : "--record on this computer's kernel";
    throw new UserError(`${asker} asks strace what is opened: install the package strace`);
  }
  const strace = ["strace", "-f", "--seccomp-bpf", "-y", "-e", "signal=none"];
  // For a record also whole strings, ends of processes, and the numbers of children as strace knows them; and calls
  // that fail, for with -z strace 6.1 has left out one that did not.
  return trace === undefined
    ? [...strace, "-qqq", "-z", "-e", `trace=${openingCalls}`, "-o", opened as string, "--", ...command]
    : [...strace, "-q", "-s", String(longestString), "--decode-pids=pidns", "-e", `trace=${tracedCalls.join(",")}`,
      "-o", trace, "--", ...command];
}

const openingCalls = "open,openat,openat2,creat,link,linkat,rename,renameat,renameat2";
const longestString = 1 << 17;
