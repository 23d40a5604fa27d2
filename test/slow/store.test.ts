// Every file in the store of a run up to cc, damaged in every way: see support/store.ts. A quick sample of this is in
// test/store.test.ts.
import { describe, expect, it } from "vitest";
import { damages, expectMended, storeFiles, withStore } from "../support/store.js";

withStore();

describe.each(Object.keys(damages))("a file of the store, %s", (damage) => {
  it("is found, reported, built again and exported: every file", async () => {
    const files = await storeFiles();
    expect(files.length).toBeGreaterThanOrEqual(4 + 8);
    for (const file of files) {
      await expectMended(file, damage);
    }
  });
});
