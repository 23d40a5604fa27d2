// The image on another PC: Bochs with its own BIOS. It is slow (ten times slower than QEMU), so that it goes up to the
// first TinyCC; ROOTSEED_BOCHS_UNTIL=musl takes it further. Without Bochs, its BIOS and a VGA BIOS it is skipped.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { judgeMilestone } from "../../host/report/verdicts.js";
import { milestonesOf, readSteps, stepsUntil } from "../../host/steps/steps.js";
import { DeliveryReader } from "../../host/tape/delivery.js";
import { makeScratch, root, rootseed } from "../host-support.js";

const until = process.env["ROOTSEED_BOCHS_UNTIL"] ?? "tcc";
const bios = "/usr/share/bochs/BIOS-bochs-latest";
const screenBios = "/usr/share/vgabios/vgabios-cirrus.bin";
const missing = spawnSync("bochs", ["--help"]).error === undefined
  ? [bios, screenBios].find((path) => !existsSync(path)) : "bochs";
const why = missing === undefined ? "" : ` (skipped: ${missing} is missing)`;

const scratch = makeScratch("bochs");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Bochs counts a disk in whole cylinders of 16 heads with 63 sectors. */
const cylinderBytes = 16 * 63 * 512;

it.skipIf(missing !== undefined)(`Bochs: the image's artifacts up to ${until} are as pinned${why}`, async () => {
  const image = join(scratch, "image");
  expect((await rootseed(["image", image, "--until", until])).status).toBe(0);
  const cylinders = Math.ceil(statSync(image).size / cylinderBytes);
  truncateSync(image, cylinders * cylinderBytes);
  const ports = [1, 2].map((number) => join(scratch, `com${number}`)) as [string, string];
  writeFileSync(join(scratch, "configuration"), [
    "megs: 256",
    `romimage: file=${bios}`,
    `vgaromimage: file=${screenBios}`,
    `ata0-master: type=disk, path=${image}, mode=flat, cylinders=${cylinders}, heads=16, spt=63`,
    "boot: disk",
    // A screen that nobody has to look at.
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
  const reader = new DeliveryReader(out, join(scratch, "state"));
  reader.push(readFileSync(ports[1]));
  reader.finish();
  const steps = stepsUntil(await readSteps(root), until);
  for (const milestone of milestonesOf(steps)) {
    const pins = steps.filter((step) => step.milestone === milestone).flatMap((step) => step.pins ?? []);
    const artifacts = await judgeMilestone(milestone, pins, out);
    expect(artifacts.filter(({ ok }) => !ok)).toEqual([]);
    expect(artifacts.length).toBe(pins.length);
  }
}, 3_600_000);
