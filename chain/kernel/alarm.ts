// The interval timer of each process (alarm, setitimer): sends SIGALRM when its tick has come.
import { SIGALRM } from "./numbers.js";
import { firstProcess, noteWakeTick, Process } from "./process.js";
import { tickCount } from "./clock.js";
import { sendSignal } from "./signals.js";

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
