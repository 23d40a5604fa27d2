// What a run needs: time, memory, disk, download; said before it begins, and the disk compared with what is free.
//
// How it thinks: estimates from what was recorded (host/report). Disk space is what the cache folder's file system must
// have: downloads, the machine with its archives, the largest folder in which a link is built, and three times each
// result: installed, handed out, kept for later runs.
import { mkdir, statfs } from "node:fs/promises";
import { Problem, Status } from "../common/problem.js";
import { formatBytes, roughly } from "../common/text.js";
import type { Engine } from "../engines/engine.js";
import { usualSeconds, type Times } from "../report/times.js";
import { unknownUsual, usualByLink, type Usual } from "../report/usual.js";
import type { Archive } from "../sources/lock.js";
import { archivesOf, milestonesOf, type Step } from "../steps/steps.js";
import type { RunOptions } from "./options.js";

const megabyte = 1_000_000;

/** What the host program itself needs, in MB. */
const hostMemory = 200;

export interface Needs {
  seconds: number;
  /** In words. */
  memory: string;
  /** Bytes. */
  disk: number;
  download: number;
}

function usual(step: Step): Usual {
  return usualByLink[step.name] ?? unknownUsual;
}

/**
 * What it takes to make some steps.
 * @param toMake those of the steps that the store does not have
 * @param missing the archives that have to be downloaded
 */
export function needsOf(
  engine: Engine, steps: Step[], toMake: Step[], missing: Archive[], times: Times,
  options: Pick<RunOptions, "jobs"> & { memory: number },
): Needs {
  const sum = (numbers: number[]): number => numbers.reduce((total, value) => total + value, 0);
  const largest = (numbers: number[]): number => Math.max(0, ...numbers);
  const processes = largest(toMake.map((step) => usual(step).memory)) * options.jobs;
  const needed = machineMemory(toMake);
  const little = options.memory < needed ? ` (${needed} MB are usual: less may not do)` : "";
  const download = sum(missing.map(({ bytes }) => bytes));
  return {
    seconds: sum(["start", ...toMake.map(({ name }) => name)].map((name) => usualSeconds(times, engine.name, name))),
    memory: engine.isMachine ? `${options.memory} MB for the machine${little} and ${hostMemory} MB around it`
      : `${hostMemory + Math.ceil(processes / 100) * 100} MB`,
    disk: download + sum(archivesOf(toMake).map(({ bytes }) => bytes)) +
      megabyte * (3 * sum(steps.map((step) => usual(step).result)) +
        (engine.isMachine ? 0 : largest(toMake.map((step) => usual(step).building)))),
    download,
  };
}

/** The memory in MB that an emulated PC needs to make some steps. */
function machineMemory(toMake: Step[]): number {
  return Math.max(...[unknownUsual, ...toMake.map(usual)].map(({ machine }) => machine));
}

/**
 * The memory in MB that an emulated PC gets: as the user wishes, or what the steps need. On a lent kernel 0.
 * @param toStart what is needed for what follows the steps
 */
export function settleMemory(engine: Engine, wish: number | undefined, toMake: Step[], toStart: number): number {
  if (engine.memory === undefined || wish !== undefined) {
    return wish ?? 0;
  }
  const needed = Math.max(machineMemory(toMake), toStart);
  if (needed > engine.memory.most) {
    throw new Problem(`engine ${engine.name} has at most ${engine.memory.most} MB of memory, and ${needed} MB are ` +
      "needed: use another engine, or stop at an earlier milestone (--until)", Status.Usage);
  }
  return needed;
}

/** Throws when an engine cannot have the memory that the user wishes. */
export function checkMemory(engine: Engine, wish: number | undefined): void {
  if (engine.memory !== undefined && wish !== undefined && (wish < engine.memory.least || wish > engine.memory.most)) {
    throw new Problem(`--memory ${wish}: engine ${engine.name} takes ${engine.memory.least} to ` +
      `${engine.memory.most} MB`, Status.Usage);
  }
}

/** The lines for the user. */
export function announce(engine: Engine, steps: Step[], toMake: Step[], needs: Needs): string[] {
  const kept = steps.filter((step) => !toMake.includes(step));
  const head = [
    `rootseed: seed → ${milestonesOf(steps).join(" → ")}`,
    ...(kept.length > 0 ? [`  from the store, made by earlier runs: ${kept.map(({ name }) => name).join(", ")} ` +
      "(--fresh makes all anew)"] : []),
  ];
  return toMake.length === 0 ? head : [
    ...head,
    `  on ${engine.description}`,
    `  time: ${roughly(needs.seconds)}; memory: ${needs.memory}; disk: ${formatBytes(needs.disk)}; ` +
      (needs.download > 0 ? `download: ${formatBytes(needs.download)}` : "nothing to download"),
  ];
}

/** Makes a folder if there is none; throws when its file system has less room than that. */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) {
    throw new Problem(`${folder}: ${formatBytes(bavail * bsize)} are free there, this run needs ` +
      `${formatBytes(bytes)}: free some, choose another folder (--cache DIR), or stop earlier (--until)`);
  }
}
