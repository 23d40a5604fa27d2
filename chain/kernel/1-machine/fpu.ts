// The floating-point unit, handed over lazily: after a switch of processes its first use traps (vector 7), and only
// then the registers of the last user are saved and those of the new one loaded. Processors with FXSR (all from the
// Pentium II on) also have the SSE registers saved.
import { copyMemory, load32, store32 } from "../../runtime/node.js";
import {
  features, getControl0, getControl4, resetFpu, restoreFpu, restoreX87, saveFpu, saveX87, setControl0, setControl4,
} from "./node-glue.js";
import { alloc } from "../2-memory/heap.js";
import { Process } from "../3-processes/process.js";

const FXSR = 1 << 24;
const TASK_SWITCHED = 8;
const EMULATE = 4;
const MONITOR_AND_NATIVE_ERRORS = 0x22;
const OSFXSR_AND_EXCEPTIONS = 0x600;

// In what fxsave stores: MXCSR, and which bits of it the processor has; 0 stands for those of the first ones.
const MXCSR = 24, MXCSR_MASK = 28, MXCSR_BITS = 0xffbf;

let hasFxsr = false;
let initialState = 0;
let fpuOwner: Process | null = null;
let trapsFirstUse = false;

export function fpuStateBytes(): number { return hasFxsr ? 512 : 108; }
export function initialFpuState(): number { return initialState; }

function trapFirstUse(on: boolean): void {
  if (on === trapsFirstUse) return;
  trapsFirstUse = on;
  setControl0(on ? getControl0(0) | TASK_SWITCHED : getControl0(0) & ~TASK_SWITCHED);
}

/** Without FXSR the registers are then as after a reset. */
function saveTo(address: number): void {
  if (hasFxsr) {
    saveFpu(address);
  } else {
    saveX87(address);
  }
}

export function startFpu(): void {
  hasFxsr = (features(0) & FXSR) !== 0;
  setControl0(getControl0(0) & ~(EMULATE | TASK_SWITCHED) | MONITOR_AND_NATIVE_ERRORS);
  if (hasFxsr) setControl4(getControl4(0) | OSFXSR_AND_EXCEPTIONS);
  initialState = alloc(528) + 15 & ~15;
  resetFpu(0);
  saveTo(initialState);
}

/** The process runs next: it may use the FPU at once when its registers are still there. */
export function switchFpu(process: Process): void { trapFirstUse(process !== fpuOwner); }

/** The first use after a switch: vector 7. */
export function loadFpu(process: Process): void {
  trapFirstUse(false);
  if (fpuOwner !== null) saveTo(fpuOwner.fpuState);
  fpuOwner = process;
  if (hasFxsr) {
    restoreFpu(process.fpuState);
  } else {
    // what an ended process has left must not be taken for an error of this instruction
    resetFpu(0);
    restoreX87(process.fpuState);
  }
}

/** Brings a process's registers into its fpuState, which may then be read and changed. */
export function saveFpuState(process: Process): void {
  if (fpuOwner !== process) return;
  trapFirstUse(false);
  saveTo(process.fpuState);
  fpuOwner = null;
  trapFirstUse(true);
}

/** The registers as a program has changed them in its memory. A 1 in a reserved bit of MXCSR would be a fault here. */
export function setFpuState(process: Process, from: number): void {
  saveFpuState(process);
  copyMemory(process.fpuState, from, fpuStateBytes());
  if (!hasFxsr) return;
  const mask = load32(initialState + MXCSR_MASK);
  const allowed = mask === 0 ? MXCSR_BITS : mask;
  store32(process.fpuState + MXCSR, load32(process.fpuState + MXCSR) & allowed);
}

/** A new program begins with the registers as after a reset; also when a process ends. */
export function resetFpuState(process: Process): void {
  if (fpuOwner === process) {
    fpuOwner = null;
    trapFirstUse(true);
  }
  copyMemory(process.fpuState, initialState, fpuStateBytes());
}
