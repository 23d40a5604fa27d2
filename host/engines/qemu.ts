// Engine qemu: QEMU's PC without a screen. The console is its first serial port (QEMU's standard input and output),
// the second one, a file, delivers artifacts, and the port F4 (isa-debug-exit) ends it with the machine's status.
//
// How it thinks: software emulation (TCG) unless --kvm was asked for and a short probe guest has shown that it works:
// /dev/kvm may exist and hang every guest. The probe is the chain itself with an empty plan: seed, compiler, kernel,
// tools, exit. That QEMU can start a machine at all, and has no fault known to us, is proven before anything long, by
// the boot sector and the text of a small program (machine-proof.ts). QEMU must not outlive us: `setpriv` (where there
// is one) binds it to our life.
//
// A machine that goes on in Linux has as many processors as the run may use, more after the tape on its disk, and a
// second disk for work: a sparse file, by virtio, which Linux knows.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { mkdir, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Status, UserError } from "../common/errors.js";
import { makeWorkFolder } from "../common/work-folder.js";
import { DeliveryReader } from "../tape/delivery.js";
import { workDiskMark } from "../tape/go-on.js";
import { diskParts } from "../tape/rest.js";
import { untilEnded } from "./child.js";
import type { Engine, Job, Outcome, Proven } from "./engine.js";
import { firmwareImage, readFirmware } from "./firmware.js";
import { defaultHardware, type Hardware } from "./hardware.js";
import { proofText, provenCode, x87FaultCode } from "./machine-proof.js";
import { hasProgram, requirePrograms } from "./programs.js";

const program = "qemu-system-x86_64";

/** QEMU wants a BIOS whose length is a multiple of this; ours lies at its end. */
const biosUnit = 65536;

/** The disk for work; what is not written takes no room on this computer. */
const workDiskBytes = 16 * 2 ** 30;

/** A probe guest that takes longer hangs. Software emulation needs less than a second, unless much else runs. */
const probeLimit = 60_000;

export const qemuEngine: Engine = {
  name: "qemu",
  description: "an emulated PC (QEMU)",
  takesFiles: false,
  isEmulated: true,
  // The chain's kernel uses 3072 of them, Linux all.
  memory: { least: 128, most: 65536 },
  startsLinux: true,

  async check(place): Promise<Proven> {
    const { bios, disk } = place.hardware ?? defaultHardware;
    if (bios === "ours" && disk === "ahci") {
      throw new UserError("--bios ours --disk ahci: our BIOS reads disks by the legacy ports, which AHCI lacks: " +
        "use --bios qemu, or --disk piix", Status.Usage);
    }
    requirePrograms("qemu", [program]);
    const workFolder = await makeWorkFolder(place.cache);
    try {
      const firmware = await readFirmware(place.root);
      await proveStart({ workFolder, firmware }, place.hardware ?? defaultHardware);
    } finally {
      await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
    }
    const emulator = version();
    const runs = (["i386", "x86-64", "linux"] as const).map((processor) => [processor, emulator] as const);
    return { runs: new Map(runs), obstacles: new Map() };
  },

  async run(job: Job): Promise<Outcome> {
    const hardware = job.hardware ?? defaultHardware;
    const kvm = hardware.kvm && await kvmWorks(job, hardware);
    if (hardware.kvm && !kvm) {
      await proveStart(job, { ...hardware, kvm: false });
    }
    return runMachine(job, hardware, kvm);
  },
};

/** The first line with which QEMU says what it is. */
function version(): string {
  return spawnSync(program, ["--version"], { encoding: "utf8" }).stdout.split("\n")[0] as string;
}

/** Throws a UserError where QEMU starts no machine, or has a fault that an emulated processor would meet. */
async function proveStart(
  { workFolder, firmware }: Pick<Job, "workFolder" | "firmware">, hardware: Hardware,
): Promise<void> {
  const files = await makeFiles({ workFolder, firmware, tape: Buffer.from(proofText) });
  const { status, signal, stderr } = spawnSync(program,
    machineArguments({ memory: qemuEngine.memory?.least as number, processors: 1 }, hardware, false, files),
    { encoding: "utf8", timeout: probeLimit, stdio: ["ignore", "ignore", "pipe"] });
  const outcome = status === null ? { stopped: `ended by signal ${signal}` } : outcomeOf(status, stderr);
  if (!("exitCode" in outcome && [provenCode, x87FaultCode].includes(outcome.exitCode))) {
    const reason = "stopped" in outcome ? outcome.stopped : `status ${outcome.exitCode}`;
    throw new UserError(`--engine qemu: ${program} starts no machine here (${reason}): is all of the package ` +
      "qemu-system-x86 there? --engine v86 works here");
  }
  if (outcome.exitCode === x87FaultCode && !hardware.kvm) {
    throw new UserError(`--engine qemu: ${version()} emulates a processor wrongly: it loses bytes of 80-bit numbers ` +
      "that cross a page, so that compilers hang or are wrong (QEMU 10.0 does so, 7.2 does not). Use another QEMU, " +
      "--kvm where there is one, or --engine v86");
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
    ...job, tape: await job.emptyTape(), rest: undefined, workFolder: folder, outFolder: folder, input: undefined,
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
    program, ...machineArguments({ memory: job.memory, processors: job.rest === undefined ? 1 : job.jobs }, hardware,
      kvm, files),
  ] as [string, ...string[]];
  const reader = new DeliveryReader(job.outFolder, job.stateFolder);
  const child = spawn(command[0], command.slice(1), {
    stdio: [job.input === undefined ? "ignore" : "pipe", "pipe", "pipe"], detached: true, cwd: job.workFolder,
  });
  let complaints = "";
  child.stderr?.on("data", (bytes: Buffer) => {
    complaints += bytes.toString();
  });
  const ports = { console: [child.stdout], keyboard: child.stdin, deliveries: files.deliveries, reader };
  const ending = await untilEnded(child, program, ports, job);
  return "signal" in ending ? { stopped: `QEMU was ended by signal ${ending.signal}` }
    : outcomeOf(ending.status, complaints);
}

interface MachineFiles {
  disk: string;
  bios: string;
  deliveries: string;
  work: string | undefined;
}

async function makeFiles(
  { workFolder, firmware, tape, rest }: Pick<Job, "workFolder" | "firmware" | "tape" | "rest">,
): Promise<MachineFiles> {
  const [disk, bios, deliveries] = ["disk", "bios", "deliveries"].map((name) => join(workFolder, name)) as
    [string, string, string];
  await writeFile(disk, diskParts(firmware.bootSeed, tape, rest));
  await writeFile(bios, firmwareImage(firmware.bios, biosUnit));
  await writeFile(deliveries, "");
  return { disk, bios, deliveries, work: rest === undefined ? undefined : await makeWorkDisk(workFolder) };
}

async function makeWorkDisk(workFolder: string): Promise<string> {
  const path = join(workFolder, "work-disk");
  const file = await open(path, "w");
  try {
    await file.write(workDiskMark);
    await file.truncate(workDiskBytes);
  } finally {
    await file.close();
  }
  return path;
}

/** QEMU's command line. A comma in a name of a file is doubled there. */
function machineArguments(
  { memory, processors }: { memory: number; processors: number }, hardware: Hardware, kvm: boolean, files: MachineFiles,
): string[] {
  const quote = (path: string): string => path.replaceAll(",", ",,");
  const drive = (id: string, path: string): string[] =>
    ["-drive", `if=none,id=${id},format=raw,cache=unsafe,file=${quote(path)}`, "-device"];
  const place = hardware.disk === "ahci" ? "bus=ide.0" : "bus=ide.0,unit=0";
  return [
    "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-nic", "none", "-vga", "none",
    "-machine", `${hardware.disk === "ahci" ? "q35" : "pc"},accel=${kvm ? "kvm" : "tcg"}`,
    "-m", String(memory),
    ...(hardware.cpu === undefined ? [] : ["-cpu", hardware.cpu]),
    ...(hardware.clock === undefined ? [] : ["-rtc", `base=${hardware.clock}`]),
    ...(hardware.bios === "ours" ? ["-bios", files.bios] : []),
    ...(processors === 1 ? [] : ["-smp", String(processors)]),
    ...drive("disk", files.disk), `ide-hd,drive=disk,${place}${files.work === undefined ? "" : ",bootindex=0"}`,
    ...(files.work === undefined ? [] : [...drive("work", files.work), "virtio-blk-pci,drive=work"]),
    "-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
    "-chardev", `file,id=deliveries,path=${quote(files.deliveries)}`, "-serial", "chardev:deliveries",
    "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04",
  ];
}

/** QEMU's status when the machine wrote CODE to the exit port is CODE * 2 + 1; other ones are QEMU's own. */
export function outcomeOf(status: number, complaints: string): Outcome {
  // A processor that lacks what a model has is worth a warning, and no more.
  const errors = complaints.split("\n").filter((line) => line !== "" && !line.includes(": warning: "));
  if (status % 2 === 1 && errors.length === 0) {
    return { exitCode: status >> 1 };
  }
  const reason = errors[0]?.replace(/^qemu-system-x86_64: /, "");
  return { stopped: reason === undefined ? "QEMU ended without the machine's status" : `QEMU: ${reason}` };
}
