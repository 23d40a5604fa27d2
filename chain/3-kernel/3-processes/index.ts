// What this group offers to those above it, for Node and tsc: T has one namespace and skips imports.
// Not part of the kernel.
export * from "./process.js";
export * from "./usermemory.js";
export * from "./descriptors.js";
export * from "./signals.js";
