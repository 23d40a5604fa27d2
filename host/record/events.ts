// The kernel's record of a step (docs/record.md): a line an event, parsed. It must not trust the text: a line that it
// does not understand, or that names what no earlier line has, is an error with its number.
import { UserError } from "../common/errors.js";

/** What a file holds: its SHA-256, or ~N for the Nth content of a step of which nobody knows it (strace.ts). */
export interface Content {
  sha256: string;
}

export type Event =
  | { kind: "made"; process: number; child: number }
  | { kind: "ended"; process: number; status: number }
  | { kind: "program"; process: number; file: number; content: Content; path: string }
  | { kind: "folder" | "argument"; process: number; text: string }
  | { kind: "opened to read"; process: number; file: number; content: Content; path: string }
  | { kind: "opened to write" | "named"; process: number; file: number; path: string }
  /** Of a file that is open to write alone, what it holds is not said. */
  | { kind: "inherited"; process: number; file: number; content: Content | undefined; writes: boolean }
  | { kind: "inherited pipe"; process: number; file: number; reads: boolean; writes: boolean }
  | { kind: "written"; process: number; file: number; content: Content };

const forms = {
  f: /^([0-9]+) ([0-9]+)$/, e: /^([0-9]+) ([0-9]+)$/, x: /^([0-9]+) ([0-9]+) ([0-9]+) (\/.*)$/,
  o: /^([0-9]+) (.*)$/, a: /^([0-9]+) (.*)$/, r: /^([0-9]+) ([0-9]+) ([0-9]+) (\/.*)$/,
  w: /^([0-9]+) ([0-9]+) (\/.*)$/, n: /^([0-9]+) ([0-9]+) (\/.*)$/,
  i: /^([0-9]+) ([0-9]+) ([0-9]+) ([rwb])$/, p: /^([0-9]+) ([0-9]+) (0) ([rwb])$/, d: /^([0-9]+) ([0-9]+) ([0-9]+)$/,
  c: /^([0-9]+) ([0-9]+) ([0-9a-f]{64})$/,
} as const;

/** @param name where the text comes from, for errors */
export function* parseEvents(text: string, name: string): Generator<Event> {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length === 0) {
    throw new UserError(`${name}: is no record, or not a whole one: expected lines (the machine's memory may have ` +
      "been too small: --memory)");
  }
  const contents = new Map<string, Content>();
  for (const [index, line] of lines.entries()) {
    const event = parseLine(line, contents);
    if (typeof event === "string") {
      throw new UserError(`${name}, line ${index + 1}: ${event}: ${JSON.stringify(line.slice(0, 200))}`);
    }
    if (event !== undefined) {
      yield event;
    }
  }
}

/** An event; undefined for a line that only says what a content's number stands for; in words what is wrong. */
function parseLine(line: string, contents: Map<string, Content>): Event | undefined | string {
  const kind = line[0] as keyof typeof forms;
  const form = line[1] === " " && Object.hasOwn(forms, kind) ? forms[kind] : undefined;
  const match = form?.exec(line.slice(2));
  if (match === null || match === undefined) {
    return "is no event";
  }
  const [, first, second, third, fourth] = match as unknown as [string, string, string, string, string];
  if (kind === "c") {
    contents.set(first, { sha256: third });
    return undefined;
  }
  const process = Number(first);
  const file = Number(second);
  const content = kind === "x" || kind === "r" || kind === "i" || kind === "d" ? contents.get(third) : undefined;
  if (content === undefined && "xrd".includes(kind) || (kind === "i" && third !== "0" && content === undefined)) {
    return `no line before it says what ${third} is`;
  }
  switch (kind) {
    case "f": return { kind: "made", process, child: Number(second) };
    case "e": return { kind: "ended", process, status: Number(second) };
    case "x": return { kind: "program", process, file, content: content as Content, path: unescape(fourth) };
    case "o": return { kind: "folder", process, text: unescape(second).replace(/(?!^)\/$/, "") };
    case "a": return { kind: "argument", process, text: unescape(second) };
    case "r": return { kind: "opened to read", process, file, content: content as Content, path: unescape(fourth) };
    case "w": return { kind: "opened to write", process, file, path: unescape(third) };
    case "n": return { kind: "named", process, file, path: unescape(third) };
    case "i": return { kind: "inherited", process, file, content, writes: fourth !== "r" };
    case "p": return { kind: "inherited pipe", process, file, reads: fourth !== "w", writes: fourth !== "r" };
    case "d": return { kind: "written", process, file, content: content as Content };
  }
}

function unescape(text: string): string {
  return text.replace(/\\([n\\])/g, (_all, letter: string) => letter === "n" ? "\n" : "\\");
}
