// The runtime of T programs on a Linux i386 kernel (the host's, or ours): heap, failing, and the system calls as
// functions. Results below zero are negated Linux error numbers. Paths are byte arrays without a NUL; the NUL is
// added here. Must not print anything but the messages of a failing program. Under Node, node.ts replaces all of it.
import { addr, b, ch, copyBytes, load16, load32, load8, stackPointer, syscall3, tapeRegister, ult } from "./node.js";

const HEAP_STEP = 0x100000;

const tapeStart = tapeRegister(0);
const stackAtStart = stackPointer(0);
let heapNext = syscall3(45, 0, 0, 0) + 3 & ~3; // brk
let heapEnd = heapNext;

/** Zeroed memory, in words; the program ends with a message when there is none left. */
export function alloc(bytes: number): number {
  const size = bytes + 3 & ~3;
  if (ult(heapEnd - heapNext | 0, size)) {
    const wanted = heapNext + size + HEAP_STEP & ~(HEAP_STEP - 1);
    if (bytes < 0 || ult(wanted, heapNext) || syscall3(45, wanted, 0, 0) !== wanted) stop(b("out of memory\n"));
    heapEnd = wanted;
  }
  const start = heapNext;
  heapNext = heapNext + size | 0;
  return start;
}

function stop(message: Uint8Array): void {
  write(2, message, message.length);
  exit(120);
}

/** Called for an index out of range; the line is that of the whole program's text. */
export function fail(line: number): void {
  const message = b("index out of range, line 0000000000\n");
  let rest = line;
  for (let i = message.length - 2; rest > 0; i--) {
    message[i] = ch('0') + rest % 10;
    rest = (rest / 10) | 0;
  }
  stop(message);
}

export function exit(code: number): void { syscall3(252, code, 0, 0); }

/** A new array of the bytes of a C string at an address. */
function fromZ(address: number): Uint8Array {
  let n = 0;
  while (load8(address + n) !== 0) n++;
  const text = new Uint8Array(n);
  for (let i = 0; i < n; i++) text[i] = load8(address + i);
  return text;
}

/** The address of a C string of the same bytes. */
function toZ(text: Uint8Array): number {
  const copy = new Uint8Array(text.length + 1);
  copyBytes(copy, 0, text, 0, text.length);
  return addr(copy);
}

function stringList(address: number): Uint8Array[] {
  let n = 0;
  while (load32(address + n * 4) !== 0) n++;
  const list = new Array<Uint8Array>(n);
  for (let i = 0; i < n; i++) list[i] = fromZ(load32(address + i * 4));
  return list;
}

/** The address of a null-terminated list of C strings. */
function toZList(list: Uint8Array[]): number {
  const pointers = new Int32Array(list.length + 1);
  for (let i = 0; i < list.length; i++) pointers[i] = toZ(list[i]);
  return addr(pointers);
}

export function commandLine(): Uint8Array[] { return stringList(stackAtStart + 4); }
export function environment(): Uint8Array[] { return stringList(stackAtStart + 8 + load32(stackAtStart) * 4); }
export function tapeAddress(): number { return tapeStart; }

export function read(fd: number, to: Uint8Array, n: number): number { return syscall3(3, fd, addr(to), n); }
/** Writes all n bytes: 0 or a negated error number. */
export function write(fd: number, from: Uint8Array, n: number): number {
  let done = 0;
  while (done < n) {
    const result = syscall3(4, fd, addr(from) + done, n - done);
    if (result < 0) return result;
    done += result;
  }
  return 0;
}
/** O_LARGEFILE is added: else a file of more than 2 GiB cannot be opened. */
export function open(path: Uint8Array, flags: number, mode: number): number {
  return syscall3(5, toZ(path), flags | 0x8000, mode);
}
export function close(fd: number): number { return syscall3(6, fd, 0, 0); }
export function mkdir(path: Uint8Array, mode: number): number { return syscall3(39, toZ(path), mode, 0); }
export function unlink(path: Uint8Array): number { return syscall3(10, toZ(path), 0, 0); }
export function rmdir(path: Uint8Array): number { return syscall3(40, toZ(path), 0, 0); }
export function rename(from: Uint8Array, to: Uint8Array): number { return syscall3(38, toZ(from), toZ(to), 0); }
export function symlink(what: Uint8Array, path: Uint8Array): number { return syscall3(83, toZ(what), toZ(path), 0); }
export function chmod(path: Uint8Array, mode: number): number { return syscall3(15, toZ(path), mode, 0); }
export function chdir(path: Uint8Array): number { return syscall3(12, toZ(path), 0, 0); }

export function currentDirectory(): Uint8Array {
  const buffer = new Uint8Array(4096);
  if (syscall3(183, addr(buffer), 4096, 0) < 0) return b(".");
  return fromZ(addr(buffer));
}

/** struct stat64 of i386 Linux: st_mode at 16, st_size at 44. */
const statBuffer = new Uint8Array(96);

function stat(call: number, path: Uint8Array, field: number): number {
  const result = syscall3(call, toZ(path), addr(statBuffer), 0);
  return result < 0 ? result : load32(addr(statBuffer) + field);
}
export function fileMode(path: Uint8Array): number { return stat(196, path, 16); } // lstat64
export function fileSize(path: Uint8Array): number { return stat(195, path, 44); } // stat64

function isBefore(a: Uint8Array, c: Uint8Array): boolean {
  let i = 0;
  while (i < a.length && i < c.length && a[i] === c[i]) i++;
  return i < c.length && (i === a.length || a[i] < c[i]);
}

/** Merge sort: folders may hold thousands of names, in any order. */
function sortNames(names: Uint8Array[], spare: Uint8Array[], from: number, to: number): void {
  if (to - from < 2) return;
  const middle = from + to >> 1;
  sortNames(names, spare, from, middle);
  sortNames(names, spare, middle, to);
  for (let i = from; i < to; i++) spare[i] = names[i];
  let left = from;
  let right = middle;
  for (let i = from; i < to; i++) {
    if (right >= to || left < middle && !isBefore(spare[right], spare[left])) {
      names[i] = spare[left];
      left++;
    } else {
      names[i] = spare[right];
      right++;
    }
  }
}

/** getdents64: d_reclen at 16, d_name at 19. */
const directoryBuffer = new Uint8Array(32768);

export function listDirectory(path: Uint8Array): Uint8Array[] {
  let names = new Array<Uint8Array>(64);
  let count = 0;
  const fd = open(path, 0x10000, 0);
  if (fd >= 0) {
    let got = 1;
    while (got > 0) {
      got = syscall3(220, fd, addr(directoryBuffer), directoryBuffer.length);
      let at = addr(directoryBuffer);
      const end = at + got;
      while (at < end) {
        const name = fromZ(at + 19);
        const isDot = name[0] === ch('.') && (name.length === 1 || name.length === 2 && name[1] === ch('.'));
        if (!isDot) {
          if (count === names.length) {
            const longer = new Array<Uint8Array>(count * 2);
            for (let i = 0; i < count; i++) longer[i] = names[i];
            names = longer;
          }
          names[count] = name;
          count++;
        }
        at += load16(at + 16);
      }
    }
    close(fd);
  }
  const list = new Array<Uint8Array>(count);
  for (let i = 0; i < count; i++) list[i] = names[i];
  sortNames(list, names, 0, count);
  return list;
}

function moveDescriptor(from: number, to: number): void {
  if (from === to) return;
  syscall3(63, from, to, 0);
  close(from);
}

/** In the child: standard input and output in place. */
function takeStandardFiles(stdin: number, stdout: number): void {
  moveDescriptor(stdin, 0);
  moveDescriptor(stdout, 1);
}

function waitFor(child: number): number {
  if (child < 0) return child;
  const status = new Int32Array(1);
  let result = syscall3(7, child, addr(status), 0);
  while (result === -4) result = syscall3(7, child, addr(status), 0);
  if (result < 0) return result;
  const signal = status[0] & 127;
  return signal !== 0 ? 128 + signal : status[0] >> 8 & 255;
}

/** Runs a program to its end: its exit status, 128 + signal, or a negated error (also when it could not be started). */
export function spawn(
  path: Uint8Array, argv: Uint8Array[], env: Uint8Array[], stdin: number, stdout: number,
): number {
  const pathZ = toZ(path);
  const argvZ = toZList(argv);
  const envZ = toZList(env);
  const error = new Int32Array(1);
  const pipe = new Int32Array(2);
  // pipe2 with O_CLOEXEC: what comes through is why execve failed, nothing when it did not. vfork's shared memory would
  // do, but an emulator of programs (qemu-user) makes a fork of it
  const made = syscall3(331, addr(pipe), 0x80000, 0);
  if (made < 0) return made;
  const child = syscall3(190, 0, 0, 0);
  if (child === 0) {
    takeStandardFiles(stdin, stdout);
    error[0] = syscall3(11, pathZ, argvZ, envZ);
    syscall3(4, pipe[1], addr(error), 4);
    exit(127);
  }
  close(pipe[1]);
  error[0] = 0;
  syscall3(3, pipe[0], addr(error), 4);
  close(pipe[0]);
  const status = waitFor(child);
  return error[0] < 0 ? error[0] : status;
}

/** Runs a function of this program in a child process: its result is the exit status. */
export function forkCall(
  applet: (argv: Uint8Array[]) => number, argv: Uint8Array[], stdin: number, stdout: number,
): number {
  const child = syscall3(2, 0, 0, 0);
  if (child === 0) {
    takeStandardFiles(stdin, stdout);
    exit(applet(argv));
  }
  return waitFor(child);
}
