// The command `image`: the disk for a real PC, which builds the chain up to a milestone or starts the Linux behind it.
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { sha256, writeAtomically } from "../common/files.js";
import { Problem, Status } from "../common/problem.js";
import { formatBytes } from "../common/text.js";
import { readFirmware } from "../engines/firmware.js";
import { makeReporter } from "../report/reporter.js";
import { commandLines, endsWithLinux, linuxFiles, linuxSteps, startLinux } from "../run/linux.js";
import { obtainArchives } from "../run/supplies.js";
import { checkInputs } from "../steps/inputs.js";
import { unpinned } from "../steps/pins.js";
import { readSteps, stepsUntil, type Step } from "../steps/steps.js";
import { linkKeys } from "../store/keys.js";
import { findKept } from "../store/resume.js";
import { Store } from "../store/store.js";
import { makePlan } from "../tape/plan.js";
import { diskTapeLimit, makeDisk, makeTape } from "../tape/tape.js";
import type { Context } from "./main.js";
import type { Sources } from "./sources.js";

/** The tape of a disk that starts the Linux that earlier runs have built: the chain is its boot loader. */
async function linuxTape(
  root: string, store: Store, steps: Step[], whole: boolean, note: (line: string) => void,
): Promise<Uint8Array> {
  const archive = whole ? "system" : "initramfs";
  const kept = await findKept(store, linuxSteps(steps), linkKeys(steps), true, note);
  const { onTape, prologue } = await linuxFiles(store, kept, archive);
  const path = `linux/${archive}`;
  if (steps.some(({ pins }) => pins?.some((pin) => pin.path === path && pin.sha256 === unpinned))) {
    note(`${path} is NOT PINNED: it is as this computer has made it (\`./rootseed pin --until linux\`)`);
  }
  const plan = [...prologue, startLinux(archive, commandLines.disk)].join("\n");
  return makeTape(root, onTape, plan, diskTapeLimit);
}

/** The name that stands for standard output. */
const standardOutput = "-";

/** Devices are written by `dd`, after a second look; a mistyped one must not become a file among them. */
function requireFile(file: string): void {
  if (file === standardOutput) {
    if (process.stdout.isTTY === true) {
      throw new Problem("image -: standard output is this terminal: send it to a file or a program", Status.Usage);
    }
    return;
  }
  const isDevice = existsSync(file) ? !statSync(file).isFile() : dirname(resolve(file)) === "/dev";
  if (isDevice) {
    throw new Problem(`${file}: is no ordinary file: write the image to a file, then copy that to the device ` +
      "(docs/real-pc.md)", Status.Usage);
  }
}

/**
 * Writes the image; whatever happens, the file is whole or as it was.
 * @param file its name; `-` is standard output, and then all messages go to standard error.
 * @param whole for a disk that starts Linux: with compilers and sources.
 */
export async function imageCommand(
  context: Context, file: string, sources: Sources, until: string | undefined, whole: boolean,
): Promise<Status> {
  requireFile(file);
  const report = makeReporter(file === standardOutput ? process.stderr : process.stdout);
  const steps = stepsUntil(await readSteps(context.root), until);
  await checkInputs(context.root, steps);
  const { bootSeed } = await readFirmware(context.root);
  let tape: Uint8Array;
  if (endsWithLinux(steps)) {
    tape = await linuxTape(context.root, new Store(sources.cache), steps, whole, (line) => report.note(line));
  } else {
    const wishes = { ...sources, signal: context.signal };
    const { onTape } = await obtainArchives(false, steps, wishes, report, () => undefined);
    tape = await makeTape(context.root, onTape, makePlan(steps, true), diskTapeLimit);
  }
  const disk = makeDisk(bootSeed, tape);
  if (file === standardOutput) {
    await new Promise((written) => process.stdout.write(disk, written));
  } else {
    await writeAtomically(resolve(file), disk);
  }
  report.note(`${file}: ${formatBytes(disk.length)} (${disk.length / 512} sectors), SHA-256 ${sha256(disk)}`);
  report.note("docs/real-pc.md says how it gets onto a stick, and what to expect on the screen");
  return Status.Success;
}
