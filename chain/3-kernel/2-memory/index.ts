// What this group offers to those above it, for Node and tsc: T has one namespace and skips imports.
// Not part of the kernel.
export * from "./pages.js";
export * from "./heap.js";
export * from "./inode.js";
export * from "./content.js";
export * from "./sha256.js";
export * from "./space.js";
export * from "./mapping.js";
