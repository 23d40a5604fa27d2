// The machine code as it runs: host seed and compiler on the host's kernel; boot seed, firmware and compiler in
// the embedded emulator, and in QEMU with its own BIOS and with ours. Where one is missing, its tests are skipped.
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { assemble } from "../host/dev/hex/index.js";
import { compilerHex, runtimeFiles, seedProgram } from "./support/chain.js";
import { because, canRun, obstacleTo } from "./support/engines.js";
import {
  compile, compileAndRun, disk, kernelEnd, kernelStart, runInQemu, runInV86, runSeed, text, userStart,
} from "./support/hex-machine.js";
import { emulator, noI386, runsI386 } from "./support/i386.js";
import { Random, seedFor } from "./support/random.js";

const obstacle = runsI386 ? undefined : noI386;

const hello = `${userStart}
function write(s: Uint8Array): void { syscall3(4, 1, addr(s), s.length); }
write(b("hello\\n"));
if (tapeRegister(0) !== 0) syscall3(4, 1, tapeRegister(0), 4);
syscall3(1, 7, 0, 0);
`;

const program = (body: string): string => `${userStart}${body}\nsyscall3(1, 0, 0, 0);\n`;

describe.skipIf(!runsI386)(`the host seed and the compiler on the host's kernel${because(obstacle)}`, () => {
  it("run bytes of either case, between comments and blanks", () => {
    // mov eax, 1; mov ebx, 42; int 80h
    const { status } = runSeed("# title 00\n b8 01 0000\t00 # B8\nBB2a00\n00 00#\nCD 80\n\0");
    expect(status).toBe(42);
  });

  it("make a program, which runs from a file and in place", () => {
    const fromFile = compileAndRun(hello);
    expect([fromFile.status, fromFile.stdout.toString(), fromFile.stderr]).toEqual([7, "hello\n", ""]);
    const inPlace = compileAndRun(hello, "tape");
    expect([inPlace.status, inPlace.stdout.toString(), inPlace.stderr]).toEqual([7, "hello\ntape", ""]);
  });

  const noUser = because(emulator === undefined ? "qemu-user is not installed" : undefined);
  it.skipIf(emulator === undefined)(`are loaded by qemu-user, which looks at every field${noUser}`, () => {
    const { status } = spawnSync(emulator as string, [seedProgram()], { input: "# t\nB801000000BB2A000000CD80\n\0" });
    expect(status).toBe(42);
  });

  it("give the same bytes for the same text", () => {
    const { stdout } = compile(hello);
    expect(stdout.subarray(0, 4).toString("latin1")).toBe("\x7fELF");
    expect(stdout.equals(compile(hello).stdout)).toBe(true);
  });

  it("end with status 1 when the program cannot be written", () => {
    if (!existsSync("/dev/full")) return;
    const full = openSync("/dev/full", "w");
    const { status, stderr } = runSeed(Buffer.from(`${compilerHex}\0\0${hello}\0`), full);
    expect([status, stderr]).toEqual([1, "no output!\n"]);
    closeSync(full);
  });

  it("name the line and the text of an error", () => {
    const first = userStart.split("\n").length;
    const wrong: [string, number, string][] = [
      ["let x = ;", 0, ";"],
      ["\n\nlet x = 1 +\n;", 3, ";"],
      ["undefinedFunction(1);", 0, "undefinedFunction(1);"],
      ["let x = b(\"abc", 0, "\"abc"],
      ["let x = b(\"a\\q\");", 0, "\"a\\q\");"],
      ["let x = ch('');", 0, "'');"],
      ["let x = ch('ab');", 0, "'ab');"],
      ["let x = 4294967296;", 0, "4294967296;"],
      ["let x = 0x100000000;", 0, "0x100000000;"],
      ["break;", 0, "break;"],
      ["continue;", 0, ";"],
      ["return;", 0, "return;"],
      ["case 1: ;", 0, "1: ;"],
      ["default: ;", 0, ": ;"],
      ["function f(): void { switch (1) { default: default: } }", 0, ": } }"],
      ["function f(): void { switch (1) { default: case 1: } }", 0, "1: } }"],
      ["function f(): void { function g(): void {} }", 0, "function g(): void {} }"],
      ["function f(): void { class C { x: number = 0; } }", 0, "class C { x: number = 0;"],
      ["let x = load8 + 1;", 0, "+ 1;"],
      ["5 = 6;", 0, "6;"],
      ["const five = 5; five = 6;", 0, "6;"],
      ["let x = 1; let x = 2;", 0, "; let x = 2;"],
      ["class C { x: number = 0; } let x = new C(); x.z = 1;", 0, "z = 1;"],
      ["enum E { A = load8(1) }", 0, "}"],
      ["function f(a: number { }", 0, "{ }"],
      ["/* never closed", 0, "/* never closed"],
      ["x.y;", 0, "x.y;"],
      ["}", 0, "}"],
      ["switch (1) { }", 0, "{ }"],
      ["for (const x of b(\"a\")) { }", 0, "{ }"],
      ["/*/ x", 0, "/*/ x"],
      ["if (1) {", 0, ""],
      ["import x", 0, ""],
    ];
    for (const [line, below, near] of wrong) {
      const { status, stdout, stderr } = compile(`${userStart}${line}`);
      expect(stderr, line).toMatch(/^line \d+: near [^\n]*\n$/);
      expect([status, stdout.length]).toEqual([1, 0]);
      expect(stderr, line).toBe(`line ${first + below}: near ${near}\n`);
    }
  });

  it("refuse what is too much, instead of running out of memory", () => {
    const count = 200_000;
    const names = Array.from({ length: 66_000 }, (_, i) => `let v${i} = 0;`).join("\n");
    const tooMuch = [
      `let x = ${"(".repeat(count)}1${")".repeat(count)};`,
      `let x = ${"-".repeat(count).replace(/--/g, "- -")}1;`,
      `${"{".repeat(count)}${"}".repeat(count)}`,
      `${"if (1) ".repeat(count)};`,
      `let x: ${"Array<".repeat(count)}number${">".repeat(count)};`,
      names,
      `function f(): void { ${"let a = 0; ".repeat(count)} }`,
      `let x = b("${"x".repeat(3_000_000)}");`,
      `asm a ${"0x90 ".repeat(2_200_000)};`,
      `let a = b("x"); ${"a[0] = a[0];\n".repeat(60_000)}`,
    ];
    for (const each of tooMuch) {
      const { status, stdout, stderr } = compile(userStart + each);
      expect(stderr, each.slice(0, 30)).toMatch(/^line \d+: near [^\n]*\n$/);
      expect([status, stdout.length]).toEqual([1, 0]);
    }
    const deep = `let x = ${"(".repeat(5000)}1${")".repeat(5000)};`;
    for (const enough of [deep, names.split("\n").slice(0, 60_000).join("\n")]) {
      expect(compile(userStart + enough).status).toBe(0);
    }
  });

  it("neither crash nor hang on mutated text", () => {
    const generator = new Random(seedFor("mutations of the runtime"));
    const random = (below: number): number => generator.below(below);
    const whole = runtimeFiles.map(text).join("");
    const words = ("( ) { } [ ] ; , . = + \" ' ! < > * : ? // /* */ \\ if while for break continue return let const " +
      "function class import asm enum switch case default else as new this 0x 99999999999 b(\" ch(' null \x01 \xff")
      .split(" ");
    for (let round = 0; round < 400; round++) {
      let source = whole;
      for (let times = random(3); times >= 0; times--) {
        const at = random(source.length);
        const kind = random(4);
        const cut = kind === 1 ? random(9) : 0;
        const word = kind === 0 ? words[random(words.length)] : "";
        const added = kind === 2 ? source.slice(at >> 1, (at >> 1) + 40) : word;
        const rest = kind === 3 && times === 0 ? "" : source.slice(at + cut);
        source = source.slice(0, at) + added + rest;
      }
      const { status, stdout, stderr } = compile(source);
      const good = status === 0 && stderr === "" && stdout.subarray(0, 4).toString("latin1") === "\x7fELF";
      const refused = status === 1 && stdout.length === 0 && /^line \d+: near [^\n]*\n$/.test(stderr);
      expect(good || refused, `round ${round}: status ${status}, ${stderr}`).toBe(true);
    }
  });

  it("compile what T has: arithmetic, shadowing, loops, switch, classes, enums", () => {
    const { status } = compileAndRun(program(`
      enum E { A, B = 5, C }
      function check(ok: boolean, n: number): void { if (!ok) syscall3(1, n, 0, 0); }
      function f(x: number): number {
        let y = x;
        { let x = 3; y += x; }
        for (let x = 0; x < 2; x++) y += x;
        return y + x;
      }
      check(f(1) === 6, 1); check(E.C === 6, 2); check(7 - 2 * 3 === 1, 3); check((-7 / 2 | 0) === -3, 4);
      check(-7 % 2 === -1, 5); check(-1 >>> 28 === 15 && -1 >> 28 === -1, 6); check((1 ? 2 : 3) === 2, 7);
      function g(n: number): number {
        switch (n) { case 1: return 10; case 2: n = 7; case 3: n++; break; default: n = 0; }
        return n;
      }
      check(g(1) === 10 && g(2) === 8 && g(3) === 4 && g(9) === 0, 8);
      function h(n: number): number {
        let s = 0;
        while (1) { n--; if (n < 0) break; if (n === 3) continue; s += n; }
        return s;
      }
      check(h(6) === 12, 9); check(!(0 || !1) && ~5 === -6, 10); check(ch('\\'') === 39 && ch('\\\\') === 92, 11);
      check(0xFFffFFff === -1 && 4294967295 === -1, 12);
    `));
    expect(status).toBe(0);
  });
});

const kernel = `${kernelStart}
let g = 5;
print(b("kernel "));
printHex(addr(g === 5 ? 1 : 0)); put(32);
for (let i = 0; i < 6; i++) put(load8(tapeRegister(0) + i));
print(b(" ")); printHex(load32(0xc0007dfc) >>> 16); put(10);
${kernelEnd}`;
const expected = "kernel 00000001 TOOLS\0 0000aa55\n";

describe("the boot seed and the compiler on bare metal", () => {
  it("start a kernel in the embedded emulator with our BIOS", async () => {
    expect(await runInV86(disk(kernel))).toBe(expected);
  });

  it("do so with a BIOS that reads only by cylinder, head and sector", async () => {
    const bios = text("firmware/bios.hex");
    const old = bios.replace("cmp ah, 0x41", "cmp ah, 0x99").replace("cmp ah, 0x42", "cmp ah, 0x98");
    expect(await runInV86(disk(kernel), assemble(old).bytes)).toBe(expected);
  });

  /** Our BIOS with an int 13h that leaves rubbish in registers when it reads by cylinder, head and sector. */
  const spoiling = (registers: Record<string, number>): string => {
    const stores = Object.values(registers).map((at) => `  # mov word [bp + ${at}], 0x5A5A\n`).join("");
    return text("firmware/bios.hex")
      .replace(/^.*# \.read:$/m, `$&\n${stores}`)
      // It reads the boot sector in the same way, and starts it at another of the usual addresses.
      .replace(/^.*jc \.nothing$/m, "$&\n  # mov dl, 0x80\n  # mov bx, 0\n  # mov ds, bx\n")
      .replace(/^.*jmp 0:0x7C00$/m, "  # jmp 0x7C0:0\n");
  };
  const general = { di: 4, si: 8, bp: 12, bx: 20, dx: 24, cx: 28 };

  it("do so with a BIOS that changes registers when it reads, and starts at 07C0:0000", async () => {
    const bios = spoiling({ es: 0, ds: 2, ...general });
    expect(await runInV86(disk(kernel), assemble(bios).bytes)).toBe(expected);
  });

  it("do so with one that has no other way to read", async () => {
    const bios = spoiling({ es: 0, ...general }).replace("cmp ah, 0x41", "cmp ah, 0x99");
    expect(await runInV86(disk(kernel), assemble(bios).bytes)).toBe(expected);
  });

  it("say where the kernel's text is wrong", async () => {
    const line = kernelStart.split("\n").length + 1;
    expect(await runInV86(disk(`${kernelStart}\nlet = 5;`))).toBe(`line ${line}: near = 5;\n`);
  });

  it("say that a disk cannot be read", async () => {
    const failing = text("firmware/bios.hex").replace("je .extended", "je .bad");
    expect(await runInV86(disk(kernel), assemble(failing).bytes)).toBe("disk error\n");
  });

  it("say that the memory is too small for the tape", async () => {
    expect(await runInV86(disk(kernel), undefined, 64)).toBe("no memory!\n");
  });

  const noQemu = because(obstacleTo("qemu"));
  it.skipIf(!canRun("qemu"))(`start a kernel in QEMU with its own BIOS and with ours${noQemu}`, () => {
    for (const ours of [false, true]) {
      expect(runInQemu(disk(kernel), ours)).toEqual({ said: expected, status: 33 });
      expect(runInQemu(disk(`${kernelStart}\nlet = 5;`), ours).status).toBe(3);
    }
  });
});
