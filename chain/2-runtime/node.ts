// The runtime of chain programs under Node: the same names as intrinsics.t, memory.ts and user.ts, with the same
// results. Chain programs import everything from here; in the chain the compiler skips the imports. Must not do more
// than Linux would: results below zero are negated error numbers, nothing is thrown for a missing file.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";

// ---- values ----

export function b(text: string): Uint8Array { return Uint8Array.from(text, (c) => c.charCodeAt(0)); }
export function ch(character: string): number { return character.charCodeAt(0); }
export function imul(a: number, c: number): number { return Math.imul(a, c); }
export function umulHigh(a: number, c: number): number {
  return Number(BigInt(a >>> 0) * BigInt(c >>> 0) >> 32n) | 0;
}
export function udiv(a: number, c: number): number { return ((a >>> 0) / (c >>> 0)) | 0; }
export function umod(a: number, c: number): number { return ((a >>> 0) % (c >>> 0)) | 0; }
export function ult(a: number, c: number): boolean { return (a >>> 0) < (c >>> 0); }

export function copyBytes(to: Uint8Array, toOffset: number, from: Uint8Array, fromOffset: number, n: number): void {
  if (n <= 0) return;
  if (toOffset < 0 || fromOffset < 0 || n > to.length - toOffset || n > from.length - fromOffset) fail(0);
  if (to === from && toOffset > fromOffset && toOffset < fromOffset + n) {
    for (let i = 0; i < n; i++) to[toOffset + i] = from[fromOffset + i];
  } else {
    to.set(from.subarray(fromOffset, fromOffset + n), toOffset);
  }
}

export function fillBytes(to: Uint8Array, offset: number, byte: number, n: number): void {
  if (n <= 0) return;
  if (offset < 0 || n > to.length - offset) fail(0);
  to.fill(byte, offset, offset + n);
}

// ---- raw memory: a stretch of simulated memory, for the kernel's tests ----

let memory = new DataView(new ArrayBuffer(0));
let memoryBase = 0;

/** Gives the loads and stores below a zeroed memory of so many bytes that begins at address base. */
export function simulateMemory(base: number, bytes: number): Uint8Array {
  memory = new DataView(new ArrayBuffer(bytes));
  memoryBase = base;
  return new Uint8Array(memory.buffer);
}

function at(address: number): number { return (address - memoryBase) >>> 0; }

export function load8(address: number): number { return memory.getUint8(at(address)); }
export function load16(address: number): number { return memory.getUint16(at(address), true); }
export function load32(address: number): number { return memory.getInt32(at(address), true); }
export function store8(address: number, value: number): void { memory.setUint8(at(address), value); }
export function store16(address: number, value: number): void { memory.setUint16(at(address), value, true); }
export function store32(address: number, value: number): void { memory.setInt32(at(address), value, true); }

export function copyMemory(to: number, from: number, bytes: number): void {
  const all = new Uint8Array(memory.buffer);
  all.copyWithin(at(to), at(from), at(from) + bytes);
}

export function fillMemory(to: number, byte: number, bytes: number): void {
  new Uint8Array(memory.buffer).fill(byte, at(to), at(to) + bytes);
}

// ---- what only machine code can do: here for the types ----

function onlyInTheChain(name: string): never { throw new Error(`${name} exists only in the chain`); }

export function addr(_object: object): number { return onlyInTheChain("addr"); }
export function alloc(_bytes: number): number { return onlyInTheChain("alloc"); }
export function newWords(_n: number): number { return onlyInTheChain("newWords"); }
export function newBytes(_n: number): number { return onlyInTheChain("newBytes"); }
export function newArray(_n: number): number { return onlyInTheChain("newArray"); }
export function frameAddress(_zero: number): number { return onlyInTheChain("frameAddress"); }
export function stackPointer(_zero: number): number { return onlyInTheChain("stackPointer"); }
export function tapeRegister(_zero: number): number { return onlyInTheChain("tapeRegister"); }
export function syscall3(_n: number, _a: number, _b: number, _c: number): number {
  return onlyInTheChain("syscall3");
}

// ---- system calls ----

export function exit(code: number): void { process.exit(code & 255); }

export function fail(line: number): never {
  fs.writeSync(2, `index out of range, line ${String(line).padStart(10, "0")}\n`);
  process.exit(120);
}

const text = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

/** The result of a call of Node's fs, or the negated error number where it throws. */
function result(call: () => number | undefined | void): number {
  for (;;) {
    try {
      return call() ?? 0;
    } catch (error) {
      const { code, errno } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (errno === undefined) throw error;
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      else if (code !== "EINTR") return errno;
    }
  }
}

export function commandLine(): Uint8Array[] {
  return [process.argv[1], ...process.argv.slice(2)].map((word) => new Uint8Array(Buffer.from(word)));
}
export function environment(): Uint8Array[] {
  return Object.entries(process.env).map(([name, value]) => new Uint8Array(Buffer.from(`${name}=${value}`)));
}
export function tapeAddress(): number { return 0; }

export function read(fd: number, to: Uint8Array, n: number): number {
  if (n > to.length) fail(0);
  return result(() => fs.readSync(fd, to, 0, n, null));
}
export function write(fd: number, from: Uint8Array, n: number): number {
  if (n > from.length) fail(0);
  let done = 0;
  while (done < n) {
    const written = result(() => fs.writeSync(fd, from, done, n - done));
    if (written < 0) return written;
    done += written;
  }
  return 0;
}
export function open(path: Uint8Array, flags: number, mode: number): number {
  return result(() => fs.openSync(text(path), flags, mode));
}
export function close(fd: number): number { return result(() => fs.closeSync(fd)); }
export function mkdir(path: Uint8Array, mode: number): number {
  return result(() => { fs.mkdirSync(text(path), mode); });
}
export function unlink(path: Uint8Array): number { return result(() => fs.unlinkSync(text(path))); }
export function rmdir(path: Uint8Array): number { return result(() => fs.rmdirSync(text(path))); }
export function rename(from: Uint8Array, to: Uint8Array): number {
  return result(() => fs.renameSync(text(from), text(to)));
}
export function symlink(target: Uint8Array, path: Uint8Array): number {
  return result(() => fs.symlinkSync(text(target), text(path)));
}
export function chmod(path: Uint8Array, mode: number): number { return result(() => fs.chmodSync(text(path), mode)); }
export function chdir(path: Uint8Array): number {
  return result(() => {
    try {
      process.chdir(text(path).toString());
    } catch (error) {
      // Node names the error of chdir but leaves out its number
      const failure = error as NodeJS.ErrnoException;
      failure.errno ??= -(os.constants.errno[failure.code as keyof typeof os.constants.errno] ?? 5);
      throw failure;
    }
  });
}
export function currentDirectory(): Uint8Array { return new Uint8Array(Buffer.from(process.cwd())); }
export function fileMode(path: Uint8Array): number { return result(() => fs.lstatSync(text(path)).mode); }
export function fileSize(path: Uint8Array): number { return result(() => fs.statSync(text(path)).size); }

export function listDirectory(path: Uint8Array): Uint8Array[] {
  try {
    const names = fs.readdirSync(text(path), { encoding: "buffer" });
    return names.sort((x, y) => Buffer.compare(x, y)).map((name) => new Uint8Array(name));
  } catch {
    return [];
  }
}

function runToEnd(file: string, argv: string[], argv0: string, env: NodeJS.ProcessEnv, stdin: number, stdout: number):
number {
  const child = spawnSync(file, argv, { argv0, env, stdio: [stdin, stdout, 2] });
  if (child.error !== undefined) return (child.error as NodeJS.ErrnoException).errno ?? -5;
  if (child.signal !== null) return 128 + os.constants.signals[child.signal];
  return child.status ?? -5;
}

export function spawn(
  path: Uint8Array, argv: Uint8Array[], env: Uint8Array[], stdin: number, stdout: number,
): number {
  const words = argv.map((word) => text(word).toString());
  const variables = env.map((entry) => text(entry).toString()).map((entry) => {
    const equals = entry.indexOf("=");
    return [entry.slice(0, equals), entry.slice(equals + 1)];
  });
  return runToEnd(text(path).toString(), words.slice(1), words[0], Object.fromEntries(variables), stdin, stdout);
}

/** Node cannot fork: the child is the same program started again, with argv as its arguments. */
export function forkCall(
  _applet: (argv: Uint8Array[]) => number, argv: Uint8Array[], stdin: number, stdout: number,
): number {
  const words = argv.map((word) => text(word).toString());
  return runToEnd(process.execPath, [process.argv[1], ...words], "node", process.env, stdin, stdout);
}
