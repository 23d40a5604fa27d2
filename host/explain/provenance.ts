// The provenance of a file, by the records of processes: the processes that wrote it, the programs that these ran, the
// files that they read, those who told them to, and so on, down to files that no process has made: those of the
// repository and the archives.
//
// How it thinks: a file is known by its path and its content. Who wrote or renamed a file of this path and content in
// the same step made it, else who did in the latest earlier step; where no path fits, the content alone counts.
// So a process too many may be named, never one too few. A file that nobody has made and that is neither in the
// repository nor an archive is named as unknown, never passed over.
import { UserError } from "../common/errors.js";
import type { FileUse, Process } from "../record/model.js";
import type { Step } from "../steps/steps.js";
import { hashOfNulFile, nulFile } from "../tape/format.js";

/** What counts of a step here. */
export type ChainStep = Pick<Step, "name" | "stage" | "flags" | "inputs"> &
  { archives: { file: string; sha256: string }[] };

export interface RecordedStep {
  step: ChainStep;
  processes: Process[];
}

/** A process of a step: STEP#NUMBER. */
export interface Maker {
  id: string;
  step: ChainStep;
  process: Process;
}

/** A cause of what a process did: what others have made or done; for the first process, what the machine is made of. */
export interface Cause {
  how: "runs" | "reads" | "reads a pipe of" | "is started by" | "is made of";
  /** Of a file. */
  use: FileUse | undefined;
  makers: Maker[];
  /** Of a file that no process has made: where it is from, `unknown` where nobody can say. */
  leaf: Leaf | undefined;
}

export interface Leaf {
  kind: "file" | "archive" | "unknown";
  path: string;
  sha256: string;
}

export interface Provenance {
  /** Those who have made the file itself. */
  makers: Maker[];
  /** All processes that it comes from, in the order in which they were found, each with its causes. */
  causes: Map<Maker, Cause[]>;
}

export class RecordedChain {
  private readonly makers: { byFile: Map<string, Maker[]>; byContent: Map<string, Maker[]> }[];
  private readonly ofStep: Map<string, Maker[]>;
  private readonly leaves: Map<string, Leaf>;
  /** Of what the chain makes its kernel and its shell at the start, before there is a process. */
  private readonly ofMachine: Leaf[];

  /** @param records in the order of the chain, from its beginning on without a gap */
  constructor(private readonly records: RecordedStep[]) {
    const all = records.map(({ step, processes }) =>
      processes.map((process) => ({ id: `${step.name}#${process.number}`, step, process })));
    this.ofStep = new Map(records.map(({ step }, index) => [step.name, all[index] as Maker[]]));
    this.makers = all.map((makers) => ({
      byFile: groupBy(makers, ({ process }) => madeBy(process).map(keyOf)),
      byContent: groupBy(makers, ({ process }) => madeBy(process).map(({ content }) => content.sha256)),
    }));
    this.leaves = leavesOf(records.map(({ step }) => step));
    this.ofMachine = records.filter(({ step }) => step.flags.includes("base"))
      .flatMap(({ step }) => step.inputs ?? []).filter(({ path }) => !path.startsWith("steps/"))
      .map((pin) => ({ kind: "file", ...pin }));
  }

  /** Everything that an artifact, STAGE/PATH, of a step comes from. */
  provenanceOf(step: ChainStep, path: string, sha256: string): Provenance {
    const index = this.records.findIndex((one) => one.step === step);
    const makers = index < 0 ? [] : this.makersOf(index, `/out/${path}`, sha256);
    if (makers.length === 0) {
      throw new UserError(`${path}: no record says who has made it: \`./rootseed run --record --fresh --until ` +
        `${step.stage}\` makes records`);
    }
    const found = new Map<Maker, Cause[]>();
    const toDo = [...makers];
    for (const maker of toDo) {
      if (!found.has(maker)) {
        const causes = this.causesOf(maker);
        found.set(maker, causes);
        toDo.push(...causes.flatMap((cause) => cause.makers));
      }
    }
    return { makers, causes: found };
  }

  private causesOf(maker: Maker): Cause[] {
    const { step, process } = maker;
    const index = this.records.findIndex((one) => one.step === step);
    const ofFile = (how: "runs" | "reads", use: FileUse): Cause[] => {
      const makers = this.makersOf(index, use.path, use.content.sha256);
      const others = makers.filter((one) => one !== maker);
      const leaf = makers.length > 0 ? undefined : this.leafOf(use);
      return makers.length > 0 && others.length === 0 ? [] : [{ how, use, makers: others, leaf }];
    };
    const siblings = this.ofStep.get(step.name) as Maker[];
    const parent = siblings.filter((one) => one.process.number === process.parent);
    const pipes = siblings.filter((one) => one !== maker && [...process.pipesRead]
      .some((pipe) => one.process.pipesWritten.has(pipe)));
    const ofMakers = (how: "reads a pipe of" | "is started by", makers: Maker[]): Cause[] =>
      makers.length === 0 ? [] : [{ how, use: undefined, makers, leaf: undefined }];
    const machine = process.parent !== undefined ? []
      : this.ofMachine.map((leaf) => ({ how: "is made of" as const, use: undefined, makers: [], leaf }));
    return [
      ...process.programs.flatMap((program) => ofFile("runs", program)),
      ...[...process.reads.values()].flatMap((use) => ofFile("reads", use)),
      ...ofMakers("reads a pipe of", pipes), ...ofMakers("is started by", parent), ...machine,
    ];
  }

  /** Who has made a file that is used in a step. */
  private makersOf(index: number, path: string, sha256: string): Maker[] {
    for (let at = index; at >= 0; at--) {
      const makers = this.makers[at]?.byFile.get(`${sha256} ${path}`);
      if (makers !== undefined) {
        return makers;
      }
    }
    for (let at = index; at >= 0; at--) {
      const makers = this.makers[at]?.byContent.get(sha256);
      if (makers !== undefined && !this.leaves.has(sha256)) {
        return makers;
      }
    }
    return [];
  }

  private leafOf({ path, content: { sha256 } }: FileUse): Leaf {
    return this.leaves.get(sha256) ?? { kind: "unknown", path, sha256 };
  }
}

function madeBy({ writes, names }: Process): FileUse[] {
  return [...writes.values(), ...names.values()];
}

const keyOf = ({ path, content }: FileUse): string => `${content.sha256} ${path}`;

function groupBy(makers: Maker[], keysOf: (maker: Maker) => string[]): Map<string, Maker[]> {
  const groups = new Map<string, Maker[]>();
  for (const maker of makers) {
    for (const key of new Set(keysOf(maker))) {
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push(maker);
    }
  }
  return groups;
}

/** What a machine is given: files of the repository, the tape's one of its own, and archives, by their hashes. */
function leavesOf(steps: ChainStep[]): Map<string, Leaf> {
  const tapes: Leaf = { kind: "file", path: nulFile.path, sha256: hashOfNulFile };
  const leaves = new Map([[tapes.sha256, tapes]]);
  for (const { inputs, archives } of steps) {
    inputs?.forEach(({ path, sha256 }) => leaves.set(sha256, { kind: "file", path, sha256 }));
    archives.forEach(({ file, sha256 }) => leaves.set(sha256, { kind: "archive", path: file, sha256 }));
  }
  return leaves;
}
