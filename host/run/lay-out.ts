// Lays out what a machine begins with. With the seed it is a tape: the chain, the archives, what earlier steps have
// left, the plan; and what is too large for a tape beside it, where an engine takes files. With a shell that was built
// before, the same files lie in the root folder already, with that shell's package unpacked. A machine that goes on in
// Linux begins with the seed, and has a second tape for Linux.
import { UserError } from "../common/errors.js";
import { readProven } from "../common/files.js";
import { fileEntry, readArchive, type ArchiveEntry } from "../common/tarball.js";
import type { ExtraFile } from "../engines/engine.js";
import type { Firmware } from "../engines/firmware.js";
import { packageOf, resumeFiles, type FinishedStep } from "../store/resume.js";
import { makeConsole, shellAfter } from "../tape/console.js";
import { ownShellLines } from "../tape/own-shell.js";
import { makePlan } from "../tape/plan.js";
import type { Rest } from "../tape/rest.js";
import { diskTapeLimit, type TapeFile } from "../tape/format.js";
import { makeTape, machineFiles } from "../tape/tape.js";
import { placeArchives } from "./archives.js";
import { handedOver, makeFirstTape, turnOf, type Turn } from "./go-on.js";
import { hasConsole, type PlannedLeg } from "./legs.js";
import { linuxFiles, linuxParts, type LinuxEnd } from "./linux.js";
import type { RunOptions } from "./options.js";
import type { UserAdditions } from "./user-steps.js";

/** What a machine begins with. */
export type Layout = SeedLayout | ShellLayout;

interface SeedLayout {
  begins: "seed";
  firmware: Firmware;
  tape: Uint8Array;
  /** Where the machine goes on in Linux. */
  rest?: Rest;
  extraFiles: ExtraFile[];
  /** MB of an emulated machine. */
  memory: number;
}

interface ShellLayout {
  begins: "shell";
  entries: ArchiveEntry[];
  extraFiles: ExtraFile[];
}

/** What a leg is made of, besides its steps. */
export interface Parts {
  options: Pick<RunOptions, "root" | "cache" | "pinning" | "console" | "record">;
  firmware: Firmware;
  /** The user's, which come at the end of the last leg. */
  additions: UserAdditions;
  /** How the last leg ends with Linux, if it does. */
  linux: LinuxEnd | undefined;
}

/**
 * Lays out a leg.
 * @param made the steps before it that are not made again, in this run or an earlier one
 */
export async function layOut(leg: PlannedLeg, parts: Parts, made: FinishedStep[]): Promise<Layout> {
  const { options, additions, linux } = parts;
  const { engine, toBuild, isLast, recorder } = leg;
  const turn = turnOf(leg, { additions, console: options.console });
  if (turn !== undefined) {
    const tapes = await layOutTapes(turn, parts, made, "emulated");
    return Object.freeze({
      begins: "seed", firmware: parts.firmware, ...tapes, extraFiles: [], memory: leg.memory,
    });
  }
  const check = !options.pinning;
  const startsLinux = isLast && linux !== undefined;
  const archives = await placeArchives(engine.takesFiles, toBuild, options.cache);
  const resumed = startsLinux && toBuild.length === 0
    ? { extraFiles: [], ...await linuxFiles(made, linux) }
    : await resumeFiles(made, engine.takesFiles, check);
  const ofChain = toBuild.filter((step) => !step.isUserStep);
  const script = makePlan(ofChain, check, recorder) + (isLast ? endOfPlan(parts) : "");
  const files = [...archives.onTape, ...resumed.onTape, ...isLast ? additions.files : []];
  const extraFiles = [...archives.extraFiles, ...resumed.extraFiles];
  const console = startsLinux || !hasConsole(options, leg) ? undefined : options.console;
  if (leg.begins === "shell") {
    return layOutRoot(options.root, files, extraFiles, made, shellPlan(resumed.prologue, script, console));
  }
  const plan = withConsole(script, console);
  const tape = await makeTape(options.root, [...files, ...plan.files], [...resumed.prologue, ...plan.lines].join("\n"),
    engine.isEmulated ? diskTapeLimit : undefined);
  return Object.freeze({ begins: "seed", firmware: parts.firmware, tape, extraFiles, memory: leg.memory });
}

/** What follows the chain's last step. */
function endOfPlan({ options, additions, linux }: Parts): string {
  return additions.placing.map((line) => `${line}\n`).join("") + makePlan(additions.steps, !options.pinning) +
    (linux?.line ?? "");
}

/** The two tapes of a machine that goes on in the Linux that was made. */
export async function layOutTapes(
  turn: Turn, parts: Parts, made: FinishedStep[], machine: "emulated" | "disk",
): Promise<{ tape: Uint8Array; rest: Rest }> {
  const { options } = parts;
  const check = !options.pinning;
  const rest = await layOutRest(turn, parts, made);
  const { onTape } = await placeArchives(false, turn.before, options.cache);
  const begins = turn.before.length > 0 ? await resumeFiles(made, false, check)
    : await linuxFiles(made, { stage: turn.stage, archive: linuxParts.archive });
  const steps = makePlan(turn.before, check, options.record === true ? "kernel" : undefined);
  const plan = withConsole(steps, options.console === "failing" ? "failing" : undefined);
  const tape = await makeFirstTape(options.root, [...onTape, ...begins.onTape, ...plan.files],
    [...begins.prologue, ...plan.lines], turn, rest, machine);
  return { tape, rest };
}

/** What Linux is given of a leg: the same as a host kernel. */
async function layOutRest({ before, after }: Turn, parts: Parts, made: FinishedStep[]): Promise<Rest> {
  const { options, additions, firmware } = parts;
  const check = !options.pinning;
  const archives = await placeArchives(true, after, options.cache);
  const resumed = before.length > 0 ? handedOver([...made.map(({ step }) => step), ...before], check)
    : await resumeFiles(made, true, check);
  const script = makePlan(after.filter((step) => !step.isUserStep), check) + endOfPlan(parts);
  const plan = withConsole(script, options.console);
  const tape = await makeTape(options.root, [...archives.onTape, ...resumed.onTape, ...additions.files, ...plan.files],
    [...resumed.prologue, ...plan.lines].join("\n"));
  return { tape, hostSeed: firmware.hostSeed, files: [...archives.extraFiles, ...resumed.extraFiles] };
}

/** The lines by which the machine runs a script, as it is or with a console, and the files that they need. */
function withConsole(script: string, console: RunOptions["console"]): { lines: string[]; files: TapeFile[] } {
  switch (console) {
    case "after":
      return { lines: shellAfter(script), files: [] };
    case "failing":
      return {
        lines: [...makeConsole(), "/interactive/console /interactive/plan", ""],
        files: [{ path: "interactive/plan", content: Buffer.from(script) }],
      };
    default:
      return { lines: [script], files: [] };
  }
}

/** The plan for a machine that begins with a shell, and what it starts for a person where something fails. */
function shellPlan(prologue: string[], script: string, console: RunOptions["console"]): TapeFile[] {
  const file = (path: string, lines: string[]): TapeFile =>
    ({ path, content: Buffer.from([...ownShellLines(), ...lines, ""].join("\n")) });
  const plan = [...prologue, script];
  switch (console) {
    case "after":
      return [file("plan", [...plan, "console", "exit $status"])];
    case "failing":
      return [file("interactive/plan", plan), file("plan", ["sh /interactive/plan || { console; exit 1; }"])];
    default:
      return [file("plan", plan)];
  }
}

/** The root folder of a machine that begins with the shell that a step has made. */
async function layOutRoot(
  root: string, files: TapeFile[], extraFiles: ExtraFile[], made: FinishedStep[], plan: TapeFile[],
): Promise<ShellLayout> {
  const shell = made.find(({ step }) => step.flags.includes("shell"));
  const installed = shell === undefined ? undefined : packageOf(shell);
  if (shell === undefined || installed === undefined) {
    throw new UserError("no step has made the package with the shell that goes on");
  }
  const package_ = readArchive(await readProven(shell.place("artifacts", installed), installed.sha256), installed.path);
  const onTape = await machineFiles(root, [...files, ...plan]);
  const entries = [...package_, ...onTape.map(({ path, content }) => fileEntry(path, 0o644, content))];
  return Object.freeze({ begins: "shell", entries, extraFiles });
}
