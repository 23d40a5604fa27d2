// The tape: the one stream that the chain reads (docs/architecture.md, "The tape"), and the disk
// image that carries it.
//
//     compiler hex NUL kernel source NUL tools source NUL { PATH SP LENGTH LF bytes } NUL zeros
//
// How it thinks: nothing is computed here that ends up in an artifact; bytes are copied, comments of
// the hex are cut off, and lengths are written down. The shell script docs/by-hand.sh does the same.
// It must not depend on anything but the files: no times, no order of directories.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listFiles } from "../common/files.js";
import { UserError } from "../common/errors.js";
import { stripHex } from "./hex.js";
import { readProgramSource } from "./source.js";

export const sectorBytes = 512;

/** The host seed keeps compiler and tape in 64 MiB: the tape's limit on the host's kernel. */
const hostTapeLimit = 64 * 1024 * 1024 - 65536;

/** The limit where the chain's kernel runs (chain/3-kernel/tape.ts); the machine's memory may be a lower one. */
export const diskTapeLimit = 512 * 1024 * 1024;

export interface TapeFile {
  /** Relative to the root of the machine. */
  path: string;
  content: Uint8Array;
}

/**
 * A file of one NUL byte, which no text file of the repository could be: it ends the texts in the chain's own compile
 * command.
 */
export const nulFile: TapeFile = { path: "chain/nul", content: new Uint8Array(1) };

/** Folders of the repository that the machine gets. */
const foldersOnTape = ["seed", "chain", "steps"];

/**
 * The repository's files for the tape: seed/host.hex first (the kernel starts it), the rest sorted by byte.
 * Names that begin with a dot, and what editors leave (ending in ~), are left out.
 */
export async function repositoryFiles(root: string): Promise<TapeFile[]> {
  const first = "seed/host.hex";
  const paths = [first];
  for (const folder of [...foldersOnTape].sort()) {
    for (const path of await listFiles(join(root, folder))) {
      const full = `${folder}/${path}`;
      if (full !== first && !full.split("/").some((part) => part.startsWith(".") || part.endsWith("~"))) {
        paths.push(full);
      }
    }
  }
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(root, path)) })));
}

/** A number as four bytes of hex text, the least significant first. */
function littleEndianHex(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** Files in the tape's format (docs/architecture.md): each after a line with its name and length; then a NUL byte. */
export function formatFiles(files: TapeFile[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const file of files) {
    if (!/^[\x21-\x7e]+$/.test(file.path)) {
      throw new UserError(`${file.path}: a name on the tape must be of printable ASCII characters without spaces`);
    }
    parts.push(Buffer.from(`${file.path} ${file.content.length}\n`, "latin1"), file.content);
  }
  return Buffer.concat([...parts, new Uint8Array(1)]);
}

/** Puts the parts of a tape together, padded to whole sectors. */
export function assembleTape(
  compilerHex: string, kernel: Uint8Array, tools: Uint8Array, files: TapeFile[], limit = hostTapeLimit,
): Buffer {
  const nul = Buffer.from([0]);
  const parts = [nul, kernel, nul, tools, nul, formatFiles(files)];
  const hex = stripHex(compilerHex);
  // "00 00 00 00" and its line end: the number of sectors has always the same length.
  const length = hex.length + 12 + parts.reduce((sum, part) => sum + part.length, 0);
  const sectors = Math.ceil(length / sectorBytes);
  if (sectors * sectorBytes > limit) {
    throw new UserError(`the tape would have ${length} bytes; ${limit} is the most: stop at an earlier stage ` +
      "(--until), or add less (--add)");
  }
  const head = Buffer.from(`${hex}${littleEndianHex(sectors)}\n`, "latin1");
  return Buffer.concat([head, ...parts], sectors * sectorBytes);
}

/** What a machine of a repository finds in its root folder: the chain, its steps, and what is added, in this order. */
export async function machineFiles(root: string, added: TapeFile[]): Promise<TapeFile[]> {
  return [
    ...await repositoryFiles(root),
    nulFile,
    ...added,
  ];
}

/** The tape of a repository: its chain, its steps, the given archives (sources/FILE) and the plan. */
export async function makeTape(
  root: string, archives: TapeFile[], plan: string, limit: number = hostTapeLimit,
): Promise<Buffer> {
  const compiler = await readFile(join(root, "chain/1-compiler/compiler.hex"), "latin1");
  const kernel = await readProgramSource(root, "kernel");
  const tools = await readProgramSource(root, "tools");
  const files = await machineFiles(root, [...archives, { path: "plan", content: Buffer.from(plan, "utf8") }]);
  return assembleTape(compiler, kernel.text, tools.text, files, limit);
}

/** The disk: the boot sector, then the tape. */
export function makeDisk(bootSector: Uint8Array, tape: Uint8Array): Buffer {
  if (bootSector.length !== sectorBytes || bootSector[510] !== 0x55 || bootSector[511] !== 0xaa) {
    throw new UserError(`seed/boot.hex: expected ${sectorBytes} bytes that end with 55 AA, ` +
      `found ${bootSector.length} bytes`);
  }
  return Buffer.concat([bootSector, tape]);
}
