// What this group offers to those above it, for Node and tsc: T has one namespace and skips imports.
// Not part of the kernel.
export * from "./node-glue.js";
export * from "./numbers.js";
export * from "./words.js";
export * from "./console.js";
export * from "./clock.js";
export * from "./processor.js";
export * from "./trapframe.js";
export * from "./fpu.js";
