// The normal form of a record: what two runs of a step say differently for no reason but chance is said in one way.
//
// How it thinks: chance has three sources. Which of two running processes comes first is up to the scheduler; so
// processes are put in the order of a tree, each before what it has made, its children as it has made them. make
// starts the next child when another ends, so its children are in the order of what they say. Names that programs draw
// get a number in place of what was drawn (drawnPart). Pipes, and contents that nobody knows, are numbered as they
// appear in that order.
//
// It must not make two files one: a name that was drawn gets a number of its own.
import type { FileUse, FileUses, Process } from "./model.js";

/** @param processes each after the one that made it */
export function normalForm(processes: Process[]): Process[] {
  const drawn = drawnNames(processes);
  const ordered = inOrder(processes, renaming(drawn, () => ""));
  const numbers = new Map(ordered.map(({ number }, index) => [number, index + 1]));
  const [nameNumber, pipeNumber, contentNumber] = [numbering<string>(), numbering<number>(), numbering<string>()];
  const rename = renaming(drawn, nameNumber);
  const use = <Use extends FileUse>({ path, content: { sha256 }, ...rest }: Use): Use => ({
    ...rest, path: rename.path(path),
    content: { sha256: sha256.startsWith("~") ? `~${contentNumber(sha256)}` : sha256 },
  }) as Use;
  return ordered.map((process) => ({
    ...process, number: numbers.get(process.number) as number,
    parent: process.parent === undefined ? undefined : numbers.get(process.parent),
    programs: process.programs.map((program) => ({ ...use(program), arguments: program.arguments.map(rename.text) })),
    reads: mapUses(process.reads, use), writes: mapUses(process.writes, use), names: mapUses(process.names, use),
    pipesRead: new Set([...process.pipesRead].map(pipeNumber)),
    pipesWritten: new Set([...process.pipesWritten].map(pipeNumber)),
  }));
}

function mapUses(uses: FileUses, change: (use: FileUse) => FileUse): FileUses {
  return new Map([...uses.values()].map(change).map((use) => [`${use.content.sha256} ${use.path}`, use]));
}

/** A function that numbers what it gets: 1, 2, 3 … */
function numbering<Value>(): (value: Value) => number {
  const numbers = new Map<Value, number>();
  return (value) => {
    numbers.set(value, numbers.get(value) ?? numbers.size + 1);
    return numbers.get(value) as number;
  };
}

/** Each process before what it has made. */
function inOrder(processes: Process[], plain: Renaming): Process[] {
  const children = new Map<number | undefined, Process[]>();
  for (const process of processes) {
    const siblings = children.get(process.parent) ?? [];
    children.set(process.parent, siblings);
    siblings.push(process);
  }
  // From the last process to the first: what a process has made is in order before the process is.
  const texts = new Map<Process, string>();
  const textOf = (process: Process): string => texts.get(process) as string;
  for (const process of [...processes].reverse()) {
    const below = children.get(process.number) ?? [];
    if (process.programs.some(({ path }) => path.endsWith("/make"))) {
      below.sort((left, right) => textOf(left) < textOf(right) ? -1 : textOf(left) > textOf(right) ? 1 : 0);
    }
    texts.set(process, [plainText(process, plain), ...below.map(textOf)].join("\n"));
  }
  const ordered: Process[] = [];
  const waiting = [...children.get(undefined) ?? []].reverse();
  for (let process = waiting.pop(); process !== undefined; process = waiting.pop()) {
    ordered.push(process);
    waiting.push(...[...children.get(process.number) ?? []].reverse());
  }
  return ordered;
}

/** What a process says, without what chance has a part in. */
function plainText({ programs, reads, writes, names, status }: Process, plain: Renaming): string {
  const uses = (list: FileUses): string[] => [...list.values()].map(({ path }) => plain.path(path));
  return JSON.stringify([
    programs.map(({ path, folder, arguments: words }) => [path, folder, words.map(plain.text)]),
    uses(reads), uses(writes), uses(names), status,
  ]);
}

/** A name's parts on both sides of what was drawn. */
interface DrawnName {
  before: string;
  after: string;
}

/** The paths of written files whose names programs have drawn. */
function drawnNames(processes: Process[]): Map<string, DrawnName> {
  const pathsOf = (key: "writes" | "names"): string[] =>
    processes.flatMap((process) => [...process[key].values()].map(({ path }) => path));
  const named = new Set(pathsOf("names"));
  const drawn = new Map<string, DrawnName>();
  for (const path of pathsOf("writes")) {
    const name = drawnPart(path, named);
    if (name !== undefined) {
      drawn.set(path, name);
    }
  }
  return drawn;
}

const drawnForms = [
  // gcc's temporary files: six letters or digits.
  /^(?<before>\/tmp\/cc)[A-Za-z0-9]{6}(?<after>(?:\.[a-z]+)?)$/,
  // binutils' make_tempname.
  /^(?<before>.*\/st)[A-Za-z0-9]{6}(?<after>)$/,
  // `sed -i`, if the file loses these letters later.
  /^(?<before>(?<named>.*))[A-Za-z0-9]{6}(?<after>)$/,
  // A shell's number, if the file loses it later.
  /^(?<before>(?<named>.*)[.~-])[0-9]+(?<after>(?:\.[a-z]+)?)$/,
];

/** @param named the names that files were given later */
function drawnPart(path: string, named: Set<string>): DrawnName | undefined {
  for (const form of drawnForms) {
    const { before, after, named: later } = form.exec(path)?.groups ?? {};
    if (before !== undefined && after !== undefined && (later === undefined || named.has(later))) {
      return { before, after };
    }
  }
  return undefined;
}

interface Renaming {
  path(path: string): string;
  /** An argument: all names in it. */
  text(text: string): string;
}

/** @param numberOf what stands for a drawn name */
function renaming(drawn: Map<string, DrawnName>, numberOf: (path: string) => number | ""): Renaming {
  const path = (one: string): string => {
    const name = drawn.get(one);
    return name === undefined ? one : `${name.before}~${numberOf(one)}${name.after}`;
  };
  const nameIn = (one: string): string => one.slice(one.lastIndexOf("/") + 1);
  const paths = new Map([...drawn.keys()].map((one) => [nameIn(one), one]));
  const replace = (word: string): string => nameIn(path(paths.get(word) ?? word));
  return { path, text: (text) => drawn.size === 0 ? text : text.replace(/[^/\s"'=,:;()<>|&]+/g, replace) };
}
