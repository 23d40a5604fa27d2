// What this group offers to those above it, for Node and tsc: T has one namespace and skips imports.
// Not part of the kernel.
export * from "./files.js";
export * from "./paths.js";
export * from "./attributes.js";
export * from "./memory.js";
export * from "./processes.js";
export * from "./signals.js";
export * from "./time.js";
export * from "./system.js";
export * from "./table.js";
export * from "./traps.js";
