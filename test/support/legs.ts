// A small repository whose run has two legs where a kernel runs no i386 programs: the chain's own first steps; a step
// of i386 that makes a shell of x86-64, of programs of this computer, with their libraries; and one that runs on that
// shell. What the real chain builds there is not needed to see how a run is divided.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, realpathSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../host/common/files.js";
import { fileEntry, writeArchive, type ArchiveEntry } from "../../host/common/tarball.js";
import { hashInputs, listInputs } from "../../host/steps/inputs.js";
import { formatPins, type Pin } from "../../host/steps/pins.js";
import { readSteps } from "../../host/steps/steps.js";
import { copyRepository } from "./host.js";

/** What the shell step has to bring: all that a plan and steps/run use. */
const programs = [
  "sh", "basename", "cat", "chmod", "cp", "cut", "dirname", "find", "grep", "head", "ls", "mkdir", "nproc", "rm",
  "sha256sum", "sort", "stat", "tail", "tar", "tr", "uname", "wc", "xargs",
];

const textOf = (command: string, ...words: string[]): string =>
  spawnSync(command, words, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } }).stdout ?? "";

/** Why there can be no such repository here; undefined where there can. */
export function obstacleToLegs(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return "this is no Linux on x86-64";
  const missing = programs.find((name) => textOf("sh", "-c", `command -v ${name}`).trim() === "");
  return missing ?? (textOf("sh", "-c", "command -v ldd").trim() === "" ? "ldd is not installed" : undefined);
}

/** The programs, and the libraries that ldd names. */
function shellPackage(): Buffer {
  const entries: ArchiveEntry[] = [];
  const libraries = new Set<string>();
  for (const name of programs) {
    const file = realpathSync(textOf("sh", "-c", `command -v ${name}`).trim());
    entries.push(fileEntry(`bin/${name}`, 0o755, readFileSync(file)));
    for (const [, library] of textOf("ldd", file).matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)) {
      libraries.add(library as string);
    }
  }
  const needed = [...libraries].map((path) => fileEntry(path.slice(1), 0o755, readFileSync(path)));
  return writeArchive([...entries, ...needed]);
}

const shellBuild = `# A shell for what follows.
cp /steps/010-shell/shell.tar /out/shell/shell.tar
cd /
tar xf /out/shell/shell.tar
`;
const longBuild = `#!/bin/sh
# Something on x86-64.
mkdir -p /left/below
uname -m > /left/below/machine
uname -m > "$artifacts/machine"
`;
const machine = "x86_64\n";

/** Makes it in a folder; its stages are those up to tools, then `shell` and `long`. */
export async function makeLegsRepository(to: string): Promise<string> {
  copyRepository(to);
  const steps = join(to, "steps");
  const later = readdirSync(steps).filter((name) => /^[0-9]{3}-/.test(name) && name >= "004");
  later.forEach((name) => rmSync(join(steps, name), { recursive: true }));
  const kept = readFileSync(join(steps, "manifest"), "latin1").split("\n").filter((line) => /^00[123]-/.test(line));
  const lines = [...kept.map((line) => line.startsWith("003") ? line.replace(" base ", " base,default ") : line),
    "010-shell shell compiler i386 - shell -", "011-long long - x86-64 left - -", ""];
  writeFileSync(join(steps, "manifest"), lines.join("\n"));
  writeFileSync(join(steps, "costs"), "");
  const archive = shellPackage();
  const list = Buffer.from(`${sha256(Buffer.from(machine))}  left/below/machine\n`);
  addStep(join(steps, "010-shell"), shellBuild, [{ path: "shell/shell.tar", sha256: sha256(archive) }]);
  writeFileSync(join(steps, "010-shell/shell.tar"), archive);
  addStep(join(steps, "011-long"), longBuild, [
    { path: "long/long.exports", sha256: sha256(list) },
    { path: "long/machine", sha256: sha256(Buffer.from(machine)) },
  ]);
  await acceptInputs(to);
  return to;
}

function addStep(folder: string, build: string, pins: Pin[]): void {
  mkdirSync(folder);
  writeFileSync(join(folder, "build"), build);
  writeFileSync(join(folder, "pins"), formatPins(pins));
}

/** Makes the files of the steps as they are now those that are expected. */
export async function acceptInputs(repository: string): Promise<void> {
  for (const [step, paths] of await listInputs(repository, await readSteps(repository))) {
    writeFileSync(join(repository, step.folder, "inputs"), formatPins(await hashInputs(repository, paths)));
  }
}
