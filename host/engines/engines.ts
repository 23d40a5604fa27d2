// The engines by name.
import type { Engine } from "./engine.js";
import { bubblewrapEngine, chrootEngine } from "./lent.js";
import { v86Engine } from "./v86.js";

export const engines: Engine[] = [v86Engine, chrootEngine, bubblewrapEngine];
export const defaultEngine = v86Engine.name;
