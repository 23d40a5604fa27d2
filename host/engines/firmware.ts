// The machine code that starts a machine, decoded from the repository's commented hex: both seeds and
// our BIOS. Decoding is all that happens to it.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../common/problem.js";
import { decodeHex, firmwareImage, HexError, parseHexFile } from "../hex/index.js";

export interface Firmware {
  bootSeed: Uint8Array;
  hostSeed: Uint8Array;
  bios: Uint8Array;
}

/** Reads and decodes the three hex files. */
export async function readFirmware(root: string): Promise<Firmware> {
  return {
    bootSeed: await readHex(root, "seed/boot.hex"),
    hostSeed: await readHex(root, "seed/host.hex"),
    bios: firmwareImage(await readHex(root, "firmware/bios.hex")),
  };
}

/** The bytes of a commented hex file of the repository. */
export function readHex(root: string, path: string): Promise<Uint8Array> {
  return withHexText(root, path, decodeHex);
}

/** How many bytes of a seed are code: those before the zeros that fill a boot sector up. */
export function seedCodeBytes(root: string, path: string): Promise<number> {
  return withHexText(root, path, (text) => {
    const lines = parseHexFile(text).filter((line) => line.kind === "code");
    const filling = lines.findIndex(({ assembly }) => assembly.startsWith("times "));
    return (filling < 0 ? lines : lines.slice(0, filling)).reduce((sum, { bytes }) => sum + bytes.length, 0);
  });
}

/** Does something with the text of a hex file; mistakes in it become messages with the file's name. */
async function withHexText<T>(root: string, path: string, use: (text: string) => T): Promise<T> {
  if (!existsSync(join(root, path))) {
    throw new Problem(`${path} is missing: is the repository complete?`);
  }
  try {
    return use(await readFile(join(root, path), "latin1"));
  } catch (error) {
    throw error instanceof HexError ? new Problem(`${path}: ${error.message}`) : error;
  }
}
