// The command `verify`: artifacts against pins again, from a folder, from the store, from several engines that run
// again; or against the document of somebody else's run.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { readOrdinaryFile } from "../common/files.js";
import { explain, Status, UserError } from "../common/errors.js";
import { formatTable } from "../common/text.js";
import { engines } from "../engines/engines.js";
import { defaultHardware, qemuVariants } from "../engines/hardware.js";
import {
  theirRunSchema, verifySchema, type Artifact, type MatrixRow, type Stage, type VerifyDocument,
} from "../report/document.js";
import { documentHead, printable } from "../report/head.js";
import { makeReporter, type Reporter } from "../common/reporter.js";
import { stageTable } from "../report/table.js";
import { describeDifference, hashOf, checkStage } from "../report/check.js";
import { divide } from "../run/legs.js";
import { stepKeys } from "../store/keys.js";
import { Store } from "../store/store.js";
import { stagesOf, readSteps, stepsUntil, type Step } from "../steps/steps.js";
import type { Context, Definition } from "./context.js";
import { verifyFixedPoints } from "./fixed-points.js";
import { names, port, positive, refuseTogether } from "./options.js";
import { plainRun, runOrReason } from "./plain-run.js";
import { addSourceOptions, sourcesFrom, type SourceOptions, type Sources } from "./sources.js";
import { portOf, whileWatched, type Watched } from "./watch.js";

export interface VerifyOptions {
  engines?: string[];
  otherEngine?: boolean;
  until?: string;
  against?: string;
  memory?: number;
  watch?: number | true;
  fixedPoints?: true;
  json?: true;
}

type Options = VerifyOptions & Sources;

export async function verifyCommand(context: Context, folder: string | undefined, options: Options): Promise<Status> {
  const report = makeReporter(options.json ? process.stderr : process.stdout);
  const port = portOf(options.watch);
  const { root, signal } = context;
  const words = `rootseed verify --engines ${options.engines?.join(",")}`;
  return whileWatched(port === undefined ? undefined : { root, signal, words, port }, report, (watched) =>
    verifyAndPrint(context, folder, options, report, watched));
}

async function verifyAndPrint(
  context: Context, folder: string | undefined, options: Options, report: Reporter, watched: Watched | undefined,
): Promise<Status> {
  const allSteps = await readSteps(context.root);
  const steps = stepsUntil(allSteps, options.until);
  if (folder !== undefined && !(existsSync(folder) && statSync(folder).isDirectory())) {
    throw new UserError(`${folder}: there is no such folder`, Status.Usage);
  }
  const { columns, notRun } = options.engines !== undefined ? await runEngines(context, steps, options, report, watched)
    : {
      columns: new Map([await (folder !== undefined ? readFolder(folder, steps, options.until !== undefined)
        : readStore(options.cache, steps, stepKeys(allSteps), options.until !== undefined))]),
      notRun: new Map<string, string>(),
    };
  const nothingRan = columns.size === 0;
  if (options.against !== undefined) {
    columns.set("theirs", await readTheirs(options.against));
  }
  const rows = nothingRan ? [] : makeMatrix(columns, new Set(options.against === undefined ? [] : ["theirs"]));
  if (rows.length === 0 && !nothingRan) {
    throw new UserError("nothing to verify: neither the store nor the folder has an artifact of this chain " +
      "(`./rootseed run` makes some)");
  }
  const document = verifyDocument(context.root, { columns, notRun }, rows);
  watched?.document(document, true);
  if (columns.size === 1 && notRun.size === 0) {
    stageTable(withoutNames([...columns.values()][0] as Stage[]), true, report.width)
      .forEach((line) => report.note(line));
  } else if (!nothingRan) {
    const names = [...columns.keys()];
    [...matrixTable(rows, names, [...notRun.keys()], report.width), ...describeDifferences(rows, names)]
      .forEach((line) => report.note(line));
  }
  report.note("");
  report.note(`rootseed: ${summary(rows, columns.size, [...notRun.keys()])}`);
  const theirs = document.fromStore["theirs"] ?? 0;
  if (theirs > 0) {
    report.note(`rootseed: ${theirs} artifacts of theirs were not made in that run: they come from its store`);
  }
  if (options.json) {
    process.stdout.write(`${printable(verifySchema, document)}\n`);
  }
  return document.ok ? Status.Success : Status.Failed;
}

function verifyDocument(root: string, { columns, notRun }: EngineResults, rows: MatrixRow[]): VerifyDocument {
  const fromStore = [...columns].map(([column, stages]) => [column,
    stages.flatMap(({ artifacts }) => artifacts).filter((artifact) => artifact.fromStore === true).length]);
  return {
    ...documentHead(root, "verify"), ok: rows.every((row) => row.ok) && notRun.size === 0,
    columns: [...columns.keys()], fromStore: Object.fromEntries(fromStore) as Record<string, number>,
    notRun: [...notRun].map(([engine, reason]) => ({ engine, reason })), artifacts: rows,
  };
}

/** What all of it comes to. */
function summary(rows: MatrixRow[], columns: number, notRun: string[]): string {
  const wrong = rows.filter((row) => !row.ok).length;
  const found = wrong > 0 ? `${wrong} of ${rows.length} artifacts differ, are missing or are not pinned`
    : `${rows.length} artifacts, all as pinned` + (columns > 1 ? ", all the same" : "");
  return [...(rows.length > 0 ? [found] : []),
    ...(notRun.length > 0 ? [`NOT RUN, and so not compared: ${notRun.join(", ")}`] : [])].join("; ");
}

function withoutNames(stages: Stage[]): Stage[] {
  return stages.filter(({ artifacts }) => artifacts.length > 0);
}

/** The artifacts in a folder; of stages that are not there only when they were asked for. */
async function readFolder(folder: string, steps: Step[], all: boolean): Promise<[string, Stage[]]> {
  const stages: Stage[] = [];
  for (const name of stagesOf(steps).filter((stage) => all || existsSync(join(folder, stage)))) {
    const pins = steps.filter((step) => step.stage === name).flatMap((step) => step.pins ?? []);
    stages.push({ name, seconds: 0, artifacts: await checkStage(name, pins, folder) });
  }
  return [folder, stages];
}

async function readStore(
  cache: string, steps: Step[], keys: Map<string, string>, all: boolean,
): Promise<[string, Stage[]]> {
  const store = new Store(cache);
  const stages: Stage[] = [];
  for (const step of steps) {
    const entry = await store.find(keys.get(step.name) as string);
    if (entry !== undefined && "damaged" in entry) {
      throw new UserError(`the step ${step.name}: what the store has of it is damaged: ${entry.damaged}; ` +
        `\`./rootseed run --until ${step.name}\` rebuilds it`);
    }
    const found = new Map(entry?.artifacts.map((file) => [file.path, file]) ?? []);
    if (entry === undefined && !all) {
      continue;
    }
    const artifacts: Artifact[] = (step.pins ?? []).map((pin) => {
      const file = found.get(pin.path);
      return {
        path: pin.path.slice(step.stage.length + 1), bytes: file?.bytes ?? null, sha256: file?.sha256 ?? null,
        expected: hashOf(pin), ok: file?.sha256 === pin.sha256,
        ...(file === undefined ? {} : { fromStore: true as const }),
      };
    });
    stages.push({ name: step.stage, seconds: entry?.seconds ?? 0, artifacts });
  }
  return ["store", stages];
}

/** The engine of a column; of one that is no engine's its name. */
const engineOf = (column: string): string => column in qemuVariants ? "qemu" : column;

/** What several engines have made, by the names of their columns; and why others have made nothing. */
interface EngineResults {
  columns: Map<string, Stage[]>;
  notRun: Map<string, string>;
}

/** Runs engines one after the other, each from the seed. Whether they can run at all is asked of all of them first. */
async function runEngines(
  context: Context, steps: Step[], options: Options, report: Reporter, watched: Watched | undefined,
): Promise<EngineResults> {
  const columns = new Map<string, Stage[]>();
  const notRun = new Map<string, string>();
  const cannotRun = (column: string, reason: string): void => {
    notRun.set(column, reason);
    report.note(`${column}: NOT RUN: ${reason}`);
  };
  const wanted = (options.engines ?? []).map((column) => ({
    column, engine: engineOf(column),
    hardware: { ...defaultHardware, ...qemuVariants[column] },
  }));
  for (const { column, engine, hardware } of wanted) {
    try {
      await divide(steps, undefined,
        { engine, otherEngine: options.otherEngine ?? true, hardware, root: context.root, cache: options.cache });
    } catch (error) {
      cannotRun(column, explain(error));
    }
  }
  for (const { column, engine, hardware } of wanted.filter((each) => !notRun.has(each.column))) {
    const { document, failure } = await runOrReason({
      ...plainRun(context, options, engine), otherEngine: options.otherEngine ?? true, until: options.until,
      memory: options.memory, hardware, fresh: true,
      ...watched === undefined ? {} : { watcher: watched.watcher },
    }, report);
    if (document === undefined || (failure !== undefined && document.stages.length === 0)) {
      cannotRun(column, failure?.message ?? "");
      continue;
    }
    columns.set(column, document.stages);
    watched?.document(verifyDocument(context.root, { columns, notRun }, makeMatrix(columns, new Set())), false);
    if (failure !== undefined) {
      report.note(`${column}: ${failure.message}`);
    }
  }
  return { columns, notRun };
}

async function readTheirs(file: string): Promise<Stage[]> {
  const text = (await readOrdinaryFile(file)).toString("utf8");
  let document: z.infer<typeof theirRunSchema>;
  try {
    document = theirRunSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError(`${file}: is no document that \`rootseed run --json\` has printed`);
  }
  if (document.stages.every(({ artifacts }) => artifacts.length === 0)) {
    throw new UserError(`${file}: that run has made no artifact (${document.error?.message ?? "no stage"})`);
  }
  // What they expected, and whether they found it right, does not count.
  return document.stages.map(({ name, artifacts }) => ({ name, seconds: 0,
    artifacts: artifacts.map((artifact) => ({ ...artifact, bytes: null, expected: null, ok: true })) }));
}

/**
 * One row an artifact. It is right when every column has the pinned one; in the columns `partial`, and between columns
 * that have only some stages, what is not there does not count.
 */
export function makeMatrix(columns: Map<string, Stage[]>, partial: Set<string>): MatrixRow[] {
  const rows = new Map<string, MatrixRow>();
  const ours = new Set<MatrixRow>();
  for (const [column, stages] of columns) {
    for (const { name, artifacts } of stages) {
      for (const { path, sha256, expected, engine } of artifacts) {
        const row = rows.get(`${name}/${path}`) ?? { stage: name, path, expected: null, found: {}, ok: true };
        row.found[column] = sha256;
        row.expected ??= expected;
        const isEngine = engines.some((one) => one.name === engineOf(column));
        if (isEngine && engine !== undefined && engine !== engineOf(column)) {
          row.madeOn = { ...row.madeOn, [column]: engine };
        }
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
function result({ found, expected }: MatrixRow): string {
  if (expected === null) {
    return "NOT PINNED";
  }
  return Object.values(found).every((hash) => hash === null || hash === expected) ? "MISSING" : "DIFFERS";
}

/** A matrix for people. */
export function matrixTable(rows: MatrixRow[], columns: string[], notRun: string[], width: number): string[] {
  const cell = (row: MatrixRow, column: string): string => {
    const hash = row.found[column];
    const maker = row.madeOn?.[column];
    return hash === null || hash === undefined ? "missing"
      : (hash === row.expected ? "same" : hash.slice(0, 16)) + (maker === undefined ? "" : `, made on ${maker}`);
  };
  return formatTable([
    ["stage", "artifact", "pinned SHA-256", ...columns, ...notRun, "result"],
    ...rows.map((row) => [row.stage, row.path, row.expected ?? "-", ...columns.map((column) => cell(row, column)),
      ...notRun.map(() => "NOT RUN"), row.ok ? "ok" : result(row)]),
  ], ["", "", "", ...columns, ...notRun, ""].map(() => false), width);
}

/** What is wrong in a matrix, a line each: which column has what instead. */
export function describeDifferences(rows: MatrixRow[], columns: string[]): string[] {
  return rows.filter((row) => !row.ok).flatMap((row) => columns.filter((column) =>
    row.found[column] !== row.expected).map((column) => `${column}: ` + describeDifference(row.stage, {
    path: row.path, bytes: null, sha256: row.found[column] ?? null, expected: row.expected, ok: false,
  })));
}

/** Adds the command `verify`. */
export const defineVerify: Definition = (program, context) => {
  addSourceOptions(program.command("verify"))
    .description("compare artifacts with the pins again: in a folder, in the store, of several engines, of others")
    .argument("[dir]", "holds STAGE/PATH, as `run --out` writes it (default: the store of earlier runs)")
    .option("--engines <names>", "run these engines (a list with commas) from the seed; compare what they make",
      names)
    .option("--no-other-engine", "with --engines: NOT RUN where the kernel does not run a step, which v86 would make")
    .option("--until <stage>", `up to this stage (default: ${context.defaultStage})`)
    .option("--against <file>", "compare with the document that somebody's `run --json` has printed")
    .option("--memory <MB>", "memory of an emulated machine (default: what the steps need)", positive)
    .option("--fixed-points", "run the checks of checks/ on this computer's kernel: compilers that make themselves, " +
      "libraries' own tests")
    .option("--watch [port]", "with --engines: show it in a browser on this computer, until Ctrl-C", port)
    .option("--json", "one JSON document on standard output")
    .action(async (folder: string | undefined, options: SourceOptions & VerifyOptions) => {
      if (options.fixedPoints === true) {
        refuseTogether(folder !== undefined || options.engines !== undefined || options.against !== undefined ||
          options.until !== undefined, "--fixed-points makes and compares by itself: use it alone");
        context.finish(await verifyFixedPoints(context, { ...options, ...sourcesFrom(options) }));
        return;
      }
      refuseTogether(folder !== undefined && options.engines !== undefined,
        `verify: either the folder ${folder} or --engines, which rebuilds everything`);
      refuseTogether(options.watch !== undefined && options.engines === undefined,
        "--watch shows engines that run: use it with --engines");
      refuseTogether(options.memory !== undefined && options.engines === undefined,
        "--memory is for engines that run: use it with --engines");
      refuseTogether(options.otherEngine === false && options.engines === undefined,
        "--no-other-engine is for engines that run: use it with --engines");
      context.finish(await verifyCommand(context, folder, { ...options, ...sourcesFrom(options) }));
    });
};
