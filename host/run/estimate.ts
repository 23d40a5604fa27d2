// What a run needs: time, memory, disk, download; said before it begins, and the disk compared with what is free.
//
// How it thinks: estimates from what was recorded (host/report). Disk space is what the cache folder's file system must
// have: downloads, the machine with its archives, the largest folder in which a step is built, and three times each
// result: installed, delivered, kept for later runs.
import { mkdir, statfs } from "node:fs/promises";
import { Status, UserError } from "../common/errors.js";
import { formatBytes, roughly } from "../common/text.js";
import type { Engine } from "../engines/engine.js";
import { expectedSeconds, expectedStart, type Times } from "../report/times.js";
import type { Archive } from "../sources/archive.js";
import { unknownCost } from "../steps/costs.js";
import { archivesOf, stagesOf, type Step } from "../steps/steps.js";
import type { PlannedLeg } from "./legs.js";
import type { RunOptions } from "./options.js";

const megabyte = 1_000_000;

/** What the host program itself needs, in MB. */
const hostMemory = 200;

export interface Estimate {
  seconds: number;
  /** In words. */
  memory: string;
  /** Bytes. */
  disk: number;
  download: number;
}

/** A leg of the run. */
type Needs = Pick<PlannedLeg, "engine" | "toBuild" | "memory">;

const sum = (numbers: number[]): number => numbers.reduce((total, value) => total + value, 0);
const largest = (numbers: number[]): number => Math.max(0, ...numbers);

/**
 * What a run takes.
 * @param legs those in which a machine does something
 * @param steps all of the run's
 * @param missing the archives that have to be downloaded
 */
export function estimateRun(
  legs: readonly Needs[], steps: Step[], missing: Archive[], times: Times, options: Pick<RunOptions, "jobs">,
): Estimate {
  const download = sum(missing.map(({ bytes }) => bytes));
  const toBuild = legs.flatMap((leg) => leg.toBuild);
  const onDisk = legs.flatMap(({ engine, toBuild: some }) =>
    some.filter(({ runsOn }) => !engine.isEmulated || runsOn === "linux"));
  return {
    seconds: sum(legs.map(({ engine, toBuild: some }) => expectedStart(times, engine.name) +
      sum(some.map((step) => expectedSeconds(times, engine.name, step))))),
    memory: legs.map((leg) => memoryOf(leg, options.jobs)).join(", then "),
    disk: download + sum(archivesOf(toBuild).map(({ bytes }) => bytes)) +
      megabyte * (3 * sum(steps.map((step) => step.cost.result)) +
        largest(onDisk.map((step) => step.cost.building))),
    download,
  };
}

function memoryOf({ engine, toBuild, memory }: Needs, jobs: number): string {
  if (!engine.isEmulated) {
    const processes = largest(toBuild.map((step) => step.cost.process)) * jobs;
    return `${hostMemory + Math.ceil(processes / 100) * 100} MB`;
  }
  const needed = machineMemory(toBuild);
  const little = memory < needed ? ` (${needed} MB recommended)` : "";
  return `${memory} MB for the machine${little} and ${hostMemory} MB around it`;
}

/** The memory in MB that an emulated PC needs to make some steps. */
function machineMemory(toBuild: Step[]): number {
  return Math.max(...[unknownCost, ...toBuild.map(({ cost }) => cost)].map(({ machine }) => machine));
}

/**
 * The memory in MB that an emulated PC gets: as the user asks, or what the steps need. On the host's kernel 0.
 * @param toStart what is needed for what follows the steps
 */
export function chooseMemory(engine: Engine, requested: number | undefined, toBuild: Step[], toStart: number): number {
  if (engine.memory === undefined || requested !== undefined) {
    return requested ?? 0;
  }
  const needed = Math.max(machineMemory(toBuild), toStart);
  if (needed > engine.memory.most) {
    throw new UserError(`engine ${engine.name} has at most ${engine.memory.most} MB of memory, and ${needed} MB are ` +
      "needed: use another engine, or stop at an earlier stage (--until)", Status.Usage);
  }
  return needed;
}

/** Throws when an engine cannot have the memory that the user asks for. */
export function validateMemory(engine: Engine, requested: number | undefined): void {
  if (engine.memory === undefined || requested === undefined) {
    return;
  }
  const { least, most } = engine.memory;
  if (requested < least || requested > most) {
    throw new UserError(`--memory ${requested}: engine ${engine.name} takes ${least} to ${most} MB`, Status.Usage);
  }
}

/**
 * The lines for the user.
 * @param engine the one that was asked for
 * @param legs those in which a machine does something
 */
export function announce(
  engine: string, legs: readonly Needs[], steps: Step[], toBuild: Step[], estimate: Estimate,
): string[] {
  const cached = steps.filter((step) => !toBuild.includes(step));
  const head = [
    `rootseed: seed → ${stagesOf(steps).join(" → ")}`,
    ...(cached.length > 0 ? [`  from the store, made by earlier runs: ${cached.map(({ name }) => name).join(", ")} ` +
      "(--fresh rebuilds everything)"] : []),
  ];
  return toBuild.length === 0 ? head : [
    ...head,
    ...legs.map(({ engine: { name, description }, toBuild: some }, index) =>
      `  ${index === 0 ? "" : "then "}on ${description}` +
      (name === engine ? "" : `, because i386 programs do not run on ${engine} here`) +
      (legs.length === 1 ? "" : `: ${some.map((step) => step.name).join(", ")}`)),
    `  time: ${roughly(estimate.seconds)}; memory: ${estimate.memory}; disk: ${formatBytes(estimate.disk)}; ` +
      (estimate.download > 0 ? `download: ${formatBytes(estimate.download)}` : "nothing to download"),
  ];
}

/** Makes a folder if there is none; throws when its file system has less room than that. */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) {
    throw new UserError(`${folder}: ${formatBytes(bavail * bsize)} are free there, this run needs ` +
      `${formatBytes(bytes)}: free some, choose another folder (--cache DIR), or stop earlier (--until)`);
  }
}
