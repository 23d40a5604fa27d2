// What the tests of the running machine code share: small programs and kernels in T, and what runs them: seed/host on
// the host's kernel (or qemu-user on it), the embedded emulator with our BIOS, and QEMU where there is one.
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { firmwareImage } from "../../host/engines/firmware.js";
import { assembleTape, makeDisk } from "../../host/tape/format.js";
import { compileByHex, compilerHex, hexBytes, runProgram, seedProgram, type Result } from "./chain.js";
import { makeScratch, readRoot } from "./folders.js";
import { hangsAfter } from "./limits.js";
import { runDisk } from "./machine.js";

export const text = (file: string): string => readRoot(file).toString("latin1");

const folder = makeScratch("hex");

/** Runs seed/host on an input. */
export function runSeed(input: string | Buffer, output?: number): Result {
  return runProgram(seedProgram(), input, output);
}

/** Compiles a T source on the host's kernel, as the chain does. */
export function compile(source: string): Result {
  return compileByHex(Buffer.from(source, "latin1"));
}

/** Compiles and runs a T source; in place when `rest` is there to follow it. */
export function compileAndRun(source: string, rest?: string): Result {
  if (rest !== undefined) return runSeed(Buffer.from(`${compilerHex}\0kernel\0${source}\0${rest}`, "latin1"));
  const made = compile(source);
  if (made.status !== 0) return made;
  const program = join(folder, "program");
  writeFileSync(program, made.stdout, { mode: 0o755 });
  return runProgram(program);
}

const runtimeStubs = `
function alloc(n: number): number { return 0; } function newWords(n: number): number { return 0; }
function newBytes(n: number): number { return 0; } function newArray(n: number): number { return 0; }
function fail(n: number): void {}
`;

/** Begins a program for the host's kernel: the intrinsics and a system call. */
export const userStart = `${text("chain/2-runtime/intrinsics.t")}${text("chain/2-runtime/user.t")}${runtimeStubs}`;

/** Begins a kernel: the intrinsics, ports, and a console on the first serial port. */
export const kernelStart = `${text("chain/2-runtime/intrinsics.t")}${runtimeStubs}
const origin = 0xc2000000;
asm inb 0x89 0xc2 0x31 0xc0 0xec;  // mov edx, eax; xor eax, eax; in al, dx
asm outb 0x5a 0xee;                // pop edx; out dx, al
asm halt 0xfa 0xf4;                // cli; hlt
function put(c: number): void { while ((inb(0x3fd) & 0x20) === 0) {} outb(0x3f8, c); }
function print(s: Uint8Array): void { for (let i = 0; i < s.length; i++) put(s[i]); }
function printHex(n: number): void {
  for (let i = 28; i >= 0; i -= 4) { const d = n >>> i & 15; put(d < 10 ? 48 + d : 87 + d); }
}
`;

/** Ends a kernel: QEMU's exit port, then halt. */
export const kernelEnd = "outb(0xf4, 0x10); halt(0);\n";

/** A disk with this kernel, and a text in the place of the tools. */
export function disk(kernel: string, tools = "TOOLS"): Buffer {
  const files = [{ path: "some/file", content: Buffer.alloc(200_000, "x") }];
  const tape = assembleTape(compilerHex, Buffer.from(kernel), Buffer.from(tools), files);
  return Buffer.from(makeDisk(hexBytes("seed/boot.hex"), tape));
}

/** Runs a disk in the embedded emulator until it halts: what came out of the first serial port. */
export async function runInV86(image: Uint8Array, bios?: Uint8Array, memoryMiB?: number): Promise<string> {
  return (await runDisk(image, { bios, memoryMiB })).console;
}

/** Runs a disk in QEMU: what came out of the first serial port, and QEMU's exit status. */
export function runInQemu(image: Uint8Array, ours: boolean, memoryMiB = 128): { said: string; status: number | null } {
  const file = join(folder, "disk.img");
  writeFileSync(file, image);
  const bios = join(folder, "bios.bin");
  if (!existsSync(bios)) writeFileSync(bios, firmwareImage(hexBytes("firmware/bios.hex"), 65536));
  const { stdout, status } = spawnSync("qemu-system-x86_64", [
    "-M", "pc", "-accel", "tcg", "-m", String(memoryMiB), "-drive", `file=${file},format=raw,if=ide`,
    "-display", "none", "-serial", "stdio", "-monitor", "none", "-no-reboot",
    "-device", "isa-debug-exit,iobase=0xf4", ...ours ? ["-bios", bios] : [],
  ], { timeout: hangsAfter, input: "" });
  return { said: stdout.toString("latin1"), status };
}
