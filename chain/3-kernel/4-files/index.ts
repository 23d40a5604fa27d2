// What this group offers to those above it, for Node and tsc: T has one namespace and skips imports.
// Not part of the kernel.
export * from "./directory.js";
export * from "./record.js";
export * from "./pipe.js";
export * from "./terminal.js";
export * from "./keyboard.js";
export * from "./devices.js";
export * from "./openfile.js";
export * from "./rootfs.js";
export * from "./path.js";
