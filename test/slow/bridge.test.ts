// The steps from i386 to x86-64 run nothing that they make for x86-64: v86, which has no long mode, makes them as they
// are pinned.
import { expect, it } from "vitest";
import { rootseed } from "../support/host.js";

it("v86 makes the cross compiler, musl and busybox for x86-64", { timeout: 3_600_000 }, async () => {
  const { status, out } = await rootseed(["run", "--engine", "v86", "--until", "userland"]);
  expect(out).toMatch(/^userland +busybox\.tar .* ok/m);
  expect(status).toBe(0);
});
