// The kernel's upper half under Node: its T sources as they are, on 4 GiB of simulated memory that take up only what is
// touched. One process makes system calls; its addresses are addresses of the simulated memory, without paging.
import { load8, simulateMemory, store32, store8 } from "../../chain/2-runtime/node.js";

simulateMemory(0, 2 ** 32);
// Objects and buffers are made when the kernel's files are loaded: the memory must be there before.
const { alloc, allocPages } = await import("../../chain/3-kernel/2-memory/heap.js");
const { countPages, freeMemory, freeUnreservedPages, reservePages, startPages } =
  await import("../../chain/3-kernel/2-memory/pages.js");
const { makeSpace, startSpaces } = await import("../../chain/3-kernel/2-memory/space.js");
const { mapPages } = await import("../../chain/3-kernel/2-memory/mapping.js");
const { rootDirectory, startDirectories } = await import("../../chain/3-kernel/4-files/directory.js");
const { makeRootfs } = await import("../../chain/3-kernel/4-files/rootfs.js");
const { syscall } = await import("../../chain/3-kernel/6-calls/table.js");
const processes = await import("../../chain/3-kernel/3-processes/process.js");
const { holdInode } = await import("../../chain/3-kernel/2-memory/inode.js");
const frame = await import("../../chain/3-kernel/1-machine/trapframe.js");

const pageBytes = 4096;
const userStart = 0x100000;
const userBytes = 0x100000;

function start(): void {
  startPages(countPages(), alloc(countPages() * 4));
  reservePages(0, 256);
  reservePages(0x2000, 0x4000);
  // no paging, no windows: only the memory that the kernel always sees
  reservePages(0x38000, 0x200000);
  freeUnreservedPages(startSpaces(allocPages(3)));
  startDirectories();
  makeRootfs();
  const process = processes.makeProcess();
  process.directory = rootDirectory();
  holdInode(rootDirectory());
  process.space = makeSpace();
  mapPages(process.space!, userStart / pageBytes, userBytes / pageBytes, 3, false, null, 0);
  processes.activate(process);
}
start();

export { freeMemory };

let userNext = userStart;

/** A system call; strings and bytes among its arguments are put into the program's memory first. */
export function call(number: number, ...values: (number | string | Uint8Array)[]): number {
  userNext = userStart;
  const words = values.map((value) => typeof value === "number" ? value : place(value));
  const registers = [
    frame.TF_EBX, frame.TF_ECX, frame.TF_EDX, frame.TF_ESI, frame.TF_EDI, frame.TF_EBP,
  ];
  registers.forEach((register, i) => store32(processes.current.trapFrame + register * 4, words[i] ?? 0));
  return syscall(number);
}

function place(value: string | Uint8Array): number {
  const bytes = typeof value === "string" ? Buffer.from(`${value}\0`, "latin1") : value;
  const address = userNext;
  bytes.forEach((byte, i) => store8(address + i, byte));
  userNext += bytes.length + 3 & ~3;
  return address;
}

/** Where a call may put its answer. */
export const answerAt = userStart + userBytes / 2;
export const answerBytes = userBytes / 2;

export function answer(n: number): Buffer {
  return Buffer.from(Array.from({ length: n }, (_, i) => load8(answerAt + i)));
}
