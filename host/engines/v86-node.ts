// Where Node finds the WebAssembly of v86: beside its program.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Emulator } from "./v86-machine.js";

export const emulatorInNode: Emulator = {
  wasm_path: join(dirname(createRequire(import.meta.url).resolve("v86")), "v86.wasm"),
};
