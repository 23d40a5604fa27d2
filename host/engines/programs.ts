// Programs of this computer that engines need: whether they are there, and which package brings them.
import { spawnSync } from "node:child_process";
import { UserError } from "../common/errors.js";

/** What to install for a program that is missing (names of Debian's packages). */
const packages: Record<string, string> = {
  "setpriv": "util-linux", "unshare": "util-linux", "mount": "mount", "chroot": "coreutils", "mkfifo": "coreutils",
  "bwrap": "bubblewrap", "qemu-system-x86_64": "qemu-system-x86",
};

export function hasProgram(name: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" }).status === 0;
}

/** Throws one line on the first program that is missing. */
export function requirePrograms(engine: string, names: string[]): void {
  for (const name of names) {
    if (!hasProgram(name)) {
      throw new UserError(`--engine ${engine} needs ${name}: install the package ${packages[name] ?? name}, ` +
        "or use --engine v86");
    }
  }
}
