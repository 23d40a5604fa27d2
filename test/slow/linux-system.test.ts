// The Linux that the chain has built, in QEMU: its small system finds disks and network; its large one, which the
// chain's kernel starts from a disk on both kinds of PC, compiles C and C++ and builds TinyCC and a gcc again, from the
// seed, with the pinned hash. bzImage, initramfs and system come from the store, where `rootseed run --until linux` has
// left them; where they or QEMU are missing, the tests are skipped with the reason. ROOTSEED_REBUILD=016-gcc3 names
// the step of the gcc, which takes longer than the slow tier has. The emulated clock counts instructions: on a slow
// computer Linux would take its timer for broken otherwise.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, cpSync, ftruncateSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { imageCommand } from "../../host/cli/image.js";
import { cacheFolder } from "../../host/sources/cache.js";
import { parsePins } from "../../host/steps/pins.js";
import { archivesOf, readSteps, stepsUntil, type Step } from "../../host/steps/steps.js";
import { stepKeys } from "../../host/store/keys.js";
import { Store } from "../../host/store/store.js";
import { because } from "../support/engines.js";
import { makeScratch, root } from "../support/folders.js";

const scratch = makeScratch("slow-linux");
const emulator = "qemu-system-x86_64";

const steps = await readSteps(root);

/** The artifacts in the store, by STAGE/NAME. */
async function artifactsInStore(): Promise<Map<string, string>> {
  const store = new Store(cacheFolder(undefined));
  const keys = stepKeys(steps);
  const files = new Map<string, string>();
  for (const { name } of steps) {
    const entry = await store.find(keys.get(name) as string);
    if (entry !== undefined && "artifacts" in entry) {
      entry.artifacts.forEach(({ path, sha256 }) => files.set(path, store.object(sha256)));
    }
  }
  return files;
}

const artifacts = await artifactsInStore();
const missing = ["linux/bzImage", "linux/initramfs", "linux/system"].filter((path) => !artifacts.has(path));
const obstacle = spawnSync(emulator, ["--version"]).status !== 0 ? `no ${emulator} here`
  : missing.length > 0 ? `not in the store: ${missing.join(", ")}; rootseed run --until linux makes them` : undefined;

/** A machine with Linux in it, of which a test is the person at the serial console. */
class Machine {
  console = "";
  private readonly child: ChildProcess;
  private ended = false;
  private readonly waiting = new Set<() => void>();

  constructor(megabytes: number, hardware: string[]) {
    this.child = spawn(emulator, [
      "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-serial", "stdio",
      "-accel", "tcg", "-icount", "shift=2,sleep=off", "-m", String(megabytes), ...hardware,
    ], { stdio: ["pipe", "pipe", "pipe"] });
    const hear = (bytes: Buffer): void => {
      this.console += bytes.toString("latin1").replaceAll("\r", "");
      this.waiting.forEach((look) => look());
    };
    this.child.stdout?.on("data", hear);
    this.child.stderr?.on("data", hear);
    this.child.on("close", () => {
      this.ended = true;
      this.waiting.forEach((look) => look());
    });
  }

  /** Waits until the console, from a place on, matches; rejects when the machine stops before. */
  until(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(this.console.slice(from));
        if (match !== null || this.ended) {
          this.waiting.delete(look);
          if (match === null) {
            reject(new Error(`the machine stopped without ${pattern}:\n${this.console.slice(-4000)}`));
          } else {
            resolve(match);
          }
        }
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Types a command; what it says, and its status. */
  async run(command: string): Promise<{ status: number; says: string }> {
    const from = this.console.length;
    this.child.stdin?.write(`${command}; echo "[$?]"\n`);
    const match = await this.until(/\n\[([0-9]+)\]\n/, from);
    // What is typed before the shell asks for it would be shown twice.
    await this.until(/~ # $/, from);
    const said = this.console.slice(from, from + match.index);
    return { status: Number(match[1]), says: said.slice(said.indexOf("\n") + 1) };
  }

  /** Waits for the shell, and tells it that lines are long enough for what a test types, and Linux to be quiet. */
  async shell(): Promise<void> {
    await this.until(/~ # $/m);
    await this.run("stty columns 500; dmesg -n 1");
  }

  get finished(): Promise<void> {
    return this.until(/rootseed: exit [0-9]+\n/).then(() => new Promise((resolve) => {
      if (this.ended) {
        resolve();
      }
      this.child.on("close", () => resolve());
    }));
  }

  stop(): void {
    this.child.kill("SIGKILL");
  }
}

const machines: Machine[] = [];
function start(megabytes: number, hardware: string[]): Machine {
  const machine = new Machine(megabytes, hardware);
  machines.push(machine);
  return machine;
}

/** A machine whose emulator starts Linux with its small system. */
function startSmall(megabytes: number, line: string, hardware: string[]): Machine {
  return start(megabytes, ["-kernel", artifacts.get("linux/bzImage") as string, "-initrd",
    artifacts.get("linux/initramfs") as string, "-append", `console=ttyS0 ${line}`, ...hardware]);
}

/** A PC whose disk has the seed and the chain's kernel, which starts Linux with its whole system. */
async function startWhole(pc: "pc" | "q35", megabytes: number, hardware: string[] = []): Promise<Machine> {
  const disk = join(scratch, `${pc}.img`);
  const context = { root, defaultStage: "musl", signal: new AbortController().signal, finish: () => undefined };
  const sources = { cache: cacheFolder(undefined), mirrors: { named: [], only: false } };
  expect(await imageCommand(context, disk, sources, { until: "linux", whole: true })).toBe(0);
  return start(megabytes, ["-M", pc, "-drive", `file=${disk},format=raw,if=ide`, ...hardware]);
}

afterEach(() => machines.splice(0).forEach((machine) => machine.stop()));

/** An empty disk. */
function makeDisk(name: string, megabytes: number): string {
  const path = join(scratch, name);
  const file = openSync(path, "w");
  ftruncateSync(file, megabytes * 1024 * 1024);
  closeSync(file);
  return path;
}

const drive = (id: string): string[] =>
  ["-drive", `if=none,format=raw,id=${id},file=${makeDisk(id, 32)}`];

/** A disk with a tar archive on it: the folder that `rebuild` takes, for the last of some steps. */
async function makeFolderDisk(name: string, chain: Step[]): Promise<string> {
  const folder = join(scratch, name);
  const stages = new Set(chain.map(({ stage }) => stage));
  for (const [path, from] of artifacts) {
    if (stages.has(path.split("/")[0] as string)) {
      mkdirSync(join(folder, "out", dirname(path)), { recursive: true });
      cpSync(from, join(folder, "out", path));
    }
  }
  for (const { file } of archivesOf(chain.slice(-1))) {
    cpSync(join(cacheFolder(undefined), file), join(folder, file));
  }
  const archive = `${folder}.tar`;
  expect(spawnSync("tar", ["cf", archive, "-C", folder, "."]).status).toBe(0);
  return archive;
}

/** What `rebuild` has said names each artifact of a step with the pinned hash; lists of exports it does not make. */
function expectPins(says: string, step: string): void {
  const text = readFileSync(join(root, "steps", step, "pins"), "utf8");
  const made = parsePins(text, step).filter(({ path }) => !path.endsWith(".exports"));
  made.forEach(({ sha256, path }) => expect(says).toContain(`${sha256}  ${path}`));
}

describe.skipIf(obstacle !== undefined)(`Linux${obstacle === undefined ? "" : ` (skipped: ${obstacle})`}`, () => {
  it("runs a command of its command line on two processors, and switches the machine off", async () => {
    const machine = startSmall(256, "rootseed.run=uname_-sr;_nproc;_false", ["-smp", "2"]);
    await machine.finished;
    expect(machine.console).toMatch(/\nLinux 6\.12\.107\n2\nrootseed: exit 1\n/);
  });

  it("finds disks on AHCI, NVMe, virtio and USB, a network by DHCP, and keeps files on ext4", async () => {
    const machine = startSmall(512, "", [
      "-device", "ahci,id=ahci", ...drive("sata"), "-device", "ide-hd,bus=ahci.0,drive=sata",
      ...drive("nvme"), "-device", "nvme,serial=1,drive=nvme",
      ...drive("virtio"), "-device", "virtio-blk-pci,drive=virtio",
      "-device", "qemu-xhci", ...drive("usb"), "-device", "usb-storage,drive=usb", "-device", "usb-kbd",
      "-netdev", "user,id=first", "-device", "virtio-net-pci,netdev=first",
      "-netdev", "user,id=second,net=10.0.3.0/24", "-device", "e1000,netdev=second",
    ]);
    await machine.shell();
    await machine.run("while [ \"$(grep -c 'sd[ab]$' /proc/partitions)\" != 2 ]; do sleep 1; done");
    const { says: disks } = await machine.run("cut -c26- /proc/partitions | sort");
    expect(disks.split("\n")).toEqual(expect.arrayContaining(["nvme0n1", "sda", "sdb", "vda"]));
    expect((await machine.run("cat /proc/bus/input/devices")).says).toContain("QEMU USB Keyboard");
    for (const disk of ["nvme0n1", "sda", "sdb", "vda"]) {
      const { status } = await machine.run(`mke2fs /dev/${disk} > /dev/null && mount -t ext4 /dev/${disk} /mnt && ` +
        "cp /bin/busybox /mnt/copy && umount /mnt && mount /dev/" +
        `${disk} /mnt && cmp /bin/busybox /mnt/copy && umount /mnt`);
      expect([disk, status]).toEqual([disk, 0]);
    }
    const { says: addresses } = await machine.run("ip addr");
    expect(addresses).toContain("inet 10.0.2.15/24");
    expect(addresses).toContain("inet 10.0.3.15/24");
    // Calls with 32 bits of time, which musl makes on i386: a file's times, sleeping.
    expect((await machine.run("touch -d 2001-02-03 old && stat -c %y old")).says).toMatch(/^2001-02-03 /);
    expect((await machine.run("date +%s > a; sleep 2; [ $(($(date +%s) - $(cat a))) -ge 2 ]")).status).toBe(0);
    expect((await machine.run("ls /dev/net/tun")).status).toBe(0);
  });

  it("compiles C and C++, and makes TinyCC again from the seed, as it is pinned", async () => {
    const machine = await startWhole("pc", 1500);
    await machine.shell();
    await machine.run("printf '#include <stdio.h>\\nint main(void) { puts(\"C runs\"); return 0; }\\n' > c.c");
    expect(await machine.run("gcc -static -O2 -o c c.c && ./c")).toEqual({ status: 0, says: "C runs" });
    expect(await machine.run("tcc -static -o c c.c && ./c")).toEqual({ status: 0, says: "C runs" });
    expect((await machine.run("g++ -static -O2 -o test /steps/016-gcc3/test.cc && ./test")).status).toBe(0);
    const { status, says } = await machine.run("rebuild 006-musl");
    expect(status).toBe(0);
    ["005-tcc", "006-musl"].forEach((step) => expectPins(says, step));
    expect(says).toContain("rebuild: 006-musl is as it was when this system was built");
  }, 3_600_000);

  const step = process.env["ROOTSEED_REBUILD"] ?? "";
  it.skipIf(step === "")("makes gcc again, as it is pinned, after packages that an earlier run has made" +
    because(step === "" ? "ROOTSEED_REBUILD names no step" : undefined), async () => {
    const disk = await makeFolderDisk("folder", stepsUntil(steps, step.slice(4)));
    const machine = await startWhole("q35", 2047, ["-drive", `if=none,format=raw,id=folder,file=${disk}`,
      "-device", "virtio-blk-pci,drive=folder"]);
    await machine.shell();
    expect((await machine.run("mkdir /folder && tar xf /dev/vda -C /folder")).status).toBe(0);
    const { status, says } = await machine.run(`rebuild ${step} /folder`);
    expect([status, says.slice(-2000)]).toEqual([0, expect.stringContaining(
      `rebuild: ${step} is as it was when this system was built`)]);
    expectPins(says, step);
  }, 12 * 3_600_000);
});
