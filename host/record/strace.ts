// What strace says of a run on a host's kernel, as the events of a record: for the steps that the chain's kernel does
// not run there. strace prints calls with the paths of descriptors (-y).
//
// How it thinks: descriptors, folders and names are followed as a kernel would, from the calls that change them. What
// is open when a program starts, and who closes a file last, follow from that. What a file holds strace does not say: a
// content is a blank, which is filled in at the end of the step from a list of the files that there are then, if the
// file has not changed since. What is gone by then has no hash, but a number of its own.
//
// It must not take a call that it does not understand for one that changes nothing.
import { posix } from "node:path";
import { UserError } from "../common/errors.js";
import type { Content, Event } from "./events.js";

/** The calls that strace has to print. */
export const tracedCalls = [
  "open", "openat", "openat2", "creat", "close", "close_range", "dup", "dup2", "dup3", "fcntl", "fcntl64", "pipe",
  "pipe2", "fork", "vfork", "clone", "clone3", "execve", "execveat", "chdir", "fchdir", "link", "linkat", "rename",
  "renameat", "renameat2", "unlink", "unlinkat", "truncate", "truncate64",
];

/** A file or a pipe. */
interface File {
  number: number;
  isPipe: boolean;
  /** Undefined once it has no name any more. */
  path: string | undefined;
  content: Content;
  /** How many open descriptions may write it. */
  writers: number;
}

/** What descriptors lead to; shared by those that are copies of each other. */
interface Description {
  file: File;
  reads: boolean;
  writes: boolean;
  descriptors: number;
}

interface Descriptor {
  description: Description;
  closesOnExec: boolean;
}

interface Process {
  folder: string;
  descriptors: Map<number, Descriptor>;
}

/** What the machine's file system says of a path when it is asked. */
export interface Machine {
  /** The path with all links followed; the same where there is nothing. */
  resolve: (path: string) => string;
  /** What a script's line #! names; undefined of any other file. */
  interpreter: (path: string) => { program: string; argument: string } | undefined;
}

/** PID NAME(WORDS) = RESULT, with the path of a descriptor, or a child's number as strace knows it, after that. */
const callLine = new RegExp("^([0-9]+) +([a-z0-9_]+)\\((.*)\\) += (-?[0-9]+|0x[0-9a-f]+|\\?)(?:<(.*)>)?" +
  "(?: /\\* ([0-9]+) in strace's PID NS \\*/)?(?: \\(flags .*\\)| E[A-Z]+ .*)?$", "s");
const endLine = /^([0-9]+) +\+\+\+ (exited with|killed by) (\S+)(?: \(core dumped\))? \+\+\+$/;

export class StraceReader {
  private readonly processes = new Map<number, Process>();
  /** Lines of processes of which it is not said yet who has made them. */
  private readonly waiting = new Map<number, string[]>();
  /** The beginnings of calls whose ends have not been printed yet. */
  private readonly unfinished = new Map<number, string>();
  private readonly files = new Map<string, File>();
  private lastNumber = 0;
  private events: Event[] = [];

  /** @param root the folder that is the root of the run's machine, without a slash at its end */
  constructor(private readonly root: string, private readonly machine: Machine) {}

  /** The events of a line, and of those that have waited for it. */
  take(line: string): Event[] {
    this.events = [];
    this.takeLine(line);
    return this.events;
  }

  /** Calls that another process has interrupted are printed in two parts. */
  private takeLine(text: string): void {
    const [, id = "", begun] = /^([0-9]+) (.*) <unfinished \.\.\.>$/s.exec(text) ?? /^([0-9]+)/.exec(text) ?? [];
    const pid = Number(id);
    if (begun !== undefined) {
      this.unfinished.set(pid, begun);
      return;
    }
    const [, rest] = /^[0-9]+ +<\.\.\. [a-z0-9_]+ resumed>(.*)$/s.exec(text) ?? [];
    this.takeWhole(pid, rest === undefined ? text : `${pid} ${this.unfinished.get(pid) ?? ""}${rest}`);
  }

  private takeWhole(pid: number, line: string): void {
    if (this.processes.size > 0 && !this.processes.has(pid)) {
      this.waiting.set(pid, [...this.waiting.get(pid) ?? [], line]);
      return;
    }
    const process = this.processes.get(pid) ?? { folder: "/", descriptors: new Map<number, Descriptor>() };
    this.processes.set(pid, process);
    const end = endLine.exec(line);
    const call = callLine.exec(line);
    if (end !== null) {
      this.end(pid, process, end[2] === "exited with" ? Number(end[3]) << 8 : 1);
    } else if (call !== null) {
      const [, , name, words, result, path, child] = call as unknown as string[];
      if (Number(result) >= 0) {
        this.call(pid, process, name as string, words as string, Number(result), path, child);
      }
    } else {
      throw new UserError(`strace has said something that rootseed does not understand: ${line.slice(0, 200)}`);
    }
  }

  private call(
    pid: number, process: Process, name: string, words: string, result: number, path: string | undefined,
    child: string | undefined,
  ): void {
    switch (name) {
      case "open": case "openat": case "openat2": case "creat":
        this.open(pid, process, name === "creat" ? "O_WRONLY|O_CREAT|O_TRUNC" : words, result, path ?? "");
        break;
      case "close": this.close(pid, process, firstNumber(words)); break;
      case "close_range": this.closeRange(pid, process, words); break;
      case "dup": case "dup2": case "dup3": this.copy(pid, process, firstNumber(words), result, words); break;
      case "fcntl": case "fcntl64": this.control(pid, process, words, result); break;
      case "pipe": case "pipe2": this.pipe(process, words); break;
      case "fork": case "vfork": case "clone": case "clone3": this.fork(pid, process, Number(child ?? result)); break;
      case "execve": case "execveat": this.execute(pid, process, words); break;
      case "chdir": process.folder = this.resolved(process, stringsOf(words)[0] ?? ""); break;
      case "fchdir": process.folder = this.inMachine(/<(.*)>/.exec(words)?.[1] ?? process.folder); break;
      default: this.changeNames(pid, process, name, words);
    }
  }

  private open(pid: number, process: Process, words: string, descriptor: number, place: string): void {
    const path = this.inMachine(place);
    const flags = /O_[A-Z_|]+/.exec(words.replace(/"(?:[^"\\]|\\.)*"/, ""))?.[0].split("|") ?? [];
    const isOther = flags.includes("O_PATH") || flags.includes("O_DIRECTORY") || /^(?!\/)|^\/(?:proc|dev)\//.test(path);
    if (isOther && path !== recordDevice) {
      return;
    }
    const writes = flags.includes("O_WRONLY") || flags.includes("O_RDWR");
    const isEmpty = flags.includes("O_TRUNC") || (flags.includes("O_CREAT") && !this.files.has(path));
    const file = this.fileAt(path);
    if (!writes || !isEmpty) {
      this.events.push({ kind: "opened to read", process: pid, file: file.number, content: file.content, path });
    }
    if (writes) {
      file.writers++;
      this.events.push({ kind: "opened to write", process: pid, file: file.number, path });
    }
    const description = { file, reads: !flags.includes("O_WRONLY"), writes, descriptors: 1 };
    this.give(process, descriptor, { description, closesOnExec: flags.includes("O_CLOEXEC") });
  }

  /** A new descriptor; where there is one of this number already, the call that closed it is missing. */
  private give(process: Process, number: number, descriptor: Descriptor): void {
    if (process.descriptors.has(number)) {
      throw new UserError(`strace has left out a call: the descriptor ${number} is given twice`);
    }
    process.descriptors.set(number, descriptor);
  }

  private close(pid: number, process: Process, number: number): void {
    const description = process.descriptors.get(number)?.description;
    process.descriptors.delete(number);
    if (description === undefined) {
      return;
    }
    description.descriptors--;
    const { file, writes, descriptors } = description;
    if (descriptors === 0 && writes && !file.isPipe) {
      file.writers--;
      if (file.writers === 0) {
        this.written(pid, file);
      }
    }
  }

  /** What a file holds is another content from now on. */
  private written(pid: number, file: File): void {
    file.content = blank();
    this.events.push({ kind: "written", process: pid, file: file.number, content: file.content });
  }

  private closeRange(pid: number, process: Process, words: string): void {
    const [first, last] = words.split(", ").map(Number) as [number, number];
    const isFlag = words.includes("CLOSE_RANGE_CLOEXEC");
    for (const [number, descriptor] of [...process.descriptors]) {
      if (number >= first && number <= last) {
        if (isFlag) {
          descriptor.closesOnExec = true;
        } else {
          this.close(pid, process, number);
        }
      }
    }
  }

  private copy(pid: number, process: Process, from: number, to: number, words: string): void {
    const description = process.descriptors.get(from)?.description;
    if (from !== to) {
      this.close(pid, process, to);
      if (description !== undefined) {
        description.descriptors++;
        process.descriptors.set(to, { description, closesOnExec: words.includes("O_CLOEXEC") });
      }
    }
  }

  private control(pid: number, process: Process, words: string, result: number): void {
    const number = firstNumber(words);
    if (words.includes("F_DUPFD")) {
      this.copy(pid, process, number, result, words.includes("F_DUPFD_CLOEXEC") ? "O_CLOEXEC" : "");
    } else if (words.includes("F_SETFD")) {
      const descriptor = process.descriptors.get(number);
      if (descriptor !== undefined) {
        descriptor.closesOnExec = words.includes("FD_CLOEXEC");
      }
    }
  }

  private pipe(process: Process, words: string): void {
    const [input, output] = [...words.matchAll(/([0-9]+)</g)].map(([, number]) => Number(number)) as [number, number];
    const file = this.makeFile(undefined, true);
    for (const [number, reads] of [[input, true], [output, false]] as const) {
      this.give(process, number,
        { description: { file, reads, writes: !reads, descriptors: 1 }, closesOnExec: words.includes("O_CLOEXEC") });
    }
  }

  private fork(pid: number, parent: Process, child: number): void {
    this.events.push({ kind: "made", process: pid, child });
    const descriptors = new Map([...parent.descriptors].map(([number, descriptor]) => {
      descriptor.description.descriptors++;
      return [number, { ...descriptor }];
    }));
    this.processes.set(child, { folder: parent.folder, descriptors });
    this.openFiles(child, descriptors);
    const lines = this.waiting.get(child) ?? [];
    this.waiting.delete(child);
    lines.forEach((line) => this.takeWhole(child, line));
  }

  private execute(pid: number, process: Process, words: string): void {
    const [name = "", ...list] = stringsOf(words);
    const path = this.resolved(process, name);
    const script = this.machine.interpreter(path);
    const program = script === undefined ? path : this.machine.resolve(script.program);
    const args = script === undefined ? list
      : [script.program, ...script.argument === "" ? [] : [script.argument], name, ...list.slice(1)];
    const file = this.fileAt(program);
    this.events.push(
      { kind: "program", process: pid, file: file.number, content: file.content, path: program },
      { kind: "folder", process: pid, text: process.folder },
      ...args.map((text) => ({ kind: "argument" as const, process: pid, text })));
    [...process.descriptors].filter(([, { closesOnExec }]) => closesOnExec)
      .forEach(([number]) => this.close(pid, process, number));
    this.openFiles(pid, process.descriptors);
  }

  /** What a process has open when it begins, or becomes a program. */
  private openFiles(process: number, descriptors: Map<number, Descriptor>): void {
    const inOrder = [...descriptors].sort(([left], [right]) => left - right);
    for (const [, { description: { file: { number: file, isPipe, content }, reads, writes } }] of inOrder) {
      this.events.push(isPipe ? { kind: "inherited pipe", process, file, reads, writes }
        : { kind: "inherited", process, file, content: reads ? content : undefined, writes });
    }
  }

  private end(pid: number, process: Process, status: number): void {
    [...process.descriptors.keys()].forEach((number) => this.close(pid, process, number));
    this.events.push({ kind: "ended", process: pid, status });
    this.processes.delete(pid);
  }

  private changeNames(pid: number, process: Process, name: string, words: string): void {
    const [from, to] = pathsOf(words).map(({ folder, path }) => posix.resolve(
      folder === undefined ? process.folder : this.inMachine(folder), path)) as [string, string];
    const file = this.files.get(from);
    if (name.startsWith("truncate")) {
      this.written(pid, this.fileAt(from));
    } else if (name.startsWith("unlink")) {
      this.forget(from);
    } else if (name.startsWith("link")) {
      this.forget(to);
      this.name(pid, file ?? this.fileAt(from), to);
    } else {
      this.forget(to);
      const below = file === undefined ? [...this.files].filter(([path]) => path.startsWith(`${from}/`)) : [];
      below.forEach(([path, one]) => {
        this.files.delete(path);
        this.files.set(to + path.slice(from.length), Object.assign(one, { path: to + path.slice(from.length) }));
      });
      this.files.delete(from);
      if (file !== undefined || below.length === 0) {
        this.name(pid, file ?? this.makeFile(from, false), to);
      }
    }
  }

  private name(pid: number, file: File, path: string): void {
    file.path = path;
    this.files.set(path, file);
    this.events.push({ kind: "named", process: pid, file: file.number, path });
  }

  private forget(path: string): void {
    const file = this.files.get(path);
    if (file?.path === path) {
      file.path = undefined;
    }
    this.files.delete(path);
  }

  private fileAt(path: string): File {
    const file = this.files.get(path) ?? this.makeFile(path, false);
    this.files.set(path, file);
    return file;
  }

  private makeFile(path: string | undefined, isPipe: boolean): File {
    this.lastNumber++;
    return { number: this.lastNumber, isPipe, path, content: blank(), writers: 0 };
  }

  /** Fills in what files hold at the end of a step, by their paths; what is gone gets numbers. */
  fill(found: Map<string, string>): void {
    for (const file of this.files.values()) {
      file.content.sha256 = found.get(file.path ?? "") ?? file.content.sha256;
    }
  }

  private resolved(process: Process, path: string): string {
    return this.machine.resolve(posix.resolve(process.folder, path));
  }

  /** A path as strace prints it, in the machine. */
  private inMachine(path: string): string {
    const plain = path.replace(/ ?\(deleted\)$/, "");
    return plain.startsWith(`${this.root}/`) ? plain.slice(this.root.length) : plain === this.root ? "/" : plain;
  }
}

/** What opening begins and ends the record; a plain file on a host's kernel. */
export const recordDevice = "/dev/record";

/** A content of which nothing is known yet. */
function blank(): Content {
  return { sha256: "" };
}

const firstNumber = (words: string): number => Number(/^[0-9]+/.exec(words)?.[0]);

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", v: "\v", f: "\f" };

/** The strings among the words of a call, as strace writes them. */
function stringsOf(words: string): string[] {
  return [...words.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, text = ""]) => text
    .replace(/\\(?:([0-7]{1,3})|x([0-9a-f]{2})|(.))/gs, (_all, octal?: string, hex?: string, letter?: string) =>
      octal !== undefined ? String.fromCharCode(parseInt(octal, 8))
        : hex !== undefined ? String.fromCharCode(parseInt(hex, 16)) : escapes[letter as string] ?? letter as string));
}

/** The paths among them, each with the folder that it is relative to, where the call names one. */
function pathsOf(words: string): { folder: string | undefined; path: string }[] {
  return [...words.matchAll(/(?:(?:AT_FDCWD|[0-9]+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/gs)]
    .map(([all, folder]) => ({ folder, path: stringsOf(all)[0] ?? "" }));
}
