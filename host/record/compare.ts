// Whether two records of a step say the same, where one may not know what every file held (strace.ts).
//
// How it thinks: processes are compared one after the other; both records are in normal form. A file that a process has
// used with several contents counts once, with all of them: who does not know them takes the same content twice for
// two. A content that one does not know may be any, but the same one wherever it appears. A file that a process writes
// is not compared as one that it reads: whether it was empty before, strace does not know.
import type { FileUse, Process } from "./model.js";

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
  /** What a file held, in the order in which it was used. */
  contents?: string[];
}

function factsOf({ parent, programs, reads, writes, names, pipesRead, pipesWritten, status }: Process): Fact[] {
  const written = new Set([...writes.values()].map(({ path }) => path));
  return [
    { text: `by ${parent}` },
    ...programs.flatMap((program) => [...factsOfUses("program", [program]), { text: `folder ${program.folder}` },
      ...program.arguments.map((argument) => ({ text: `argument ${argument}` }))]),
    ...factsOfUses("reads", [...reads.values()].filter(({ path }) => !written.has(path))),
    ...factsOfUses("writes", writes.values()), ...factsOfUses("names", names.values()),
    { text: `pipes ${[...pipesRead].join(" ")}, ${[...pipesWritten].join(" ")}` }, { text: `status ${status}` },
  ];
}

function factsOfUses(kind: string, uses: Iterable<FileUse>): Fact[] {
  const contents = new Map<string, string[]>();
  for (const { path, content: { sha256 } } of uses) {
    contents.set(path, [...contents.get(path) ?? [], sha256]);
  }
  return [...contents].map(([path, list]) => ({ text: `${kind} ${path}`, contents: list }));
}

/** @param meaning what the contents stand for that one does not know */
function isSame(ours: Fact, theirs: Fact | undefined, meaning: Map<string, string>): boolean {
  const [known = [], other = []] = [ours.contents, theirs?.contents];
  if (ours.text !== theirs?.text) {
    return false;
  }
  if (known.length === 1 && other.length === 1) {
    const [content, unknown] = [known[0] as string, other[0] as string];
    const before = meaning.get(unknown) ?? (unknown.startsWith("~") ? content : unknown);
    meaning.set(unknown, before);
    return before === content;
  }
  return other.length >= known.length && other.every((content) => content.startsWith("~") || known.includes(content));
}

function describe(fact: Fact | undefined): string {
  return fact === undefined ? "nothing" : `${fact.text}${(fact.contents ?? []).map((one) => `, ${one}`).join("")}`;
}
