// The engines by name.
import type { Recorder } from "../record/place.js";
import type { Engine } from "./engine.js";
import { bubblewrapEngine, chrootEngine } from "./host-kernel.js";
import { qemuEngine } from "./qemu.js";
import { v86Engine } from "./v86.js";

export const engines: Engine[] = [v86Engine, qemuEngine, bubblewrapEngine, chrootEngine];
export const defaultEngine = v86Engine.name;

/** Who records what processes do on an engine. */
export function recorderOn({ isEmulated }: Engine): Recorder {
  return isEmulated ? "kernel" : "strace";
}

/** @param name one of theirs. */
export function findEngine(name: string): Engine {
  return engines.find((engine) => engine.name === name) as Engine;
}
