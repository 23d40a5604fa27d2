// Processes, and how the processor is shared among them. Every process has a kernel stack; its lowest word holds where
// the stack rests while another process runs, its top holds the registers of the program (the trap frame).
// The kernel is not preemptible: a process runs until it sleeps or returns to its program. When no process is
// ready, the stack of the machine's start waits for an interrupt.
import { ch, fillMemory, load32, load8, store32, store8 } from "../../2-runtime/node.js";
import {
  addr, fpuStateBytes, getGs, resetFpuState, setFsBase, setGs, setKernelStack, setThreadDescriptor, switchFpu,
  switchStack, THREAD_DESCRIPTORS, tickCount, trapFrameBytes, waitInterrupt,
} from "../1-machine/index.js";
import {
  activateSpace, AddressSpace, alloc, discard, discardArray, dropInode, holdInode, Inode, OpenFile, release,
  setOrdinaryUser,
} from "../2-memory/index.js";

export const FILE_LIMIT = 1024, KERNEL_STACK = 8192, PROCESS_NAME_BYTES = 16;

/** Their stacks and tables are the heap's big blocks, for which it has room. The last ones are for the super-user. */
const PROCESS_LIMIT = 1024, KEPT_FOR_ROOT = 32;

const LAST_ID = 32767;

export enum State { Ready, Sleeping, Zombie }

/** Descriptors all closed. (Under Node the elements of a new array are not null by themselves.) */
function noFiles(): Array<OpenFile | null> {
  const files = new Array<OpenFile | null>(FILE_LIMIT);
  for (let i = 0; i < FILE_LIMIT; i++) files[i] = null;
  return files;
}

export class Process {
  id: number = 0;
  /** Who may wait for it; null when that one has ended, and for the first process. */
  parent: Process | null = null;
  state: State = State.Ready;
  space: AddressSpace | null = null;
  kernelStack: number = 0;
  /** The address of the program's registers, while it is in the kernel. */
  trapFrame: number = 0;
  /** The last part of the path it was started from, ended by a NUL: for messages. */
  name: number = 0;
  files: Array<OpenFile | null> = noFiles();
  closeOnExec: Uint8Array = new Uint8Array(FILE_LIMIT);
  /** Descriptors from this one on have never been open. */
  fileEnd: number = 0;
  directory: Inode | null = null;
  executable: Inode | null = null;
  owner: number = 0;
  ownerGroup: number = 0;
  creationMask: number = 0;
  group: number = 0;
  session: number = 0;
  /** Bit n - 1 is signal n. Signals from 33 on can be blocked and handled by name, but are never sent. */
  pending: number = 0;
  blocked: number = 0;
  blockedHigh: number = 0;
  /** What sigsuspend and the like replaced: comes back after the next handler. */
  savedBlocked: number = 0;
  hasSavedBlocked: boolean = false;
  /** For each of 64 signals: handler, flags, restorer, mask. */
  actions: Int32Array = new Int32Array(65 * 4);
  alternateStack: number = 0;
  alternateStackBytes: number = 0;
  exitStatus: number = 0;
  /** What it sleeps for: a number that wake() is called with; and the tick that ends its sleep, 0 for none. */
  channel: number = 0;
  wakeTick: number = 0;
  alarmTick: number = 0;
  alarmInterval: number = 0;
  /** The FPU's registers while another process uses it: at a multiple of 16 in a block. */
  fpuState: number = 0;
  fpuBlock: number = 0;
  /** The descriptors for thread-local storage, two words each, and the register that uses them. */
  threadDescriptors: Int32Array = new Int32Array(THREAD_DESCRIPTORS * 2);
  gs: number = 0;
  /** Its program is of 64-bit code; the base of fs, where that has its thread-local storage. */
  is64Bit: boolean = false;
  fsBase: number = 0;
  /** Bytes of a word in the structures of the call that it makes: 4, or 8 when it came by `syscall`. */
  wordBytes: number = 4;
  userTicks: number = 0;
  systemTicks: number = 0;
  childUserTicks: number = 0;
  childSystemTicks: number = 0;
  /** vfork: still runs in its parent's memory, and the parent waits. */
  borrowsSpace: boolean = false;
  nextReady: Process | null = null;
  next: Process | null = null;
}

/** The running process, and what the scheduler knows: all processes, the queue of ready ones, the next deadline. */
export let current: Process = null as unknown as Process;
let allProcesses: Process | null = null;
/** Removed, but its stack may be in use. */
let lastRemoved: Process | null = null;
let processTotal = 0;
let firstReady: Process | null = null;
let lastReady: Process | null = null;
let lastId = 0;
let nextWakeTick = 0;
/** Where the stack of the start rests while a process runs. */
let idleSave = 0;

export function firstProcess(): Process | null { return allProcesses; }
export function processCount(): number { return processTotal; }
export function mayMakeProcess(): boolean {
  return processTotal < (current.owner === 0 ? PROCESS_LIMIT : PROCESS_LIMIT - KEPT_FOR_ROOT);
}

export function findProcess(id: number): Process | null {
  let process = allProcesses;
  while (process !== null && process.id !== id) process = process.next;
  return process;
}

/** The process that a call means: 0 is the running one. */
export function processOf(id: number): Process | null { return id === 0 ? current : findProcess(id); }

function newId(): number {
  lastId = lastId >= LAST_ID ? 2 : lastId + 1;
  while (findProcess(lastId) !== null) lastId = lastId >= LAST_ID ? 2 : lastId + 1;
  return lastId;
}

/** Where a kernel stack begins: in long mode the processor would go down to a multiple of 16 by itself. */
function stackTop(process: Process): number { return process.kernelStack + KERNEL_STACK & ~15; }

/** A process that has an id and stacks, and nothing else yet; not ready. */
export function makeProcess(): Process {
  const process = new Process();
  process.kernelStack = alloc(KERNEL_STACK);
  process.trapFrame = stackTop(process) - trapFrameBytes();
  process.name = alloc(PROCESS_NAME_BYTES);
  process.fpuBlock = alloc(fpuStateBytes() + 16);
  process.fpuState = process.fpuBlock + 15 & ~15;
  resetFpuState(process.fpuState);
  process.id = newId();
  process.state = State.Sleeping;
  process.next = allProcesses;
  allProcesses = process;
  processTotal++;
  return process;
}

function discardProcess(process: Process): void {
  release(process.kernelStack);
  release(process.name);
  release(process.fpuBlock);
  discardArray(addr(process.files));
  discardArray(addr(process.closeOnExec));
  discardArray(addr(process.actions));
  discardArray(addr(process.threadDescriptors));
  discard(addr(process));
}

/** Forgets a process that has ended. It may still be the running one: its memory goes when the next one is removed. */
export function removeProcess(process: Process): void {
  if (allProcesses === process) {
    allProcesses = process.next;
  } else {
    let other = allProcesses!;
    while (other.next !== process) other = other.next!;
    other.next = process.next;
  }
  processTotal--;
  if (lastRemoved !== null) discardProcess(lastRemoved);
  lastRemoved = process;
}

/** Names a process after the last part of a path (n bytes at an address). */
export function nameProcess(process: Process, path: number, n: number): void {
  let from = n;
  while (from > 0 && load8(path + from - 1) !== ch('/')) from--;
  const count = n - from < PROCESS_NAME_BYTES - 1 ? n - from : PROCESS_NAME_BYTES - 1;
  fillMemory(process.name, 0, PROCESS_NAME_BYTES);
  for (let i = 0; i < count; i++) store8(process.name + i, load8(path + from + i));
}

/** The file that a process runs from, which cannot be written meanwhile; null when it ends. */
export function setExecutable(process: Process, inode: Inode | null): void {
  const old = process.executable;
  process.executable = inode;
  if (inode !== null) {
    holdInode(inode);
    inode.executing++;
  }
  if (old !== null) {
    old.executing--;
    dropInode(old);
  }
}

export function makeReady(process: Process): void {
  process.state = State.Ready;
  process.channel = 0;
  process.wakeTick = 0;
  process.nextReady = null;
  if (lastReady === null) {
    firstReady = process;
  } else {
    lastReady.nextReady = process;
  }
  lastReady = process;
}

function takeReady(): Process | null {
  const process = firstReady;
  if (process !== null) {
    firstReady = process.nextReady;
    if (firstReady === null) lastReady = null;
  }
  return process;
}

export function loadThreadDescriptors(process: Process): void {
  for (let i = 0; i < THREAD_DESCRIPTORS; i++) {
    setThreadDescriptor(i, process.threadDescriptors[i * 2], process.threadDescriptors[i * 2 + 1]);
  }
}

/** Makes the processor's state that of a process: memory, stack for its traps, thread-local storage, FPU. */
export function activate(process: Process): void {
  current = process;
  if (process.space !== null) activateSpace(process.space);
  setKernelStack(stackTop(process));
  loadThreadDescriptors(process);
  setGs(process.gs);
  if (process.is64Bit) setFsBase(process.fsBase);
  setOrdinaryUser(process.owner !== 0);
  switchFpu(process.fpuState);
}

/** Switches to the next process; returns when this one runs again. */
function giveUp(): void {
  const old = current;
  const next = takeReady();
  if (next === old) return;
  old.gs = getGs(0) & 0xffff;
  if (next === null) {
    switchStack(old.kernelStack, load32(idleSave));
  } else {
    activate(next);
    switchStack(old.kernelStack, load32(next.kernelStack));
  }
}

/** The loop that the stack of the machine's start stays in. */
export function idle(): void {
  idleSave = alloc(4);
  while (true) {
    const next = takeReady();
    if (next === null) {
      waitInterrupt(0);
    } else {
      activate(next);
      switchStack(idleSave, load32(next.kernelStack));
    }
  }
}

/** Sets a new process up to run start() on its kernel stack, below its trap frame. start must not return. */
export function prepareStack(process: Process, start: () => void): void {
  const top = process.trapFrame - 64;
  store32(top, start as unknown as number);
  store32(process.kernelStack, top);
}

/** Gives the others a turn. */
export function yieldProcessor(): void {
  makeReady(current);
  giveUp();
}

/** Leaves the processor for good: the process has ended. */
export function leaveProcessor(): void {
  current.state = State.Zombie;
  giveUp();
}

/** Sleeps until wake(channel), or the tick if it is not 0, or a signal. The caller looks again why it waited. */
export function sleep(channel: number, untilTick: number): void {
  current.state = State.Sleeping;
  current.channel = channel;
  current.wakeTick = untilTick;
  if (untilTick !== 0 && (nextWakeTick === 0 || untilTick < nextWakeTick)) nextWakeTick = untilTick;
  giveUp();
}

/** Processes in poll and select sleep for this: any change wakes them. */
export const ANY_CHANGE = 1;

/** Wait channels: different things sleep for different numbers (a shared one only wakes a process in vain). */
export function inodeChannel(inode: Inode): number { return inode.number * 4; }
/** That an end of a pipe with a name is opened. */
export function readerChannel(inode: Inode): number { return inode.number * 4 + 1; }
export function writerChannel(inode: Inode): number { return inode.number * 4 + 3; }
export function processChannel(process: Process): number { return process.id * 4 + 2; }
export const TERMINAL_CHANNEL = 3, NO_CHANNEL = 7;
/** Sleepers for this are woken by signals that they block, too. */
export const SIGNAL_CHANNEL = 11;

export function wake(channel: number): void {
  for (let process = allProcesses; process !== null; process = process.next) {
    if (process.state === State.Sleeping && (process.channel === channel || process.channel === ANY_CHANGE)) {
      makeReady(process);
    }
  }
}

/** For a new end of sleep that is not a sleeper's own: alarms. */
export function noteWakeTick(tick: number): void {
  if (nextWakeTick === 0 || tick < nextWakeTick) nextWakeTick = tick;
}

/** True when a sleep or an alarm ends with this tick; the next one is then to be found by wakeExpired. */
export function deadlinePassed(): boolean { return nextWakeTick !== 0 && tickCount() >= nextWakeTick; }

/** Wakes the sleepers whose time is over, and finds the next deadline. */
export function wakeExpired(): void {
  nextWakeTick = 0;
  for (let process = allProcesses; process !== null; process = process.next) {
    if (process.state === State.Sleeping && process.wakeTick !== 0) {
      if (tickCount() >= process.wakeTick) {
        makeReady(process);
      } else {
        noteWakeTick(process.wakeTick);
      }
    }
    if (process.alarmTick !== 0) noteWakeTick(process.alarmTick);
  }
}

export function othersReady(): boolean { return firstReady !== null; }
