// Runs i386 programs of Linux for the tests: on this kernel where it runs them, else through qemu-user, else not.
//
// How it thinks: only a program that was started proves that such programs run; neither the processor nor the kernel's
// configuration does. So a very small one is started once. ROOTSEED_TEST_WITHOUT names what the tests must not use
// although the machine has it: `i386` (this kernel's own way to run such programs) and `qemu-user`.
//
// It must not serve tests of whole engines on the host's kernel: every child of such a program would need qemu, too.
import { spawnSync, type SpawnSyncOptions, type SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hangsAfter } from "./limits.js";

/** What the tests must not use although it is there. */
export const without = new Set((process.env["ROOTSEED_TEST_WITHOUT"] ?? "").split(/[\s,]+/));

/** An ELF program of 32 bits that ends with status 42: a header, one segment that maps the whole file, exit(42). */
function exit42(): Buffer {
  const code = Buffer.from("b801000000bb2a000000cd80", "hex"); // mov eax, 1; mov ebx, 42; int 80h
  const origin = 0x08048000;
  const head = 52 + 32;
  const file = Buffer.alloc(head + code.length);
  file.write("\x7fELF\x01\x01\x01", "latin1");
  file.writeUInt16LE(2, 16); // e_type: an executable
  file.writeUInt16LE(3, 18); // e_machine: i386
  file.writeUInt32LE(1, 20); // e_version
  file.writeUInt32LE(origin + head, 24); // e_entry
  file.writeUInt32LE(52, 28); // e_phoff
  file.writeUInt16LE(52, 40); // e_ehsize
  file.writeUInt16LE(32, 42); // e_phentsize
  file.writeUInt16LE(1, 44); // e_phnum
  const segment = [1, 0, origin, origin, file.length, file.length, 5, 0x1000];
  segment.forEach((word, index) => file.writeUInt32LE(word, 52 + 4 * index));
  code.copy(file, head);
  return file;
}

/** Gives a use the file of a program that ends with status 42. */
export function withProgram<T>(use: (program: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "rootseed-i386-"));
  try {
    const program = join(folder, "exit-42");
    writeFileSync(program, exit42(), { mode: 0o755 });
    return use(program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a command ends as that program does. */
export const isProven = ([program, ...words]: string[]): boolean =>
  spawnSync(program as string, words, { timeout: hangsAfter }).status === 42;

const isLinux = process.platform === "linux";
/** The program of qemu-user, where it runs i386 programs. */
export const emulator = !isLinux || without.has("qemu-user") ? undefined
  : withProgram((program) => ["qemu-i386-static", "qemu-i386"].find((name) => isProven([name, program])));
/** Whether this kernel runs i386 programs by itself, with all their children, as an engine on it needs. */
export const kernelRunsI386 = isLinux && !without.has("i386") && withProgram((program) => isProven([program]));

/** The words to put before an i386 program to start it here; undefined where it cannot be started. */
const prefix = kernelRunsI386 ? [] : emulator === undefined ? undefined : [emulator];

/** Whether i386 programs run here, and by what. */
export const runsI386 = prefix !== undefined;
/** For the reason of a skipped test. */
export const noI386 = "no i386 programs here: this kernel runs none, and qemu-user is not installed";

/** The command that starts an i386 program with these words. */
export function i386Command(program: string, words: string[] = []): [string, ...string[]] {
  if (prefix === undefined) throw new Error(noI386);
  const [command = program, ...rest] = [...prefix, program, ...words];
  return [command, ...rest];
}

/** As `spawnSync` of node:child_process, for an i386 program. */
export function spawnI386(
  program: string, words: string[] = [], options: SpawnSyncOptions = {},
): SpawnSyncReturns<Buffer> {
  const [command, ...rest] = i386Command(program, words);
  return spawnSync(command, rest, { ...options, encoding: null }) as SpawnSyncReturns<Buffer>;
}
