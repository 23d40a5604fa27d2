// The keyboard of a PC: keys pressed between the BIOS and the kernel must not keep it from taking later ones. In QEMU,
// because the embedded emulator's keyboard sends nothing until a BIOS has asked it to. Keys are typed through QEMU's
// monitor, each when the one before has been echoed: a machine that has to wait for its processor loses what does not
// fit into the keyboard. It ends when the program has read two lines, or at a limit that only a dead keyboard reaches.
// (While the BIOS sets the keyboard up, no key is typed: the BIOS would take it for an answer.)
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { because, canRun, obstacleTo } from "./support/engines.js";
import { makeScratch } from "./support/folders.js";
import { makeStartDisk, sourceOf } from "./support/kernel.js";
import { silentFor } from "./support/limits.js";

const folder = makeScratch("keyboard");

const name = `keys that are typed before the kernel runs do not make the keyboard dumb${because(obstacleTo("qemu"))}`;
test.skipIf(!canRun("qemu"))(name, async () => {
  const [disk, console_, bios] = [join(folder, "disk"), join(folder, "console"), join(folder, "bios")];
  writeFileSync(disk, makeStartDisk({ first: sourceOf("typed") }));
  writeFileSync(console_, "");
  writeFileSync(bios, "");
  const machine = spawn("qemu-system-x86_64", [
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
  machine.stdin.on("error", () => undefined);
  const limit = setTimeout(() => machine.kill(), silentFor);
  while (!hasEnded && !readFileSync(bios, "latin1").includes("Booting from")) await wait(20);
  while (!hasEnded && !said().includes("type\n")) await type("a");
  for (const [key, echo] of [["h", "h"], ["i", "hi"], ["ret", "hi\n"], ["y", "y"], ["o", "yo"], ["ret", ""]]) {
    await type(key as string);
    while (!hasEnded && !said().split("type\n")[1]?.includes(echo as string)) await wait(20);
  }
  await ended;
  clearTimeout(limit);
  expect(said()).toMatch(/line \d+ a*hi\n/);
  expect(said()).toMatch(/line 3 yo\n/);
});
