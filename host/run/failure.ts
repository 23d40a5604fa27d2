// Says what went wrong in a run: which step, what was expected and found, where in the sources the
// compiler stopped, the last lines of the console, and where all of it can be read.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../report/document.js";
import type { ConsoleRecord } from "../report/journal.js";
import { describeDifference } from "../report/check.js";
import type { Step } from "../steps/steps.js";
import { locateLine, programFolder, readProgramSource } from "../tape/source.js";

export interface Failure {
  /** The step that failed; null when none had begun. */
  stage: string | null;
  /** One line. */
  message: string;
  /** More lines for a person. */
  details: string[];
}

/** At most so many wrong artifacts are listed one by one. */
const mostDifferences = 10;

/**
 * Describes a failed run, or gives undefined when nothing failed.
 * @param stopped why the machine stopped, when it did not end with status 0
 * @param steps those that had to end
 */
export async function findFailure(
  root: string, record: ConsoleRecord, stopped: string | undefined, steps: Step[], stages: Stage[],
): Promise<Failure | undefined> {
  const wrong = stages.flatMap(({ name, artifacts }) => artifacts
    .filter((artifact) => !artifact.ok).map((artifact) => ({ name, artifact })));
  const ended = new Set(record.runs.filter((run) => run.ended !== undefined).map((run) => run.name));
  const unfinished = steps.map((step) => step.name).find((name) => !ended.has(name));
  if (stopped === undefined && unfinished === undefined && wrong.length === 0) {
    return undefined;
  }
  const differences = wrong.map(({ name, artifact }) => describeDifference(name, artifact));
  const first = wrong[0];
  const current = record.current?.name ?? (wrong.length > 0 ? first?.name : undefined) ?? null;
  const compileError = await locateCompileError(root, record);
  const reason = [
    ...(compileError !== undefined ? [compileError] : []),
    ...(differences.length > 0 ? [differences[0] as string] : []),
    ...(stopped !== undefined ? [failedCommand(record) ?? stopped] : []),
    ...(stopped === undefined && differences.length === 0 ? [`the plan ended without the step ${unfinished}`] : []),
  ].join("; ");
  const where = current === null ? beforeFirstStep(unfinished, record) : `the step ${current} failed`;
  const details = differences.slice(1, mostDifferences);
  if (differences.length > mostDifferences) {
    details.push(`and ${differences.length - mostDifferences} more`);
  }
  return {
    stage: steps.find((step) => step.name === current)?.stage ?? current,
    message: `${where}: ${reason}`,
    details: [
      ...details, ...likelyCauses(record), "the last lines of the console:", ...lastLines(record),
    ],
  };
}

/** What a person at the console of a run that has just failed wants to know first. */
export function describeToConsole(record: ConsoleRecord): string[] {
  const where = record.current === undefined ? "the run failed" : `the step ${record.current.name} failed`;
  return [
    ...lastLines(record), `rootseed: ${where}: ${failedCommand(record) ?? "the lines above say all that is known"}`,
  ];
}

/** The shell of the chain names the line of the script; the line above says what the command complained about. */
function failedCommand(record: ConsoleRecord): string | undefined {
  const index = record.tail.findIndex((line) => /^sh: \S+:[0-9]+: /.test(line));
  const match = /^sh: \/?(\S+:[0-9]+): (.*)$/.exec(record.tail[index] ?? "");
  if (match === null) {
    return undefined;
  }
  const complaint = record.tail[index - 1];
  const spoke = complaint !== undefined && !complaint.startsWith("rootseed: ") && !/^line [0-9]/.test(complaint);
  return `${match[1]}: ${spoke ? complaint : (match[2] as string).slice(0, 100)}`;
}

/** Complaints whose cause is known, and what to do. */
const causes: { pattern: RegExp; onMachine: boolean; cause: string }[] = [
  { pattern: /no memory!|out of memory|cannot allocate memory/i, onMachine: true,
    cause: "the machine had too little memory: try more (--memory MB)" },
  { pattern: /no space left/i, onMachine: true,
    cause: "the machine keeps its files in its memory, which was too little: try more (--memory MB)" },
  { pattern: /no space left/i, onMachine: false,
    cause: "the disk is full: free some space, or choose another cache folder (--cache DIR)" },
  { pattern: /out of memory|cannot allocate memory/i, onMachine: false,
    cause: "this computer had too little memory: close other programs, or use fewer processes (--jobs N)" },
];

function likelyCauses(record: ConsoleRecord): string[] {
  return causes.filter(({ pattern, onMachine }) => onMachine !== record.onHostKernel &&
    record.tail.some((line) => pattern.test(line))).map(({ cause }) => cause);
}

function beforeFirstStep(unfinished: string | undefined, record: ConsoleRecord): string {
  return record.runs.length === 0
    ? "the start failed, before the first step (seed, compiler, kernel or tools)"
    : `failed after the step ${record.runs.at(-1)?.name}, before ${unfinished ?? "the end"}`;
}

function lastLines(record: ConsoleRecord): string[] {
  return record.tail.length === 0 ? ["    (it said nothing)"] : record.tail.map((line) => `    ${line}`);
}

/** The compiler names a line of the T source; which one it was compiling is known from the step in progress. */
async function locateCompileError(root: string, record: ConsoleRecord): Promise<string | undefined> {
  const { compileError } = record;
  if (compileError === undefined) {
    return undefined;
  }
  const program = record.current?.name ?? startingProgram(record);
  if (!existsSync(join(root, programFolder(program), "sources"))) {
    return undefined;
  }
  const place = locateLine(await readProgramSource(root, program), compileError.line);
  return `the compiler stopped at ${place}${compileError.what === "" ? "" : `, ${compileError.what}`}`;
}

/** Before the first step the compiler makes the kernel, which then speaks; then the tools. */
function startingProgram(record: ConsoleRecord): string {
  return record.tail.length <= 1 && !record.onHostKernel ? "kernel" : "tools";
}
