// The record of a step as a text, which is pinned: a block a process, each after the one that made it, a line a
// fact (docs/record.md). Written and read here alone. It must not trust what it reads.
import { UserError } from "../common/errors.js";
import { emptyProcess, type FileUse, type Process, type Program } from "./model.js";

const escape = (text: string): string => text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n");
const unescape = (text: string): string => text.replace(/\\([n\\])/g, (_all, letter) => letter === "n" ? "\n" : "\\");

const firstLine = (step: string): string => `rootseed record of ${step}`;

export function formatRecord(step: string, processes: Process[]): string {
  return [firstLine(step), ...processes.flatMap(formatProcess), ""].join("\n");
}

const formatUse = (key: string, { path, content: { sha256 } }: FileUse): string => `${key} ${sha256} ${escape(path)}`;

function formatProcess(process: Process): string[] {
  return [
    `process ${process.number}`,
    ...process.parent === undefined ? [] : [`by ${process.parent}`],
    ...process.programs.flatMap((program) => [formatUse("program", program), `folder ${escape(program.folder)}`,
      ...program.arguments.map((argument) => `argument ${escape(argument)}`)]),
    ...[...process.reads.values()].map((use) => formatUse("reads", use)),
    ...[...process.writes.values()].map((use) => formatUse("writes", use)),
    ...[...process.names.values()].map((use) => formatUse("names", use)),
    ...[...process.pipesRead].map((pipe) => `reads-pipe ${pipe}`),
    ...[...process.pipesWritten].map((pipe) => `writes-pipe ${pipe}`),
    ...process.status === undefined ? [] : [`status ${process.status}`],
  ];
}

/** @param name where the text comes from, for errors */
export function parseRecord(text: string, name: string): Process[] {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines[0]?.startsWith(firstLine("")) !== true) {
    throw new UserError(`${name}: is no record, or not a whole one: expected "${firstLine("STEP")}" first, and the ` +
      "end of a line last");
  }
  const processes: Process[] = [];
  for (const [index, line] of lines.entries()) {
    if (index > 0 && !takeLine(processes, line)) {
      throw new UserError(`${name}, line ${index + 1}: does not belong there: ${JSON.stringify(line.slice(0, 200))}`);
    }
  }
  return processes;
}

/** Adds what a line says; false for one that says nothing. */
function takeLine(processes: Process[], line: string): boolean {
  const [, key, value] = /^([a-z-]+) (.*)$/s.exec(line) ?? [];
  const process = processes.at(-1);
  const number = Number(/^[0-9]+$/.exec(value ?? "")?.[0] ?? NaN);
  if (key === "process") {
    processes.push(emptyProcess(number, undefined));
    return number === processes.length;
  }
  if (process === undefined || value === undefined) {
    return false;
  }
  switch (key) {
    case "by": process.parent = number; return number < process.number;
    case "status": process.status = number; return number >= 0;
    case "reads-pipe": process.pipesRead.add(number); return number > 0;
    case "writes-pipe": process.pipesWritten.add(number); return number > 0;
    case "folder": case "argument": return takeText(process.programs.at(-1), key, unescape(value));
    case "program": case "reads": case "writes": case "names": return takeUse(process, key, value);
    default: return false;
  }
}

function takeText(program: Program | undefined, key: "folder" | "argument", text: string): boolean {
  if (key === "folder" && program !== undefined) {
    program.folder = text;
  } else {
    program?.arguments.push(text);
  }
  return program !== undefined;
}

function takeUse(process: Process, key: "program" | "reads" | "writes" | "names", value: string): boolean {
  const [, sha256, path] = /^([0-9a-f]{64}|~[0-9]+) (.*)$/s.exec(value) ?? [];
  if (sha256 === undefined || path === undefined) {
    return false;
  }
  const use = { path: unescape(path), content: { sha256 } };
  if (key === "program") {
    process.programs.push({ ...use, folder: "", arguments: [] });
  } else {
    process[key].set(`${sha256} ${use.path}`, use);
  }
  return true;
}
