// From the kernel's events to processes: what each ran, in which folder, with which arguments, which files it read and
// which it wrote. A process is numbered by the order in which it was made, from 1 on, which is the one that runs the
// plan.
//
// How it thinks: who has a file open to write when its last writer closes it has written what it then holds, and who
// has an end of a pipe open reads or writes it. What a process has open when it is made counts if it becomes no
// program: a shell's copy of itself. That may name a process too many (a shell that opens a file for its child), never
// one too few.
import { UserError } from "../common/errors.js";
import type { Content, Event } from "./events.js";
import { emptyProcess, type FileUse, type FileUses, type Process, type Program } from "./model.js";
import { normalForm } from "./normal.js";

/** The processes of a record in normal form, in the order of their numbers. */
export function gatherProcesses(events: Iterable<Event>): Process[] {
  const gatherer = new Gatherer();
  for (const event of events) {
    gatherer.take(event);
  }
  return normalForm(withoutIdle(gatherer.finish()));
}

/** What a process has open when it is made. That counts for one that goes on in its parent's program alone. */
type Borrowed = Pick<Process, "reads" | "pipesRead" | "pipesWritten">;

/** Those that have run a program or used a file, and those that have made such, numbered again. */
function withoutIdle(all: Process[]): Process[] {
  const kept = new Set<number>();
  for (const process of [...all].reverse()) {
    const { number, parent, programs, reads, writes, names, pipesRead, pipesWritten } = process;
    const facts = programs.length + reads.size + writes.size + names.size + pipesRead.size + pipesWritten.size;
    if (facts > 0 || kept.has(number)) {
      kept.add(number);
      if (parent !== undefined) {
        kept.add(parent);
      }
    }
  }
  const processes = all.filter(({ number }) => kept.has(number));
  const numbers = new Map(processes.map(({ number }, index) => [number, index + 1]));
  return processes.map((process) => ({
    ...process, number: numbers.get(process.number) as number,
    parent: process.parent === undefined ? undefined : numbers.get(process.parent),
  }));
}

class Gatherer {
  readonly processes: Process[] = [];
  /** By the kernel's numbers: those that run. */
  private readonly running = new Map<number, Process>();
  /** Paths of files, what they held when they were last whole, and who has them open to write since then. */
  private readonly paths = new Map<number, string>();
  private readonly contents = new Map<number, Content>();
  private readonly writers = new Map<number, Set<Process>>();
  private readonly borrowers = new Map<number, Set<Process>>();
  private readonly borrowed = new Map<Process, Borrowed>();
  private readonly pipes = new Map<number, number>();

  take(event: Event): void {
    const process = this.processOf(event.process);
    switch (event.kind) {
      case "made":
        this.running.set(event.child, this.add(process.number));
        break;
      case "ended":
        process.status = event.status;
        this.running.delete(event.process);
        break;
      case "program":
        process.programs.push({ path: event.path, content: event.content, folder: "", arguments: [] });
        break;
      case "folder":
        programOf(process).folder = event.text;
        break;
      case "argument":
        programOf(process).arguments.push(event.text);
        break;
      case "inherited":
        this.inherit(process, event);
        break;
      case "inherited pipe":
        this.inheritPipe(process, event);
        break;
      default:
        this.useFile(process, event);
    }
  }

  private useFile(
    process: Process, event: Extract<Event, { kind: `opened to ${string}` | "named" | "written" }>,
  ): void {
    switch (event.kind) {
      case "opened to read":
        this.paths.set(event.file, event.path);
        this.contents.set(event.file, event.content);
        addUse(process.reads, { path: event.path, content: event.content });
        break;
      case "opened to write":
        this.paths.set(event.file, event.path);
        addTo(this.writers, event.file, process);
        break;
      case "named": {
        const content = this.contents.get(event.file);
        if (content !== undefined) {
          addUse(process.names, { path: event.path, content });
        }
        this.paths.set(event.file, event.path);
        break;
      }
      case "written":
        this.contents.set(event.file, event.content);
        for (const writer of this.takeWriters(event.file).add(process)) {
          addUse(writer.writes, { path: this.paths.get(event.file) ?? "", content: event.content });
        }
    }
  }

  private inherit(process: Process, { file, content, writes }: Extract<Event, { kind: "inherited" }>): void {
    const isBorrowed = process.programs.length === 0;
    if (content !== undefined) {
      addUse((isBorrowed ? this.borrowedBy(process) : process).reads, { path: this.paths.get(file) ?? "", content });
    }
    if (writes) {
      addTo(isBorrowed ? this.borrowers : this.writers, file, process);
    }
  }

  private inheritPipe(process: Process, { file, reads, writes }: Extract<Event, { kind: "inherited pipe" }>): void {
    const pipe = this.pipes.get(file) ?? this.pipes.size + 1;
    this.pipes.set(file, pipe);
    const holder = process.programs.length === 0 ? this.borrowedBy(process) : process;
    if (reads) {
      holder.pipesRead.add(pipe);
    }
    if (writes) {
      holder.pipesWritten.add(pipe);
    }
  }

  private borrowedBy(process: Process): Borrowed {
    const borrowed = this.borrowed.get(process) ?? { reads: new Map(), pipesRead: new Set(), pipesWritten: new Set() };
    this.borrowed.set(process, borrowed);
    return borrowed;
  }

  /** Who has written a file that is whole now. */
  private takeWriters(file: number): Set<Process> {
    const borrowers = [...this.borrowers.get(file) ?? []].filter(({ programs }) => programs.length === 0);
    const writers = new Set([...this.writers.get(file) ?? [], ...borrowers]);
    this.writers.delete(file);
    this.borrowers.delete(file);
    return writers;
  }

  /** The processes; what those have borrowed that have become no program is theirs, if they have written anything. */
  finish(): Process[] {
    for (const [process, { reads, pipesRead, pipesWritten }] of this.borrowed) {
      const hasWritten = process.writes.size > 0 || process.names.size > 0 || pipesWritten.size > 0;
      if (process.programs.length === 0 && hasWritten) {
        reads.forEach((use) => addUse(process.reads, use));
        pipesRead.forEach((pipe) => process.pipesRead.add(pipe));
        pipesWritten.forEach((pipe) => process.pipesWritten.add(pipe));
      }
    }
    return this.processes;
  }

  /** One that was there before the record began has no maker in it. */
  private processOf(id: number): Process {
    const process = this.running.get(id) ?? this.add(undefined);
    this.running.set(id, process);
    return process;
  }

  private add(parent: number | undefined): Process {
    const process = emptyProcess(this.processes.length + 1, parent);
    this.processes.push(process);
    return process;
  }
}

/** The program that a process has become last. */
function programOf({ programs }: Process): Program {
  const program = programs.at(-1);
  if (program === undefined) {
    throw new UserError("a record has a folder or an argument of a process before its program");
  }
  return program;
}

function addTo(all: Map<number, Set<Process>>, file: number, process: Process): void {
  all.set(file, (all.get(file) ?? new Set()).add(process));
}

function addUse(uses: FileUses, use: FileUse): void {
  uses.set(`${use.content.sha256} ${use.path}`, use);
}
