// Signals: sent by setting a bit, acted upon when the process is about to return to its program. A handler gets a
// stack frame as Linux i386 makes it for SA_SIGINFO (arch/x86/include/asm/sigframe.h), with the FPU's state behind it;
// sigreturn takes everything back from there. There is no stopping of processes: signals that would stop are ignored.
import { copyMemory, fillMemory, load32, store32, ult } from "../../runtime/node.js";
import { faultAddress, getGs } from "../1-machine/node-glue.js";
import {
  EINTR, ERESTART, SIGALRM, SIGCHLD, SIGCONT, SIGKILL, SIGSEGV, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH,
} from "../1-machine/numbers.js";
import {
  TF_BYTES, TF_CS, TF_DS, TF_EAX, TF_ECX, TF_EDX, TF_EFLAGS, TF_EIP, TF_ES, TF_ESP, TF_SS,
} from "../1-machine/trapframe.js";
import { USER_CODE, USER_DATA } from "../1-machine/processor.js";
import { tickCount } from "../1-machine/clock.js";
import { mayReadUser, mayWriteUser } from "./usermemory.js";
import { fpuStateBytes, saveFpuState, setFpuState } from "../1-machine/fpu.js";
import { current, firstProcess, makeReady, noteWakeTick, Process, SIGNAL_CHANNEL, State } from "./process.js";
import { exitProcess } from "../5-programs/exit.js";

export const SIG_DFL = 0;
export const SIG_IGN = 1;
const SA_ONSTACK = 0x8000000, SA_RESTART = 0x10000000, SA_NODEFER = 0x40000000, SA_RESETHAND = 0x80000000 | 0,
  SA_RESTORER = 0x4000000;

// A process's actions: four words for each signal, in the order of struct sigaction.
export const ACTION_HANDLER = 0;
export const ACTION_FLAGS = 1;
const ACTION_RESTORER = 2;
const ACTION_MASK = 3;

// Offsets in the frame: siginfo, ucontext with the registers' context (22 words, in which the frame of frame.ts lies)
// and the mask, code for programs without a restorer, FPU state.
const INFO = 16, USER_CONTEXT = 144, CONTEXT = 164, CONTEXT_FRAME = 8, CONTEXT_STACK = 28, MASK = 252,
  RETURN_CODE = 260, FPU_STATE = 272, FRAME_TOTAL = 800;

/** The program may change these flags: carry, parity, adjust, zero, sign, trap, direction, overflow. */
const USER_FLAGS = 0xdd5;
const INTERRUPTS_ON = 0x202;

export const UNBLOCKABLE = 1 << SIGKILL - 1 | 1 << SIGSTOP - 1;
const IGNORED_BY_DEFAULT = 1 << SIGCHLD - 1 | 1 << SIGCONT - 1 | 1 << SIGSTOP - 1 | 1 << SIGTSTP - 1
  | 1 << SIGTTIN - 1 | 1 << SIGTTOU - 1 | 1 << SIGURG - 1 | 1 << SIGWINCH - 1;

export function signalBit(signal: number): number { return 1 << signal - 1; }

/** Process 1 ends by faults of its own, but by no signal that it does not handle. */
export function isIgnored(process: Process, signal: number): boolean {
  const handler = process.actions[signal * 4 + ACTION_HANDLER];
  if (handler === SIG_IGN) return true;
  return handler === SIG_DFL && (process.id === 1 || (IGNORED_BY_DEFAULT & signalBit(signal)) !== 0);
}

/** True when the running process has something to act upon: sleeps end then. Signals that it ignores are forgotten. */
export function hasSignal(): boolean {
  const ready = current.pending & ~current.blocked;
  if (ready === 0) return false;
  for (let signal = 1; signal < 32; signal++) {
    if ((ready & signalBit(signal)) !== 0 && isIgnored(current, signal)) current.pending &= ~signalBit(signal);
  }
  return (current.pending & ready) !== 0;
}

/** The lowest signal of a set that has come, which has then been taken; 0 when none has. */
export function takeSignal(set: number): number {
  const ready = current.pending & set;
  if (ready === 0) return 0;
  let signal = 1;
  while ((ready & signalBit(signal)) === 0) signal++;
  current.pending &= ~signalBit(signal);
  return signal;
}

export function setBlocked(low: number, high: number): void {
  current.blocked = low & ~UNBLOCKABLE;
  current.blockedHigh = high;
}

/** Signals 1-31; others, and 0, do nothing. */
export function sendSignal(process: Process, signal: number): void {
  if (signal < 1 || signal > 31 || process.state === State.Zombie) return;
  const isBlocked = (process.blocked & signalBit(signal)) !== 0;
  if (isIgnored(process, signal) && !isBlocked) return;
  process.pending |= signalBit(signal);
  if ((!isBlocked || process.channel === SIGNAL_CHANNEL) && process.state === State.Sleeping) makeReady(process);
}

/** To all processes of a group. */
export function signalGroup(group: number, signal: number): void {
  let process = firstProcess();
  while (process !== null) {
    if (process.group === group) sendSignal(process, signal);
    process = process.next;
  }
}

/** A fault of the program itself: blocked or ignored, it ends the process all the same. */
export function forceSignal(signal: number): void {
  const handler = current.actions[signal * 4 + ACTION_HANDLER];
  if ((current.blocked & signalBit(signal)) !== 0 || handler === SIG_IGN || handler === SIG_DFL) exitProcess(signal);
  current.pending |= signalBit(signal);
}

/** struct sigcontext, 22 words: gs, fs, the registers in the order of a frame, no FPU, mask, address of the fault. */
function storeContext(to: number, frame: number, mask: number): void {
  store32(to, getGs(0) & 0xffff);
  store32(to + 4, 0);
  copyMemory(to + CONTEXT_FRAME, frame, TF_BYTES);
  store32(to + CONTEXT_STACK, load32(frame + TF_ESP));
  store32(to + 76, 0);
  store32(to + 80, mask);
  store32(to + 84, faultAddress(0));
}

/** The segments and flags of a program. */
export function resetSegments(frame: number, flags: number): void {
  store32(frame + TF_ES, USER_DATA);
  store32(frame + TF_DS, USER_DATA);
  store32(frame + TF_CS, USER_CODE);
  store32(frame + TF_SS, USER_DATA);
  store32(frame + TF_EFLAGS, flags & USER_FLAGS | INTERRUPTS_ON);
}

/** The registers back from there, but none that a program may not set. */
function loadContext(from: number, frame: number): void {
  copyMemory(frame, from + CONTEXT_FRAME, TF_BYTES);
  resetSegments(frame, load32(frame + TF_EFLAGS));
  store32(frame + TF_ESP, load32(from + CONTEXT_STACK));
}

/** True while the program runs on its alternate signal stack. */
function isOnAlternateStack(stack: number): boolean {
  return current.alternateStackBytes !== 0 && ult(stack - current.alternateStack, current.alternateStackBytes);
}

/** Makes the program run a handler when it goes on; false when its stack has no room for the frame. */
function callHandler(frame: number, signal: number, mask: number): boolean {
  const at = signal * 4;
  const flags = current.actions[at + ACTION_FLAGS];
  const stack = load32(frame + TF_ESP);
  const useAlternate = (flags & SA_ONSTACK) !== 0 && current.alternateStackBytes !== 0 && !isOnAlternateStack(stack);
  const top = useAlternate ? current.alternateStack + current.alternateStackBytes : stack;
  const base = (top - FRAME_TOTAL & ~15) - 4;
  if (!mayWriteUser(base, FRAME_TOTAL)) return false;
  const restorer = current.actions[at + ACTION_RESTORER];
  fillMemory(base, 0, RETURN_CODE);
  store32(base, (flags & SA_RESTORER) !== 0 ? restorer : base + RETURN_CODE);
  store32(base + 4, signal);
  store32(base + 8, base + INFO);
  store32(base + 12, base + USER_CONTEXT);
  store32(base + INFO, signal);
  if (signal === SIGSEGV) store32(base + INFO + 12, faultAddress(0));
  storeContext(base + CONTEXT, frame, mask);
  store32(base + MASK, mask);
  store32(base + MASK + 4, current.blockedHigh);
  // mov eax, 173; int 80h
  store32(base + RETURN_CODE, 0xadb8);
  store32(base + RETURN_CODE + 4, 0x80cd00);
  saveFpuState(current);
  copyMemory(base + FPU_STATE, current.fpuState, fpuStateBytes());
  store32(frame + TF_ESP, base);
  store32(frame + TF_EIP, current.actions[at + ACTION_HANDLER]);
  store32(frame + TF_EAX, signal);
  store32(frame + TF_EDX, base + INFO);
  store32(frame + TF_ECX, base + USER_CONTEXT);
  resetSegments(frame, load32(frame + TF_EFLAGS) & ~0x500);
  const own = (flags & SA_NODEFER) !== 0 ? 0 : signalBit(signal);
  setBlocked(current.blocked | current.actions[at + ACTION_MASK] | own, current.blockedHigh);
  if ((flags & SA_RESETHAND) !== 0) current.actions[at + ACTION_HANDLER] = SIG_DFL;
  return true;
}

/** Back to where a system call's instruction is made again. */
function repeatCall(frame: number, call: number): void {
  store32(frame + TF_EAX, call);
  store32(frame + TF_EIP, load32(frame + TF_EIP) - 2);
}

/**
 * Acts upon the signals of the running process, which is about to go on with its program. call: the number of the
 * system call that has ended, or -1.
 */
export function actOnSignals(frame: number, call: number): void {
  if (hasSignal()) {
    const signal = takeSignal(~current.blocked);
    if (current.actions[signal * 4 + ACTION_HANDLER] === SIG_DFL) exitProcess(signal);
    if (call >= 0 && load32(frame + TF_EAX) === -ERESTART) {
      if ((current.actions[signal * 4 + ACTION_FLAGS] & SA_RESTART) !== 0) {
        repeatCall(frame, call);
      } else {
        store32(frame + TF_EAX, -EINTR);
      }
    }
    const mask = current.hasSavedBlocked ? current.savedBlocked : current.blocked;
    current.hasSavedBlocked = false;
    if (!callHandler(frame, signal, mask)) exitProcess(SIGSEGV);
    return;
  }
  if (current.hasSavedBlocked) {
    current.hasSavedBlocked = false;
    setBlocked(current.savedBlocked, current.blockedHigh);
  }
}

/**
 * The handler is done: base is the frame that callHandler made. The result goes to eax, where the old value is. Of
 * the two calls for this, the older one's restorer has popped a word more.
 */
export function returnFromHandler(frame: number, base: number): number {
  if (!mayReadUser(base, FRAME_TOTAL)) exitProcess(SIGSEGV);
  setFpuState(current, base + FPU_STATE);
  setBlocked(load32(base + MASK), load32(base + MASK + 4));
  loadContext(base + CONTEXT, frame);
  return load32(frame + TF_EAX);
}

/** Sets a process's alarm, in ticks from now (0: none), and the interval after which it comes again. */
export function setAlarm(process: Process, ticks: number, interval: number): void {
  process.alarmTick = ticks === 0 ? 0 : tickCount() + ticks;
  process.alarmInterval = interval;
  if (ticks !== 0) noteWakeTick(process.alarmTick);
}

/** Ticks until a process's alarm, 0 for none. */
export function alarmTicksLeft(process: Process): number {
  if (process.alarmTick === 0) return 0;
  return process.alarmTick > tickCount() ? process.alarmTick - tickCount() : 1;
}

export function ringAlarms(): void {
  let process = firstProcess();
  while (process !== null) {
    if (process.alarmTick !== 0 && tickCount() >= process.alarmTick) {
      setAlarm(process, process.alarmInterval, process.alarmInterval);
      sendSignal(process, SIGALRM);
    }
    process = process.next;
  }
}
