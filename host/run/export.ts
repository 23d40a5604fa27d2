// The finished system for others: what the links have left in the machine, without their sources and artifacts, as a
// tar archive or as an OCI image (oci.ts); which of them, the name says. The same system makes the same bytes.
//
// How it thinks: nothing may be missing. Every link has to be there with all that its manifest lists, and every file is
// read from where it lies, in the store or in this run's folder, and proven by its hash as it is written.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { atomically, isProgramText, readProven, writeAtomically } from "../common/files.js";
import { Problem, Status } from "../common/problem.js";
import type { Step } from "../steps/steps.js";
import type { FinishedLink } from "../store/keeper.js";
import { filesLeft, packageOf } from "../store/resume.js";
import { fileEntry, folderEntry, readArchive, writeArchive, type ArchiveEntry } from "./archive.js";
import { imageLayout } from "./oci.js";

/** Not a part of the system: where links were built. */
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

/** Throws when the system of some steps cannot be written under a name; to be called before anything runs. */
export function checkExport(name: string, steps: Step[]): void {
  const form = formOf(name);
  const wrong = (why: string): Problem => new Problem(`--export ${name}: ${why}`, Status.Usage);
  if (form === undefined) {
    throw wrong("expected NAME.tar, or for an OCI image NAME.oci.tar or NAME.oci (a folder)");
  }
  if (existsSync(name) && form === "layout") {
    throw wrong("exists already: remove it, or choose another name");
  }
  if (existsSync(name) && !statSync(name).isFile()) {
    throw wrong("is no ordinary file: choose another name");
  }
  if (!steps.some(({ leaves, ownShell }) => leaves.length > 0 || ownShell)) {
    throw wrong("there is nothing to export before the milestone tools");
  }
}

/**
 * Writes the system under a name; packages that links have installed (artifacts LINK.tar) are a part of it.
 * @param steps those that the system is made of
 * @param finished their links
 */
export async function exportSystem(steps: Step[], finished: FinishedLink[], name: string): Promise<void> {
  const links = steps.flatMap((step) => {
    const link = finished.find((candidate) => candidate.step === step);
    if (link === undefined && (!step.own || step.leaves.length > 0)) {
      throw new Problem(`${name}: not written: what the link ${step.name} has made is not there as it should be`);
    }
    return link ?? [];
  });
  const entries = await systemEntries(links);
  const system = writeArchive([...entries, folderEntry("tmp", 0o1777)]);
  if (formOf(name) === "archive") {
    return writeAtomically(name, system);
  }
  const hasShell = entries.some(({ path }) => path === "bin/sh");
  const layout = imageLayout(system, hasShell ? ["/bin/sh"] : undefined);
  await (formOf(name) === "layout" ? writeFolder(name, layout) : writeAtomically(name, writeArchive(layout)));
}

async function systemEntries(links: FinishedLink[]): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  const left = [...filesLeft(links).values()].filter(({ file }) => !leftOut.test(file.path));
  for (const link of links) {
    for (const { file } of left.filter((one) => one.link === link)) {
      const content = await readProven(link.place("state", file), file.sha256);
      entries.push(fileEntry(file.path, isProgramText(content) ? 0o755 : 0o644, content));
    }
    const installed = packageOf(link);
    if (installed !== undefined) {
      const content = await readProven(link.place("artifacts", installed), installed.sha256);
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
