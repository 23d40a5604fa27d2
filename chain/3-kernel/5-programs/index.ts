// What this group offers to those above it, for Node and tsc: T has one namespace and skips imports.
// Not part of the kernel.
export * from "./exit.js";
export * from "./handlers.js";
export * from "./threadarea.js";
export * from "./fork.js";
export * from "./exec.js";
