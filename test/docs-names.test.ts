// What pages and comments put in backquotes exists: as a file, as a name in code, as an option or a command.
import { describe, expect, it } from "vitest";
import { misplacedNames, missingWords, spansOf, wordsOf, type Known } from "./support/names.js";
import { namesOfOthers } from "./support/names-of-others.js";
import { readParts } from "./support/prose.js";

const list = "test/support/names-of-others.ts";
const files = readParts();
// The list of exceptions, and the names that this file plants, prove nothing.
const proving = new Map([...files].filter(([path]) => path !== list && path !== "test/docs-names.test.ts"));
const known: Known = {
  ...wordsOf(proving), others: new Set(Object.values(namesOfOthers).flat()),
};

const spans = [...proving].flatMap(([, { prose }]) => prose.flatMap(spansOf));

describe("names in backquotes", () => {
  it("exist, in pages and comments", () => {
    expect(spans.length).toBeGreaterThan(1000);
    const faults = spans.flatMap((span) => {
      const missing = missingWords(span, known);
      return missing.length > 0 ? [`${span.path}:${span.line}: ${missing.join(", ")} (in \`${span.text}\`)`] : [];
    });
    expect(faults).toEqual([]);
  });

  it("are in the file that the page names beside them", () => {
    const faults = [...proving].flatMap(([path, { prose }]) =>
      prose.flatMap((paragraph) => misplacedNames(paragraph, proving).map((fault) => `${path}: ${fault}`)));
    expect(faults).toEqual([]);
  });

  it("that nothing has are found", () => {
    const planted: [string, string[]][] = [
      ["`lookUp` in `chain/3-kernel/4-files/path.ts`", []],
      ["`assignmentOperators`", ["assignmentOperators"]],
      ["`lookUp(staleParameter)`", ["staleParameter"]],
      ["`chain/3-kernel/calls.ts`", ["chain/3-kernel/calls.ts"]],
      ["`system-calls.ts` and `chain/calls`", ["system-calls.ts", "chain/calls"]],
      ["two lines, ``bury the\nsecondZombie``", ["bury", "secondZombie"]],
    ];
    for (const [text, missing] of planted) {
      const found = spansOf({ path: "docs/kernel.md", line: 1, text }).flatMap((span) => missingWords(span, known));
      expect(found, text).toEqual(missing);
    }
    const paragraph = { path: "docs/kernel.md", line: 1, text: "`lookUp` and `fork`\n(`4-files/path.ts`; it)" };
    expect(misplacedNames(paragraph, proving)).toEqual(["fork in 4-files/path.ts"]);
  });

  it("of others are needed, each of them", () => {
    const text = spans.map((span) => ` ${span.text} `).join("\n");
    expect([...known.others].filter((name) => !text.includes(name))).toEqual([]);
  });
});
