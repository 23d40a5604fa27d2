// Whether two records of a step say the same, where one may not know what every file held (strace.ts).
//
// How it thinks: processes and what they did are compared one after the other, in the order in which they happened. A
// content that one does not know may be any, but the same one wherever it appears.
import type { FileUse, Process } from "./processes.js";

/** In words what the first difference is; undefined where there is none. */
export function differenceOfRecords(known: Process[], other: Process[]): string | undefined {
  const meaning = new Map<string, string>();
  for (let index = 0; index < Math.max(known.length, other.length); index++) {
    const [left, right] = [known[index], other[index]];
    if (left === undefined || right === undefined) {
      return `one has ${known.length} processes, the other ${other.length}`;
    }
    const [ours, theirs] = [factsOf(left), factsOf(right)];
    const at = ours.findIndex((fact, place) => !isSame(fact, theirs[place], meaning));
    if (at >= 0 || ours.length !== theirs.length) {
      const place = at >= 0 ? at : ours.length;
      return `process ${left.number}: ${describe(ours[place])}; in the other ${describe(theirs[place])}`;
    }
  }
  return undefined;
}

interface Fact {
  text: string;
  /** Of a file. */
  sha256?: string;
}

function factsOf({ parent, programs, reads, writes, names, pipesRead, pipesWritten, status }: Process): Fact[] {
  const uses = (kind: string, list: Iterable<FileUse>): Fact[] =>
    [...list].map(({ path, content }) => ({ text: `${kind} ${path}`, sha256: content.sha256 }));
  return [
    { text: `by ${parent}` },
    ...programs.flatMap((program) => [...uses("program", [program]), { text: `folder ${program.folder}` },
      ...program.arguments.map((argument) => ({ text: `argument ${argument}` }))]),
    ...uses("reads", reads.values()), ...uses("writes", writes.values()), ...uses("names", names.values()),
    { text: `pipes ${[...pipesRead].join(" ")}, ${[...pipesWritten].join(" ")}` }, { text: `status ${status}` },
  ];
}

/** @param meaning what the contents stand for that one does not know */
function isSame(ours: Fact, theirs: Fact | undefined, meaning: Map<string, string>): boolean {
  if (ours.text !== theirs?.text) {
    return false;
  }
  const { sha256: unknown } = theirs;
  if (ours.sha256 === undefined || unknown?.startsWith("~") !== true) {
    return ours.sha256 === unknown;
  }
  const before = meaning.get(unknown) ?? ours.sha256;
  meaning.set(unknown, before);
  return before === ours.sha256;
}

function describe(fact: Fact | undefined): string {
  return fact === undefined ? "nothing" : `${fact.text}${fact.sha256 === undefined ? "" : `, ${fact.sha256}`}`;
}
