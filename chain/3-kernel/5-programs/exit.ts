// The end of a process, and waiting for it. An ended process stays as a zombie until its parent has asked for its
// status; when process 1 ends, the machine stops.
import { b, ch, fillMemory, store32 } from "../../2-runtime/node.js";
import {
  ECHILD, EFAULT, EINVAL, ERESTART, ESRCH, print, printNumber, resetFpuState, SIGCHLD, stopMachine, storeUsage,
  USAGE_WORDS,
} from "../1-machine/index.js";
import { activateSpace, AddressSpace, dropInode, dropSpace, releaseLater } from "../2-memory/index.js";
import {
  ACTION_FLAGS, ACTION_HANDLER, callWord, current, findProcess, firstProcess, hasSignal, leaveProcessor, mayWriteUser,
  Process, processChannel, removeProcess, sendSignal, setExecutable, SIG_IGN, sleep, State, wake,
} from "../3-processes/index.js";
import { closeDescriptor, recordProcess } from "../4-files/index.js";

const SA_NOCLDWAIT = 2, WNOHANG = 1, WEXITED = 4, WNOWAIT = 0x1000000;
/** Flags of waitpid and wait4: WNOHANG, WUNTRACED, WCONTINUED, __WNOTHREAD, __WALL, __WCLONE; and more of waitid. */
export const WAIT_FLAGS = 0xe000000b | 0, WAITID_FLAGS = WEXITED | WNOWAIT;
const P_ALL = 0, P_PID = 1, P_PGID = 2, CLD_EXITED = 1, CLD_KILLED = 2;
/** WEXITED, WSTOPPED, WCONTINUED: what waitid can wait for. */
const WAITID_EVENTS = 14;
/** The negative number whose positive one is no group. */
const NO_GROUP = 0x80000000 | 0;

/** The running process uses another space, or none; its old one has one user less. */
export function replaceSpace(space: AddressSpace | null): void {
  const old = current.space;
  current.space = space;
  if (space === null) {
    releaseLater(old!);
  } else {
    activateSpace(space);
    if (old !== null) dropSpace(old);
  }
  if (current.borrowsSpace) {
    current.borrowsSpace = false;
    wake(processChannel(current));
  }
}

/** Reaps a zombie, and adds its times to its parent's. */
function reap(process: Process): void {
  const parent = process.parent;
  if (parent !== null) {
    parent.childUserTicks += process.userTicks + process.childUserTicks;
    parent.childSystemTicks += process.systemTicks + process.childSystemTicks;
  }
  removeProcess(process);
}

function ignoresChildren(parent: Process): boolean {
  return parent.actions[SIGCHLD * 4 + ACTION_HANDLER] === SIG_IGN
    || (parent.actions[SIGCHLD * 4 + ACTION_FLAGS] & SA_NOCLDWAIT) !== 0;
}

/** The children of an ended process have no parent: no process can wait for them, and they leave no zombie. */
function orphanChildren(parent: Process): void {
  let process = firstProcess();
  while (process !== null) {
    const next = process.next;
    if (process.parent === parent) {
      process.parent = null;
      if (process.state === State.Zombie) reap(process);
    }
    process = next;
  }
}

/** Ends the running process; status as wait reports it (exit code << 8, or a signal's number). Does not return. */
export function exitProcess(status: number): void {
  const process = current;
  if (process.id === 1) {
    print(b("rootseed: exit "));
    printNumber((status & 127) === 0 ? status >> 8 & 255 : 128 + (status & 127));
    print(b("\n"));
    stopMachine((status & 127) === 0 ? status >> 8 & 255 : 128 + (status & 127));
  }
  for (let descriptor = 0; descriptor < process.fileEnd; descriptor++) {
    if (process.files[descriptor] !== null) closeDescriptor(descriptor);
  }
  recordProcess(ch('e'), status);
  resetFpuState(process.fpuState);
  replaceSpace(null);
  dropInode(process.directory!);
  process.directory = null;
  setExecutable(process, null);
  orphanChildren(process);
  process.exitStatus = status;
  process.state = State.Zombie;
  const parent = process.parent;
  if (parent !== null) {
    sendSignal(parent, SIGCHLD);
    wake(processChannel(parent));
  }
  if (parent === null || ignoresChildren(parent)) reap(process);
  leaveProcessor();
}

function isWanted(process: Process, id: number): boolean {
  if (process.parent !== current) return false;
  if (id > 0) return process.id === id;
  if (id === 0) return process.group === current.group;
  return id === -1 || process.group === -id;
}

/** The id of a child that has ended (with WEXITED), 0 with WNOHANG when none has, or a negated error. */
function findEnded(id: number, options: number): number {
  while (true) {
    let hasChild = false;
    for (let process = firstProcess(); process !== null; process = process.next) {
      if (isWanted(process, id)) {
        hasChild = true;
        if (process.state === State.Zombie && (options & WEXITED) !== 0) return process.id;
      }
    }
    if (!hasChild) return -ECHILD;
    if ((options & WNOHANG) !== 0) return 0;
    if (hasSignal()) return -ERESTART;
    sleep(processChannel(current), 0);
  }
}

/** wait4: an ended child's id as findEnded gives it. The child is gone even when there is no place for its status. */
export function waitForChild(id: number, statusAddress: number, options: number, usage: number): number {
  const ended = id === NO_GROUP ? -ESRCH : findEnded(id, options | WEXITED);
  if (ended <= 0) return ended;
  const process = findProcess(ended)!;
  reap(process);
  if (statusAddress !== 0 && !mayWriteUser(statusAddress, 4)
    || usage !== 0 && !mayWriteUser(usage, USAGE_WORDS * callWord())) return -EFAULT;
  if (statusAddress !== 0) store32(statusAddress, process.exitStatus);
  if (usage !== 0) storeUsage(usage, callWord(), process.userTicks, process.systemTicks);
  return ended;
}

/** waitid: 0 with the child's siginfo (which is zeros with WNOHANG when none has ended), or a negated error. */
export function waitForInformation(type: number, id: number, to: number, options: number, usage: number): number {
  if ((options & WAITID_EVENTS) === 0 || type < P_ALL || type > P_PGID) return -EINVAL;
  if (type === P_PID && id <= 0 || type === P_PGID && id < 0) return -EINVAL;
  const ended = findEnded(type === P_PID ? id : type === P_PGID ? -id : -1, options);
  if (ended < 0) return ended;
  const process = findProcess(ended);
  if (process !== null && (options & WNOWAIT) === 0) reap(process);
  // what is about the child begins at a multiple of a word
  const child = to + 8 + callWord();
  if (to !== 0 && !mayWriteUser(to, 20 + callWord())
    || usage !== 0 && !mayWriteUser(usage, USAGE_WORDS * callWord())) return -EFAULT;
  const signal = process === null ? 0 : process.exitStatus & 127;
  if (process !== null && usage !== 0) storeUsage(usage, callWord(), process.userTicks, process.systemTicks);
  if (to === 0) return 0;
  fillMemory(to, 0, 20 + callWord());
  if (process === null) return 0;
  store32(to, SIGCHLD);
  store32(to + 8, signal === 0 ? CLD_EXITED : CLD_KILLED);
  store32(child, ended);
  store32(child + 4, process.owner);
  store32(child + 8, signal === 0 ? process.exitStatus >> 8 & 255 : signal);
  return 0;
}
