// The image on another PC: Bochs with its own BIOS. Bochs is ten times slower than QEMU, so the run ends at the first
// TinyCC; ROOTSEED_BOCHS_UNTIL=musl64 takes it further. Its records of processes are as pinned, too. Without Bochs, its
// BIOS and a VGA BIOS the test is skipped.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, truncateSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sha256 } from "../../host/common/files.js";
import { parseEvents } from "../../host/record/events.js";
import { gatherProcesses } from "../../host/record/processes.js";
import { formatRecord } from "../../host/record/text.js";
import { checkStage } from "../../host/report/check.js";
import { recordPin } from "../../host/record/place.js";
import { stagesOf, readSteps, stepsUntil } from "../../host/steps/steps.js";
import { DeliveryReader } from "../../host/tape/delivery.js";
import { recordPlace } from "../../host/tape/plan.js";
import { makeScratch, root } from "../support/folders.js";
import { rootseed } from "../support/host.js";

const until = process.env["ROOTSEED_BOCHS_UNTIL"] ?? "tcc";
const bios = "/usr/share/bochs/BIOS-bochs-latest";
const screenBios = "/usr/share/vgabios/vgabios-cirrus.bin";
const missing = spawnSync("bochs", ["--help"]).error === undefined
  ? [bios, screenBios].find((path) => !existsSync(path)) : "bochs";
const why = missing === undefined ? "" : ` (skipped: ${missing} is missing)`;

const scratch = makeScratch("bochs");

/** Bochs counts a disk in whole cylinders of 16 heads with 63 sectors. */
const cylinderBytes = 16 * 63 * 512;

it.skipIf(missing !== undefined)(`Bochs: the image's artifacts up to ${until} are as pinned${why}`, async () => {
  const image = join(scratch, "image");
  expect((await rootseed(["image", image, "--until", until, "--record"])).status).toBe(0);
  const cylinders = Math.ceil(statSync(image).size / cylinderBytes);
  truncateSync(image, cylinders * cylinderBytes);
  const ports = [1, 2].map((number) => join(scratch, `com${number}`)) as [string, string];
  writeFileSync(join(scratch, "configuration"), [
    `megs: ${until === "tcc" ? 256 : 1024}`,
    `romimage: file=${bios}`,
    `vgaromimage: file=${screenBios}`,
    `ata0-master: type=disk, path=${image}, mode=flat, cylinders=${cylinders}, heads=16, spt=63`,
    "boot: disk",
    // A screen without a window.
    'display_library: rfb, options="timeout=0"',
    "plugin_ctrl: speaker=0, e1000=0, es1370=0, sb16=0, ne2k=0, voodoo=0",
    `log: ${join(scratch, "log")}`,
    ...ports.map((path, index) => `com${index + 1}: enabled=1, mode=file, dev=${path}`),
    "",
  ].join("\n"));
  writeFileSync(join(scratch, "commands"), "c\n");
  const bochs = spawn("bochs", ["-q", "-f", "configuration", "-rc", "commands"],
    { cwd: scratch, stdio: "ignore", detached: true });
  let ended = false;
  bochs.on("exit", () => {
    ended = true;
  });
  const said = (): string => existsSync(ports[0]) ? readFileSync(ports[0], "latin1") : "";
  // Bochs goes on when its machine has halted.
  while (!ended && !/^rootseed: exit /m.test(said())) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  if (!ended) {
    process.kill(-(bochs.pid as number), "SIGKILL");
  }
  expect(said()).toMatch(/^rootseed: exit 0$/m);
  const out = join(scratch, "out");
  mkdirSync(out);
  const state = join(scratch, "state");
  const reader = new DeliveryReader(out, state);
  reader.push(readFileSync(ports[1]));
  reader.finish();
  const steps = stepsUntil(await readSteps(root), until);
  const recorded = steps.filter((step) => recordPin(step, "kernel") !== undefined);
  const records = recorded.map((step) => {
    const events = parseEvents(readFileSync(join(state, recordPlace(step)), "utf8"), step.name);
    return [step.name, sha256(Buffer.from(formatRecord(step.name, gatherProcesses(events))))];
  });
  expect(records).toEqual(recorded.map((step) => [step.name, recordPin(step, "kernel")?.sha256]));
  for (const stage of stagesOf(steps)) {
    const pins = steps.filter((step) => step.stage === stage).flatMap((step) => step.pins ?? []);
    const artifacts = await checkStage(stage, pins, out);
    expect(artifacts.filter(({ ok }) => !ok)).toEqual([]);
    expect(artifacts.length).toBe(pins.length);
  }
}, 3_600_000);
