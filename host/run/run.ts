// One run: archives, tape, machine, verdicts.
//
// How it thinks: everything that can be known is checked before the machine starts (engine, folders,
// archives); then the machine runs, and only its console and the files that it hands out count. Whatever
// happens, the work folder goes away at the end.
import { createWriteStream, type WriteStream } from "node:fs";
import { access, constants, mkdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { finished } from "node:stream/promises";
import { copyAtomically, sha256 } from "../common/files.js";
import { Interrupted, Problem } from "../common/problem.js";
import { formatBytes, roughly } from "../common/text.js";
import type { Engine, Outcome } from "../engines/engine.js";
import { engines } from "../engines/engines.js";
import { readFirmware, readHex, seedCodeBytes, type Firmware } from "../engines/firmware.js";
import type { Milestone, RunDocument } from "../report/document.js";
import { Journal } from "../report/journal.js";
import { Progress } from "../report/progress.js";
import type { Reporter } from "../report/reporter.js";
import { readTimes, rememberTimes, usualSeconds, type Times } from "../report/times.js";
import { judgeStep } from "../report/verdicts.js";
import { readCached } from "../sources/cache.js";
import type { Archive } from "../sources/lock.js";
import { missingArchives, provideArchives } from "../sources/provide.js";
import { checkInputs } from "../steps/inputs.js";
import { archivesOf, readSteps, stepsUntil, type Step } from "../steps/steps.js";
import { makePlan } from "../tape/plan.js";
import { makeTape } from "../tape/tape.js";
import { findFailure, type Failure } from "./failure.js";
import type { RunOptions } from "./options.js";
import { makeWorkFolder } from "./work-folder.js";

export interface RunResult {
  document: RunDocument;
  failure: Failure | undefined;
  /** The file with the console's output. */
  log: string;
  steps: Step[];
}

/** Runs the chain up to the milestone that was asked for; throws only for what comes before the machine. */
export async function runChain(options: RunOptions, report: Reporter): Promise<RunResult> {
  const engine = findEngine(options.engine);
  const steps = stepsUntil(await readSteps(options.root), options.until);
  await engine.check(options);
  const firmware = await readFirmware(options.root);
  const log = logFile(options, steps);
  await prepareFolder(dirname(log));
  if (options.out !== undefined) {
    await prepareFolder(resolve(options.out));
  }
  if (!options.pinning) {
    requirePins(steps);
    await checkInputs(options.root, steps);
  }
  const times = await readTimes(options.cache);
  const archives = await obtainArchives(steps, options, report,
    (missing) => announce(engine, steps, missing, times, options).forEach((line) => report.note(line)));
  const tape = await makeTape(options.root, archives, makePlan(steps, !options.pinning));
  const workFolder = await makeWorkFolder(options.cache);
  try {
    return await runMachine({ engine, steps, firmware, tape, log, workFolder, times }, options, report);
  } finally {
    await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function findEngine(name: string): Engine {
  return engines.find((engine) => engine.name === name) as Engine;
}

function requirePins(steps: Step[]): void {
  const unpinned = steps.find((step) => step.pins === undefined || step.inputs === undefined);
  if (unpinned !== undefined) {
    const file = unpinned.pins === undefined ? "pins" : "inputs";
    throw new Problem(`${unpinned.folder}/${file} is missing: is the repository complete? ` +
      "(`./rootseed pin` makes pins)");
  }
}

function logFile(options: RunOptions, steps: Step[]): string {
  if (options.log !== undefined) {
    return resolve(options.log);
  }
  return options.out !== undefined
    ? join(resolve(options.out), "console.log")
    : join(options.cache, "logs", `${options.engine}-${steps.at(-1)?.name}.log`);
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK);
}

/** What a user wants to know before it begins: time, memory, download. */
function announce(engine: Engine, steps: Step[], missing: Archive[], times: Times, options: RunOptions): string[] {
  const names = ["start", ...steps.map((step) => step.name)];
  const seconds = names.reduce((sum, name) => sum + usualSeconds(times, engine.name, name), 0);
  const memory = engine.name === "v86" ? `${options.memory} MB for the machine and 200 MB around it` : "200 MB";
  const bytes = missing.reduce((sum, archive) => sum + archive.bytes, 0);
  return [
    `rootseed: seed → ${steps.map((step) => step.name).join(" → ")}`,
    `  on ${engine.description}`,
    `  time: ${roughly(seconds)}; memory: ${memory}; ` +
      (missing.length > 0 ? `download: ${formatBytes(bytes)}` : "nothing to download"),
  ];
}

async function obtainArchives(
  steps: Step[], options: RunOptions, report: Reporter, announceMissing: (missing: Archive[]) => void,
): Promise<{ path: string; content: Buffer }[]> {
  const archives = archivesOf(steps);
  const linkOf = (archive: Archive): string =>
    `the link ${steps.find((step) => step.archives.some(({ file }) => file === archive.file))?.name}`;
  const { cache, mirrors, signal } = options;
  const provide = { cache, mirrors, signal, replaceDamaged: false, linkOf };
  const missing = await missingArchives(archives, provide, report);
  announceMissing(missing);
  await provideArchives(missing, provide, report);
  return Promise.all(archives.map(async (archive) => ({
    path: `sources/${archive.file}`,
    content: await readCached(options.cache, archive, linkOf(archive)),
  })));
}

interface Prepared {
  engine: Engine;
  steps: Step[];
  firmware: Firmware;
  tape: Uint8Array;
  log: string;
  workFolder: string;
  times: Times;
}

async function runMachine(prepared: Prepared, options: RunOptions, report: Reporter): Promise<RunResult> {
  const { engine, steps, firmware, log, workFolder, times } = prepared;
  const names = steps.map((step) => step.name);
  const outFolder = join(workFolder, "root/out");
  await mkdir(outFolder, { recursive: true });
  const started = performance.now();
  const journal = new Journal(engine.name !== "v86", (link, ended) => progress.changed(link, ended));
  const progress = new Progress(report, () => journal, names, (link) => usualSeconds(times, engine.name, link));
  const logStream = createWriteStream(log);
  let outcome: Outcome;
  try {
    outcome = await engine.run({
      tape: prepared.tape, firmware, memory: options.memory, workFolder, outFolder, signal: options.signal,
      console: (bytes) => {
        logStream.write(bytes);
        if (options.verbose) {
          report.clear();
          process.stderr.write(bytes);
        }
        journal.push(bytes);
      },
    });
  } catch (error) {
    if (error instanceof Interrupted || !(error instanceof Problem)) {
      throw error;
    }
    outcome = { stopped: error.message };
  } finally {
    progress.stop();
    await closeLog(logStream);
  }
  journal.finish();
  const milestones = await judge(steps, journal, outFolder);
  const failure = await findFailure(options.root, journal, whyStopped(outcome, journal), names,
    options.pinning ? [] : milestones);
  if (options.out !== undefined) {
    await handOut(milestones, outFolder, resolve(options.out), options.pinning);
  }
  await rememberTimes(options.cache, engine.name, secondsByLink(journal, started));
  const document = await makeDocument(options, milestones, failure);
  return { document, failure, log, steps };
}

async function closeLog(stream: WriteStream): Promise<void> {
  stream.end();
  await finished(stream);
}

/** Why the machine did not end with status 0; undefined when it did. On a PC the status stands on the console. */
function whyStopped(outcome: Outcome, journal: Journal): string | undefined {
  const code = "exitCode" in outcome ? outcome.exitCode : journal.exitCode;
  if (code === undefined) {
    return "stopped" in outcome ? outcome.stopped : undefined;
  }
  return code === 0 ? undefined : `the machine's first program ended with status ${code}`;
}

/** The milestones that were begun, with their artifacts: all that came, and all that should have come. */
async function judge(steps: Step[], journal: Journal, outFolder: string): Promise<Milestone[]> {
  const milestones: Milestone[] = [];
  for (const link of journal.links) {
    const step = steps.find((candidate) => candidate.name === link.name);
    if (step !== undefined) {
      const seconds = ((link.ended ?? journal.lastOutput) - link.begun) / 1000;
      const artifacts = await judgeStep(step, outFolder);
      milestones.push({
        name: link.name,
        seconds: Math.round(seconds * 1000) / 1000,
        // A link that failed before it handed anything out has no wrong artifacts: it has another fault.
        artifacts: link.ended === undefined && artifacts.every(({ sha256 }) => sha256 === null) ? [] : artifacts,
        ...(link.tests === undefined ? {} : { tests: link.tests }),
      });
    }
  }
  return milestones;
}

/** Copies what is right to OUT/MILESTONE/PATH. */
async function handOut(milestones: Milestone[], from: string, to: string, pinning: boolean): Promise<void> {
  for (const { name, artifacts } of milestones) {
    for (const artifact of artifacts) {
      if (artifact.ok || (pinning && artifact.sha256 !== null)) {
        await copyAtomically(join(from, name, artifact.path), join(to, name, artifact.path));
      }
    }
  }
}

function secondsByLink(journal: Journal, started: number): Record<string, number> {
  const round = (milliseconds: number): number => Math.round(milliseconds / 10) / 100;
  const ended = journal.links.filter((link) => link.ended !== undefined);
  const seconds = Object.fromEntries(ended.map((link) => [link.name, round((link.ended as number) - link.begun)]));
  const first = journal.links[0];
  return first === undefined ? seconds : { start: round(first.begun - started), ...seconds };
}

/** The document of a run on an engine; without a failure it is ok. */
export async function makeDocument(
  options: RunOptions, milestones: Milestone[], failure: Pick<Failure, "milestone" | "message"> | undefined,
): Promise<RunDocument> {
  const file = options.engine === "v86" ? "seed/boot.hex" : "seed/host.hex";
  const seed = await readHex(options.root, file);
  return {
    ok: failure === undefined,
    engine: options.engine,
    seed: { file, bytes: await seedCodeBytes(options.root, file), sha256: sha256(seed) },
    milestones,
    ...(failure === undefined ? {} : { error: { milestone: failure.milestone, message: failure.message } }),
  };
}
