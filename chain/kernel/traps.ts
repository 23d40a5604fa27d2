// Where every interrupt, fault and system call arrives, and from where programs go on. A fault of a program ends the
// program, with a message; a fault of the kernel stops the machine, with a message.
import { b, load32, load8, store32, ult } from "../runtime/node.js";
import { faultAddress } from "./node-glue.js";
import { callKernel } from "./calls.js";
import { countTick } from "./clock.js";
import { panic, print, printHex, printNumber, putConsole } from "./console.js";
import { CALL_VECTOR, endInterrupt, TIMER_VECTOR } from "./descriptors.js";
import { exitProcess } from "./exit.js";
import { loadFpu } from "./fpu.js";
import { FRAME_CS, FRAME_EAX, FRAME_EIP, FRAME_ERROR, FRAME_VECTOR } from "./frame.js";
import { pollKeyboard } from "./keyboard.js";
import { SIGBUS, SIGFPE, SIGILL, SIGKILL, SIGSEGV, SIGTRAP, USER_END } from "./numbers.js";
import { current, deadlinePassed, othersReady, wakeExpired, yieldProcessor } from "./process.js";
import { ACTION_HANDLER, actOnSignals, forceSignal, hasSignal, ringAlarms, SIG_DFL } from "./signals.js";
import { Fault, resolvePage } from "./space.js";
import { pollSerial } from "./terminal.js";

const PAGE_FAULT = 14;
const FPU_NOT_READY = 7;
const WAS_WRITE = 2;

/** Ends, or signals, the running program for a fault of its own. */
function blame(frame: number, signal: number, what: Uint8Array, address: number): void {
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
    printHex(load32(frame + FRAME_EIP));
    print(b("\n"));
    exitProcess(signal);
  }
  forceSignal(signal);
}

function faultOfKernel(frame: number, vector: number): void {
  print(b("rootseed: kernel fault: vector "));
  printNumber(vector);
  print(b(", error "));
  printHex(load32(frame + FRAME_ERROR));
  print(b(", address "));
  printHex(faultAddress(0));
  panic(b(", instruction at"), load32(frame + FRAME_EIP));
}

function pageFault(frame: number): void {
  const address = faultAddress(0);
  let result: number = Fault.NoArea;
  if (ult(address, USER_END)) {
    result = resolvePage(current.space!, address >>> 12, (load32(frame + FRAME_ERROR) & WAS_WRITE) !== 0);
  }
  switch (result) {
    case Fault.None: break;
    case Fault.NoMemory: blame(frame, SIGKILL, b("out of memory"), address); break;
    case Fault.BehindFile: blame(frame, SIGBUS, b("access behind the end of a mapped file"), address); break;
    case Fault.NotAllowed: blame(frame, SIGSEGV, b("access to protected memory"), address); break;
    default: blame(frame, SIGSEGV, b("access to memory that is not there"), address);
  }
}

/** Faults of a program other than page faults (Intel SDM volume 3, 6.15). */
function programFault(frame: number, vector: number): void {
  const at = load32(frame + FRAME_EIP);
  switch (vector) {
    case 0: blame(frame, SIGFPE, b("division error"), at); break;
    case 1:
    case 3: blame(frame, SIGTRAP, b("breakpoint"), at); break;
    case 4: blame(frame, SIGSEGV, b("overflow trap"), at); break;
    case 6: blame(frame, SIGILL, b("invalid instruction"), at); break;
    case 16:
    case 19: blame(frame, SIGFPE, b("floating-point error"), at); break;
    default: blame(frame, SIGSEGV, b("general protection fault"), at);
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

/** Called by trapCode, with the address of the frame (frame.ts). */
export function trap(frame: number): void {
  const vector = load32(frame + FRAME_VECTOR);
  const fromProgram = (load32(frame + FRAME_CS) & 3) !== 0;
  let call = -1;
  if (vector === CALL_VECTOR) {
    call = load32(frame + FRAME_EAX);
    store32(frame + FRAME_EAX, callKernel(frame, call));
  } else if (vector >= TIMER_VECTOR && vector < TIMER_VECTOR + 16) {
    interrupt(vector);
    if (fromProgram) {
      if (vector === TIMER_VECTOR) current.userTicks++;
      if (othersReady()) yieldProcessor();
    }
  } else if (!fromProgram) {
    faultOfKernel(frame, vector);
  } else if (vector === PAGE_FAULT) {
    pageFault(frame);
  } else if (vector === FPU_NOT_READY) {
    loadFpu(current);
  } else {
    programFault(frame, vector);
  }
  if (fromProgram && (hasSignal() || current.hasSavedBlocked)) actOnSignals(frame, call);
}
