// Linux at the end: the chain's kernel starts what the stage with the flag `linux` has made (docs/kernel.md, "Starting
// Linux"), at the end of a run on an emulated PC, for a person at its console, or from a disk that does nothing else.
//
// How it thinks: the chain itself starts Linux. So all of it is a tape like any other, with two files of the stage and
// a plan that ends with a line for /dev/linux. The command line tells Linux what to do then, through the script
// steps/022-linux/init.
import { UserError } from "../common/errors.js";
import { readProven } from "../common/files.js";
import type { Outcome } from "../engines/engine.js";
import type { ConsoleRecord } from "../report/journal.js";
import type { FinishedStep } from "../store/resume.js";
import { flagged, type Step } from "../steps/steps.js";
import type { TapeFile } from "../tape/format.js";
import type { ConsoleProtocol } from "./console.js";

const image = "bzImage";

/** With what a run goes on in Linux: the small archive; the steps bring all else along. */
export const linuxParts = { image, archive: "initramfs" } as const;

/** What Linux unpacks into memory: the small system, or the one with compilers and sources. */
export type MemoryArchive = "initramfs" | "system";

/** An emulated machine with so many MB gets the whole system. */
export const memoryForSystem = 1500;

/** Linux's command lines. `panic=-1` ends a Linux that fails, where a reset ends the machine. */
export const commandLines = {
  /** Comes up, says so, and resets the machine. */
  proof: "console=ttyS0,115200 panic=-1 rootseed.run=uname_-a;echo_rootseed:_exit_$?;reboot_-f",
  /** A shell on the emulated machine's console. */
  shell: "console=ttyS0,115200 panic=-1 quiet",
  /** Shells on the serial port and the screen of a real PC. */
  disk: "console=ttyS0,115200 console=tty0",
};

/** The end of the line by which steps/022-linux/init says that Linux is up, and what ends the machine. */
export const linuxConsole: ConsoleProtocol = { banner: ", started from the seed\r\n", exitKeys: "\nreboot -f\n" };

/** The plan's last line, where a stage has made Linux. */
export function startLinux(stage: string, archive: MemoryArchive, commandLine: string): string {
  return `echo '/out/${stage}/${image} /out/${stage}/${archive} ${commandLine}' > /dev/linux\n`;
}

export interface LinuxEnd {
  stage: string;
  archive: MemoryArchive;
  /** For the plan. */
  line: string;
  /** A person is at its console. */
  isShell: boolean;
  /** What that person wants to know. */
  notes: string[];
}

/** How a run ends, after a stage, on an emulated machine with so many MB. */
export function linuxEnd(stage: string, isShell: boolean, memory: number): LinuxEnd {
  if (!isShell) {
    const line = startLinux(stage, "initramfs", commandLines.proof);
    return { stage, archive: "initramfs", line, isShell, notes: [] };
  }
  const archive = memory < memoryForSystem ? "initramfs" : "system";
  const which = archive === "system" ? "with compilers and sources"
    : `without compilers and sources, which need --memory ${memoryForSystem}`;
  const notes = [`  Linux starts ${which}; \`poweroff -f\` or Ctrl-] ends it`];
  return { stage, archive, line: startLinux(stage, archive, commandLines.shell), isShell, notes };
}

/** True when the last of the steps makes what Linux is started from. */
export function endsWithLinux(steps: Step[]): boolean {
  const made = flagged(steps, "linux");
  return made !== undefined && steps.at(-1)?.stage === made.stage;
}

/** Of the steps, those that make what Linux is started from. */
export function linuxSteps(steps: Step[]): Step[] {
  return steps.filter((step) => step.stage === flagged(steps, "linux")?.stage);
}

export interface LinuxFiles {
  onTape: TapeFile[];
  /** Compares them with their hashes, in the machine. */
  prologue: string[];
}

/** Image and archive of a stage that was made before, for a tape that makes nothing. */
export async function linuxFiles(
  made: FinishedStep[], { stage, archive }: Pick<LinuxEnd, "stage" | "archive">,
): Promise<LinuxFiles> {
  const artifacts = made.flatMap((step) => step.entry.artifacts.map((file) =>
    ({ path: file.path, sha256: file.sha256, from: step.place("artifacts", file) })));
  const onTape: TapeFile[] = [];
  let hashes = "";
  for (const name of [image, archive]) {
    const path = `${stage}/${name}`;
    const found = artifacts.find((artifact) => artifact.path === path);
    if (found === undefined) {
      throw new UserError(`${path} is not in the store of earlier runs: ` +
        `build it first (\`./rootseed run --engine bwrap --until ${stage}\`)`);
    }
    onTape.push({ path: `out/${path}`, content: await readProven(found.from, found.sha256) });
    hashes += `${found.sha256}  ${path}\n`;
  }
  onTape.push({ path: "linux-hashes", content: Buffer.from(hashes) });
  return { onTape, prologue: ["cd /out", "sha256sum -c /linux-hashes", "cd /"] };
}

/** Why a machine that was to end with Linux did not do so; undefined when it did. */
export function whyLinuxFailed(outcome: Outcome, record: ConsoleRecord, shell: boolean): string | undefined {
  if (record.linux === undefined) {
    const reason = "stopped" in outcome ? outcome.stopped : `the machine ended with status ${outcome.exitCode}`;
    return `Linux did not come up: ${reason}`;
  }
  return shell || record.exitCode === 0 ? undefined : "Linux came up, but did not end as it should";
}
