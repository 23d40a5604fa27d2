// Says what went wrong in a run: which link, what was expected and found, where in the sources the
// compiler stopped, the last lines of the console, and where all of it can be read.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../engines/engine.js";
import type { Milestone } from "../report/document.js";
import type { Journal } from "../report/journal.js";
import { describeDifference } from "../report/verdicts.js";
import type { Step } from "../steps/steps.js";
import { locateLine, readProgramSource } from "../tape/source.js";

export interface Failure {
  /** The link that failed; null when none had begun. */
  milestone: string | null;
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
  root: string, engine: Engine, journal: Journal, stopped: string | undefined, steps: Step[], milestones: Milestone[],
): Promise<Failure | undefined> {
  const wrong = milestones.flatMap(({ name, artifacts }) => artifacts
    .filter((artifact) => !artifact.ok).map((artifact) => ({ name, artifact })));
  const ended = new Set(journal.links.filter((link) => link.ended !== undefined).map((link) => link.name));
  const unfinished = steps.map((step) => step.name).find((name) => !ended.has(name));
  if (stopped === undefined && unfinished === undefined && wrong.length === 0) {
    return undefined;
  }
  const differences = wrong.map(({ name, artifact }) => describeDifference(name, artifact));
  const first = wrong[0];
  const current = journal.current?.name ?? (wrong.length > 0 ? first?.name : undefined) ?? null;
  const compileError = await locateCompileError(root, journal);
  const reason = [
    ...(compileError !== undefined ? [compileError] : []),
    ...(differences.length > 0 ? [differences[0] as string] : []),
    ...(stopped !== undefined ? [failedCommand(journal) ?? stopped] : []),
    ...(stopped === undefined && differences.length === 0 ? [`the plan ended without the link ${unfinished}`] : []),
  ].join("; ");
  const where = current === null ? beforeFirstLink(unfinished, journal) : `the link ${current} failed`;
  const details = differences.slice(1, mostDifferences);
  if (differences.length > mostDifferences) {
    details.push(`and ${differences.length - mostDifferences} more`);
  }
  return {
    milestone: steps.find((step) => step.name === current)?.milestone ?? current,
    message: `${where}: ${reason}`,
    details: [
      ...details, ...likelyCauses(journal, engine.isMachine), "the last lines of the console:", ...lastLines(journal),
    ],
  };
}

/** What a person at the console of a run that has just failed wants to know first. */
export function describeToConsole(journal: Journal): string[] {
  const where = journal.current === undefined ? "the run failed" : `the link ${journal.current.name} failed`;
  return [
    ...lastLines(journal), `rootseed: ${where}: ${failedCommand(journal) ?? "the lines above say all that is known"}`,
  ];
}

/** The shell of the chain names the line of the script; the line above says what the command complained about. */
function failedCommand(journal: Journal): string | undefined {
  const index = journal.tail.findIndex((line) => /^sh: \S+:[0-9]+: /.test(line));
  const match = /^sh: \/?(\S+:[0-9]+): (.*)$/.exec(journal.tail[index] ?? "");
  if (match === null) {
    return undefined;
  }
  const complaint = journal.tail[index - 1];
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

function likelyCauses(journal: Journal, isMachine: boolean): string[] {
  return causes.filter(({ pattern, onMachine }) => onMachine === isMachine &&
    journal.tail.some((line) => pattern.test(line))).map(({ cause }) => cause);
}

function beforeFirstLink(unfinished: string | undefined, journal: Journal): string {
  return journal.links.length === 0
    ? "the start failed, before the first link (seed, compiler, kernel or tools)"
    : `failed after the link ${journal.links.at(-1)?.name}, before ${unfinished ?? "the end"}`;
}

function lastLines(journal: Journal): string[] {
  return journal.tail.length === 0 ? ["    (it said nothing)"] : journal.tail.map((line) => `    ${line}`);
}

/** The compiler names a line of the T source; which one it was compiling is known from the link in progress. */
async function locateCompileError(root: string, journal: Journal): Promise<string | undefined> {
  const { compileError } = journal;
  if (compileError === undefined) {
    return undefined;
  }
  const program = journal.current?.name ?? startingProgram(journal);
  if (!existsSync(join(root, "chain", program, "sources"))) {
    return undefined;
  }
  const place = locateLine(await readProgramSource(root, program), compileError.line);
  return `the compiler stopped at ${place}${compileError.what === "" ? "" : `, ${compileError.what}`}`;
}

/** Before the first link the compiler makes the kernel, which then speaks; then the tools. */
function startingProgram(journal: Journal): string {
  return journal.tail.length <= 1 && !journal.lent ? "kernel" : "tools";
}
