// A person at the console of the machine: lines from a file, and keys on a terminal. The kernel of an emulated PC
// passes every key to chain/console, which edits the line; on the host's kernel the host's terminal edits it.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { because, canRun, hostWords, obstacleTo } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { start } from "./support/host.js";

const scratch = makeScratch("console");
const places = ["--cache", join(scratch, "cache")];
const machines = ["v86", "qemu"].filter(canRun);
const hostEngine = ["chroot", "bwrap"].find(canRun);
const noHostEngine = because(hostEngine === undefined ? obstacleTo("chroot") : undefined);
const consoles = [...machines, hostEngine ?? "chroot"].map((engine) =>
  ({ engine, can: canRun(engine), reason: because(obstacleTo(engine)) }));

function write(path: string, text: string): void {
  mkdirSync(join(scratch, path, ".."), { recursive: true });
  writeFileSync(join(scratch, path), text);
}

describe.each(consoles)("the console on $engine", ({ engine, can, reason }) => {
  const shell = (input: string) =>
    start(["shell", "--engine", engine, "--after", "tools", ...places], { input }).finished;

  it.skipIf(!can)(`runs lines after a stage${reason}`, async () => {
    const long = "0123456789".repeat(1000);
    const typed = ["echo hi there", "cd /bin", "x=5", "echo value $x", "sha256sum tools", "for i in a b; do",
      "echo +$i", "done", "nonsense", "cd /nope", "a | b", "help", "ls /", "exit many", "retry", `echo ${long}`, "cd",
      "echo last"];
    const { status, out } = await shell(`${typed.join("\n")}\nexit\n`);
    const answers = `\n${out.replace(/rootseed:\/[a-z]*# |> /g, "\n")}`;
    for (const answer of ["help lists the commands, exit or Ctrl-D leaves", "\nhi there\n", "\nvalue 5\n", "  tools\n",
      "\n+a\n+b\n", "\nsh: cannot run (no such file or folder): nonsense\n",
      "\nsh: cannot run (no such file or folder): cd /nope\n", "\nsh: | is not in this shell's language",
      "\n  ls [PATH]...\n", "\n  patch -p1 < FILE\n", "\nbin/\n", "\nplan\n", "\nexit: the status is a number",
      "\nretry: there is no step", `\n${long}\n`, "\nlast\n"]) {
      expect(answers).toContain(answer);
    }
    expect(out).toContain("rootseed:/bin# ");
    expect(out).not.toContain("\x1b");
    expect(status).toBe(1);
  });

  const hasPort = machines.includes(engine);
  const noPort = can && !hasPort ? because("the host kernel has no serial port in between") : reason;
  it.skipIf(!can || !hasPort)(`loses nothing when nobody reads for a while${noPort}`,
    async () => {
      const text = readFileSync(join(root, "chain/1-compiler/compiler.hex"), "latin1");
      const { child, finished, outputWith } = start(["shell", "--engine", engine, "--after", "tools", ...places],
        { input: "echo now\ncat /chain/1-compiler/compiler.hex\nexit\n" });
      await outputWith("\nnow\n");
      child.kill("SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, 6000));
      child.kill("SIGCONT");
      const { status, out } = await finished;
      expect(out.includes(text)).toBe(true);
      expect(status).toBe(0);
    });

  it.skipIf(!can)(`ends with the status of exit, or 1 when a line has failed, or 0${reason}`, async () => {
    expect((await shell("rm missing\nexit 7\n")).status).toBe(7);
    expect((await shell("rm missing\necho last")).status).toBe(1);
    expect((await shell("echo only\nexit\n")).status).toBe(0);
  });

  it.skipIf(!can)(`stays where a step has built a shell that does not run here${reason}`, async () => {
    const header = Buffer.alloc(120);
    header.write("\x7fELF\x02\x01\x01", "latin1");
    writeFileSync(join(scratch, "sh"), header, { mode: 0o755 });
    const { status, out } = await start(["shell", "--engine", engine, "--after", "tools", "--add",
      `${join(scratch, "sh")}:/bin/sh`, ...places], { input: "echo still here\nexit\n" }).finished;
    expect(out).toContain("still here\n");
    expect(status).toBe(0);
  });

  it.skipIf(!can)(`opens where a step fails, says why, and tries it again; the run fails${reason}`, async () => {
    write("broken/010-broken/build",
      "mkdir -p /tmp/evidence\ncd /tmp/evidence\nsha256sum -c list\necho well done\n");
    const typed = ["cd /tmp/evidence", "retry", "echo x > f", "sha256sum f > list", "retry", "exit 0", ""];
    const { status, out, err } = await start(["run", "--engine", engine, "--until", "tools", "--interactive", "--steps",
      join(scratch, "broken"), ...places], { input: typed.join("\n") }).finished;
    const why = "the step broken failed: own/010-broken/build:3: sha256sum: list: cannot open: no such file or folder";
    const [before, after] = out.split("help lists the commands") as [string, string];
    expect(before).toContain(`rootseed: ${why}\n`);
    expect(after).toContain("rootseed:/tmp/evidence# ");
    expect(after).toMatch(/cannot open[^]*f: OK\n(.*\n)?well done\n[^]*the run still counts as failed/);
    expect(after).not.toContain("rootseed: exit");
    expect(err).toContain(`rootseed: ${why}\n`);
    expect(status).toBe(1);
  });
});

const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;
describe.skipIf(!hasTerminal)(`the console on a terminal${hasTerminal ? "" : " (needs util-linux's script)"}`, () => {
  /** What a person sees who types these keys, each when the text before them has appeared. */
  async function type(engine: string, keys: [after: string, keys: string][]): Promise<{ status: number; out: string }> {
    const words = ["shell", "--engine", engine, "--after", "tools", ...places].map((word) => `'${word}'`).join(" ");
    const below = engine === hostEngine ? hostWords.join(" ") : "";
    const program = `stty cols 60 rows 20; exec ${below} ${join(root, "rootseed")} ${words}`;
    const child = spawn("script", ["-qec", program, "/dev/null"], { stdio: ["pipe", "pipe", "inherit"] });
    let out = "";
    let seen = 0;
    child.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString("latin1");
      for (let at = out.indexOf(keys[0]?.[0] ?? "\0", seen); at >= 0; at = out.indexOf(keys[0]?.[0] ?? "\0", seen)) {
        seen = at + (keys[0] as [string, string])[0].length;
        child.stdin.write((keys.shift() as [string, string])[1]);
      }
    });
    const status = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
    return { status, out };
  }

  it.each(machines)("%s: edits and recalls lines, completes names; Ctrl-C ends what runs", async (engine) => {
    const prompt = ":/# ";
    const [up, left, home, end, remove] = ["\x1b[A", "\x1b[D", "\x1b[H", "\x1bOF", "\x1b[3~"];
    const { status, out } = await type(engine, [
      [prompt, `ho one${home}ec${end} two\r`], ["\none two", ""], // two edits
      [prompt, `${up}${up}${left}${left}${left}${remove}${remove}${remove}2\x01\x05\r`], ["\none 2", ""],
      [prompt, "echo abc def\x17x\x15echo \x01\x0b echo kill\r"], ["\nkill", ""],
      [prompt, "ec\t/interactive/so\tnot\x03"], ["^C", ""],
      [prompt, "ec\t/plan\x08\x08\t\r"], ["\n/plan", ""],
      [prompt, `echo ${"wrapped ".repeat(12)}${home}\x06\x06\x06\x06\x06X\r`], [`\nX${"wrapped ".repeat(5)}`, ""],
      [prompt, "for i in 1; do\recho begun\rcat\rdone\r"], ["\nbegun", "\x03"],
      [prompt, "echo still here\r"], ["\nstill here", ""],
      [prompt, "\x1d"],
    ]);
    expect(out).toContain("/interactive/source");
    expect(status).toBe(0);
  });

  const name = `${hostEngine ?? "chroot"}: edits and recalls lines on the host's side${noHostEngine}`;
  it.skipIf(hostEngine === undefined)(name, async () => {
    const prompt = ":/# ";
    const [up, left, home, end] = ["\x1b[A", "\x1b[D", "\x1b[H", "\x1b[F"];
    const { status, out } = await type(hostEngine as string, [
      [prompt, `ho one${home}ec${end} two\r`], ["\none two", ""],
      [prompt, `${up}${left}${left}${left}\x02\x0b2\r`], ["\none2", ""],
      [prompt, "not this\x03"], ["^C", "echo but this\r"], ["\nbut this", ""],
      [prompt, "exit 7\r"],
    ]);
    expect(out).not.toContain("cannot run");
    expect(status).toBe(7);
  });
});
