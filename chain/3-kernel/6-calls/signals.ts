// System calls on signals: sending, blocking, handling, waiting.
import { fillMemory, load32, store32, store8, ult } from "../../2-runtime/node.js";
import {
  EAGAIN, EFAULT, EINTR, EINVAL, ENOMEM, EPERM, ESRCH, loadWord, SIGCONT, SIGKILL, SIGSTOP, storeWord, tickCount,
} from "../1-machine/index.js";
import {
  callWord, current, findProcess, firstProcess, hasSignal, isIgnored, mayReadUser, mayWriteUser, NO_CHANNEL, Process,
  sendSignal, setBlocked, SIGNAL_CHANNEL, signalBit, sleep, takeSignal, UNBLOCKABLE,
} from "../3-processes/index.js";

const SIG_BLOCK = 0, SIG_UNBLOCK = 1, SIG_SETMASK = 2, SIGNALS = 64;
/** struct siginfo. */
const SIGNAL_INFORMATION = 128;

function mayKill(process: Process, signal: number): boolean {
  return current.owner === 0 || current.owner === process.owner
    || signal === SIGCONT && current.session === process.session;
}

/** To those of a group (-1: to all but the first and the sender) that may be sent it; 0 when there was one. */
function killMany(group: number, signal: number): number {
  let result = -ESRCH;
  for (let process = firstProcess(); process !== null; process = process.next) {
    if (group === -1 ? process.id > 1 && process !== current : process.group === group) {
      if (mayKill(process, signal)) {
        sendSignal(process, signal);
        result = 0;
      } else if (result !== 0) {
        result = -EPERM;
      }
    }
  }
  return result;
}

export function sysKill(id: number, signal: number): number {
  if (signal < 0 || signal > SIGNALS) return -EINVAL;
  if (id === 0) return killMany(current.group, signal);
  if (id < 0) return killMany(id === -1 ? -1 : -id, signal);
  const process = findProcess(id);
  if (process === null) return -ESRCH;
  if (!mayKill(process, signal)) return -EPERM;
  sendSignal(process, signal);
  return 0;
}
export function sysTkill(id: number, signal: number): number { return id <= 0 ? -EINVAL : sysKill(id, signal); }
/** A process is its only thread. */
export function sysTgkill(group: number, id: number, signal: number): number {
  return group > 0 && id > 0 && group !== id ? -ESRCH : sysTkill(group <= 0 ? group : id, signal);
}

/** sysRtSigaction's: T frees nothing by itself. */
const newAction = new Int32Array(4);

/** The old action goes to `old`, the new one comes from `action`: handler, flags, restorer, mask of two words. */
export function sysRtSigaction(signal: number, action: number, old: number, bytes: number): number {
  if (signal < 1 || signal > SIGNALS || bytes !== 8) return -EINVAL;
  if (action !== 0 && (signal === SIGKILL || signal === SIGSTOP)) return -EINVAL;
  const word = callWord();
  const structBytes = word * 3 + 8;
  if (action !== 0 && !mayReadUser(action, structBytes) || old !== 0 && !mayWriteUser(old, structBytes)) return -EFAULT;
  const actions = current.actions;
  const at = signal * 4;
  // read before the old one is stored: both may be in one place
  if (action !== 0) for (let i = 0; i < 4; i++) newAction[i] = loadWord(action, i, word);
  if (old !== 0) {
    for (let i = 0; i < 4; i++) storeWord(old, i, word, actions[at + i]);
    store32(old + structBytes - 4, 0);
  }
  if (action === 0) return 0;
  for (let i = 0; i < 4; i++) actions[at + i] = newAction[i];
  if (signal < 32 && isIgnored(current, signal)) current.pending &= ~signalBit(signal);
  return 0;
}

function changeBlocked(how: number, low: number, high: number): number {
  switch (how) {
    case SIG_BLOCK:
      setBlocked(current.blocked | low, current.blockedHigh | high);
      return 0;
    case SIG_UNBLOCK:
      setBlocked(current.blocked & ~low, current.blockedHigh & ~high);
      return 0;
    case SIG_SETMASK:
      setBlocked(low, high);
      return 0;
    default: return -EINVAL;
  }
}

export function sysRtSigprocmask(how: number, set: number, old: number, bytes: number): number {
  if (bytes !== 8) return -EINVAL;
  if (set !== 0 && !mayReadUser(set, 8) || old !== 0 && !mayWriteUser(old, 8)) return -EFAULT;
  const low = set === 0 ? 0 : load32(set);
  const high = set === 0 ? 0 : load32(set + 4);
  if (old !== 0) {
    store32(old, current.blocked);
    store32(old + 4, current.blockedHigh);
  }
  return set === 0 ? 0 : changeBlocked(how, low, high);
}

/** Blocks the signals of a set (of so many bytes) while the call waits; the old set comes back after the handler. */
export function replaceBlocked(set: number, bytes: number): number {
  if (bytes !== 8) return -EINVAL;
  if (!mayReadUser(set, 8)) return -EFAULT;
  current.savedBlocked = current.blocked;
  current.hasSavedBlocked = true;
  setBlocked(load32(set), current.blockedHigh);
  return 0;
}

export function sysPause(): number {
  while (!hasSignal()) sleep(NO_CHANNEL, 0);
  return -EINTR;
}

export function sysRtSigsuspend(set: number, bytes: number): number {
  const error = replaceBlocked(set, bytes);
  return error < 0 ? error : sysPause();
}

/** The signals that have come and are blocked. */
export function sysRtSigpending(set: number, bytes: number): number {
  if (!ult(bytes, 9)) return -EINVAL;
  if (!mayWriteUser(set, bytes)) return -EFAULT;
  fillMemory(set, 0, bytes);
  for (let i = 0; i < 4 && i < bytes; i++) store8(set + i, (current.pending & current.blocked) >>> i * 8 & 255);
  return 0;
}

/** Takes a signal of a set that has come, or comes until a tick (0: no end); its number, and siginfo if asked for. */
export function waitForSignal(set: number, information: number, untilTick: number, bytes: number): number {
  if (bytes !== 8) return -EINVAL;
  if (untilTick < 0) return untilTick;
  if (!mayReadUser(set, 8) || information !== 0 && !mayWriteUser(information, SIGNAL_INFORMATION)) return -EFAULT;
  const wanted = load32(set) & ~UNBLOCKABLE;
  while (true) {
    const signal = takeSignal(wanted);
    if (signal !== 0) {
      if (information !== 0 && mayWriteUser(information, SIGNAL_INFORMATION)) {
        fillMemory(information, 0, SIGNAL_INFORMATION);
        store32(information, signal);
      }
      return signal;
    }
    if (untilTick !== 0 && tickCount() >= untilTick) return -EAGAIN;
    if (hasSignal()) return -EINTR;
    sleep(SIGNAL_CHANNEL, untilTick);
  }
}

const SS_ONSTACK = 1, SS_DISABLE = 2, SS_AUTODISARM = 0x80000000 | 0, MINSIGSTKSZ = 2048;

export function sysSigaltstack(stack: number, old: number): number {
  const word = callWord();
  if (stack !== 0 && !mayReadUser(stack, word * 3) || old !== 0 && !mayWriteUser(old, word * 3)) return -EFAULT;
  const address = stack === 0 ? 0 : loadWord(stack, 0, word);
  const flags = stack === 0 ? 0 : load32(stack + word);
  const bytes = stack === 0 ? 0 : loadWord(stack, 2, word);
  const isDisabled = (flags & SS_DISABLE) !== 0;
  if (stack !== 0 && (flags & ~(SS_ONSTACK | SS_DISABLE | SS_AUTODISARM)) !== 0) return -EINVAL;
  if (stack !== 0 && !isDisabled && ult(bytes, MINSIGSTKSZ)) return -ENOMEM;
  if (old !== 0) {
    storeWord(old, 0, word, current.alternateStack);
    storeWord(old, 1, word, current.alternateStackBytes === 0 ? SS_DISABLE : 0);
    storeWord(old, 2, word, current.alternateStackBytes);
  }
  if (stack !== 0) {
    current.alternateStack = address;
    current.alternateStackBytes = isDisabled ? 0 : bytes;
  }
  return 0;
}
