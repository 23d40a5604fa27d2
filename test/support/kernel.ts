// What the tests of the kernel share: test programs compiled by the reference compiler, and machines that run them on
// the chain's kernel, from the seed on; for long mode that is QEMU. A machine ends when its first program does.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assembleTape, makeDisk, type TapeFile } from "../../host/tape/format.js";
import { compileT } from "../../twin/compiler/compiler.js";
import { chainProgram, compilerHex, hexBytes, runtimeFiles } from "./chain.js";
import { makeScratch, readRoot, root } from "./folders.js";
import { silentFor } from "./limits.js";
import { runDisk, type MachineRun, type MachineSettings } from "./machine.js";

export const corpus = join(root, "test/corpus/kernel");

/** The whole T source of a test program, which may be in several files. */
export function sourceOf(...files: string[]): Buffer {
  const own = ["common", ...files].map((file) => readFileSync(join(corpus, `${file}.t`)));
  return Buffer.concat([...runtimeFiles.map(readRoot), ...own]);
}

/** A test program as an executable file. */
export function compileProgram(program: string): Uint8Array { return compileT(sourceOf(program)); }

/** What a test program printed on Linux. */
export const expected = (program: string): string => readFileSync(join(corpus, `${program}.expected`), "latin1");

/** The T source of chain/3-kernel. */
export const kernelSource = (): Buffer => Buffer.from(chainProgram("kernel").text.bytes);

/** A plan that runs programs of /programs, each in a folder of its own, with lines that part their output. */
export const planOfTrials = (names: string[]): string => names.map((name) =>
  `mkdir -p /trial/${name}\ncd /trial/${name}\nchmod 755 /programs/${name}\necho === ${name}\n/programs/${name}\n`)
  .join("").concat("echo === end\n");

/** The lines between `=== NAME` and the next such line, without what the kernel itself said. */
export function partOf(run: MachineRun, name: string): string {
  const start = run.console.indexOf(`=== ${name}\n`) + name.length + 5;
  const part = run.console.slice(start, run.console.indexOf("===", start));
  return part.split("\n").filter((line) => !line.startsWith("rootseed: ")).join("\n");
}

export interface MachineOptions extends MachineSettings {
  /** The T source that runs first, in place of chain/4-tools. */
  first?: Uint8Array;
  files?: TapeFile[];
  /** The script that chain/4-tools runs. */
  plan?: string;
  /** Another source of the kernel than chain/3-kernel. */
  kernel?: Uint8Array;
}

/** A disk from which a machine starts as the options say. */
export function makeStartDisk(options: MachineOptions): Uint8Array {
  const kernel = options.kernel ?? kernelSource();
  const first = options.first ?? chainProgram("tools").text.bytes;
  const files = [
    { path: "seed/host.hex", content: readRoot("seed/host.hex") },
    ...options.files ?? [],
    ...options.plan === undefined ? [] : [{ path: "plan", content: Buffer.from(options.plan) }],
  ];
  return makeDisk(hexBytes("seed/boot.hex"), assembleTape(compilerHex, kernel, first, files));
}

/** Starts a machine from the seed, and waits for its end. */
export function runMachine(options: MachineOptions): Promise<MachineRun> {
  return runDisk(makeStartDisk(options), options);
}

const longMachine = "qemu-system-x86_64";

/** Why there is no machine with long mode here; undefined when there is one. */
export const longModeObstacle = spawnSync(longMachine, ["--version"]).status === 0 ? undefined
  : `${longMachine} is not installed`;

/** The same machine with a processor that has long mode: QEMU with its own BIOS. Nothing is typed. */
export async function runLongMachine(options: MachineOptions, processor = "qemu64"): Promise<MachineRun> {
  const folder = makeScratch("long");
  const [disk, host] = [join(folder, "disk"), join(folder, "host")];
  writeFileSync(disk, makeStartDisk(options));
  const machine = spawn(longMachine, [
    "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-vga", "none", "-nic", "none",
    "-machine", "pc,accel=tcg", "-cpu", processor, "-m", String(options.memoryMiB ?? 128),
    "-drive", `if=ide,format=raw,cache=unsafe,file=${disk}`, "-serial", "stdio", "-serial", `file:${host}`,
    "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04",
  ], { stdio: ["ignore", "pipe", "inherit"] });
  const said: Buffer[] = [];
  const limit = setTimeout(() => machine.kill("SIGKILL"), silentFor);
  machine.stdout.on("data", (bytes: Buffer) => {
    said.push(bytes);
    limit.refresh();
  });
  const signal = await new Promise((resolve) => machine.once("close", (_code, by) => resolve(by)));
  clearTimeout(limit);
  const run = { console: Buffer.concat(said).toString("latin1"), host: readFileSync(host) };
  if (signal !== null) throw new Error(`the machine hangs; its console:\n${run.console}`);
  return run;
}
