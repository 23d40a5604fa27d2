// Runs that go on in the Linux that the chain has built, in QEMU (docs/steps-linux.md, "Going on in it"). What is made
// there is what the host kernel makes: of a small chain, from the seed in one piece, where our kernel hands over what
// its steps have left; of that chain's image, on a PC without a disk for work; and of the whole chain, from the store,
// where its gcc compiles a program. Linux and all before it come from the store, where `rootseed run --until linux` has
// left them; where they, QEMU or the host kernel are missing, the tests are skipped with the reason.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { imageCommand } from "../../host/cli/image.js";
import { defaultHardware } from "../../host/engines/hardware.js";
import type { RunDocument } from "../../host/report/document.js";
import { runChain } from "../../host/run/run.js";
import { cacheFolder } from "../../host/sources/cache.js";
import { formatPins } from "../../host/steps/pins.js";
import { readSteps, stepsUntil } from "../../host/steps/steps.js";
import { stepKeys } from "../../host/store/keys.js";
import { findCached } from "../../host/store/resume.js";
import { Store } from "../../host/store/store.js";
import { because, obstacleTo } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";
import { kernelRunsI386 } from "../support/i386.js";
import { acceptInputs } from "../support/legs.js";

const scratch = makeScratch("go-on");
const store = new Store(cacheFolder(undefined));
const steps = stepsUntil(await readSteps(root), "linux");
const cached = await findCached(store, steps, stepKeys(await readSteps(root)), true, () => undefined);
const missing = steps.find((step) => !cached.some((one) => one.step === step));
const obstacle = obstacleTo("qemu") ?? obstacleTo("chroot") ??
  (kernelRunsI386 ? undefined : "this computer's kernel runs no i386 programs, and pins are made on one engine") ??
  (missing === undefined ? undefined
    : `the store does not have the step ${missing.name}: \`rootseed run --until linux\` makes it`);
const silent = { isLive: false, width: Infinity, note: () => undefined, live: () => undefined, clear: () => undefined };

interface Wanted {
  engine: "qemu" | "chroot";
  root: string;
  until: string;
  cache: string;
  own?: string;
  pinning?: boolean;
  disk?: "ahci";
}

/** Runs a chain; the document, and what the console said. */
async function run({ engine, root: of, until, cache, own, pinning, disk }: Wanted) {
  const log = join(scratch, `${engine}.log`);
  const { document, failure } = await runChain({
    root: of, engine, otherEngine: false, until, out: undefined, memory: undefined, jobs: 2, log, cache,
    mirrors: { named: [], only: false }, hardware: { ...defaultHardware, disk: disk ?? "piix" }, verbose: false,
    pinning: pinning ?? false, exportTo: undefined, fresh: false, console: undefined,
    additions: { add: [], script: undefined, steps: own }, signal: new AbortController().signal,
  }, silent);
  return { document, failure, said: readFileSync(log, "latin1").replaceAll("\r", "") };
}

/** The artifacts of the last stage, by their names. */
const artifactsOf = (document: RunDocument): Record<string, string | null> =>
  Object.fromEntries(document.stages.at(-1)?.artifacts.map(({ path, sha256 }) => [path, sha256]) ?? []);

/** What a machine says on its way into Linux, and at the end there. */
function expectLinux(said: string): void {
  expect(said).toMatch(/\nrootseed: starting Linux\n(?:[^]*\n)?rootseed: Linux [0-9.]+, started from the seed\n/);
  expect(said).toMatch(/\nrootseed: \/dev\/\w+ is for work, and is formatted\n[^]*\nrootseed: exit 0\n/);
}

const small = join(scratch, "small");
const after = `#!/bin/sh
# A package that is made in Linux.
echo "a step with $JOBS processes"
mkdir -p "$package/usr/share"
cat /left/text /steps/030-after/text > "$package/usr/share/after"
uname -sm > "$artifacts/system"
`;

/** The chain's first steps, then a shell and Linux as the store has them, and a step after Linux. */
async function makeSmallChain(): Promise<void> {
  for (const part of ["seed", "firmware", "chain", "steps/run", "steps/001-compiler", "steps/002-kernel",
    "steps/003-tools", "package.json"]) {
    cpSync(join(root, part), join(small, part), { recursive: true });
  }
  const artifacts = cached.flatMap(({ entry }) => entry.artifacts);
  const add = (folder: string, build: string, files: string[]): void => {
    const to = join(small, "steps", folder);
    mkdirSync(to, { recursive: true });
    writeFileSync(join(to, "build"), build);
    for (const name of files) {
      const found = artifacts.find(({ path }) => path.endsWith(`/${name}`));
      copyFileSync(store.object(found?.sha256 as string), join(to, name));
    }
  };
  add("021-shell", "tar xf /steps/021-shell/busybox.tar\ncp /steps/021-shell/busybox.tar /out/shell/shell.tar\n" +
    "mkdir /left\ncp /steps/021-shell/build /left/text\n", ["busybox.tar"]);
  add("022-linux", ["bzImage", "initramfs"].map((name) => `cp /steps/022-linux/${name} /out/linux/${name}\n`).join(""),
    ["bzImage", "initramfs"]);
  add("030-after", after, []);
  writeFileSync(join(small, "steps/030-after/text"), "after Linux\n");
  const first = readFileSync(join(root, "steps/manifest"), "utf8").split("\n").filter((line) => /^00[123]/.test(line));
  writeFileSync(join(small, "steps/manifest"), [...first,
    "021-shell  shell  -  i386  left  shell,default  -", "022-linux  linux  -  i386  -  linux  -",
    "030-after  after  -  linux  -  -  -", ""].join("\n"));
  writeFileSync(join(small, "steps/costs"), "");
  await acceptInputs(small);
}

describe.skipIf(obstacle !== undefined)(`a run goes on in the chain's Linux${because(obstacle)}`, () => {
  const caches = { chroot: join(scratch, "cache-chroot"), qemu: join(scratch, "cache-qemu") };
  let pinned: RunDocument;

  beforeAll(async () => {
    await makeSmallChain();
    const { document, failure } = await run(
      { engine: "chroot", root: small, until: "after", cache: caches.chroot, pinning: true });
    expect(failure).toBeUndefined();
    for (const { name, artifacts } of document.stages) {
      const folder = (await readSteps(small)).find(({ stage }) => stage === name)?.folder as string;
      writeFileSync(join(small, folder, "pins"),
        formatPins(artifacts.map(({ path, sha256 }) => ({ path: `${name}/${path}`, sha256: sha256 as string }))));
    }
    pinned = document;
  });

  it("from the seed in one piece: our kernel hands over what its steps have left", async () => {
    const { document, failure, said } = await run({ engine: "qemu", root: small, until: "after", cache: caches.qemu });
    expect(failure).toBeUndefined();
    expectLinux(said);
    expect(said).toMatch(/\nshell\/shell.tar: OK\n[^]*\nrootseed: begin after\n/);
    expect(said).toContain("\na step with 2 processes\n");
    expect(artifactsOf(document)).toEqual(artifactsOf(pinned));
    expect(Object.keys(artifactsOf(document))).toEqual(["after.tar", "system"]);
  });

  it("again after a run that stopped in Linux: the rest alone, on a disk with AHCI", async () => {
    const key = stepKeys(await readSteps(small)).get("after") as string;
    const kept = new Store(caches.qemu);
    expect(await kept.find(key)).toBeDefined();
    await kept.remove(key);
    const { document, failure, said } = await run(
      { engine: "qemu", root: small, until: "after", cache: caches.qemu, disk: "ahci" });
    expect(failure).toBeUndefined();
    expectLinux(said);
    expect(said.match(/rootseed: begin \w+/g)).toEqual(["rootseed: begin after"]);
    expect(artifactsOf(document)).toEqual(artifactsOf(pinned));
  });

  it("from an image, on a PC without a disk for work, which then switches itself off", async () => {
    const image = join(scratch, "image");
    const signal = new AbortController().signal;
    const context = { root: small, defaultStage: "shell", signal, finish: () => undefined };
    const sources = { cache: caches.qemu, mirrors: { named: [], only: false } };
    expect(await imageCommand(context, image, sources, { until: "after" })).toBe(0);
    const delivered = join(scratch, "delivered");
    const { status } = spawnSync("qemu-system-x86_64", ["-M", "q35", "-m", "1024", "-smp", "2", "-display", "none",
      "-no-reboot", "-nic", "none", "-drive", `file=${image},format=raw,if=ide`, "-serial", "null",
      "-serial", `file:${delivered}`]);
    expect(status).toBe(0);
    expect(readFileSync(delivered, "latin1")).toMatch(/after\/system 13\nLinux x86_64\n/);
  });

  it("of the whole chain, from the store: its gcc compiles a program in its Linux", async () => {
    const own = join(scratch, "own");
    mkdirSync(join(own, "100-hello"), { recursive: true });
    writeFileSync(join(own, "manifest"), "100-hello  hello  gcc10-first  linux  -  -  -\n");
    writeFileSync(join(own, "100-hello/hello.c"),
      '#include <stdio.h>\nint main(void) { puts("hello from gcc in Linux"); return 0; }\n');
    writeFileSync(join(own, "100-hello/build"), "#!/bin/sh\nset -e\nexport PATH=/usr/bin:/bin\ncd /own/100-hello\n" +
      "gcc -O2 -static -o /out/hello/hello hello.c\n/out/hello/hello\n");
    const wanted = { root, until: "linux", cache: cacheFolder(undefined), own };
    const onHost = await run({ ...wanted, engine: "chroot" });
    const inLinux = await run({ ...wanted, engine: "qemu" });
    expect([onHost.failure, inLinux.failure]).toEqual([undefined, undefined]);
    expectLinux(inLinux.said);
    expect(inLinux.said).toContain("\nhello from gcc in Linux\n");
    expect(artifactsOf(inLinux.document)).toEqual(artifactsOf(onHost.document));
  });
});
