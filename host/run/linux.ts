// Linux at the end: the chain's kernel starts what the milestone `linux` has made (docs/kernel.md, "Starting Linux"),
// at the end of a run on an emulated PC, for a person at its console, or from a disk that does nothing else.
//
// How it thinks: whoever starts Linux is the chain itself. So all of it is a tape as any other, with two files of the
// milestone and a plan that ends with a line for /dev/linux. What Linux then does says its command line, to the script
// steps/022-linux/init.
import { Problem } from "../common/problem.js";
import type { Outcome } from "../engines/engine.js";
import type { Journal } from "../report/journal.js";
import type { KeptLink } from "../store/resume.js";
import type { Store } from "../store/store.js";
import type { Step } from "../steps/steps.js";
import type { TapeFile } from "../tape/tape.js";
import type { ConsoleWords } from "./session.js";

const milestone = "linux";
const image = "bzImage";

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
export const linuxConsole: ConsoleWords = { beginning: ", started from the seed\r\n", farewell: "\nreboot -f\n" };

/** The plan's last line. */
export function startLinux(archive: MemoryArchive, commandLine: string): string {
  return `echo '/out/${milestone}/${image} /out/${milestone}/${archive} ${commandLine}' > /dev/linux\n`;
}

export interface LinuxEnd {
  archive: MemoryArchive;
  /** For the plan. */
  line: string;
  /** A person is at its console. */
  isShell: boolean;
  /** What that person wants to know. */
  notes: string[];
}

/** How a run ends on an emulated machine with so many MB. */
export function linuxEnd(isShell: boolean, memory: number): LinuxEnd {
  if (!isShell) {
    return { archive: "initramfs", line: startLinux("initramfs", commandLines.proof), isShell, notes: [] };
  }
  const archive = memory < memoryForSystem ? "initramfs" : "system";
  const which = archive === "system" ? "with compilers and sources"
    : `without compilers and sources, which need --memory ${memoryForSystem}`;
  const notes = [`  Linux starts ${which}; \`poweroff -f\` or Ctrl-] ends it`];
  return { archive, line: startLinux(archive, commandLines.shell), isShell, notes };
}

/** True when the last of the steps makes what Linux is started from. */
export function endsWithLinux(steps: Step[]): boolean {
  return steps.at(-1)?.milestone === milestone;
}

/** Of the steps, those that make what Linux is started from. */
export function linuxSteps(steps: Step[]): Step[] {
  return steps.filter((step) => step.milestone === milestone);
}

export interface LinuxFiles {
  onTape: TapeFile[];
  /** Compares them with their hashes, in the machine. */
  prologue: string[];
}

/** Image and archive from the store, for a tape that makes nothing. */
export async function linuxFiles(store: Store, kept: KeptLink[], archive: MemoryArchive): Promise<LinuxFiles> {
  const artifacts = kept.flatMap(({ entry }) => entry.artifacts);
  const onTape: TapeFile[] = [];
  let hashes = "";
  for (const name of [image, archive]) {
    const path = `${milestone}/${name}`;
    const found = artifacts.find((artifact) => artifact.path === path);
    if (found === undefined) {
      throw new Problem(`${path} is not in the store of earlier runs: ` +
        "build it first (`./rootseed run --engine bwrap --until linux`)");
    }
    onTape.push({ path: `out/${path}`, content: await store.read(found) });
    hashes += `${found.sha256}  ${path}\n`;
  }
  onTape.push({ path: "linux-hashes", content: Buffer.from(hashes) });
  return { onTape, prologue: ["cd /out", "sha256sum -c /linux-hashes", "cd /"] };
}

/** Why a machine that was to end with Linux did not do so; undefined when it did. */
export function whyLinuxFailed(outcome: Outcome, journal: Journal, shell: boolean): string | undefined {
  if (journal.linux === undefined) {
    const reason = "stopped" in outcome ? outcome.stopped : `the machine ended with status ${outcome.exitCode}`;
    return `Linux did not come up: ${reason}`;
  }
  return shell || journal.exitCode === 0 ? undefined : "Linux came up, but did not end as it should";
}
