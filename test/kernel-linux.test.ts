// The kernel starts Linux: what it refuses, and how it hands the machine over. The "Linux" here is an image that
// reports what it finds: the header of a bzImage, then a few instructions of 16-bit code, which send the command line
// to the first serial port, and to the second one the place of its initramfs and what real mode can see above 1 MiB.
// The real Linux is in test/slow/linux.test.ts.
import { expect, test } from "vitest";
import { compileProgram, longModeObstacle, runLongMachine, runMachine } from "./support/kernel.js";
import { Random } from "./support/random.js";

const setupBytes = 0x8000;
const codeStart = 0x100000;
const visibleBytes = 0xfff0;

/** What the 16-bit code does, at offset 26Ah. */
const setupCode = [
  0x8b, 0x36, 0x28, 0x02, // mov si, [228h]
  0xba, 0xf8, 0x03, // mov dx, 3F8h
  0xac, 0xee, 0x3c, 0x00, 0x75, 0xfa, // next: lodsb; out dx, al; cmp al, 0; jne next
  0xba, 0xf8, 0x02, // mov dx, 2F8h
  0xbe, 0x18, 0x02, 0xb9, 0x08, 0x00, 0xf3, 0x6e, // mov si, 218h; mov cx, 8; rep outsb
  0xb8, 0xff, 0xff, 0x8e, 0xd8, // mov ax, FFFFh; mov ds, ax
  0xbe, 0x10, 0x00, 0xb9, 0xf0, 0xff, 0xf3, 0x6e, // mov si, 10h; mov cx, FFF0h; rep outsb
];
const halt = [0xfa, 0xf4]; // cli; hlt
/** In QEMU, in long mode: what is left of that goes to the second serial port, too, and the machine ends. */
const tellMode = [
  0x66, 0xb9, 0x80, 0x00, 0x00, 0xc0, 0x0f, 0x32, // mov ecx, C0000080h; rdmsr
  0xba, 0xf8, 0x02, 0xee, 0x66, 0xc1, 0xe8, 0x08, 0xee, // mov dx, 2F8h; out dx, al; shr eax, 8; out dx, al
  0xb0, 0x00, 0xe6, 0xf4, // mov al, 0; out F4h, al
];

const random = new Random(1);
const code = random.bytes(0x2a30);
const archive = random.bytes(0x5123);

/** An image that wants to run at 1 MiB, with changes. */
function image(change: (setup: Buffer) => void = () => undefined, end = halt): Buffer {
  const setup = Buffer.alloc(setupBytes);
  setup[0x1f1] = setupBytes / 512 - 1;
  setup.writeUInt32LE(code.length / 16, 0x1f4);
  setup.writeUInt16LE(0xaa55, 0x1fe);
  setup.write("\xeb\x68HdrS", 0x200, "latin1");
  setup.writeUInt16LE(0x20f, 0x206);
  setup[0x211] = 1;
  setup.writeUInt32LE(0x37ffffff, 0x22c);
  setup.writeUInt32LE(codeStart, 0x258);
  setup.writeUInt32LE(0x3000, 0x260);
  setup.set([...setupCode, ...end], 0x26a);
  change(setup);
  return Buffer.concat([setup, code]);
}

/** What the image has told: where its archive is, and that it and the code are where they belong. */
function expectHandOver(host: Buffer): void {
  const ramdisk = host.readUInt32LE(0);
  expect([ramdisk, host.readUInt32LE(4)]).toEqual([codeStart + 0x4000, archive.length]);
  const memory = host.subarray(8);
  expect(memory.length).toBe(visibleBytes);
  expect(memory.subarray(0, code.length).equals(code)).toBe(true);
  expect(memory.subarray(ramdisk - codeStart).subarray(0, archive.length).equals(archive)).toBe(true);
}

test("an image is started unchanged; what is wrong has a line, and the machine goes on", async () => {
  const files = [
    { path: "linux", content: compileProgram("linux") },
    { path: "archive", content: archive },
    { path: "text", content: Buffer.from("no image\n") },
    { path: "other", content: image((setup) => setup.fill(0, 0x202, 0x206)) },
    { path: "old", content: image((setup) => setup.writeUInt16LE(0x209, 0x206)) },
    { path: "cut", content: image().subarray(0, -17) },
    { path: "huge", content: image((setup) => setup.writeUInt32LE(0xffffffff, 0x260)) },
    { path: "far", content: image((setup) => setup.writeUInt32LE(0xfffff000, 0x258)) },
    { path: "image", content: image() },
  ];
  const refused = ["", "/", "/image", "/image /nowhere", "/dev /archive", "/text /archive", "/other /archive",
    "/old /archive", "/cut /archive", "/huge /archive", "/far /archive", `/image /archive ${"x".repeat(2100)}`];
  const arguments_ = refused.map((line) => `"${line}"`).join(" ");
  const run = await runMachine({
    files, plan: `chmod 755 /linux\n/linux ${arguments_}\necho /image /archive one two=3 > /dev/linux\n`,
  });
  const found = "the line does not begin with two files";
  const told = (reason: string, error: number): string => `rootseed: Linux not started: ${reason}\nresult -${error}\n`;
  expect(run.console.slice(run.console.indexOf("\n") + 1)).toBe([
    ...Array.from({ length: 5 }, () => told(found, 22)),
    told("the first file is no bzImage", 8), told("the first file is no bzImage", 8),
    told("the bzImage is of a Linux before 2.6.31", 8), told("the bzImage is cut off", 8),
    told("too little memory", 12), told("too little memory", 12), told("the command line is too long", 7),
    "rootseed: starting Linux\n one two=3\0",
  ].join(""));
  expectHandOver(run.host);
});

const withoutLongMode = longModeObstacle === undefined ? "" : ` (skipped: ${longModeObstacle})`;
test.skipIf(longModeObstacle !== undefined)(`from long mode, too, which is left before${withoutLongMode}`, async () => {
  const run = await runLongMachine({
    files: [{ path: "archive", content: archive }, { path: "image", content: image(undefined, tellMode) }],
    plan: "echo /image /archive one two=3 > /dev/linux\n",
  });
  expect(run.console).toMatch(/^rootseed: kernel with .*, 64-bit programs\nrootseed: starting Linux\n one two=3\0$/);
  expectHandOver(run.host.subarray(0, -2));
  expect([...run.host.subarray(-2)]).toEqual([0, 0]);
});
