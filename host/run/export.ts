// The finished system for others: what the steps have left in the machine, without their sources and artifacts, as a
// tar archive or as an OCI image (oci.ts); which of them, the name says. The same system makes the same bytes.
//
// How it thinks: nothing may be missing. Every step has to be there with all that its manifest lists, and every file is
// read from where it lies, in the store or in this run's folder, and proven by its hash as it is written.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { atomically, isProgramText, readProven, writeAtomically } from "../common/files.js";
import { Status, UserError } from "../common/errors.js";
import type { Step } from "../steps/steps.js";
import { filesLeft, packageOf, type FinishedStep } from "../store/resume.js";
import { fileEntry, folderEntry, readArchive, writeArchive, type ArchiveEntry } from "../common/tarball.js";
import { architectureOf, imageLayout, type Referrer } from "./oci.js";

/** Not a part of the system: where steps were built. */
const leftOut = /^build\//;

type Form = "layout" | "layout archive" | "archive";

/** NAME.oci is an OCI layout as a folder, NAME.oci.tar the same as an archive, NAME.tar a plain archive. */
function formOf(name: string): Form | undefined {
  const [, ending] = /[^/](\.oci|\.oci\.tar|\.tar)$/.exec(name) ?? [];
  switch (ending) {
    case ".oci":
      return "layout";
    case ".oci.tar":
      return "layout archive";
    case ".tar":
      return "archive";
    default:
      return undefined;
  }
}

const hasExports = ({ exports, ownShell }: Step): boolean => exports.length > 0 || ownShell;

/**
 * Throws when the system of some steps cannot be written under a name; to be called before anything runs.
 * @param allSteps those that there are, for the message
 * @param isSigned whether it is to hold signed statements
 */
export function checkExport(name: string, steps: Step[], allSteps: Step[], isSigned: boolean): void {
  const form = formOf(name);
  const wrong = (why: string): UserError => new UserError(`--export ${name}: ${why}`, Status.Usage);
  if (form === undefined) {
    throw wrong("expected NAME.tar, or for an OCI image NAME.oci.tar or NAME.oci (a folder)");
  }
  if (isSigned && form === "archive") {
    throw wrong("statements go into an OCI image: NAME.oci.tar or NAME.oci, or leave --sign out");
  }
  if (existsSync(name) && form === "layout") {
    throw wrong("exists already: remove it, or choose another name");
  }
  if (existsSync(name) && !statSync(name).isFile()) {
    throw wrong("is no ordinary file: choose another name");
  }
  if (!steps.some(hasExports)) {
    const first = allSteps.find(hasExports)?.stage;
    throw wrong(`there is nothing to export before the stage ${first}`);
  }
}

/**
 * Writes the system under a name; packages that steps have installed (artifacts STEP.tar) are a part of it.
 * @param steps those that the system is made of
 * @param finished their steps
 * @param referrers what is said about it, for an image
 */
export async function exportSystem(
  steps: Step[], finished: FinishedStep[], name: string, referrers: Referrer[],
): Promise<void> {
  const all = steps.flatMap((step) => {
    const found = finished.find((candidate) => candidate.step === step);
    if (found === undefined && (!step.isUserStep || step.exports.length > 0)) {
      throw new UserError(`${name}: not written: what the step ${step.name} has made is not there as it should be`);
    }
    return found ?? [];
  });
  const entries = await systemEntries(all);
  const system = writeArchive([...entries, folderEntry("tmp", 0o1777)]);
  if (formOf(name) === "archive") {
    return writeAtomically(name, system);
  }
  const hasShell = entries.some(({ path }) => path === "bin/sh");
  const layout = imageLayout(system, architectureOf(entries), hasShell ? ["/bin/sh"] : undefined, referrers);
  await (formOf(name) === "layout" ? writeFolder(name, layout) : writeAtomically(name, writeArchive(layout)));
}

async function systemEntries(all: FinishedStep[]): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  const left = [...filesLeft(all).values()].filter(({ file }) => !leftOut.test(file.path));
  for (const step of all) {
    for (const { file } of left.filter((one) => one.from === step)) {
      const content = await readProven(step.place("state", file), file.sha256);
      entries.push(fileEntry(file.path, isProgramText(content) ? 0o755 : 0o644, content));
    }
    const installed = packageOf(step);
    if (installed !== undefined) {
      const content = await readProven(step.place("artifacts", installed), installed.sha256);
      entries.push(...readArchive(content, installed.path));
    }
  }
  return entries;
}

/** A folder appears under its name when it is whole. */
async function writeFolder(name: string, files: ArchiveEntry[]): Promise<void> {
  await atomically(name, async (unfinished) => {
    for (const { path, content } of files) {
      await writeAtomically(join(unfinished, path), content);
    }
  });
}
