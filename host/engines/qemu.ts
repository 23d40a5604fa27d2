// Engine qemu: QEMU's PC without a screen. The console is its first serial port (QEMU's standard input and output),
// the second one, a file, hands out artifacts, and the port F4 (isa-debug-exit) ends it with the machine's status.
//
// How it thinks: software emulation (TCG) unless --kvm was asked for and a short probe guest has shown that it works:
// /dev/kvm may exist and hang every guest. The probe is the chain itself with an empty plan: seed, compiler, kernel,
// tools, exit. That QEMU can start a machine at all is proven before anything long, by the boot sector and the text of
// a program that only writes to that port. QEMU must not outlive us: `setpriv` (where there is one) binds it to our
// life.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem, Status } from "../common/problem.js";
import { makeWorkFolder } from "../common/work-folder.js";
import { DeliveryReader } from "../tape/delivery.js";
import { makeDisk, sectorBytes } from "../tape/tape.js";
import { untilEnded } from "./child.js";
import type { Engine, Job, Outcome, Place, Proven } from "./engine.js";
import { readFirmware, type Firmware } from "./firmware.js";
import { defaultHardware, type Hardware } from "./hardware.js";
import { hasProgram, requirePrograms } from "./programs.js";

const program = "qemu-system-i386";

/** QEMU wants a BIOS whose length is a multiple of this; ours lies at its end. */
const biosUnit = 65536;

/** A probe guest that takes longer hangs. Software emulation needs less than a second, unless much else runs. */
const probeLimit = 60_000;

export const qemuEngine: Engine = {
  name: "qemu",
  description: "an emulated PC (QEMU)",
  takesFiles: false,
  isMachine: true,
  memory: { least: 128, most: 3072 },
  startsLinux: true,

  async check(place): Promise<Proven> {
    const { bios, disk } = place.hardware ?? defaultHardware;
    if (bios === "ours" && disk === "ahci") {
      throw new Problem("--bios ours --disk ahci: our BIOS reads disks by the legacy ports, which AHCI lacks: " +
        "use --bios qemu, or --disk piix", Status.Usage);
    }
    requirePrograms("qemu", [program]);
    return proveStart(place);
  },

  async run(job: Job): Promise<Outcome> {
    const hardware = job.hardware ?? defaultHardware;
    const kvm = hardware.kvm && await kvmWorks(job, hardware);
    return runMachine(job, hardware, kvm);
  },
};

/**
 * mov al, 21; out 0F4h, al; hlt: the code 21 to the exit port. So long that the disk has whole cylinders of 16 heads
 * with 63 sectors: a smaller one has none for a BIOS.
 */
const provenText = "# exit\nB0 15 E6 F4 F4\n".padEnd(2 * 16 * 63 * sectorBytes, "\0");
const provenCode = 21;

/** The first line with which QEMU says what it is. */
function version(): string {
  return spawnSync(program, ["--version"], { encoding: "utf8" }).stdout.split("\n")[0] as string;
}

/** Throws a Problem where QEMU does not start a machine. */
async function proveStart({ root, cache, hardware }: Place): Promise<Proven> {
  const workFolder = await makeWorkFolder(cache);
  try {
    const files = await makeFiles({ workFolder, firmware: await readFirmware(root), tape: Buffer.from(provenText) });
    const { status, signal, stderr } = spawnSync(program,
      machineArguments(qemuEngine.memory?.least as number, hardware ?? defaultHardware, false, files),
      { encoding: "utf8", timeout: probeLimit, stdio: ["ignore", "ignore", "pipe"] });
    const outcome = status === null ? { stopped: `ended by signal ${signal}` } : outcomeOf(status, stderr);
    if (!("exitCode" in outcome && outcome.exitCode === provenCode)) {
      const reason = "stopped" in outcome ? outcome.stopped : `status ${outcome.exitCode}`;
      throw new Problem(`--engine qemu: ${program} starts no machine here (${reason}): is all of the package ` +
        "qemu-system-x86 there? --engine v86 works here");
    }
    return { emulator: version() };
  } finally {
    await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Says why not when it does not. */
async function kvmWorks(job: Job, hardware: Hardware): Promise<boolean> {
  const reason = kvmObstacle() ?? await probeKvm(job, hardware);
  if (reason !== undefined) {
    job.note(`KVM does not work here (${reason}): QEMU emulates the processor`);
  }
  return reason === undefined;
}

/** What can be known without a guest. */
function kvmObstacle(): string | undefined {
  if (process.platform !== "linux") {
    return "this system is not Linux";
  }
  if (!/^flags\s*:.*\b(vmx|svm)\b/m.test(readFileSync("/proc/cpuinfo", "latin1"))) {
    return "the processor offers no virtualisation";
  }
  try {
    accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return "/dev/kvm cannot be opened";
  }
}

async function probeKvm(job: Job, hardware: Hardware): Promise<string | undefined> {
  const limit = AbortSignal.timeout(probeLimit);
  const folder = join(job.workFolder, "probe");
  await mkdir(folder, { recursive: true });
  const probe: Job = {
    ...job, tape: await job.emptyTape(), workFolder: folder, outFolder: folder, input: undefined,
    console: () => undefined, signal: AbortSignal.any([job.signal, limit]),
  };
  try {
    const outcome = await runMachine(probe, hardware, true);
    return "exitCode" in outcome && outcome.exitCode === 0 ? undefined : "a probe guest failed";
  } catch (error) {
    if (job.signal.aborted) {
      throw error;
    }
    return "a probe guest hung";
  }
}

async function runMachine(job: Job, hardware: Hardware, kvm: boolean): Promise<Outcome> {
  const files = await makeFiles(job);
  const command = [
    ...(hasProgram("setpriv") ? ["setpriv", "--pdeathsig", "KILL"] : []),
    program, ...machineArguments(job.memory, hardware, kvm, files),
  ] as [string, ...string[]];
  const reader = new DeliveryReader(job.outFolder, job.stateFolder);
  const child = spawn(command[0], command.slice(1), {
    stdio: [job.input === undefined ? "ignore" : "pipe", "pipe", "pipe"], detached: true, cwd: job.workFolder,
  });
  let complaints = "";
  child.stderr?.on("data", (bytes: Buffer) => {
    complaints += bytes.toString();
  });
  const ports = { console: [child.stdout], keyboard: child.stdin, handedOut: files.handedOut, reader };
  const ending = await untilEnded(child, program, ports, job);
  return "signal" in ending ? { stopped: `QEMU was ended by signal ${ending.signal}` }
    : outcomeOf(ending.status, complaints);
}

/** The BIOS at the end of a whole unit: the processor starts 16 bytes before the end. */
function padBios(bios: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(bios.length / biosUnit) * biosUnit);
  padded.set(bios, padded.length - bios.length);
  return padded;
}

interface MachineFiles {
  disk: string;
  bios: string;
  handedOut: string;
}

async function makeFiles(
  { workFolder, firmware, tape }: { workFolder: string; firmware: Firmware; tape: Uint8Array },
): Promise<MachineFiles> {
  const [disk, bios, handedOut] = ["disk", "bios", "handed-out"].map((name) => join(workFolder, name)) as
    [string, string, string];
  await writeFile(disk, makeDisk(firmware.bootSeed, tape));
  await writeFile(bios, padBios(firmware.bios));
  await writeFile(handedOut, "");
  return { disk, bios, handedOut };
}

/** QEMU's command line. A comma in a name of a file is doubled there. */
function machineArguments(memory: number, hardware: Hardware, kvm: boolean, files: MachineFiles): string[] {
  const quote = (path: string): string => path.replaceAll(",", ",,");
  const controller = hardware.disk === "ahci" ? "ide-hd,drive=disk,bus=ide.0" : "ide-hd,drive=disk,bus=ide.0,unit=0";
  return [
    "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-nic", "none", "-vga", "none",
    "-machine", `${hardware.disk === "ahci" ? "q35" : "pc"},accel=${kvm ? "kvm" : "tcg"}`,
    "-m", String(memory),
    ...(hardware.bios === "ours" ? ["-bios", files.bios] : []),
    "-drive", `if=none,id=disk,format=raw,cache=unsafe,file=${quote(files.disk)}`, "-device", controller,
    "-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
    "-chardev", `file,id=handed-out,path=${quote(files.handedOut)}`, "-serial", "chardev:handed-out",
    "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04",
  ];
}

/** QEMU's status when the machine wrote CODE to the exit port is CODE * 2 + 1; other ones are QEMU's own. */
function outcomeOf(status: number, complaints: string): Outcome {
  if (status % 2 === 1 && complaints === "") {
    return { exitCode: status >> 1 };
  }
  const reason = complaints.split("\n")[0]?.replace(/^qemu-system-i386: /, "") ?? "";
  return { stopped: reason === "" ? "QEMU ended without the machine's status" : `QEMU: ${reason}` };
}
