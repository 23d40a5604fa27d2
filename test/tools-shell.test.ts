// The shell of chain/tools, under Node and natively: a corpus of right scripts, which a POSIX shell runs to the same
// output where there is one, and a list of scripts that must be refused with the line and the reason.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { noI386, runsI386, spawnI386 } from "./i386.js";
import { buildTools, corpus, runBoth, scratch, type Setup } from "./tools-support.js";

const programs = buildTools();
const folder = path.join(corpus, "shell");
const words = ["first", "second  one", "3", "4", "5", "6", "7", "8", "9", "ten"];

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

describe("scripts", () => {
  const hasDash = spawnSync("dash", ["-c", "true"]).status === 0;
  for (const name of fs.readdirSync(folder).filter((file) => file !== "inner.sh")) {
    it(`${name} does what a POSIX shell does`, () => {
      const result = runBoth(programs, ["sh", name, ...words], setup);
      expect(result.stderr).toBe("");
      expect(result.status).toBe(0);
      expect(result.stdout.toString()).toMatchSnapshot();
      if (!hasDash) return;
      const place = scratch();
      for (const [file, content] of Object.entries(setup)) {
        fs.mkdirSync(path.join(place, path.dirname(file)), { recursive: true });
        fs.writeFileSync(path.join(place, file), content);
      }
      const environment = { PATH: "/bin:/usr/bin", GREETING: "hello  you" };
      const posix = spawnSync("dash", ["-eu", name, ...words], { cwd: place, env: environment });
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
    expect(status("true\n")).toBe(0);
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

  it("says which interpreter a script needs", () => {
    const setup = { s: "chmod 755 program\n./program\n", program: "#! /no/such -x\n" };
    const { status, stderr } = runBoth(programs, ["sh", "s"], setup);
    expect([status, stderr]).toEqual(
      [127, "sh: s:2: cannot run (it needs /no/such: no such file or folder): ./program\n"]);
  });

  // Node gives what is no program to a shell.
  it.skipIf(!runsI386)(`says what a program needs that is linked dynamically (${runsI386 ? "native" : noI386})`, () => {
    const start = (program: Buffer | string): string => {
      const place = scratch();
      fs.writeFileSync(path.join(place, "program"), program, { mode: 0o755 });
      fs.writeFileSync(path.join(place, "s"), "./program\n");
      const run = spawnI386(programs.native!, ["sh", "s"], { cwd: place });
      expect([126, 127]).toContain(run.status);
      return run.stderr.toString();
    };
    for (const program of ["", "#!\n", "#! \n/x", "\x7fELF", "\x7fELF\x01".padEnd(60, "\xff"),
      elfFile(0).toString("latin1")]) {
      const reason = start(Buffer.from(program, "latin1"));
      expect(reason).toMatch(/^sh: s:1: cannot run \((not an executable|no such file or folder).*\): .\/program\n$/);
    }
    for (const segments of [1, 255]) {
      expect(start(elfFile(segments))).toBe(
        "sh: s:1: cannot run (it needs /lib/ld-none.so.2: link with -static): ./program\n");
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
