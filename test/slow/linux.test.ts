// The chain's kernel starts a real Linux in QEMU: at the end of a run, and from a disk that does nothing else. It is
// the Linux of stage `linux` where the store of earlier runs has it; else Debian's kernel for x86-64 with Debian's
// static busybox and our init, in a repository that has no other step. Where neither is available, the test is skipped.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { imageCommand } from "../../host/cli/image.js";
import { hashFile, sha256 } from "../../host/common/files.js";
import { defaultHardware } from "../../host/engines/hardware.js";
import { linuxSteps } from "../../host/run/linux.js";
import { runChain } from "../../host/run/run.js";
import { cacheFolder } from "../../host/sources/cache.js";
import { readSteps, stepsUntil } from "../../host/steps/steps.js";
import { stepKeys } from "../../host/store/keys.js";
import { findCached } from "../../host/store/resume.js";
import { Store } from "../../host/store/store.js";
import { canRun } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";

const scratch = makeScratch("linux");

interface Place {
  root: string;
  cache: string;
  whose: string;
}

/** What the store of earlier runs has. */
async function ownLinux(): Promise<Place | undefined> {
  const cache = cacheFolder(undefined);
  const allSteps = await readSteps(root);
  const steps = stepsUntil(allSteps, "linux");
  const cached = await findCached(new Store(cache), linuxSteps(steps), stepKeys(allSteps), true, () => undefined);
  const paths = cached.flatMap(({ entry }) => entry.artifacts.map(({ path }) => path));
  const isWhole = cached.length === linuxSteps(steps).length && paths.includes("linux/bzImage");
  return isWhole ? { root, cache, whose: "the Linux of the chain" } : undefined;
}

/** An archive as Linux unpacks it (Documentation/driver-api/early-userspace/buffer-format.rst, "newc"). */
function memoryArchive(files: [path: string, mode: number, content: Uint8Array][]): Buffer {
  const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes], Math.ceil(bytes.length / 4) * 4);
  return Buffer.concat([...files, ["TRAILER!!!", 0, new Uint8Array()] as const].flatMap(([path, mode, content]) => {
    const fields = [0, mode, 0, 0, 1, 0, content.length, 0, 0, 5, 1, path.length + 1, 0];
    const header = `070701${fields.map((field) => field.toString(16).padStart(8, "0")).join("")}${path}\0`;
    return [padded(Buffer.from(header)), padded(Buffer.from(content))];
  }));
}

/** A repository whose only step is the Linux of Debian's packages, and a store that has it. */
async function debianLinux(): Promise<Place | undefined> {
  const folder = join(scratch, "debian");
  mkdirSync(folder);
  const get = "name=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: \\(linux-image-.*\\)/\\1/p') && " +
    'apt-get download -q "$name" busybox-static && for file in *.deb; do dpkg -x "$file" .; done';
  if (spawnSync("sh", ["-c", get], { cwd: folder }).status !== 0) {
    return undefined;
  }
  const image = readFileSync(join(folder, "boot", readdirSync(join(folder, "boot"))
    .find((name) => name.startsWith("vmlinuz-")) as string));
  const init = readFileSync(join(root, "steps/022-linux/init"), "latin1")
    .replace("#!/bin/sh\n", "#!/bin/busybox sh\n/bin/busybox --install -s /bin\n");
  const archive = gzipSync(memoryArchive([
    ["bin", 0o40755, new Uint8Array()], ["dev", 0o40755, new Uint8Array()],
    ["dev/console", 0o20600, new Uint8Array()], ["init", 0o100755, Buffer.from(init)],
    ["bin/busybox", 0o100755, readFileSync(join(folder, "bin/busybox"))],
  ]));
  const place = { root: join(scratch, "repository"), cache: join(scratch, "cache"), whose: "Debian's Linux" };
  for (const part of ["seed", "firmware", "chain", "package.json"]) {
    cpSync(join(root, part), join(place.root, part), { recursive: true });
  }
  const step = join(place.root, "steps/022-linux");
  mkdirSync(step, { recursive: true });
  const build = "true\n";
  writeFileSync(join(place.root, "steps/manifest"), "022-linux  linux  -  x86-64  -  default,linux  -\n");
  writeFileSync(join(step, "build"), build);
  writeFileSync(join(step, "inputs"), `${sha256(Buffer.from(build))}  steps/022-linux/build\n`);
  writeFileSync(join(step, "pins"), `${sha256(image)}  linux/bzImage\n${sha256(archive)}  linux/initramfs\n`);
  writeFileSync(join(folder, "bzImage"), image);
  writeFileSync(join(folder, "initramfs"), archive);
  const store = new Store(place.cache);
  const artifacts = await Promise.all(["bzImage", "initramfs"].map(async (name) => {
    const file = { path: `linux/${name}`, ...await hashFile(join(folder, name)) };
    await store.putFile(join(folder, name), file);
    return file;
  }));
  await store.putEntry(stepKeys(await readSteps(place.root)).get("linux") as string,
    { step: "linux", engine: "chroot", seconds: 1, state: [], artifacts });
  return place;
}

const place = canRun("qemu") ? await ownLinux() ?? await debianLinux() : undefined;
const whose = place?.whose ?? "skipped: it needs QEMU, and a Linux in the store or Debian's packages";
const silent = { isLive: false, width: Infinity, note: () => undefined, live: () => undefined, clear: () => undefined };

describe.skipIf(place === undefined)(`the chain's kernel starts Linux (${whose})`, () => {
  const here = place as Place;

  it.each(["qemu", "ours"] as const)("at the end of a run on QEMU, BIOS %s", async (bios) => {
    const log = join(scratch, `${bios}.log`);
    const { document, failure } = await runChain({
      root: here.root, engine: "qemu", otherEngine: false, until: "linux", out: undefined, memory: 256, jobs: 1, log,
      cache: here.cache, mirrors: { named: [], only: false },
      hardware: { ...defaultHardware, bios }, verbose: false, pinning: false, exportTo: undefined, fresh: false,
      additions: { add: [], script: undefined, steps: undefined }, console: undefined,
      signal: new AbortController().signal,
    }, silent);
    expect(failure).toBeUndefined();
    expect(document.ok).toBe(true);
    const said = readFileSync(log, "latin1");
    expect(said).toMatch(/rootseed: starting Linux\n/);
    expect(said).toMatch(/rootseed: Linux [0-9.]+\S*, started from the seed\r?\n/);
    expect(said).toMatch(/rootseed: exit 0\r?\n/);
  });

  it("from a disk, on a PC with AHCI; a shell answers on the serial port", async () => {
    const disk = join(scratch, "linux.img");
    const signal = new AbortController().signal;
    const context = { root: here.root, defaultStage: "musl", signal, finish: () => undefined };
    const sources = { cache: here.cache, mirrors: { named: [], only: false } };
    expect(await imageCommand(context, disk, sources, { until: "linux" })).toBe(0);
    // The emulated clock counts instructions: on a busy computer Linux would take its timer for broken.
    const machine = spawn("qemu-system-x86_64", [
      "-accel", "tcg", "-icount", "shift=2,sleep=off",
      "-M", "q35", "-m", "512", "-display", "none", "-serial", "stdio", "-monitor", "none", "-no-reboot",
      "-drive", `file=${disk},format=raw,if=ide`,
    ], { stdio: ["pipe", "pipe", "inherit"] });
    let said = "";
    let typed = false;
    machine.stdout.on("data", (bytes: Buffer) => {
      said += bytes.toString("latin1");
      if (!typed && /[~/]\S* # /.test(said)) {
        typed = true;
        machine.stdin.write("echo $((6*7)) times; reboot -f\n");
      }
    });
    expect(await new Promise((resolve) => machine.on("close", resolve))).toBe(0);
    expect(said).toMatch(/\n42 times\r?\n/);
  });
});
