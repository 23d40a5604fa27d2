// Character devices by number: null, zero, full, random, the terminal, and the port that hands files to the host.
import { fillMemory, imul, store8 } from "../../2-runtime/node.js";
import { COM2, EINVAL, ENOSPC, sendSerial } from "../1-machine/index.js";
import { OpenFile } from "../2-memory/index.js";
import { writableUser } from "../3-processes/index.js";
import { readTerminal, writeTerminal } from "./terminal.js";
import { startLinux } from "../linux.js";

// major * 256 + minor, as Linux has them (Documentation/admin-guide/devices.txt); host is of our own (local use).
export const NULL_DEVICE = 0x103, ZERO_DEVICE = 0x105, FULL_DEVICE = 0x107, RANDOM_DEVICE = 0x108,
  URANDOM_DEVICE = 0x109, TTY_DEVICE = 0x500, CONSOLE_DEVICE = 0x501, HOST_DEVICE = 0xaf0, LINUX_DEVICE = 0xaf1;

/** The counter of fillRandom. */
let randomState = 1;

/**
 * "Random" bytes: a counter that is multiplied, the same after every start, because nothing random may reach what is
 * built. Good for names of temporary files, for nothing else. How many: n.
 */
export function fillRandom(to: number, n: number): number {
  for (let i = 0; i < n; i++) {
    randomState = imul(randomState, 1103515245) + 12345 | 0;
    store8(to + i, randomState >>> 16 & 255);
  }
  return n;
}

/** The same to an address of the running program, at most 64 KiB at a time; how many, or a negated error. */
export function readRandom(to: number, n: number): number {
  return fillRandom(to, writableUser(to, n < 65536 ? n : 65536));
}

export function isTerminal(device: number): boolean { return device === TTY_DEVICE || device === CONSOLE_DEVICE; }

export function readDevice(file: OpenFile, to: number, n: number): number {
  switch (file.inode!.device) {
    case TTY_DEVICE:
    case CONSOLE_DEVICE: return readTerminal(file, to, n);
    case NULL_DEVICE: return 0;
    case ZERO_DEVICE:
    case FULL_DEVICE: {
      const count = writableUser(to, n);
      if (count > 0) fillMemory(to, 0, count);
      return count;
    }
    case RANDOM_DEVICE:
    case URANDOM_DEVICE: return readRandom(to, n);
    default: return -EINVAL;
  }
}

export function writeDevice(file: OpenFile, from: number, n: number): number {
  switch (file.inode!.device) {
    case TTY_DEVICE:
    case CONSOLE_DEVICE: return writeTerminal(from, n);
    case HOST_DEVICE:
      sendSerial(COM2, from, n);
      return n;
    case LINUX_DEVICE: return startLinux(from, n);
    case FULL_DEVICE: return -ENOSPC;
    case NULL_DEVICE:
    case ZERO_DEVICE:
    case RANDOM_DEVICE:
    case URANDOM_DEVICE: return n;
    default: return -EINVAL;
  }
}
