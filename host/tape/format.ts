// The format of the tape, the one stream that the chain reads (docs/architecture.md, "The tape"), and of the disk that
// carries it.
//
//     compiler hex NUL kernel source NUL tools source NUL { PATH SP LENGTH LF bytes } NUL zeros
//
// How it thinks: nothing is computed here that ends up in an artifact; bytes are copied, comments of the hex are cut
// off, and lengths are written down. The shell script docs/by-hand.sh does the same.
// It must not need Node: the page puts its disk together by these functions, too.
import { joinBytes } from "../common/bytes.js";
import { UserError } from "../common/errors.js";
import { stripHex } from "./hex.js";

export const sectorBytes = 512;

/** The host seed keeps compiler and tape in 64 MiB: the tape's limit on the host's kernel. */
export const hostTapeLimit = 64 * 1024 * 1024 - 65536;

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

/** Its SHA-256. */
export const hashOfNulFile = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";

/** The file that comes first: the kernel starts what it makes of it. */
export const firstFile = "seed/host.hex";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A number as four bytes of hex text, the least significant first. */
function littleEndianHex(value: number): string {
  return [0, 8, 16, 24].map((shift) => (value >>> shift & 255).toString(16).padStart(2, "0")).join(" ");
}

/** Files in the tape's format (docs/architecture.md): each after a line with its name and length; then a NUL byte. */
export function formatFiles(files: TapeFile[]): Uint8Array {
  return joinBytes([...files.flatMap(({ path, content }) => {
    if (!/^[\x21-\x7e]+$/.test(path)) {
      throw new UserError(`${path}: a name on the tape must be of printable ASCII characters without spaces`);
    }
    return [ascii(`${path} ${content.length}\n`), content];
  }), new Uint8Array(1)]);
}

/** The files that a text in the tape's format holds: what formatFiles makes, or the beginning of it. */
export function parseFiles(bytes: Uint8Array): TapeFile[] {
  const files: TapeFile[] = [];
  for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
    const end = bytes.indexOf(10, at);
    const [, path, length] = /^(\S+) ([0-9]+)$/.exec(new TextDecoder().decode(bytes.subarray(at, end))) ?? [];
    if (end < 0 || path === undefined || end + 1 + Number(length) > bytes.length) {
      throw new UserError(`byte ${at}: is no whole file of a tape`);
    }
    files.push({ path, content: bytes.subarray(end + 1, end + 1 + Number(length)) });
    at = end + 1 + Number(length);
  }
  return files;
}

/** Puts the parts of a tape together, padded to whole sectors. */
export function assembleTape(
  compilerHex: string, kernel: Uint8Array, tools: Uint8Array, files: TapeFile[], limit = hostTapeLimit,
): Uint8Array {
  const nul = new Uint8Array(1);
  const parts = [nul, kernel, nul, tools, nul, formatFiles(files)];
  const hex = stripHex(compilerHex);
  // "00 00 00 00" and its line end: the number of sectors has always the same length.
  const length = hex.length + 12 + parts.reduce((sum, part) => sum + part.length, 0);
  const sectors = Math.ceil(length / sectorBytes);
  if (sectors * sectorBytes > limit) {
    throw new UserError(`the tape would have ${length} bytes; ${limit} is the most: stop at an earlier stage ` +
      "(--until), or add less (--add)");
  }
  return joinBytes([ascii(`${hex}${littleEndianHex(sectors)}\n`), ...parts], sectors * sectorBytes);
}

/** The disk: the boot sector, then the tape. */
export function makeDisk(bootSector: Uint8Array, tape: Uint8Array): Uint8Array {
  if (bootSector.length !== sectorBytes || bootSector[510] !== 0x55 || bootSector[511] !== 0xaa) {
    throw new UserError(`seed/boot.hex: expected ${sectorBytes} bytes that end with 55 AA, ` +
      `found ${bootSector.length} bytes`);
  }
  return joinBytes([bootSector, tape]);
}
