// The machine code that starts a machine, decoded from the repository's commented hex: both seeds and
// our BIOS. Decoding is all that happens to it.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../common/errors.js";
import { decodeHex, HexError, parseHexFile } from "../tape/hex.js";

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
    bios: await readHex(root, "firmware/bios.hex"),
  };
}

/**
 * A BIOS as a ROM whose length is a multiple of `unit`: the code at its end (a PC begins 16 bytes below the top of
 * memory), zeros before it.
 */
export function firmwareImage(bios: Uint8Array, unit: number): Uint8Array {
  const image = new Uint8Array(Math.ceil(bios.length / unit) * unit);
  image.set(bios, image.length - bios.length);
  return image;
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
    throw new UserError(`${path} is missing: is the repository complete?`);
  }
  try {
    return use(await readFile(join(root, path), "latin1"));
  } catch (error) {
    throw error instanceof HexError ? new UserError(`${path}: ${error.message}`) : error;
  }
}
