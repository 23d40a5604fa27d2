// The check `distribution`: the chain on the host's kernel that runs i386 programs itself, whatever this computer's
// does. Debian's kernel for x86-64 starts in QEMU (software emulation) with this computer's Node and this repository in
// its memory, and runs `./rootseed run --engine chroot` there.
//
// How it thinks: everything comes as one archive that the kernel unpacks into memory (its format "newc"), so that no
// driver is needed: programs of this computer with the libraries that they are linked to, the repository without what
// only developers need, the archives of the cache. What the machine says on its serial port is shown; its last line is
// the status. Kernel and busybox come from the system's own package sources, and are not installed.
//
// It must not write anywhere but into a folder of its own.
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { explain, UserError } from "../../common/errors.js";
import { repositoryRoot } from "../../common/repository.js";
import { cacheFolder } from "../../sources/cache.js";
import { archivesOf, readSteps, stepsUntil } from "../../steps/steps.js";

const until = "bridge";

/** What the machine needs of this computer. */
const programs = ["sh", "env", "dirname", "readlink", "setpriv", "unshare", "mount", "chroot", "mkfifo"];

/** What the host program is made of. */
const parts = ["rootseed", "package.json", "package-lock.json", "tsconfig.json", "host", "build/host",
  "build/host.stamp", "node_modules/.package-lock.json", "seed", "firmware", "chain", "steps"];

const init = `#!/busybox sh
/busybox mkdir -p /proc /sys /dev /tmp
/busybox mount -t proc none /proc
/busybox mount -t sysfs none /sys
/busybox mount -t devtmpfs none /dev
/busybox uname -srm
cd /rootseed
HOME=/root TERM=dumb ROOTSEED_CACHE=/cache PATH=/bin ./rootseed run --engine chroot --until ${until} --fresh
echo "status $?"
/busybox poweroff -f
`;

/** Runs the check; the process ends with its status. */
export async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "rootseed-distribution-"));
  try {
    const kernel = fetchPackages(scratch);
    const archive = await makeArchive(scratch);
    process.exitCode = await start(kernel, archive) === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`rootseed: ${explain(error)}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function run(what: string, program: string, words: string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, words, { cwd, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) {
    throw new UserError(`${what}: ${error?.message ?? stderr.trim().split("\n").at(-1) ?? `status ${status}`}`);
  }
  return stdout;
}

/** Unpacks Debian's kernel and busybox; the kernel's file. */
function fetchPackages(scratch: string): string {
  const get = "name=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: \\(linux-image-.*\\)/\\1/p') && " +
    'apt-get download -q "$name" busybox-static && for file in *.deb; do dpkg -x "$file" .; done';
  run("Debian's packages cannot be fetched", "sh", ["-c", get], scratch);
  const boot = join(scratch, "boot");
  return join(boot, readdirSync(boot).find((name) => name.startsWith("vmlinuz-")) as string);
}

/** The machine's files, as one archive. */
async function makeArchive(scratch: string): Promise<string> {
  const root = join(scratch, "root");
  const repository = repositoryRoot();
  mkdirSync(join(root, "bin"), { recursive: true });
  cpSync(join(scratch, "bin/busybox"), join(root, "busybox"));
  for (const name of [...programs, "node"]) {
    const found = name === "node" ? process.execPath
      : run(`${name} is missing`, "sh", ["-c", `command -v ${name}`]).trim();
    const path = realpathSync(found);
    cpSync(path, join(root, "bin", name));
    // The libraries and the loader: every absolute path that ldd names.
    for (const [library] of run(`ldd ${path}`, "ldd", [path]).matchAll(/\/\S+(?= \(0x)/g)) {
      mkdirSync(join(root, dirname(library)), { recursive: true });
      cpSync(library, join(root, library), { dereference: true });
    }
  }
  symlinkSync("../busybox", join(root, "bin/sed"));
  for (const part of parts) {
    cpSync(join(repository, part), join(root, "rootseed", part), { recursive: true });
  }
  const lock = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as
    { packages: Record<string, { dev?: boolean }> };
  for (const [path] of Object.entries(lock.packages).filter(([name, { dev }]) => name !== "" && dev !== true)) {
    if (existsSync(join(repository, path))) {
      cpSync(join(repository, path), join(root, "rootseed", path), { recursive: true });
    }
  }
  mkdirSync(join(root, "cache"));
  for (const { file } of archivesOf(stepsUntil(await readSteps(repository), until))) {
    if (!existsSync(join(cacheFolder(undefined), file))) {
      throw new UserError(`${file} is not in the cache: ./rootseed fetch --until ${until}`);
    }
    cpSync(join(cacheFolder(undefined), file), join(root, "cache", file));
  }
  writeFileSync(join(root, "init"), init);
  chmodSync(join(root, "init"), 0o755);
  const archive = join(scratch, "archive");
  run("the archive", "sh", ["-c", 'find . | "$1" cpio -o -H newc > "$2"', "sh", join(scratch, "bin/busybox"), archive],
    root);
  return archive;
}

/** Starts the machine; the status that it says. */
async function start(kernel: string, archive: string): Promise<number | undefined> {
  const machine = spawn("qemu-system-x86_64", [
    "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-nic", "none", "-serial", "stdio",
    "-accel", "tcg", "-m", "3072", "-kernel", kernel, "-initrd", archive,
    "-append", "console=ttyS0 panic=-1 quiet",
  ], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  machine.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString("latin1");
    process.stdout.write(bytes);
  });
  await new Promise<void>((resolve, reject) => {
    machine.on("close", () => resolve());
    machine.on("error", (error) => reject(new UserError(`qemu-system-x86_64: ${error.message}`)));
  });
  const status = /^status ([0-9]+)\r?$/m.exec(said)?.[1];
  return status === undefined ? undefined : Number(status);
}
