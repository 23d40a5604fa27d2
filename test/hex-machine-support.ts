// What the tests of the running machine code share: programs in T, and machines to run them: the lent kernel below this
// test (or qemu-user on it), the embedded emulator with our BIOS, and QEMU where there is one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { V86 } from "v86";
import { decodeHex, firmwareImage } from "../host/hex/index.js";
import { assembleTape, makeDisk } from "../host/tape/tape.js";
import { runsI386, spawnI386 } from "./i386.js";

export const root = join(import.meta.dirname, "..");
export const text = (file: string): string => readFileSync(join(root, file), "latin1");
export const bytes = (file: string): Uint8Array => decodeHex(text(file));

export const folder = mkdtempSync(join(tmpdir(), "rootseed-hex-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export const hasQemu = spawnSync("qemu-system-i386", ["--version"]).status === 0;

const seed = join(folder, "seed");
if (runsI386) writeFileSync(seed, bytes("seed/host.hex"), { mode: 0o755 });

export interface Result {
  /** Exit status, or the name of the signal that ended it. */
  status: number | string;
  stdout: Buffer;
  stderr: string;
}

/** Runs seed/host on an input. */
export function runSeed(input: string | Buffer, output?: number): Result {
  const stdio = ["pipe", output ?? "pipe", "pipe"] as ("pipe" | number)[];
  const { status, signal, stdout, stderr } = spawnI386(seed, [], { input, stdio, maxBuffer: 1 << 26, timeout: 60_000 });
  return { status: status ?? signal ?? "?", stdout: stdout ?? Buffer.alloc(0), stderr: stderr.toString("latin1") };
}

const compilerHex = text("chain/compiler/compiler.hex");

/** Compiles a T source on the lent kernel, as the chain does. */
export function compile(source: string): Result {
  return runSeed(Buffer.from(`${compilerHex}\0\0${source}\0`, "latin1"));
}

/** Compiles and runs a T source; in place when `rest` is there to follow it. */
export function compileAndRun(source: string, rest?: string): Result {
  if (rest !== undefined) return runSeed(Buffer.from(`${compilerHex}\0kernel\0${source}\0${rest}`, "latin1"));
  const made = compile(source);
  if (made.status !== 0) return made;
  const program = join(folder, "program");
  writeFileSync(program, made.stdout, { mode: 0o755 });
  const { status, signal, stdout, stderr } = spawnI386(program);
  return { status: status ?? signal ?? "?", stdout, stderr: stderr.toString("latin1") };
}

const runtimeStubs = `
function alloc(n: number): number { return 0; } function newWords(n: number): number { return 0; }
function newBytes(n: number): number { return 0; } function newArray(n: number): number { return 0; }
function fail(n: number): void {}
`;

/** Begins a program for the lent kernel: the intrinsics and a system call. */
export const userStart = `${text("chain/runtime/intrinsics.t")}${text("chain/runtime/user.t")}${runtimeStubs}`;

/** Begins a kernel: the intrinsics, ports, and a console on the first serial port. */
export const kernelStart = `${text("chain/runtime/intrinsics.t")}${runtimeStubs}
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

/** A disk with this kernel, and a text for the tools behind it. */
export function disk(kernel: string, tools = "TOOLS"): Buffer {
  const files = [{ path: "some/file", content: Buffer.alloc(200_000, "x") }];
  const tape = assembleTape(compilerHex, Buffer.from(kernel), Buffer.from(tools), files);
  return makeDisk(bytes("seed/boot.hex"), tape);
}

const buffer = (from: Uint8Array): ArrayBuffer => from.slice().buffer as ArrayBuffer;

/** Runs a disk in the embedded emulator until it halts: what came out of the first serial port. */
export async function runInV86(image: Uint8Array, bios = bytes("firmware/bios.hex"), memoryMiB = 128): Promise<string> {
  const wasm = join(dirname(createRequire(import.meta.url).resolve("v86")), "v86.wasm");
  const machine = new V86({
    wasm_path: wasm, memory_size: memoryMiB << 20, vga_memory_size: 2 << 20, bios: { buffer: buffer(bios) },
    hda: { buffer: buffer(image) }, disable_speaker: true, autostart: true,
  });
  let said = "";
  machine.add_listener("serial0-output-byte", (byte: number) => { said += String.fromCharCode(byte); });
  let timer: NodeJS.Timeout | undefined;
  const ended = await new Promise<string>((resolve) => {
    // The event is missing in the types of v86.
    machine.add_listener("cpu-event-halt" as "emulator-stopped", () => resolve(""));
    timer = setTimeout(() => resolve(" (no halt after 60 seconds)"), 60_000);
  });
  clearTimeout(timer);
  await machine.destroy();
  return said + ended;
}

/** Runs a disk in QEMU: what came out of the first serial port, and QEMU's exit status. */
export function runInQemu(image: Uint8Array, ours: boolean, memoryMiB = 128): { said: string; status: number | null } {
  const file = join(folder, "disk.img");
  writeFileSync(file, image);
  const bios = join(folder, "bios.bin");
  if (!existsSync(bios)) writeFileSync(bios, firmwareImage(bytes("firmware/bios.hex"), 65536));
  const { stdout, status } = spawnSync("qemu-system-i386", [
    "-M", "pc", "-accel", "tcg", "-m", String(memoryMiB), "-drive", `file=${file},format=raw,if=ide`,
    "-display", "none", "-serial", "stdio", "-monitor", "none", "-no-reboot",
    "-device", "isa-debug-exit,iobase=0xf4", ...ours ? ["-bios", bios] : [],
  ], { timeout: 60_000, input: "" });
  return { said: stdout.toString("latin1"), status };
}
