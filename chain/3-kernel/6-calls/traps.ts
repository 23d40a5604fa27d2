// Where every interrupt, fault and system call arrives, and from where programs go on. A fault of a program ends the
// program, with a message; a fault of the kernel stops the machine, with a message.
import { b, load32, load8, store32, ult } from "../../2-runtime/node.js";
import {
  CALL_VECTOR, countTick, endInterrupt, faultAddress, frameWord, isLongMode, loadFpu, LONG_CALL_VECTOR, PAGE, pageOf,
  panic, print, printHex, printNumber, putConsole, RESULT_STORED, SIGBUS, SIGFPE, SIGILL, SIGKILL, SIGSEGV, SIGTRAP,
  TF_CR2, TF_CS, TF_EAX, TF_EIP, TF_ERROR, TF_VECTOR, TIMER_VECTOR, USER_END,
} from "../1-machine/index.js";
import { Fault, resolvePage } from "../2-memory/index.js";
import {
  ACTION_HANDLER, current, deadlinePassed, hasSignal, othersReady, ringAlarms, SIG_DFL, wakeExpired, yieldProcessor,
} from "../3-processes/index.js";
import { pollKeyboard, pollSerial } from "../4-files/index.js";
import { actOnSignals, exitProcess, forceSignal } from "../5-programs/index.js";
import { syscall, syscall64 } from "./table.js";

const PAGE_FAULT = 14, FPU_NOT_READY = 7, WAS_WRITE = 2;

/** Ends, or signals, the running program for a fault of its own. */
function faultUser(trapFrame: number, signal: number, what: Uint8Array, address: number): void {
  if (signal === SIGKILL || current.actions[signal * 4 + ACTION_HANDLER] === SIG_DFL) {
    print(b("rootseed: process "));
    printNumber(current.id);
    print(b(" ("));
    for (let i = 0; load8(current.name + i) !== 0; i++) putConsole(load8(current.name + i));
    print(b(") ended: "));
    print(what);
    print(b(", address "));
    printHex(address);
    print(b(", instruction at "));
    printHex(load32(trapFrame + TF_EIP * frameWord));
    print(b("\n"));
    exitProcess(signal);
  }
  forceSignal(signal);
}

function faultKernel(trapFrame: number, vector: number): void {
  print(b("rootseed: kernel fault: vector "));
  printNumber(vector);
  print(b(", error "));
  printHex(load32(trapFrame + TF_ERROR * frameWord));
  print(b(", address "));
  printHex(faultAddress(0));
  panic(b(", instruction at"), load32(trapFrame + TF_EIP * frameWord));
}

function pageFault(trapFrame: number): void {
  const address = faultAddress(0);
  // the kernel sees the lower half only
  if (isLongMode() && load32(trapFrame + TF_CR2 * 8 + 4) !== 0) {
    faultUser(trapFrame, SIGSEGV, b("access to memory above 4 GiB"), address);
    return;
  }
  const isWrite = (load32(trapFrame + TF_ERROR * frameWord) & WAS_WRITE) !== 0;
  let result: number = Fault.NoArea;
  if (ult(address, USER_END)) result = resolvePage(current.space!, pageOf(address), isWrite);
  switch (result) {
    case Fault.None: break;
    case Fault.NoMemory: faultUser(trapFrame, SIGKILL, b("out of memory"), address); break;
    case Fault.BeyondFile: faultUser(trapFrame, SIGBUS, b("access beyond the end of a mapped file"), address); break;
    case Fault.NotAllowed: faultUser(trapFrame, SIGSEGV, b("access to protected memory"), address); break;
    default: faultUser(trapFrame, SIGSEGV, b("access to memory that is not there"), address);
  }
}

/** Faults of a program other than page faults (Intel SDM volume 3, 6.15). */
function programFault(trapFrame: number, vector: number): void {
  const at = load32(trapFrame + TF_EIP * frameWord);
  switch (vector) {
    case 0: faultUser(trapFrame, SIGFPE, b("division error"), at); break;
    case 1:
    case 3: faultUser(trapFrame, SIGTRAP, b("breakpoint"), at); break;
    case 4: faultUser(trapFrame, SIGSEGV, b("overflow trap"), at); break;
    case 6: faultUser(trapFrame, SIGILL, b("invalid instruction"), at); break;
    case 16:
    case 19: faultUser(trapFrame, SIGFPE, b("floating-point error"), at); break;
    default: faultUser(trapFrame, SIGSEGV, b("general protection fault"), at);
  }
}

function interrupt(vector: number): void {
  endInterrupt();
  if (vector === TIMER_VECTOR) {
    countTick();
    if (deadlinePassed()) {
      ringAlarms();
      wakeExpired();
    }
  }
  pollKeyboard();
  pollSerial();
}

/** The result of a call goes to the program: with sign only when it is an error. */
function storeResult(trapFrame: number, result: number): void {
  if (result === RESULT_STORED) return;
  store32(trapFrame + TF_EAX * frameWord, result);
  if (isLongMode()) store32(trapFrame + TF_EAX * 8 + 4, result < 0 && result > -PAGE ? -1 : 0);
}

/** Called by trapCode, with the address of the trap frame. */
export function trap(trapFrame: number): void {
  const vector = load32(trapFrame + TF_VECTOR * frameWord);
  const fromProgram = (load32(trapFrame + TF_CS * frameWord) & 3) !== 0;
  let call = -1;
  if (vector === CALL_VECTOR) {
    call = load32(trapFrame + TF_EAX * frameWord);
    current.wordBytes = 4;
    storeResult(trapFrame, syscall(call));
  } else if (vector === LONG_CALL_VECTOR && fromProgram) {
    call = load32(trapFrame + TF_EAX * frameWord);
    current.wordBytes = 8;
    storeResult(trapFrame, syscall64(call));
  } else if (vector >= TIMER_VECTOR && vector < TIMER_VECTOR + 16) {
    interrupt(vector);
    if (fromProgram) {
      if (vector === TIMER_VECTOR) current.userTicks++;
      if (othersReady()) yieldProcessor();
    }
  } else if (!fromProgram) {
    faultKernel(trapFrame, vector);
  } else if (vector === PAGE_FAULT) {
    pageFault(trapFrame);
  } else if (vector === FPU_NOT_READY) {
    loadFpu(current.fpuState);
  } else {
    programFault(trapFrame, vector);
  }
  if (fromProgram && (hasSignal() || current.hasSavedBlocked)) actOnSignals(trapFrame, call);
}
