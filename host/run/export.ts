// The finished system for others: what the links have left in the machine, without their sources and artifacts, as a
// tar archive or as an OCI image (oci.ts); which of them, the name says. The same system makes the same bytes.
import { existsSync, statSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isProgram, writeAtomically } from "../common/files.js";
import { Problem, Status } from "../common/problem.js";
import { filesOf, type KeptLink } from "../store/resume.js";
import type { Store } from "../store/store.js";
import { fileEntry, folderEntry, readArchive, writeArchive, type ArchiveEntry } from "./archive.js";
import { imageLayout } from "./oci.js";

/** Not a part of the system: where links were built, and what they handed out. */
const leftOut = /^(build|out)\//;

/** NAME.oci is an OCI layout as a folder, NAME.oci.tar the same as an archive; any other name is a tar archive. */
function formOf(name: string): "layout" | "layout archive" | "archive" {
  return name.endsWith(".oci") ? "layout" : name.endsWith(".oci.tar") ? "layout archive" : "archive";
}

/** Throws when the system cannot be written under a name because of what is there. */
export function checkExportName(name: string): void {
  if (!existsSync(name)) {
    return;
  }
  if (formOf(name) === "layout") {
    throw new Problem(`--export ${name}: exists already: remove it, or choose another name`, Status.Usage);
  }
  if (!statSync(name).isFile()) {
    throw new Problem(`--export ${name}: is no ordinary file: choose another name`, Status.Usage);
  }
}

/** Writes the system under a name; packages that links have installed (artifacts LINK.tar) are a part of it. */
export async function exportSystem(store: Store, kept: KeptLink[], name: string): Promise<void> {
  const entries = await systemEntries(store, kept);
  if (entries.length === 0) {
    throw new Problem(`${name}: there is nothing to export before the milestone tools`);
  }
  const system = writeArchive([...entries, folderEntry("tmp", 0o1777)]);
  if (formOf(name) === "archive") {
    return writeAtomically(name, system);
  }
  const hasShell = entries.some(({ path }) => path === "bin/sh");
  const layout = imageLayout(system, hasShell ? ["/bin/sh"] : undefined);
  await (formOf(name) === "layout" ? writeFolder(name, layout) : writeAtomically(name, writeArchive(layout)));
}

async function systemEntries(store: Store, kept: KeptLink[]): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for (const [path, { sha256 }] of filesOf(kept)) {
    if (!leftOut.test(path)) {
      const mode = await isProgram(store.object(sha256)) ? 0o755 : 0o644;
      entries.push(fileEntry(path, mode, await readFile(store.object(sha256))));
    }
  }
  for (const { step, entry } of kept) {
    const installed = entry.artifacts.find(({ path }) => path === `${step.milestone}/${step.name}.tar`);
    if (installed !== undefined) {
      entries.push(...readArchive(await readFile(store.object(installed.sha256)), installed.path));
    }
  }
  return entries;
}

/** A folder appears under its name when it is whole. */
async function writeFolder(name: string, files: ArchiveEntry[]): Promise<void> {
  const unfinished = `${name}.${process.pid}.tmp`;
  try {
    for (const { path, content } of files) {
      await mkdir(dirname(join(unfinished, path)), { recursive: true });
      await writeFile(join(unfinished, path), content);
    }
    await rename(unfinished, name);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}
