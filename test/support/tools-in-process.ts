// Runs an applet of chain/4-tools in this process: standard files are in memory, and exit is an exception. Without it
// the tests would start Node hundreds of times. Not for scripts: what the shell starts would not come here.
import fs from "node:fs";
import { setUnfinished } from "../../chain/4-tools/errors.js";

class Ended extends Error {
  constructor(readonly code: number) { super(`exit ${code}`); }
}
export interface Outcome { status: number; stdout: string; stderr: string }

const realRead = fs.readSync;
const realWrite = fs.writeSync;
let input: Buffer = Buffer.alloc(0);
let written: Buffer[][] = [[], [], []];

/** What `action` returns or exits with, and writes (bytes as latin1), with these bytes as standard input. */
export function inProcess(data: Buffer, action: () => number): Outcome {
  const realExit = process.exit;
  input = data;
  written = [[], [], []];
  setUnfinished(null);
  const patched = fs as unknown as Record<string, unknown>;
  patched.readSync = (fd: number, to: Uint8Array, offset: number, n: number, position: null): number => {
    if (fd !== 0) return realRead(fd, to, offset, n, position);
    const piece = input.subarray(0, n);
    input = input.subarray(piece.length);
    to.set(piece, offset);
    return piece.length;
  };
  patched.writeSync = (fd: number, from: Uint8Array, offset: number, n: number): number => {
    if (fd > 2) return realWrite(fd, from, offset, n);
    written[fd].push(Buffer.from(from.subarray(offset, offset + n)));
    return n;
  };
  process.exit = ((code: number) => { throw new Ended(code); }) as typeof process.exit;
  let status = 0;
  try {
    status = action();
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    status = error.code;
  } finally {
    patched.readSync = realRead;
    patched.writeSync = realWrite;
    process.exit = realExit;
  }
  const text = (fd: number): string => Buffer.concat(written[fd]).toString("latin1");
  return { status, stdout: text(1), stderr: text(2) };
}
