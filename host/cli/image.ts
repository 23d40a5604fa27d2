// The command `image`: the disk for a real PC, which builds the chain up to a stage, or starts the Linux that was
// built.
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { atomically } from "../common/files.js";
import { Status, UserError } from "../common/errors.js";
import { formatBytes } from "../common/text.js";
import { readFirmware, type Firmware } from "../engines/firmware.js";
import { makeReporter } from "../common/reporter.js";
import { turnAmong } from "../run/go-on.js";
import { layOutTapes } from "../run/lay-out.js";
import { commandLines, endsWithLinux, linuxFiles, linuxSteps, startLinux } from "../run/linux.js";
import type { UserAdditions } from "../run/user-steps.js";
import { obtainArchives, placeArchives } from "../run/archives.js";
import { checkInputs } from "../steps/inputs.js";
import { unpinned } from "../steps/pins.js";
import { readSteps, stepsUntil, type Step, type WholeChain } from "../steps/steps.js";
import { stepKeys } from "../store/keys.js";
import { findCached, inStore } from "../store/resume.js";
import { Store } from "../store/store.js";
import { shellAfter } from "../tape/console.js";
import { makePlan } from "../tape/plan.js";
import { diskParts, type Rest } from "../tape/rest.js";
import { diskTapeLimit, sectorBytes } from "../tape/format.js";
import { makeTape } from "../tape/tape.js";
import type { Context, Definition } from "./context.js";
import { refuseTogether } from "./options.js";
import { addSourceOptions, sourcesFrom, type SourceOptions, type Sources } from "./sources.js";

/** The tape of a disk that starts the Linux that earlier runs have built: the chain is its boot loader. */
async function linuxTape(
  root: string, store: Store, allSteps: WholeChain, steps: Step[], whole: boolean, note: (line: string) => void,
): Promise<Uint8Array> {
  const stage = steps.at(-1)?.stage as string;
  const archive = whole ? "system" : "initramfs";
  const cached = await findCached(store, linuxSteps(steps), stepKeys(allSteps), true, note);
  const made = cached.map((step) => inStore(store, step));
  const { onTape, prologue } = await linuxFiles(made, { stage, archive });
  const path = `${stage}/${archive}`;
  if (steps.some(({ pins }) => pins?.some((pin) => pin.path === path && pin.sha256 === unpinned))) {
    note(`${path} is NOT PINNED: it is as this computer has made it (\`./rootseed pin --until ${stage}\`)`);
  }
  const plan = [...prologue, startLinux(stage, archive, commandLines.disk)].join("\n");
  return makeTape(root, onTape, plan, diskTapeLimit);
}

/** The tape of a disk that builds everything; where a step runs on Linux, with the rest for the Linux that is built. */
async function buildingTapes(
  root: string, firmware: Firmware, steps: Step[], cache: string, { record, shell }: ImageOptions,
): Promise<{ tape: Uint8Array; rest?: Rest }> {
  const turn = turnAmong(steps, steps);
  if (turn !== undefined) {
    refuseTogether(shell === true, "--shell: this disk ends in Linux, which has its own (`rootseed shell`)");
    const additions: UserAdditions = { files: [], placing: [], steps: [], runsOn: "linux" };
    const options = { root, cache, pinning: false, console: undefined, record: record === true };
    return layOutTapes(turn, { options, firmware, additions, linux: undefined }, [], "disk");
  }
  const { onTape } = await placeArchives(false, steps, cache);
  const script = makePlan(steps, true, record === true ? "kernel" : undefined);
  return { tape: await makeTape(root, onTape, shell === true ? shellAfter(script).join("\n") : script, diskTapeLimit) };
}

export interface ImageOptions {
  until?: string | undefined;
  /** Of a disk that starts Linux: with compilers and sources. */
  whole?: boolean;
  /** Of a disk that builds: the machine records what processes do. */
  record?: boolean;
  /** Of a disk that builds: a person gets a shell at the end. */
  shell?: boolean;
}

/** The name that stands for standard output. */
const standardOutput = "-";

/** Devices are written by `dd`, after a second look; a mistyped one must not become a file among them. */
function requireFile(file: string): void {
  if (file === standardOutput) {
    if (process.stdout.isTTY === true) {
      throw new UserError("image -: standard output is this terminal: send it to a file or a program", Status.Usage);
    }
    return;
  }
  const isDevice = existsSync(file) ? !statSync(file).isFile() : dirname(resolve(file)) === "/dev";
  if (isDevice) {
    throw new UserError(`${file}: is no ordinary file: write the image to a file, then copy that to the device ` +
      "(docs/real-pc.md)", Status.Usage);
  }
}

/**
 * Writes the image; whatever happens, the file is whole or as it was.
 * @param file its name; `-` is standard output, and then all messages go to standard error.
 */
export async function imageCommand(
  context: Context, file: string, sources: Sources, options: ImageOptions,
): Promise<Status> {
  const { until, whole = false } = options;
  requireFile(file);
  const report = makeReporter(file === standardOutput ? process.stderr : process.stdout);
  const allSteps = await readSteps(context.root);
  const steps = stepsUntil(allSteps, until);
  refuseTogether(whole && !endsWithLinux(steps),
    "--whole is about the disk that starts Linux: use it with --until linux");
  const builds = (["record", "shell"] as const).find((name) => options[name] === true);
  refuseTogether(builds !== undefined && endsWithLinux(steps),
    `--${builds}: this disk builds nothing; it starts what was built`);
  await checkInputs(context.root, steps);
  const firmware = await readFirmware(context.root);
  let tape: Uint8Array;
  let rest: Rest | undefined;
  if (endsWithLinux(steps)) {
    tape = await linuxTape(context.root, new Store(sources.cache), allSteps, steps, whole, (line) => report.note(line));
  } else {
    await obtainArchives(steps, { ...sources, signal: context.signal }, report, () => undefined);
    ({ tape, rest } = await buildingTapes(context.root, firmware, steps, sources.cache, options));
  }
  const hash = createHash("sha256");
  let bytes = 0;
  async function* parts(): AsyncGenerator<Uint8Array> {
    for await (const part of diskParts(firmware.bootSeed, tape, rest)) {
      hash.update(part);
      bytes += part.length;
      yield part;
    }
  }
  if (file === standardOutput) {
    for await (const part of parts()) {
      await new Promise((written) => process.stdout.write(part, written));
    }
  } else {
    await atomically(resolve(file), (unfinished) => writeFile(unfinished, parts()));
  }
  report.note(`${file}: ${formatBytes(bytes)} (${bytes / sectorBytes} sectors), SHA-256 ${hash.digest("hex")}`);
  report.note("docs/real-pc.md says how it gets onto a stick, and what to expect on the screen");
  return Status.Success;
}

/** Adds the command `image`. */
export const defineImage: Definition = (program, context) => {
  addSourceOptions(program.command("image"))
    .description("write the disk for a real PC: boot sector and tape")
    .argument("<file>", "the image; docs/real-pc.md says how it gets onto a stick")
    .option("--until <stage>", `what the PC builds up to (default: ${context.defaultStage}); linux: what it starts, ` +
      "built before")
    .option("--whole", "with --until linux: with compilers and sources, for a PC with memory enough")
    .option("--record", "the PC records each process, its program and files, and hands that out (docs/record.md)")
    .option("--shell", "when all is built, the PC gives a shell to the person at it (docs/shell.md)")
    .action(async (file: string, options: SourceOptions & ImageOptions) => {
      context.finish(await imageCommand(context, file, sourcesFrom(options), options));
    });
};
