// Every file of the store that a run up to cc leaves, damaged in every way (store-support.ts; a part of it is quick
// enough for test/store.test.ts).
import { describe, expect, it } from "vitest";
import { damages, expectMended, storeFiles, withStore } from "../store-support.js";

withStore();

describe.each(Object.keys(damages))("a file of the store, %s", (damage) => {
  it("is found, said, made anew and exported: every file", async () => {
    const files = await storeFiles();
    expect(files.length).toBeGreaterThanOrEqual(4 + 8);
    for (const file of files) {
      await expectMended(file, damage);
    }
  });
});
