// Signals reach the program: acted upon when the process is about to return to it. A handler gets a stack frame as
// Linux i386 makes it for SA_SIGINFO (arch/x86/include/asm/sigframe.h), with the FPU's state behind it; sigreturn
// takes everything back from there.
import { copyMemory, fillMemory, load32, store32, ult } from "../../runtime/node.js";
import {
  EINTR, ERESTART, faultAddress, fpuStateBytes, getGs, resetSegments, saveFpuState, setFpuState, SIGSEGV, TF_BYTES,
  TF_EAX, TF_ECX, TF_EDX, TF_EFLAGS, TF_EIP, TF_ESP,
} from "../1-machine/index.js";
import {
  ACTION_FLAGS, ACTION_HANDLER, ACTION_MASK, ACTION_RESTORER, current, hasSignal, mayReadUser, mayWriteUser,
  setBlocked, SIG_DFL, SIG_IGN, signalBit, takeSignal,
} from "../3-processes/index.js";
import { exitProcess } from "./exit.js";

const SA_ONSTACK = 0x8000000, SA_RESTART = 0x10000000, SA_NODEFER = 0x40000000, SA_RESETHAND = 0x80000000 | 0,
  SA_RESTORER = 0x4000000;

// Offsets in the handler's stack frame: siginfo, ucontext with the registers' context (22 words, with the trap frame)
// and the mask, code for programs without a restorer, FPU state.
const INFO = 16, USER_CONTEXT = 144, CONTEXT = 164, CONTEXT_FRAME = 8, CONTEXT_STACK = 28, MASK = 252,
  RETURN_CODE = 260, FPU_STATE = 272, FRAME_TOTAL = 800;

/** A fault of the program itself: blocked or ignored, it still ends the process. */
export function forceSignal(signal: number): void {
  const handler = current.actions[signal * 4 + ACTION_HANDLER];
  if ((current.blocked & signalBit(signal)) !== 0 || handler === SIG_IGN || handler === SIG_DFL) exitProcess(signal);
  current.pending |= signalBit(signal);
}

/** struct sigcontext, 22 words: gs, fs, the trap frame, stack pointer, no FPU, mask, address of the fault. */
function storeContext(to: number, trapFrame: number, mask: number): void {
  store32(to, getGs(0) & 0xffff);
  store32(to + 4, 0);
  copyMemory(to + CONTEXT_FRAME, trapFrame, TF_BYTES);
  store32(to + CONTEXT_STACK, load32(trapFrame + TF_ESP));
  store32(to + 76, 0);
  store32(to + 80, mask);
  store32(to + 84, faultAddress(0));
}

/** The registers back from there, but none that a program may not set. */
function loadContext(from: number, trapFrame: number): void {
  copyMemory(trapFrame, from + CONTEXT_FRAME, TF_BYTES);
  resetSegments(trapFrame, load32(trapFrame + TF_EFLAGS));
  store32(trapFrame + TF_ESP, load32(from + CONTEXT_STACK));
}

/** True while the program runs on its alternate signal stack. */
function isOnAlternateStack(stack: number): boolean {
  return current.alternateStackBytes !== 0 && ult(stack - current.alternateStack, current.alternateStackBytes);
}

/** Makes the program run a handler when it goes on; false when its stack has no room. */
function callHandler(trapFrame: number, signal: number, mask: number): boolean {
  const at = signal * 4;
  const flags = current.actions[at + ACTION_FLAGS];
  const stack = load32(trapFrame + TF_ESP);
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
  storeContext(base + CONTEXT, trapFrame, mask);
  store32(base + MASK, mask);
  store32(base + MASK + 4, current.blockedHigh);
  // mov eax, 173; int 80h
  store32(base + RETURN_CODE, 0xadb8);
  store32(base + RETURN_CODE + 4, 0x80cd00);
  saveFpuState(current.fpuState);
  copyMemory(base + FPU_STATE, current.fpuState, fpuStateBytes());
  store32(trapFrame + TF_ESP, base);
  store32(trapFrame + TF_EIP, current.actions[at + ACTION_HANDLER]);
  store32(trapFrame + TF_EAX, signal);
  store32(trapFrame + TF_EDX, base + INFO);
  store32(trapFrame + TF_ECX, base + USER_CONTEXT);
  resetSegments(trapFrame, load32(trapFrame + TF_EFLAGS) & ~0x500);
  const own = (flags & SA_NODEFER) !== 0 ? 0 : signalBit(signal);
  setBlocked(current.blocked | current.actions[at + ACTION_MASK] | own, current.blockedHigh);
  if ((flags & SA_RESETHAND) !== 0) current.actions[at + ACTION_HANDLER] = SIG_DFL;
  return true;
}

/**
 * Acts upon the signals of the running process, which is about to go on with its program. call: the number of the
 * system call that has ended, or -1.
 */
export function actOnSignals(trapFrame: number, call: number): void {
  if (hasSignal()) {
    const signal = takeSignal(~current.blocked);
    if (current.actions[signal * 4 + ACTION_HANDLER] === SIG_DFL) exitProcess(signal);
    if (call >= 0 && load32(trapFrame + TF_EAX) === -ERESTART) {
      if ((current.actions[signal * 4 + ACTION_FLAGS] & SA_RESTART) !== 0) {
        // back to where the call's instruction is made again
        store32(trapFrame + TF_EAX, call);
        store32(trapFrame + TF_EIP, load32(trapFrame + TF_EIP) - 2);
      } else {
        store32(trapFrame + TF_EAX, -EINTR);
      }
    }
    const mask = current.hasSavedBlocked ? current.savedBlocked : current.blocked;
    current.hasSavedBlocked = false;
    if (!callHandler(trapFrame, signal, mask)) exitProcess(SIGSEGV);
    return;
  }
  if (current.hasSavedBlocked) {
    current.hasSavedBlocked = false;
    setBlocked(current.savedBlocked, current.blockedHigh);
  }
}

/**
 * The handler is done. Of the stack frame that callHandler made, so many bytes are popped: the older call's restorer
 * has popped a word more. The result goes to eax, where the old value is.
 */
export function returnFromHandler(trapFrame: number, popped: number): number {
  const base = load32(trapFrame + TF_ESP) - popped;
  if (!mayReadUser(base, FRAME_TOTAL)) exitProcess(SIGSEGV);
  setFpuState(current.fpuState, base + FPU_STATE);
  setBlocked(load32(base + MASK), load32(base + MASK + 4));
  loadContext(base + CONTEXT, trapFrame);
  return load32(trapFrame + TF_EAX);
}
