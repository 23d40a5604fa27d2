// Signals reach the program: acted upon when the process is about to return to it. A handler gets a stack frame as
// Linux makes it for SA_SIGINFO (arch/x86/include/asm/sigframe.h), for i386 or x86-64 programs, with the FPU's state in
// it; sigreturn takes everything back from there.
import { copyMemory, fillMemory, load32, store32, ult } from "../../2-runtime/node.js";
import {
  EINTR, ERESTART, faultAddress, fpuStateBytes, frameWord, getGs, loadWord, RESULT_STORED, resetFpuState, resetSegments,
  saveFpuState, setFpuState, setRegister, SIGSEGV, TF_CR2, TF_CS, TF_EAX, TF_EBP, TF_EBX, TF_ECX, TF_EDI, TF_EDX,
  TF_EFLAGS, TF_EIP, TF_ERROR, TF_ES, TF_ESI, TF_ESP, TF_R15, TF_R8, TF_SS, TF_VECTOR, USER_DATA,
} from "../1-machine/index.js";
import {
  ACTION_FLAGS, ACTION_HANDLER, ACTION_MASK, ACTION_RESTORER, current, hasSignal, mayReadUser, mayWriteUser, setBlocked,
  SIG_DFL, SIG_IGN, signalBit, takeSignal,
} from "../3-processes/index.js";
import { exitProcess } from "./exit.js";

const SA_ONSTACK = 0x8000000, SA_RESTART = 0x10000000, SA_NODEFER = 0x40000000, SA_RESETHAND = 0x80000000 | 0,
  SA_RESTORER = 0x4000000;

// The stack frame of an i386 handler. Offsets of siginfo, ucontext with the registers' context (22 words) and the mask,
// code for programs without a restorer, FPU state.
const INFO = 16, USER_CONTEXT = 144, CONTEXT = 164, MASK = 252, RETURN_CODE = 260, FPU_STATE = 272, FRAME_TOTAL = 800;

// That of an x86-64 handler: ucontext with the context, which begins with 18 registers, and the mask; siginfo; FPU
// state. Below a program's stack there are 128 bytes that it may use.
const USER_CONTEXT64 = 8, STACK64 = 24, CONTEXT64 = 48, SELECTORS64 = 192, ERROR64 = 200, FAULT64 = 224,
  FPU_POINTER64 = 232, MASK64 = 304, INFO64 = 312, FPU_STATE64 = 440, FRAME_TOTAL64 = 952, RED_ZONE = 128,
  CONTEXT_FLAGS64 = 6;

/** The registers in the order of x86-64's struct sigcontext: r8 to r15 come before these. */
const REGISTERS64 = [TF_EDI, TF_ESI, TF_EBP, TF_EBX, TF_EDX, TF_EAX, TF_ECX, TF_ESP, TF_EIP, TF_EFLAGS];

/** A fault of the program itself: blocked or ignored, it still ends the process. */
export function forceSignal(signal: number): void {
  const handler = current.actions[signal * 4 + ACTION_HANDLER];
  if ((current.blocked & signalBit(signal)) !== 0 || handler === SIG_IGN || handler === SIG_DFL) exitProcess(signal);
  current.pending |= signalBit(signal);
}

/**
 * i386's struct sigcontext, 22 words: gs, fs, the trap frame from es on, with the stack pointer twice, no FPU, mask,
 * address of the fault.
 */
function storeContext(to: number, trapFrame: number, mask: number): void {
  store32(to, getGs(0) & 0xffff);
  store32(to + 4, 0);
  for (let n = TF_ES; n <= TF_SS; n++) store32(to + (n - 4) * 4, load32(trapFrame + n * frameWord));
  store32(to + 8, USER_DATA);
  store32(to + 12, USER_DATA);
  store32(to + 28, load32(trapFrame + TF_ESP * frameWord));
  store32(to + 76, 0);
  store32(to + 80, mask);
  store32(to + 84, faultAddress(0));
}

/** The registers back from there, but none that a program may not set. */
function loadContext(from: number, trapFrame: number): void {
  for (let n = TF_EDI; n <= TF_EFLAGS; n++) setRegister(trapFrame, n, load32(from + (n - 4) * 4));
  setRegister(trapFrame, TF_ESP, load32(from + 28));
  resetSegments(trapFrame, false, load32(trapFrame + TF_EFLAGS * frameWord));
}

/** The registers of x86-64's struct sigcontext. */
function storeContext64(to: number, trapFrame: number): void {
  for (let n = TF_R8; n >= TF_R15; n--) copyMemory(to + (TF_R8 - n) * 8, trapFrame + n * 8, 8);
  for (let i = 0; i < REGISTERS64.length; i++) copyMemory(to + 64 + i * 8, trapFrame + REGISTERS64[i] * 8, 8);
}
function loadContext64(from: number, trapFrame: number): void {
  for (let n = TF_R8; n >= TF_R15; n--) copyMemory(trapFrame + n * 8, from + (TF_R8 - n) * 8, 8);
  for (let i = 0; i < REGISTERS64.length; i++) copyMemory(trapFrame + REGISTERS64[i] * 8, from + 64 + i * 8, 8);
  // the processor must not be sent where no program can be
  setRegister(trapFrame, TF_EIP, loadWord(trapFrame, TF_EIP, 8));
  resetSegments(trapFrame, true, load32(trapFrame + TF_EFLAGS * 8));
}

/** True while the program runs on its alternate signal stack. */
function isOnAlternateStack(stack: number): boolean {
  return current.alternateStackBytes !== 0 && ult(stack - current.alternateStack, current.alternateStackBytes);
}

/** The frame of a 64-bit handler, below an address; false when there is no room. Registers lead to the handler. */
function enterHandler64(trapFrame: number, signal: number, mask: number, top: number): boolean {
  const base = (top - RED_ZONE - FRAME_TOTAL64 & ~15) - 8;
  if (!mayWriteUser(base, FRAME_TOTAL64)) return false;
  fillMemory(base, 0, FRAME_TOTAL64);
  store32(base, current.actions[signal * 4 + ACTION_RESTORER]);
  store32(base + USER_CONTEXT64, CONTEXT_FLAGS64);
  store32(base + STACK64, current.alternateStack);
  store32(base + STACK64 + 16, current.alternateStackBytes);
  storeContext64(base + CONTEXT64, trapFrame);
  store32(base + SELECTORS64, load32(trapFrame + TF_CS * 8));
  store32(base + SELECTORS64 + 4, USER_DATA << 16);
  store32(base + ERROR64, load32(trapFrame + TF_ERROR * 8));
  store32(base + ERROR64 + 8, load32(trapFrame + TF_VECTOR * 8));
  store32(base + ERROR64 + 16, mask);
  copyMemory(base + FAULT64, trapFrame + TF_CR2 * 8, 8);
  store32(base + FPU_POINTER64, base + FPU_STATE64);
  store32(base + MASK64, mask);
  store32(base + MASK64 + 4, current.blockedHigh);
  store32(base + INFO64, signal);
  if (signal === SIGSEGV) copyMemory(base + INFO64 + 16, trapFrame + TF_CR2 * 8, 8);
  saveFpuState(current.fpuState);
  copyMemory(base + FPU_STATE64, current.fpuState, fpuStateBytes());
  setRegister(trapFrame, TF_ESP, base);
  setRegister(trapFrame, TF_EAX, 0);
  setRegister(trapFrame, TF_EDI, signal);
  setRegister(trapFrame, TF_ESI, base + INFO64);
  setRegister(trapFrame, TF_EDX, base + USER_CONTEXT64);
  return true;
}

/** The same for i386. */
function enterHandler(trapFrame: number, signal: number, mask: number, top: number): boolean {
  const base = (top - FRAME_TOTAL & ~15) - 4;
  if (!mayWriteUser(base, FRAME_TOTAL)) return false;
  const hasRestorer = (current.actions[signal * 4 + ACTION_FLAGS] & SA_RESTORER) !== 0;
  fillMemory(base, 0, RETURN_CODE);
  store32(base, hasRestorer ? current.actions[signal * 4 + ACTION_RESTORER] : base + RETURN_CODE);
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
  setRegister(trapFrame, TF_ESP, base);
  setRegister(trapFrame, TF_EAX, signal);
  setRegister(trapFrame, TF_EDX, base + INFO);
  setRegister(trapFrame, TF_ECX, base + USER_CONTEXT);
  return true;
}

/** Makes the program continue in a handler; false when its stack has no room. */
function callHandler(trapFrame: number, signal: number, mask: number): boolean {
  const at = signal * 4;
  const flags = current.actions[at + ACTION_FLAGS];
  const stack = loadWord(trapFrame, TF_ESP, frameWord);
  const useAlternate = (flags & SA_ONSTACK) !== 0 && current.alternateStackBytes !== 0 && !isOnAlternateStack(stack);
  const top = useAlternate ? current.alternateStack + current.alternateStackBytes : stack;
  const entered = current.is64Bit ? enterHandler64(trapFrame, signal, mask, top)
    : enterHandler(trapFrame, signal, mask, top);
  if (!entered) return false;
  setRegister(trapFrame, TF_EIP, current.actions[at + ACTION_HANDLER]);
  resetSegments(trapFrame, current.is64Bit, load32(trapFrame + TF_EFLAGS * frameWord) & ~0x500);
  const own = (flags & SA_NODEFER) !== 0 ? 0 : signalBit(signal);
  setBlocked(current.blocked | current.actions[at + ACTION_MASK] | own, current.blockedHigh);
  if ((flags & SA_RESETHAND) !== 0) current.actions[at + ACTION_HANDLER] = SIG_DFL;
  return true;
}

/**
 * Acts upon the signals of the running process, which is about to return to its program. call: the number of the
 * system call that has ended, or -1.
 */
export function actOnSignals(trapFrame: number, call: number): void {
  if (hasSignal()) {
    const signal = takeSignal(~current.blocked);
    if (current.actions[signal * 4 + ACTION_HANDLER] === SIG_DFL) exitProcess(signal);
    if (call >= 0 && load32(trapFrame + TF_EAX * frameWord) === -ERESTART) {
      if ((current.actions[signal * 4 + ACTION_FLAGS] & SA_RESTART) !== 0) {
        // back to where the call's instruction is made again
        setRegister(trapFrame, TF_EAX, call);
        setRegister(trapFrame, TF_EIP, load32(trapFrame + TF_EIP * frameWord) - 2);
      } else {
        store32(trapFrame + TF_EAX * frameWord, -EINTR);
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
 * The handler is done. Of the stack frame that enterHandler made, so many bytes are popped: the older call's restorer
 * has popped a word more.
 */
export function returnFromHandler(trapFrame: number, popped: number): number {
  const base = load32(trapFrame + TF_ESP * frameWord) - popped;
  if (!mayReadUser(base, FRAME_TOTAL)) exitProcess(SIGSEGV);
  setFpuState(current.fpuState, base + FPU_STATE);
  setBlocked(load32(base + MASK), load32(base + MASK + 4));
  loadContext(base + CONTEXT, trapFrame);
  return RESULT_STORED;
}

/** The same for x86-64: all but the return address is still there. The FPU's state is where the context says. */
export function returnFromHandler64(trapFrame: number): number {
  const base = loadWord(trapFrame, TF_ESP, 8) - 8;
  if (!mayReadUser(base, FPU_STATE64)) exitProcess(SIGSEGV);
  const fpuState = loadWord(base + FPU_POINTER64, 0, 8);
  if (fpuState === 0) {
    resetFpuState(current.fpuState);
  } else if (mayReadUser(fpuState, fpuStateBytes())) {
    setFpuState(current.fpuState, fpuState);
  } else {
    exitProcess(SIGSEGV);
  }
  setBlocked(load32(base + MASK64), load32(base + MASK64 + 4));
  loadContext64(base + CONTEXT64, trapFrame);
  return RESULT_STORED;
}
