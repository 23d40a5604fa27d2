// Processor time of a process and all that it has started, from Linux's /proc (proc(5), "stat").
//
// How it thinks: what a process has waited for is in its own sums, what still lives has a file of its own; so the sum
// over the living tree is the time of all, but for the few processes whose end nobody waits for.
import { readdirSync, readFileSync } from "node:fs";

/** Seconds of the processors, in programs and in the kernel for them. */
export interface ProcessorTime {
  user: number;
  system: number;
}

interface ProcessTimes extends ProcessorTime {
  parent: number;
}

/** The clock of /proc has 100 ticks a second on every processor that this runs on. */
const ticksPerSecond = 100;

/** The time of a process and what it has started; undefined where /proc does not tell. */
export function processorTime(root: number): ProcessorTime | undefined {
  const processes = new Map(processNumbers().flatMap((number): [number, ProcessTimes][] => {
    const times = timesOf(number);
    return times === undefined ? [] : [[number, times]];
  }));
  if (!processes.has(root)) {
    return undefined;
  }
  const isBelow = (number: number): boolean => {
    const parent = processes.get(number)?.parent;
    return number === root || (parent !== undefined && isBelow(parent));
  };
  const tree = [...processes].filter(([number]) => isBelow(number)).map(([, times]) => times);
  return {
    user: tree.reduce((sum, { user }) => sum + user, 0),
    system: tree.reduce((sum, { system }) => sum + system, 0),
  };
}

/** What has come since a measurement; the time of a process that nobody waited for is gone from a later one. */
export function difference(after: ProcessorTime, before: ProcessorTime): ProcessorTime {
  return { user: Math.max(0, after.user - before.user), system: Math.max(0, after.system - before.system) };
}

function processNumbers(): number[] {
  try {
    return readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name)).map(Number);
  } catch {
    return [];
  }
}

/** The second field is a name in parentheses that may hold anything; utime is the 14th, cstime the 17th. */
function timesOf(number: number): ProcessTimes | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${number}/stat`, "latin1");
  } catch {
    // It has ended in the meantime.
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number);
  const [user, system, childUser, childSystem] = fields.slice(11, 15);
  return {
    parent: fields[1] as number,
    user: ((user as number) + (childUser as number)) / ticksPerSecond,
    system: ((system as number) + (childSystem as number)) / ticksPerSecond,
  };
}
