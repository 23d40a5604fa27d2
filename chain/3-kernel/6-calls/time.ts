// System calls on time: asking for it, sleeping, alarms, and waiting for descriptors (poll, select) up to a time.
import { load16, load32, store16, store32, udiv, ult, umod } from "../../2-runtime/node.js";
import {
  EBADF, EFAULT, EINTR, EINVAL, loadWord, now, nowNanoseconds, readingNanoseconds, storeTimeval, storeUsage, storeWord,
  tickCount, TICKS_PER_SECOND, ticksOf, USAGE_WORDS,
} from "../1-machine/index.js";
import {
  alarmTicksLeft, ANY_CHANGE, callWord, current, FILE_LIMIT, fileOf, hasSignal, mayReadUser, mayWriteUser, NO_CHANNEL,
  setAlarm, sleep,
} from "../3-processes/index.js";
import { POLL_ERROR, POLL_HANGUP, POLL_IN, POLL_INVALID, POLL_OUT, readiness } from "../4-files/index.js";
import { replaceBlocked } from "./signals.js";

const TICK_NANOSECONDS = 10000000, TICK_MICROSECONDS = 10000, CLOCK_REALTIME = 0, CLOCK_REALTIME_COARSE = 5,
  TIMER_ABSTIME = 1, RUSAGE_CHILDREN = -1, RUSAGE_THREAD = 1, MANY = 0x7fffffff;

/** The obsolete time-zone argument is ignored. */
export function sysGettimeofday(to: number): number {
  if (to === 0) return 0;
  return storeTime(to, callWord(), now(), ((nowNanoseconds() + readingNanoseconds()) / 1000) | 0);
}

export function sysTime(to: number): number {
  if (to !== 0 && !mayWriteUser(to, 8)) return -EFAULT;
  if (to !== 0) storeWord(to, 0, 8, now());
  return now();
}

function isOfProcess(clock: number): boolean { return clock === 2 || clock === 3; }

/** Seconds of a clock: those since 1970, those of the processor's work for this process, or those since the start. */
function clockTicks(clock: number): number {
  if (isOfProcess(clock)) return current.userTicks + current.systemTicks;
  return tickCount();
}
function clockSeconds(clock: number): number {
  if (clock === CLOCK_REALTIME || clock === CLOCK_REALTIME_COARSE) return now();
  return udiv(clockTicks(clock), TICKS_PER_SECOND);
}
function clockNanoseconds(clock: number): number {
  if (clock === CLOCK_REALTIME || clock === CLOCK_REALTIME_COARSE) return nowNanoseconds() + readingNanoseconds();
  const nanoseconds = umod(clockTicks(clock), TICKS_PER_SECOND) * TICK_NANOSECONDS;
  return isOfProcess(clock) ? nanoseconds : nanoseconds + readingNanoseconds();
}

/** The clocks of Linux; number 10 has been taken away. */
function isClock(clock: number): boolean { return ult(clock, 12) && clock !== 10; }

/** struct timespec, or timeval, two words of so many bytes; 0 or a negated error. */
function storeTime(to: number, wordBytes: number, seconds: number, nanoseconds: number): number {
  if (!mayWriteUser(to, wordBytes * 2)) return -EFAULT;
  storeWord(to, 0, wordBytes, seconds);
  storeWord(to, 1, wordBytes, nanoseconds);
  return 0;
}

// The words of a program's times are of 4 bytes, or for the calls with 64 bits of time of 8: wordBytes.
export function sysClockGettime(wordBytes: number, clock: number, to: number): number {
  return isClock(clock) ? storeTime(to, wordBytes, clockSeconds(clock), clockNanoseconds(clock)) : -EINVAL;
}
export function sysClockGetres(wordBytes: number, clock: number, to: number): number {
  if (!isClock(clock)) return -EINVAL;
  return to === 0 ? 0 : storeTime(to, wordBytes, 0, TICK_NANOSECONDS);
}

/** The seconds of a program's time, as many as a word holds; below 0 when they are. */
function secondsAt(time: number, wordBytes: number): number {
  if (wordBytes === 4 || load32(time + 4) < 0) return load32(time + wordBytes - 4);
  return load32(time + 4) > 0 || load32(time) < 0 ? MANY : load32(time);
}

/**
 * Ticks that last at least as long as a program's time: seconds and parts of a second, two words of so many bytes. How
 * many parts are a tick, and below what there are parts. A negated error when there is no such time.
 */
function ticksOfParts(time: number, wordBytes: number, tickParts: number, limit: number): number {
  if (!mayReadUser(time, wordBytes * 2)) return -EFAULT;
  const parts = load32(time + wordBytes);
  if (secondsAt(time, wordBytes) < 0 || !ult(parts, limit)) return -EINVAL;
  const more = parts % tickParts === 0 ? 0 : 1;
  return ticksOf(secondsAt(time, wordBytes), 0) + ((parts / tickParts) | 0) + more;
}
export function ticksAt(time: number, wordBytes: number): number {
  return ticksOfParts(time, wordBytes, TICK_NANOSECONDS, TICK_NANOSECONDS * TICKS_PER_SECOND);
}

/** The tick that ends a wait of so many ticks, 1 for none; a negated error stays. */
function endAfter(ticks: number): number { return ticks > 0 ? tickCount() + ticks + 1 : ticks < 0 ? ticks : 1; }

/** Sleeps for ticks (a negated error stays); what is left goes to `left`, as two words of so many bytes. */
export function sleepFor(ticks: number, left: number, wordBytes: number): number {
  const until = endAfter(ticks);
  if (ticks <= 0) return ticks;
  while (tickCount() < until) {
    if (hasSignal()) {
      const rest = until - tickCount();
      if (left !== 0) {
        storeTime(left, wordBytes, (rest / TICKS_PER_SECOND) | 0, rest % TICKS_PER_SECOND * TICK_NANOSECONDS);
      }
      return -EINTR;
    }
    sleep(NO_CHANNEL, until);
  }
  return 0;
}

export function sysClockNanosleep(wordBytes: number, clock: number, flags: number, time: number, left: number): number {
  if (!isClock(clock)) return -EINVAL;
  const ticks = ticksAt(time, wordBytes);
  if (ticks < 0 || (flags & TIMER_ABSTIME) === 0) return sleepFor(ticks, left, wordBytes);
  let more = load32(time + wordBytes) - clockNanoseconds(clock);
  let moreSeconds = secondsAt(time, wordBytes) - clockSeconds(clock);
  if (more < 0) {
    more += 1000000000;
    moreSeconds--;
  }
  return moreSeconds < 0 ? 0 : sleepFor(ticksOf(moreSeconds, more), 0, wordBytes);
}
export function sysAlarm(seconds: number): number {
  const left = alarmTicksLeft(current);
  setAlarm(current, ticksOf(seconds, 0), 0);
  return ((left + TICKS_PER_SECOND - 1) / TICKS_PER_SECOND) | 0;
}

export function sysGetitimer(which: number, to: number): number {
  if (which !== 0) return -EINVAL;
  const word = callWord();
  if (!mayWriteUser(to, word * 4)) return -EFAULT;
  storeTimeval(to, word, current.alarmInterval);
  storeTimeval(to + word * 2, word, alarmTicksLeft(current));
  return 0;
}
/** One of the two times of a timer; no time for no timer. */
function timerTicks(timer: number, offset: number): number {
  if (timer === 0) return 0;
  return ticksOfParts(timer + offset, callWord(), TICK_MICROSECONDS, TICK_MICROSECONDS * TICKS_PER_SECOND);
}
export function sysSetitimer(which: number, value: number, old: number): number {
  const interval = timerTicks(value, 0);
  const ticks = timerTicks(value, callWord() * 2);
  if (which !== 0) return -EINVAL;
  if (interval < 0 || ticks < 0) return interval < 0 ? interval : ticks;
  const error = old === 0 ? 0 : sysGetitimer(which, old);
  if (error < 0) return error;
  setAlarm(current, ticks, interval);
  return 0;
}

export function sysTimes(to: number): number {
  if (to !== 0) {
    const word = callWord();
    if (!mayWriteUser(to, word * 4)) return -EFAULT;
    storeWord(to, 0, word, current.userTicks);
    storeWord(to, 1, word, current.systemTicks);
    storeWord(to, 2, word, current.childUserTicks);
    storeWord(to, 3, word, current.childSystemTicks);
  }
  return tickCount();
}

export function sysGetrusage(who: number, to: number): number {
  if (who < RUSAGE_CHILDREN || who > RUSAGE_THREAD) return -EINVAL;
  if (!mayWriteUser(to, USAGE_WORDS * callWord())) return -EFAULT;
  const ofChildren = who === RUSAGE_CHILDREN;
  storeUsage(to, callWord(), ofChildren ? current.childUserTicks : current.userTicks,
    ofChildren ? current.childSystemTicks : current.systemTicks);
  return 0;
}

/** Looks at all entries of a poll list (struct pollfd: descriptor, asked, answered); how many have an answer. */
function lookAtAll(list: number, count: number): number {
  let ready = 0;
  for (let i = 0; i < count; i++) {
    const entry = list + i * 8;
    const descriptor = load32(entry);
    let answer = 0;
    if (descriptor >= 0) {
      const file = fileOf(descriptor);
      answer = file === null ? POLL_INVALID : readiness(file) & (load16(entry + 4) | POLL_ERROR | POLL_HANGUP);
    }
    store16(entry + 6, answer);
    if (answer !== 0) ready++;
  }
  return ready;
}

/** untilTick 0: no end; 1: does not wait. */
function pollUntil(list: number, count: number, untilTick: number): number {
  if (count < 0 || count > FILE_LIMIT) return -EINVAL;
  if (!mayWriteUser(list, count * 8)) return -EFAULT;
  while (true) {
    const ready = lookAtAll(list, count);
    if (ready > 0 || untilTick !== 0 && tickCount() >= untilTick) return ready;
    if (hasSignal()) return -EINTR;
    sleep(ANY_CHANGE, untilTick);
  }
}

export function sysPoll(list: number, count: number, milliseconds: number): number {
  if (milliseconds < 0) return pollUntil(list, count, 0);
  return pollUntil(list, count, endAfter(ticksOf((milliseconds / 1000) | 0, milliseconds % 1000 * 1000000)));
}

/** The tick that ends a wait of a program's time: 0 for none; or a negated error. */
export function endOfWait(time: number, wordBytes: number): number {
  return time === 0 ? 0 : endAfter(ticksAt(time, wordBytes));
}

export function sysPpoll(list: number, count: number, until: number, set: number, bytes: number): number {
  const error = until < 0 || set === 0 ? until : replaceBlocked(set, bytes);
  return error < 0 ? error : pollUntil(list, count, until);
}

/** How many of a set's descriptors are ready as asked, -EBADF for a closed one; with `store` only those stay in it. */
function lookAtSet(set: number, count: number, wanted: number, store: boolean): number {
  let ready = 0;
  for (let i = 0; set !== 0 && i < (count + 31 & ~31); i++) {
    const word = set + (i >>> 5 << 2);
    const bit = 1 << (i & 31);
    if ((load32(word) & bit) !== 0) {
      const file = i < count ? fileOf(i) : null;
      if (file === null && i < count) return -EBADF;
      if (file !== null && (readiness(file) & wanted) !== 0) {
        ready++;
      } else if (store) {
        store32(word, load32(word) & ~bit);
      }
    }
  }
  return ready;
}

function lookAtSets(count: number, reading: number, writing: number, other: number, store: boolean): number {
  const readable = lookAtSet(reading, count, POLL_IN | POLL_HANGUP, store);
  const writable = lookAtSet(writing, count, POLL_OUT | POLL_ERROR, store);
  const others = lookAtSet(other, count, 0, store);
  return readable < 0 || writable < 0 || others < 0 ? -EBADF : readable + writable;
}

function selectUntil(count: number, reading: number, writing: number, other: number, untilTick: number): number {
  // whole words
  const bits = callWord() * 8;
  const bytes = (count + bits - 1 & ~(bits - 1)) >> 3;
  if (count < 0 || count > FILE_LIMIT) return -EINVAL;
  if (reading !== 0 && !mayWriteUser(reading, bytes) || writing !== 0 && !mayWriteUser(writing, bytes)
    || other !== 0 && !mayWriteUser(other, bytes)) return -EFAULT;
  while (true) {
    const ready = lookAtSets(count, reading, writing, other, false);
    if (ready < 0) return ready;
    if (ready > 0 || untilTick !== 0 && tickCount() >= untilTick) {
      return lookAtSets(count, reading, writing, other, true);
    }
    if (hasSignal()) return -EINTR;
    sleep(ANY_CHANGE, untilTick);
  }
}

export function sysSelect(count: number, reading: number, writing: number, other: number, time: number): number {
  // microseconds may be more than a second's
  const until = time === 0 ? 0 : endAfter(ticksOfParts(time, callWord(), TICK_MICROSECONDS, MANY));
  return until < 0 ? until : selectUntil(count, reading, writing, other, until);
}

/** mask points to a set of signals and its size. */
export function sysPselect6(
  count: number, reading: number, writing: number, other: number, until: number, mask: number,
): number {
  if (until < 0) return until;
  if (mask !== 0) {
    if (!mayReadUser(mask, callWord() * 2)) return -EFAULT;
    const set = loadWord(mask, 0, callWord());
    const error = set === 0 ? 0 : replaceBlocked(set, loadWord(mask, 1, callWord()));
    if (error < 0) return error;
  }
  return selectUntil(count, reading, writing, other, until);
}
