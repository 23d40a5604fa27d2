// The keyboard of a PC: whatever is typed between the BIOS and the kernel, it must take what is typed afterwards. In
// QEMU, because a keyboard in the embedded emulator only speaks when a BIOS has asked it to. Keys are typed through
// QEMU's monitor; the machine ends when the program has read two lines, or by a time limit that only a dead keyboard
// meets. (While the BIOS sets the keyboard up nobody types: it would take the keys for answers.)
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { because, canRun, obstacleTo } from "./host-support.js";
import { makeStartDisk, sourceOf } from "./kernel-support.js";

const folder = mkdtempSync(join(tmpdir(), "rootseed-keyboard-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const name = `keys that are typed before the kernel runs do not make the keyboard dumb${because(obstacleTo("qemu"))}`;
test.skipIf(!canRun("qemu"))(name, async () => {
  const [disk, console_, bios] = [join(folder, "disk"), join(folder, "console"), join(folder, "bios")];
  writeFileSync(disk, await makeStartDisk({ first: sourceOf("typed") }));
  writeFileSync(console_, "");
  writeFileSync(bios, "");
  const machine = spawn("qemu-system-i386", [
    "-nodefaults", "-no-reboot", "-display", "none", "-vga", "std", "-m", "128", "-monitor", "stdio", "-serial", "null",
    "-drive", `if=ide,format=raw,file=${disk}`, "-debugcon", `file:${console_}`,
    "-chardev", `file,id=bios,path=${bios}`, "-device", "isa-debugcon,iobase=0x402,chardev=bios",
    "-device", "isa-debug-exit,iobase=0xf4,iosize=1",
  ], { stdio: ["pipe", "ignore", "inherit"] });
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => machine.once("close", () => {
    hasEnded = true;
    resolve();
  }));
  const said = (): string => readFileSync(console_, "latin1");
  const type = async (key: string): Promise<void> => {
    machine.stdin.write(`sendkey ${key} 20\n`);
    await wait(60);
  };
  const limit = setTimeout(() => machine.kill(), 60_000);
  while (!hasEnded && !readFileSync(bios, "latin1").includes("Booting from")) await wait(20);
  while (!hasEnded && !said().includes("type\n")) await type("a");
  for (const key of ["h", "i", "ret", "y", "o", "ret"]) await type(key);
  await ended;
  clearTimeout(limit);
  expect(said()).toMatch(/line \d+ a*hi\n/);
  expect(said()).toMatch(/line 3 yo\n/);
});
