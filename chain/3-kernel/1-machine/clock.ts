// Time: the programmable interval timer interrupts 100 times a second; the date at the start comes from the CMOS
// clock. Everything else is counted in these ticks. Time passes for programs only through these functions. A program
// that makes names from the clock must find another one at each reading: within a tick every reading counts.
import { fillMemory } from "../../2-runtime/node.js";
import { inb, outb } from "./node-glue.js";
import { storeWord } from "./words.js";

export const TICKS_PER_SECOND = 100, TIMER_FREQUENCY = 1193182;

/** Ticks since the start, its date, and readings since the last tick. */
let ticks = 0;
let startSeconds = 0;
let readings = 0;

/** Ticks since the start. */
export function tickCount(): number { return ticks; }

export function countTick(): void {
  ticks++;
  readings = 0;
}

/** Seconds since 1970. */
export function now(): number { return startSeconds + ((ticks / TICKS_PER_SECOND) | 0); }
export function nowNanoseconds(): number { return ticks % TICKS_PER_SECOND * 10000000; }

/** What a reading of the clock adds to the last tick: a microsecond more each time, less than a tick. */
export function readingNanoseconds(): number {
  if (readings < 9999) readings++;
  return readings * 1000;
}

function readClock(register: number): number {
  outb(0x70, register);
  const value = inb(0x71);
  return (value >> 4) * 10 + (value & 15);
}

/** Days since 1970 of a date: years as if they began in March (so that the leap day comes last). */
function daysOf(year: number, month: number, day: number): number {
  const march = month > 2 ? month - 3 : month + 9;
  const years = month > 2 ? year : year - 1;
  return years * 365 + (years >> 2) - ((years / 100) | 0) + ((years / 400) | 0)
    + (((march * 153 + 2) / 5) | 0) + day - 719469;
}

/** Starts the timer, and takes the date from the CMOS clock (binary coded decimal, 24 hours, years of this century). */
export function startClock(): void {
  const days = daysOf(2000 + readClock(9), readClock(8), readClock(7));
  startSeconds = days * 86400 + readClock(4) * 3600 + readClock(2) * 60 + readClock(0);
  const divisor = (TIMER_FREQUENCY / TICKS_PER_SECOND) | 0;
  outb(0x43, 0x34);
  outb(0x40, divisor & 255);
  outb(0x40, divisor >> 8);
}

/** Ticks that last at least so long; never negative, and not more than half a year. */
export function ticksOf(seconds: number, nanoseconds: number): number {
  if (seconds < 0) return 0;
  if (seconds > 16000000) return 1600000000;
  return seconds * TICKS_PER_SECOND + (((nanoseconds + 9999999) / 10000000) | 0);
}

/** struct timeval: seconds and microseconds, two words of so many bytes, of so many ticks. */
export function storeTimeval(to: number, bytes: number, n: number): void {
  storeWord(to, 0, bytes, (n / TICKS_PER_SECOND) | 0);
  storeWord(to, 1, bytes, n % TICKS_PER_SECOND * 10000);
}

/** Words of struct rusage. */
export const USAGE_WORDS = 18;

/** struct rusage: user and system time, then zeros. */
export function storeUsage(to: number, bytes: number, userTicks: number, systemTicks: number): void {
  fillMemory(to, 0, USAGE_WORDS * bytes);
  storeTimeval(to, bytes, userTicks);
  storeTimeval(to + bytes * 2, bytes, systemTicks);
}
