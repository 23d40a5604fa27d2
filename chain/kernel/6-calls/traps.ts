// Where every interrupt, fault and system call arrives, and from where programs go on. A fault of a program ends the
// program, with a message; a fault of the kernel stops the machine, with a message.
import { b, load32, load8, store32, ult } from "../../runtime/node.js";
import { faultAddress } from "../1-machine/node-glue.js";
import { SIGBUS, SIGFPE, SIGILL, SIGKILL, SIGSEGV, SIGTRAP, USER_END } from "../1-machine/numbers.js";
import { panic, print, printHex, printNumber, putConsole } from "../1-machine/console.js";
import { countTick } from "../1-machine/clock.js";
import { CALL_VECTOR, endInterrupt, TIMER_VECTOR } from "../1-machine/processor.js";
import { TF_CS, TF_EAX, TF_EIP, TF_ERROR, TF_VECTOR } from "../1-machine/trapframe.js";
import { loadFpu } from "../1-machine/fpu.js";
import { Fault, resolvePage } from "../2-memory/space.js";
import { current, deadlinePassed, othersReady, wakeExpired, yieldProcessor } from "../3-processes/process.js";
import { ACTION_HANDLER, hasSignal, ringAlarms, SIG_DFL } from "../3-processes/signals.js";
import { pollSerial } from "../4-files/terminal.js";
import { pollKeyboard } from "../4-files/keyboard.js";
import { exitProcess } from "../5-programs/exit.js";
import { actOnSignals, forceSignal } from "../5-programs/handlers.js";
import { syscall } from "./table.js";

const PAGE_FAULT = 14;
const FPU_NOT_READY = 7;
const WAS_WRITE = 2;

/** Ends, or signals, the running program for a fault of its own. */
function faultUser(frame: number, signal: number, what: Uint8Array, address: number): void {
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
    printHex(load32(frame + TF_EIP));
    print(b("\n"));
    exitProcess(signal);
  }
  forceSignal(signal);
}

function faultKernel(frame: number, vector: number): void {
  print(b("rootseed: kernel fault: vector "));
  printNumber(vector);
  print(b(", error "));
  printHex(load32(frame + TF_ERROR));
  print(b(", address "));
  printHex(faultAddress(0));
  panic(b(", instruction at"), load32(frame + TF_EIP));
}

function pageFault(frame: number): void {
  const address = faultAddress(0);
  let result: number = Fault.NoArea;
  if (ult(address, USER_END)) {
    result = resolvePage(current.space!, address >>> 12, (load32(frame + TF_ERROR) & WAS_WRITE) !== 0);
  }
  switch (result) {
    case Fault.None: break;
    case Fault.NoMemory: faultUser(frame, SIGKILL, b("out of memory"), address); break;
    case Fault.BehindFile: faultUser(frame, SIGBUS, b("access behind the end of a mapped file"), address); break;
    case Fault.NotAllowed: faultUser(frame, SIGSEGV, b("access to protected memory"), address); break;
    default: faultUser(frame, SIGSEGV, b("access to memory that is not there"), address);
  }
}

/** Faults of a program other than page faults (Intel SDM volume 3, 6.15). */
function programFault(frame: number, vector: number): void {
  const at = load32(frame + TF_EIP);
  switch (vector) {
    case 0: faultUser(frame, SIGFPE, b("division error"), at); break;
    case 1:
    case 3: faultUser(frame, SIGTRAP, b("breakpoint"), at); break;
    case 4: faultUser(frame, SIGSEGV, b("overflow trap"), at); break;
    case 6: faultUser(frame, SIGILL, b("invalid instruction"), at); break;
    case 16:
    case 19: faultUser(frame, SIGFPE, b("floating-point error"), at); break;
    default: faultUser(frame, SIGSEGV, b("general protection fault"), at);
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
  const vector = load32(frame + TF_VECTOR);
  const fromProgram = (load32(frame + TF_CS) & 3) !== 0;
  let call = -1;
  if (vector === CALL_VECTOR) {
    call = load32(frame + TF_EAX);
    store32(frame + TF_EAX, syscall(frame, call));
  } else if (vector >= TIMER_VECTOR && vector < TIMER_VECTOR + 16) {
    interrupt(vector);
    if (fromProgram) {
      if (vector === TIMER_VECTOR) current.userTicks++;
      if (othersReady()) yieldProcessor();
    }
  } else if (!fromProgram) {
    faultKernel(frame, vector);
  } else if (vector === PAGE_FAULT) {
    pageFault(frame);
  } else if (vector === FPU_NOT_READY) {
    loadFpu(current.fpuState);
  } else {
    programFault(frame, vector);
  }
  if (fromProgram && (hasSignal() || current.hasSavedBlocked)) actOnSignals(frame, call);
}
