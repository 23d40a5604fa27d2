// The command `verify`: artifacts against pins again, from a folder, from the store, from several engines that run
// anew; or against the document of somebody else's run.
import { existsSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import { readOrdinaryFile } from "../common/files.js";
import { explain, Problem, Status } from "../common/problem.js";
import { formatTable } from "../common/text.js";
import { findEngine } from "../engines/engines.js";
import { defaultHardware, qemuVariants } from "../engines/hardware.js";
import {
  theirRunSchema, verifySchema, type Artifact, type MatrixRow, type Milestone, type RunDocument,
} from "../report/document.js";
import { documentHead, printable } from "../report/head.js";
import { makeReporter, type Reporter } from "../report/reporter.js";
import { milestoneTable } from "../report/table.js";
import { describeDifference, hashOf, judgeMilestone } from "../report/verdicts.js";
import type { RunOptions } from "../run/options.js";
import { runChain } from "../run/run.js";
import { linkKeys } from "../store/keys.js";
import { Store } from "../store/store.js";
import { milestonesOf, readSteps, stepsUntil, type Step } from "../steps/steps.js";
import type { Context } from "./main.js";
import type { Sources } from "./sources.js";

export interface VerifyWishes {
  engines?: string[];
  until?: string;
  against?: string;
  memory?: number;
  json?: true;
}

type Wishes = VerifyWishes & Sources;

export async function verifyCommand(context: Context, folder: string | undefined, wishes: Wishes): Promise<Status> {
  const report = makeReporter(wishes.json ? process.stderr : process.stdout);
  const allSteps = await readSteps(context.root);
  const steps = stepsUntil(allSteps, wishes.until);
  if (folder !== undefined && !(existsSync(folder) && statSync(folder).isDirectory())) {
    throw new Problem(`${folder}: there is no such folder`, Status.Usage);
  }
  const { columns, notRun } = wishes.engines !== undefined ? await runEngines(context, wishes, report)
    : {
      columns: new Map([await (folder !== undefined ? readFolder(folder, steps, wishes.until !== undefined)
        : readStore(wishes.cache, steps, linkKeys(allSteps), wishes.until !== undefined))]),
      notRun: new Map<string, string>(),
    };
  const nothingRan = columns.size === 0;
  if (wishes.against !== undefined) {
    columns.set("theirs", await readTheirs(wishes.against));
  }
  const rows = nothingRan ? [] : makeMatrix(columns, new Set(wishes.against === undefined ? [] : ["theirs"]));
  if (rows.length === 0 && !nothingRan) {
    throw new Problem("nothing to verify: neither the store nor the folder has an artifact of this chain " +
      "(`./rootseed run` makes some)");
  }
  const ok = rows.every((row) => row.ok) && notRun.size === 0;
  const fromStore = new Map([...columns].map(([column, milestones]) => [column,
    milestones.flatMap(({ artifacts }) => artifacts).filter((artifact) => artifact.fromStore === true).length]));
  if (columns.size === 1 && notRun.size === 0) {
    milestoneTable(withoutNames([...columns.values()][0] as Milestone[]), true, report.width)
      .forEach((line) => report.note(line));
  } else if (!nothingRan) {
    matrixTable(rows, [...columns.keys()], [...notRun.keys()], report.width).forEach((line) => report.note(line));
  }
  report.note("");
  report.note(`rootseed: ${summary(rows, columns.size, [...notRun.keys()])}`);
  const theirs = fromStore.get("theirs") ?? 0;
  if (theirs > 0) {
    report.note(`rootseed: ${theirs} artifacts of theirs were not made in that run: they come from its store`);
  }
  if (wishes.json) {
    const document = {
      ok, columns: [...columns.keys()], fromStore: Object.fromEntries(fromStore),
      notRun: [...notRun].map(([engine, reason]) => ({ engine, reason })), artifacts: rows,
    };
    process.stdout.write(`${printable(verifySchema, { ...documentHead(context.root, "verify"), ...document })}\n`);
  }
  return ok ? Status.Success : Status.Failed;
}

/** What all of it comes to. */
function summary(rows: MatrixRow[], columns: number, notRun: string[]): string {
  const wrong = rows.filter((row) => !row.ok).length;
  const found = wrong > 0 ? `${wrong} of ${rows.length} artifacts differ, are missing or are not pinned`
    : `${rows.length} artifacts, all as pinned` + (columns > 1 ? ", all the same" : "");
  return [...(rows.length > 0 ? [found] : []),
    ...(notRun.length > 0 ? [`NOT RUN, and so not compared: ${notRun.join(", ")}`] : [])].join("; ");
}

function withoutNames(milestones: Milestone[]): Milestone[] {
  return milestones.filter(({ artifacts }) => artifacts.length > 0);
}

/** The artifacts in a folder; of milestones that are not there only when they were asked for. */
async function readFolder(folder: string, steps: Step[], all: boolean): Promise<[string, Milestone[]]> {
  const milestones: Milestone[] = [];
  for (const name of milestonesOf(steps).filter((milestone) => all || existsSync(join(folder, milestone)))) {
    const pins = steps.filter((step) => step.milestone === name).flatMap((step) => step.pins ?? []);
    milestones.push({ name, seconds: 0, artifacts: await judgeMilestone(name, pins, folder) });
  }
  return [folder, milestones];
}

async function readStore(
  cache: string, steps: Step[], keys: Map<string, string>, all: boolean,
): Promise<[string, Milestone[]]> {
  const store = new Store(cache);
  const milestones: Milestone[] = [];
  for (const step of steps) {
    const entry = await store.find(keys.get(step.name) as string);
    if (entry !== undefined && "damaged" in entry) {
      throw new Problem(`the link ${step.name}: what the store has of it is damaged: ${entry.damaged}; ` +
        `\`./rootseed run --until ${step.name}\` makes it anew`);
    }
    const found = new Map(entry?.artifacts.map((file) => [file.path, file]) ?? []);
    if (entry === undefined && !all) {
      continue;
    }
    const artifacts: Artifact[] = (step.pins ?? []).map((pin) => {
      const file = found.get(pin.path);
      return {
        path: pin.path.slice(step.milestone.length + 1), bytes: file?.bytes ?? null, sha256: file?.sha256 ?? null,
        expected: hashOf(pin), ok: file?.sha256 === pin.sha256,
        ...(file === undefined ? {} : { fromStore: true as const }),
      };
    });
    milestones.push({ name: step.milestone, seconds: entry?.seconds ?? 0, artifacts });
  }
  return ["store", milestones];
}

/** What several engines have made, by the names of their columns; and why others have made nothing. */
interface EngineResults {
  columns: Map<string, Milestone[]>;
  notRun: Map<string, string>;
}

/** Runs engines one after the other, each from the seed. Whether they can run at all is asked of all of them first. */
async function runEngines(context: Context, wishes: Wishes, report: Reporter): Promise<EngineResults> {
  const columns = new Map<string, Milestone[]>();
  const notRun = new Map<string, string>();
  const cannotRun = (column: string, reason: string): void => {
    notRun.set(column, reason);
    report.note(`${column}: NOT RUN: ${reason}`);
  };
  const wanted = (wishes.engines ?? []).map((column) => ({
    column, engine: column in qemuVariants ? "qemu" : column,
    hardware: { ...defaultHardware, ...qemuVariants[column] },
  }));
  for (const { column, engine, hardware } of wanted) {
    try {
      await findEngine(engine).check({ hardware, root: context.root, cache: wishes.cache });
    } catch (error) {
      cannotRun(column, explain(error));
    }
  }
  for (const { column, engine, hardware } of wanted.filter((each) => !notRun.has(each.column))) {
    const { document, failure } = await runOrReason({
      root: context.root, engine, until: wishes.until, out: undefined, memory: wishes.memory,
      jobs: availableParallelism(), hardware,
      log: undefined, cache: wishes.cache,
      mirrors: wishes.mirrors, verbose: false, pinning: false, fresh: true, exportTo: undefined, console: undefined,
      own: { add: [], script: undefined, steps: undefined }, signal: context.signal,
    }, report);
    if (document === undefined || (failure !== undefined && document.milestones.length === 0)) {
      cannotRun(column, failure?.message ?? "");
      continue;
    }
    columns.set(column, document.milestones);
    if (failure !== undefined) {
      report.note(`${column}: ${failure.message}`);
    }
  }
  return { columns, notRun };
}

type RunOrReason = { document: RunDocument; failure: { message: string } | undefined }
  | { document: undefined; failure: { message: string } };

/** What keeps one engine from running must not lose what others have made. */
async function runOrReason(options: RunOptions, report: Reporter): Promise<RunOrReason> {
  try {
    return await runChain(options, report);
  } catch (error) {
    if (error instanceof Problem && error.status === Status.Failed) {
      return { document: undefined, failure: error };
    }
    throw error;
  }
}

async function readTheirs(file: string): Promise<Milestone[]> {
  const text = (await readOrdinaryFile(file)).toString("utf8");
  let document: z.infer<typeof theirRunSchema>;
  try {
    document = theirRunSchema.parse(JSON.parse(text));
  } catch {
    throw new Problem(`${file}: is no document that \`rootseed run --json\` has printed`);
  }
  if (document.milestones.every(({ artifacts }) => artifacts.length === 0)) {
    throw new Problem(`${file}: that run has made no artifact (${document.error?.message ?? "no milestone"})`);
  }
  // What they expected, and whether they found it right, does not count.
  return document.milestones.map(({ name, artifacts }) => ({ name, seconds: 0,
    artifacts: artifacts.map((artifact) => ({ ...artifact, bytes: null, expected: null, ok: true })) }));
}

/**
 * One row an artifact. It is right when every column has the pinned one; in the columns `partial`, and between columns
 * that have only some milestones, what is not there does not count.
 */
export function makeMatrix(columns: Map<string, Milestone[]>, partial: Set<string>): MatrixRow[] {
  const rows = new Map<string, MatrixRow>();
  const ours = new Set<MatrixRow>();
  for (const [column, milestones] of columns) {
    for (const { name, artifacts } of milestones) {
      for (const { path, sha256, expected } of artifacts) {
        const row = rows.get(`${name}/${path}`) ?? { milestone: name, path, expected: null, found: {}, ok: true };
        row.found[column] = sha256;
        row.expected ??= expected;
        if (!partial.has(column)) {
          ours.add(row);
        }
        rows.set(`${name}/${path}`, row);
      }
    }
  }
  for (const row of rows.values()) {
    for (const column of columns.keys()) {
      row.found[column] ??= null;
    }
    const present = Object.entries(row.found).filter(([column, hash]) => hash !== null || !partial.has(column));
    row.ok = row.expected !== null && present.every(([, hash]) => hash === row.expected);
  }
  // What only they have is beyond what was asked for here.
  return [...rows.values()].filter((row) => ours.has(row));
}

/** Of a row that is not right. */
function verdict({ found, expected }: MatrixRow): string {
  if (expected === null) {
    return "NOT PINNED";
  }
  return Object.values(found).every((hash) => hash === null || hash === expected) ? "MISSING" : "DIFFERS";
}

function matrixTable(rows: MatrixRow[], columns: string[], notRun: string[], width: number): string[] {
  const cell = (row: MatrixRow, column: string): string => {
    const hash = row.found[column];
    return hash === null || hash === undefined ? "missing" : hash === row.expected ? "same" : hash.slice(0, 16);
  };
  const lines = formatTable([
    ["milestone", "artifact", "pinned SHA-256", ...columns, ...notRun, "verdict"],
    ...rows.map((row) => [row.milestone, row.path, row.expected ?? "-", ...columns.map((column) => cell(row, column)),
      ...notRun.map(() => "NOT RUN"), row.ok ? "ok" : verdict(row)]),
  ], ["", "", "", ...columns, ...notRun, ""].map(() => false), width);
  const wrong = rows.filter((row) => !row.ok).flatMap((row) => columns.filter((column) =>
    row.found[column] !== row.expected).map((column) => `${column}: ` + describeDifference(row.milestone, {
    path: row.path, bytes: null, sha256: row.found[column] ?? null, expected: row.expected, ok: false,
  })));
  return [...lines, ...wrong];
}
