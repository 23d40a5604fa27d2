// The shell of chain/4-tools, under Node and natively: a corpus of valid scripts, for which a POSIX shell gives the
// same output where there is one, and a list of scripts that must be refused with line and reason.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { makeScratch } from "./support/folders.js";
import { kernelRunsI386, noI386, runsI386, spawnI386 } from "./support/i386.js";
import { buildTools, corpus, runBoth, type Setup } from "./support/tools.js";

const programs = buildTools();
const folder = path.join(corpus, "shell");
const setup: Setup = { "a.txt": "A\n", "b.txt": "B\n", "d/a.txt": "", "d/c.txt": "", "d/.hidden.txt": "", "e.c": "" };
for (const name of fs.readdirSync(folder)) setup[name] = fs.readFileSync(path.join(folder, name));

/** A program that says that it has so many segments, and names its dynamic linker in the first. */
function elfFile(segments: number): Buffer {
  const program = Buffer.alloc(120);
  program.write("\x7fELF\x01\x01\x01", "latin1");
  const fields = [[2, 16], [3, 18], [1, 20], [52, 28], [52, 40], [32, 42], [segments, 44], [3, 52], [84, 56], [18, 68]];
  for (const [value, at] of fields) program.writeUInt16LE(value, at);
  program.write("/lib/ld-none.so.2\0", 84);
  return program;
}

/** True where a rule of binfmt_misc hands i386 programs to another one, which starts and finds no dynamic linker. */
function isLoadedByRule(): boolean {
  const file = path.join(makeScratch(), "program");
  fs.writeFileSync(file, elfFile(1), { mode: 0o755 });
  return kernelRunsI386 && spawnSync(file).error === undefined;
}

describe("scripts", () => {
  const hasDash = spawnSync("dash", ["-c", "true"]).status === 0;
  for (const name of fs.readdirSync(folder)) {
    it(`${name} does what a POSIX shell does`, () => {
      const result = runBoth(programs, ["sh", name], setup);
      expect(result.stderr).toBe("");
      expect(result.status).toBe(0);
      expect(result.stdout.toString()).toMatchSnapshot();
      if (!hasDash) return;
      const place = makeScratch();
      for (const [file, content] of Object.entries(setup)) {
        fs.mkdirSync(path.join(place, path.dirname(file)), { recursive: true });
        fs.writeFileSync(path.join(place, file), content);
      }
      const environment = { PATH: "/bin:/usr/bin", GREETING: "hello  you" };
      const posix = spawnSync("dash", ["-eu", name], { cwd: place, env: environment });
      expect(result.stdout.toString()).toBe(posix.stdout.toString());
    });
  }

  it("programs get the environment, with what the script changed in it, and nothing else", () => {
    const script = "OLD=1\nGREETING=changed\nPATH=.:/bin:/usr/bin\n"
      + "/bin/sh -c 'env | grep -vE \"^(_|PWD|SHLVL)=\" | sort'\n";
    const lines = runBoth(programs, ["sh", "s"], { s: script }).stdout.toString().trim().split("\n");
    expect(lines.filter((line) => !/^(_|PWD|SHLVL)=/.test(line)).sort())
      .toEqual(["GREETING=changed", "PATH=.:/bin:/usr/bin"]);
  });

  it("the status of the command that failed is the script's", () => {
    const status = (script: string): number | null => runBoth(programs, ["sh", "s"], { s: script }).status;
    expect(status("/bin/sh -c 'exit 0'\n")).toBe(0);
    expect(status("/bin/sh -c 'exit 7'\necho no\n")).toBe(7);
    expect(status("/bin/sh -c 'kill -9 $$'\n")).toBe(137);
    expect(status("nothing\n")).toBe(127);
    expect(status("")).toBe(0);
    expect(status("# only a comment")).toBe(0);
  });

  it("loops inside each other have a limit, which is said", () => {
    const nested = (n: number): string => "for i in b; do\n".repeat(n) + "echo x\n" + "done\n".repeat(n);
    expect(runBoth(programs, ["sh", "s"], { s: nested(100) }).stdout.toString()).toBe("x\n");
    const refused = runBoth(programs, ["sh", "s"], { s: nested(200_000) });
    expect([refused.status, refused.stderr]).toEqual(
      [1, "sh: s:101: a loop inside so many others is not in this shell's language (docs/shell.md)\n"]);
  });

  const missing = "no such file or folder: the interpreter after #!, or the dynamic linker; link with -static";
  it("says that a script's interpreter is missing", () => {
    const setup = { s: "chmod 755 program\n./program\n", program: "#! /no/such -x\n" };
    const { status, stderr } = runBoth(programs, ["sh", "s"], setup);
    expect([status, stderr]).toEqual([127, `sh: s:2: cannot run (${missing}): ./program\n`]);
  });

  const start = (program: Buffer | string): string => {
    const place = makeScratch();
    fs.writeFileSync(path.join(place, "program"), program, { mode: 0o755 });
    fs.writeFileSync(path.join(place, "s"), "./program\n");
    const run = spawnI386(programs.native!, ["sh", "s"], { cwd: place });
    expect([126, 127]).toContain(run.status);
    return run.stderr.toString();
  };
  const refusal = /^sh: s:1: cannot run \((not an executable|no such file or folder).*\): .\/program\n$/;

  // Node gives what is no program to a shell.
  it.skipIf(!runsI386)(`says that a file is no program (${runsI386 ? "native" : noI386})`, () => {
    for (const program of ["", "#!\n", "#! \n/x", "\x7fELF", "\x7fELF\x01".padEnd(60, "\xff")]) {
      expect(start(Buffer.from(program, "latin1"))).toMatch(refusal);
    }
  });

  const obstacle = !runsI386 ? noI386 : isLoadedByRule() ? "a rule of binfmt_misc loads i386 programs" : undefined;
  const linked = `says what a program needs that is linked dynamically (${obstacle ?? "native"})`;
  it.skipIf(obstacle !== undefined)(linked, () => {
    // A kernel that runs no i386 programs does not look for what they need.
    const why = kernelRunsI386 ? missing : "not an executable program";
    expect(start(elfFile(1))).toBe(`sh: s:1: cannot run (${why}): ./program\n`);
    // None, and more than the file has.
    for (const segments of [0, 255]) {
      expect(start(elfFile(segments))).toMatch(refusal);
    }
  });

  it("nothing runs in a script with a mistake", () => {
    expect(runBoth(programs, ["sh", "s"], { s: "echo early > f\nif x\n" }).files).toEqual({ s: expect.anything() });
  });
});

describe("refused", () => {
  const lines = fs.readFileSync(path.join(corpus, "refused.txt"), "utf8").split("\n");
  const cases = lines.filter((line) => line.includes("\t")).map((line) => line.split("\t"));
  it(`all ${cases.length} scripts of refused.txt, with the line`, () => {
    expect(cases.length).toBeGreaterThan(60);
    for (const [text, message] of cases) {
      const result = runBoth(programs, ["sh", "script"], { script: text.replaceAll("\\n", "\n") });
      expect(result.stderr).toContain(`sh: script:${message}`);
      expect([text, (result.status ?? 0) > 0]).toEqual([text, true]);
    }
  });
});
