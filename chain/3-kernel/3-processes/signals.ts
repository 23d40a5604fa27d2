// Signals: sent by setting a bit, acted upon when the process is about to return to its program (handlers.ts). There
// is no stopping of processes: signals that would stop are ignored.
import {
  SIGALRM, SIGCHLD, SIGCONT, SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH, tickCount,
} from "../1-machine/index.js";
import { current, firstProcess, makeReady, noteWakeTick, Process, SIGNAL_CHANNEL, State } from "./process.js";

export const SIG_DFL = 0, SIG_IGN = 1;

// A process's actions: four words for each signal, in the order of struct sigaction.
export const ACTION_HANDLER = 0, ACTION_FLAGS = 1, ACTION_RESTORER = 2, ACTION_MASK = 3;

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
  for (let process = firstProcess(); process !== null; process = process.next) {
    if (process.group === group) sendSignal(process, signal);
  }
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
  for (let process = firstProcess(); process !== null; process = process.next) {
    if (process.alarmTick !== 0 && tickCount() >= process.alarmTick) {
      setAlarm(process, process.alarmInterval, process.alarmInterval);
      sendSignal(process, SIGALRM);
    }
  }
}
