// The fuzzer of the kernel, from the host's side: puts its program together (test/corpus/kernel/fuzz), starts it as the
// first program of a machine, and reads what it printed. docs/kernel.md says how it works, and how to run a seed again.
// `faults` holds mended faults of the kernel, as edits that put one back: the fuzzer must find each of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { corpus, kernelSource, runLongMachine, runMachine, sourceOf } from "../support/kernel.js";

export interface FuzzedCall {
  number: number;
  name: string;
  /** A letter for each argument, and the marks, as calls.table explains them. */
  kinds: string;
  marks: string;
}

export interface FuzzOptions {
  seed: number;
  /** The rounds from this one on; each has a seed of its own, which follows from the run's. */
  firstRound?: number;
  rounds: number;
  /** The kernel's source, when it is not that of chain/3-kernel. */
  kernel?: string;
  /** On a processor with long mode. */
  longMode?: boolean;
}

export interface FuzzReport {
  console: string;
  /** How often each call succeeded and failed, by number. */
  calls: Map<number, { succeeded: number; failed: number }>;
  /** Executable files that ran to their end, that execve refused, and that died. */
  executables: { run: number; refused: number; died: number };
  /** The numbers that the kernel said it does not know. */
  unknown: number[];
  /** Rounds that were begun. */
  rounds: number;
  /** Free memory in pages after the first half of the rounds, and in the end. */
  freeBefore: number;
  freeAfter: number;
  /** What was wrong: a stop of the kernel, a machine that hangs, or what the program found. Empty: nothing. */
  wrong: string[];
}

/** Calls that one process of a round makes, processes and executable files a round, memory in MiB. */
const CALLS = 150, CHILDREN = 8, EXECUTABLES = 10, MEMORY = 128;
/** Pages by which the free memory may differ from round to round: the kernel's objects share pages. */
const LEAK = 32;
const folder = join(corpus, "fuzz");

export function readCallTable(): FuzzedCall[] {
  const lines = readFileSync(join(folder, "calls.table"), "latin1").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
    const [number, name, kinds, marks] = line.split(" ") as [string, string, string, string | undefined];
    return { number: Number(number), name, kinds: kinds === "-" ? "" : kinds, marks: marks ?? "" };
  });
}

function programSource({ seed, firstRound = 0, rounds }: FuzzOptions): Buffer {
  const constants = {
    SEED: seed | 0, FIRST_ROUND: firstRound, ROUNDS: rounds, CHILDREN, CALLS, EXECUTABLES,
  };
  const table = readCallTable().map(({ number, kinds, marks }) => `${number} ${kinds} ${marks} \\n`).join("");
  const parameters = [
    ...Object.entries(constants).map(([name, value]) => `const ${name} = ${value};`),
    `const callTable = b("${table}");`, "",
  ];
  const parts = ["values", "calls", "children", "executables", "kept", "run"].map((part) => `fuzz/${part}`);
  return Buffer.concat([Buffer.from(parameters.join("\n")), sourceOf(...parts)]);
}

/** Runs the fuzzer on a machine of its own, until its end or the first thing that is wrong. */
export async function fuzzKernel(options: FuzzOptions): Promise<FuzzReport> {
  const kernel = options.kernel === undefined ? {} : { kernel: Buffer.from(options.kernel, "latin1") };
  const run = options.longMode === true ? runLongMachine : runMachine;
  try {
    return readReport((await run({ first: programSource(options), memoryMiB: MEMORY, ...kernel })).console);
  } catch (error) {
    // the machine hangs: its console is in the message
    return readReport((error as Error).message);
  }
}

function readReport(console: string): FuzzReport {
  const text = console.replaceAll("\r", "");
  const numbers = (pattern: RegExp): number[][] =>
    [...text.matchAll(pattern)].map((match) => match.slice(1).map(Number));
  const one = (name: string): number => numbers(new RegExp(`^${name} (\\d+)$`, "gm"))[0]?.[0] ?? 0;
  const wrong = text.split("\n").filter((line) => /violation: |kernel (fault|stopped)|the machine hangs/.test(line));
  const [freeBefore, freeAfter] = [one("free pages before"), one("free pages after")];
  if (freeAfter < freeBefore - LEAK) wrong.push(`memory is lost: ${freeBefore} free pages, then ${freeAfter}`);
  if (wrong.length === 0 && !text.endsWith("rootseed: exit 0\n")) wrong.push("the fuzzer did not come to its end");
  return {
    console,
    calls: new Map(numbers(/^call (\d+) (\d+) (\d+)$/gm).map(([number, succeeded, failed]) =>
      [number!, { succeeded: succeeded!, failed: failed! }])),
    executables: { run: one("executables run"), refused: one("executables refused"), died: one("executables died") },
    unknown: numbers(/rootseed: unknown system call (\d+)$/gm).map(([number]) => number!),
    rounds: numbers(/^round (\d+)$/gm).length,
    freeBefore,
    freeAfter,
    wrong,
  };
}

/** What has not been seen in a run: calls that succeed and fail, or as their marks say, and all fates of files. */
export function missingOutcomes(report: FuzzReport): string[] {
  const calls = readCallTable().flatMap(({ number, name, marks }) => {
    const { succeeded, failed } = report.calls.get(number) ?? { succeeded: 0, failed: 0 };
    const isRight = succeeded > 0 === !marks.includes("E") && failed > 0 === !marks.includes("S");
    return isRight ? [] : [`${number} ${name}: succeeded ${succeeded} times, failed ${failed} times`];
  });
  const files = Object.entries(report.executables).filter(([, count]) => count === 0);
  return [...calls, ...files.map(([fate]) => `executable files that ${fate}: none`)];
}

/** One line a call, for the output of a tier. */
export function describeReport(report: FuzzReport): string {
  const calls = readCallTable().map(({ number, name }) => {
    const { succeeded, failed } = report.calls.get(number) ?? { succeeded: 0, failed: 0 };
    return `${name} ${succeeded}/${failed}`;
  });
  const { run, refused, died } = report.executables;
  return [
    `calls, succeeded/failed: ${calls.join(", ")}`,
    `executable files: ${run} ran, ${refused} were refused, ${died} died`,
    `free pages: ${report.freeBefore}, and ${report.freeAfter} in the end`,
  ].join("\n");
}

export interface Fault {
  name: string;
  /** A text that the kernel's source has once, and what it was (or an equivalent) while the fault was there. */
  edits: { now: string; then: string }[];
}

export const faults: Fault[] = [
  {
    name: "the kernel's own part of a page directory is taken for a program's (way to ring 0)",
    edits: [{ now: "  if (page >= USER_PAGES) return 0;\n", then: "" }],
  },
  {
    name: "the number of program headers is not checked",
    edits: [{
      now: "!isWithin(headers, count * headerBytes, PAGE)", then: "ult(PAGE - count * headerBytes, headers)",
    }],
  },
  {
    name: "reserved bits of MXCSR come back from a handler's frame",
    edits: [{ now: "load32(state + MXCSR) & allowed", then: "load32(state + MXCSR)" }],
  },
  {
    name: "a thread area that is gone leaves registers that cannot be loaded",
    edits: [{ now: "high === 0 ? NO_MEMORY : high", then: "high" }],
  },
  {
    name: "open with access 3 asks for reading only",
    edits: [
      { now: "(file.flags + 1 & 2) !== 0 &&", then: "(file.flags & O_ACCMODE) !== 0 &&" },
      { now: "(access !== 0 || (flags & O_TRUNC)", then: "(access === 1 || access === 2 || (flags & O_TRUNC)" },
    ],
  },
  {
    name: "mprotect makes a file writable that was opened for reading",
    edits: [{ now: "area.isReadOnly && (protection & PROT_WRITE) !== 0", then: "area.isReadOnly && protection < 0" }],
  },
  {
    name: "everybody may send signals to everybody",
    edits: [{ now: "return current.owner === 0 || current.owner === process.owner\n", then: "return true\n" }],
  },
  {
    name: "clone stores the child's id where the page has just become read-only",
    edits: [{ now: "storeInSpace(current.space!, parentIdAddress,", then: "store32(parentIdAddress," }],
  },
  {
    name: "there is no limit of processes",
    edits: [{ now: "return processTotal < (", then: "return processTotal < 32000 + (" }],
  },
];

/** The kernel's source with a fault in it. */
export function kernelWith({ name, edits }: Fault): string {
  let source = kernelSource().toString("latin1");
  for (const { now, then } of edits) {
    if (source.split(now).length !== 2) {
      throw new Error(`fuzz/kernel.ts: "${name}" does not fit chain/3-kernel any more: there is not one "${now}"`);
    }
    source = source.replace(now, () => then);
  }
  return source;
}
