// The command line: usage errors and other failures end with the right exit status and a message of one line, never
// with a stack trace; what each command prints, writes and leaves alone.
import { spawnSync } from "node:child_process";
import {
  chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashFile } from "../host/common/files.js";
import { auditDocumentSchema } from "../host/dev/audit/audit.js";
import { runSchema } from "../host/report/document.js";
import { cacheFolder } from "../host/sources/cache.js";
import { formatPins } from "../host/steps/pins.js";
import { archivesOf, readSteps, stepsUntil } from "../host/steps/steps.js";
import { stepKeys } from "../host/store/keys.js";
import { Store } from "../host/store/store.js";
import { canRun } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { copyRepository, rootseed } from "./support/host.js";

const scratch = makeScratch("cli");

/** A place from which nothing can be fetched, and no other. */
const noNetwork = ["--mirror", "http://127.0.0.1:1/", "--only-mirror"];

describe("usage", () => {
  it.each([
    [[], "Usage: rootseed"],
    [["nonsense"], "unknown command 'nonsense'"],
    [["run", "--nonsense"], "unknown option '--nonsense' (rootseed run --help tells more)"],
    [["run", "extra"], "too many arguments"],
    [["run", "--engine", "bochs"], "Allowed choices are v86, qemu, bwrap, chroot"],
    [["run", "--memory", "much"], "a positive whole number is needed"],
    [["run", "--memory", "5"], "--memory 5: engine v86 takes 128 to 2047 MB"],
    [["run", "--until", "nonsense"], 'no stage "nonsense": choose one of compiler, kernel'],
    [["fetch", "--until", "nonsense"], 'no stage "nonsense"'],
    [["run", "--out"], "argument missing"],
    [["run", "--out", ""], "a name is needed"],
    [["image"], "missing required argument 'file'"],
    [["image", "/dev/vdz"], "/dev/vdz: is no ordinary file: write the image to a file, then copy"],
    [["image", "x.img", "--whole"], "--whole is about the disk that starts Linux: use it with --until linux"],
    [["verify", "/tmp", "--engines", "v86"], "verify: either the folder /tmp or --engines"],
    [["verify", "--memory", "512"], "--memory is for engines that run: use it with --engines"],
    [["run", "--bios", "ours"], "--bios: engine v86 has no choice there"],
    [["run", "--jobs", "2"], "--jobs has no effect with engine v86 (one processor)"],
    [["shell", "--engine", "bwrap", "--kvm"], "--kvm: engine bwrap has no choice there"],
    [["run", "--engine", "chroot", "--memory", "64"], "--memory: engine chroot uses this computer's memory"],
    [["run", "--mirror", "ftp://127.0.0.1/", "--until", "tcc", "--cache", join(scratch, "no-cache")],
      "--mirror ftp://127.0.0.1/: only http, https and folders can be mirrors"],
    [["fetch", "--mirror", "http://"], "--mirror http://: is no address: a name of a computer is needed"],
    [["fetch", "--mirror", "file://host/x"], "file://host/x: a folder of this computer is written file:///PATH"],
    [["fetch", "--mirror", "HTTPS://me:word@host/"], "names and passwords in addresses are not supported"],
    [["mirror", join(scratch, "x"), "--mirror", "http://host/?a=b"], "it can have no ? and no #"],
    [["run", "--add", "/dev/zero:/zero"], "/dev/zero: is no ordinary file"],
    [["run", "--script", "/dev"], "/dev: is no ordinary file"],
    [["run", "--export", "/dev/null", "--until", "compiler"], "--export /dev/null: expected NAME.tar"],
    [["verify", "--against", "/dev"], "/dev: is no ordinary file"],
    [["verify", "/dev/null"], "/dev/null: there is no such folder"],
  ])("%j: status 2 and what is wrong", async (args, message) => {
    const { status, out, err } = await rootseed(args);
    expect(err).toContain(message);
    expect(args.length === 0 || /^rootseed: [^\n]+\n$/.test(err), err).toBe(true);
    expect(status).toBe(2);
    expect(out.replace(/^rootseed: seed →[^]*/, "")).toBe("");
  });

  it("helps", async () => {
    const { status, out } = await rootseed(["--help"]);
    expect(status).toBe(0);
    for (const command of ["run", "fetch", "steps", "audit"]) {
      expect(out).toContain(command);
    }
    expect((await rootseed(["run", "--help"])).out).toContain("--until <stage>");
    expect((await rootseed(["--version"])).out).toMatch(/^[0-9]+\.[0-9]+\.[0-9]+\n$/);
  });

  it("works from any folder and through a symbolic link", async () => {
    const link = join(scratch, "link");
    mkdirSync(link);
    symlinkSync(join(root, "rootseed"), join(link, "rootseed"));
    const { status, out } = await rootseed(["steps"], { repository: link, cwd: "/" });
    expect(status).toBe(0);
    expect(out).toContain("steps/006-musl");
  });
});

describe("steps and audit", () => {
  it("list the steps", async () => {
    const { status, out } = await rootseed(["steps", "--json"]);
    expect(status).toBe(0);
    const { steps } = JSON.parse(out) as { steps: { name: string }[] };
    expect(steps.map(({ name }) => name)).toEqual((await readSteps(root)).map(({ name }) => name));
  });

  it("count what there is to read", async () => {
    const { status, out } = await rootseed(["audit", "--json"]);
    expect([status, auditDocumentSchema.parse(JSON.parse(out)).totals.limitsKept]).toEqual([0, true]);
    const text = await rootseed(["audit"]);
    expect(text.status).toBe(status);
    expect(text.out).toContain("seed/boot.hex");
    const madeFromMusl = "musl bridge musl64 musl-gcc3 musl-gcc10 system musl-gcc16";
    expect(text.out).toMatch(new RegExp(`^a9a118bb\\w+ {2}musl_1\\.2\\.5\\.orig\\.tar\\.gz +${madeFromMusl}$`, "m"));
    expect(text.out).toContain("steps/008-busybox/awk-backslash.patch, 2 lines\n");
  });
});

describe("audit --opened", () => {
  const record = join(scratch, "record");
  const cache = join(scratch, "audit-cache");
  const run = () => rootseed(["audit", "--opened", record, "--cache", cache]);

  it("a record that is not there, is a folder, or names nothing that was read: one line, status 1", async () => {
    expect(await run()).toEqual(
      { status: 1, out: "", err: expect.stringMatching(/^rootseed: \S+record: no such file[^\n]*\n$/) });
    mkdirSync(record);
    expect(await run()).toEqual({ status: 1, out: "", err: expect.stringMatching(/^rootseed: \S+record: [^\n]*\n$/) });
    rmSync(record, { recursive: true });
    writeFileSync(record, '12 open("/etc/passwd", O_RDONLY) = 3</etc/passwd>\n');
    expect(await run()).toEqual({ status: 1, out: "", err: expect.stringMatching(
      /^rootseed: --opened \S+record: it names no file that a step has read: [^\n]*\n$/) });
  });

  it("looks at archives only where they are the pinned ones, and at single files always", async () => {
    const archives = archivesOf(stepsUntil(await readSteps(root), "musl"));
    const users = cacheFolder(undefined);
    expect((await rootseed(["fetch", "--until", "musl"])).status).toBe(0);
    expect((await rootseed(["fetch", "--until", "musl", "--cache", cache, "--mirror", users])).status).toBe(0);
    writeFileSync(record, '12 open("x", O_RDONLY) = 3</c/root/build/x>\n');
    const { out, status } = await run();
    const single = archives.filter(({ file }) => file.endsWith(".txt"));
    expect([status, out]).toEqual([0, expect.stringContaining(`the run has read: ${single.length}; with a mark`)]);
    writeFileSync(join(cache, archives[0]?.file as string), "another one\n");
    expect(await run()).toEqual({ status: 1, out: "", err: expect.stringMatching(
      /^rootseed: the search: the archive \S+ is not the pinned one: expected SHA-256 [^\n]*\n$/) });
  });
});

describe("the command store", () => {
  it("lists the steps, and removes those that this repository does not use", async () => {
    const cache = ["--cache", join(scratch, "store")];
    const repository = copyRepository(join(scratch, "changed"));
    expect((await rootseed(["run", "--until", "kernel", ...cache])).status).toBe(0);
    const listed = await rootseed(["store", ...cache]);
    expect([listed.status, listed.err]).toEqual([0, ""]);
    expect(listed.out).toMatch(/^compiler +v86 .*\nkernel +v86 .*\nrootseed: .*: 2 entries, [0-9.]+ KB\n$/m);
    expect((await rootseed(["store", "--prune", ...cache])).out).toContain("removed 0 entries, 0 files");
    expect((await rootseed(["verify", ...cache])).status).toBe(0);
    // Another repository has other keys; damaged entries go, too.
    writeFileSync(join(repository, "steps/001-compiler/inputs"), `${"0".repeat(64)}  steps/001-compiler/build\n`);
    const other = await rootseed(["store", ...cache], { repository });
    expect(other.out).toContain("2 are not used by this repository (--prune removes them)");
    const pruned = await rootseed(["store", "--prune", ...cache], { repository });
    expect(pruned.out).toMatch(/^rootseed: removed 2 entries, [0-9]+ files \(.*\)\nrootseed: .*: 0 entries, 0 B\n$/);
  });
});

describe("image", () => {
  it("writes to standard output, too", async () => {
    const file = join(scratch, "first.img");
    const cache = ["--cache", join(scratch, "image-cache")];
    expect((await rootseed(["image", file, "--until", "compiler", ...cache])).status).toBe(0);
    const piped = spawnSync(join(root, "rootseed"), ["image", "-", "--until", "compiler", ...cache],
      { maxBuffer: 1 << 28 });
    expect(piped.stdout.equals(readFileSync(file))).toBe(true);
    expect(piped.stderr.toString()).toMatch(/^-: [0-9.]+ MB \([0-9]+ sectors\), SHA-256 [0-9a-f]{64}\n/);
  });
});

describe("what can go wrong before a run", () => {
  it("no network and no archive: a line for each place, status 1, nothing left in the cache", async () => {
    const cache = join(scratch, "empty-cache");
    const { status, err } = await rootseed(["fetch", "--until", "tcc", "--cache", cache, ...noNetwork]);
    expect(status).toBe(1);
    expect(err).toMatch(new RegExp("^rootseed: cannot fetch 1 archive of 1:\n {2}tcc_\\S+ \\([0-9]+ bytes\\):\n" +
      " {4}http://127\\.0\\.0\\.1:1/\\S+: no connection \\(ECONNREFUSED\\)\n {2}check the network, [^\n]+\n$"));
    expect(readdirSync(cache)).toEqual([]);
    const run = await rootseed(["run", "--json", "--cache", cache, ...noNetwork]);
    expect(run.status).toBe(1);
    const document = runSchema.parse(JSON.parse(run.out));
    expect(document.ok).toBe(false);
    expect(run.err).toContain(`rootseed: ${document.error?.message}\n`);
  });

  it("a flipped byte in an archive: the step, the file, expected and found, what to do", async () => {
    const cache = join(scratch, "damaged-cache");
    mkdirSync(cache);
    const [archive] = (await readSteps(root)).find(({ name }) => name === "tcc")?.archives ?? [];
    writeFileSync(join(cache, archive?.file ?? ""), Buffer.alloc(archive?.bytes ?? 0, 1));
    const { status, err } = await rootseed(["run", "--cache", cache, ...noNetwork]);
    expect(status).toBe(1);
    expect(err).toMatch(
      /^rootseed: the step tcc: the archive \S+ is not the pinned one: expected SHA-256 d63c[0-9a-f]+ /);
    expect(err).toContain("`./rootseed fetch` replaces it");
  });

  it.each([
    ["pins", "steps/004-cc/pins", "xyz\n", "steps/004-cc/pins:1: expected 64 hexadecimal digits"],
    ["manifest", "steps/manifest", "001-compiler compiler\n", "steps/manifest:1: expected 7 columns"],
    ["table of costs", "steps/costs", "x 1\n", "steps/costs:1: expected 8 columns"],
    ["archive", "steps/archives/tcc", "{\n", "steps/archives/tcc:1: expected 64 hexadecimal digits"],
    ["a seed", "seed/host.hex", "title\nzz\n", "seed/host.hex: line 2"],
  ])("a broken %s: file and line, status 1", async (_, path, text, message) => {
    const repository = copyRepository(join(scratch, `broken-${path.replaceAll("/", "-")}`));
    writeFileSync(join(repository, path), text);
    const { status, err } = await rootseed(["run", "--until", "cc", "--cache", join(scratch, "cache")], { repository });
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(status).toBe(1);
  });

  it("a disk for Linux before Linux was built: what to run first, status 1, no file", async () => {
    const file = join(scratch, "linux.img");
    const { status, err } = await rootseed(["image", "--until", "linux", file, "--cache", join(scratch, "no-linux")]);
    expect(err).toBe("rootseed: linux/bzImage is not in the store of earlier runs: " +
      "build it first (`./rootseed run --engine bwrap --until linux`)\n");
    expect([status, existsSync(file)]).toEqual([1, false]);
  });

  it("a disk for the Linux that was built finds all of it, whatever steps come after", async () => {
    const repository = copyRepository(join(scratch, "with-linux"));
    const cache = join(scratch, "linux-cache");
    const store = new Store(cache);
    const made = { linux: ["bzImage", "initramfs"], system: ["system"] };
    const keys = stepKeys(await readSteps(repository));
    for (const [step, names] of Object.entries(made)) {
      const artifacts = await Promise.all(names.map(async (name) => {
        const from = join(scratch, `made-${name}`);
        writeFileSync(from, `the ${name} of this test`);
        const file = { path: `linux/${name}`, ...await hashFile(from) };
        await store.putFile(from, file);
        return file;
      }));
      const folder = readdirSync(join(repository, "steps")).find((name) => name.endsWith(`-${step}`)) as string;
      writeFileSync(join(repository, "steps", folder, "pins"), formatPins(artifacts));
      await store.putEntry(keys.get(step) as string, { step, engine: "chroot", seconds: 1, state: [], artifacts });
    }
    const file = join(scratch, "whole.img");
    const { status, err } = await rootseed(["image", "--until", "linux", "--whole", file, "--cache", cache],
      { repository });
    expect([err, status]).toEqual(["", 0]);
    const disk = readFileSync(file);
    expect(["bzImage", "initramfs", "system"].filter((name) => disk.includes(`the ${name} of this test`)))
      .toEqual(["bzImage", "system"]);
  });

  it("folders that cannot be used: the path and why, status 1", async () => {
    const file = join(scratch, "file");
    writeFileSync(file, "");
    for (const args of [["--cache", join(file, "x")], ["--out", join(file, "x")], ["--log", join(file, "x")]]) {
      const { status, err } = await rootseed(["run", "--until", "compiler", ...args]);
      expect(err).toMatch(/^rootseed: \S+file\S*: (a part of the path is not a folder|it exists already)[^\n]*\n$/);
      expect(status).toBe(1);
    }
    // There the system refuses in a way that Node's own recursive mkdir waits out for ever.
    const { status, err } = await rootseed(["run", "--until", "compiler", "--out", "/proc/x"]);
    expect([status, err]).toEqual([1, expect.stringMatching(/^rootseed: \/proc\/x: [^\n]+\n$/)]);
  });

  it.skipIf(!existsSync("/dev/full"))("a console log that cannot be written ends the run", async () => {
    const { status, err } = await rootseed(
      ["run", "--fresh", "--until", "compiler", "--log", "/dev/full", "--cache", join(scratch, "log-cache")]);
    expect(err).toMatch(/^rootseed: the console log \/dev\/full cannot be written: no space left[^\n]+\n$/);
    expect(status).toBe(1);
  });

  const canMount = canRun("chroot");
  it.skipIf(!canMount)(`a full disk: the place and what to do, nothing half-written${canMount ? "" : " (no unshare)"}`,
    async () => {
      const small = join(scratch, "small");
      const cache = join(scratch, "full-cache");
      mkdirSync(small);
      mkdirSync(cache);
      const archive = (await readSteps(root)).find(({ name }) => name === "tcc")?.archives[0];
      writeFileSync(join(cache, archive?.file ?? ""), "");
      const user = process.getuid?.() === 0 ? [] : ["--map-root-user"];
      const inSmall = (args: string[]) => spawnSync("unshare", [...user, "--mount", "sh", "-c",
        'mount -t tmpfs -o size=100k small "$0" && "$@"; code=$?; find "$0" -type f; exit $code', small,
        join(root, "rootseed"), ...args], { encoding: "utf8" });
      for (const args of [
        ["image", join(small, "image"), "--until", "compiler"],
        // Told before it begins.
        ["run", "--engine", "v86", "--until", "compiler", "--cache", small],
      ]) {
        const { status, stdout, stderr } = inSmall(args);
        const found = "/\\S+: no space left on the device|: [0-9.]+ KB are free there, this run needs [0-9.]+ MB";
        expect(stderr).toMatch(new RegExp(`^rootseed: ${small}(${found}): free some[^\n]+\n$`));
        expect(status).toBe(1);
        expect(stdout.split("\n").filter((line) => /image|\.tmp/.test(line))).toEqual([]);
      }
    });

  // Root may do everything, so another user tries it, who must be able to read the repository.
  const user = process.getuid?.() === 0 ? 65534 : undefined;
  const asUser = user === undefined ? {} : { uid: user, gid: user };
  const mayRead = spawnSync(join(root, "rootseed"), ["--version"], asUser).status === 0;
  it.skipIf(!mayRead)(`what one may not read or write${mayRead ? "" : " (skipped: user nobody cannot start it)"}`,
    async () => {
      const open = makeScratch("open");
      const locked = join(open, "locked");
      const secret = join(open, "secret");
      mkdirSync(join(locked, "010-step"), { recursive: true });
      writeFileSync(secret, "");
      for (const [path, mode] of [[open, 0o777], [join(locked, "010-step"), 0o555], [secret, 0]] as const) {
        chmodSync(path, mode);
      }
      chmodSync(locked, 0o111);
      const cache = ["--cache", join(open, "cache")];
      for (const [args, place] of [
        [["run", "--cache", join(locked, "cache"), "--until", "compiler"], locked],
        [["run", "--out", join(locked, "out"), "--until", "compiler", ...cache], locked],
        [["run", "--log", join(locked, "log"), "--until", "compiler", ...cache], locked],
        [["run", "--add", `${secret}:/x`, ...cache], secret],
        [["run", "--add", `${locked}:/x`, ...cache], locked],
        [["run", "--script", secret, ...cache], secret],
        [["run", "--steps", locked, ...cache], locked],
        [["image", join(locked, "image"), "--until", "compiler", ...cache], join(locked, "image")],
        [["verify", "--against", secret, ...cache], secret],
      ] as [string[], string][]) {
        const { status, err } = await rootseed(args, user === undefined ? {} : { user });
        expect([args, status, err]).toEqual([args, 1,
          expect.stringMatching(new RegExp(`^rootseed: ${place}\\S*: no permission: choose[^\\n]+\n$`))]);
      }
      chmodSync(locked, 0o755);
      rmSync(open, { recursive: true, force: true });
    });

  it("a pipe whose reader goes away is no error to speak of", () => {
    const { stderr } = spawnSync("sh", ["-c", "./rootseed steps | true"], { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
  });

  it("a missing program: what to install", async () => {
    const bin = join(scratch, "bin");
    mkdirSync(bin);
    for (const name of ["sh", "dirname", "readlink"]) {
      symlinkSync(`/bin/${name}`, join(bin, name));
    }
    symlinkSync(process.execPath, join(bin, "node"));
    for (const [engine, program, name] of [["chroot", "setpriv", "util-linux"], ["bwrap", "bwrap", "bubblewrap"]]) {
      const { status, err } = await rootseed(["run", "--engine", engine as string, "--until", "compiler"],
        { environment: { PATH: bin } });
      expect(err).toContain(`--engine ${engine} needs ${program}: install the package ${name}, or use --engine v86`);
      expect(status).toBe(1);
    }
  });
});
