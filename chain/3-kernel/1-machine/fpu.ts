// The floating-point unit, handed over lazily: after a switch of processes its first use traps (vector 7), and only
// then the registers of the last user are saved and those of the new one loaded. Processors with FXSR (all from the
// Pentium II on) also have the SSE registers saved.
import { copyMemory, load32, store32 } from "../../2-runtime/node.js";
import {
  features, getControl0, getControl4, resetFpu, restoreFpu, restoreLongFpu, restoreX87, saveFpu, saveLongFpu, saveX87,
  setControl0, setControl4,
} from "./node-glue.js";
import { isLongMode } from "./words.js";

const FXSR = 1 << 24, TASK_SWITCHED = 8, EMULATE = 4, MONITOR_AND_NATIVE_ERRORS = 0x22, OSFXSR_AND_EXCEPTIONS = 0x600;

// In what fxsave stores: MXCSR, and which bits of it the processor has (0: those of the first ones with FXSR).
const MXCSR = 24, MXCSR_MASK = 28, MXCSR_BITS = 0xffbf;

/** What the processor can do; the state after a reset. */
let hasFxsr = false;
let initialState = 0;
/** Where the state of the process is saved whose registers the FPU holds; 0 for none. */
let ownerState = 0;
/** CR0 as it is set: a needless write of it is expensive. */
let trapsFirstUse = false;

export function fpuStateBytes(): number { return hasFxsr ? 512 : 108; }

function trapFirstUse(on: boolean): void {
  if (on === trapsFirstUse) return;
  trapsFirstUse = on;
  setControl0(on ? getControl0(0) | TASK_SWITCHED : getControl0(0) & ~TASK_SWITCHED);
}

/** Without FXSR the registers are then as after a reset. */
function saveTo(address: number): void {
  if (isLongMode()) {
    saveLongFpu(address);
  } else if (hasFxsr) {
    saveFpu(address);
  } else {
    saveX87(address);
  }
}

/** memory: 512 zeroed bytes at a multiple of 16, for the state after a reset. */
export function startFpu(memory: number): void {
  hasFxsr = (features(1) & FXSR) !== 0;
  setControl0(getControl0(0) & ~(EMULATE | TASK_SWITCHED) | MONITOR_AND_NATIVE_ERRORS);
  if (hasFxsr) setControl4(getControl4(0) | OSFXSR_AND_EXCEPTIONS);
  initialState = memory;
  resetFpu(0);
  saveTo(initialState);
}

/** The process with this state runs next: it may use the FPU at once when its registers are still there. */
export function switchFpu(state: number): void { trapFirstUse(state !== ownerState); }

/** The first use after a switch: vector 7. */
export function loadFpu(state: number): void {
  trapFirstUse(false);
  if (ownerState !== 0) saveTo(ownerState);
  ownerState = state;
  if (isLongMode()) {
    restoreLongFpu(state);
  } else if (hasFxsr) {
    restoreFpu(state);
  } else {
    // what an ended process has left must not be taken for an error of this instruction
    resetFpu(0);
    restoreX87(state);
  }
}

/** Saves registers that the FPU still holds to their state, which may then be read and changed. */
export function saveFpuState(state: number): void {
  if (ownerState !== state) return;
  trapFirstUse(false);
  saveTo(state);
  ownerState = 0;
  trapFirstUse(true);
}

/** The registers as a program has changed them in its memory. A 1 in a reserved bit of MXCSR would be a fault here. */
export function setFpuState(state: number, from: number): void {
  saveFpuState(state);
  copyMemory(state, from, fpuStateBytes());
  if (!hasFxsr) return;
  const mask = load32(initialState + MXCSR_MASK);
  const allowed = mask === 0 ? MXCSR_BITS : mask;
  store32(state + MXCSR, load32(state + MXCSR) & allowed);
}

/** A new program begins with the registers as after a reset; also when a process ends. */
export function resetFpuState(state: number): void {
  if (ownerState === state) {
    ownerState = 0;
    trapFirstUse(true);
  }
  copyMemory(state, initialState, fpuStateBytes());
}
